"""What bench_scale.sh measures. The clusters and servers are those of tests/support/cluster.py, but PostgreSQL with fsync."""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import cluster  # noqa: E402

N = int(os.environ.get("N", 5000))
BUILD = os.path.join(cluster.ROOT, os.environ.get("B", "build"))
files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
SCREENS = min(int(os.environ.get("SCREENS", 10000)), files - 500, 27000)
WAKES, ROUNDS = 15, 3


def say(text):
    print("scale: " + text, flush=True)


def rows(address):
    subprocess.run([BUILD + "/bench/store/rows", address, str(N)], check=True)


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as f:
        fields = f.read().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def median(values):
    return sorted(values)[len(values) // 2]


class Waiters:
    """SCREENS connections, by the C program: Python would measure itself."""

    def __init__(self, port, n):
        self.n = n
        self.process = subprocess.Popen([BUILD + "/bench/web/waiters", str(port), str(n)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def ask(self, path):
        self.process.stdin.write(path + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "asked\n"

    def answers(self):
        p50, p99, last, ok = self.process.stdout.readline().split()
        assert int(ok) == self.n, ok
        return float(p50), float(p99), float(last)

    def close(self):
        self.process.stdin.close()
        self.process.wait(60)


def server(s, records):
    """Ingest, the whole feed and publish to wake, through one server."""
    engine = s.json("/healthz")["store"]
    cpu, began = cpu_seconds(s.process.pid), time.monotonic()
    for at in range(0, len(records), 500):
        status, body, _ = s.ingest(records[at:at + 500], "generated")
        assert status == 200 and json.loads(body)["refused_count"] == 0, (status, body[:300])
    took = time.monotonic() - began
    say(f"{engine}: ingest with analysis: {len(records) / took:.0f} records/s ({(cpu_seconds(s.process.pid) - cpu) / len(records) * 1e6:.0f} µs of"
        " the server's processor a record)")
    began, after, size, more = time.monotonic(), 0, 0, True
    while more:
        _, body, _ = s.call("GET", f"/v1/feed?after={after}&limit=500", headers={"Accept-Encoding": "zstd"})
        size += len(body)
        _, plain, _ = s.call("GET", f"/v1/feed?after={after}&limit=500")
        trailer = json.loads(plain.rstrip(b"\n").rsplit(b"\n", 1)[1])
        after, more = trailer["to"], trailer["more"]
    say(f"{engine}: the whole feed, packed and not: {(time.monotonic() - began) * 1e3:.0f} ms, {size / len(records):.0f} bytes a record packed")
    w, took = Waiters(s.port, 1), []
    for i in range(WAKES):
        head = s.json("/healthz")["head"]
        w.ask(f"/v1/feed?after={head}&limit=500&wait=55")
        cluster.until(30, lambda: s.waiting() == 1, "it waits")
        time.sleep(0.35)  # past the gap that bundles an importer's changes
        began = time.monotonic()
        s.ingest([cluster.activity(i, f"Kerho {began}")])
        took.append(w.answers()[2] - began * 1e3)
    w.close()
    say(f"{engine}: publish to a waiting screen: {median(took):.1f} ms (median of {WAKES})")


def wake(servers, nginx, n, what):
    port = nginx.port if nginx else servers[0].port
    before_pss = nginx.pss_kib() if nginx else 0
    w, took, asked, bits = Waiters(port, n), [], [], None
    for i in range(ROUNDS):
        head = servers[0].json("/healthz")["head"]
        w.ask(f"/v1/feed?after={head}&limit=500&wait=110&seen={i + 1}")
        if nginx:
            cluster.until(60, lambda: nginx.busy() >= n, "they wait in nginx")
        else:
            cluster.until(60, lambda: servers[0].waiting() == n, "they wait")
        if nginx and i == 0:
            bits = (nginx.pss_kib() - before_pss) * 1024 / n
            cpu, began = nginx.cpu_seconds(), time.monotonic()
            time.sleep(2)
            idle = (nginx.cpu_seconds() - cpu) / (time.monotonic() - began) * 100
        time.sleep(0.4)
        before = sum(s.feed_requests() for s in servers)
        began = time.monotonic()
        servers[0].ingest([cluster.activity(i, f"Kerho {began}")])
        p50, p99, last = w.answers()
        took.append((last - began * 1e3, p99 - began * 1e3, p50 - began * 1e3))
        asked.append(sum(s.feed_requests() for s in servers) - before)
    w.close()
    last, p99, p50 = median(took)
    say(f"{what}: {n} screens woken by {max(asked)} answer(s) of the servers; median screen {p50:.0f} ms, 99 % {p99:.0f} ms, last {last:.0f} ms")
    if nginx:
        say(f"{what}: nginx holds {bits:.0f} bytes a waiting screen (no TLS) and uses {idle:.1f} % of a processor for all that wait")


def main(folder):
    records = [json.loads(x) for x in subprocess.run([BUILD + "/tools/generate", str(N)], capture_output=True, text=True,
                                                     check=True).stdout.splitlines()]
    pg = cluster.Postgres(folder, fsync="on")
    nginx, running = None, []
    try:
        rows(f"sqlite:{folder}/rows.db")
        rows(pg.database("rows"))
        lite = cluster.Server(folder, f"sqlite:{folder}/aula.db", "lite").start()
        running.append(lite)
        server(lite, records)
        lite.stop()
        database = pg.database("aula")
        began = time.monotonic()
        done = lite.command("migrate", "--from", lite.store, "--to", database)
        assert done.returncode == 0, done.stderr
        say(f"moved to PostgreSQL: {done.stdout.splitlines()[-1].split(' to ')[0]} ({time.monotonic() - began:.1f} s with starting)")
        a = cluster.Server(folder, pg.database("other"), "a", None, f"paths.key={folder}/key-a").start()
        running.append(a)
        server(a, records)
        a.stop()
        two = [cluster.Server(folder, database, n).start() for n in ("b", "c")]
        running.extend(two)
        nginx = cluster.Nginx(folder, [s.port for s in two])
        wake(two, None, SCREENS, "without nginx")
        wake(two, nginx, SCREENS, "through nginx")
    finally:
        for s in running:
            s.stop()
        if nginx:
            nginx.stop()
        pg.stop("immediate")


if cluster.missing():
    print("skip: no " + cluster.missing())
    sys.exit(0)
with tempfile.TemporaryDirectory(prefix="aula-bench-scale-") as tmp:
    main(tmp)
