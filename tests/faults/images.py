#!/usr/bin/python3
"""Pictures by hash when what comes is wrong, too much, damaged, slow, or too many for the disk: never opened, said once, and the
content does not wait for them. What a screen opens was drawn by our own encoder, whole, under its budget."""
import gzip
import hashlib
import json
import os
import random
import struct
import subprocess
import sys
import threading
import time
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import fakefeed as ff

SLOW = 10 if os.environ.get("AULA_SANITIZED") else 1


def png(w=64, h=48, seed=None, rows=None, text=b""):
    """Noise when seeded (it does not compress), else plain."""
    rng = random.Random(seed)
    raw = b"".join(b"\0" + (rng.randbytes(w * 3) if seed is not None else b"\xdc\x28\xa0" * w) for _ in range(h if rows is None else rows))
    chunk = lambda t, d: struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 8, 2, 0, 0, 0)) + (chunk(b"tEXt", text) if text else b"") +
            chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))


def name_of(data):
    return hashlib.sha256(data).hexdigest()


class World:
    def __init__(self):
        self.feed = ff.Feed()
        self.server = ff.Server(self.feed)
        self.device = ff.Device(self.server.url)
        self.n = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.device.remove()
        self.server.stop()

    def refer(self, name, **more):
        self.n += 1
        self.feed.put("activity", "x:%03d" % self.n, ff.activity("Ryhmä %d" % self.n, image={"hash": name, "w": 64, "h": 48}, **more))
        return "x:%03d" % self.n

    def put(self, data, name=None):
        """A picture and an activity that shows it."""
        name = name or name_of(data)
        self.feed.images[name] = data
        self.refer(name)
        return name

    @property
    def folder(self):
        return os.path.join(self.device.dir, "images")

    def held(self):
        return {f[:64] for f in os.listdir(self.folder)} if os.path.isdir(self.folder) else set()

    def files(self):
        return sorted(os.listdir(self.folder)) if os.path.isdir(self.folder) else []

    def asked(self, name):
        return sum(path == "/v1/image/" + name for path, _ in self.feed.requests)

    def is_ours(self, name):
        with open(os.path.join(self.folder, name + ".png"), "rb") as f:
            data = f.read()
        assert data[:8] == b"\x89PNG\r\n\x1a\n" and data[-8:-4] == b"IEND", "not whole"
        return data

    def warnings(self, done):
        return [line for line in done.stderr.splitlines() if "picture " in line]


def a_good_one_is_drawn_anew_and_what_was_hidden_stays_behind():
    with World() as w:
        name = w.put(png(text=b"secret\0N 65.01 E 25.47"))
        jpeg = subprocess.run(["convert", "-size", "2000x1000", "gradient:red-blue", "jpeg:-"], capture_output=True, check=True).stdout
        other = w.put(("image/jpeg", jpeg), name_of(jpeg))
        w.device.once()
        assert w.held() == {name, other}
        assert b"secret" not in w.is_ours(name) and struct.unpack(">II", w.is_ours(name)[16:24]) == (64, 48)
        assert struct.unpack(">II", w.is_ours(other)[16:24]) == (1080, 540)  # no more than a screen can use
        assert json.load(open(os.path.join(w.device.dir, "status", "images.json")))["held"] == 2
        w.device.once()
        assert w.asked(name) == 1, "fetched again"


def wrong_ones_are_refused_said_once_and_never_written():
    with World() as w:
        good = png()
        damaged = bytearray(good)
        damaged[len(damaged) // 2] ^= 0xFF
        cases = {
            "bytes of another": (png(seed=1), name_of(b"something else")),
            "a flipped byte, rightly named": (bytes(damaged), None),
            "cut short": (good[:-30], None),
            "no picture": (("image/png", b"<html>Sign in</html>"), name_of(b"<html>Sign in</html>")),
            "SVG": (("image/svg+xml", b"<svg onload='x'/>"), name_of(b"<svg onload='x'/>")),
            "a bomb by its head": (png(30000, 30000, rows=1), None),
            "a bomb of 30 megapixels": (png(6000, 5000, rows=1), None),
            "a head that lies": (png(64, 48, rows=3), None),
            "nothing": (("image/png", b""), name_of(b"")),
        }
        wrong = [w.put(data, name if name else name_of(data)) for data, name in cases.values()]
        big = b"\x89PNG\r\n\x1a\n" + b"x" * (5 << 20)
        wrong.append(w.put(big))
        bomb = gzip.compress(b"\0" * (64 << 20), 9)

        def packed(handler):
            handler.answer(200, "image/png", bomb, [("Content-Encoding", "gzip")])
        wrong.append("b" * 64)
        w.feed.images["b" * 64] = packed
        w.refer("b" * 64)
        right = w.put(good)
        done = w.device.once()
        assert w.files() == [right + ".png"], w.files()
        said = w.warnings(done)
        assert len(said) == len(wrong), said
        # as a service: each is asked for once, not again and again; said once
        w.feed.requests.clear()
        w.device.start()
        ff.until(lambda: all(w.asked(n) == 1 for n in wrong), 30 * SLOW, 0.05)
        newer = w.put(png(seed=9))
        ff.until(lambda: newer in w.held(), 30 * SLOW, 0.05)
        w.device.stop()
        assert all(w.asked(n) == 1 for n in wrong), [w.asked(n) for n in wrong]
        assert sum("is refused" in line for line in w.device.log().splitlines()) == len(wrong)
        assert w.held() == {right, newer}


def names_that_are_no_hash_are_never_a_path():
    with World() as w:
        for name in ("../../../../etc/passwd", "..%2f..%2fcache%2fcache.db", "A" * 64, "0" * 63, "/" * 64):
            w.refer(name)
        good = w.put(png())
        w.device.once()
        assert w.files() == [good + ".png"]
        assert {path for path, _ in w.feed.requests if path.startswith("/v1/image/")} == {"/v1/image/" + good}


def portals_and_errors_are_no_pictures():
    with World() as w:
        name = name_of(b"later")
        w.refer(name)
        for answer in (lambda h: h.answer(200, "text/html", b"<title>Sign in</title>"), lambda h: h.answer(302, "text/html", b"", [("Location", "http://127.0.0.1:1/")]),
                       lambda h: h.answer(500, "text/plain", b"oops"), lambda h: h.answer(404, "text/html", b"not here")):
            w.feed.images[name] = answer
            done = w.device.once()
            assert not w.files() and "is refused" not in done.stderr, done.stderr
        data = png(seed=3)
        w.feed.images[name_of(data)] = data
        w.refer(name_of(data))
        w.feed.images.pop(name)
        w.device.once()
        assert w.held() == {name_of(data)}  # one that is missing does not hold up the others


def a_cut_connection_is_asked_again():
    with World() as w:
        data = png(seed=4)
        name, tries = name_of(data), []

        def cut(handler):
            tries.append(1)
            if len(tries) > 3:
                return handler.answer(200, "image/png", data)
            handler.send_response(200)
            handler.send_header("Content-Type", "image/png")
            handler.send_header("Content-Length", str(len(data)))
            handler.end_headers()
            handler.wfile.write(data[:len(data) // 2])
            handler.close_connection = True
        w.feed.images[name] = cut
        w.refer(name)
        w.device.start()
        ff.until(lambda: name in w.held(), 30 * SLOW, 0.02)
        w.device.stop()
        assert len(tries) == 4 and "refused" not in w.device.log()


def content_does_not_wait_for_a_slow_picture():
    with World() as w:
        data, go = png(seed=5), threading.Event()

        def slow(handler):
            go.wait(60)
            handler.answer(200, "image/png", data)
        w.feed.images[name_of(data)] = slow
        w.refer(name_of(data))
        w.device.start()
        ff.until(lambda: w.asked(name_of(data)), 30 * SLOW, 0.01)
        w.feed.put("activity", "x:new", ff.activity("Uusi"))
        took = ff.until(lambda: "x:new" in w.device.ids(), 20 * SLOW, 0.01)
        assert not w.held()
        go.set()
        ff.until(lambda: w.held(), 20 * SLOW, 0.02)
        w.device.stop()
        return "change in %.2f s beside it" % took


def the_budget_holds():
    """A million bytes of disk: what nothing refers to goes, then what was not looked at for longest; features stay."""
    with World() as w:
        w.device.more = ["images.budget_mb=1"]
        first = [w.put(png(260, 220, seed=i)) for i in range(4)]  # each about 200 kB
        w.device.once()
        assert w.held() == set(first)
        size = lambda: sum(os.path.getsize(os.path.join(w.folder, f)) for f in w.files())
        assert 800000 < size() <= 1000000, size()
        # two are no longer in any record: they make room
        w.feed.gone("activity", "x:001")
        w.feed.gone("activity", "x:002")
        second = [w.put(png(260, 220, seed=10 + i)) for i in range(2)]
        w.device.once()
        assert w.held() == set(first[2:] + second) and size() <= 1000000
        # all are referred to: the newest comes, and of the others that one goes which nobody looked at
        for i, name in enumerate(first[2:] + second):
            os.utime(os.path.join(w.folder, name + ".png"), (1e9 + (5 - i if i else 100), 1e9))
        third = w.put(png(260, 220, seed=20))
        w.device.once()
        assert w.held() == set(first[2:] + second + [third]) - {second[1]}, "the one not used for longest goes"
        # what is featured stays when many newer ones come
        w.feed.put("feature", "f1", {"activity": "x:003", "centres": ["c:a"], "from_at": "2020-01-01T00:00:00Z", "until_at": "2099-01-01T00:00:00Z", "order": 1})
        newer = [w.put(png(260, 220, seed=30 + i)) for i in range(6)]
        w.device.once()
        assert first[2] in w.held() and len(w.held() & set(newer)) == 3 and size() <= 1000000, w.held()
        asked = len([1 for path, _ in w.feed.requests if "/v1/image/" in path])
        w.device.start()
        time.sleep(1)
        w.device.stop()
        again = len([1 for path, _ in w.feed.requests if "/v1/image/" in path]) - asked
        assert again <= 8, "pictures without room take turns: %d" % again
        # a smaller budget is kept at once
        w.device.more = ["images.budget_mb=0"]
        w.device.once()


def a_metered_link_has_a_budget_of_its_own():
    with World() as w:
        w.device.more = ["sync.metered=true", "images.metered_mb=1"]
        names = [w.put(png(320, 240, seed=i)) for i in range(8)]
        w.device.once()
        assert 3 <= len(w.held()) <= 5, len(w.held())
        w.device.once()  # a restart does not forget what the day has cost
        assert 3 <= len(w.held()) <= 5, len(w.held())
        for f in w.files():  # a day later
            p = os.path.join(w.folder, f)
            os.utime(p, (time.time(), time.time() - 90000))
        w.device.once()
        assert 6 <= len(w.held()) <= 8
        w.device.more = []
        w.device.once()
        assert w.held() == set(names)


def killed_anywhere_no_half_file_is_seen():
    with World() as w:
        names = [w.put(png(200, 150, seed=i)) for i in range(30)]
        rng, kills = random.Random(5), 0
        while kills < 12:
            p = w.device.start()
            time.sleep(rng.random() * 0.25)
            p.kill()
            p.wait()
            w.device.process = None
            kills += 1
            for f in w.files():
                if f.endswith(".png"):
                    w.is_ours(f[:64])
        w.device.once()
        assert w.held() == set(names) and all(f.endswith(".png") for f in w.files()), w.files()


def a_full_disk_is_said_and_got_over():
    with World() as w:
        name = w.put(png(320, 240, seed=1))
        w.device.more = ["images.budget_mb=0"]
        w.device.once()
        w.device.more = []
        done = subprocess.run(["bash", "-c", 'trap "" XFSZ; ulimit -f 150; exec "$@"', "x"] + w.device.command("--once"), capture_output=True, text=True)
        assert done.returncode == 0 and not w.files(), (done.returncode, done.stderr, w.files())
        w.device.once()
        assert w.held() == {name}


if __name__ == "__main__":
    chosen = sys.argv[1:]
    cases = [a_good_one_is_drawn_anew_and_what_was_hidden_stays_behind, wrong_ones_are_refused_said_once_and_never_written,
             names_that_are_no_hash_are_never_a_path, portals_and_errors_are_no_pictures, a_cut_connection_is_asked_again,
             content_does_not_wait_for_a_slow_picture, the_budget_holds, a_metered_link_has_a_budget_of_its_own,
             killed_anywhere_no_half_file_is_seen, a_full_disk_is_said_and_got_over]
    sys.exit(ff.run_beside([c for c in cases if not chosen or c.__name__ in chosen]))
