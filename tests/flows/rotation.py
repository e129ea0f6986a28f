#!/usr/bin/python3
"""Rotation is one setting for picture and touch: a real window under Xvfb on a panel hung each way round, a finger played by xdotool.
What stands on the panel is, turned back, pixel for pixel the picture of a screen that hangs upright, and a tap on a target as it
stands on the panel acts on that target."""
import os, shutil, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import kiosk_talk

W, H = 800, 480  # the picture; the panel itself is turned
LONG_S = 60      # until something that must come has come; a machine may be busy
LOCK_S = 0.6     # a new screen takes no tap for a moment


class Panel:
    """An X display of the panel's size with the visitor's screen on it."""

    def __init__(self, state, rotation):
        self.rotation = rotation
        self.w, self.h = (W, H) if rotation in (0, 180) else (H, W)
        # it takes a free number itself and tells it when it is ready; a picture taken before the kiosk has come resets nothing
        self.x = subprocess.Popen(["Xvfb", "-displayfd", "1", "-screen", "0", f"{self.w}x{self.h}x24", "-noreset", "-nolisten", "tcp"],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.env = dict(os.environ, DISPLAY=":" + self.x.stdout.readline().strip(), SDL_VIDEODRIVER="x11", SDL_AUDIODRIVER="dummy")
        self.kiosk = subprocess.Popen([kiosk_talk.KIOSK, "--config", "/dev/null", "--set", f"paths.state={state}", "--set", "panel.fullscreen=true",
                                       "--set", f"panel.rotation={rotation}"], env=self.env)

    def close(self):
        for p in (self.kiosk, self.x):
            p.terminate()
            p.wait(LONG_S)
        self.x.stdout.close()

    def upright(self):
        """The picture on the panel lies clockwise by the rotation: turned back, as somebody sees it who stands before it."""
        assert self.kiosk.poll() is None, "aula-kiosk has ended with %d" % self.kiosk.returncode
        png = subprocess.run(["import", "-silent", "-window", "root", "png:-"], env=self.env, capture_output=True, check=True).stdout
        panel = cv2.imdecode(numpy.frombuffer(png, numpy.uint8), cv2.IMREAD_COLOR)
        assert panel.shape[:2] == (self.h, self.w), panel.shape
        return numpy.rot90(panel, self.rotation // 90)

    def tap(self, x, y):
        """x, y: on the picture. Where that lies on the panel is worked out by turning a picture with one point, as upright() does."""
        point = numpy.zeros((H, W), bool)
        point[y, x] = True
        py, px = numpy.argwhere(numpy.rot90(point, -self.rotation // 90))[0]
        time.sleep(LOCK_S)
        subprocess.run(["xdotool", "mousemove", str(px), str(py), "mousedown", "1", "sleep", "0.06", "mouseup", "1"], env=self.env, check=True)


def until(true, what):
    end = time.monotonic() + LONG_S
    while not true():
        assert time.monotonic() < end, what + " does not come"
        time.sleep(0.05)


def same(panel, picture, r=None):
    x, y, w, h = r or (0, 0, W, H)
    return lambda: numpy.array_equal(panel.upright()[y:y + h, x:x + w], picture[y:y + h, x:x + w])


def rect(tree, id):
    return next(n["rect"] for n in tree if n.get("id") == id)


def expected(state, folder):
    """Pictures and places of the same way on a fake clock; only screens and parts that show no time are compared."""
    kiosk = kiosk_talk.Kiosk(state, f"{W}x{H}")
    out = {}
    for name, way in (("home", "tap #wake"), ("language", "tap #dock:language"), ("swedish", "tap #language:sv"), ("again", "tap #dock:language")):
        kiosk.do(way, f"screenshot {folder}/{name}.png")
        out[name] = kiosk.tree(), cv2.imread(f"{folder}/{name}.png")
    kiosk.close()
    return out


def near_corner(r):
    """Not the middle: a picture turned the other way round has something else there."""
    return r[0] + r[2] // 6, r[1] + r[3] // 6


def the_panel_shows_and_takes(state, want, rotation):
    panel = Panel(state, rotation)
    try:
        tree, picture = want["home"]
        dock = rect(tree, "dock:language")
        # idle pictures run with the hour; the first that is known is the dock of home, which a first touch opens
        until(lambda: panel.upright().any(), "a picture")
        panel.tap(*near_corner([0, 0, W, H]))
        until(same(panel, picture, dock), "home")
        panel.tap(*near_corner(dock))
        until(same(panel, want["language"][1]), "language")
        panel.tap(*near_corner(rect(want["language"][0], "language:sv")))
        tree, picture = want["swedish"]
        until(same(panel, picture, rect(tree, "dock:quit")), "home in Swedish")
        panel.tap(*near_corner(dock))
        until(same(panel, want["again"][1]), "language in Swedish")
    finally:
        panel.close()


def main():
    kiosk_talk.skip_unless_built()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        state = folder + "/state"
        kiosk_talk.make_state(state)
        want = expected(state, folder)
        assert not numpy.array_equal(want["language"][1], want["again"][1])
        for rotation in (0, 90, 180, 270):
            try:
                the_panel_shows_and_takes(state, want, rotation)
                print(f"ok: {rotation} degrees", flush=True)
            except AssertionError as e:
                failed = 1
                print(f"not ok: {rotation} degrees: {e}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    if not all(shutil.which(p) for p in ("Xvfb", "xdotool", "import")):
        print("skip: no Xvfb, xdotool or ImageMagick")
        sys.exit(77)
    import cv2, numpy
    main()
