#!/usr/bin/python3
"""(slow) The display that is not there at the start, comes later, and goes (FIELD.md 17): the screen program waits for it, says so, and
lights up by itself."""
import os
import random
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import cases
import kiosk_watchdog as kw


class XDevice(kw.Device):
    """The same on an X display that this test turns on and off."""

    def __init__(self):
        super().__init__()
        self.server = None
        self.number = next(n for n in random.sample(range(300, 900), 100) if not os.path.exists("/tmp/.X11-unix/X%d" % n))

    def start(self):
        self.drain()
        env = {**os.environ, "NOTIFY_SOCKET": os.path.join(self.folder, "notify"), "WATCHDOG_USEC": "3000000", "DISPLAY": ":%d" % self.number,
               "SDL_VIDEODRIVER": "x11", "SDL_FRAMEBUFFER_ACCELERATION": "0", "SDL_AUDIODRIVER": "dummy"}
        env.pop("WATCHDOG_PID", None)
        self.process = subprocess.Popen(
            [kw.KIOSK, "--config", "/dev/null", "--set", "paths.state=" + self.folder, "--set", "paths.assets=%s/assets" % kw.ROOT, "--set", "panel.fullscreen=true",
             "--set", "panel.kiosk=true"], env=env, stderr=subprocess.DEVNULL)

    def turn_on(self):
        self.server = subprocess.Popen(["Xvfb", ":%d" % self.number, "-screen", "0", "800x480x24", "-noreset", "-nolisten", "tcp"], stderr=subprocess.DEVNULL)

    def turn_off(self):
        if self.server is not None:
            self.server.terminate()
            self.server.wait(kw.LONG)
            self.server = None

    def __exit__(self, *exc):
        self.kill()
        self.turn_off()
        super().__exit__(*exc)


def a_display_that_comes_late_lights_up():
    with XDevice() as d:
        d.start()
        assert d.hears("STATUS=waiting for a display") is not None
        assert d.process.poll() is None and d.hears("READY=1", 1) is None
        d.turn_on()
        took = d.hears("READY=1")
        assert took is not None
        return "%.1f s after the display" % took


def a_display_that_goes_ends_the_program_and_the_next_waits():
    with XDevice() as d:
        d.turn_on()
        d.start()
        assert d.hears("READY=1") is not None
        d.turn_off()
        assert d.process.wait(kw.LONG) != 0  # systemd starts it again
        d.start()
        assert d.hears("STATUS=waiting for a display") is not None
        d.turn_on()
        assert d.hears("READY=1") is not None


if __name__ == "__main__":
    if not os.path.exists(kw.KIOSK) or shutil.which("Xvfb") is None:
        print("skip: no aula-kiosk or no Xvfb")
        sys.exit(77)
    cases.run([a_display_that_comes_late_lights_up, a_display_that_goes_ends_the_program_and_the_next_waits])
