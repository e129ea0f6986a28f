#!/usr/bin/python3
# What `make run` does after building: everything together on demo data, one at a time in a folder, and nothing left behind by Ctrl-C.
# In a folder of its own that points into the tree, so that somebody's own `make run` goes on.
import os, re, select, shutil, signal, struct, subprocess, sys, tempfile, time, urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import cases

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
B = os.path.join(ROOT, os.environ.get("B", "build"))
PATIENCE = 120  # seconds for anything; a sanitized build starts slowly


class Running:
    """scripts/run.sh in a folder of its own, in a session of its own, as from a terminal without a display."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="aula-run-")
        for name in ("assets", "config", "scripts"):
            os.symlink(os.path.join(ROOT, name), os.path.join(self.dir, name))
        self.path = self.fresh_debian()
        self.start()

    def fresh_debian(self):
        """A folder for PATH: the commands that every Debian has, and those of the packages that `make run` installs to run with."""
        there = subprocess.run(["dpkg-query", "-W", "-f", "${Priority} ${Package}\n"], capture_output=True, text=True, check=True).stdout
        names = [line.split()[1] for line in there.splitlines() if line.startswith("required ")]
        with open(os.path.join(ROOT, "scripts", "packages.txt")) as f:
            names += [line.split()[1] for line in f if line.startswith("run ")]
        folder = os.path.join(self.dir, "commands")
        os.mkdir(folder)
        for file in subprocess.run(["dpkg", "-L"] + names, capture_output=True, text=True).stdout.splitlines():
            command = os.path.join(folder, os.path.basename(file))
            if os.path.dirname(file) in ("/bin", "/usr/bin", "/sbin", "/usr/sbin") and not os.path.lexists(command):
                os.symlink(file, command)
        return folder

    def start(self, **env):
        clean = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "FULLSCREEN", "ENROL", "SIZE")}
        self.said = ""
        self.p = subprocess.Popen([os.path.join(self.dir, "scripts", "run.sh")], env=dict(clean, B=B, PATH=self.path, SIZE="540x960", **env), cwd=self.dir,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)

    def until(self, words):
        end = time.time() + PATIENCE
        while words not in self.said:
            left = end - time.time()
            assert left > 0 and select.select([self.p.stdout], [], [], left)[0], self.said
            more = os.read(self.p.stdout.fileno(), 65536)
            assert more, "ended: " + self.said
            self.said += more.decode()

    def interrupt(self):
        """Ctrl-C: every program of the terminal gets it."""
        os.killpg(self.p.pid, signal.SIGINT)
        self.until("stopped")
        self.p.wait(PATIENCE)

    def left(self):
        """Processes of the session that are still there."""
        out = subprocess.run(["ps", "-o", "pid=,stat=,args=", "-s", str(self.p.pid)], capture_output=True, text=True).stdout
        return [line for line in out.splitlines() if line.split()[1][0] != "Z"]

    def picture(self):
        return os.path.join(self.dir, "build", "run", "screen.png")

    def end(self):
        try:
            os.killpg(self.p.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.p.wait()
        self.p.stdout.close()
        shutil.rmtree(self.dir)


def says_what_runs_and_shows_it(r):
    r.until("Ctrl-C")
    assert "no display here" in r.said and "build/run/screen.png" in r.said, r.said
    assert "demo login: demo / demo-aula-2026" in r.said, r.said
    base = re.search(r"http://127\.0\.0\.1:\d+", r.said).group(0)
    with urllib.request.urlopen(base + "/staff", timeout=PATIENCE) as page:
        assert page.status == 200 and b'name="password"' in page.read()
    end = time.time() + PATIENCE
    while not os.path.exists(r.picture()) and time.time() < end:
        time.sleep(0.05)
    with open(r.picture(), "rb") as f:
        head = f.read(24)
    assert head[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", head[16:]) == (540, 960), head
    assert len(r.left()) >= 5, r.left()  # the script, server, sync, print, kiosk


def a_second_one_is_refused_and_the_first_unharmed(r):
    cache = os.path.join(r.dir, "build", "run", "device", "cache", "cache.db")
    before = os.stat(cache).st_ino
    second = subprocess.run([os.path.join(r.dir, "scripts", "run.sh")], env=dict(os.environ, B=B), capture_output=True, text=True, timeout=PATIENCE)
    assert second.returncode == 1 and "another one is running" in second.stderr, second
    assert os.stat(cache).st_ino == before


def ctrl_c_leaves_nothing(r):
    r.interrupt()
    assert not r.left(), r.left()


def with_a_display_it_is_a_window_over_all_of_it(r):
    if not shutil.which("Xvfb") or not shutil.which("import"):
        return "skipped: no Xvfb or import"
    x = subprocess.Popen(["Xvfb", "-displayfd", "1", "-screen", "0", "540x960x24", "-noreset", "-nolisten", "tcp"], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, text=True)
    try:
        display = ":" + x.stdout.readline().strip()
        if r.p.poll() is None:
            r.interrupt()
        r.p.stdout.close()
        r.start(DISPLAY=display, FULLSCREEN="1", SDL_VIDEODRIVER="x11", SDL_AUDIODRIVER="dummy")
        r.until("Ctrl-C")
        assert "a window on " + display + ", fullscreen" in r.said, r.said
        end = time.time() + PATIENCE
        colours = 0
        while colours < 10 and time.time() < end:  # an empty display has one
            assert r.p.poll() is None, r.said
            colours = int(subprocess.run(["sh", "-c", "import -silent -window root png:- | identify -format %k -"], env=dict(os.environ, DISPLAY=display),
                                         capture_output=True, text=True, check=True).stdout)
        assert colours >= 10, colours
        r.interrupt()
    finally:
        x.terminate()
        x.wait()
        x.stdout.close()


if __name__ == "__main__":
    r = Running()
    try:
        cases.run([says_what_runs_and_shows_it, a_second_one_is_refused_and_the_first_unharmed, ctrl_c_leaves_nothing,
                   with_a_display_it_is_a_window_over_all_of_it], r)
    finally:
        r.end()
