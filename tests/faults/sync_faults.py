#!/usr/bin/python3
"""aula-sync against a server, a network and a card that misbehave (FIELD.md faults 4–7, 12–14): refused, said once,
nothing changed, and in order again afterwards."""
import gzip
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import fakefeed as ff


class World:
    def __init__(self, n=30):
        self.feed = ff.Feed()
        for i in range(n):
            self.feed.put("activity", "x:%d" % i, ff.activity("Ryhmä %d" % i))
        self.server = ff.Server(self.feed)
        self.device = ff.Device(self.server.url)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.device.remove()
        self.server.stop()

    def in_order(self):
        v = self.device.verify()
        assert v["digest"] == self.feed.digest(), v
        assert int(v["sequence"]) == self.feed.head, v
        return v


def refused(fault, state, code, news=True, resume=None):
    """Content is there; then the fault; nothing may change; then it is over."""
    with World() as w:
        w.device.once()
        before = w.in_order()
        if news:
            w.feed.put("activity", "x:new", ff.activity("Uusi"))
        w.feed.fault = fault
        for _ in range(2):
            w.device.once(code)
            after = w.device.verify()
            for key in ("sequence", "digest", "signed"):
                assert after[key].split()[0] == before[key].split()[0], (key, before, after)
            assert w.device.status()["state"] == state, w.device.status()
        # as a service: said once, however often it is tried
        w.device.start()
        time.sleep(0.8)
        w.device.stop()
        lines = [x for x in w.device.log().splitlines() if "cache" not in x]
        assert 1 <= len(lines) <= 3, lines
        w.feed.fault = resume
        w.device.once()
        w.in_order()


def send(*answer):
    def fault(handler, page, after, limit):
        handler.answer(*answer)
        return True
    return fault


def send_bytes(change):
    def fault(handler, page, after, limit):
        handler.answer(200, "application/x-ndjson", change(page))
        return True
    return fault


def wrong_signature():
    other = ff.Key()

    def fault(handler, page, after, limit):
        handler.answer(200, "application/x-ndjson", handler.server.feed.page(after, limit, key=other))
        return True
    refused(fault, "refused", 16)


def flipped_byte():
    def change(page):
        at = page.index(b"Uusi")
        return page[:at] + bytes([page[at] ^ 1]) + page[at + 1:]
    refused(send_bytes(change), "refused", 16)


def truncated_page():
    refused(send_bytes(lambda page: page[: len(page) // 2]), "refused", 16)


def empty_body():
    refused(send_bytes(lambda page: b""), "refused", 16)


def records_without_trailer():
    refused(send_bytes(lambda page: page[: page.rindex(b'{"after"')]), "refused", 16)


def cut_connection():
    def fault(handler, page, after, limit):
        handler.send_response(200)
        handler.send_header("Content-Type", "application/x-ndjson")
        handler.send_header("Content-Length", str(len(page) + 100))
        handler.end_headers()
        handler.wfile.write(page)
        handler.close_connection = True
        return True
    refused(fault, "no-network", 15)


def captive_portal_200():
    refused(send(200, "text/html; charset=utf-8", b"<html><title>Sign in</title></html>"), "no-network", 15)


def captive_portal_redirect():
    refused(send(302, "text/html", b"", [("Location", "http://127.0.0.1:1/login")]), "no-network", 15)


def server_error():
    refused(send(500, "text/plain", b"oops"), "server-down", 15)


def page_that_skips_back():
    """A true page, signed, but of an older store: head before ours."""
    def fault(handler, page, after, limit):
        feed = handler.server.feed
        real = feed.head
        feed.head = after - 5
        try:
            handler.answer(200, "application/x-ndjson", feed.page(after, limit))
        finally:
            feed.head = real
        return True
    refused(fault, "refused", 16, news=False)


def replay_of_another_answer():
    def fault(handler, page, after, limit):
        handler.answer(200, "application/x-ndjson", handler.server.feed.page(0, limit))
        return True
    refused(fault, "refused", 16)


def signed_time_that_goes_back():
    def fault(handler, page, after, limit):
        handler.answer(200, "application/x-ndjson", handler.server.feed.page(after, limit, at=time.time() - 3600))
        return True
    refused(fault, "refused", 16)


def decompression_bomb():
    bomb = gzip.compress(b"\0" * (64 << 20), 9)

    def fault(handler, page, after, limit):
        handler.answer(200, "application/x-ndjson", bomb, [("Content-Encoding", "gzip")])
        return True
    refused(fault, "refused", 16)


def digest_that_never_agrees():
    """Signed, but its digest is of other records: a load from the start does not help either; what is shown stays."""
    with World() as w:
        w.device.once()
        before = w.in_order()

        def fault(handler, page, after, limit):
            handler.answer(200, "application/x-ndjson", handler.server.feed.page(after, limit, digest="1" * 64))
            return True
        w.feed.put("activity", "x:new", ff.activity("Uusi"))
        w.feed.fault = fault
        w.device.once(16)
        assert w.device.verify(None)["sequence"] == before["sequence"]
        assert len(w.device.ids()) == 30
        w.feed.fault = None
        w.device.once()
        w.in_order()


def lost_row_is_noticed_and_fetched_again():
    import sqlite3
    with World() as w:
        w.device.once()
        db = sqlite3.connect(w.device.cache)
        db.execute("DELETE FROM record WHERE id='x:7'")
        db.execute("UPDATE state SET digest=(SELECT digest FROM state)")
        db.commit()
        db.close()
        w.device.verify(12)
        # the running digest does not know of it: reading through does
        db = sqlite3.connect(w.device.cache)
        db.execute("UPDATE state SET digest=?", ("0" * 64,))
        db.commit()
        db.close()
        w.feed.put("activity", "x:new", ff.activity("Uusi"))
        w.device.once()
        w.in_order()
        assert "x:7" in w.device.ids()


def start_over_keeps_what_is_shown():
    with World() as w:
        w.device.more = ["sync.page_limit=20"]
        w.device.once()
        w.feed.gone("activity", "x:3")
        for i in range(30, 60):
            w.feed.put("activity", "x:%d" % i, ff.activity("Ryhmä %d" % i))
        # the tombstone is forgotten: only a load from the start can tell
        del w.feed.records[("activity", "x:3")]
        w.feed.horizon = w.feed.head
        seen = []

        def fault(handler, page, after, limit):
            if 0 < after < w.feed.horizon and after < 31:
                handler.answer(410, "application/json", b'{"error":"start over"}') if not seen else None
                if not seen:
                    seen.append(after)
                    return True
            if after > 0:
                ids = w.device.ids()
                assert "x:3" in ids and "x:29" in ids, "gone from the screen during the load"
                assert w.device.query("SELECT complete, loading FROM state") == [(1, 1)]
                seen.append(after)
            return None
        w.feed.fault = fault
        w.device.once()
        assert len(seen) >= 2, seen
        w.in_order()
        assert "x:3" not in w.device.ids()


def unknown_kinds_and_unreadable_records_are_kept_and_counted():
    with World(3) as w:
        w.feed.put("hologram", "h:1", {"depth": 3})
        w.feed.put("activity", "x:odd", {"type": 5})
        w.device.once()
        w.in_order()
        assert w.device.query("SELECT count(*) FROM record WHERE opaque=1") == [(2,)]
        assert w.device.query("SELECT count(*) FROM fact") == [(3,)]
        w.feed.put("activity", "x:odd", ff.activity("Nyt kunnossa"))
        w.feed.gone("hologram", "h:1")
        w.device.once()
        w.in_order()
        assert w.device.query("SELECT count(*) FROM record WHERE opaque=1") == [(0,)]


def key_handed_over():
    with World() as w:
        w.device.once()
        old, w.feed.key = w.feed.key, ff.Key()
        w.feed.put("activity", "x:new", ff.activity("Uusi"))
        w.device.once(16)  # a new key without the old one's word
        w.feed.rotations = [ff.rotation(ff.Key(), w.feed.key)]
        w.device.once(16)  # a stranger's word
        middle = ff.Key()
        w.feed.rotations = [ff.rotation(middle, w.feed.key), ff.rotation(old, middle)]
        w.device.once()
        assert w.in_order()["key"] == w.feed.key.hex
        # the cache is lost: the key is still remembered
        for name in ("cache.db", "cache.db-wal", "cache.db-shm"):
            os.remove(os.path.join(w.device.dir, "cache", name))
        w.feed.key = ff.Key()
        w.feed.rotations = []
        w.device.once(16)


def configured_key_counts():
    with World() as w:
        w.device.more = ["server.key=" + ff.Key().hex]
        w.device.once(16)
        w.device.verify(13)
        w.device.more = ["server.key=" + w.feed.key.hex]
        w.device.once()
        w.in_order()


def damaged_cache_heals_beside_the_old_one():
    with World(200) as w:
        w.device.once()
        size = os.path.getsize(w.device.cache)
        with open(w.device.cache, "r+b") as f:
            f.seek(size // 2)
            f.write(b"\x5a" * 8192)
        w.device.verify(11)
        w.device.once()  # up to date by its own words; reading through comes later
        with open(w.device.cache, "r+b") as f:  # and now so that opening sees it
            f.write(b"\0" * 100)
        w.device.once()
        w.in_order()
        names = os.listdir(os.path.join(w.device.dir, "cache"))
        assert "bad.db" in names and "rebuild.db" not in names, names


def exchange_cut_off():
    """Killed between moving the bad cache away and the new one in."""
    with World() as w:
        w.device.once()
        cache = os.path.join(w.device.dir, "cache")
        os.rename(w.device.cache, os.path.join(cache, "rebuild.db"))
        for s in ("-wal", "-shm"):
            os.rename(w.device.cache + s, os.path.join(cache, "rebuild.db" + s))
        w.device.verify(10)
        w.server.httpd.feed.fault = lambda *a: a[0].answer(503, "text/plain", b"") or True
        w.device.once(15)
        w.in_order()  # in place without the network


def flipped_bits_are_found_or_harmless():
    """Bits of the cache file flipped one at a time: those in records are all found; those anywhere else are found, or
    every record is still what it was."""
    import random
    import re
    import subprocess
    rng = random.Random(7)
    with World(60) as w:
        w.device.once()
        with open(w.device.cache, "rb") as f:
            good = f.read()
        content = w.device.query("SELECT kind, id, seq, doc FROM record ORDER BY key")
        docs = [m.start() for m in re.finditer(rb'\{"type"', good)]
        places = [(rng.choice(docs) + rng.randrange(60), True) for _ in range(50)]
        places += [(rng.randrange(100, len(good)), False) for _ in range(100)]
        for at, must_find in places:
            bad = bytearray(good)
            bad[at] ^= 1 << rng.randrange(8)
            with open(w.device.cache, "wb") as f:
                f.write(bad)
            code = subprocess.run(w.device.command("verify"), capture_output=True).returncode
            assert code in (0, 1, 10, 11, 12, 13), code
            assert code != 0 or not must_find, at
            if code == 0:
                assert w.device.query("SELECT kind, id, seq, doc FROM record ORDER BY key") == content
        with open(w.device.cache, "wb") as f:
            f.write(good)
        w.in_order()


def full_disk():
    with World(5) as w:
        w.device.once()
        before = w.in_order()
        for i in range(400):
            w.feed.put("activity", "y:%d" % i, ff.activity("Pitkä " * 400))
        command = w.device.command("--once")
        import subprocess
        done = subprocess.run(["bash", "-c", 'trap "" XFSZ; ulimit -f 400; exec "$@"', "x"] + command,
                              capture_output=True, text=True)
        assert done.returncode == 1, (done.returncode, done.stderr)
        assert w.device.verify()["sequence"] == before["sequence"]
        w.device.once()
        w.in_order()


def one_writer():
    with World(3) as w:
        w.device.start()
        ff.until(lambda: os.path.exists(w.device.cache))
        w.device.once(17)
        w.device.stop()


def clock_far_behind():
    """A card without a clock battery wakes in 2015: content comes, the floor is the signed time."""
    import shutil
    import subprocess
    if shutil.which("faketime") is None or os.environ.get("AULA_SANITIZED"):  # both want to be preloaded first
        return
    with World(3) as w:
        command = ["faketime", "2015-01-01 00:00:00"] + w.device.command("--once")
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert w.device.status()["clock_behind"] is True
        assert w.device.status()["since"] >= time.time() - 86400 * 365
        w.in_order()


def waiting_says_what_was_seen():
    """All screens that have seen the same page ask the same, which is what a cache in front answers them together by."""
    def waits(w):
        return [int(args["seen"]) for path, args in w.feed.requests if path == "/v1/feed" and "wait" in args]
    with World(3) as w:
        w.device.start()
        ff.until(lambda: waits(w))
        assert "seen" not in w.feed.requests[1][1], w.feed.requests[:3]  # the first load is the same for all anyway
        first, told = waits(w)[0], w.device.status()["content_at"]
        assert first == told, (first, told)
        ff.until(lambda: int(time.time()) > first)
        w.feed.put("activity", "x:new", ff.activity("Uusi"))
        ff.until(lambda: waits(w)[-1] > first)
        w.device.stop()


def no_server_at_all():
    with World() as w:
        w.device.verify(10)
        w.device.once()
        w.server.stop()
        w.device.once(15)
        w.in_order()
        assert w.device.status()["state"] == "no-network"
        time.sleep(2.1)
        w.device.verify(14, "--max-age", "1")


if __name__ == "__main__":
    chosen = sys.argv[1:]
    cases = [wrong_signature, flipped_byte, truncated_page, empty_body, records_without_trailer, cut_connection,
             captive_portal_200, captive_portal_redirect, server_error, page_that_skips_back, replay_of_another_answer,
             signed_time_that_goes_back, decompression_bomb, digest_that_never_agrees,
             lost_row_is_noticed_and_fetched_again, start_over_keeps_what_is_shown,
             unknown_kinds_and_unreadable_records_are_kept_and_counted, key_handed_over, configured_key_counts,
             damaged_cache_heals_beside_the_old_one, exchange_cut_off, flipped_bits_are_found_or_harmless, full_disk,
             one_writer, clock_far_behind, waiting_says_what_was_seen, no_server_at_all]
    sys.exit(ff.run_cases([c for c in cases if not chosen or c.__name__ in chosen]))
