#!/usr/bin/python3
"""aula-sync with the real aula-server on loopback: a change is in the cache within a second, and kill -9 of aula-sync
at random moments, thousands of times if asked (KILLS=2000), never leaves anything but an old or a new state.
KILLS: 50 unless said otherwise; SEED repeats a run."""
import os
import random
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import fakefeed as ff
import realserver as rs

KILLS = int(os.environ.get("KILLS", "50"))
SEED = int(os.environ.get("SEED", str(int(time.time()))))


def demo_records():
    out = subprocess.run([os.path.join(ff.ROOT, "scripts", "demo-data.sh")], capture_output=True, text=True, check=True)
    import json
    return [json.loads(line) for line in out.stdout.splitlines()]


def in_order(server, device):
    v = device.verify()
    assert v["digest"] == server.digest(), (v, server.digest())
    return v


def first_load_and_push_within_a_second():
    server = rs.RealServer()
    device = ff.Device(server.url)
    try:
        server.ingest(demo_records(), "demo")
        device.start()
        took = ff.until(lambda: os.path.exists(os.path.join(device.dir, "status", "sync.json"))
                        and device.status()["state"] == "current", 20)
        print("first load of the demo data: %.0f ms" % (took * 1000))
        in_order(server, device)
        times = []
        for i in range(10):
            time.sleep(0.05)
            began = time.monotonic()
            server.ingest([rs.record("test:push-%d" % i, "Uusi %d" % i)])
            ff.until(lambda: ("test:push-%d" % i,) in device.query("SELECT id FROM record WHERE kind='activity'"), 5, 0.002)
            times.append(time.monotonic() - began)
        times.sort()
        print("ingest -> in the cache: median %.0f ms, worst %.0f ms" % (times[5] * 1000, times[-1] * 1000))
        assert times[-1] < 1.0, times
        device.stop()
        in_order(server, device)
    finally:
        device.remove()
        server.remove()


def server_killed_and_back():
    server = rs.RealServer()
    device = ff.Device(server.url)
    try:
        server.ingest([rs.record("test:%d" % i, "Ryhmä %d" % i) for i in range(50)])
        device.start()
        ff.until(lambda: os.path.exists(device.cache) and device.status()["state"] == "current", 20, 0.02)
        server.kill()
        ff.until(lambda: device.status()["state"] == "no-network", 10, 0.02)
        device.verify()
        server.start()
        server.ingest([rs.record("test:after", "Jälkeen")])
        ff.until(lambda: "test:after" in device.ids(), 10, 0.02)
        device.stop()
        in_order(server, device)
    finally:
        device.remove()
        server.remove()


def killed_at_random_moments():
    rng = random.Random(SEED)
    server = rs.RealServer()
    device = ff.Device(server.url)
    device.more = ["sync.page_limit=20"]
    n = 0
    try:
        server.ingest([rs.record("test:%d" % i, "Ryhmä %d" % i) for i in range(400)])
        began = time.monotonic()
        for kill in range(KILLS):
            process = device.start()
            # half of the time it is left to come to its work, half of the time it is caught in it
            time.sleep(rng.random() * (0.03 if kill % 2 else 0.15))
            changed = [rs.record("test:%d" % rng.randrange(450), "Muutos %d" % kill) for _ in range(rng.randrange(1, 40))]
            unique = list({r["id"]: r for r in changed}.values())
            if rng.random() < 0.5:
                server.ingest(unique)
                time.sleep(rng.random() * 0.02)
            process.send_signal(signal.SIGKILL)
            process.wait()
            n += 1
            # what a screen would read now is whole: old or new, with the digest it says
            if kill % 10 == 0:
                code = subprocess.run(device.command("verify"), capture_output=True).returncode
                assert code in (0, 10, 13), "after kill %d (SEED=%d): verify says %d" % (kill, SEED, code)
        print("%d kills in %.0f s (SEED=%d)" % (n, time.monotonic() - began, SEED))
        device.once()
        in_order(server, device)
    finally:
        device.remove()
        server.remove()


if __name__ == "__main__":
    if not os.path.exists(rs.SERVER):
        print("skip: aula-server is not built")
        sys.exit(77)
    cases = [first_load_and_push_within_a_second, server_killed_and_back, killed_at_random_moments]
    sys.exit(ff.run_cases([c for c in cases if len(sys.argv) < 2 or c.__name__ in sys.argv[1:]]))
