#!/usr/bin/python3
# Staff pages, phone pages and everything a stranger may try on aula-server.
import datetime, html, http.client, json, os, re, socket, sys, threading, time, urllib.parse
from html.parser import HTMLParser

sys.path.insert(0, os.path.dirname(__file__))
from server_harness import ROOT, Server, activity, run

PASSWORD = "demo-aula-2026"
EVIL = "\"><script>alert('x')</script><img src=x onerror=alert(1)>&amp;'`\u2028"


class Tags(HTMLParser):
    """Every tag and attribute of a page, and whether anything a browser would run is among them."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.live, self.ids, self.inputs = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        own_script = re.fullmatch(r"/static/[0-9a-f]+/staff\.js", attrs.get("src") or "")
        if tag == "script" and attrs.get("type") != "application/ld+json" and not own_script:
            self.live.append(tag)
        own_picture = re.match(r"/(staff|v1/image)/", attrs.get("src") or "")
        if tag in ("iframe", "object", "embed", "base", "img") and not (tag == "img" and own_picture):
            self.live.append(tag)
        for name, value in attrs.items():
            if name.startswith("on") or name == "style":
                self.live.append("%s %s" % (tag, name))
            if name in ("href", "src", "action") and re.match(r"\s*(javascript|vbscript|data:text)", value or "", re.I):
                self.live.append("%s=%s" % (name, value))


class Browser:
    def __init__(self, server):
        self.s, self.cookies, self.csrf = server, {}, None

    def call(self, method, path, fields=None, **headers):
        h = {k.replace("_", "-"): v for k, v in headers.items()}
        if self.cookies:
            h["Cookie"] = "; ".join("%s=%s" % c for c in self.cookies.items())
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields, doseq=True)
            h.setdefault("Content-Type", "application/x-www-form-urlencoded")
        a = self.s.call(method, path, body, h)
        for c in a.headers.get_all("Set-Cookie") or []:
            name, value = c.split(";")[0].split("=", 1)
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        found = re.search(r'name="csrf" value="([^"]*)"', a.text)
        self.csrf = found.group(1) if found else self.csrf
        return a

    def get(self, path, **h):
        return self.call("GET", path, **h)

    def post(self, path, fields, **h):
        return self.call("POST", path, fields, **h)

    def login(self, name="demo", password=PASSWORD):
        a = self.post("/staff/login", {"name": name, "password": password})
        if a.status == 303:
            self.get("/staff/features")
        return a


def prepare(s, users=()):
    """Demo user, two centres, an activity; and further users (name, role, centres)."""
    s.stop()
    assert s.command("demo-setup").returncode == 0
    for name, role, centres in users:
        r = s.command("user", "add", name, "--role", role, "--centres", centres, stdin="oikea hevonen paristo\n")
        assert r.returncode == 0, r.stderr
    s.start()
    centre = lambda n, name: {"kind": "centre", "id": "c:" + n, "doc": {
        "name": {"fi": name}, "lat": 65.0, "lon": 25.5, "municipality": "564", "zone": "Europe/Helsinki",
        "languages": ["fi"], "nearby_km": 30}}
    a = s.ingest([centre("a", "Kaakkuri"), centre("b", "Myllyoja"), activity(1, "Omaishoitajien kahvihetki"),
                  activity(2, "Lukupiiri")]).json()
    assert a["taken"] == 4, a


def day(days):
    """ISO day so many days from today."""
    return (datetime.date.today() + datetime.timedelta(days=days)).isoformat()


def feature_fields(b, **more):
    f = {"csrf": b.csrf, "activity": "test:1", "centre": "c:a", "from_day": day(-30), "from_clock": "07:00",
         "until_day": day(30), "until_clock": "15:00", "order": "1", "sentence_fi": ""}
    f.update(more)
    return {k: v for k, v in f.items() if v is not None}


def code_of(s, id):
    live, _ = s.whole_feed()
    return live[("activity", id)]["doc"]["code"]


def a_feature_reaches_the_feed_within_a_second_and_ends(s):
    prepare(s)
    b = Browser(s)
    assert b.login().status == 303
    head = s.get("/healthz").json()["head"]
    got = []
    t = threading.Thread(target=lambda: got.append((s.get("/v1/feed?after=%d&wait=20" % head), time.monotonic())))
    t.start()
    while s.get("/healthz").json()["waiting"] < 1:
        time.sleep(0.01)
    time.sleep(0.4)
    found = b.get("/staff/features/new?q=KAHVI")
    assert "Omaishoitajien" in found.text.replace("\u00ad", "") and "Lukupiiri" not in found.text
    start = time.monotonic()
    a = b.post("/staff/feature", feature_fields(b, sentence_fi="Tervetuloa"))
    assert a.status == 303 and a.headers["Location"].startswith("/staff/features?saved=staff:f-"), a.text
    t.join(10)
    page, at = got[0]
    item = json.loads(page.text.splitlines()[0])
    assert item["kind"] == "feature" and item["doc"]["activity"] == "test:1" and item["doc"]["centres"] == ["c:a"], item
    listed = b.get("/staff/features").text
    id = re.search(r"feature\?id=([^\"]+)", listed).group(1)
    assert "Kaakkuri" in listed
    assert b.post("/staff/feature/end", {"csrf": b.csrf, "id": id}).status == 303
    assert id not in b.get("/staff/features").text and id in b.get("/staff/features?when=over").text
    return "publish to feed %.0f ms" % ((at - start) * 1000)


def mistakes_in_the_form_are_told_and_kept(s):
    prepare(s)
    b = Browser(s)
    b.login()
    head = s.get("/healthz").json()["head"]
    for wrong in ({"centre": None}, {"until_day": "2025-01-01"}, {"from_day": "rubbish"}, {"order": "9"},
                  {"sentence_fi": "x" * 61}, {"activity": "test:none"}, {"activity": None}, {"until_day": "2099-01-01"}):
        a = b.post("/staff/feature", feature_fields(b, **wrong))
        assert a.status == 422 and 'role="alert"' in a.text, (wrong, a.status)
    a = b.post("/staff/feature", feature_fields(b, sentence_fi="Säilyy tallessa", order="9"))
    assert "Säilyy tallessa" in a.text
    assert s.get("/healthz").json()["head"] == head


def text_is_never_markup(s):
    """Stored XSS in every field an importer or a person can fill."""
    s.stop()
    s.command("demo-setup")
    s.start()
    e = {"fi": EVIL, "sv": EVIL, "en": EVIL}
    records = [
        {"kind": "organisation", "id": "e:o", "doc": {"name": e, "description": e, "web": "javascript:alert(1)"}},
        {"kind": "place", "id": "e:p", "doc": {"name": e, "street": e, "city": e, "postcode": EVIL[:10]}},
        {"kind": "topic", "id": "e:t", "doc": {"title": e, "subtitle": e, "lead": e, "look": "peer"}},
        {"kind": "centre", "id": "e:c", "doc": {"name": e, "lat": 65.0, "lon": 25.0, "municipality": "564",
                                               "zone": "Europe/Helsinki", "languages": ["fi"], "nearby_km": 5}},
    ]
    doc = activity(1, EVIL, source="e", text=e, summary=e, status_note=e, place_note=e, price_text=e, signup_note=e,
                   phone_label=e, organisation="e:o", place="e:p", topics=["e:t"], keywords=[EVIL], access=[EVIL, "wheelchair"],
                   languages=[EVIL], email="a@b\"><script>", web="javascript:alert(1)", signup_url="data:text/html,<script>",
                   price="paid", status="cancelled", attend=["site"], type="event", signup="yes",
                   schedules=[{"freq": "weekly", "interval": 1, "start": "2026-01-05T10:00:00", "duration_min": 60,
                               "zone": "Europe/Helsinki"}])
    doc["doc"]["title"] = e
    doc["doc"]["from"] = {"source": "e", "source_id": "1", "url": "javascript:alert(1)", "license": EVIL, "attribution": EVIL}
    a = s.ingest(records + [doc], source="e").json()
    if a["refused"]:  # what the codec refuses outright need not be escaped: drop those fields and go on
        for field in ("email", "web", "signup_url"):
            doc["doc"].pop(field)
        doc["doc"]["from"].pop("url")
        a = s.ingest(records + [doc], source="e").json()
    assert not a["refused"], a
    b = Browser(s)
    b.login()
    a = b.post("/staff/feature", feature_fields(b, activity="e:1", centre="e:c", sentence_fi=EVIL[:60]))
    assert a.status == 303, a.text
    id = re.search(r"feature\?id=([^\"]+)", b.get("/staff/features").text).group(1)
    code = code_of(s, "e:1")
    quoted = urllib.parse.quote(EVIL)
    pages = ["/a/" + code, "/a/%s?lang=en" % code, "/t/" + code, "/staff/features", "/staff/feature?id=" + id,
             "/staff/feature?activity=e:1", "/staff/features/new?q=" + quoted, "/a/" + quoted, "/t/" + quoted, "/" + quoted,
             "/staff/feature?id=" + quoted, "/staff/features?when=" + quoted, "/a/%s?lang=%s" % (code, quoted)]
    for path in pages:
        a = b.get(path)
        t = Tags(a.text)
        assert a.headers["Content-Type"].startswith("text/html"), path
        assert "html" in t.tags and not t.live, (path, t.live)
        if "ld+json" in a.text:
            block = re.search(r'ld\+json">(.*?)</script>', a.text, re.S).group(1)
            told = json.loads(block)
            assert "<" not in block and (told["@type"] == "ItemList" or told["name"].startswith('"><script>')), block
    a = b.post("/staff/login", {"name": EVIL, "password": EVIL})
    assert not Tags(a.text).live
    ics = b.get("/a/%s.ics" % code).text
    assert all(len(line.encode()) <= 75 for line in ics.split("\r\n")) and ics.count("BEGIN:VEVENT") == 1


def every_page_carries_the_headers(s):
    prepare(s)
    b = Browser(s)
    b.login()
    code = code_of(s, "test:1")
    for path in ("/", "/a/" + code, "/t/" + code, "/staff/login", "/staff/features", "/a/zzzz", "/nothing/here", "/staff/feature"):
        a = b.get(path)
        assert a.headers["X-Content-Type-Options"] == "nosniff", path
        if (a.headers["Content-Type"] or "").startswith("text/html"):
            csp = a.headers["Content-Security-Policy"]
            for part in ("default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
                assert part in csp, (path, csp)
            assert "unsafe" not in csp and ("script-src 'self';" in csp if path.startswith("/staff") else "script-src" not in csp), csp
        if path.startswith("/staff"):
            assert a.headers["Cache-Control"] == "no-store", path
            # with no-referrer a browser's forms come with "Origin: null", which is refused
            assert a.status >= 300 or a.headers["Referrer-Policy"] == "same-origin", path
        else:
            assert a.headers["Set-Cookie"] is None, path
    cookie = Browser(s).login().headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie


def behind_https_the_cookie_is_bound_to_the_host(_):
    with Server("server.public_base=https://aula.example.org") as s:
        s.stop(), s.command("demo-setup"), s.start()
        a = Browser(s).login()
        cookie = a.headers["Set-Cookie"]
        assert cookie.startswith("__Host-aula_session=") and "; Secure" in cookie, cookie
        assert a.headers["Strict-Transport-Security"]
        b = Browser(s)
        b.login()
        assert b.get("/staff/features").status == 200
        assert b.get("/staff/features", Cookie=b.cookies["__Host-aula_session"]).status in (200, 303)


def forms_need_the_token_of_their_own_session(s):
    prepare(s, [("maija", "contact", "c:a")])
    a, b = Browser(s), Browser(s)
    a.login()
    b.login("maija", "oikea hevonen paristo")
    for token in (None, "", "0" * 32, b.csrf, a.csrf + "x"):
        assert a.post("/staff/feature", feature_fields(a, csrf=token)).status == 403, token
        assert a.post("/staff/feature/end", feature_fields(a, csrf=token)).status == 403
    assert a.post("/staff/feature", feature_fields(a), Origin="https://evil.example").status == 403
    assert a.post("/staff/feature", feature_fields(a), Sec_Fetch_Site="cross-site").status == 403
    assert a.post("/staff/login", {"name": "demo", "password": PASSWORD}, Origin="https://evil.example").status == 403
    assert a.post("/staff/feature", feature_fields(a), Content_Type="text/plain").status == 403
    assert a.post("/staff/feature", feature_fields(a), Origin="http://127.0.0.1:%d" % s.port).status == 303


def a_session_is_new_at_login_and_dead_after_logout(s):
    prepare(s)
    b = Browser(s)
    b.cookies["aula_session"] = "planted-by-somebody"
    b.login()
    first = b.cookies["aula_session"]
    assert first != "planted-by-somebody" and len(first) == 43
    b.login()
    second = b.cookies["aula_session"]
    assert second != first
    old = Browser(s)
    old.cookies["aula_session"] = first
    assert old.get("/staff/features").status == 303  # the old one ended when the new one began
    assert b.post("/staff/logout", {"csrf": b.csrf}).status == 303
    again = Browser(s)
    again.cookies["aula_session"] = second
    assert again.get("/staff/features").status == 303


def passwords_cannot_be_guessed_fast(s):
    prepare(s)
    b = Browser(s)
    answers = [b.login(password="väärä %d" % i).status for i in range(12)]
    assert answers[:10] == [403] * 10 and answers[10:] == [429] * 2, answers
    assert b.login().status == 429  # the right one too
    texts = {re.sub(r'value="[^"]*"', "", Browser(s).login(n, "x").text) for n in ("nobody", "noone")}
    assert len(texts) == 1
    start = time.monotonic()
    Browser(s).login("nobody-at-all", "x")
    unknown = time.monotonic() - start
    start = time.monotonic()
    Browser(s).login("demo2", "x")
    assert unknown > 0.005  # the work of argon2id is done for a name that does not exist as well


def totp(secret, at=None):
    import base64, hashlib, hmac
    step = int((time.time() if at is None else at) // 30)
    mac = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    number = int.from_bytes(mac[mac[-1] & 15:(mac[-1] & 15) + 4], "big") & 0x7FFFFFFF
    return "%06d" % (number % 1000000)


def the_second_step_is_owed_once_it_is_on(s):
    prepare(s)
    b, other = Browser(s), Browser(s)
    b.login()
    other.login()
    page = b.get("/staff/account")
    secret = re.search(r'name="secret" value="([A-Z2-7]{32})"', page.text).group(1)
    assert b.post("/staff/account/second-on", {"csrf": b.csrf, "secret": secret, "code": "000000"}).status == 422
    on = b.post("/staff/account/second-on", {"csrf": b.csrf, "secret": secret, "code": totp(secret)})
    codes = re.findall(r"<li><code>([a-z0-9]{5}-[a-z0-9]{5})", on.text)
    assert on.status == 200 and len(codes) == 10 and b.get("/staff/features").status == 200
    assert other.get("/staff/features").status == 303  # every other session has ended
    c = Browser(s)
    assert c.post("/staff/login", {"name": "demo", "password": PASSWORD}).headers["Location"] == "/staff/second"
    before = c.cookies["aula_session"]
    for path in ("/staff/features", "/staff/account", "/staff/features/new"):
        assert c.get(path).headers["Location"] == "/staff/login", path
    c.get("/staff/second")
    assert c.post("/staff/feature", feature_fields(c)).status == 403
    assert c.post("/staff/second", {"csrf": c.csrf, "code": totp(secret)}).status == 403  # used at enrolment already
    assert c.post("/staff/second", {"csrf": c.csrf, "code": totp(secret, time.time() + 30)}).status == 303
    assert c.cookies["aula_session"] != before and c.get("/staff/features").status == 200
    d = Browser(s)
    d.login()
    d.get("/staff/second")
    assert d.post("/staff/second", {"csrf": d.csrf, "code": codes[0].upper()}).status == 303
    e = Browser(s)
    e.login()
    e.get("/staff/second")
    answers = [e.post("/staff/second", {"csrf": e.csrf, "code": "%06d" % n}).status for n in range(5)]
    answers.append(e.post("/staff/second", {"csrf": e.csrf, "code": codes[0]}).status)  # used up
    assert answers == [403] * 6, answers
    assert e.post("/staff/second", {"csrf": e.csrf, "code": codes[1]}).status == 429


def a_changed_password_ends_other_sessions(s):
    prepare(s)
    b, other = Browser(s), Browser(s)
    b.login()
    other.login()
    b.get("/staff/account")
    new = "kolme sinistä venettä"
    change = lambda old, new: b.post("/staff/account/password", {"csrf": b.csrf, "old": old, "new": new}).status
    assert change("wrong", new) == 422 and change(PASSWORD, "salasana1") == 422 and change(PASSWORD, new) == 200
    assert b.get("/staff/features").status == 200 and other.get("/staff/features").status == 303
    assert Browser(s).login().status == 403 and Browser(s).login("demo", new).status == 303


def each_role_gets_what_it_may(s):
    prepare(s, [("reader", "reader", "c:a"), ("contact", "contact", "c:a"), ("editor", "editor", ""), ("admin", "admin", "")])
    browsers = {None: Browser(s)}
    for name in ("reader", "contact", "editor", "admin"):
        browsers[name] = Browser(s)
        assert browsers[name].login(name, "oikea hevonen paristo").status == 303, name
    browsers["editor"].post("/staff/feature", feature_fields(browsers["editor"], centre="c:b"))
    other = re.search(r"feature\?id=([^\"]+)", browsers["editor"].get("/staff/features").text).group(1)
    ok, login, no, sent = 200, 303, 403, 303
    table = [
        # method, path, fields, answers for: nobody, reader, contact of c:a, editor, admin
        ("GET", "/staff/features", None, (login, ok, ok, ok, ok)),
        ("GET", "/staff/features/new", None, (login, no, ok, ok, ok)),
        ("GET", "/staff/feature?activity=test:1", None, (login, 303, ok, ok, ok)),
        ("GET", "/staff/feature?id=" + other, None, (login, no, no, ok, ok)),
        ("POST", "/staff/feature", {"centre": "c:a"}, (no, no, sent, sent, sent)),
        ("POST", "/staff/feature", {"centre": "c:b"}, (no, no, 422, sent, sent)),
        ("POST", "/staff/feature", {"everywhere": "1", "centre": None}, (no, no, 422, sent, sent)),
        ("POST", "/staff/feature", {"id": other, "centre": "c:b"}, (no, no, no, sent, sent)),
        ("POST", "/staff/feature/end", {"id": other}, (no, no, no, sent, sent)),
    ]
    tried = 0
    for method, path, fields, answers in table:
        for (name, b), expected in zip(browsers.items(), answers):
            a = b.call(method, path, feature_fields(b, csrf=b.csrf or "x", **fields) if fields is not None else None)
            assert a.status == expected, (method, path, fields, name, a.status, expected)
            tried += 1
    listed = browsers["contact"].get("/staff/features?when=over").text + browsers["contact"].get("/staff/features").text
    assert "feature?id=" + other not in listed
    return "%d answers" % tried


def phone_pages_say_what_is_there(s):
    prepare(s)
    code = code_of(s, "test:1")
    for path in ("/a/" + code, "/" + code, "/a/" + code.upper()):
        a = s.get(path)
        assert a.status == 200 and "kahvihetki" in a.text.replace("\u00ad", ""), path
    size = len(s.get("/a/" + code).body) + len(s.get(re.search(r'href="(/static/[^"]+)"', a.text).group(1)).body)
    assert size < 30000, size
    assert s.get("/a/zzzz").status == 404 and s.get("/a/a%00b").status == 404 and s.get("/l/0-1-!").status == 404
    both = s.get("/t/%s-%s" % (code, code_of(s, "test:2")))
    assert both.status == 200 and both.text.count('class="card ') == 2
    paper = html.unescape(re.search(r'href="(\?paper=1[^"]*)"', both.text).group(1))
    printed = s.get("/t/%s-%s%s" % (code, code_of(s, "test:2"), paper)).text.replace("\u00ad", "")
    assert "kahvihetki" in printed and "/%s<" % code in printed and printed.count("<li><h2") == 2 and "<script" not in printed.split("</head>")[1], printed
    s.ingest([activity(9, "Kerho", schedules=[{"freq": "daily", "start": "2026-01-01T12:00", "duration_min": 60}])])
    daily = code_of(s, "test:9")
    assert re.search("Tänään|Huomenna", s.get("/t/" + daily).text)
    assert not re.search("Tänään|Huomenna", s.get("/t/%s?paper=1" % daily).text)  # paper is read on other days
    s.ingest([{"kind": "activity", "id": "test:1", "gone": True}])
    assert s.get("/a/" + code).status == 410
    assert "lang=\"sv\"" in s.get("/?lang=sv").text and '<html lang="en"' in s.get("/", Accept_Language="en-GB,fi").text
    assert s.call("HEAD", "/").body == b"" and s.call("POST", "/").status == 405
    return "page and style %d bytes" % size


def oversize_requests_are_refused_early(s):
    h = {"Authorization": "Bearer " + s.token}
    c = socket.create_connection(("127.0.0.1", s.port))
    c.sendall(("POST /v1/ingest?source=x&mode=delta HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
               "Content-Length: 9999999999\r\n\r\n" % s.token).encode())
    assert b" 413 " in c.recv(200)
    c.close()
    # nobody without a token gets to send a body at all
    c = socket.create_connection(("127.0.0.1", s.port))
    c.sendall(b"POST /v1/ingest?source=x&mode=delta HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
    assert b" 401 " in c.recv(200)
    c.close()
    # chunked: no length to refuse by
    c = socket.create_connection(("127.0.0.1", s.port))
    c.sendall(b"POST /staff/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    try:
        for _ in range(100):
            c.sendall(b"1000\r\n" + b"x" * 4096 + b"\r\n")
        c.sendall(b"0\r\n\r\n")
        assert b" 413 " in c.recv(200)
    except (ConnectionResetError, BrokenPipeError):
        pass
    c.close()
    assert s.call("GET", "/?" + "x" * 20000).status in (414, 431, 400, 413)
    try:
        assert s.call("GET", "/", headers={"X-Long": "y" * 20000}).status in (431, 400, 413)
    except (ConnectionResetError, http.client.HTTPException):
        pass
    assert s.get("/healthz").status == 200


def rubbish_on_the_wire_does_no_harm(s):
    for data in (b"\x00" * 100, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", b"GET / HTTP/9.9\r\n\r\n", b"GET\r\n\r\n", b"A" * 9000,
                 b"GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nBad Header\x00: y\r\n\r\n",
                 b"POST /staff/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"):
        c = socket.create_connection(("127.0.0.1", s.port), timeout=5)
        try:
            c.sendall(data)
            c.shutdown(socket.SHUT_WR)
            while c.recv(4096):
                pass
        except OSError:
            pass
        c.close()
    assert s.get("/healthz").status == 200


def slow_clients_are_cut_and_harm_nobody(s):
    """200 connections that send one byte a second; others must not notice, and they must be gone after the deadline."""
    slow = [socket.create_connection(("127.0.0.1", s.port)) for _ in range(200)]
    start, times, cut = time.monotonic(), [], set()
    text = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: " + b"a" * 200
    for i in range(14):
        for n, c in enumerate(slow):
            try:
                c.sendall(text[i:i + 1])
                c.setblocking(False)
                if c.recv(10) == b"":
                    cut.add(n)
            except BlockingIOError:
                pass
            except OSError:
                cut.add(n)
        for _ in range(5):
            t = time.monotonic()
            assert s.get("/healthz").status == 200
            times.append(time.monotonic() - t)
        if len(cut) == 200:
            break
        time.sleep(max(0, start + i + 1 - time.monotonic()))
    for c in slow:
        c.close()
    times.sort()
    p99 = times[int(len(times) * 0.99)]
    assert len(cut) == 200, len(cut)
    assert p99 < 1, p99
    return "all cut after %.0f s, healthy p99 %.1f ms" % (time.monotonic() - start, p99 * 1000)


if __name__ == "__main__":
    run([v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"
         and k not in ("Tags", "Browser", "prepare", "day", "feature_fields", "code_of", "totp")])
