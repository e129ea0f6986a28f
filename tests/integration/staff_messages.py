#!/usr/bin/python3
# Notices, polls, what is hidden, hours and contacts: made on the staff pages, seen on a virtual screen, counted, told, audited.
import datetime, json, os, re, sys, urllib.parse
from zoneinfo import ZoneInfo

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from server_harness import activity, run
from server_pages import EVIL, Browser, Tags
from staff_harness import Screen, audit, demo, ids, person, png_size, record, saved_id, span

TODAY = datetime.date.today()


def notice(b, **more):
    return span(**{**dict(csrf=b.csrf, title_fi="Kahvio on kiinni", title_sv="Kaféet är stängt", title_en="The café is closed",
                            text_fi="Avataan maanantaina.", level="warning"), **more})


def poll(b, **more):
    return span(**{**dict(csrf=b.csrf, question_fi="Löysitkö mitä etsit?", question_sv="Hittade du?", answer1_fi="Kyllä", answer1_sv="Ja",
                            answer2_fi="En vielä", answer2_sv="Inte ännu"), **more})


def with_screen(s, *users):
    """One activity is featured: it stands on the first screen whatever the day."""
    demo(s, users, keep=lambda r: r["kind"] not in ("feature", "poll"))
    s.stop()
    screen = Screen(s, "Aula", "kaakkuri")
    s.start()
    b = person(s)
    b.get("/staff/features/new")
    saved_id(b.post("/staff/feature", span(csrf=b.csrf, activity="demo:omaishoitajien-kahvihetki", order="1")))
    return screen


def a_notice_is_on_the_screen_and_ends(s):
    screen = with_screen(s)
    try:
        b = person(s)
        page = b.get("/staff/notice")
        assert page.status == 200
        a = b.post("/staff/notice/preview", dict(notice(b), show="home"), Accept="image/png")
        assert a.status == 200 and png_size(a.body) == (1080, 1920)
        assert not ids(s, "notice") & {"preview:draft"}
        id = saved_id(b.post("/staff/notice", notice(b)))
        screen.play("tap #wake", 'expect "Kahvio on kiinni"', "tap #notices", 'expect "Avataan maanantaina."', "set lang sv", 'expect "Kaféet är stängt"')
        assert "Kahvio on kiinni" in b.get("/staff/notices").text
        b.get("/staff/notice?id=" + urllib.parse.quote(id))
        assert saved_id(b.post("/staff/notice", notice(b, id=id, title_fi="Kahvio on auki"))) == id
        assert b.post("/staff/notice/end", {"csrf": b.csrf, "id": id}).status == 303
        soon = datetime.datetime.now(ZoneInfo("Europe/Helsinki")) + datetime.timedelta(minutes=1)
        screen.play("tap #wake", 'expect-not "Kahvio on auki"', at=soon)
        assert [x[1] for x in audit(s, id)] == ["notice.end", "notice.put", "notice.put"]
        assert b.post("/staff/undo", {"csrf": b.csrf, "kind": "notice", "id": id}).status == 303
        screen.play("tap #wake", 'expect "Kahvio on auki"')
    finally:
        screen.close()


def a_poll_is_answered_on_the_screen_and_its_result_comes_back(s):
    screen = with_screen(s, ("contact", "contact", "kaakkuri"), ("other", "contact", "raahe"))
    try:
        b, other = person(s, "contact"), person(s, "other")
        b.get("/staff/poll")
        id = saved_id(b.post("/staff/poll", poll(b)))
        quoted = urllib.parse.quote(id)
        visit = ["tap #wake", 'tap "Omaishoitajien kahvihetki"', 'tap "Tulosta lappu"', 'tap "Selvä"',
                 'expect-screen poll', 'expect "Löysitkö mitä etsit?"', 'tap "%s"', 'expect "Kiitos"', "wait 200"]
        lines = []
        for i in range(8):
            lines += [x % ("Kyllä" if i < 6 else "En vielä") if "%s" in x else x for x in visit]
        # all within one hour of the screen's clock, whatever the time of the test
        hour = datetime.datetime.now(ZoneInfo("Europe/Helsinki")).replace(minute=0) + datetime.timedelta(hours=1)
        after = hour + datetime.timedelta(hours=1)
        screen.play(*lines, "clock " + after.strftime("%Y-%m-%dT%H:%M"), "wait 5", at=hour)
        screen.sync()
        page = b.get("/staff/poll/results?id=" + quoted).text
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
        assert re.search(r"Kyllä.{0,40} 6 ", text), text
        assert not re.search(r"En vielä.{0,40} 2 ", text), text      # two are too few to tell
        csv = b.get("/staff/poll/csv?id=" + quoted)
        assert csv.headers["Content-Type"].startswith("text/csv")
        rows = csv.text.lstrip("\ufeff").splitlines()
        assert len(rows) == 3 and rows[1].endswith("Kyllä,6") and not rows[2].endswith(",2"), rows
        # those of another centre do not see it
        assert other.get("/staff/poll/results?id=" + quoted).status == 404 and other.get("/staff/poll/csv?id=" + quoted).status == 404
        assert id not in other.get("/staff/polls").text
        # an answer keeps its id when another one is taken away
        b.post("/staff/poll", poll(b, id=id, answer1_fi="Kyllä löysin", answer2_fi="En", answer3_fi="En etsinyt"))
        b.post("/staff/poll", poll(b, id=id, answer1_fi="Kyllä löysin", answer2_fi=None, answer2_sv=None, answer3_fi="En etsinyt"))
        assert [x["id"] for x in record(s, "poll", id)["answers"]] == ["a1", "a3"]
        a = b.post("/staff/poll/preview", dict(poll(b), show="poll"), Accept="image/png")
        assert a.status == 200 and png_size(a.body) == (1080, 1920)
        assert b.post("/staff/poll/end", {"csrf": b.csrf, "id": id}).status == 303
        return "eight visits, one report"
    finally:
        screen.close()


def what_is_hidden_is_off_the_screen_at_that_centre_only(s):
    screen = with_screen(s, ("contact", "contact", "kaakkuri"))
    try:
        b = person(s, "contact")
        found = b.get("/staff/hidden?what=activity&q=kahvihetki").text
        assert "/staff/hide?what=activity&amp;target=demo:omaishoitajien-kahvihetki" in found
        hide = lambda what, target, **more: b.post("/staff/hide", {"csrf": b.csrf, "what": what, "target": target, "centre": "kaakkuri", **more})
        assert b.get("/staff/hide?what=activity&target=demo:omaishoitajien-kahvihetki").status == 200
        screen.play("tap #wake", 'expect "Omaishoitajien kahvihetki"')
        id = saved_id(hide("activity", "demo:omaishoitajien-kahvihetki"))
        screen.play("tap #wake", 'expect-not "Omaishoitajien kahvihetki"')
        listed = b.get("/staff/hidden").text
        assert "Omaishoitajien kahvihetki" in listed.replace("\u00ad", "")
        assert b.post("/staff/hide/end", {"csrf": b.csrf, "id": id}).status == 303
        screen.play("tap #wake", 'expect "Omaishoitajien kahvihetki"')
        topic = saved_id(hide("topic", "hobby"))
        screen.play("tap #wake", 'expect-not "Harrastukset"', 'expect "Vertaistuki"')
        assert b.post("/staff/undo", {"csrf": b.csrf, "kind": "hide", "id": topic}).status == 303
        screen.play("tap #wake", 'expect "Harrastukset"')
        organisation = record(s, "activity", "demo:omaishoitajien-kahvihetki")["organisation"]
        saved_id(hide("organisation", organisation))
        screen.play("tap #wake", 'expect-not "Omaishoitajien kahvihetki"')
        assert hide("activity", "no:such").status == 404 and hide("centre", "kaakkuri").status == 404
        assert hide("activity", "demo:omaishoitajien-kahvihetki", centre="raahe").status == 422
        assert hide("activity", "demo:omaishoitajien-kahvihetki", centre="").status == 422
        assert [x[1] for x in audit(s, id)] == ["hide.end", "hide.put"]
    finally:
        screen.close()


def hours_and_the_contact_person_are_on_the_help_screen(s):
    screen = with_screen(s, ("contact", "contact", "kaakkuri"))
    try:
        b = person(s, "contact")
        page = b.get("/staff/centre?id=kaakkuri")
        assert page.status == 200
        fields = {"csrf": b.csrf, "id": "kaakkuri", "person_name_fi": "Järjestöyhdyshenkilö", "person_name_sv": "Föreningskontakt",
                  "person_place_fi": "1. krs, huone 12", "person_phone": "044 000 1234", "advice_name_fi": "Järjestöneuvonta",
                  "advice_phone": "040 123 4567"}
        for d in ("MO", "TU", "WE", "TH", "FR"):
            fields["person_hours_%s_opens" % d], fields["person_hours_%s_closes" % d] = "09:00", "12:00"
            fields["lit_%s_opens" % d], fields["lit_%s_closes" % d] = "07:00", "18:00"
        a = b.post("/staff/centre/preview", dict(fields, show="help"), Accept="image/png")
        assert a.status == 200 and png_size(a.body) == (1080, 1920)
        before = record(s, "centre", "kaakkuri")
        a = b.post("/staff/centre", fields)
        assert saved_id(a) == "-" and 'action="/staff/undo"' not in b.get(a.headers["Location"]).text  # several records changed
        noon = datetime.datetime.combine(TODAY + datetime.timedelta(days=(7 - TODAY.weekday()) % 7), datetime.time(10))
        if noon.date() == TODAY:
            noon += datetime.timedelta(days=7)
        screen.play("tap #wake", 'tap "Neuvonta"', 'expect "1. krs, huone 12"', 'expect "Ma–pe"', 'expect "040 123 4567"', at=noon)
        doc = record(s, "centre", "kaakkuri")
        assert doc["screen_hours"] == [{"days": ["MO", "TU", "WE", "TH", "FR"], "opens": "07:00", "closes": "18:00"}], doc
        assert doc["name"]["sv"] and doc["topics"], "what is not in the form stays"
        assert audit(s, "kaakkuri")[0][1] == "centre.put"
        # what everybody has is not changed for others: the centre got its own
        own = [i for i in ids(s, "contact") if record(s, "contact", i).get("centres") == ["kaakkuri"] and i.startswith("staff:")]
        before = len(ids(s, "contact"))
        assert 'value="040 123 4567"' in b.get("/staff/centre?id=kaakkuri").text, "as it was typed"
        a = b.post("/staff/centre", dict(fields, person_phone="044 000 9999"))
        contact = saved_id(a)
        assert len(ids(s, "contact")) == before, "changed, not added again"
        assert record(s, "contact", contact)["phone"] == "+358440009999" and 'action="/staff/undo"' in b.get(a.headers["Location"]).text
        assert b.post("/staff/undo", {"csrf": b.csrf, "kind": "contact", "id": contact}).status == 303
        assert record(s, "contact", contact)["phone"] == "+358440001234"
        head = s.get("/healthz").json()["head"]
        assert b.post("/staff/centre", fields).status == 303 and s.get("/healthz").json()["head"] == head, "nothing changed, nothing sent"
        for wrong, field in (({"person_phone": "soita"}, "person_phone"), ({"lit_MO_closes": ""}, "lit_MO_opens"),
                             ({"lit_SU_opens": "rubbish"}, "lit_SU_opens"), ({"person_name_fi": ""}, "person_name_fi")):
            a = b.post("/staff/centre", dict(fields, **wrong))
            assert a.status == 422 and 'id="e-%s"' % field in a.text, (wrong, a.status)
        assert b.get("/staff/centre?id=raahe").status == 403 and b.post("/staff/centre", dict(fields, id="raahe")).status == 403
        return "%d contacts of its own" % len(own)
    finally:
        screen.close()


def what_a_source_sends_does_not_undo_staff(s):
    demo(s, [("contact", "contact", "kaakkuri"), ("other", "contact", "raahe")])
    contact = {"kind": "contact", "id": "k:1", "doc": {"type": "person", "name": {"fi": "Järjestötyöntekijä"}, "phone": "+358440001111",
                                                      "centres": ["kaakkuri"], "order": -5}}
    centre = {"kind": "centre", "id": "kaakkuri", "doc": {k: v for k, v in record(s, "centre", "kaakkuri").items()}}
    sends = lambda *r: s.ingest(list(r), source="demo").json()
    assert sends(contact)["new"] == 1
    b, other = person(s, "contact"), person(s, "other")
    fields = {"csrf": b.get("/staff/centre?id=kaakkuri") and b.csrf, "id": "kaakkuri", "person_name_fi": "Järjestöyhdyshenkilö", "person_phone": "044 000 2222",
              "lit_MO_opens": "08:00", "lit_MO_closes": "16:00"}
    assert "Take the source" not in b.get("/staff/centre?id=kaakkuri&lang=en").text
    assert b.post("/staff/centre", fields).status == 303
    ours = record(s, "contact", "k:1"), record(s, "centre", "kaakkuri")
    assert ours[0]["phone"] == "+358440002222" and ours[1]["screen_hours"]
    # the source comes again with the same, then with news: neither undoes what was written here
    assert sends(contact, centre) == dict(sends(contact, centre), refused=[])
    contact["doc"]["phone"] = "+358440003333"
    a = sends(contact, centre)
    assert a["unchanged"] == 2 and a["refused_count"] == 0, a
    assert (record(s, "contact", "k:1"), record(s, "centre", "kaakkuri")) == ours
    # nor does a full run that does not know it any more
    a = s.ingest([{"kind": "contact", "id": "k:2", "doc": dict(contact["doc"], centres=["raahe"])}], source="demo2", mode="full", run="r1", last=True)
    assert a.status == 200 and record(s, "contact", "k:1") == ours[0]
    # it is shown, and can be taken after all; by whoever may change it
    page = b.get("/staff/centre?id=kaakkuri&lang=en").text
    assert page.count("Take the source") == 2 and "+358440003333" in page and "+358440002222" in page
    take = lambda who, id="k:1", kind="contact": who.post("/staff/centre/source", {"csrf": who.csrf, "kind": kind, "id": id}).status
    assert take(other) == 403 and take(b, "k:none") == 404 and take(b, "demo:omaishoitajien-kahvihetki", "activity") == 404
    assert take(b) == 303 and record(s, "contact", "k:1") == contact["doc"]
    assert [x[1] for x in audit(s, "k:1")] == ["contact.source", "contact.put"]
    # from then on it follows its source again
    contact["doc"]["phone"] = "+358440004444"
    assert sends(contact)["changed"] == 1 and record(s, "contact", "k:1")["phone"] == "+358440004444"
    # removed here: it stays so, and says so
    b.get("/staff/centre?id=kaakkuri")
    assert b.post("/staff/centre", dict(fields, person_name_fi="", person_phone="")).status == 303
    contact["doc"]["phone"] = "+358440005555"
    assert sends(contact)["refused_count"] == 0 and record(s, "contact", "k:1") is None
    assert "+358440005555" in b.get("/staff/centre?id=kaakkuri").text
    assert take(b) == 303 and record(s, "contact", "k:1") == contact["doc"]


def what_is_found_to_hide_is_in_the_language_of_the_page(s):
    demo(s)
    b = person(s)

    def found(what, words, lang):
        page = b.get("/staff/hidden?what=%s&q=%s&lang=%s" % (what, urllib.parse.quote(words), lang)).text.replace("\u00ad", "")
        return re.findall(r"<strong([^>]*)>([^<]*)</strong>", re.search(r'<ul class="found panel">.*?</ul>', page, re.S).group(0))
    titles = {"fi": "Omaishoitajien kahvihetki", "sv": "Kaffestund för närståendevårdare", "en": "Coffee for family carers"}
    for lang, title in titles.items():
        assert found("activity", title, lang) == found("activity", titles["fi"], lang) == [("", title)], lang
    # what has no title in the language says which one it is in; a screen reader reads it so
    assert found("activity", "saattaja vastaanotolle", "fi") == [("", "Saattaja vastaanotolle Oulaisissa")]
    assert found("activity", "saattaja vastaanotolle", "sv") == [(' lang="fi"', "Saattaja vastaanotolle Oulaisissa")]
    assert found("topic", "vertaistuki", "sv") == [("", "Kamratstöd")] and found("topic", "vertaistuki", "en") == [("", "Peer support")]
    org = {"kind": "organisation", "id": "org:1", "doc": {"name": {"fi": "Kahden kielen seura", "sv": "Tvåspråkiga sällskapet"}}}
    assert s.ingest([org]).json()["refused"] == []
    assert found("organisation", "kahden kielen", "sv") == [("", "Tvåspråkiga sällskapet")]
    assert found("organisation", "kahden kielen", "en") == [(' lang="fi"', "Kahden kielen seura")]


def two_of_one_name_are_told_apart_before_one_is_hidden(s):
    demo(s)
    b = person(s)
    orgs = [{"kind": "organisation", "id": "org:%d" % n, "doc": {"name": {"fi": "Seura %d" % n}}} for n in (1, 2)]
    same = [activity(n, "Yhteinen lukukerho", organisation="org:%d" % n) for n in (1, 2)]
    assert s.ingest(orgs + same).json()["refused"] == []
    found = re.search(r'<ul class="found panel">.*?</ul>', b.get("/staff/hidden?what=activity&q=lukukerho").text, re.S).group(0)
    shown = [re.sub("<[^>]+>", " ", x.replace("\u00ad", "")).split() for x in re.findall("<li>.*?</li>", found)]
    assert shown == [["Yhteinen", "lukukerho", "Seura", str(n)] for n in (1, 2)], shown
    text = lambda page: re.sub("\u00ad", "", page.text)
    assert "Yhteinen lukukerho, Seura 2" in text(b.get("/staff/hide?what=activity&target=test:2"))
    saved_id(b.post("/staff/hide", {"csrf": b.csrf, "what": "activity", "target": "test:2", "centre": "kaakkuri"}))
    assert "Yhteinen lukukerho, Seura 2" in text(b.get("/staff/hidden"))


def mistakes_are_told_beside_their_fields(s):
    demo(s)
    b = person(s)
    b.get("/staff/notice")
    head = s.get("/healthz").json()["head"]
    for path, make, wrong, field in (
            ("notice", notice, {"centre": None}, "centre"), ("notice", notice, {"until_day": "2020-01-01"}, "until_day"),
            ("notice", notice, {"from_clock": "x"}, "from_day"), ("notice", notice, {"text_en": "y" * 241}, "text_en"),
            ("poll", poll, {"question_fi": None}, "question_fi"), ("poll", poll, {"answer2_fi": None, "answer2_sv": None}, "answer2_fi"),
            ("poll", poll, {"answer3_sv": "Kanske"}, "answer3_fi"), ("poll", poll, {"answer1_en": "y" * 41}, "answer1_en"),
            ("poll", poll, {"centre": "nowhere-else", "until_day": "2099-01-01"}, "until_day")):
        fields = {k: v for k, v in {**make(b), **wrong}.items() if v is not None}
        a = b.post("/staff/" + path, fields)
        assert a.status == 422 and 'id="e-%s"' % field in a.text and 'href="#f-%s"' % field in a.text, (path, wrong, a.status)
    assert s.get("/healthz").json()["head"] == head


def each_role_gets_what_it_may(s):
    demo(s, [("reader", "reader", "kaakkuri"), ("contact", "contact", "kaakkuri"), ("editor", "editor", "")])
    who = {None: Browser(s)}
    for name in ("reader", "contact", "editor"):
        who[name] = person(s, name)
    e = who["editor"]
    e.get("/staff/notice")
    theirs = {"notice": saved_id(e.post("/staff/notice", notice(e, centre="raahe"))), "poll": saved_id(e.post("/staff/poll", poll(e, centre="raahe"))),
              "hide": saved_id(e.post("/staff/hide", {"csrf": e.csrf, "what": "topic", "target": "vol", "centre": "raahe"}))}
    all_ = saved_id(e.post("/staff/notice", {k: v for k, v in notice(e, everywhere="1").items() if k != "centre"}))
    ok, login, no, sent, gone = 200, 303, 403, 303, 404
    q = urllib.parse.quote
    table = [
        # method, path, fields, answers for: nobody, reader and contact of kaakkuri, editor
        ("GET", "/staff/notices", None, (login, ok, ok, ok)), ("GET", "/staff/notice", None, (login, no, ok, ok)),
        ("GET", "/staff/notice?id=" + q(theirs["notice"]), None, (login, no, no, ok)),
        ("GET", "/staff/notice?id=" + q(all_), None, (login, no, no, ok)),
        ("POST", "/staff/notice", notice, (no, no, sent, sent)),
        ("POST", "/staff/notice", lambda b: notice(b, id=theirs["notice"], centre="raahe"), (no, no, no, sent)),
        ("POST", "/staff/notice", lambda b: notice(b, centre="raahe"), (no, no, 422, sent)),
        ("POST", "/staff/notice", lambda b: {k: v for k, v in notice(b, everywhere="1").items() if k != "centre"}, (no, no, 422, sent)),
        ("POST", "/staff/notice/preview", lambda b: notice(b, id=theirs["notice"], centre="raahe"), (no, no, no, ok)),
        ("POST", "/staff/notice/end", lambda b: {"csrf": b.csrf or "x", "id": theirs["notice"]}, (no, no, no, sent)),
        ("GET", "/staff/polls", None, (login, ok, ok, ok)), ("GET", "/staff/poll", None, (login, no, ok, ok)),
        ("GET", "/staff/poll?id=" + q(theirs["poll"]), None, (login, no, no, ok)),
        ("GET", "/staff/poll/results?id=" + q(theirs["poll"]), None, (login, gone, gone, ok)),
        ("GET", "/staff/poll/csv?id=" + q(theirs["poll"]), None, (login, gone, gone, ok)),
        ("POST", "/staff/poll", lambda b: poll(b, id=theirs["poll"], centre="raahe"), (no, no, no, sent)),
        ("POST", "/staff/poll/end", lambda b: {"csrf": b.csrf or "x", "id": theirs["poll"]}, (no, no, no, sent)),
        ("POST", "/staff/poll/preview", lambda b: poll(b, id=theirs["poll"], centre="raahe"), (no, no, no, ok)),
        ("GET", "/staff/hidden", None, (login, ok, ok, ok)), ("GET", "/staff/hide?what=topic&target=vol", None, (login, no, ok, ok)),
        ("POST", "/staff/hide/end", lambda b: {"csrf": b.csrf or "x", "id": theirs["hide"]}, (no, no, no, sent)),
        ("GET", "/staff/centres", None, (login, ok, ok, ok)), ("GET", "/staff/centre?id=kaakkuri", None, (login, no, ok, ok)),
        ("GET", "/staff/centre?id=raahe", None, (login, no, no, ok)),
        ("POST", "/staff/centre", lambda b: {"csrf": b.csrf or "x", "id": "raahe"}, (no, no, no, sent)),
        ("POST", "/staff/centre/preview", lambda b: {"csrf": b.csrf or "x", "id": "raahe"}, (no, no, no, ok)),
        ("GET", "/staff/write", None, (login, no, ok, ok)), ("POST", "/staff/write", lambda b: {"csrf": b.csrf or "x"}, (no, no, 422, 422)),
    ]
    for method, path, fields, answers in table:
        for (name, b), expected in zip(who.items(), answers):
            f = fields(b) if fields else None
            if f is not None and not f.get("csrf"):
                f["csrf"] = "x"
            a = b.call(method, path, f)
            assert a.status == expected, (method, path, name, a.status, expected)
    for b in who.values():
        assert b.post("/staff/undo", {"csrf": b.csrf or "x", "kind": "notice", "id": all_}).status in (403, 409) or b is e
    return "%d answers" % (len(table) * len(who))


def text_is_never_markup(s):
    demo(s)
    b = person(s)
    b.get("/staff/notice")
    ev = EVIL[:60]
    n = saved_id(b.post("/staff/notice", notice(b, text_sv=EVIL, title_fi=ev, title_sv=ev)))
    p = saved_id(b.post("/staff/poll", poll(b, question_fi=EVIL[:80], answer1_fi=EVIL[:40])))
    saved_id(b.post("/staff/centre", {"csrf": b.csrf, "id": "kaakkuri", "person_name_fi": ev, "person_place_fi": ev, "person_phone": "112"}))
    q = urllib.parse.quote
    for path in ("/staff/notices", "/staff/notice?id=" + q(n), "/staff/polls", "/staff/poll?id=" + q(p), "/staff/poll/results?id=" + q(p),
                 "/staff/hidden?what=activity&q=" + q(EVIL), "/staff/centre?id=kaakkuri", "/staff/centres", "/staff/notices?saved=" + q(EVIL),
                 "/staff/hide?what=activity&target=" + q(EVIL), "/staff/write?template=" + q(EVIL), "/staff/features?saved=" + q(EVIL)):
        t = Tags(b.get(path).text)
        assert "html" in t.tags and not t.live, (path, t.live)


if __name__ == "__main__":
    run([v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"
         and k not in ("notice", "poll", "with_screen")])
