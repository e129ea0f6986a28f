#!/usr/bin/python3
"""The nth write, sync, rename, open and allocation of aula-sync fails (FIELD.md 3 and 20): it ends as a program may end, never with what
a screen could not read, and the next run is in order. DEEP=1 takes every n (make torture); otherwise about fifteen of each."""
import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import fakefeed as ff

DEEP = bool(os.environ.get("DEEP"))
EACH = 100000 if DEEP else 15
# What the contract of the exit codes allows, and an ASSERT's abort when memory is not given.
ENDS = {0, 1, 2, 15, 16}


class World:
    def __init__(self):
        self.feed = ff.Feed()
        for i in range(25):
            self.feed.put("activity", "x:%d" % i, ff.activity("Ryhmä %d" % i, text={"fi": "Kahvia ja keskustelua. " * 20}))
        self.server = ff.Server(self.feed)
        self.dir = tempfile.mkdtemp(prefix="aula-nth-")
        self.shim = os.path.join(self.dir, "nth.so")
        subprocess.run([os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O1", "-w", "-o", self.shim, os.path.join(ff.ROOT, "tests/support/nth.c"), "-ldl"], check=True)
        self.good = ff.Device(self.server.url)
        self.good.more = ["sync.page_limit=20"]
        self.good.once()
        self.old = self.good.verify()["digest"]
        for i in range(20, 30):
            self.feed.put("activity", "x:%d" % i, ff.activity("Uusi %d" % i))
        self.new = self.feed.digest()

    def close(self):
        self.good.remove()
        self.server.stop()
        shutil.rmtree(self.dir, ignore_errors=True)

    def copy(self):
        d = ff.Device(self.server.url)
        shutil.rmtree(d.dir)
        shutil.copytree(self.good.dir, d.dir)
        d.more = ["sync.page_limit=20"]
        return d

    def run(self, device, call, nth, error, on):
        count = os.path.join(self.dir, "count")
        env = dict(os.environ, LD_PRELOAD=self.shim, NTH_CALL=call, NTH=str(nth), NTH_ERROR=str(error), NTH_COUNT=count, NTH_UNDER=device.dir)
        if on:
            env["NTH_ON"] = "1"
        done = subprocess.run(device.command("--once"), env=env, capture_output=True, text=True, timeout=60)
        return done, int(open(count).read()) if os.path.exists(count) else 0


def every(call, errors, fresh):
    """Whole loads (fresh) or ten changed records on top of a cache, with the nth call failing."""
    w = World()
    try:
        def device():
            if not fresh:
                return w.copy()
            d = ff.Device(w.server.url)
            d.more = ["sync.page_limit=20"]
            return d
        d = device()
        done, total = w.run(d, call, 0, 0, False)
        d.remove()
        assert done.returncode == 0 and total > 0, (done.returncode, total, done.stderr)
        step = max(1, total // EACH)
        tried = 0
        for nth in range(1, total + 1, step):
            for error, on in errors:
                d = device()
                done, _ = w.run(d, call, nth, error, on)
                aborted = call == "alloc" and done.returncode == -signal.SIGABRT
                assert done.returncode in ENDS or aborted, (call, nth, error, done.returncode, done.stderr[-500:])
                v = subprocess.run(d.command("verify"), capture_output=True, text=True)
                assert v.returncode in ((0, 10, 13) if fresh else (0, 13)), (call, nth, error, on, v.returncode, v.stdout, done.stderr[-500:])
                if v.returncode == 0:
                    digest = dict(x.split(None, 1) for x in v.stdout.splitlines() if " " in x)["digest"]
                    assert digest in (w.old, w.new), (call, nth, "mixed")
                d.once()
                assert d.verify()["digest"] == w.new, (call, nth)
                tried += 1
                left = [f for _, _, files in os.walk(d.dir) for f in files if ".tmp-" in f]
                assert len(left) <= 1, left
                d.remove()
        print("%s%s: %d of %d" % (call, " of a first load" if fresh else "", tried, total), flush=True)
    finally:
        w.close()


def every_write_of_a_change():
    every("write", [(errno.ENOSPC, True)], False)


def every_write_of_a_first_load():
    every("write", [(errno.EIO, False)], True)


def every_sync():
    every("sync", [(errno.EIO, False)], False)


def every_rename_and_truncation():
    every("name", [(errno.EROFS, True)], True)


def every_open():
    every("open", [(errno.EROFS, True)], False)


def every_allocation():
    every("alloc", [(errno.ENOMEM, False)], False)


if __name__ == "__main__":
    if os.environ.get("AULA_SANITIZED"):
        print("skip: a sanitizer wants to be preloaded first")
        sys.exit(77)
    if shutil.which(os.environ.get("CC", "cc")) is None:
        print("skip: no compiler")
        sys.exit(77)
    chosen = sys.argv[1:]
    cases = [every_write_of_a_change, every_write_of_a_first_load, every_sync, every_rename_and_truncation, every_open, every_allocation]
    sys.exit(ff.run_beside([c for c in cases if not chosen or c.__name__ in chosen], 3))
