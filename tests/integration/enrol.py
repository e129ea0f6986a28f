#!/usr/bin/python3
"""A screen's life with the real server, the real aula-sync and the real kiosk: its code on the glass, typed by staff, its
credential; moved, taken out of use, back again, its card copied; its picture and its log. And who may do none of it."""
import json, os, re, shutil, stat, subprocess, sys, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import fakefeed as ff
import kiosk_talk as kt
import server_harness as sh
import server_pages as sp

kt.skip_unless_built()
PATIENCE = 60 if os.environ.get("AULA_SANITIZED") else 20
PASSWORD = "oikea hevonen paristo"


class Screen(ff.Device):
    """A device's folder with its aula-sync, which wants to be enrolled."""

    def __init__(self, server, started=True):
        super().__init__("http://127.0.0.1:%d" % server.port)
        self.more = ["server.enrol=true", "sync.report_s=1"]
        self.begin = started
        for d in ("status", "spool/report", "spool/print"):
            os.makedirs(os.path.join(self.dir, d))

    def __enter__(self):
        if self.begin:
            self.start()
        return self

    def __exit__(self, *_):
        self.remove()

    def path(self, *names):
        return os.path.join(self.dir, *names)

    def device(self):
        try:
            with open(self.path("status", "device.json")) as f:
                return json.load(f)
        except FileNotFoundError:
            return {}

    def wait(self, **wanted):
        """Until device.json says all of that; True: anything at all is there."""
        def there():
            d = self.device()
            return all(d.get(k) == v if v is not True else k in d for k, v in wanted.items()) and d
        try:
            return ff.until(there, PATIENCE, 0.05) and self.device()
        except AssertionError:
            raise AssertionError("%s never came: %s\n%s" % (wanted, self.device(), self.log()[-1500:]))

    def wait_code(self, not_this=None, **wanted):
        ff.until(lambda: self.device().get("code") not in (None, not_this), PATIENCE, 0.05)
        return self.wait(code=True, **wanted)

    def kiosk(self):
        """What stands on the glass: the screen's name and every text on it, by id where it has one."""
        k = kt.Kiosk(self.dir)
        tree = k.tree()
        k.close()
        return {n.get("id") or str(i): n.get("label") or n.get("text") or "" for i, n in enumerate(tree)}

    def texts(self):
        return " | ".join(self.kiosk().values()).replace("\u00ad", "")


def staff(server, name="demo"):
    b = sp.Browser(server)
    assert b.login(name, sp.PASSWORD if name == "demo" else PASSWORD).status == 303
    return b


def authorise(b, code, name="Pääaula", centre="c:a", device="", do="allow"):
    page = b.get("/staff/enrol?code=" + code.lower().replace("-", " ").replace(" ", "%20"))
    assert page.status == 200 and code in page.text, page.text[-1500:]
    return page, b.post("/staff/enrol", {"csrf": b.csrf, "code": code, "name": name, "centre": centre, "device": device, "do": do})


def enrolled(x, b):
    """Staff say yes to the code the screen shows; its id, once the screen knows."""
    _, done = authorise(b, x.wait_code()["code"])
    x.wait(link="active")
    return device_id(done)


def device_id(page):
    return re.search(r"/staff/screen\?id=(d-\w+)", page.text).group(1)


def sql(server, query):
    import sqlite3
    with sqlite3.connect("file:%s/aula.db?mode=ro" % server.dir, uri=True) as db:
        return db.execute(query).fetchall()


def audit(server):
    return [r[0] for r in sql(server, "SELECT what FROM audit WHERE what LIKE 'device.%' ORDER BY n")]


def a_screen_from_its_first_start_to_its_content(s):
    """Code, address and fingerprint are on the glass; staff see the same; the credential is the owner's only."""
    sp.prepare(s)
    b = staff(s)
    began = time.monotonic()
    with Screen(s) as x:
        code = x.wait_code(link="code")["code"]
        assert x.status()["state"] == "enrolling" and not os.path.exists(x.path("device", "credential"))
        glass = x.kiosk()
        assert glass["enrol:code"] == code, glass
        assert glass["enrol:address"].endswith("/staff/enrol"), glass
        assert "enrol:qr" in glass and "112" in " ".join(glass.values())
        assert not os.path.exists(x.cache) or x.ids() == []  # nothing is fetched before somebody has said yes
        page, done = authorise(b, code)
        assert x.device()["fingerprint"] in page.text and x.device()["fingerprint"] == glass["enrol:fingerprint"]
        assert done.status == 200, done.text
        who = x.wait(link="active", name="Pääaula", centre="c:a")
        took = time.monotonic() - began
        assert "code" not in who and who["id"] == device_id(done)
        assert stat.S_IMODE(os.stat(x.path("device", "credential")).st_mode) == 0o600
        ff.until(lambda: x.status()["state"] == "current", PATIENCE, 0.05)
        assert open(x.path("device", "server-key")).read() == json.loads(s.get("/v1/key").text)["key"]
        assert "enrol:code" not in x.kiosk()
        ff.until(lambda: sql(s, "SELECT count(*) FROM devices WHERE seen_at IS NOT NULL")[0][0] == 1, PATIENCE, 0.05)
        # used once
        again = b.post("/staff/enrol", {"csrf": b.csrf, "code": code, "name": "Toinen", "centre": "c:a", "do": "allow"})
        assert again.status == 422 and len(sql(s, "SELECT id FROM devices")) == 1
    assert audit(s) == ["device.enrol"]
    return "%.1f s" % took


def refused_screens_get_a_new_code_and_nothing_else(s):
    sp.prepare(s)
    b = staff(s)
    with Screen(s) as x:
        code = x.wait_code(link="code")["code"]
        _, done = authorise(b, code, do="refuse")
        assert done.status == 200 and sql(s, "SELECT count(*) FROM devices") == [(0,)]
        other = x.wait_code(code, link="code")["code"]
        assert other != code and not os.path.exists(x.path("device", "credential"))
        assert b.get("/staff/enrol?code=" + code).text.count("problem") > 0
    assert audit(s) == ["device.enrol-refused"]


def moved_screens_follow_by_themselves(s):
    sp.prepare(s)
    b = staff(s)
    with Screen(s) as x:
        id = enrolled(x, b)
        ff.until(lambda: x.status()["state"] == "current", PATIENCE, 0.05)
        assert kiosk_centre(x) == "Kaakkuri"
        page = b.get("/staff/screen?id=" + id)
        assert page.status == 200
        moved = b.post("/staff/screen", {"csrf": b.csrf, "id": id, "name": "Kahvio", "centre": "c:b"})
        assert moved.status == 303, moved.text
        x.wait(centre="c:b", name="Kahvio")
        assert kiosk_centre(x) == "Myllyoja"
        assert b.post("/staff/screen", {"csrf": b.csrf, "id": id, "name": " ", "centre": "c:b"}).status == 422
        assert b.post("/staff/screen", {"csrf": b.csrf, "id": id, "name": "A", "centre": "c:nowhere"}).status == 422
    (before, after), = sql(s, "SELECT before_doc, after_doc FROM audit WHERE what = 'device.move'")
    assert json.loads(before) == {"name": "Pääaula", "centre": "c:a"} and json.loads(after) == {"name": "Kahvio", "centre": "c:b"}


def kiosk_centre(x):
    k = kt.Kiosk(x.dir)
    k.do("tap 500 1500")
    names = " | ".join(n.get("label") or n.get("text") or "" for n in k.tree())
    k.close()
    return next((c for c in ("Kaakkuri", "Myllyoja") if c in names), names)


def out_of_use_and_back(s):
    """A revoked screen fetches nothing, tells nothing and says so, also after a restart; its new code brings it back."""
    sp.prepare(s)
    b = staff(s)
    with Screen(s) as x:
        id = enrolled(x, b)
        ff.until(lambda: x.status()["state"] == "current", PATIENCE, 0.05)
        assert b.post("/staff/screen/revoke", {"csrf": b.csrf, "id": id}).status == 422  # not sure
        assert b.post("/staff/screen/revoke", {"csrf": b.csrf, "id": id, "sure": "1"}).status == 303
        code = x.wait_code(link="revoked")["code"]
        s.ingest([sh.activity(9, "Uusi kerho")])  # wakes the question that still waits in line
        ff.until(lambda: x.status()["state"] == "revoked", PATIENCE, 0.05)
        had = x.ids()
        s.ingest([sh.activity(10, "Vielä uudempi")])
        seen, = sql(s, "SELECT seen_at FROM devices")
        glass = x.kiosk()
        assert glass["enrol:code"] == code and "poistettu käytöstä" in x.texts(), glass
        x.stop()
        x.start()
        time.sleep(1.2)
        assert x.device()["link"] == "revoked" and x.ids() == had and sql(s, "SELECT seen_at FROM devices") == [seen]
        page = b.get("/staff/screen?id=%s&lang=fi" % id)
        assert "Poistettu käytöstä" in page.text
        code = x.wait_code(code, link="revoked")["code"]
        _, again = authorise(b, code, name="", centre="c:a", device=id)
        assert again.status == 200 and device_id(again) == id, again.text
        x.wait(link="active", id=id)
        ff.until(lambda: "test:10" in x.ids(), PATIENCE, 0.05)
    assert audit(s) == ["device.enrol", "device.revoke", "device.enrol-again"]


def a_copied_card_is_told_and_mended(s):
    sp.prepare(s)
    b = staff(s)
    with Screen(s) as x, Screen(s, started=False) as y:
        id = enrolled(x, b)
        ff.until(lambda: x.status()["state"] == "current" and os.path.exists(x.path("device", "nonce")), PATIENCE, 0.05)
        shutil.rmtree(y.dir)
        x.stop()
        shutil.copytree(x.dir, y.dir)
        x.start()
        y.start()
        x.wait(link="quarantined", code=True)
        code = y.wait_code(link="quarantined")["code"]
        page = b.get("/staff/screens?lang=fi").text
        assert "Muistikortti on kopioitu" in page, page
        assert "kopioitu" in b.get("/staff/screen?id=%s&lang=fi" % id).text
        s.ingest([sh.activity(11, "Kaikesta huolimatta")])  # content goes on meanwhile
        ff.until(lambda: "test:11" in x.ids() and "test:11" in y.ids(), PATIENCE, 0.05)
        assert "enrol:code" not in x.kiosk()  # no visitor is bothered with it
        assert authorise(b, code, name="", centre="c:a", device=id)[1].status == 200
        y.wait(link="active", id=id)
        assert x.device()["link"] == "quarantined"
    assert "device.quarantine" in audit(s)


def a_backup_put_back_loses_no_screen(s):
    """What screens saw and got since the backup is ahead of it: they are not to refuse its pages, nor to be taken for copied cards."""
    import sqlite3
    sp.prepare(s)
    b = staff(s)
    nonce = lambda x: open(x.path("device", "nonce")).read()
    verified = lambda: sql(s, "SELECT verified_seq FROM devices")[0][0]
    with Screen(s) as x:
        enrolled(x, b)
        ff.until(lambda: x.status()["state"] == "current" and os.path.exists(x.path("device", "nonce")), PATIENCE, 0.05)
        with sqlite3.connect("file:%s/aula.db?mode=ro" % s.dir, uri=True) as of, sqlite3.connect(s.dir + "/backup.db") as to:
            of.backup(to)
        kept = nonce(x)
        s.ingest([sh.activity(n, "Varmistuksen jälkeen") for n in range(21, 25)])
        ff.until(lambda: "test:24" in x.ids() and verified() == x.status()["seq"], PATIENCE, 0.05)
        ff.until(lambda: nonce(x) != kept, PATIENCE, 0.05)
        seen, at_backup = x.status()["seq"], nonce(x)
        s.stop()
        for f in os.listdir(s.dir):
            if f.startswith("aula.db"):
                os.remove(os.path.join(s.dir, f))
        os.rename(s.dir + "/backup.db", s.dir + "/aula.db")
        s.args += ["--set", "server.port=%d" % s.port]  # screens know the address
        done = s.command("restored")
        assert done.returncode == 0, done.stderr
        s.start()
        s.ingest([sh.activity(31, "Palautuksen jälkeen")])
        ff.until(lambda: x.ids() and "test:31" in x.ids() and "test:24" not in x.ids(), PATIENCE, 0.05)
        ff.until(lambda: x.status()["state"] == "current" and x.status()["seq"] > seen, PATIENCE, 0.05)
        ff.until(lambda: verified() == x.status()["seq"] and nonce(x) != at_backup, PATIENCE, 0.05)
        assert x.device()["link"] == "active", x.device()
    assert "device.quarantine" not in audit(s)


def picture_and_log_come_when_asked(s):
    """Of the idle screen, through the server's own decoder; unasked nothing is taken."""
    sp.prepare(s)
    b = staff(s)
    with Screen(s) as x:
        id = enrolled(x, b)
        credential = {"Authorization": "Bearer " + open(x.path("device", "credential")).read().strip()}
        assert s.call("POST", "/v1/device/picture", b"\x89PNG", credential).status == 409
        assert s.call("POST", "/v1/device/log", b"x", credential).status == 409
        assert s.call("POST", "/v1/device/log", b"x").status == 401
        assert b.get("/staff/screen/picture?id=" + id).status == 404
        ff.until(lambda: x.status()["state"] == "current", PATIENCE, 0.05)
        kiosk = subprocess.Popen([kt.KIOSK, "--virtual", "1080x1920", "--set", "paths.state=" + x.dir], stderr=subprocess.DEVNULL)
        try:
            assert b.post("/staff/screen/ask", {"csrf": b.csrf, "id": id, "what": "picture"}).status == 303
            ff.until(lambda: sql(s, "SELECT count(*) FROM device_files WHERE what = 'picture'") == [(1,)], PATIENCE, 0.1)
        finally:
            kiosk.terminate()
            kiosk.wait(20)
        png = b.get("/staff/screen/picture?id=" + id)
        assert png.status == 200 and png.body[:8] == b"\x89PNG\r\n\x1a\n" and png.headers["Content-Type"] == "image/png"
        assert not os.path.exists(x.path("status", "want-picture")) and not os.path.exists(x.path("spool", "report", "idle.png"))
        assert b.post("/staff/screen/ask", {"csrf": b.csrf, "id": id, "what": "log"}).status == 303
        ff.until(lambda: sql(s, "SELECT count(*) FROM device_files WHERE what = 'log'") == [(1,)], PATIENCE, 0.1)
        page = b.get("/staff/screen?id=" + id).text
        assert "aula-sync info: enrolled as" in page, page
        # what is no picture is refused, and the last good one stays
        b.post("/staff/screen/ask", {"csrf": b.csrf, "id": id, "what": "picture"})
        assert s.call("POST", "/v1/device/picture", b"GIF89a not one of ours", credential).status == 400
        assert b.get("/staff/screen/picture?id=" + id).body == png.body
    return "%d bytes" % len(png.body)


def who_may_not(s):
    """Contact persons only for their centres; readers look; strangers nothing."""
    sp.prepare(s, [("aino", "contact", "c:a"), ("bea", "contact", "c:b"), ("riku", "reader", "c:a")])
    aino, bea, riku = (staff(s, n) for n in ("aino", "bea", "riku"))
    with Screen(s) as x:
        code = x.wait_code()["code"]
        page, no = authorise(aino, code, centre="c:b")
        assert no.status == 422 and "c:b" not in page.text and sql(s, "SELECT count(*) FROM devices") == [(0,)]
        assert riku.get("/staff/enrol?code=" + code).status == 403
        assert riku.post("/staff/enrol", {"csrf": riku.csrf, "code": code, "name": "X", "centre": "c:a", "do": "allow"}).status == 403
        qr = sp.Browser(s)  # by the QR code, not logged in yet
        assert qr.get("/staff/enrol?code=" + code).headers["Location"] == "/staff/login"
        landed = qr.post("/staff/login", {"name": "aino", "password": PASSWORD})
        assert landed.headers["Location"] == "/staff/enrol?code=" + code and "aula_code" not in qr.cookies
        assert code in qr.get(landed.headers["Location"]).text
        evil = sp.Browser(s)
        evil.cookies["aula_code"] = "//evil.example"
        assert evil.post("/staff/login", {"name": "aino", "password": PASSWORD}).headers["Location"] == "/staff/features"
        assert aino.post("/staff/enrol", {"csrf": "wrong", "code": code, "name": "X", "centre": "c:a", "do": "allow"}).status == 403
        _, done = authorise(aino, code)
        id = device_id(done)
        for b, sees, changes in ((aino, 200, 303), (riku, 200, 403), (bea, 404, 404)):
            assert b.get("/staff/screen?id=" + id).status == sees
            assert (id in b.get("/staff/screens").text) == (sees == 200)
            assert b.post("/staff/screen/ask", {"csrf": b.csrf, "id": id, "what": "log"}).status == changes
            if b is not aino:
                assert b.get("/staff/screen/picture?id=" + id).status == 404
                assert b.post("/staff/screen", {"csrf": b.csrf, "id": id, "name": "Oma", "centre": "c:b"}).status == changes
                assert b.post("/staff/screen/revoke", {"csrf": b.csrf, "id": id, "sure": "1"}).status == changes
        assert aino.post("/staff/screen", {"csrf": aino.csrf, "id": id, "name": "Oma", "centre": "c:b"}).status == 422
        assert sql(s, "SELECT name, centre, state FROM devices") == [("Pääaula", "c:a", "active")]
        assert aino.get("/staff/screen?id=d-nobody").status == 404


def codes_cannot_be_guessed_or_hoarded(s):
    sp.prepare(s)
    b = staff(s)
    assert "BCDF" in b.get("/staff/enrol").text
    for i in range(20):
        page = b.get("/staff/enrol?code=BCDF-%s" % "".join("BCDFGHJKLM"[(i >> k) % 10] for k in range(4))).text
        assert "Liian monta" not in page and "problem" in page, i
    assert "Too many wrong codes" in b.get("/staff/enrol?code=ZZZZ-ZZZZ&lang=en").text
    offers = [s.call("POST", "/v1/enrol", b'{"model":"<b>x</b>"}') for _ in range(61)]
    assert [o.status for o in offers] == [200] * 60 + [429], [o.status for o in offers]
    one = offers[0].json()
    assert re.fullmatch("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", one["user_code"])
    assert one["expires_in"] == 600 and one["interval"] == 1 and len({o.json()["user_code"] for o in offers[:60]}) == 60
    poll = lambda code: s.call("POST", "/v1/enrol/token", json.dumps({"device_code": code}).encode())
    assert poll(one["device_code"]).json() == {"error": "authorization_pending"}
    assert poll("x" * 43).json() == {"error": "expired_token"} and poll("x" * 43).status == 400
    for body in (b"", b"[]", b"{", b'{"device_code":1}', b'{"device_code":"' + b"x" * 70 + b'"}', b"\xff\xfe"):
        assert s.call("POST", "/v1/enrol/token", body).json() == {"error": "invalid_request"}, body
    for body in (b"", b"[]", b'{"width":-1}', b'{"model":"' + b"x" * 200 + b'"}', b'{"version":1}'):
        assert s.call("POST", "/v1/enrol", body).status == 400, body
    assert s.call("POST", "/v1/enrol", b" " * 5000).status == 413


CASES = [a_screen_from_its_first_start_to_its_content, refused_screens_get_a_new_code_and_nothing_else, moved_screens_follow_by_themselves,
         out_of_use_and_back, a_copied_card_is_told_and_mended, a_backup_put_back_loses_no_screen,
         picture_and_log_come_when_asked, who_may_not, codes_cannot_be_guessed_or_hoarded]

if __name__ == "__main__":
    sh.run([c for c in CASES if len(sys.argv) < 2 or c.__name__ in sys.argv[1:]], "enrol.interval_s=1")
