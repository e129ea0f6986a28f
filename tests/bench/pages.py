"""What bench_pages.sh measures: requests a second and p99 of phone and staff pages with N activities, by wrk, beside a file of
the same size from nginx. One thread, 8 connections: the same for all."""
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

N = int(os.environ.get("N", 100000))
SECONDS = int(os.environ.get("SECONDS_EACH", 4))
GENERATE = os.path.join(ROOT, os.environ.get("B", "build"), "tools", "generate")
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


def wrk(url, cookie=None):
    """(requests a second, p50 ms, p99 ms, requests that were not answered 200)"""
    args = ["wrk", "-t1", "-c8", "-d%ds" % SECONDS, "--latency", "--timeout", "20s"] + (["-H", "Cookie: " + cookie] if cookie else [])
    out = subprocess.run(args + [url], capture_output=True, text=True, check=True).stdout
    unit = {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}
    at = lambda p: next((float(n) * unit[u] for n, u in re.findall(r"^\s+%d%%\s+([\d.]+)(us|ms|s|m)\s*$" % p, out, re.M)), float("nan"))
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), at(50), at(99), int(bad.group(1)) if bad else 0


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


def fill(s):
    began = time.monotonic()
    records = subprocess.Popen([GENERATE, str(N)], stdout=subprocess.PIPE)
    batch = []
    for line in records.stdout:
        batch.append(line)
        if len(batch) == 5000:
            assert s.ingest(b"".join(batch), source="gen").status == 200
            batch = []
    s.ingest(b"".join(batch), source="gen")
    records.wait()
    return time.monotonic() - began


def codes(s):
    items, _, _ = s.page(0, 400)
    found = [i["doc"]["code"] for i in items if i["kind"] == "activity"]
    if not found:
        head = s.get("/healthz").json()["head"]
        found = [i["doc"]["code"] for i in s.page(head - 200, 400)[0] if i["kind"] == "activity"]
    return found


def main():
    if not shutil.which("wrk") or not os.path.exists(NGINX) or not os.path.exists(GENERATE):
        print("pages: skipped, no wrk, nginx or build/tools/generate")
        return
    with Server() as s, tempfile.TemporaryDirectory() as folder:
        s.stop(), s.command("demo-setup"), s.start()
        took = fill(s)
        print("pages: %d live records taken in %.0f s" % (s.get("/healthz").json()["live"], took), flush=True)
        b = Browser(s)
        assert b.login().status == 303
        cookie = "; ".join("%s=%s" % c for c in b.cookies.items())
        some = codes(s)
        pages = [("phone activity", "/a/" + some[0], None), ("phone list of 10", "/t/" + "-".join(some[:10]), None), ("calendar entry", "/a/%s.ics" % some[0], None),
                 ("login", "/staff/login", None), ("staff features", "/staff/features", cookie), ("staff choose", "/staff/features/new", cookie),
                 ("staff search", "/staff/features/new?q=kahvi", cookie), ("staff notices", "/staff/notices", cookie), ("staff screens", "/staff/screens", cookie),
                 ("staff statistics", "/staff/statistics", cookie), ("staff review", "/staff/review", cookie), ("staff quality", "/staff/review/quality", cookie),
                 ("staff twice", "/staff/review/twice", cookie), ("staff people", "/staff/people", cookie)]
        nginx = Nginx(folder)
        try:
            for name, path, who in pages:
                try:
                    a = s.get(path, **({"Cookie": who} if who else {}))
                except TimeoutError:
                    print("pages: %s: no answer within 30 s" % name, flush=True)
                    continue
                assert a.status == 200, (path, a.status)
                with open(os.path.join(folder, "page.html"), "wb") as f:
                    f.write(a.body)
                floor = wrk("http://127.0.0.1:%d/page.html" % nginx.port)
                got = wrk("http://127.0.0.1:%d%s" % (s.port, path), who)
                print("pages: %s, %.1f kB: %.0f/s (floor %.0f/s, ratio %.3f×), p50 %.2f ms, p99 %.2f ms (floor %.2f ms)%s"
                      % (name, len(a.body) / 1000, got[0], floor[0], got[0] / floor[0], got[1], got[2], floor[2],
                         ", %d refused" % got[3] if got[3] else ""), flush=True)
        finally:
            nginx.close()


if __name__ == "__main__":
    main()
