#!/usr/bin/python3
"""The real loop on a virtual screen: first start before any content, new content within a second of its commit, at most one
wake-up a second while idle, and a clean end on SIGTERM."""
import datetime, json, os, signal, subprocess, sys, tempfile, time

os.chdir(os.path.join(os.path.dirname(__file__), "..", ".."))
B = os.environ.get("B", "build")
KIOSK, FIXTURE = f"{B}/bin/aula-kiosk", f"{B}/tests/screens/test_fixture"
if not (os.access(KIOSK, os.X_OK) and os.access(FIXTURE, os.X_OK)):
    print("skip: aula-kiosk or its fixture is not built")
    sys.exit(77)
failed = False


def check(name, good, said=""):
    global failed
    print(("ok: " if good else "not ok: ") + name, said)
    failed = failed or not good


def apply(state, ndjson):
    now = datetime.datetime.now().astimezone(datetime.timezone(datetime.timedelta(hours=2)))
    env = dict(os.environ, AULA_FIXTURE_CACHE=f"{state}/cache/cache.db", AULA_FIXTURE_NDJSON=ndjson,
               AULA_FIXTURE_NOW=now.strftime("%Y-%m-%dT%H:%M:00"))
    subprocess.run([FIXTURE], env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def stamp(path):
    try:
        return os.stat(path).st_mtime_ns
    except FileNotFoundError:
        return 0


def wait_newer(path, than, most):
    start = time.monotonic()
    while time.monotonic() - start < most:
        if stamp(path) > than:
            return time.monotonic() - start
        time.sleep(0.005)
    return None


def switches(pid):
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        for line in open(f"/proc/{pid}/task/{task}/status"):
            if line.startswith("voluntary_ctxt_switches"):
                total += int(line.split()[1])
    return total


with tempfile.TemporaryDirectory() as state:
    for d in ("cache", "status", "spool/print", "spool/report"):
        os.makedirs(f"{state}/{d}")
    picture = f"{state}/screen.png"
    kiosk = subprocess.Popen([KIOSK, "--virtual", "1080x1920", "--picture", picture, "--set", f"paths.state={state}"],
                             stderr=subprocess.DEVNULL)
    try:
        check("first picture before any content", wait_newer(picture, 0, 10) is not None)
        time.sleep(0.3)
        before = stamp(picture)
        apply(state, "tests/fixtures/kaakkuri.ndjson")
        took = wait_newer(picture, before, 5)
        check("content appears within a second of its commit", took is not None and took < 1, took)
        time.sleep(1)
        with open(f"{state}/feature.ndjson", "w") as f:
            json.dump({"kind": "feature", "id": "f:live", "doc": {
                "activity": "a:volunteer", "from_at": "2020-01-01T00:00:00Z", "until_at": "2099-01-01T00:00:00Z", "order": 1}}, f)
        before = stamp(picture)
        apply(state, f"{state}/feature.ndjson")
        took = wait_newer(picture, before, 5)
        check("a feature appears within a second of its commit", took is not None and took < 1, took)
        time.sleep(1)
        start = switches(kiosk.pid)
        time.sleep(5)
        woken = switches(kiosk.pid) - start
        check("at most one wake-up a second while idle", woken <= 5, f"{woken} in 5 s")
    finally:
        kiosk.send_signal(signal.SIGTERM)
        code = kiosk.wait(timeout=10)
    check("ends cleanly on SIGTERM", code == 0, code)
sys.exit(1 if failed else 0)
