#!/usr/bin/python3
"""(slow, long) Memory after a simulated month (FIELD.md 19): the kiosk with visitors every day on a fake clock and content that changes under
it, and aula-sync with the pages and the network failures of a month. Prints PSS at the second day and the last; flat is the pass.
DAYS (30), VISITS a day (12); make torture: more."""
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import fakefeed as ff
from memory import private_kb, pss_kb

SANITIZED = bool(os.environ.get("AULA_SANITIZED"))
DAYS = int(os.environ.get("DAYS", "6" if SANITIZED else "30"))
VISITS = int(os.environ.get("VISITS", "12"))
PAGES_A_DAY = int(os.environ.get("PAGES", "40"))
# What the last twenty days may add: ups and downs of the heap, no slope.
GROWS_MOST_KB = 1500
# aula-sync has three threads, and the C library gives each a heap when it first needs one, sooner or later: a step of a few
# megabytes once, flat before and after (120 days: 4.9 → 5.7 MB).
SYNC_GROWS_MOST_KB = 6000
WARM_DAYS = 10 # its caches of letters and pictures fill by then, each has a budget
KIOSK = os.path.join(ff.ROOT, os.environ.get("B", "build"), "bin", "aula-kiosk")


def content(feed, n=300):
    feed.put("centre", "c:a", {"name": {"fi": "Terveystalo"}, "lat": 65.0, "lon": 25.5, "nearby_km": 30, "langs": ["fi", "sv", "en"]})
    feed.put("topic", "t1", {"title": {"fi": "Vertaistuki"}, "look": "peer", "order": 1})
    for i in range(n):
        feed.put("activity", "x:%d" % i, ff.activity("Ryhmä %d kahvilla" % i, text={"fi": "Kahvia ja keskustelua. " * 10}))


class Screen:
    def __init__(self, state):
        self.p = subprocess.Popen([KIOSK, "--config", "/dev/null", "--virtual", "1080x1920", "--set", "paths.state=" + state, "--set", "screen.centre=c:a",
                                   "--set", "paths.assets=assets", "--script", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  text=True, cwd=ff.ROOT)

    def do(self, *lines):
        self.p.stdin.write("".join(line + "\n" for line in lines))
        self.p.stdin.flush()

    def meet(self):
        """Until everything asked for has been done."""
        self.do("spoken -")
        while (line := self.p.stdout.readline()) != ".\n":
            assert line, "the kiosk ended: " + self.p.stderr.read()[-800:]


def visit(n):
    text = ["#topic:t1", "#search", "#dock:help", "#dock:access"][n % 4]
    out = ["tap #wake", "wait 1"]
    if n % 4 == 0:
        out += ["tap #topic:t1", "wait 2", 'tap "Ryhmä"', "wait 5", "tap #pick", "tap #dock:back", "wait 1"]
    elif n % 4 == 1:
        out += ["tap #search", "wait 1", "type kahv", "wait 2"]
    else:
        out += ["tap " + text, "wait 2"]
    return out + ["set lang %s" % ("fi", "sv", "en")[n % 3], "wait 1", "wait 200"]  # the question, then idle again


def a_month_of_visitors():
    feed = ff.Feed()
    content(feed)
    server, device = ff.Server(feed), None
    screen = None
    try:
        device = ff.Device(server.url)
        for d in ("spool/print", "spool/report"):
            os.makedirs(os.path.join(device.dir, d))
        device.once()
        screen = Screen(device.dir)
        visits, highest, began = 0, [], time.monotonic()
        for day in range(DAYS):
            date = time.strftime("%Y-%m-%d", time.gmtime(1772323200 + day * 86400))
            screen.do("clock %sT08:00" % date)
            for i in range(VISITS):
                screen.do(*visit(visits))
                visits += 1
            screen.meet()
            for i in range(8):
                feed.put("activity", "x:%d" % ((day * 8 + i) % 300), ff.activity("Ryhmä %d kahvilla, päivä %d" % (i, day)))
            device.once()
            screen.do("reload", "wait 20")
            screen.meet()
            now = private_kb(screen.p.pid)
            highest.append(max(now, highest[-1] if highest else 0))
        first, last = highest[min(WARM_DAYS, DAYS - 1)], highest[-1]
        print("kiosk, highest so far by day: " + " ".join("%.1f" % (kb / 1000) for kb in highest) + " MB", flush=True)
        print("kiosk: %d days, %d visits, %d changes in %.0f s: %d kB → %d kB private (PSS %d kB)" %
              (DAYS, visits, DAYS * 8, time.monotonic() - began, first, last, pss_kb(screen.p.pid)), flush=True)
        assert SANITIZED or last - first < GROWS_MOST_KB, highest
        screen.p.stdin.close()
        assert screen.p.wait(30) == 0, screen.p.stderr.read()
    finally:
        if screen is not None and screen.p.poll() is None:
            screen.p.kill()
            screen.p.wait()
        if device is not None:
            device.remove()
        server.stop()


def a_month_of_pages():
    """A month's pages through one aula-sync, half of the nights without network."""
    feed = ff.Feed()
    content(feed)
    server, device = ff.Server(feed), None
    try:
        device = ff.Device(server.url)
        device.more = ["sync.backoff_first_ms=20"]
        device.start()
        ff.until(lambda: device.status().get("complete"), 60, 0.02)
        pid, first, n, began = device.process.pid, None, 0, time.monotonic()
        fault = lambda handler, page, after, limit: handler.answer(503, "text/plain", b"") or True
        for day in range(DAYS):
            for i in range(PAGES_A_DAY):
                n += 1
                feed.put("activity", "x:%d" % (n % 300), ff.activity("Ryhmä %d muuttui %d" % (n % 300, n)))
                if i % 8 == 7:
                    head = feed.head
                    ff.until(lambda: device.status().get("seq", 0) >= head or head_of(device) >= head, 60, 0.002)
            if day % 2:
                feed.fault = fault
                feed.put("activity", "x:0", ff.activity("Yö %d" % day))
                time.sleep(0.1)
                feed.fault = None
            if day == min(WARM_DAYS, DAYS - 1):
                first = private_kb(pid)
        head = feed.head
        ff.until(lambda: head_of(device) >= head, 60, 0.01)
        last = private_kb(pid)
        print("sync: %d days, %d changes in %.0f s: %d kB → %d kB private (PSS %d kB)" % (DAYS, n, time.monotonic() - began, first, last, pss_kb(pid)), flush=True)
        assert SANITIZED or last - first < SYNC_GROWS_MOST_KB, (first, last)
        device.stop()
        assert device.verify()["digest"] == feed.digest()
    finally:
        if device is not None:
            device.remove()
        server.stop()


def head_of(device):
    return device.query("SELECT seq FROM state")[0][0]


if __name__ == "__main__":
    if not os.access(KIOSK, os.X_OK):
        print("skip: aula-kiosk is not built")
        sys.exit(77)
    chosen = sys.argv[1:]
    sys.exit(ff.run_beside([c for c in (a_month_of_visitors, a_month_of_pages) if not chosen or c.__name__ in chosen], 2))
