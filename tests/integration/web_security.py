#!/usr/bin/python3
# What a stranger, a neighbour or a bad source may try on every staff and phone page: forms without the session's token, planted and old
# sessions, things of other centres, text that would be markup, headers, guessing, too much, too slow.
import functools, os, re, socket, sys, time, urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import cases
from server_harness import Server, activity, on_own_server
from server_pages import EVIL, PASSWORD, Browser, Tags
from server_roles import TABLE, filled
from whole_site import ACTIVITY, Site, feature, hide, listing, notice, poll, routes, written

FORM = "application/x-www-form-urlencoded"

def site(s):
    if not hasattr(s, "site"):
        s.site = Site(s)
    return s.site


def every_form_wants_the_token_of_its_session(s):
    """The table of server_roles.py gives a form that is good but for the token; admin may do nearly all."""
    w = site(s)
    head = s.get("/healthz").json()["head"]
    tried, seen = 0, set()
    for method, route, path, fields, _ in TABLE:
        if method != "POST" or not route.startswith("/staff") or route in ("/staff/login", "/staff/second"):
            continue
        who = "organisation" if route.startswith("/staff/listing") else "admin"
        b, address = w.who[who], (path or route).format(**w.quoted())
        other = w.who["editor"].csrf
        good = dict(filled(fields, b, w.at, who), csrf=b.csrf)
        if route != "/staff/join/:token":  # there the secret address is the token; only its origin is looked at
            for token in (None, "", "0" * len(b.csrf), b.csrf[:-1], b.csrf + "x", other):
                f = {k: v for k, v in dict(good, csrf=token).items() if v is not None}
                assert w.s.call("POST", address, urllib.parse.urlencode(f, doseq=True), cookies(b, FORM)).status == 403, (route, token)
                tried += 1
        for more in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
            a = w.s.call("POST", address, urllib.parse.urlencode(good, doseq=True), dict(cookies(b, FORM), **more))
            assert a.status == 403, (route, more, a.status)
            tried += 1
        if route != "/staff/join/:token":
            assert w.s.call("POST", address, urllib.parse.urlencode(good, doseq=True), cookies(b, "text/plain")).status in (403, 415), route
        assert w.s.call("GET", address + ("&" if "?" in address else "?") + "csrf=" + b.csrf, None, cookies(b)).status != 500
        seen.add(route)
    posts = {p for m, p, _ in routes() if m == "POST" and p.startswith("/staff")} - {"/staff/login", "/staff/second"}
    assert seen == posts, posts - seen
    assert s.get("/healthz").json()["head"] == head, "something was changed"
    assert w.who["admin"].get("/staff/account").status == 200
    return "%d forms of %d routes refused" % (tried, len(seen))


def cookies(b, type=None):
    h = {"Cookie": "; ".join("%s=%s" % c for c in b.cookies.items())}
    return dict(h, **{"Content-Type": type}) if type else h


def login_from_elsewhere_and_planted_sessions(s):
    w = site(s)
    for more in ({"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}):
        for path in ("/staff/login", "/staff/second"):
            assert Browser(s).post(path, {"name": "demo", "password": PASSWORD}, **more).status in (303, 403), path
            a = Browser(s).post(path, {"name": "demo", "password": PASSWORD}, **more)
            assert "Set-Cookie" not in a.headers, path
    victim = Browser(s)
    for planted in ("planted", "A" * 43, w.who["reader"].cookies["aula_session"], "x" * 4000, "%00", "'; DROP TABLE sessions; --"):
        victim.cookies = {"aula_session": planted}
        a = victim.login()
        if len(planted) > 3000 and a.status in (400, 413, 431):
            continue
        assert a.status == 303 and victim.cookies["aula_session"] != planted, planted
    # the reader, whose session was planted on the victim, sees nothing of the victim's
    assert "Demo" not in w.who["reader"].get("/staff/account").text
    old = victim.cookies["aula_session"]
    victim.get("/staff/account")
    assert victim.post("/staff/logout", {"csrf": victim.csrf}).status == 303
    back = Browser(s)
    back.cookies["aula_session"] = old
    assert back.get("/staff/account").status == 303
    # a session in the address or in a form is none
    assert s.get("/staff/account?aula_session=" + w.who["admin"].cookies["aula_session"]).status == 303
    again = Browser(s)
    again.login("reader", "oikea hevonen paristo")
    w.who["reader"] = again
    again.get("/staff/account")


def nobody_reaches_into_another_centre(s):
    """The contact person of Raahe with everything of Kaakkuri, by every address that takes its name."""
    w = site(s)
    b, q = w.who["other"], w.quoted()
    head = s.get("/healthz").json()["head"]
    reads = ["/staff/feature?id={feature}", "/staff/feature/preview?id={feature}", "/staff/write?id={activity}", "/staff/notice?id={notice}",
             "/staff/poll?id={poll}", "/staff/poll/results?id={poll}", "/staff/poll/csv?id={poll}", "/staff/screen?id={device}",
             "/staff/screen/picture?id={device}", "/staff/centre?id=kaakkuri", "/staff/statistics?centre=kaakkuri",
             "/staff/statistics/csv?list=opened&centre=kaakkuri", "/staff/person?name=piiri", "/staff/person?name=contact",
             "/staff/listing?id={own}", "/staff/log", "/staff/log?target={feature}"]
    for path in reads:
        a = b.get(path.format(**q))
        assert a.status in (403, 404) or path.startswith("/staff/listing") and a.status == 303, (path, a.status)
    for centres in ({"centre": "kaakkuri"}, {"centre": ["raahe", "kaakkuri"]}, {"centre": "", "everywhere": "1"}, {"centre": "no:such"}):
        for path, make in (("feature", feature), ("notice", notice), ("poll", poll), ("hide", hide), ("write", written)):
            a = b.post("/staff/" + path, make(b, **centres))
            assert a.status in (403, 422), (path, centres, a.status)
    for path, make, name in (("feature", feature, "feature"), ("notice", notice, "notice"), ("poll", poll, "poll"), ("write", written, "activity")):
        for here in ("kaakkuri", "raahe"):  # also: mine to yours and back
            f = make(b, centre=here)
            f["written" if path == "write" else "id"] = w.at[name]
            assert b.post("/staff/" + path, f).status in (403, 404, 422), (path, here)
            assert b.post("/staff/%s/preview" % path, f).status in (403, 404, 422), (path, here)
    assert b.post("/staff/feature", feature(b, centre="raahe", screen=[w.device])).status == 422  # a screen of theirs
    for path, f in (("feature/end", {"id": w.at["feature"]}), ("notice/end", {"id": w.at["notice"]}), ("poll/end", {"id": w.at["poll"]}),
                    ("hide/end", {"id": w.at["hide"]}), ("undo", {"kind": "feature", "id": w.at["feature"]}), ("undo", {"kind": "hide", "id": w.at["hide"]}),
                    ("screen", {"id": w.device, "name": "Oma", "centre": "raahe"}), ("screen/revoke", {"id": w.device, "sure": "1"}),
                    ("screen/ask", {"id": w.device, "what": "log"}), ("centre", {"id": "kaakkuri", "person_phone": "112"}),
                    ("review/listing", {"id": w.at["waiting"], "verdict": "publish"}), ("review/listing-rule", {"centre": "kaakkuri", "direct": "1"}),
                    ("person", {"name": "piiri", "display": "X", "role": "organisation", "centre": ["raahe"]}), ("person/link", {"name": "piiri"}),
                    ("person/disable", {"name": "piiri", "disabled": "1"}), ("listing", listing(b, written=w.at["own"])),
                    ("listing/end", {"id": w.at["own"]}), ("enrol", {"code": w.at["enrol"], "name": "X", "centre": "kaakkuri", "do": "allow"}),
                    ("enrol", {"code": w.at["enrol"], "name": "X", "centre": "raahe", "device": w.device, "do": "allow"})):
        a = b.post("/staff/" + path, dict({"csrf": b.csrf}, **f))
        assert a.status in (403, 404, 409, 422), (path, f, a.status)
    for path in ("features", "features?when=over", "notices", "polls", "hidden", "screens", "review", "review/listings", "people"):
        text = b.get("/staff/" + path).text
        for name in ("feature", "notice", "poll", "hide", "device", "waiting"):
            assert w.at[name] not in text and q[name] not in text, (path, name)
    # an activity of one's own may not be another's, and a feature may not be an activity
    assert w.who["contact"].get("/staff/write?id=" + urllib.parse.quote(ACTIVITY)).status in (403, 404)
    o = w.who["organisation"]
    for id in (ACTIVITY, w.at["activity"], w.at["feature"], "x:1", "../x", EVIL):
        assert o.get("/staff/listing?id=" + urllib.parse.quote(id)).status == 404, id
        o.get("/staff/listing")
        assert o.post("/staff/listing", listing(o, csrf=o.csrf, written=id)).status == 404, id
        assert o.post("/staff/listing/end", {"csrf": o.csrf, "id": id}).status == 404, id
    assert o.post("/staff/listing", listing(o, csrf=o.csrf, home="raahe")).status in (200, 422)
    assert s.get("/healthz").json()["head"] == head, "something was changed"


def every_page_carries_the_headers(s):
    w = site(s)
    paths = [(m, (p or r).format(**w.quoted()), f, r) for m, r, p, f, _ in TABLE]
    paths += [("GET", x, None, x) for x in ("/a/zzzz", "/nothing/here", "/staff/nothing", "/static/x/phone.css", "/a/%s.ics" % w.at["code"], "/v1/nothing")]
    n = 0
    for method, path, fields, route in paths:
        if route == "/staff/logout":
            continue
        for role in ("nobody", "reader"):
            b = w.who[role]
            if method == "GET":
                a = s.call("GET", path, None, cookies(b))
            else:  # without a token: the refusals carry them as well
                body = fields if isinstance(fields, bytes) else b"csrf=x"
                a = s.call("POST", path, body, cookies(b, FORM))
            assert a.headers["X-Content-Type-Options"] == "nosniff", (method, path, role)
            assert a.headers["Referrer-Policy"] in ("no-referrer", "same-origin"), (method, path, role, a.headers["Referrer-Policy"])
            if (a.headers["Content-Type"] or "").startswith("text/html"):
                assert a.headers["X-Frame-Options"] == "DENY" and a.headers["Cross-Origin-Opener-Policy"] == "same-origin", (path, role)
                csp = a.headers["Content-Security-Policy"] or ""
                for part in ("default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
                    assert part in csp, (path, csp)
                assert "unsafe" not in csp and "*" not in csp and ("script-src" not in csp or "script-src 'self';" in csp), (path, csp)
            if path.startswith("/staff"):
                assert "no-store" in (a.headers["Cache-Control"] or ""), (method, path, role, a.status, a.headers["Cache-Control"])
            else:
                assert a.headers["Set-Cookie"] is None, path
            assert not {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(a.headers.keys()), (path, a.headers.keys())
            n += 1
    return "%d answers" % n


def text_of_every_record_is_never_markup(_):
    """Every text of every kind that an import can bring and of everything staff and organisations write."""
    e = {"fi": EVIL, "sv": EVIL, "en": EVIL}
    hours = [{"days": ["MO"], "opens": "09:00", "closes": "12:00", "note": e}]
    extra = [
        {"kind": "organisation", "id": "e:o", "doc": {"name": e, "description": e, "email": "a@example.org", "phone": "112"}},
        {"kind": "place", "id": "e:p", "doc": {"name": e, "street": e, "city": e, "postcode": EVIL[:10], "municipality": "564"}},
        {"kind": "topic", "id": "e:t", "doc": {"title": e, "subtitle": e, "lead": e, "look": "peer"}},
        activity(1, EVIL, source="e", text=e, summary=e, status_note=e, place_note=e, price_text=e, signup_note=e, phone_label=e, organisation="e:o",
                 place="e:p", topics=["e:t"], keywords=[EVIL], access=[EVIL, "wheelchair"], languages=[EVIL], price="paid", status="cancelled",
                 attend=["site"], type="event", signup="yes",
                 schedules=[{"freq": "weekly", "interval": 1, "start": "2026-01-05T10:00:00", "duration_min": 60, "zone": "Europe/Helsinki"}]),
    ]
    extra[3]["doc"]["title"] = e
    extra[3]["doc"]["from"] = {"source": "e", "source_id": EVIL, "license": EVIL, "attribution": EVIL}
    with Server() as s:
        w = Site(s, extra)
        for r in ({"kind": "centre", "id": "e:c", "doc": {"name": e, "lat": 65.0, "lon": 25.0, "municipality": "564", "zone": "Europe/Helsinki",
                                                         "languages": ["fi"], "nearby_km": 5}},
                  {"kind": "contact", "id": "e:k", "doc": {"name": e, "place": e, "phone": "112", "hours": hours, "centres": ["kaakkuri"]}},
                  {"kind": "notice", "id": "e:n", "doc": {"title": e, "text": e, "level": "info", "centres": ["kaakkuri"],
                                                         "from": "2026-01-01T00:00:00Z", "until": "2036-01-01T00:00:00Z"}},
                  {"kind": "poll", "id": "e:q", "doc": {"question": e, "answers": [{"id": "a1", "text": e}, {"id": "a2", "text": e}], "centres": ["kaakkuri"],
                                                       "from": "2026-01-01T00:00:00Z", "until": "2036-01-01T00:00:00Z"}}):
            a = s.ingest([r], source="e").json()
            assert a["taken"] == 1, a
        c, admin, o = w.who["contact"], w.who["admin"], w.who["organisation"]
        short = EVIL[:59]
        made = {"f": c.post("/staff/feature", feature(c, activity="e:1", sentence_fi=short, sentence_sv=short)),
                "w": c.post("/staff/write", written(c, title_fi=EVIL[:90], text_fi=EVIL, room_fi=short, where="elsewhere", place_fi=short, street=short, city=short)),
                "n": c.post("/staff/notice", notice(c, title_fi=short, title_sv=short, text_fi=EVIL, text_sv=EVIL)),
                "p": c.post("/staff/poll", poll(c, question_fi=EVIL[:80], answer1_fi=EVIL[:40], answer2_fi=EVIL[:40])),
                "h": c.post("/staff/hide", hide(c, what="organisation", target="e:o"))}
        assert {a.status for a in made.values()} == {303}, {k: (a.status, re.sub("<[^>]+>|\\s+", " ", a.text)[:400]) for k, a in made.items() if a.status != 303}
        id = {k: re.search("saved=([^&]+)", a.headers["Location"]).group(1) for k, a in made.items()}
        assert o.post("/staff/listing", listing(o, csrf=o.csrf, title_fi=EVIL[:90], text_fi=EVIL, room_fi=short)).status == 303
        assert c.post("/staff/centre", {"csrf": c.csrf, "id": "kaakkuri", "person_name_fi": short, "person_place_fi": short, "person_phone": "112"}).status == 303
        assert c.post("/staff/screen", {"csrf": c.csrf, "id": w.device, "name": short, "centre": "kaakkuri"}).status in (303, 422)
        a = admin.post("/staff/people/new", {"csrf": admin.csrf, "name": "ilkea", "display": EVIL[:60], "role": "reader", "centre": ["kaakkuri"], "lang": "fi"})
        assert a.status == 200, a.text
        enrol = s.call("POST", "/v1/enrol", '{"model":"<script>x</script>","version":"<b>"}').json()["user_code"]
        nonce = s.call("POST", "/v1/report", '{"nonce":"","health":{"version":"<script>1</script>","<img src=x onerror=1>":"<b>"}}',
                       {"Authorization": "Bearer " + w.credential2})
        assert nonce.status in (200, 400), nonce.text
        code = next(i["doc"]["code"] for (k, x), i in s.whole_feed(2000)[0].items() if x == "e:1")
        ql = urllib.parse.quote(EVIL)
        at = w.quoted()
        pages = ["features", "features?when=over", "features/new?q=" + ql, "feature?id=" + id["f"], "feature?activity=e:1", "write", "notices",
                 "notice?id=" + id["n"], "polls", "poll?id=" + id["p"], "poll/results?id=" + id["p"], "hidden", "hidden?what=organisation&q=" + ql,
                 "hide?what=activity&target=e:1", "hide?what=topic&target=e:t", "centres", "centre?id=kaakkuri", "centre?id=e:c", "screens",
                 "screen?id=" + at["device"], "screen?id=" + at["device2"], "enrol?code=" + enrol, "statistics", "statistics?centre=e:c", "review",
                 "review/quality", "review/quality?note=no-contact", "review/twice", "review/sources", "review/listings", "people",
                 "person?name=ilkea", "log", "log?who=" + ql, "log?target=" + ql, "account"]
        n = 0
        for path in ["/staff/" + p for p in pages] + ["%s?lang=%s" % (p, l) for p in ("/a/" + code, "/t/" + code, "/a/%s/flag" % code) for l in ("fi", "en", "ar", ql)]:
            a = admin.get(path)
            t = Tags(a.text)
            assert a.status in (200, 403, 404) and "html" in t.tags and not t.live, (path, a.status, t.live)
            n += 1
        for b, path in ((o, "/staff/listings"), (o, "/staff/listing"), (c, "/staff/review/listings")):
            assert not Tags(b.get(path).text).live, path
        # forms that come back with their mistakes
        for path, fields in (("feature", feature(c, sentence_fi=EVIL * 3)), ("notice", notice(c, title_fi=EVIL * 3)), ("poll", poll(c, question_fi=EVIL * 5)),
                             ("write", written(c, title_fi=EVIL * 5, text_fi=EVIL)), ("login", {"name": EVIL, "password": EVIL})):
            assert not Tags(c.post("/staff/" + path, fields).text).live, path
    return "%d pages" % n


def files_are_the_servers_own(s):
    """Also when it is started without its unit, whose UMask says the same."""
    names = [n for n in os.listdir(s.dir) if n != "log"]
    assert any(n.startswith("aula.db") for n in names), names
    for name in names:
        assert os.stat(os.path.join(s.dir, name)).st_mode & 0o077 == 0, name


def guessing_is_stopped_by_name_and_by_address(s):
    b = Browser(s)
    s.stop(), s.command("demo-setup"), s.start()
    answers = [b.login("demo", "väärä %d" % i).status for i in range(12)]
    assert answers == [403] * 10 + [429] * 2, answers
    a = b.login()
    assert a.status == 429 and "Set-Cookie" not in a.headers  # the right one too
    names = [Browser(s).login("name-%d" % i, "x").status for i in range(60)]  # one guess each at many names
    assert names[-1] == 429 and names.count(403) < 60, names
    assert s.get("/staff/login").status == 200
    s.stop(), s.start()
    assert b.login().status == 429, "a restart forgets nothing"


def too_much_is_refused_before_it_is_kept(s):
    """By its length, and when it tells none."""
    w = site(s)
    limits = {"/staff/write": 1 << 24, "/staff/write/preview": 1 << 24, "/staff/listing": 1 << 24}
    tried = 0
    for method, route, path, _, _ in TABLE:
        if method != "POST" or route in ("/staff/login", "/staff/second", "/staff/logout"):
            continue
        address = (path or route).format(**w.quoted())
        who = w.who["organisation" if route.startswith("/staff/listing") else "admin"]
        headers = {"Cookie": cookies(who)["Cookie"]}
        if route.startswith("/v1/"):
            headers = {"Authorization": "Bearer " + (w.credential if "device" in route or "report" in route else s.token)}
        head = "POST %s HTTP/1.1\r\nHost: x\r\n%sContent-Type: %s\r\n" % (address, "".join("%s: %s\r\n" % h for h in headers.items()), FORM)
        c = socket.create_connection(("127.0.0.1", s.port), timeout=20)
        c.sendall((head + "Content-Length: %d\r\n\r\n" % (1 << 33)).encode())
        answer = c.recv(300)
        assert b" 413 " in answer, (route, answer[:80])
        c.close()
        tried += 1
        if route in limits or route.startswith("/v1/ingest"):
            continue
        c = socket.create_connection(("127.0.0.1", s.port), timeout=20)
        try:
            c.sendall((head + "Transfer-Encoding: chunked\r\n\r\n").encode())
            for _ in range(700):
                c.sendall(b"1000\r\n" + b"x" * 4096 + b"\r\n")
            c.sendall(b"0\r\n\r\n")
            answer = c.recv(300)
            assert b" 413 " in answer or b" 403 " in answer, (route, answer[:80])
        except (ConnectionResetError, BrokenPipeError):
            pass
        c.close()
    # a body where none belongs is not kept either, not even a stranger's
    before = memory(s)
    for address in ("/", "/v1/feed?after=0", "/staff/login", "/nothing"):
        c = socket.create_connection(("127.0.0.1", s.port), timeout=20)
        try:
            c.sendall(("GET %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" % address).encode())
            for _ in range(320):
                c.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            assert memory(s) - before < 16 << 10, (address, memory(s) - before)
            c.sendall(b"0\r\n\r\n")
            assert b" 200 " not in c.recv(100), address
        except (ConnectionResetError, BrokenPipeError):
            pass
        c.close()
    many = "&".join("a%d=b" % i for i in range(5000))
    assert w.who["admin"].s.call("POST", "/staff/notice", many, cookies(w.who["admin"], FORM)).status in (400, 403, 413)
    assert s.get("/healthz").status == 200
    return "%d routes" % tried


def memory(s):
    """kB that the server holds."""
    return int(re.search(r"VmRSS:\s+(\d+)", open("/proc/%d/status" % s.process.pid).read()).group(1))


def forms_that_trickle_are_cut_and_hold_up_nobody(s):
    """Heads, and bodies behind a login, a byte at a time; the deadlines themselves are server_pages.py's."""
    w = site(s)
    slow = []
    for i in range(120):
        c = socket.create_connection(("127.0.0.1", s.port))
        head = "POST /staff/notice HTTP/1.1\r\nHost: x\r\nCookie: %s\r\nContent-Type: %s\r\nContent-Length: 60000\r\n" % (cookies(w.who["contact"])["Cookie"], FORM)
        c.sendall((head + ("\r\ncsrf=" if i % 2 else "")).encode())
        slow.append(c)
    times = []
    for i in range(60):
        for c in slow:
            try:
                c.sendall(b"a")
            except OSError:
                pass
        t = time.monotonic()
        assert w.who["contact"].get("/staff/notices").status == 200
        times.append(time.monotonic() - t)
    times.sort()
    assert times[int(len(times) * 0.9)] < 1, times[-5:]
    cut, end = set(), time.monotonic() + 40
    while len(cut) < 60 and time.monotonic() < end:  # those who never ended their head
        for i in range(0, 120, 2):
            slow[i].setblocking(False)
            try:
                if not slow[i].recv(100):
                    cut.add(i)
            except BlockingIOError:
                pass
            except OSError:
                cut.add(i)
        time.sleep(0.1)
    for c in slow:
        c.close()
    assert len(cut) == 60, len(cut)
    assert s.get("/healthz").json()["connections"] < 100
    return "pages p90 %.0f ms meanwhile" % (times[int(len(times) * 0.9)] * 1000)


ON_ONE_SITE = [every_form_wants_the_token_of_its_session, login_from_elsewhere_and_planted_sessions, nobody_reaches_into_another_centre,
               every_page_carries_the_headers, files_are_the_servers_own, too_much_is_refused_before_it_is_kept, forms_that_trickle_are_cut_and_hold_up_nobody]


if __name__ == "__main__":
    with Server() as shared:
        suite = [functools.wraps(case)(functools.partial(case, shared)) for case in ON_ONE_SITE]
        cases.run(suite + [on_own_server(case) for case in (text_of_every_record_is_never_markup, guessing_is_stopped_by_name_and_by_address)])
