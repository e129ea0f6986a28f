#!/usr/bin/python3
"""Every trap of SOURCES.md as a named test, on documents of our own in the shape of the real ones (read with --dry-run): Linked
Events and hostile input; import_traps_formats.py has the other sources. The real documents are read too when ../shared/samples is there."""
import glob, json, os, sys
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from aula_import import *

# ---------------------------------------------------------------- Linked Events

def le_event(id="helsinki:a1", **kw):
    e = {"id": id, "location": {"id": "tprek:1", "name": {"fi": "Kirjasto", "sv": "Bibliotek"},
         "street_address": {"fi": "Kirkkokatu 5"}, "address_locality": {"fi": "Oulu"}, "postal_code": "90100",
         "position": {"type": "Point", "coordinates": [25.4712, 65.0126]}},
         "keywords": [], "super_event": None, "super_event_type": None, "event_status": "EventScheduled", "offers": [],
         "data_source": "helsinki", "publisher": "ahjo:u1", "sub_events": [], "images": [], "in_language": [], "audience": [],
         "last_modified_time": "2026-11-01T10:00:00Z", "start_time": "2026-12-01T15:00:00Z", "end_time": "2026-12-01T17:00:00Z",
         "deleted": False, "replaced_by": None, "name": {"fi": "Neulekahvila"}, "short_description": None,
         "description": {"fi": "<p>Tule neulomaan.</p>"}, "info_url": None, "provider": None,
         "provider_contact_info": None, "location_extra_info": None}
    e.update(kw)
    return e

def le(*events, **kw):
    return dry("linkedevents", {"meta": {"count": len(events), "next": None, "previous": None}, "data": list(events)}, **kw)

def test_le_plain_event_is_taken_with_local_time():
    r = le(le_event())
    a = r.one()
    s = a["schedules"][0]
    assert s["start"] == "2026-12-01T17:00:00" and s["duration_min"] == 120 and s["zone"] == "Europe/Helsinki", s
    p = r.one("place")
    assert abs(p["lat"] - 65.0126) < 1e-6 and abs(p["lon"] - 25.4712) < 1e-6  # the source writes lon first
    assert p["municipality"] == "564" and "approximate" not in p
    assert a["place"] == "le:tprek:1" and a["attend"] == ["site"] and a["expires_at"] == "2026-12-01T17:00:00Z"
    assert a["text"] == {"fi": "Tule neulomaan."} and a["from"]["license"] == "CC-BY-4.0" and a["from"]["attribution"]
    assert a["keywords"] == ["crafts"] and a["topics"] == ["hobby"]

def test_le_language_maps_may_be_null():
    a = le(le_event(short_description=None, description=None, info_url=None, offers=None, images=None, keywords=None)).one()
    assert "summary" not in a and "text" not in a and "no-text" in a["quality"]

def test_le_date_only_times_are_whole_days_and_the_end_is_inclusive():
    a = le(le_event(start_time="2026-12-01", end_time="2026-12-03")).one()
    s = a["schedules"][0]
    assert s["all_day"] and s["start"].startswith("2026-12-01T00:00") and s["duration_min"] == 3 * 1440, s
    assert a["expires_at"] == "2026-12-03T22:00:00Z"
    one = le(le_event(start_time="2026-12-01", end_time="2026-12-01")).one()["schedules"][0]
    assert one["duration_min"] == 1440, one

def test_le_has_start_time_false_means_a_date():
    a = le(le_event(start_time="2026-11-30T22:00:00Z", has_start_time=False, end_time="2026-12-01T21:59:00Z", has_end_time=False)).one()
    assert a["schedules"][0]["all_day"] and a["schedules"][0]["start"].startswith("2026-12-01"), a["schedules"]

def test_le_postponed_has_no_start_and_is_kept():
    r = le(le_event(event_status="EventPostponed", start_time=None, end_time=None))
    a = r.one()
    assert a["status"] == "postponed" and "schedules" not in a and a["expires_at"] == "2027-11-01T10:00:00Z"

def test_le_scheduled_without_start_is_skipped_with_a_reason():
    r = le(le_event(start_time=None, end_time=None))
    assert r.ids() == [] and "no start time" in r.err

def test_le_cancelled_and_rescheduled():
    assert le(le_event(event_status="EventCancelled")).one()["status"] == "cancelled"
    assert le(le_event(event_status="EventRescheduled")).one()["status"] == "rescheduled"

def test_le_end_before_start_is_dropped():
    r = le(le_event(end_time="2026-11-30T10:00:00Z"))
    assert r.one()["schedules"][0].get("duration_min", 0) == 0 and "end before start" in r.err

def test_le_past_event_is_skipped():
    r = le(le_event(start_time="2026-11-20T10:00:00Z", end_time="2026-11-20T12:00:00Z"))
    assert r.ids() == [] and "already over" in r.err

def test_what_only_a_skipped_activity_uses_is_skipped_too():
    other = {"id": "tprek:2", "name": {"fi": "Vanha sali"}, "address_locality": {"fi": "Oulu"}}
    past = {"start_time": "2026-11-20T10:00:00Z", "end_time": "2026-11-20T12:00:00Z"}
    both = [le_event(), le_event("helsinki:a2", **past), le_event("helsinki:a3", location=other, publisher="ahjo:u9", **past)]
    for events in both, list(reversed(both)):
        r = le(*events)
        assert r.ids() == ["le:helsinki:a1"] and r.ids("place") == ["le:tprek:1"], r.ids("place")
        assert "used only by what was skipped" in r.err and "le:tprek:2" in r.err, r.err
        # what is used stands before what uses it
        assert [x["kind"] for x in r.lines].index("place") < [x["kind"] for x in r.lines].index("activity")

def test_le_price_in_words_and_zeros():
    for text, price in (("0", "free"), ("0,00 €", "free"), ("Vapaa sisäänpääsy", "free"), ("Fritt inträde", "free"), ("Maksuton", "free"),
                        ("Ilmainen alle 18-v., muut 5 €", "paid"), ("5 €", "paid"), ("10–15 €", "paid")):
        a = le(le_event(offers=[{"is_free": None, "price": {"fi": text}}])).one()
        assert a.get("price") == price, (text, a.get("price"))

def test_own_records_that_nothing_uses_are_taken():
    org = {"kind": "organisation", "id": "own:o", "doc": {"name": {"fi": "Yhdistys"}}}
    assert dry("records", json.dumps(org)).ids("organisation") == ["own:o"]

def test_le_deleted_event_carries_almost_nothing():
    r = le({"id": "helsinki:x", "name": {"fi": "Poistettu"}, "deleted": True, "replaced_by": None},
           {"id": "helsinki:y", "deleted": True, "replaced_by": "helsinki:z"}, le_event())
    assert r.ids() == ["le:helsinki:a1"] and "deleted at the source" in r.err and "replaced at the source" in r.err and "gone" in r.err

def test_le_is_free_misses_events_without_offers():
    assert "price" not in le(le_event(offers=[])).one()
    assert le(le_event(offers=[{"is_free": True, "price": None}])).one()["price"] == "free"
    assert "price" not in le(le_event(offers=[{"is_free": False, "price": None}])).one()
    a = le(le_event(offers=[{"is_free": False, "price": {"fi": "5 €", "sv": None}}])).one()
    assert a["price"] == "paid" and a["price_text"] == {"fi": "5 €"}
    assert le(le_event(offers=[{"is_free": False, "price": {"fi": "Maksuton"}}])).one()["price"] == "free"

def test_le_helsinki_internet_is_no_place():
    r = le(le_event(location={"@id": "https://api.example.org/v1/place/helsinki:internet/"}))
    assert r.one()["attend"] == ["online"] and r.ids("place") == []
    assert "no-place" not in r.one().get("quality", [])

def test_le_filler_and_absurd_coordinates():
    for xy, word in (([24.9384, 60.1699], "filler"), ([0, 0], "filler"), ([100, 100], "absurd"), ([65.0, 25.4], "absurd")):
        e = le_event(); e["location"]["position"]["coordinates"] = xy
        r = le(e); p = r.one("place")
        assert word in r.err and p["approximate"] is True and abs(p["lat"] - 65.012) < 0.01, (xy, p, r.err)

def test_le_location_null_turku_reads_the_words():
    r = le(le_event(id="turku:1", location=None, type_id="Hobbies", location_extra_info={"fi": "Blombergin aukio 12, Turku / Kupittaa, Kupittaan maauimala\n"}))
    p = r.one("place")
    assert p["street"] == {"fi": "Blombergin aukio 12"} and p["name"] == {"fi": "Kupittaan maauimala"} and p["municipality"] == "853"
    assert p["approximate"] is True and "municipality's centre" in r.err
    assert "hobby" in r.one()["topics"]

def test_le_turku_copies_finnish_into_swedish_and_english():
    fi = "Reipas vesijumppa ison altaan syvässä päässä."
    same = lambda s: {"fi": s, "sv": s, "en": s}
    r = le(le_event(name=same("Vesijumppa"), description=same(fi), short_description=same("Vauhdikas jumppa illan päätteeksi!")))
    a = r.one()
    assert a["title"] == {"fi": "Vesijumppa"} and a["text"] == {"fi": fi} and "one-language" in a["quality"]
    assert "copied" in r.err

def test_le_equal_names_stay_when_the_texts_differ():
    a = le(le_event(name={"fi": "Bingo", "sv": "Bingo"}, description={"fi": "Pelaamme bingoa joka viikko.", "sv": "Vi spelar bingo varje vecka."})).one()
    assert a["title"] == {"fi": "Bingo", "sv": "Bingo"}

def test_le_html_in_price_becomes_text():
    a = le(le_event(offers=[{"is_free": False, "price": {"fi": "<p>Sisäänpääsy + ohjaus&nbsp;2,50 &euro;</p>"}}])).one()
    assert a["price_text"]["fi"] == "Sisäänpääsy + ohjaus 2,50 €"

def test_le_html_to_text():
    html = "<p>Yksi<br>kaksi</p><ul><li>a &amp; b</li><li>c</li></ul><script>alert(1)</script><a href='https://x.example.org/y'>lisää</a>"
    t = le(le_event(description={"fi": html})).one()["text"]["fi"]
    assert t == "Yksi\nkaksi\n\n• a & b\n• c\n\nlisää (https://x.example.org/y)", repr(t)

def super_(id="turku:s", **kw):
    return le_event(id=id, super_event_type="recurring", start_time="2026-11-03T15:00:00Z", end_time="2027-03-30T17:00:00Z", **kw)

def child(n, day, super_id="turku:s", **kw):
    return le_event(id=f"turku:c{n}", super_event={"@id": f"https://api.example.org/v1/event/{super_id}/"},
                    start_time=f"{day}T15:00:00Z", end_time=f"{day}T17:00:00Z", **kw)

def test_le_recurring_super_event_is_one_activity_with_its_dates():
    r = le(super_(), child(1, "2026-12-01"), child(2, "2026-12-08"), child(3, "2026-12-15", event_status="EventCancelled"))
    assert r.ids() == ["le:turku:s"]
    a = r.one()
    s = a["schedules"][0]
    assert s["start"] == "2026-12-01T17:00:00" and s["rdates"] == ["2026-12-08T17:00:00", "2026-12-15T17:00:00"] and s["duration_min"] == 120
    assert a["exceptions"] == [{"start": "2026-12-15T17:00:00", "status": "cancelled"}]
    assert a["expires_at"] == "2026-12-15T17:00:00Z"

def test_le_order_of_super_and_children_does_not_matter():
    items = [super_(), child(1, "2026-12-01"), child(2, "2026-12-08"), le_event()]
    want = {k: v for k, v in le(*items).docs.items()}
    assert le(*reversed(items)).docs == want
    assert le(items[2], items[0], items[3], items[1]).docs == want

def test_le_umbrella_children_stay_events_of_their_own():
    u = le_event(id="turku:u", super_event_type="umbrella")
    r = le(child(1, "2026-12-01", super_id="turku:u"), u, child(2, "2026-12-08", super_id="turku:u"))
    assert r.ids() == ["le:turku:c1", "le:turku:c2", "le:turku:u"]

def test_le_child_of_unknown_parent_is_an_event():
    assert le(child(1, "2026-12-01", super_id="turku:missing")).ids() == ["le:turku:c1"]

def test_le_turku_says_recurring_in_the_child():
    r = le(child(1, "2026-12-01", sub_event_type="sub_recurring"), child(2, "2026-12-08", sub_event_type="sub_recurring"))
    assert r.ids() == ["le:turku:s"] and len(r.one()["schedules"][0]["rdates"]) == 1

def test_le_child_at_another_place_is_an_event_of_its_own():
    other = child(2, "2026-12-08"); other["location"] = dict(other["location"], id="tprek:2")
    assert le(super_(), child(1, "2026-12-01"), other).ids() == ["le:turku:c2", "le:turku:s"]

def test_le_recurring_without_children_is_not_one_long_event():
    r = le(super_())
    assert r.ids() == [] and "recurring event without its dates" in r.err

def test_le_recurring_over_the_clock_change_keeps_its_wall_time():
    r = le(super_(), child(1, "2027-03-23"), le_event(id="turku:c2", super_event={"@id": "x/turku:s/"}, start_time="2027-03-30T14:00:00Z", end_time="2027-03-30T16:00:00Z"))
    s = r.one()["schedules"][0]
    assert [s["start"], *s["rdates"]] == ["2027-03-23T17:00:00", "2027-03-30T17:00:00"], s

def test_le_audience_keywords_give_topics():
    ref = lambda k: {"@id": f"https://api.example.org/v1/keyword/{k}/"}
    for key, topic in (("yso:p4354", "family"), ("yso:p2433", "old"), ("yso:p12297", "mind"), ("yso:p6165", "daily"), ("yso:p916", "hobby")):
        a = le(le_event(name={"fi": "Ryhmä"}, audience=[ref(key)])).one()
        assert a["topics"][0] == topic, (key, a.get("topics"))
    a = le(le_event(name={"fi": "X"}, type_id="Volunteering", audience=[ref("yso:p4354")])).one()
    assert a["topics"] == ["vol", "family"] and a["keywords"] == ["children", "volunteering"]

def test_le_image_licence_is_its_own():
    a = le(le_event(images=[{"url": "https://img.example.org/a.jpg", "alt_text": "Kuva", "license": "event_only", "photographer_name": "N. N."}])).one()
    assert a["image"] == {"url": "https://img.example.org/a.jpg", "alt": {"fi": "Kuva"}, "credit": "N. N.", "license": "event_only"}

def test_le_provider_becomes_an_organisation():
    r = le(le_event(provider={"fi": "Esimerkki ry"}, publisher="ytj:0586977-6", provider_contact_info={"fi": "<p>Soita 040 123 4567 tai info@example.org</p>"}))
    a = r.one()
    assert r.one("organisation")["business_id"] == "0586977-6" and a["organisation"] == "le:ytj:0586977-6"
    assert a["phone"] == "+358401234567" and a["email"] == "info@example.org"

def test_le_events_page_by_page_is_streamed_and_repeats_are_one():
    assert le(le_event(), le_event()).ids() == ["le:helsinki:a1"]

def test_le_draft_is_skipped():
    assert "not published" in le(le_event(publication_status="draft")).err

def test_le_very_long_event_is_not_one_occurrence():
    a = le(le_event(start_time="2026-01-01T08:00:00Z", end_time="2028-01-01T08:00:00Z")).one()
    assert a["schedules"][0]["freq"] == "daily" and a["schedules"][0]["until"] == "2028-01-01"

# ---------------------------------------------------------------- records, hostile input

def test_records_line_errors_do_not_stop_the_rest():
    r = dry("records", '{"kind":"activity","id":"x:1","doc":{"title":{"fi":"A"},"type":"ongoing"}}\nnot json\n{"kind":"nonsense","id":"x","doc":{}}\n# comment\n{"kind":"activity","id":"x:2","doc":{"title":{"fi":"B"},"type":"ongoing"}}\n')
    assert r.ids() == ["x:1", "x:2"] and "skipped   2" in r.err

def test_hostile_bad_utf8_item_is_skipped():
    good = json.dumps(le_event())
    r = dry("linkedevents", b'{"meta":{"next":null},"data":[' + good.encode() + b',{"id":"b:1","name":{"fi":"\xff\xfe"}},' + json.dumps(le_event(id="h:2")).encode() + b"]}")
    assert r.ids() == ["le:h:2", "le:helsinki:a1"] and "bad UTF-8" in r.err

def test_hostile_deep_nesting_is_skipped():
    deep = '{"id":"x","a":' + "[" * 5000 + "]" * 5000 + "}"
    r = dry("linkedevents", '{"meta":{},"data":[' + deep + "," + json.dumps(le_event()) + "]}")
    assert r.ids() == ["le:helsinki:a1"] and "nested too deeply" in r.err

def test_hostile_huge_item_is_skipped():
    r = dry("linkedevents", '{"meta":{},"data":[{"id":"x","name":{"fi":"' + "a" * 3000000 + '"}},' + json.dumps(le_event()) + "]}")
    assert r.ids() == ["le:helsinki:a1"] and "item too large" in r.err

def test_hostile_truncated_document_keeps_what_came_and_says_so():
    text = json.dumps({"meta": {}, "data": [le_event(), le_event(id="h:2")]})
    r = dry("linkedevents", text[:-40])
    assert r.ids() == ["le:helsinki:a1"] and r.code == 10 and "ends in the middle" in r.err

def test_hostile_not_json_at_all():
    r = dry("linkedevents", "<html>Kirjaudu sisään</html>")
    assert r.code == 1 and "not a JSON" in r.err

def test_hostile_absurd_dates():
    for t in ("9999-12-31T00:00:00Z", "0000-01-01", "2026-13-45", "-1", "99999999999999999999"):
        r = le(le_event(start_time=t, end_time=None), le_event(id="h:2"))
        assert r.ids() == ["le:h:2"], (t, r.ids())

def test_hostile_absurd_ages():
    for low, high in ((500, None), (-1, None), (None, 999), (30, 10)):
        r = le(le_event(audience_min_age=low, audience_max_age=high))
        assert "age_min" not in r.one() and "age_max" not in r.one() and "absurd ages left out" in r.err, (low, high)

def test_hostile_long_title_and_ids():
    r = le(le_event(id="x" * 500, name={"fi": "sana " * 400}))
    a = r.one()
    assert len(a["title"]["fi"]) <= 200 and len(r.ids()[0]) <= 120
    r = le(le_event(id="ä/ö \n"))
    assert r.ids()[0].startswith("le:#")

def test_hostile_wrong_types_everywhere():
    for field in list(le_event()):
        for junk in (7, "x", [], {}, True, [[]], {"a": {"b": 1}}, [None, 5]):
            r = le(le_event(**{field: junk}))
            assert r.code in (0, 10), (field, junk, r.code, r.err)

# ---------------------------------------------------------------- the real documents

def test_real_samples_are_read_without_damage():
    folder = os.path.join(SHARED, "samples")
    if not os.path.isdir(folder):
        return "no ../shared/samples"
    plan = {"linkedevents": "linkedevents*EVENT*DATA.json linkedevents__turku*", "eventz": "eventz*", "lahella": "lahella*sample*",
            "hsds": "hsds*service*.json oruk*", "ptv": "ptv-out* ptv-v11*"}
    n = 0
    for source, globs in plan.items():
        for g in globs.split():
            for f in sorted(glob.glob(os.path.join(folder, g))):
                r = run("--source", source, "--file", f, "--dry-run", now="2005-01-01T00:00:00Z")
                assert r.code == 0, (f, r.err)
                assert len(r.lines) > 0 or "skipped" in r.err or source == "ptv", (f, r.err)
                n += 1
    assert n > 30, n


suite(tests_of(globals()))
