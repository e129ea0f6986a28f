"""What the staff page suites share: a server with the demo data, people of each role, devices. Not a suite itself."""
import fcntl, json, os, re, shutil, subprocess, sys, tempfile, time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from server_harness import ROOT
from server_pages import Browser

B = os.path.join(ROOT, os.environ.get("B", "build"), "bin")
WORDS = "oikea hevonen paristo"
SLOW = 10 if os.environ.get("AULA_SANITIZED") else 1


def span(**more):
    """Fields of a form that stands at one centre from today on for some days; None leaves one out."""
    today = date.today()
    f = {"centre": "kaakkuri", "from_day": today.isoformat(), "from_clock": "00:00",
         "until_day": (today + timedelta(days=9)).isoformat(), "until_clock": "15:00"}
    f.update(more)
    return {k: v for k, v in f.items() if v is not None}


def demo(s, users=(), keep=lambda r: True):
    """Demo login, demo records, and further people (name, role, centres)."""
    s.stop()
    assert s.command("demo-setup").returncode == 0
    for name, role, centres in users:
        r = s.command("user", "add", name, "--role", role, "--centres", centres, stdin=WORDS + "\n")
        assert r.returncode == 0, r.stderr
    s.start()
    text = subprocess.run(["scripts/demo-data.sh"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    a = s.ingest([r for r in map(json.loads, text.splitlines()) if keep(r)], source="demo").json()
    assert not a["refused"], a


def person(s, name="demo", password=None):
    b = Browser(s)
    a = b.login(name, password or WORDS) if name != "demo" else b.login()
    assert a.status == 303, a.text
    return b


def until(what, seconds=10):
    began = time.monotonic()
    while time.monotonic() - began < seconds * SLOW:
        got = what()
        if got:
            return got
        time.sleep(0.02)
    raise AssertionError("did not happen within %s s" % seconds)


def record(s, kind, id):
    live, _ = s.whole_feed(2000)
    item = live.get((kind, id))
    return item and item["doc"]


def ids(s, kind):
    live, _ = s.whole_feed(2000)
    return {id for k, id in live if k == kind}


def audit(s, target):
    """(who, what, before, after) of the newest first; read from the store's own file."""
    import sqlite3
    db = sqlite3.connect("file:%s/aula.db?mode=ro" % s.dir, uri=True)
    try:
        return db.execute("SELECT who, what, before_doc, after_doc FROM audit WHERE target = ? ORDER BY n DESC", (target,)).fetchall()
    finally:
        db.close()


def saved_id(a):
    assert a.status == 303, (a.status, re.sub(r"<[^>]+>", " ", a.text)[:1500])
    import urllib.parse
    return urllib.parse.unquote(re.search(r"saved=([^&]+)", a.headers["Location"]).group(1))


def png_size(data):
    assert data[:8] == b"\x89PNG\r\n\x1a\n", data[:40]
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


class Screen:
    """A device of a centre: aula-sync once at a time, and a kiosk that is played through scripts. Made while the server is
    stopped; sync when it runs."""

    def __init__(self, s, name, centre):
        out = s.command("device", "add", name, "--centre", centre).stdout
        self.id, credential = re.search(r"d-[a-z0-9]{8}", out).group(0), re.search(r"aula-device-\S+", out).group(0)
        self.s, self.centre, self.dir = s, centre, tempfile.mkdtemp(prefix="aula-screen-")
        for d in ("device", "status", "spool/report", "spool/print", "cache"):
            os.makedirs(os.path.join(self.dir, d))
        with open(os.path.join(self.dir, "device", "credential"), "w") as f:
            f.write(credential + "\n")
        with open(os.path.join(self.dir, "status", "print.json"), "w") as f:
            f.write('{"state":"ready","jobs":[]}')
        self.printer = open(os.path.join(self.dir, "status", "print.lock"), "w")
        fcntl.lockf(self.printer, fcntl.LOCK_EX)  # as long as it is open a printer program seems to live

    def sync(self):
        done = subprocess.run([os.path.join(B, "aula-sync"), "--once", "--config", "/dev/null", "--set", "server.url=http://127.0.0.1:%d" % self.s.port,
                               "--set", "paths.state=" + self.dir], capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stderr

    def play(self, *lines, at=None, size="1080x1920"):
        """Synced, then the script; AssertionError with the kiosk's words when something is not as expected."""
        self.sync()
        at = at or datetime.now(ZoneInfo("Europe/Helsinki"))
        text = "clock %s\n%s\n" % (at.strftime("%Y-%m-%dT%H:%M"), "\n".join(lines))
        done = subprocess.run([os.path.join(B, "aula-kiosk"), "--config", "/dev/null", "--virtual", size, "--script", "-", "--set", "paths.state=" + self.dir,
                               "--set", "screen.centre=" + self.centre, "--set", "screen.id=" + self.id, "--set", "paths.assets=assets"],
                              input=text, capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stderr

    def close(self):
        self.printer.close()
        shutil.rmtree(self.dir, ignore_errors=True)
