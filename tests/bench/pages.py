"""What bench_pages.sh measures: requests a second and p99 of phone and staff pages with N activities, by wrk, beside a file of
the same size from nginx. One thread, 8 connections: the same for all."""
import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))
from server_harness import ROOT, Server  # noqa: E402
from server_pages import Browser  # noqa: E402
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pages_fill import fill  # noqa: E402

N = int(os.environ.get("N", 100000))
SECONDS = int(os.environ.get("SECONDS_EACH", 4))
GENERATE = os.path.join(ROOT, os.environ.get("B", "build"), "tools", "generate")
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


def wrk(url, cookie=None, connections=8):
    """(requests a second, p50 ms, p99 ms, requests that were not answered 200, the slowest ms)"""
    args = ["wrk", "-t1", "-c%d" % connections, "-d%ds" % SECONDS, "--latency", "--timeout", "20s"] + (["-H", "Cookie: " + cookie] if cookie else [])
    out = subprocess.run(args + [url], capture_output=True, text=True, check=True).stdout
    unit = {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}
    at = lambda p: next((float(n) * unit[u] for n, u in re.findall(r"^\s+%d%%\s+([\d.]+)(us|ms|s|m)\s*$" % p, out, re.M)), float("nan"))
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    most = re.search(r"^\s+Latency\s+\S+\s+\S+\s+([\d.]+)(us|ms|s|m)", out, re.M)
    return (float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), at(50), at(99), int(bad.group(1)) if bad else 0,
            float(most.group(1)) * unit[most.group(2)])


def free_port():
    import socket
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Nginx:
    """Files of a folder, as fast as it can."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        temp = "".join("%s_temp_path %s/%s;" % (k, folder, k) for k in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        with open(folder + "/nginx.conf", "w", encoding="utf-8") as f:
            f.write("%sdaemon off;pid %s/pid;worker_processes 1;error_log %s/error.log;events{worker_connections 256;}\n"
                    "http{%saccess_log off;sendfile on;keepalive_requests 10000000;server{listen 127.0.0.1:%d;root %s;}}\n"
                    % ("user root;" if os.getuid() == 0 else "", folder, folder, temp, self.port, folder))
        self.process = subprocess.Popen([NGINX, "-c", folder + "/nginx.conf", "-p", folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.5)

    def close(self):
        self.process.terminate()
        self.process.wait(20)


def codes(s):
    items, _, _ = s.page(0, 400)
    found = [i["doc"]["code"] for i in items if i["kind"] == "activity"]
    if not found:
        head = s.get("/healthz").json()["head"]
        found = [i["doc"]["code"] for i in s.page(head - 200, 400)[0] if i["kind"] == "activity"]
    return found


def processor_s(pid):
    with open("/proc/%d/stat" % pid) as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pages_of(s, some):
    """(name, path, of staff)"""
    phone = [("phone activity", "/a/" + some[0]), ("phone list of 10", "/t/" + "-".join(some[:10])), ("calendar entry", "/a/%s.ics" % some[0]),
             ("feed, first page", "/v1/feed?after=0"), ("services", "/hsds/services"), ("services, page 900", "/hsds/services?page=900"),
             ("services changed", "/hsds/services?modified_after=2026-01-01"), ("login", "/staff/login")]
    staff = [("features", ""), ("features ended", "?when=over"), ("features choose", "/new"), ("features search", "/new?q=kahvi"), ("notices", ""), ("polls", ""),
             ("hidden", "?what=activity&q=kahvi"), ("screens", ""), ("centres", ""), ("statistics", ""), ("statistics year", "?weeks=52"), ("review", ""),
             ("review quality", ""), ("review quality old", "?note=old-text&page=3"), ("review twice", ""), ("review twice, page 50", "?page=50"),
             ("review listings", ""), ("review sources", ""), ("people", ""), ("people new", "/new?organisation_words=kerho"), ("log", ""),
             ("log of one", "?who=person7"), ("log of words", "?what=login")]
    path = lambda name, rest: "/staff/" + "/".join(w for w in name.split(",")[0].split() if w not in ("ended", "choose", "search", "year", "old", "new", "of", "one", "words")) + rest
    return [(n, p, False) for n, p in phone] + [("staff " + n, path(n, rest), True) for n, rest in staff]


def beside(s, phone, staff, cookie):
    """A phone page while a member of staff pages through everything, one page after the other."""
    turn(s.port, cookie, 0, staff, all_once=True)  # the mirror's first load is another matter
    alone = wrk(s.url(phone), connections=1)
    turning = subprocess.Popen([sys.executable, __file__, "turn", str(s.port), cookie, str(SECONDS + 1)] + staff, stdout=subprocess.PIPE, text=True)
    time.sleep(0.3)
    busy = wrk(s.url(phone), connections=1)
    turned = turning.communicate()[0].strip()
    print("pages: phone activity beside a member of staff (%s pages): p50 %.2f ms, p99 %.2f ms, at most %.1f ms; alone %.2f, %.2f, %.1f ms"
          % (turned, busy[1], busy[2], busy[4], alone[1], alone[2], alone[4]), flush=True)


def turn(port, cookie, seconds, paths, all_once=False):
    n, end = 0, time.monotonic() + float(seconds)
    c = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
    while time.monotonic() < end or (all_once and n < len(paths)):
        c.request("GET", paths[n % len(paths)], headers={"Cookie": cookie})
        c.getresponse().read()
        n += 1
    return n


def measure(s, nginx, folder, page, cookie):
    name, path, staff = page
    who = cookie if staff else None
    try:
        a = s.get(path, **({"Cookie": who} if who else {}))
    except TimeoutError:
        print("pages: %s: no answer within 30 s" % name, flush=True)
        return
    assert a.status == 200, (path, a.status)
    with open(os.path.join(folder, "page.html"), "wb") as f:
        f.write(a.body)
    floor = wrk("http://127.0.0.1:%d/page.html" % nginx.port)
    before = processor_s(s.process.pid)
    got = wrk(s.url(path), who)
    used = (processor_s(s.process.pid) - before) / max(1, got[0] * SECONDS)
    print("pages: %s, %.1f kB: %.0f/s (floor %.0f/s, ratio %.4f×), p50 %.2f ms, p99 %.2f ms (floor %.2f ms), processor %.2f ms%s"
          % (name, len(a.body) / 1000, got[0], floor[0], got[0] / floor[0], got[1], got[2], floor[2], used * 1000,
             ", %d refused" % got[3] if got[3] else ""), flush=True)


def main():
    if not shutil.which("wrk") or not os.path.exists(NGINX) or not os.path.exists(GENERATE):
        print("pages: skipped, no wrk, nginx or build/tools/generate")
        return
    keep = os.environ.get("KEEP")
    old = keep is not None and os.path.exists(os.path.join(keep, "aula.db"))
    if keep:
        os.makedirs(keep, exist_ok=True)
    with Server(folder=keep) as s, tempfile.TemporaryDirectory() as folder:
        s.url = lambda path: "http://127.0.0.1:%d%s" % (s.port, path)
        if not old:
            s.stop(), s.command("demo-setup"), s.start()
            took = fill(s, GENERATE, N)
            print("pages: %d live records taken in %.0f s" % (s.get("/healthz").json()["live"], took), flush=True)
        b = Browser(s)
        assert b.login().status == 303
        cookie = "; ".join("%s=%s" % c for c in b.cookies.items())
        some = codes(s)
        pages = [p for p in pages_of(s, some) if os.environ.get("PAGE", "") in p[0]]
        nginx = Nginx(folder)
        try:
            for page in pages:
                measure(s, nginx, folder, page, cookie)
            beside(s, "/a/" + some[0], [p[1] for p in pages if p[2]], cookie)
        finally:
            nginx.close()


if __name__ == "__main__":
    if sys.argv[1:2] == ["turn"]:
        print(turn(sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5:]))
    else:
        main()
