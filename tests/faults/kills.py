#!/usr/bin/python3
"""(slow, long) kill -9 of aula-sync at random moments, 2,000 times (KILLS; make torture: 20,000), on eight devices side by side while
their server's content changes all the time: what a screen would read is old or new, never mixed, and at the end the digest is the
server's. SEED repeats the choices."""
import os
import random
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import fakefeed as ff
import realserver as rs

SANITIZED = bool(os.environ.get("AULA_SANITIZED"))
KILLS = int(os.environ.get("KILLS", "100" if SANITIZED else "2000"))
SEED = int(os.environ.get("SEED", "1"))
DEVICES = 8
VERIFY_EVERY = 20


class Killer(threading.Thread):
    def __init__(self, n, url):
        super().__init__(daemon=True)
        self.rng = random.Random(SEED * 1000 + n)
        self.device = ff.Device(url)
        self.device.more = ["sync.page_limit=20"]
        self.kills = self.wrong = 0
        self.said = ""

    def run(self):
        while self.kills < KILLS // DEVICES and not self.said:
            if self.rng.random() < 0.01:  # a first load again
                self.device.remove()
                os.makedirs(self.device.dir)
            process = subprocess.Popen(self.device.command(), stderr=subprocess.DEVNULL)
            # half of the time it is left to come to its work, half of the time it is caught in it
            time.sleep(self.rng.random() * (0.04 if self.kills % 2 else 0.12))
            process.kill()
            process.wait()
            self.kills += 1
            if self.kills % VERIFY_EVERY == 0:
                verify = subprocess.run(self.device.command("verify"), capture_output=True, text=True)
                if verify.returncode not in (0, 10, 13):
                    self.said = "after kill %d (SEED=%d): verify ends with %d: %s" % (
                        self.kills, SEED, verify.returncode, verify.stdout + verify.stderr)


def killed_at_random_moments():
    server = rs.RealServer()
    rng, killers = random.Random(SEED), []
    try:
        server.ingest([rs.record("test:%d" % i, "Ryhmä %d" % i) for i in range(400)])
        killers = [Killer(n, server.url) for n in range(DEVICES)]
        began = time.monotonic()
        for k in killers:
            k.start()
        while any(k.is_alive() for k in killers):
            ids = {rng.randrange(450) for _ in range(rng.randrange(1, 30))}
            server.ingest([rs.record("test:%d" % i, "Muutos %d" % rng.randrange(1 << 30)) for i in ids])
            time.sleep(0.05 + rng.random() * 0.2)
        assert not [k.said for k in killers if k.said], [k.said for k in killers]
        digest = server.digest()
        for k in killers:
            k.device.once()
            assert k.device.verify()["digest"] == digest
        print("%d kills in %.0f s (SEED=%d)" % (sum(k.kills for k in killers), time.monotonic() - began, SEED))
    finally:
        for k in killers:
            k.kills = KILLS
            k.join(30)
            k.device.remove()
        server.remove()


if __name__ == "__main__":
    if not os.path.exists(rs.SERVER):
        print("skip: aula-server is not built")
        sys.exit(77)
    sys.exit(ff.run_cases([killed_at_random_moments]))
