#!/usr/bin/python3
"""A visitor's forms on the phone pages: the contact request reaches a real SMTP conversation and is then forgotten; what is
missing, forged, too much or refused is said; "out of date?" is noted without anything about the person."""
import contextlib, os, re, sqlite3, subprocess, sys, time
sys.path.insert(0, os.path.dirname(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from server_harness import ROOT, Server, activity, run
from server_pages import Browser, Tags
from smtp_sink import Sink

GOOD = {"name": "Aino Äijälä", "phone": "040 123 4567", "email": "aino@example.org", "message": "Sopiiko ensi viikolla?\r\nYstävällisin terveisin", "agree": "yes"}


@contextlib.contextmanager
def site(*settings, answers=()):
    """A server with two activities, one of them with an address, and where its letters go."""
    sink = Sink(*answers)
    try:
        with Server("mail.url=smtp://127.0.0.1:%d" % sink.port, "mail.from=aula@aula.example.org", "mail.tls=optional", *settings) as s:
            assert s.ingest([activity(1, "Omaishoitajien vertaisryhmä", email="ryhma@example.org"), activity(2, "Kerho")]).status == 200
            yield s, sink
    finally:
        sink.close()


def codes(s):
    live, _ = s.whole_feed()
    return {i["doc"]["title"]["fi"].replace("\u00ad", ""): i["doc"]["code"] for (kind, _), i in live.items() if kind == "activity"}


def ask(s, sql):
    with contextlib.closing(sqlite3.connect(s.dir + "/aula.db")) as db:
        return db.execute(sql).fetchall()


def waiting(s):
    return ask(s, "SELECT count(*) FROM mail")[0][0]


def until(f, seconds=30):
    end = time.monotonic() + seconds
    while not f():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def form(b, path):
    page = b.get(path)
    assert page.status == 200, page.status
    return {"stamp": re.search(r'name="stamp" value="([^"]+)"', page.text).group(1), "website": ""}


def request_is_delivered_and_forgotten(_):
    with site() as (s, sink):
        b, code = Browser(s), codes(s)["Omaishoitajien vertaisryhmä"]
        assert "/a/%s/contact" % code in b.get("/a/" + code).text
        page = b.get("/a/%s/contact" % code)
        assert not Tags(page.text).live and len(page.text) < 30000 and "Set-Cookie" not in page.headers
        a = b.post("/a/%s/contact" % code, {**form(b, "/a/%s/contact" % code), **GOOD})
        assert a.status == 200 and "matkalla" in a.text, a.text
        assert sink.wait(lambda k: k.letters), open(s.dir + "/log").read()
        to, letter = sink.letters[0]
        text = letter.get_body(('plain',)).get_content()
        assert "ryhma@example.org" in to and letter["Reply-To"] == "aino@example.org"
        assert letter["Subject"] == "Aula: yhteydenottopyyntö" and letter["Auto-Submitted"] == "auto-generated"
        assert "Aino Äijälä" in text and "040 123 4567" in text and "Sopiiko" in text and code in text and "Omaishoitajien" in text
        until(lambda: waiting(s) == 0)
        until(lambda: not any(b"040 123 4567" in open(os.path.join(s.dir, name), "rb").read() for name in os.listdir(s.dir)))


def what_is_missing_is_said_at_its_field(_):
    with site() as (s, sink):
        b, code = Browser(s), codes(s)["Omaishoitajien vertaisryhmä"]
        path = "/a/%s/contact" % code
        stamp = form(b, path)
        for change, field in (({"name": ""}, "name"), ({"phone": "", "email": ""}, "phone"), ({"phone": "soita!"}, "phone"), ({"email": "a@b"}, "email"),
                              ({"email": "x@example.org\r\nBcc: y@example.org"}, "email"), ({"agree": ""}, "agree")):
            a = b.post(path, {**stamp, **GOOD, **change})
            assert a.status == 422 and 'id="e-%s"' % field in a.text and "Sopiiko" in a.text, (change, a.status)
        assert b.post(path, {**stamp, **GOOD, "message": "x" * 1001}).status == 422
        # a line break in the name stays inside the line
        a = b.post(path, {**stamp, **GOOD, "name": "Aino\r\nSubject: muuta"})
        assert a.status == 200 and sink.wait(lambda k: k.letters)
        assert sink.letters[0][1]["Subject"] == "Aula: yhteydenottopyyntö"


def a_professional_asks_for_a_client(_):
    with site() as (s, sink):
        b, code = Browser(s), codes(s)["Omaishoitajien vertaisryhmä"]
        path = "/a/%s/contact" % code
        stamp = form(b, path)
        theirs = {**GOOD, "for": "client", "pro": "Kaisa Koodari", "unit": "Kaakkurin vastaanotto", "when": "evening"}
        for field in ("pro", "unit"):
            a = b.post(path, {**stamp, **theirs, field: " "})
            assert a.status == 422 and 'id="e-%s"' % field in a.text and 'href="#f-%s"' % field in a.text, (field, a.status)
            assert 'value="client" checked' in a.text and 'value="evening" checked' in a.text
        a = b.post(path, {**stamp, **theirs})
        # what was sent, and when it is deleted
        assert a.status == 200 and "Aino Äijälä" in a.text and "040 123 4567" in a.text and "Illalla" in a.text and "kolmen päivän" in a.text
        assert sink.wait(lambda k: k.letters)
        text = sink.letters[0][1].get_body(("plain",)).get_content()
        for said in ("Kaisa Koodari (Kaakkurin vastaanotto)", "Asiakkaalta on tähän lupa", "Asiakkaan etunimi: Aino Äijälä", "Illalla"):
            assert said in text, (said, text)
        # for oneself nobody else's name goes along
        a = b.post(path, {**stamp, **theirs, "for": "me", "when": "whenever"})
        assert a.status == 200 and sink.wait(lambda k: len(k.letters) == 2)
        text = sink.letters[1][1].get_body(("plain",)).get_content()
        assert "Kaisa" not in text and "Kaakkurin" not in text and "Milloin" not in text


def floods_and_robots_are_stopped(_):
    with site() as (s, sink):
        b, code = Browser(s), codes(s)["Omaishoitajien vertaisryhmä"]
        path = "/a/%s/contact" % code
        stamp = form(b, path)
        assert b.post(path, {**GOOD, "website": ""}).status == 409  # no stamp
        assert b.post(path, {**stamp, **GOOD, "stamp": stamp["stamp"].replace(".", ".0")[:-1]}).status == 409
        other = form(b, "/a/%s/flag" % code)
        assert b.post(path, {**GOOD, **other}).status == 409  # another form's stamp
        assert b.post(path, {**stamp, **GOOD, "website": "http://spam.example.org"}).status == 200  # thanked and forgotten
        answers = [b.post(path, {**stamp, **GOOD}).status for _ in range(8)]
        assert answers == [200] * 6 + [429] * 2, answers
        assert sink.wait(lambda k: len(k.letters) == 6)
        until(lambda: waiting(s) == 0)
        assert len(sink.letters) == 6
        rows = ask(s, "SELECT name FROM throttle")
        assert rows and not any("127.0.0.1" in r[0] for r in rows), rows


def not_offered_without_address_or_mail(_):
    with site() as (s, _):
        code = codes(s)["Kerho"]
        assert "/contact" not in s.get("/a/" + code).text and s.get("/a/%s/contact" % code).status == 404
    for setting in ("contact.enabled=no", "mail.url="):
        with site(setting) as (s, _):
            code = codes(s)["Omaishoitajien vertaisryhmä"]
            assert "/contact" not in s.get("/a/" + code).text and s.get("/a/%s/contact" % code).status == 404
            assert s.call("POST", "/a/%s/contact" % code, b"name=x", {"Content-Type": "application/x-www-form-urlencoded"}).status == 404


def tried_again_after_a_restart_and_dropped_when_refused(_):
    with site(answers=("451 come again", "250 ok", "550 nobody here")) as (s, sink):
        b, code = Browser(s), codes(s)["Omaishoitajien vertaisryhmä"]
        path = "/a/%s/contact" % code
        assert b.post(path, {**form(b, path), **GOOD}).status == 200
        assert sink.wait(lambda k: k.tries == 1)
        until(lambda: ask(s, "SELECT count(*) FROM mail WHERE next_at > created_at + 30 AND next_at < created_at + 200")[0][0] == 1)
        assert not sink.letters and waiting(s) == 1
        s.stop()
        with contextlib.closing(sqlite3.connect(s.dir + "/aula.db")) as db, db:
            db.execute("UPDATE mail SET next_at = 0")  # the wait is over
        s.start()
        assert sink.wait(lambda k: len(k.letters) == 1)
        until(lambda: waiting(s) == 0)
        assert b.post(path, {**form(b, path), **GOOD}).status == 200
        assert sink.wait(lambda k: k.tries == 3)
        until(lambda: waiting(s) == 0)
        assert len(sink.letters) == 1
        until(lambda: "refused for good" in open(s.dir + "/log").read())
        log = open(s.dir + "/log").read()
        assert "aino" not in log.lower() and "040 123" not in log, log


def wrong_settings_are_named(_):
    for setting, told in (("mail.url=http://127.0.0.1", "mail.url"), ("mail.from=", "mail.from"), ("mail.tls=maybe", "mail.tls")):
        s = Server("mail.url=smtp://127.0.0.1:25", "mail.from=aula@aula.example.org", setting)
        r = subprocess.run(s.args, capture_output=True, text=True, timeout=30, cwd=ROOT)
        assert r.returncode != 0 and told in r.stderr, (setting, r.stderr)


def flag_is_noted_without_the_person(_):
    with site() as (s, sink):
        b, code = Browser(s), codes(s)["Kerho"]
        path = "/a/%s/flag" % code
        stamp = form(b, path)
        assert b.post(path, {**stamp}).status == 422 and b.post(path, {**stamp, "why": "nonsense"}).status == 422
        assert b.post(path, {"why": "time"}).status == 409
        assert b.post(path, {**stamp, "why": "time"}).status == 200
        rows = ask(s, "SELECT device, subject, why FROM flags")
        assert rows == [("phone", "test:2", "time")], rows
        for _ in range(10):
            assert b.post(path, {**stamp, "why": "over"}).status == 200
        assert ask(s, "SELECT count(*) FROM flags")[0][0] == 6


def statements_in_every_language(_):
    with Server() as s:
        for name in ("accessibility", "privacy"):
            seen = set()
            for l in ("fi", "sv", "en", "fi-selko", "se", "ru", "uk", "et", "ar", "so"):
                a = s.get("/about/%s?lang=%s" % (name, l))
                assert a.status == 200 and not Tags(a.text).live and len(a.text) < 30000
                seen.add(re.search(r"<h1>(.*?)</h1>", a.text).group(1))
            assert len(seen) >= 3, seen
        assert "/about/privacy" in s.get("/").text


if __name__ == "__main__":
    run([request_is_delivered_and_forgotten, what_is_missing_is_said_at_its_field, a_professional_asks_for_a_client, floods_and_robots_are_stopped, not_offered_without_address_or_mail,
         tried_again_after_a_restart_and_dropped_when_refused, wrong_settings_are_named, flag_is_noted_without_the_person, statements_in_every_language])
