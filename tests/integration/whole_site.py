"""A server with one of everything on it, people of every role, and the list of its routes: what the suites that go through every
route or page share. Not a suite itself."""
import datetime, html, json, os, re, sys, urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from server_harness import ROOT, activity
from server_pages import Browser
from staff_features import png
from staff_harness import demo, person, saved_id, span
from staff_people import invite, join, link_of

ROLES = ("nobody", "reader", "other", "contact", "editor", "admin", "organisation", "importer", "device")
TODAY = datetime.date.today()
ACTIVITY = "demo:omaishoitajien-kahvihetki"


def routes():
    """Every {method, path, access} of src/server/routes.c, which is what the server answers by."""
    text = open(os.path.join(ROOT, "src", "server", "routes.c"), encoding="utf-8").read()
    table = re.search(r"struct web_route routes\[\] = \{(.*?)\n\};", text, re.S).group(1)
    found = re.findall(r'\{WEB_(\w+), "([^"]+)", \w+, [^,]+, ACCESS_(\w+)\}', table)
    assert len(found) == table.count("{WEB_"), "a line of routes.c is not understood"
    return [(method, path, access.lower()) for method, path, access in found]


def feature(b, **more):
    return span(**{**dict(csrf=b.csrf or "x", activity=ACTIVITY, order="1", sentence_fi="Tervetuloa kahville"), **more})


def notice(b, **more):
    return span(**{**dict(csrf=b.csrf or "x", title_fi="Kahvio on kiinni", title_sv="Kaféet är stängt", text_fi="Avataan maanantaina.",
                          level="warning"), **more})


def poll(b, **more):
    return span(**{**dict(csrf=b.csrf or "x", question_fi="Löysitkö mitä etsit?", answer1_fi="Kyllä", answer2_fi="En vielä"), **more})


def hide(b, **more):
    return {**dict(csrf=b.csrf or "x", what="topic", target="vol", centre="kaakkuri"), **more}


def written(b, **more):
    return span(**{**dict(csrf=b.csrf or "x", title_fi="Teemapäivä: muisti", text_fi="Tule käymään.", topic="old", repeat="once",
                          day=TODAY.isoformat(), start="10:00", end="12:30", home="kaakkuri", where="here", room_fi="Aula",
                          phone="040 123 4567", free="1", order="1"), **more})


def listing(b, **more):
    return {**dict(csrf=b.csrf or "x", title_fi="Kahvihetki", text_fi="Tervetuloa.", topic="peer", repeat="once",
                   day=(TODAY + datetime.timedelta(days=60)).isoformat(), start="13:00", end="14:30", home="kaakkuri", where="here",
                   phone="040 123 4567", free="1"), **more}


class Site:
    """Made on a running server, which it stops and starts again. `at` holds the names of what there is, `who` a logged-in
    browser of each role that has one ("nobody": one without a login)."""

    def __init__(self, s, extra=()):
        self.s, self.at = s, {}
        demo(s, [("reader", "reader", "kaakkuri"), ("contact", "contact", "kaakkuri"), ("other", "contact", "raahe"),
                 ("editor", "editor", ""), ("admin", "admin", "")])
        s.stop()
        self.device, self.credential = s.command("device", "add", "Pääaula", "--centre", "kaakkuri").stdout.split()
        self.device2, self.credential2 = s.command("device", "add", "Raahen aula", "--centre", "raahe").stdout.split()
        s.start()
        self.who = {n: person(s, n) for n in ("reader", "other", "contact", "editor", "admin")}
        self.who["nobody"] = Browser(s)
        for b in self.who.values():
            b.get("/staff/account")
        self.organisations()
        self.content()
        self.imports(extra)
        self.screens()
        live, _ = s.whole_feed(2000)
        self.at["code"] = live[("activity", ACTIVITY)]["doc"]["code"]
        self.codes = [i["doc"]["code"] for (k, _), i in sorted(live.items()) if k == "activity"]

    def organisations(self):
        admin = self.who["admin"]
        self.at["join"] = link_of(invite(admin, "uusi", "reader", ("kaakkuri",)))
        page = invite(admin, "piiri", "organisation", ("kaakkuri",), organisation_words="Oulun Ystäväpiiri ry", organisation="new")
        self.who["organisation"], _, a = join(self.s, link_of(page))
        assert a.status == 200, a.text
        b = self.who["organisation"]
        b.get("/staff/listing")
        assert b.post("/staff/listing", listing(b)).status == 303
        c = self.who["contact"]
        page = c.get("/staff/review/listings")
        self.at["waiting"] = re.search(r'name="id" value="([0-9a-f]{16})"', page.text).group(1)
        assert c.post("/staff/review/listing", {"csrf": c.csrf, "id": self.at["waiting"], "verdict": "publish"}).status == 303
        self.at["own"] = [id for (k, id) in self.s.whole_feed(2000)[0] if k == "activity" and id.startswith("own:")][0]
        assert b.post("/staff/listing", listing(b, csrf=b.csrf, title_fi="Toinen kahvihetki")).status == 303
        page = c.get("/staff/review/listings")
        self.at["waiting"] = re.search(r'name="id" value="([0-9a-f]{16})"', page.text).group(1)

    def content(self):
        c = self.who["contact"]
        self.at["feature"] = saved_id(c.post("/staff/feature", feature(c)))
        self.at["draft"] = saved_id(c.post("/staff/feature/draft", feature(c)))
        self.at["written"] = saved_id(c.post("/staff/write", written(c)))
        page = c.get("/staff/feature?id=" + urllib.parse.quote(self.at["written"])).text
        listed = c.get("/staff/features").text
        found = re.findall(r"/staff/write\?id=([^\"&]+)", page + listed)
        self.at["activity"] = html.unescape(urllib.parse.unquote(found[0])) if found else self.at["written"]
        self.at["notice"] = saved_id(c.post("/staff/notice", notice(c)))
        self.at["poll"] = saved_id(c.post("/staff/poll", poll(c)))
        self.at["hide"] = saved_id(c.post("/staff/hide", hide(c)))

    def imports(self, extra):
        s = self.s
        place = lambda x: {"kind": "place", "id": x + ":p", "doc": {"name": {"fi": "Talo"}, "municipality": "564"}}
        org = lambda x, n: {"kind": "organisation", "id": x + ":o", "doc": {"name": {"fi": n}, "email": "kerho@example.org"}}
        for x, n in (("x", "Oulun Kerho ry"), ("y", "OULUN KERHO")):
            a = activity(1, "Kahvihetki – omaishoitajille", x, place=x + ":p", attend=["site"], organisation=x + ":o")
            assert not s.ingest([org(x, n), place(x), a], source=x).json()["refused"]
        many = [activity(n, "Kerho %d" % n, "z") for n in range(20)]
        s.ingest(many, source="z", mode="full", run="r1", last=True)
        assert s.ingest(many[:5], source="z", mode="full", run="r2", last=True).json()["sweep"] == "refused"
        if extra:
            a = s.ingest(list(extra), source="e").json()
            assert not a["refused"], a
        run = {"source": "z", "started": "2026-11-22T05:00:00Z", "seconds": 3, "taken": 5, "changed": 0, "removed": 0, "refused": 0,
               "why": ["skipped: 2 × no title"], "ok": True}
        assert s.call("POST", "/v1/run", json.dumps(run), {"Authorization": "Bearer " + s.token}).status == 200

    def screens(self):
        s = self.s
        hour = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=30)).strftime("%Y%m%dT%H")
        counts = [{"action": a, "n": n, **({"topic": t} if t else {}), **({"subject": u} if u else {})} for a, t, u, n in (
            ("visit", None, None, 140), ("topic", "peer", None, 32), ("topic", "hobby", None, 21), ("open", "peer", ACTIVITY, 19),
            ("print", "peer", ACTIVITY, 8), ("search-empty", None, "pesäpallo", 6), ("poll", None, self.at["poll"] + "#a1", 7))]
        lines = [{"nonce": "", "displayed_seq": s.get("/healthz").json()["head"], "verified_seq": 1,
                  "health": {"version": "0.2", "touch": True, "temperature": 51, "free_mb": 800}},
                 {"id": "c-%s-00000001" % hour, "kind": "counters", "hour": hour, "counts": counts},
                 {"id": "f-%s-00000002" % hour, "kind": "flag", "hour": hour, "subject": ACTIVITY, "why": "time"}]
        a = s.call("POST", "/v1/report", "\n".join(map(json.dumps, lines)), {"Authorization": "Bearer " + self.credential})
        assert a.status == 200 and len(a.json()["taken"]) == 2, a.text
        self.at["device"], self.at["device2"] = self.device, self.device2
        c = self.who["contact"]
        assert c.post("/staff/screen/ask", {"csrf": c.csrf, "id": self.device, "what": "picture"}).status == 303
        a = s.call("POST", "/v1/device/picture", png(108, 192), {"Authorization": "Bearer " + self.credential})
        assert a.status == 200, a.text
        self.enrol()

    def enrol(self):
        a = self.s.call("POST", "/v1/enrol", json.dumps({"version": "0.2", "model": "Näyttö", "width": 1080, "height": 1920}))
        assert a.status == 200, a.text
        self.at["enrol"] = a.json()["user_code"]
        return a.json()

    def quoted(self):
        return {k: urllib.parse.quote(v, safe="/") for k, v in self.at.items()}

    def call(self, role, method, path, fields=None):
        """As that role; importers and screens with their tokens and no cookie."""
        if role in ("importer", "device"):
            body = urllib.parse.urlencode(fields, doseq=True) if isinstance(fields, dict) else fields
            h = {"Authorization": "Bearer " + (self.s.token if role == "importer" else self.credential)}
            if isinstance(fields, dict):
                h["Content-Type"] = "application/x-www-form-urlencoded"
            return self.s.call(method, path, body, h)
        b = self.who[role]
        if isinstance(fields, dict):
            return b.post(path, dict({"csrf": b.csrf or "x"}, **fields))
        return b.s.call(method, path, fields, {"Cookie": "; ".join("%s=%s" % c for c in b.cookies.items())})
