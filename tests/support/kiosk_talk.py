"""Talks with `aula-kiosk --script -`: one command a line, answers of `spoken -` and `dump -`, on the content of the pictures."""
import fcntl, json, os, subprocess, sys

ROOT = os.path.normpath(os.path.join(os.path.dirname(__file__), "..", ".."))
B = os.environ.get("B", "build")
KIOSK, FIXTURE = f"{B}/bin/aula-kiosk", f"{B}/tests/screens/test_fixture"


def skip_unless_built():
    os.chdir(ROOT)
    if not (os.access(KIOSK, os.X_OK) and os.access(FIXTURE, os.X_OK)):
        print("skip: aula-kiosk or its fixture is not built")
        sys.exit(77)


def make_state(folder, printer=False):
    for d in ("cache", "status", "spool/print", "spool/report"):
        os.makedirs(f"{folder}/{d}", exist_ok=True)
    env = dict(os.environ, AULA_FIXTURE_CACHE=f"{folder}/cache/cache.db")
    subprocess.run([FIXTURE], env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if printer:
        with open(f"{folder}/status/print.json", "w") as f:
            f.write('{"state":"ready","jobs":[]}')


def hold_printer(folder):
    """As long as the returned file is open a printer program seems to live."""
    f = open(f"{folder}/status/print.lock", "w")
    fcntl.lockf(f, fcntl.LOCK_EX)
    return f


class Kiosk:
    def __init__(self, state, size="1080x1920", *more):
        self.p = subprocess.Popen([KIOSK, "--virtual", size, "--set", f"paths.state={state}", *more, "--script", "-"],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1)

    def do(self, *lines):
        for line in lines:
            self.p.stdin.write(line + "\n")
        self.p.stdin.flush()

    def _until_dot(self):
        out = []
        while True:
            line = self.p.stdout.readline()
            if line == "":
                raise RuntimeError("the kiosk stopped: " + self.p.stderr.read()[-500:])
            if line == ".\n":
                return out
            out.append(line.rstrip("\n"))

    def spoken(self):
        """Everything said since the last call, as one text without the names of the voices."""
        self.do("spoken -")
        return " ".join(l.split(": ", 1)[1] for l in self._until_dot() if ": " in l)

    def said_lines(self):
        self.do("spoken -")
        return [l for l in self._until_dot() if l]

    def findings(self):
        """What ui/semantic.h finds wrong with the picture."""
        self.do("findings -")
        return [l for l in self._until_dot() if l]

    def tree(self):
        """The nodes of the screen; speech that waits is thrown away."""
        self.do("dump -", "spoken -")
        lines = self._until_dot()
        return [json.loads(l) for l in lines if l.startswith("{")]

    def key(self, name):
        self.do(f"key {name}")
        return self.spoken()

    def close(self):
        self.p.stdin.close()
        code = self.p.wait(timeout=30)
        err = self.p.stderr.read()
        self.p.stdout.close()
        self.p.stderr.close()
        if code != 0:
            raise RuntimeError(err[-500:])
