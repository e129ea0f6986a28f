#!/usr/bin/python3
# People, invitations, sessions, the log, and sign-in by a trusted proxy on aula-server.
import os, re, sys

sys.path.insert(0, os.path.dirname(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from server_harness import Server, run
from server_pages import PASSWORD, Browser, Tags, feature_fields, prepare, totp
from smtp_sink import Sink

SENTENCE = "oikea hevonen paristo"
NEW = "kolme sinistä venettä"


def logged_in(s, name="demo", password=PASSWORD):
    b = Browser(s)
    a = b.login(name, password)
    assert a.status == 303, a.text
    b.get("/staff/account")
    return b


def invite(b, name, role, centres=("c:a",), **more):
    f = {"csrf": b.csrf, "name": name, "display": name.capitalize(), "role": role, "centre": list(centres), "lang": "fi"}
    f.update(more)
    return b.post("/staff/people/new", f)


def link_of(page):
    return re.search(r'value="[^"]*(/staff/join/[A-Za-z0-9_-]{43})"', page.text).group(1)


def join(s, link, password=NEW):
    b = Browser(s)
    page = b.get(link)
    secret = re.search(r'name="secret" value="([A-Z2-7]{32})"', page.text).group(1)
    return b, secret, b.post(link, {"password": password, "secret": secret, "code": totp(secret)})


def log_of(b, query=""):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", b.get("/staff/log" + query).text))


def the_invited_set_password_and_second_step(s):
    prepare(s)
    admin = logged_in(s)
    assert invite(admin, "maija", "contact", email="maija@example.org").status == 200
    page = invite(admin, "aino", "contact", email="aino@example.org")
    link = link_of(page)
    assert page.status == 200 and "mailto:aino@example.org?subject=" in page.text and not Tags(page.text).live
    listed = admin.get("/staff/people").text
    assert "aino" in listed and link not in listed
    b = Browser(s)
    assert b.get(link).status == 200
    # the page is not worth anything without a fitting code and a decent password
    secret = re.search(r'name="secret" value="([A-Z2-7]{32})"', b.get(link).text).group(1)
    for fields in ({"password": NEW}, {"password": "salasana1", "secret": secret, "code": totp(secret)},
                   {"password": NEW, "secret": secret, "code": "000000"}, {"password": NEW, "secret": "x", "code": "1"}):
        assert b.post(link, fields).status == 422, fields
    assert b.post(link, {"password": NEW, "secret": secret, "code": totp(secret)}, Origin="https://evil.example").status == 403
    a = b.post(link, {"password": NEW, "secret": secret, "code": totp(secret)})
    assert a.status == 200 and len(re.findall(r"<li><code>[a-z0-9]{5}-", a.text)) == 10, a.text
    assert b.get("/staff/features").status == 200
    assert Browser(s).get(link).status == 404  # once
    c = Browser(s)
    assert c.post("/staff/login", {"name": "aino", "password": NEW}).headers["Location"] == "/staff/second"
    text = log_of(admin, "?target=aino")
    assert "demo" in text and "contact" in text and NEW not in text and secret not in text, text


def the_link_goes_by_mail_where_letters_can_be_sent(_):
    sink = Sink()
    with Server("mail.url=smtp://127.0.0.1:%d" % sink.port, "mail.from=aula@aula.example.org", "mail.tls=optional") as s:
        prepare(s)
        admin = logged_in(s)
        page = invite(admin, "aino", "reader", email="aino@example.org", lang="sv")
        link = link_of(page)
        assert "mailto:" not in page.text
        assert sink.wait(lambda k: k.letters), open(s.dir + "/log").read()
        to, letter = sink.letters[0]
        assert "aino@example.org" in to and link in letter.get_body(("plain",)).get_content().replace("=\n", "")
        assert link_of(invite(admin, "pekka", "reader")) and len(sink.letters) == 1  # no address, no letter
    sink.close()


def links_run_out_and_are_replaced(s):
    prepare(s)
    admin = logged_in(s)
    first = link_of(invite(admin, "aino", "reader"))
    admin.get("/staff/person?name=aino")
    second = link_of(admin.post("/staff/person/link", {"csrf": admin.csrf, "name": "aino"}))
    assert first != second and Browser(s).get(first).status == 404 and Browser(s).get(second).status == 200
    assert Browser(s).get("/staff/join/" + "A" * 43).status == 404
    admin.get("/staff/person?name=aino")
    assert admin.post("/staff/person/disable", {"csrf": admin.csrf, "name": "aino", "disabled": "1"}).status == 303
    assert Browser(s).get(second).status == 404
    assert admin.post("/staff/person/link", {"csrf": admin.csrf, "name": "aino"}).status == 409


def a_link_for_one_who_has_a_second_step_keeps_it(s):
    prepare(s)
    admin = logged_in(s)
    _, secret, a = join(s, link_of(invite(admin, "aino", "reader")))
    assert a.status == 200
    admin.get("/staff/person?name=aino")
    link = link_of(admin.post("/staff/person/link", {"csrf": admin.csrf, "name": "aino"}))
    b = Browser(s)
    assert "secret" not in b.get(link).text
    assert b.post(link, {"password": "neljä vihreää junaa"}).headers["Location"] == "/staff/login"
    assert b.get("/staff/features").status == 303  # the link alone logs nobody in
    assert b.post("/staff/login", {"name": "aino", "password": "neljä vihreää junaa"}).headers["Location"] == "/staff/second"


def mistakes_in_the_form_are_told(s):
    prepare(s)
    admin = logged_in(s)
    for wrong in ({"name": "Aino Å"}, {"name": "demo"}, {"display": ""}, {"display": "x" * 61}, {"role": "king"}, {"centre": []},
                  {"centre": ["c:none"]}, {"email": "no address"}, {"email": "a@b\nBcc: c@d"}, {"role": "organisation"},
                  {"role": "organisation", "organisation": "org:none"}, {"role": "organisation", "organisation": "new"}):
        f = {"name": "aino", "display": "Aino", "role": "contact", "centre": ["c:a"]}
        f.update(wrong)
        a = admin.post("/staff/people/new", dict(f, csrf=admin.csrf))
        assert a.status == 422 and 'role="alert"' in a.text, (wrong, a.status)
    assert "aino" not in admin.get("/staff/people").text


def an_organisation_is_found_or_made(s):
    prepare(s)
    s.ingest([{"kind": "organisation", "id": "org:1", "doc": {"name": {"fi": "Oulun Ystäväpiiri ry"}}},
              {"kind": "organisation", "id": "org:2", "doc": {"name": {"fi": "Kahden kielen seura", "sv": "Tvåspråkiga sällskapet"}}}])
    admin = logged_in(s)
    # each in the language of the page; another one is marked
    offered = lambda page: re.findall(r'name="organisation" value="org:[^>]*><span([^>]*)>([^<]*)<', page.text)
    look = lambda lang, words: offered(admin.post("/staff/people/new?lang=" + lang, {"csrf": admin.csrf, "organisation_words": words}))
    assert look("fi", "kahden") == [("", "Kahden kielen seura")]
    assert look("sv", "kahden") == look("sv", "tvåspr") == [("", "Tvåspråkiga sällskapet")]
    assert look("sv", "ystäväp") == [(' lang="fi"', "Oulun Ystäväpiiri ry")]
    assert invite(admin, "kaksi", "organisation", organisation_words="kahden", organisation="org:2").status == 200
    assert offered(admin.get("/staff/person?name=kaksi&lang=sv")) == [("", "Tvåspråkiga sällskapet")]
    page = invite(admin, "piiri", "organisation", organisation_words="ystäväp")
    assert page.status == 422 and 'value="org:1"' in page.text
    assert invite(admin, "piiri", "organisation", organisation_words="ystäväp", organisation="org:1").status == 200
    assert "Ystäväpiiri" in admin.get("/staff/people").text
    assert invite(admin, "uusi", "organisation", organisation_words="Uusi Seura ry", organisation="new").status == 200
    live, _ = s.whole_feed()
    assert [i for (k, _), i in live.items() if k == "organisation" and i["doc"]["name"]["fi"] == "Uusi Seura ry"]


def who_may_manage_whom(s):
    prepare(s, [("reader", "reader", "c:a"), ("contact", "contact", "c:a"), ("other", "contact", "c:b"),
                ("editor", "editor", ""), ("admin", "admin", "")])
    admin = logged_in(s)
    for name, centre in (("org-a", "c:a"), ("org-b", "c:b")):
        assert invite(admin, name, "organisation", (centre,), organisation_words=name, organisation="new").status == 200
    browsers = {n: logged_in(s, n, SENTENCE) for n in ("reader", "contact", "editor", "admin")}
    browsers = {None: Browser(s), **browsers}
    same = lambda name, role, centre: {"name": name, "display": "X", "role": role, "centre": [centre]}
    new = lambda role, centre, name: {"name": name, "display": "X", "role": role, "centre": [centre],
                                      "organisation": "new", "organisation_words": "Y"}
    table = [
        # method, path, fields, answers for: nobody, reader, contact of c:a, editor, admin
        ("GET", "/staff/people", None, (303, 403, 200, 200, 200)),
        ("GET", "/staff/people/new", None, (303, 403, 200, 200, 200)),
        ("GET", "/staff/log", None, (303, 403, 403, 403, 200)),
        ("GET", "/staff/person?name=org-a", None, (303, 403, 200, 200, 200)),
        ("GET", "/staff/person?name=org-b", None, (303, 403, 404, 200, 200)),
        ("GET", "/staff/person?name=other", None, (303, 403, 404, 404, 200)),
        ("GET", "/staff/person?name=demo", None, (303, 403, 404, 404, 200)),
        ("GET", "/staff/person?name=nobody", None, (303, 403, 404, 404, 404)),
        ("POST", "/staff/people/new", new("contact", "c:a", "n1-%s"), (403, 403, 422, 422, 200)),
        ("POST", "/staff/people/new", new("admin", "c:a", "n2-%s"), (403, 403, 422, 422, 200)),
        ("POST", "/staff/people/new", new("organisation", "c:a", "n3-%s"), (403, 403, 200, 200, 200)),
        ("POST", "/staff/people/new", new("organisation", "c:b", "n4-%s"), (403, 403, 422, 200, 200)),
        ("POST", "/staff/person", same("other", "reader", "c:a"), (403, 403, 404, 404, 303)),
        ("POST", "/staff/person", same("org-a", "admin", "c:a"), (403, 403, 422, 422, 303)),
        ("POST", "/staff/person/link", {"name": "org-b"}, (403, 403, 404, 200, 200)),
        ("POST", "/staff/person/link", {"name": "other"}, (403, 403, 404, 404, 200)),
        ("POST", "/staff/person/second-off", {"name": "other"}, (403, 403, 404, 404, 303)),
        ("POST", "/staff/person/disable", {"name": "other", "disabled": "1"}, (403, 403, 404, 404, 303)),
        ("POST", "/staff/person/end-session", {"name": "demo", "id": "all"}, (403, 403, 404, 404, 303)),
    ]
    tried = 0
    for method, path, fields, answers in table:
        for (name, b), expected in zip(browsers.items(), answers):
            if fields is not None:
                f = dict(fields, csrf=b.csrf or "x")
                f["name"] = f["name"].replace("%s", str(name))
                a = b.post(path, f)
                wrong = b.post(path, dict(f, csrf="0" * 32))
                assert wrong.status == 403, (path, name)
            else:
                a = b.get(path)
            assert a.status == expected, (method, path, fields, name, a.status, expected)
            tried += 1
    contact = browsers["contact"].get("/staff/people").text
    assert "org-b" not in contact and "demo" not in contact and "n3-contact" in contact
    return "%d answers" % tried


def nobody_locks_out_themselves(s):
    prepare(s)
    b = logged_in(s)
    for path, fields in (("disable", {"disabled": "1"}), ("second-off", {})):
        assert b.post("/staff/person/" + path, dict(fields, csrf=b.csrf, name="demo")).status == 409
    assert b.post("/staff/person", {"csrf": b.csrf, "name": "demo", "display": "D", "role": "reader", "centre": ["c:a"]}).status == 422
    assert b.get("/staff/people").status == 200


def a_change_ends_the_sessions_it_concerns(s):
    prepare(s, [("aino", "editor", "")])
    admin = logged_in(s)
    change = lambda **f: admin.post("/staff/person", dict({"csrf": admin.csrf, "name": "aino", "display": "Aino", "lang": "fi",
                                                           "role": "editor"}, **f)).status
    for act in (lambda: change(role="reader", centre=["c:a"]), lambda: change(display="Aino A."),
                lambda: admin.post("/staff/person/second-off", {"csrf": admin.csrf, "name": "aino"}).status,
                lambda: admin.post("/staff/person/end-session", {"csrf": admin.csrf, "name": "aino", "id": "all"}).status,
                lambda: admin.post("/staff/person/disable", {"csrf": admin.csrf, "name": "aino", "disabled": "1"}).status):
        b = logged_in(s, "aino", SENTENCE)
        assert b.get("/staff/features").status == 200
        admin.get("/staff/person?name=aino")
        assert act() == 303
        assert b.get("/staff/features").status == 303
    assert Browser(s).login("aino", SENTENCE).status == 403
    admin.get("/staff/person?name=aino")
    assert admin.post("/staff/person/disable", {"csrf": admin.csrf, "name": "aino", "disabled": "0"}).status == 303
    assert Browser(s).login("aino", SENTENCE).status == 303
    text = log_of(admin, "?what=user.&who=demo")
    assert "role editor" in text or "editor" in text and "reader" in text, text


def a_reset_second_step_is_taken_into_use_again(s):
    prepare(s)
    admin = logged_in(s)
    _, secret, _ = join(s, link_of(invite(admin, "aino", "reader")))
    b = Browser(s)
    b.login("aino", NEW)
    admin.get("/staff/person?name=aino")
    assert admin.post("/staff/person/second-off", {"csrf": admin.csrf, "name": "aino"}).status == 303
    b = logged_in(s, "aino", NEW)
    assert "name=\"secret\"" in b.get("/staff/account").text


def own_sessions_and_codes(s):
    prepare(s)
    admin = logged_in(s)
    b, secret, a = join(s, link_of(invite(admin, "aino", "reader")))
    old = re.findall(r"<li><code>([a-z0-9]{5}-[a-z0-9]{5})", a.text)
    other = Browser(s)
    other.login("aino", NEW)
    other.get("/staff/second")
    assert other.post("/staff/second", {"csrf": other.csrf, "code": old[0]}, User_Agent="Mozilla Windows Firefox/130").status == 303
    page = b.get("/staff/account")
    ids = re.findall(r'name="id" value="([0-9a-f]{16})"', page.text)
    assert len(ids) == 1 and "Firefox, Windows" in page.text and "127.0.0.1" in page.text
    assert b.cookies["aula_session"] not in page.text
    # another person's session cannot be ended by its name
    theirs = re.findall(r'name="id" value="([0-9a-f]{16})"', admin.get("/staff/person?name=aino").text)
    assert ids[0] in theirs and len(theirs) == 2
    admin.get("/staff/account")
    admin.post("/staff/account/end-session", {"csrf": admin.csrf, "id": ids[0]})
    assert other.get("/staff/features").status == 200
    b.get("/staff/account")
    assert b.post("/staff/account/end-session", {"csrf": b.csrf, "id": ids[0]}).status == 200
    assert other.get("/staff/features").status == 303 and b.get("/staff/features").status == 200
    b.get("/staff/account")
    assert b.post("/staff/account/codes", {"csrf": b.csrf, "old": "wrong"}).status == 422
    new = re.findall(r"<li><code>([a-z0-9]{5}-[a-z0-9]{5})", b.post("/staff/account/codes", {"csrf": b.csrf, "old": NEW}).text)
    assert len(new) == 10
    c = Browser(s)
    c.login("aino", NEW)
    c.get("/staff/second")
    assert c.post("/staff/second", {"csrf": c.csrf, "code": old[1]}).status == 403
    assert c.post("/staff/second", {"csrf": c.csrf, "code": new[0]}).status == 303
    b.get("/staff/account")
    assert "svenska" in b.post("/staff/account/language", {"csrf": b.csrf, "lang": "sv"}).text
    assert '<html lang="sv"' in b.get("/staff/account").text


def the_log_pages_and_filters(s):
    prepare(s)
    b = logged_in(s)
    for i in range(52):
        b.post("/staff/feature", feature_fields(b, sentence_fi="n%d" % i))
    page = b.get("/staff/log?what=feature.")
    older = re.search(r'href="(/staff/log\?before=\d+[^"]*)"', page.text).group(1).replace("&amp;", "&")
    assert page.text.count("<tr>") == 51 and "what=feature." in older
    rest = b.get(older)
    assert rest.text.count("<tr>") == 3 and "n0" in rest.text and "n51" in page.text
    assert "n51" not in b.get("/staff/log?what=user.").text
    assert "n51" not in b.get("/staff/log?until=2020-01-01").text
    assert b.get("/staff/log?before=x&from=rubbish&what=%27%22%3Cb%3E").status == 200


def a_second_step_can_be_demanded(_):
    with Server("staff.second_required=yes") as s:
        prepare(s)
        b = Browser(s)
        b.login()
        assert b.get("/staff/features").headers["Location"] == "/staff/account"
        page = b.get("/staff/account")
        assert b.post("/staff/feature", feature_fields(b)).status == 403
        secret = re.search(r'name="secret" value="([A-Z2-7]{32})"', page.text).group(1)
        assert b.post("/staff/account/second-on", {"csrf": b.csrf, "secret": secret, "code": totp(secret)}).status == 200
        assert b.get("/staff/features").status == 200


def a_trusted_proxy_may_name_the_person(_):
    name = {"X_Remote_User": "Demo"}
    with Server() as s:  # off by default
        prepare(s)
        assert Browser(s).get("/staff/features", **name).headers["Location"] == "/staff/login"
    with Server("staff.proxy_header=X-Remote-User", "staff.proxy_addresses=192.0.2.1") as s:
        prepare(s)
        assert Browser(s).get("/staff/features", **name).headers["Location"] == "/staff/login"
        assert "no trusted proxy" in open(s.log.name).read()
    with Server("staff.proxy_header=X-Remote-User", "staff.second_required=yes") as s:
        prepare(s, [("aino", "reader", "c:a")])
        b = Browser(s)
        assert b.get("/staff/features", **name).status == 200 and "aula_session" in b.cookies
        first = b.cookies["aula_session"]
        b.get("/staff/features", **name)
        assert b.cookies["aula_session"] == first  # one session, not one a page
        a = b.get("/staff/features", X_Remote_User="aino")
        assert a.status == 200 and b.cookies["aula_session"] != first
        old = Browser(s)
        old.cookies["aula_session"] = first
        assert old.get("/staff/features").status == 303  # the other person's session has ended
        for nobody in ("nobody", "", "x" * 300, "de mo"):
            assert Browser(s).get("/staff/features", X_Remote_User=nobody).headers["Location"] == "/staff/login", nobody
        admin = Browser(s)
        assert "login.proxy" not in admin.get("/staff/features", **name).text
        assert admin.get("/staff/log?what=login.proxy", **name).text.count("<tr>") >= 3


if __name__ == "__main__":
    run([the_invited_set_password_and_second_step, the_link_goes_by_mail_where_letters_can_be_sent, links_run_out_and_are_replaced, a_link_for_one_who_has_a_second_step_keeps_it,
         mistakes_in_the_form_are_told, an_organisation_is_found_or_made, who_may_manage_whom, nobody_locks_out_themselves,
         a_change_ends_the_sessions_it_concerns, a_reset_second_step_is_taken_into_use_again, own_sessions_and_codes,
         the_log_pages_and_filters, a_second_step_can_be_demanded, a_trusted_proxy_may_name_the_person])
