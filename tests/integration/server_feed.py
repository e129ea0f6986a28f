#!/usr/bin/python3
# Ingest and feed of a running aula-server, as importers and screens meet them.
import gzip, json, os, re, signal, socket, subprocess, sys, threading, time

sys.path.insert(0, os.path.dirname(__file__))
from server_harness import activity, digest_of, run, signature_fits, within_a_second


def ingest_is_idempotent(s):
    a = s.ingest([activity(1), activity(2)]).json()
    assert (a["taken"], a["new"], a["unchanged"]) == (2, 2, 0), a
    b = s.ingest([activity(1), activity(2)]).json()
    assert (b["taken"], b["new"], b["unchanged"]) == (2, 0, 2), b
    assert s.get("/healthz").json()["head"] == 2
    c = s.ingest([activity(1, "Toinen nimi")]).json()
    assert (c["changed"], s.get("/healthz").json()["head"]) == (1, 3), c


def pages_put_together_equal_the_digest(s):
    s.ingest([activity(n) for n in range(57)])
    s.ingest([activity(n, "Uusi") for n in range(0, 57, 5)])
    s.ingest([{"kind": "activity", "id": "test:%d" % n, "gone": True} for n in range(3, 57, 7)])
    for limit in (1, 7, 500):
        live, trailer = s.whole_feed(limit)
        assert trailer["digest"] == digest_of(live), limit
        assert trailer["live"] == len(live) == 57 - 8
        assert trailer["to"] == trailer["head"]


def every_page_is_signed_and_says_what_it_answers(s):
    s.ingest([activity(n) for n in range(5)])
    key = s.get("/v1/key").json()
    assert key["alg"] == "ed25519" and key["rotations"] == []
    for after in (0, 2, 5):
        items, trailer, raw = s.page(after, 2)
        assert signature_fits(raw)
        assert not signature_fits(raw.replace(b'"more"', b'"morf"'))
        assert trailer["after"] == after and trailer["key"] == key["key"]
        assert all(i["seq"] > after for i in items)


def a_removed_record_leaves_a_tombstone(s):
    s.ingest([activity(1), activity(2)])
    r = s.ingest([{"kind": "activity", "id": "test:1", "gone": True}]).json()
    assert r["removed"] == 1
    items, trailer, _ = s.page(2)
    assert items == [{"seq": 3, "kind": "activity", "id": "test:1", "gone": True}], items
    assert s.ingest([{"kind": "activity", "id": "test:1", "gone": True}]).json()["unchanged"] == 1


def beyond_the_head_and_nonsense_are_told_apart(s):
    s.ingest([activity(1)])
    assert s.get("/v1/feed?after=1").status == 200
    assert s.get("/v1/feed?after=2").status == 410
    for bad in ("after=-1", "after=x", "after=1&limit=0", "limit=2001", "wait=-1", "after=99999999999999999999", "after="):
        assert s.get("/v1/feed?" + bad).status == 400, bad


def older_than_the_horizon_starts_over(s):
    s.ingest([activity(1), activity(2)])
    s.ingest([{"kind": "activity", "id": "test:1", "gone": True}])
    s.ingest([activity(3)])
    s.stop()
    import sqlite3
    db = sqlite3.connect(s.dir + "/aula.db")
    db.execute("UPDATE records SET changed_at = changed_at - 100 * 86400 WHERE doc IS NULL")
    db.commit()
    db.close()
    s.start()  # the chores of the start purge
    deadline = time.time() + 5
    while s.get("/v1/feed?after=2").status != 410:
        assert time.time() < deadline
        time.sleep(0.02)
    assert s.get("/v1/feed?after=3").status == 200
    live, trailer = s.whole_feed()
    assert trailer["digest"] == digest_of(live) and len(live) == 2


def waiting_screens_are_woken_at_once(s):
    s.ingest([activity(1)])
    arrived, errors = [], []

    def wait():
        try:
            a = s.call("GET", "/v1/feed?after=1&wait=20")
            arrived.append((time.monotonic(), a))
        except Exception as x:  # counted below
            errors.append(x)

    threads = [threading.Thread(target=wait) for _ in range(50)]
    for t in threads:
        t.start()
    while s.get("/healthz").json()["waiting"] < 50:
        time.sleep(0.01)
    time.sleep(0.4)
    start = time.monotonic()
    s.ingest([activity(2)])
    for t in threads:
        t.join(10)
    assert not errors and len(arrived) == 50
    last = max(t for t, _ in arrived) - start
    assert all(a.status == 200 and '"id":"test:2"' in a.text for _, a in arrived)
    assert last < 0.1, last
    return "50 screens, last after %.0f ms" % (last * 1000)


def waiting_ends_by_itself_with_an_empty_page(s):
    s.ingest([activity(1)])
    start = time.monotonic()
    a = s.get("/v1/feed?after=1&wait=1")
    took = time.monotonic() - start
    assert 0.9 < took < 3, took
    assert json.loads(a.text)["more"] is False


def a_client_that_hangs_up_while_waiting_is_forgotten(s):
    s.ingest([activity(1)])
    for _ in range(20):
        c = socket.create_connection(("127.0.0.1", s.port))
        c.sendall(b"GET /v1/feed?after=1&wait=2 HTTP/1.1\r\nHost: x\r\n\r\n")
        c.close()
    deadline = time.time() + 10
    while s.get("/healthz").json()["waiting"] > 0:
        assert time.time() < deadline
        time.sleep(0.1)
    s.ingest([activity(2)])
    assert s.get("/healthz").json()["connections"] <= 2


def pages_are_the_same_for_everybody_and_cacheable(s):
    s.ingest([activity(n) for n in range(20)])
    page = "/v1/feed?after=0&limit=5"
    # a page is signed with its second, so answers are compared that were given within one
    a, b, packed = within_a_second(lambda: [s.get(page), s.get(page, Cookie="x=y", User_Agent="other"),
                                            s.get(page, Accept_Encoding="gzip")])
    assert a.body == b.body
    assert "public" in a.headers["Cache-Control"] and "max-age=20" in a.headers["Cache-Control"]
    assert s.get("/v1/feed?after=20").headers["Cache-Control"] == "public, max-age=1"
    again = s.get(page, If_None_Match=a.headers["ETag"])
    assert again.status == 304 and again.body == b""
    assert packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed.body) == a.body
    assert packed.headers["ETag"] != a.headers["ETag"] and packed.headers["Vary"] == "Accept-Encoding"
    assert s.get("/v1/feed?after=0", Accept_Encoding="zstd, gzip").headers["Content-Encoding"] == "zstd"
    assert s.get("/v1/feed?after=0", Accept_Encoding="gzip;q=0").headers["Content-Encoding"] is None


def bad_records_are_refused_and_the_rest_taken(s):
    lines = [json.dumps(activity(1)).encode(), b"rubbish", b'{"kind":"activity","id":"test:x y","doc":{}}',
             b'{"kind":"nothing","id":"test:2","doc":{}}', b'{"kind":"activity","id":"test:3","doc":{"title":5}}', b"",
             b'\xff\xfe{}', json.dumps(activity(4)).encode()]
    a = s.ingest(b"\n".join(lines)).json()
    assert a["taken"] == 2 and len(a["refused"]) == 5, a
    assert [r["line"] for r in a["refused"]] == [2, 3, 4, 5, 7], a
    assert all(r["why"] for r in a["refused"])
    assert "title" in a["refused"][3]["why"], a


def tokens_are_asked_for(s):
    assert s.call("POST", "/v1/ingest?source=a&mode=delta", b"").status == 401
    assert s.ingest([activity(1)], token="aula_wrongwrongwrongwrong").status == 401
    s.stop()
    own = s.command("token", "add", "a").stdout.strip()
    s.start()
    assert s.ingest([activity(1, source="a")], source="a", token=own).status == 200
    assert s.ingest([activity(1, source="b")], source="b", token=own).status == 403
    r = s.ingest([{"kind": "topic", "id": "t:1", "doc": {"title": {"fi": "x"}, "look": "peer"}}], source="a", token=own).json()
    assert r["taken"] == 0 and "may not" in r["refused"][0]["why"], r
    # another source's record is not overwritten
    s.ingest([activity(9, source="c")], source="c")
    stolen = dict(activity(9, "Kaapattu", source="c"))
    r = s.ingest([stolen], source="a", token=own).json()
    assert r["taken"] == 0 and "belongs to" in r["refused"][0]["why"], r
    # but a place that two sources share is no refusal: it stays as the first brought it
    place = {"kind": "place", "id": "c:talo", "doc": {"name": {"fi": "Talo"}}}
    s.ingest([place], source="c")
    r = s.ingest([{**place, "doc": {"name": {"fi": "Toinen nimi"}}}], source="a", token=own).json()
    assert r["refused"] == [] and r["unchanged"] == 1, r
    assert s.call("POST", "/v1/ingest?mode=delta", b"", {"Authorization": "Bearer " + own}).status == 400
    assert s.ingest([], source="staff").status == 400
    assert s.ingest([], mode="full").status == 400


def a_full_run_over_several_posts_sweeps_once_at_its_end(s):
    s.ingest([activity(n) for n in range(40)], mode="full", run="r1", last=True)
    a = s.ingest([activity(n) for n in range(20)], mode="full", run="r2").json()
    assert a["sweep"] == "none" and a["removed"] == 0
    b = s.ingest([activity(n) for n in range(20, 35)], mode="full", run="r2", last=True).json()
    assert b["sweep"] == "done" and b["removed"] == 5, b
    assert s.get("/healthz").json()["live"] == 35


def a_source_that_comes_back_nearly_empty_is_not_believed(s):
    s.ingest([activity(n) for n in range(40)], mode="full", run="r1", last=True)
    b = s.ingest([activity(1)], mode="full", run="r2", last=True).json()
    assert b["sweep"] == "refused" and b["would_remove"] == 39 and b["removed"] == 0, b
    assert s.get("/healthz").json()["live"] == 40


def compressed_bodies_are_taken_and_bombs_refused(s):
    body = json.dumps(activity(1)).encode()
    assert s.ingest(gzip.compress(body), Content_Encoding="gzip").json()["new"] == 1
    assert s.ingest(body, Content_Encoding="br").status == 415
    assert s.ingest(b"not gzip", Content_Encoding="gzip").status == 400
    bomb = gzip.compress(b"\n" * (80 << 20), 9)
    start = time.monotonic()
    assert s.ingest(bomb, Content_Encoding="gzip").status == 413
    assert time.monotonic() - start < 5
    kib = int(re.search(r"VmHWM:\s+(\d+)", open("/proc/%d/status" % s.process.pid).read()).group(1))
    assert kib < (250000 if not os.environ.get("AULA_SANITIZED") else 1000000), kib


def reports_of_runs_are_kept(s):
    body = json.dumps({"source": "test", "started": "2026-01-01T00:00:00Z", "seconds": 3, "taken": 5, "changed": 1,
                       "removed": 0, "refused": 0, "why": ["one <b>", "two"], "ok": True})
    h = {"Authorization": "Bearer " + s.token}
    assert s.call("POST", "/v1/run", body, h).status == 200
    assert s.call("POST", "/v1/run", "[]", h).status == 400
    assert s.call("POST", "/v1/run", body, {}).status == 401


def killed_at_any_moment_it_comes_back_whole(s):
    rounds = 12
    n = 0
    for i in range(rounds):
        stop = threading.Event()

        def push():
            nonlocal n
            while not stop.is_set():
                try:
                    s.ingest([activity(n % 300, "Versio %d" % n)])
                    n += 1
                except Exception:
                    return

        t = threading.Thread(target=push)
        t.start()
        time.sleep(0.01 + 0.007 * i)
        s.stop(signal.SIGKILL)
        stop.set()
        t.join(10)
        s.start()
        live, trailer = s.whole_feed()
        assert trailer["digest"] == digest_of(live), i
    s.stop()
    out = s.command("digest", "--check")
    assert out.returncode == 0 and "check ok" in out.stdout, out
    return "%d kills, %d changes" % (rounds, n)


def a_long_import_does_not_hold_up_others(s):
    body = "".join(json.dumps(activity(n, "Omaishoitajien vertaistukiryhmän %d. kokoontuminen" % n,
                                       text={"fi": "Keskustellaan mielenterveydestä ja arjen voimavaroista. " * 12})) + "\n"
                   for n in range(1500)).encode()
    done = []
    t = threading.Thread(target=lambda: done.append(s.ingest(body).json()))
    t.start()
    worst, asked = 0, 0
    while not done:
        start = time.monotonic()
        s.get("/healthz")
        worst, asked = max(worst, time.monotonic() - start), asked + 1
        time.sleep(0.005)
    t.join()
    assert done[0]["taken"] == 1500, done
    assert worst < 3, worst  # the import itself takes longer; room for a busy machine
    return "worst of %d answers meanwhile %.0f ms" % (asked, worst * 1000)


def systemd_hears_how_it_is(s):
    s.stop()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(s.dir + "/notify")
        notify.settimeout(60)
        os.environ.update(NOTIFY_SOCKET=s.dir + "/notify", WATCHDOG_USEC="300000")
        try:
            s.start()
            heard = []
            while heard.count(b"WATCHDOG=1") < 3:
                heard.append(notify.recv(100))
            assert s.stop() == 0
            while heard[-1] != b"STOPPING=1":
                heard.append(notify.recv(100))
        finally:
            del os.environ["NOTIFY_SOCKET"], os.environ["WATCHDOG_USEC"]
    assert b"READY=1" in heard, heard


def a_waiting_screen_is_answered_when_the_server_ends(s):
    s.ingest([activity(1)])
    got = []

    def wait():
        got.append(s.get("/v1/feed?after=1&wait=60"))
    t = threading.Thread(target=wait)
    t.start()
    while s.get("/healthz").json()["waiting"] != 1:
        time.sleep(0.02)
    assert s.stop() == 0
    t.join(30)
    assert got and got[0].status == 200 and got[0].headers["Connection"] == "close", got


def it_says_whether_it_is_ready(s):
    a = s.get("/readyz")
    assert a.status == 200 and a.json() == {"ready": True}
    text = s.get("/metrics").text
    assert 'aula_http_requests_total{method="GET",route="/readyz",status="2xx"} 1' in text, text
    assert "aula_waiting_screens 0" in text and "\naula_feed_head 0\n" in text
    s.stop()
    os.rename(s.dir + "/key", s.dir + "/key.away")
    a = s.command("digest")
    assert a.returncode == 1 and "is not the signing key of this store" in a.stderr, a.stderr
    a = s.command("adopt-key")
    assert a.returncode == 0 and len(a.stdout.split()[0]) == 64, a
    s.start()


def a_wrong_store_line_names_its_place(s):
    s.stop()
    with open(s.dir + "/wrong.ini", "w") as f:
        f.write("[server]\nport = 0\nstore = mysql://x/y\n")
    a = subprocess.run([s.args[0], "--config", s.dir + "/wrong.ini"], capture_output=True, text=True, timeout=60)
    assert a.returncode == 2 and "wrong.ini:3: key 'store'" in a.stderr and "postgresql://" in a.stderr, a.stderr
    s.start()


def the_signing_key_is_handed_over(s):
    first = s.get("/v1/key").json()["key"]
    s.stop()
    assert s.command("rotate-key").returncode == 0
    s.start()
    now = s.get("/v1/key").json()
    assert now["key"] != first and len(now["rotations"]) == 1
    word, old, new = now["rotations"][0].split()[:3]
    assert (word, old, new) == ("aula-key-rotation-1", first, now["key"])
    s.ingest([activity(1)])
    _, trailer, raw = s.page()
    assert trailer["key"] == now["key"] and signature_fits(raw)


run([v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"])
