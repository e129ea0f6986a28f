#!/usr/bin/python3
"""Screens' reports: counters once, receipts, flags, cloned cards; the real server, and the real aula-sync where it says so."""
import json, os, re, socket, sqlite3, sys, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import fakefeed as ff
import server_harness as sh
import server_pages as sp

HOUR = "20261122T05"


def add_device(server, name="Pääaula", centre="oulu"):
    """(id, credential); the server has the store, so it is stopped meanwhile."""
    running = server.process is not None
    if running:
        server.stop()
    out = server.command("device", "add", name, "--centre", centre)
    assert out.returncode == 0, out
    if running:
        server.start()
    return out.stdout.split()


def report(server, credential, nonce="", lines=(), **head):
    head = {"nonce": nonce, "displayed_seq": 1, "verified_seq": 1, **head}
    body = "\n".join([json.dumps(head)] + [x if isinstance(x, str) else json.dumps(x) for x in lines])
    return server.call("POST", "/v1/report", body.encode(), {"Authorization": "Bearer " + credential})


def counters(n, id="c-%s-00000001" % HOUR):
    return {"id": id, "kind": "counters", "hour": HOUR, "counts": [{"action": "open", "topic": "peer", "subject": "le:x", "n": n}]}


def rows(server, sql):
    server.stop()
    with sqlite3.connect("%s/aula.db" % server.dir) as db:
        out = db.execute(sql).fetchall()
    server.start()
    return out


def a_report_counts_once(server):
    id, credential = add_device(server)
    a = report(server, credential, "", [counters(3)], displayed_seq=7, health={"version": "1", "touch": True})
    assert a.status == 200, (a.status, a.text)
    assert a.json()["taken"] == ["c-%s-00000001" % HOUR] and len(a.json()["nonce"]) == 32, a.text
    b = report(server, credential, a.json()["nonce"], [counters(3), counters(2, "c-%s-00000002" % HOUR)])
    assert b.status == 200 and len(b.json()["taken"]) == 2, b.text
    assert rows(server, "SELECT device, hour, action, topic, subject, n FROM usage_hours") == [
        (id, HOUR, "open", "peer", "le:x", 5)]


def bad_lines_are_refused_alone(server):
    id, credential = add_device(server)
    a = report(server, credential, "", ["{broken", {"id": "x"}, counters(1),
                                        {"id": "f-%s-0000000a" % HOUR, "kind": "flag", "hour": HOUR, "subject": "le:x", "why": "time"}])
    assert a.status == 200, a.text
    assert [x["line"] for x in a.json()["refused"]] == [2, 3], a.text
    assert len(a.json()["taken"]) == 2
    assert rows(server, "SELECT device, subject, why FROM flags") == [(id, "le:x", "time")]


def reports_that_come_together_stand_for_themselves(server):
    """They share a commit (api_report.c). One with too many lines, a copied card and one whose screen leaves are among them."""
    ids, credentials = zip(*[add_device(server, "Aula %d" % i) for i in range(12)])
    one = report(server, credentials[1]).json()["nonce"]
    report(server, credentials[1], report(server, credentials[1], one).json()["nonce"])
    sent = []
    for i, credential in enumerate(credentials):
        lines = [counters(k, "c-%s-%08x" % (HOUR, k)) for k in range(1, 402 if i == 0 else 3)]
        body = "\n".join(json.dumps(x) for x in [{"nonce": one if i == 1 else "", "displayed_seq": 1, "verified_seq": 1}] + lines).encode()
        c = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        c.sendall(b"POST /v1/report HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
                  % (credential.encode(), len(body)) + body)
        sent.append(c)
    sent[2].close()
    got = [c.makefile("rb").readline().split()[1] if i != 2 else None for i, c in enumerate(sent)]
    assert got == [b"413", b"403", None] + 9 * [b"200"], got
    counted = dict(rows(server, "SELECT device, SUM(n) FROM usage_hours GROUP BY device"))
    assert all(counted.get(id) == 3 for id in ids[3:]) and ids[0] not in counted and ids[1] not in counted, counted


def strangers_and_nonsense_are_refused(server):
    _, credential = add_device(server)
    assert report(server, "aula-device-no").status == 401
    assert server.call("POST", "/v1/report", b"{}").status == 401
    assert server.call("POST", "/v1/report", b"{}", {"Authorization": "Bearer " + server.token}).status == 401
    for body in (b"", b"[]", b"{}", b'{"nonce":1}', b'{"nonce":"zz"}', b'{"nonce":"' + b"0" * 40 + b'"}', b"\xff" * 50):
        assert server.call("POST", "/v1/report", body, {"Authorization": "Bearer " + credential}).status == 400, body
    too_long = {"Authorization": "Bearer " + credential, "Content-Length": str(2 * 1024 * 1024 + 1)}
    assert server.call("POST", "/v1/report", None, too_long).status == 413
    assert report(server, credential, "", [counters(1)] * 401).status == 413
    assert report(server, credential, "", [], health={"deep": {"a": 1}}).status == 200
    assert server.ingest([sh.activity(1)], token=credential).status == 401  # a screen cannot change content


def a_cloned_card_is_quarantined(server):
    id, credential = add_device(server)
    nonce = report(server, credential).json()["nonce"]
    lost = report(server, credential, nonce).json()["nonce"]
    mine = report(server, credential, nonce)  # as after a lost answer
    assert mine.status == 200
    assert report(server, credential, lost).status == 403  # who has the lost answer's nonce is another
    again = report(server, credential, mine.json()["nonce"])
    assert again.status == 403 and again.json()["error"] == "quarantined", again.text
    assert server.get("/v1/feed?after=0").status == 200
    assert rows(server, "SELECT state FROM devices") == [("quarantined",)]
    assert rows(server, "SELECT target FROM audit WHERE what = 'device.quarantine'") == [(id,)]
    server.stop()
    fresh = server.command("device", "renew", id).stdout.strip()
    server.start()
    assert report(server, credential).status == 401
    assert report(server, fresh, mine.json()["nonce"]).status == 200
    server.stop()
    assert server.command("device", "revoke", id).returncode == 0
    assert server.command("device", "revoke", "d-nobody").returncode != 0
    server.start()
    assert report(server, fresh).status == 403


class Synced:
    """A device's folder with its credential and the real aula-sync."""

    def __init__(self, server, credential):
        self.device = ff.Device("http://127.0.0.1:%d" % server.port)
        self.device.more = ["sync.report_s=1"]
        self.folder = os.path.join(self.device.dir, "spool", "report")
        os.makedirs(self.folder)
        os.makedirs(os.path.join(self.device.dir, "device"))
        self.put("../../device/credential", credential + "\n")

    def put(self, name, content):
        with open(os.path.join(self.folder, name), "w") as f:
            f.write(content if isinstance(content, str) else json.dumps(content))

    def hour(self, i, n=1):
        id = "c-202611%02dT%02d-%08x" % (1 + i // 24, i % 24, i)
        self.put(id + ".json", {"id": id, "kind": "counters", "hour": id[2:13], "counts": [{"action": "visit", "n": n}]})

    def files(self):
        return sorted(f for f in os.listdir(self.folder) if f[:2] in ("c-", "f-"))

    def nonce(self):
        with open(os.path.join(self.device.dir, "device", "nonce")) as f:
            return f.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.device.remove()


def sync_sends_what_waited(server):
    """Three weeks of hours in several reports, a damaged file dropped, the open hour left alone."""
    id, credential = add_device(server)
    server.ingest([sh.activity(1)])
    with Synced(server, credential) as s:
        for i in range(500):
            s.hour(i)
        s.put("open.json", "{}")
        s.put("c-20261101T00-ffffffff.json", "{damaged")
        s.put("heartbeat.json", {"at_s": int(time.time()), "displayed_seq": 1, "displayed_at_s": 5, "version": "1.2", "touch_ok": True, "sound": "no-device"})
        s.device.once()
        assert s.files() == [], s.files()[:3]
        assert os.path.exists(os.path.join(s.folder, "open.json"))
        s.hour(3)  # as after a crash between the answer and the removal
        s.device.once()
        assert s.files() == []
    assert rows(server, "SELECT SUM(n), COUNT(*) FROM usage_hours") == [(500, 500)]
    (seq, at, verified, health), = rows(server, "SELECT displayed_seq, displayed_at, verified_seq, health FROM devices")
    health = json.loads(health)
    assert (seq, at, verified) == (1, 5, 1), (seq, at, verified)
    assert health["version"] == "1.2" and health["sync"] == "current" and health["touch"] is True, health
    assert health["sound"] == "no-device", health


def sync_keeps_files_without_server_or_leave(server):
    id, credential = add_device(server)
    with Synced(server, credential) as s:
        s.hour(1)
        server.stop()
        s.device.once(None)
        assert len(s.files()) == 1
        server.command("device", "revoke", id)
        server.start()
        s.device.url = "http://127.0.0.1:%d" % server.port
        done = s.device.once()  # content comes all the same
        assert "revoked" in done.stderr, done.stderr
        assert len(s.files()) == 1


def a_copied_card_is_found_by_sync(server):
    id, credential = add_device(server)
    with Synced(server, credential) as a, Synced(server, credential) as b:
        a.device.once()
        b.put("../../device/nonce", a.nonce())
        a.device.once()
        b.device.once()
        a.hour(1)
        a.device.once()
        assert len(a.files()) == 1
    assert rows(server, "SELECT state FROM devices") == [("quarantined",)]


def a_new_picture_is_told_at_once(server):
    id, credential = add_device(server)
    with Synced(server, credential) as s:
        s.device.more = ["sync.report_s=3600"]
        s.put("heartbeat.json", {"at_s": int(time.time()), "displayed_seq": 1})
        s.device.start()
        nonce_file = os.path.join(s.device.dir, "device", "nonce")
        ff.until(lambda: os.path.exists(nonce_file), 15, 0.05)
        first = s.nonce()
        s.put("heartbeat.json", {"at_s": int(time.time()), "displayed_seq": 2})
        took = ff.until(lambda: s.nonce() != first, 15, 0.05)
        second = s.nonce()
        time.sleep(4)
        assert s.nonce() == second  # and no more than that
        s.device.stop()
    assert rows(server, "SELECT displayed_seq FROM devices") == [(2,)]
    return "%.1f s" % took


def staff_see_receipts_and_screens(server):
    """A feature's receipt counts the screens of its centres; a contact person sees the screens of their centre only."""
    sp.prepare(server, [("aino", "contact", "c:a")])
    one, two, three = [add_device(server, name, c) for name, c in (("Pääaula", "c:a"), ("Neuvola", "c:a"), ("Kahvio", "c:b"))]
    now = int(time.time())
    feature = {"kind": "feature", "id": "staff:f-1", "doc": {"activity": "test:1", "centres": ["c:a"],
               "from_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - 60)), "until_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now + 86400))}}
    a = server.ingest([feature])
    assert not a.json()["refused"], a.text
    head = server.page()[1]["head"]
    fine = {"last_frame": now, "touch": True, "printer": "ready", "celsius": 41, "version": "1.2"}
    assert report(server, one[1], "", displayed_seq=head, content_at=now, health=fine).status == 200
    assert report(server, two[1], "", displayed_seq=head - 1, content_at=now, health={**fine, "printer": "out-of-paper", "sound": "no-device"}).status == 200
    browser = sp.Browser(server)
    assert browser.login("aino", "oikea hevonen paristo").status == 303
    page = browser.get("/staff/features?lang=fi").text
    assert "Näkyy: 1 / 2 näytöllä" in page, page
    page = browser.get("/staff/screens?lang=fi").text
    for words in ("2 näyttöä", "Pääaula", "Kaakkuri", "41 °C", "Paperi on loppu", "/staff/screen?id=" + one[0]):
        assert words in page, (words, page)
    assert "Kahvio" not in page
    for lang, words in (("fi", "Ei äänilaitetta: näyttö ei voi puhua"), ("sv", "Ingen ljudenhet: skärmen kan inte tala"),
                        ("en", "No audio device: the screen cannot speak")):
        page = browser.get("/staff/screen?id=%s&lang=%s" % (two[0], lang)).text
        assert words in page, (words, page)
    everything = sp.Browser(server)
    everything.login()
    page = everything.get("/staff/screens?lang=fi").text
    assert "Kahvio" in page and "Ei ole vielä ilmoittautunut" in page, page
    assert server.get("/staff/screens").status in (303, 401)


def staff_are_told_what_a_screen_needs(server):
    """A screen that needs somebody says which of its facts is wrong, in words, in the list and on its page."""
    sp.prepare(server)
    screen, credential = add_device(server, "Pääaula", "c:a")
    browser = sp.Browser(server)
    browser.login()
    now, nonce = int(time.time()), [""]
    fine = {"last_frame": now, "touch": True, "printer": "ready", "celsius": 41}

    def told(content_at=now, **health):
        a = report(server, credential, nonce[0], content_at=content_at, health={k: v for k, v in {**fine, **health}.items() if v is not None})
        nonce[0] = a.json()["nonce"]
        listed, page = browser.get("/staff/screens?lang=fi").text, browser.get("/staff/screen?lang=fi&id=" + screen).text
        mood = re.search(r'<td class="what">.*?class="skip">([^<]+)', listed).group(1)
        wrong = re.findall(r'<td data-head="([^"]*)"><b class="warn">([^<]*)', listed), re.findall(r'<dt>([^<]*)</dt><dd class="warn">([^<]*)', page)
        assert (mood == "Vaatii huomiota") == bool(wrong[0]) == bool(wrong[1]), (mood, wrong)
        return wrong
    assert told() == ([], [])
    assert told(last_frame=None) == ([("Kuva elää", "ei vielä")], [("Kuva piirretty", "ei vielä")])
    assert [w[0][0] for w in told(last_frame=now - 600)] == ["Kuva elää", "Kuva piirretty"]
    assert [w[0][0] for w in told(content_at=now - 7200)] == ["Sisällön ikä", "Sisällön ikä"]
    for word, words in (("out-of-paper", "Paperi on loppu"), ("cover-open", "Kansi on auki"), ("silent", "Ei vastaa"), ("error", "Ei tulosta")):
        assert told(printer=word) == ([("Tulostin", words)], [("Tulostin", words)]), word
    for word, words in (("ready", "Hyvä"), ("near-end", "Paperi loppuu pian"), ("unknown", "Ei kerro tilaansa")):
        assert told(printer=word) == ([], [])
        assert "<dt>Tulostin</dt><dd>%s</dd>" % words in browser.get("/staff/screen?lang=fi&id=" + screen).text, word


CASES = [staff_see_receipts_and_screens, staff_are_told_what_a_screen_needs, sync_sends_what_waited, sync_keeps_files_without_server_or_leave, a_copied_card_is_found_by_sync,
         a_new_picture_is_told_at_once, a_report_counts_once, bad_lines_are_refused_alone, reports_that_come_together_stand_for_themselves, strangers_and_nonsense_are_refused, a_cloned_card_is_quarantined]

if __name__ == "__main__":
    sh.run([c for c in CASES if len(sys.argv) < 2 or c.__name__ in sys.argv[1:]])
