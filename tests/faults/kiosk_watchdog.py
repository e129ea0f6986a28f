#!/usr/bin/python3
"""(slow) The screen and its watchdog, with this test in systemd's place: word of life only after a picture stands and while
the loop turns; a hung loop falls silent and is started again; a crash loop ends in the out of order picture."""
import ctypes
import glob
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import cases  # noqa: E402

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
KIOSK = os.path.join(ROOT, os.environ.get("B", "build"), "bin", "aula-kiosk")
LONG = 60  # seconds; far more than a loaded machine needs
WATCHDOG_MS = 3000
PTRACE_SEIZE, PTRACE_INTERRUPT, PTRACE_DETACH = 0x4206, 0x4207, 17
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


class Device:
    """A state folder, a notify socket and a kiosk on a virtual screen."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="aula-watchdog-")
        self.picture = os.path.join(self.folder, "screen.png")
        for name in ("cache", "status", "spool/report"):
            os.makedirs(os.path.join(self.folder, name))
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(os.path.join(self.folder, "notify"))
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.kill()
        self.socket.close()
        shutil.rmtree(self.folder)

    def start(self):
        self.drain()
        if os.path.exists(self.picture):
            os.unlink(self.picture)
        env = {**os.environ, "NOTIFY_SOCKET": os.path.join(self.folder, "notify"), "WATCHDOG_USEC": str(WATCHDOG_MS * 1000)}
        env.pop("WATCHDOG_PID", None)
        self.process = subprocess.Popen(
            [KIOSK, "--virtual", "800x480", "--set", f"paths.state={self.folder}", "--set", f"paths.assets={ROOT}/assets",
             "--picture", self.picture], env=env, stderr=subprocess.DEVNULL)

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait(LONG)
            self.process = None

    def drain(self):
        self.socket.settimeout(0.001)
        try:
            while True:
                self.socket.recv(4096)
        except TimeoutError:
            pass

    def hears(self, word, seconds=LONG):
        """Seconds until the word came; None: it did not."""
        begun = time.monotonic()
        while (left := begun + seconds - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                if word in self.socket.recv(4096).decode().splitlines():
                    return time.monotonic() - begun
            except TimeoutError:
                break
        return None

    def heartbeat(self):
        try:
            with open(os.path.join(self.folder, "spool", "report", "heartbeat.json"), encoding="utf-8") as f:
                return json.load(f)
        except FileNotFoundError:
            return {}  # its thread has not written one yet


def ready_is_said_when_the_picture_stands_and_life_goes_on_while_idle():
    with Device() as d:
        d.start()
        assert d.hears("READY=1") is not None
        assert os.path.getsize(d.picture) > 0, "ready before there was a picture"
        waits = [d.hears("WATCHDOG=1") for _ in range(3)]
        assert all(w is not None for w in waits), waits
        return "word of life after " + ", ".join(f"{w:.1f} s" for w in waits)


def a_hung_loop_falls_silent_though_its_threads_live():
    with Device() as d:
        d.start()
        assert d.hears("WATCHDOG=1") is not None
        tid = d.process.pid  # the thread that draws; the others go on
        assert libc.ptrace(PTRACE_SEIZE, tid, None, None) == 0, os.strerror(ctypes.get_errno())
        libc.ptrace(PTRACE_INTERRUPT, tid, None, None)
        os.waitpid(tid, 0x40000000)  # __WALL
        d.drain()
        assert d.hears("WATCHDOG=1", 2 * WATCHDOG_MS / 1000) is None, "a hung screen says that it lives"
        others = [t for t in glob.glob(f"/proc/{tid}/task/*") if not t.endswith(f"/{tid}")]
        assert others, "no other thread: the test tests less than it says"
        os.kill(tid, signal.SIGKILL)  # what WatchdogSignal= does
        d.process.wait(LONG)
        d.start()
        took = d.hears("READY=1")
        assert took is not None and os.path.getsize(d.picture) > 0
        return f"started again in {took:.1f} s"


def a_crash_loop_ends_in_the_out_of_order_picture():
    with Device() as d:
        normal = None
        for n in range(4):
            d.start()
            assert d.hears("READY=1") is not None, f"start {n}"
            with open(d.picture, "rb") as f:
                normal = f.read()
            d.kill()
        d.start()
        assert d.hears("READY=1") is not None, "no picture after the crashes"
        with open(d.picture, "rb") as f:
            safe = f.read()
        assert safe != normal, "the same picture as before the crashes"
        until = time.monotonic() + LONG
        while time.monotonic() < until and not d.heartbeat().get("safe_screen"):
            time.sleep(0.05)
        assert d.heartbeat().get("safe_screen"), d.heartbeat()
        assert d.hears("WATCHDOG=1") is not None, "the out of order picture is not watched"
        return f"{len(safe)} bytes of picture"


def a_start_that_was_asked_to_end_does_not_count():
    with Device() as d:
        for n in range(6):
            d.start()
            assert d.hears("READY=1") is not None, f"start {n}"
            d.process.send_signal(signal.SIGTERM)
            assert d.process.wait(LONG) == 0
            d.process = None
        d.start()
        assert d.hears("READY=1") is not None
        d.process.send_signal(signal.SIGTERM)
        d.process.wait(LONG)
        d.process = None
        assert d.heartbeat().get("safe_screen") is False, "six ends as asked were taken for crashes"


def the_units_say_the_same():
    unit = open(os.path.join(ROOT, "systemd", "aula-kiosk.service"), encoding="utf-8").read()
    tmpfiles = open(os.path.join(ROOT, "systemd", "aula-kiosk.tmpfiles"), encoding="utf-8").read()
    for line in ("Type=notify", "Restart=always", "WatchdogSec=8", "WatchdogSignal=SIGKILL", "StartLimitIntervalSec=0",
                 "Conflicts=getty@tty1.service"):
        assert line in unit.splitlines(), line
    # the count of vain starts must be writable for the screen, or a crash loop is never seen
    assert any(line.split()[:5] == ["d", "/var/lib/aula/spool/kiosk", "0700", "aula-kiosk", "aula-kiosk"]
               for line in tmpfiles.splitlines() if line.strip()), "no folder for the count of starts"


CASES = (ready_is_said_when_the_picture_stands_and_life_goes_on_while_idle,
         a_hung_loop_falls_silent_though_its_threads_live, a_crash_loop_ends_in_the_out_of_order_picture,
         a_start_that_was_asked_to_end_does_not_count, the_units_say_the_same)


if __name__ == "__main__":
    cases.run(CASES)
