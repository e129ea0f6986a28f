#!/usr/bin/python3
"""Power that goes (FIELD.md 2): everything aula-sync writes is recorded as it happens, and the card is put together again with the first k
of it, the last piece whole, half or not at all. What stands there opens with the old or the new content, or is fetched anew without
anybody's help. DEEP=1 takes every k (make torture)."""
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import nth
from nth import ff

DEEP = bool(os.environ.get("DEEP"))
EACH = 100000 if DEEP else 25


def read_record(path):
    """[(op, path, …)]"""
    out = []
    with open(path, "rb") as f:
        while line := f.readline():
            words = line.decode().split()
            if words[0] == "w":
                out.append(("w", words[1], int(words[2]), f.read(int(words[3]))))
            elif words[0] == "t":
                out.append(("t", words[1], int(words[2])))
            else:
                out.append(tuple(words))
    return out


def play(ops, moved, cut):
    """ops on files under another folder; cut: how much of the last write came, 0…1."""
    for i, op in enumerate(ops):
        path = moved(op[1])
        if op[0] == "w":
            data = op[3] if i < len(ops) - 1 else op[3][:int(len(op[3]) * cut)]
            fd = os.open(path, os.O_WRONLY | os.O_CREAT, 0o640)
            os.pwrite(fd, data, op[2])
            os.close(fd)
        elif op[0] == "t" and os.path.exists(path):
            os.truncate(path, op[2])
        elif op[0] == "u" and os.path.exists(path):
            os.remove(path)
        elif op[0] == "r" and os.path.exists(path):
            os.rename(path, moved(op[2]))


def replay(fresh):
    w = nth.World()
    record = os.path.join(w.dir, "record")
    try:
        before = w.copy() if not fresh else ff.Device(w.server.url)
        start = ff.Device(w.server.url)
        shutil.rmtree(start.dir)
        shutil.copytree(before.dir, start.dir)
        before.more = ["sync.page_limit=20"]
        env = dict(os.environ, LD_PRELOAD=w.shim, NTH_CALL="record", NTH_COUNT=record, NTH_UNDER=before.dir)
        done = subprocess.run(before.command("--once"), env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        ops = read_record(record)
        writes = [o for o in ops if o[0] == "w"]
        assert len(writes) > 10, len(writes)
        tried, healed, step = 0, 0, max(1, len(ops) // EACH)
        for k in list(range(1, len(ops), step)) + [len(ops)]:
            cut = 1.0 if k == len(ops) else (1.0, 0.5, 0.0)[tried % 3]
            d = ff.Device(w.server.url)
            shutil.rmtree(d.dir)
            shutil.copytree(start.dir, d.dir)
            for folder in ("cache", "status"):
                os.makedirs(os.path.join(d.dir, folder), exist_ok=True)
            for shm in ("cache.db-shm", "rebuild.db-shm"):  # memory, not disk
                if os.path.exists(os.path.join(d.dir, "cache", shm)):
                    os.remove(os.path.join(d.dir, "cache", shm))
            play(ops[:k], lambda p: p.replace(before.dir, d.dir, 1), cut)
            d.more = ["sync.page_limit=20"]
            # the writer comes first after a start: it makes the shared memory anew
            v = subprocess.run(d.command("verify"), capture_output=True, text=True)
            if v.returncode == 0:
                digest = dict(x.split(None, 1) for x in v.stdout.splitlines() if " " in x)["digest"]
                assert digest in (w.old, w.new), (k, cut, "mixed")
            else:
                healed += 1
                assert k < len(ops), v
                assert fresh or v.returncode in (1, 11, 13), (k, cut, v)
            d.once()
            assert d.verify()["digest"] == w.new, (k, cut)
            d.remove()
            tried += 1
        print("%s: power gone at %d of %d places, %d of them before there was anything whole" % ("first load" if fresh else "change", tried, len(ops), healed), flush=True)
        before.remove()
        start.remove()
    finally:
        w.close()


def during_a_change():
    replay(False)


def during_a_first_load():
    replay(True)


if __name__ == "__main__":
    if os.environ.get("AULA_SANITIZED") or shutil.which(os.environ.get("CC", "cc")) is None:
        print("skip: wants a compiler, and to be preloaded first")
        sys.exit(77)
    sys.exit(ff.run_beside([during_a_change, during_a_first_load], 2))
