"""What the staff page suites share: a server with the demo data, people of each role, devices. Not a suite itself."""
import json, os, re, subprocess, sys, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from server_harness import ROOT, Server
from server_pages import Browser

B = os.path.join(ROOT, os.environ.get("B", "build"), "bin")
WORDS = "oikea hevonen paristo"
SLOW = 10 if os.environ.get("AULA_SANITIZED") else 1


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
