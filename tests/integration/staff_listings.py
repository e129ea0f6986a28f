#!/usr/bin/python3
# What invited organisations keep here themselves: sent in, looked at by the contact person of the centre, or published at once.
import os, re, sys

sys.path.insert(0, os.path.dirname(__file__))
from server_harness import activity, run
from server_pages import EVIL, Browser, Tags, prepare
from staff_people import invite, join, link_of
from staff_people import logged_in as admin_in
from staff_review import logged_in, plain


def with_organisations(s):
    prepare(s, [("anna", "contact", "c:a"), ("bertta", "contact", "c:b"), ("raija", "reader", "c:a"), ("erkki", "editor", "")])
    s.ingest([{"kind": "topic", "id": "peer", "doc": {"title": {"fi": "Vertaistuki"}, "look": "peer", "order": 1}},
              {"kind": "organisation", "id": "test:o", "doc": {"name": {"fi": "Oulun Ystäväpiiri ry"}}},
              activity(5, "Tuotu kerho", organisation="test:o")])
    admin = admin_in(s)
    people = {}
    for name, org in (("piiri", {"organisation_words": "ystäväp", "organisation": "test:o"}),
                      ("seura", {"organisation_words": "Toinen Seura ry", "organisation": "new"})):
        people[name], _, a = join(s, link_of(invite(admin, name, "organisation", ("c:a",), **org)))
        assert a.status == 200 and 'href="/staff/listings"' in a.text, a.text
    return people["piiri"], people["seura"], admin


def fields(b, **more):
    f = {"csrf": b.csrf, "title_fi": "Kahvihetki", "text_fi": "Tervetuloa.", "topic": "peer", "repeat": "once", "day": "2027-03-01",
         "start": "13:00", "end": "14:30", "home": "c:a", "where": "here", "phone": "040 123 4567", "free": "1"}
    f.update(more)
    return {k: v for k, v in f.items() if v is not None}


def send(b, **more):
    b.get("/staff/listing")
    return b.post("/staff/listing", fields(b, **more))


def live(s):
    return {id: i["doc"] for (k, id), i in s.whole_feed()[0].items() if k == "activity" and id.startswith("own:")}


def waiting_id(b):
    return re.search(r'name="id" value="([0-9a-f]{16})"', b.get("/staff/review/listings").text).group(1)


def decide(b, id, verdict, **more):
    b.get("/staff/review/listings")
    return b.post("/staff/review/listing", dict({"csrf": b.csrf, "id": id, "verdict": verdict}, **more)).status


def a_listing_waits_for_the_contact_person(s):
    piiri, _, admin = with_organisations(s)
    a = send(piiri)
    assert a.status == 303 and a.headers["Location"].endswith("saved=sent"), a.text
    assert live(s) == {} and "Kahvihetki" in plain(piiri.get("/staff/listings"))
    anna, bertta, raija = logged_in(s, "anna"), logged_in(s, "bertta"), logged_in(s, "raija")
    page = anna.get("/staff/review/listings")
    assert "Oulun Ystäväpiiri ry" in plain(page) and "Tervetuloa." in plain(page) and "040 123 4567" in plain(page) and "value=\"publish\"" in page.text
    assert "Kahvihetki" not in plain(bertta.get("/staff/review/listings"))
    assert "value=\"publish\"" not in raija.get("/staff/review/listings").text
    id = waiting_id(anna)
    assert decide(raija, id, "publish") == 403 and decide(bertta, id, "publish") == 404 and decide(piiri, id, "publish") == 403
    assert decide(anna, id, "perhaps") == 422 and decide(anna, "0" * 16, "publish") == 404
    assert decide(anna, id, "publish") == 303 and decide(anna, id, "publish") == 409
    (rid, doc), = live(s).items()
    assert doc["organisation"] == "test:o" and doc["from"]["source"] == "own" and doc["phone"] == "+358401234567", doc
    # the next change: only what differs is shown
    edit = piiri.get("/staff/listing?id=" + rid)
    assert "Tervetuloa." in edit.text and 'value="13:00"' in edit.text and 'value="040 123 4567"' in edit.text
    assert piiri.post("/staff/listing", fields(piiri, written=rid, text_fi="Kahvia ja pullaa.")).status == 303
    diff = re.search(r'<dl class="diff">.*?</dl>', anna.get("/staff/review/listings").text, re.S).group(0)
    assert "Kahvia ja pullaa." in diff and "Tervetuloa." in diff and "040" not in diff, diff
    assert decide(anna, waiting_id(anna), "refuse", note="Kirjoita vielä kellonaika.") == 303
    assert live(s)[rid]["text"]["fi"].replace("\u00ad", "") == "Tervetuloa."
    back = plain(piiri.get("/staff/listings"))
    assert "Kirjoita vielä kellonaika." in back
    again = piiri.get("/staff/listing?id=" + rid)
    assert "Kahvia ja pullaa." in again.text and "Kirjoita vielä" in again.text  # as it was sent, to go on from
    assert piiri.post("/staff/listing", fields(piiri, written=rid, text_fi="Kahvia klo 13.")).status == 303
    assert decide(anna, waiting_id(anna), "publish") == 303
    assert "13" in live(s)[rid]["text"]["fi"] and "Kirjoita vielä" not in plain(piiri.get("/staff/listings"))
    log = plain(admin.get("/staff/log?what=listing."))
    assert "piiri" in log and "anna" in log and "Kirjoita vielä kellonaika." in log
    # ending goes the same way
    piiri.get("/staff/listings")
    assert piiri.post("/staff/listing/end", {"csrf": piiri.csrf, "id": rid}).status == 303 and rid in live(s)
    assert decide(anna, waiting_id(anna), "publish") == 303 and live(s) == {}


def a_centre_may_publish_at_once(s):
    piiri, _, _ = with_organisations(s)
    anna, bertta = logged_in(s, "anna"), logged_in(s, "bertta")
    rule = lambda who, centre, direct: who.post("/staff/review/listing-rule", {"csrf": who.csrf, "centre": centre, "direct": direct}).status
    assert rule(anna, "c:b", "1") == 404 and rule(anna, "c:none", "1") == 404 and rule(logged_in(s, "raija"), "c:a", "1") == 403
    assert rule(anna, "c:a", "1") == 303
    a = send(piiri, where="elsewhere", place_fi="Kirjasto", street="Kirjastokatu 1", city="Oulu")
    assert a.headers["Location"].endswith("saved=published")
    (rid, doc), = live(s).items()
    place = s.whole_feed()[0][("place", doc["place"])]["doc"]
    assert doc["place"].startswith("own:p-") and place["name"]["fi"] == "Kirjasto"
    edit = piiri.get("/staff/listing?id=" + rid)
    assert "Kirjastokatu 1" in edit.text
    assert piiri.post("/staff/listing", fields(piiri, written=rid, where="elsewhere", place_fi="Kirjaston sali", street="Kirjastokatu 1",
                                               city="Oulu")).status == 303
    (rid2, doc2), = live(s).items()
    assert rid2 == rid and doc2["place"] == doc["place"]
    assert s.whole_feed()[0][("place", doc["place"])]["doc"]["name"]["fi"] == "Kirjaston sali"
    piiri.get("/staff/listings")
    assert piiri.post("/staff/listing/end", {"csrf": piiri.csrf, "id": rid}).status == 303
    assert live(s) == {} and ("place", doc["place"]) not in s.whole_feed()[0]
    assert rule(anna, "c:a", "0") == 303 and send(piiri).headers["Location"].endswith("saved=sent")


def an_organisation_touches_only_its_own(s):
    piiri, seura, _ = with_organisations(s)
    anna = logged_in(s, "anna")
    anna.post("/staff/review/listing-rule", {"csrf": anna.csrf, "centre": "c:a", "direct": "1"})
    assert send(piiri).status == 303
    rid, = live(s)
    before = live(s)
    seura.get("/staff/listing")
    for id in (rid, "test:5", "test:1", "own:a-none", EVIL, "own:" + "x" * 300):
        assert seura.get("/staff/listing?id=" + __import__("urllib.parse").parse.quote(id)).status == 404, id
        assert seura.post("/staff/listing", fields(seura, written=id)).status == 404, id
        assert seura.post("/staff/listing/end", {"csrf": seura.csrf, "id": id}).status == 404, id
    assert piiri.get("/staff/listing?id=test:5").status == 404  # its own, but kept elsewhere
    piiri.get("/staff/listing")
    assert piiri.post("/staff/listing", fields(piiri, home="c:b")).status in (200, 422)  # not its centre
    assert piiri.post("/staff/listing", fields(piiri, csrf="0" * 32)).status == 403
    assert live(s) == before
    listed = plain(piiri.get("/staff/listings"))
    assert "Tuotu kerho" in listed and "Toinen Seura" not in listed
    table = [("GET", "/staff/features"), ("GET", "/staff/screens"), ("GET", "/staff/review"), ("GET", "/staff/review/listings"),
             ("GET", "/staff/statistics"), ("GET", "/staff/people"), ("GET", "/staff/log"), ("GET", "/staff/feature?id=x"),
             ("POST", "/staff/feature"), ("POST", "/staff/write"), ("POST", "/staff/review/listing"), ("POST", "/staff/review/sweep")]
    for method, path in table:
        a = piiri.call(method, path, {"csrf": piiri.csrf} if method == "POST" else None)
        assert a.status == 403, (method, path, a.status)
    assert piiri.get("/staff").headers["Location"] == "/staff/listings" and piiri.get("/staff/account").status == 200
    # and staff do not find themselves in an organisation's pages
    assert anna.get("/staff/listings").headers["Location"] == "/staff/features"
    assert anna.post("/staff/listing", fields(anna)).status == 403


def text_is_never_markup(s):
    piiri, _, admin = with_organisations(s)
    assert send(piiri, title_fi=EVIL, text_fi=EVIL, room_fi=EVIL[:70], where="elsewhere", place_fi=EVIL[:70], street=EVIL[:70]).status == 303
    anna = logged_in(s, "anna")
    for b, path in ((piiri, "/staff/listings"), (anna, "/staff/review/listings"), (admin, "/staff/log")):
        page = b.get(path)
        assert not Tags(page.text).live and "alert(" in page.text, path
    assert decide(anna, waiting_id(anna), "publish") == 303
    (rid, doc), = live(s).items()
    for b, path in ((piiri, "/staff/listing?id=" + rid), (piiri, "/staff/listings"), (Browser(s), "/a/" + doc["code"])):
        page = b.get(path)
        assert page.status == 200 and not Tags(page.text.replace('<script src="/static', "<x")).live, (path, Tags(page.text).live)


def mistakes_are_told(s):
    piiri, _, _ = with_organisations(s)
    for wrong in ({"title_fi": None}, {"topic": "none"}, {"day": "rubbish"}, {"end": "12:00"}, {"title_fi": "x" * 101},
                  {"where": "elsewhere"}, {"phone": "soita"}, {"home": None}):
        a = send(piiri, **wrong)
        assert a.status in (200, 422) and 'role="alert"' in a.text and "Location" not in a.headers, (wrong, a.status)
    assert live(s) == {} and "Kahvihetki" not in plain(piiri.get("/staff/listings"))


if __name__ == "__main__":
    run([a_listing_waits_for_the_contact_person, a_centre_may_publish_at_once, an_organisation_touches_only_its_own,
         text_is_never_markup, mistakes_are_told])
