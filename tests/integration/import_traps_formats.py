#!/usr/bin/python3
"""The traps of SOURCES.md in PTV, Eventz, Lähellä, HSDS, iCalendar, JSON-LD and CSV, as import_traps.py has those of Linked Events."""
import copy, os, sys
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from aula_import import *

# ---------------------------------------------------------------- PTV

ORG, CH, PH, SV = "0a0a0a0a-0000-4000-8000-00000000000" + "1", "0a0a0a0a-0000-4000-8000-000000000002", "0a0a0a0a-0000-4000-8000-000000000003", "0a0a0a0a-0000-4000-8000-000000000004"

def loc(fi, sv=None):
    return [{"language": "sv", "value": sv, "type": "Name"}, {"language": "fi", "value": fi, "type": "Name"}]

def ptv_org(**kw):
    o = {"id": ORG, "organizationType": "Organization", "businessCode": "0586977-6", "organizationNames": loc("Esimerkki ry", "Exempel rf"),
         "organizationDescriptions": [], "emails": [], "phoneNumbers": [], "webPages": [], "publishingStatus": "Published"}
    o.update(kw); return o

def ptv_place(**kw):
    o = {"id": CH, "serviceChannelType": "ServiceLocation", "organizationId": ORG, "serviceChannelNames": loc("Olohuone"),
         "serviceChannelDescriptions": [], "phoneNumbers": [
             {"type": "Fax", "number": None, "prefixNumber": None, "language": "fi"},
             {"type": "Phone", "number": "401234567", "prefixNumber": "+358", "language": "fi", "additionalInformation": "Ohjaaja"}],
         "emails": [], "webPages": [],
         "addresses": [{"type": "Location", "streetAddress": {"street": [{"value": "Kirkkokatu", "language": "fi"}], "streetNumber": "5", "postalCode": "90100",
            "postOffice": [{"value": "OULU", "language": "fi"}], "municipality": {"code": "564", "name": [{"value": "Uleåborg", "language": "sv"}, {"value": "Oulu", "language": "fi"}]},
            "latitude": "7211137.0", "longitude": "427850.0", "coordinateState": "NotReceived"}}],
         "serviceHours": [], "publishingStatus": "Published"}
    o.update(kw); return o

def ptv_service(channels=(CH,), **kw):
    o = {"id": SV, "type": "Service", "serviceNames": loc("Kohtaamispaikka", "Mötesplats"),
         "serviceDescriptions": [{"language": "fi", "value": None, "type": "DeadLine"}, {"language": "fi", "value": "Avoin olohuone kaikille.", "type": "Summary"},
            {"language": "fi", "value": "Tule käymään.", "type": "Description"}],
         "serviceChargeType": "FreeOfCharge", "areaType": "LimitedType", "areas": [{"type": "Municipality", "municipalities": [{"code": "564"}]}],
         "languages": ["fi"], "serviceClasses": [{"code": "P4.12"}], "targetGroups": [{"code": "KR1"}], "ontologyTerms": [], "keywords": [],
         "serviceChannels": [{"serviceChannel": {"id": c}} for c in channels],
         "organizations": [{"roleType": "Responsible", "organization": {"id": ORG}}], "publishingStatus": "Published", "modified": "2026-10-01T10:00:00.1"}
    o.update(kw); return o

def ptv(*items, key="itemList", args=()):
    return dry("ptv", {"pageNumber": 1, "pageSize": 100, "pageCount": 1, key: list(items)}, *args)

def test_ptv_service_is_joined_with_channel_and_organisation():
    r = ptv(ptv_service(), ptv_place(), ptv_org())
    a = r.one()
    assert r.ids() == [f"ptv:{SV}@{CH}"] and a["organisation"] == f"ptv:{ORG}" and a["place"] == f"ptv:{CH}"
    assert a["phone"] == "+358401234567" and a["price"] == "free" and a["areas"] == ["564"] and a["title"] == {"fi": "Kohtaamispaikka", "sv": "Mötesplats"}
    assert r.one("organisation")["type"] == "ngo" and r.one("organisation")["business_id"] == "0586977-6"

def test_ptv_latitude_is_northing_in_tm35fin_as_a_string():
    p = ptv(ptv_service(), ptv_place(), ptv_org()).one("place")
    # independent check: the point lies in the centre of Oulu
    assert abs(p["lat"] - 65.0126) < 0.005 and abs(p["lon"] - 25.4712) < 0.01, p

def test_ptv_not_received_can_still_carry_coordinates():
    assert "approximate" not in ptv(ptv_service(), ptv_place(), ptv_org()).one("place")

def test_ptv_missing_or_wgs84_coordinates_fall_back_to_the_municipality():
    for lat, lon in ((None, None), ("61.6887", "27.2721"), ("", ""), ("-1", "9e99")):
        c = ptv_place(); c["addresses"][0]["streetAddress"].update(latitude=lat, longitude=lon)
        p = ptv(ptv_service(), c, ptv_org()).one("place")
        assert p["approximate"] is True and p["municipality"] == "564", (lat, p)

def test_ptv_fax_with_number_null_is_no_phone():
    c = ptv_place(); c["phoneNumbers"] = c["phoneNumbers"][:1]
    assert "phone" not in ptv(ptv_service(), c, ptv_org()).one()

def test_ptv_day_to_empty_is_one_day_and_equal_days_are_one_schedule():
    h = [{"serviceHourType": "DaysOfTheWeek", "validFrom": None, "validTo": None, "isClosed": False, "openingHour":
          [{"dayFrom": d, "dayTo": "", "from": "09:00:00", "to": "15:00:00"} for d in ("Monday", "Wednesday")] + [{"dayFrom": "Thursday", "dayTo": "Friday", "from": "10:00:00", "to": "12:00:00"}]}]
    s = ptv(ptv_service(), ptv_place(serviceHours=h), ptv_org()).one()["schedules"]
    assert [(x["byday"], x["start"][11:16], x["duration_min"]) for x in s] == [("MO,WE", "09:00", 360), ("TH,FR", "10:00", 120)], s

def test_ptv_over_midnight_and_always_open_and_closed_days():
    h = [{"serviceHourType": "OverMidnight", "openingHour": [{"dayFrom": "Friday", "dayTo": "Saturday", "from": "20:00:00", "to": "04:00:00"}]},
         {"serviceHourType": "Exceptional", "isClosed": True, "validFrom": "2026-12-24T00:00:00", "validTo": "2026-12-26T00:00:00"}]
    s = ptv(ptv_service(), ptv_place(serviceHours=h), ptv_org()).one()["schedules"]
    assert len(s) == 1 and s[0]["byday"] == "FR" and s[0]["duration_min"] == 480 and len(s[0]["exdates"]) == 3, s
    s = ptv(ptv_service(), ptv_place(serviceHours=[{"serviceHourType": "DaysOfTheWeek", "isAlwaysOpen": True, "openingHour": []}]), ptv_org()).one()["schedules"]
    assert s[0]["all_day"] and s[0]["byday"] == "MO,TU,WE,TH,FR,SA,SU", s

def test_ptv_other_hours_on_given_days_stand_instead_of_the_usual_ones():
    h = [{"serviceHourType": "DaysOfTheWeek", "openingHour": [{"dayFrom": "Monday", "dayTo": "Friday", "from": "09:00:00", "to": "15:00:00"}]},
         {"serviceHourType": "Exceptional", "isClosed": False, "validFrom": "2026-12-23T00:00:00", "validTo": "2026-12-24T00:00:00", "openingHour": [{"dayFrom": "", "dayTo": "", "from": "09:00:00", "to": "12:00:00"}]},
         {"serviceHourType": "Exceptional", "isClosed": False, "validFrom": "2026-12-31T00:00:00", "validTo": None, "openingHour": []}]
    week, special = ptv(ptv_service(), ptv_place(serviceHours=h), ptv_org()).one()["schedules"]
    assert week["exdates"] == ["2026-12-23T00:00:00", "2026-12-24T00:00:00"], week  # the 31st tells no hours
    assert (special["start"], special["rdates"], special["duration_min"]) == ("2026-12-23T09:00:00", ["2026-12-24T09:00:00"], 180), special

def test_ptv_damaged_hours_leave_the_service():
    h = [{"serviceHourType": "DaysOfTheWeek", "validFrom": "2026-12-31T00:00:00", "validTo": "2026-12-01T00:00:00", "openingHour": [{"dayFrom": "Monday", "dayTo": "", "from": "09:00:00", "to": "15:00:00"}]}]
    r = ptv(ptv_service(), ptv_place(serviceHours=h), ptv_org())
    assert "schedules" not in r.one() and "schedule left out: until: before start" in r.err, r.err

def test_ptv_arrays_are_unordered():
    a = ptv_service(); b = copy.deepcopy(a)
    for k in ("serviceNames", "serviceDescriptions", "languages", "serviceClasses"):
        b[k] = list(reversed(b[k]))
    assert ptv(a, ptv_place(), ptv_org()).docs == ptv(ptv_org(), ptv_place(), b).docs

def test_ptv_description_value_may_be_null():
    a = ptv(ptv_service(serviceDescriptions=[{"language": "fi", "value": None, "type": "Summary"}]), ptv_place(), ptv_org()).one()
    assert "summary" not in a

def test_ptv_nationwide_reaches_all():
    a = ptv(ptv_service(areaType="Nationwide", areas=[]), ptv_place(), ptv_org()).one()
    assert a["reach"] == "national" and "areas" not in a

def test_ptv_phone_channel_is_help_by_phone():
    ph = {"id": PH, "serviceChannelType": "Phone", "serviceChannelNames": loc("Puhelin"), "phoneNumbers": [{"type": "Phone", "number": "116123", "isFinnishServiceNumber": True, "language": "fi"}],
          "serviceHours": [{"serviceHourType": "DaysOfTheWeek", "openingHour": [{"dayFrom": "Monday", "dayTo": "Friday", "from": "09:00:00", "to": "15:00:00"}]}]}
    a = ptv(ptv_service(channels=(PH,)), ph, ptv_org()).one()
    assert a["attend"] == ["phone"] and a["phone"] == "116123" and a["schedules"][0]["byday"] == "MO,TU,WE,TH,FR" and "no-place" not in a.get("quality", [])

def test_ptv_one_activity_for_each_location():
    c2 = ptv_place(id=PH, serviceChannelNames=loc("Toinen"))
    assert len(ptv(ptv_service(channels=(CH, PH)), ptv_place(), c2, ptv_org()).ids()) == 2

def test_ptv_filters_by_organisation_type_and_class():
    import tempfile
    with tempfile.TemporaryDirectory() as d:
        doc = f"{d}/doc.json"; ini = f"{d}/a.ini"
        json.dump({"pageCount": 1, "itemList": [ptv_service(), ptv_place(), ptv_org(organizationType="Municipality")]}, open(doc, "w"))
        open(ini, "w").write(f"[source ptv]\ntype = ptv\nfile = {doc}\norganisation_types = Organization\n")
        r = run("--config", ini, "--source", "ptv", "--dry-run")
        assert r.ids() == [] and "type not wanted" in r.err
        open(ini, "w").write(f"[source ptv]\ntype = ptv\nfile = {doc}\nservice_classes = P27.1\n")
        r = run("--config", ini, "--source", "ptv", "--dry-run")
        assert r.ids() == [] and "class not wanted" in r.err

def test_ptv_unpublished_is_skipped():
    assert "not published" in ptv(ptv_service(publishingStatus="Archived"), ptv_place(), ptv_org()).err

def test_ptv_v12_is_read_by_the_same_reader():
    import tempfile
    lv = lambda **kw: {"fi": kw, "sv": {k: "" for k in kw}}
    org = {"id": ORG, "organizationType": "Organization", "languageVersions": lv(name="Esimerkki ry"), "businessCode": "0586977-6"}
    c = ptv_place(); st = c["addresses"][0]["streetAddress"]
    north, east = float(st.pop("latitude")), float(st.pop("longitude")); c.pop("serviceChannelNames")
    st["coordinates"] = [{"system": "EPSG:4326", "easting": 1, "northing": 2}, {"system": "EPSG:3067", "easting": east, "northing": north}]
    c["languageVersions"] = lv(name="Olohuone")
    s = ptv_service(); s.pop("serviceNames"); s.pop("serviceDescriptions")
    s["languageVersions"] = lv(name="Kohtaamispaikka", summary="Avoin olohuone kaikille.", description="Tule käymään.")
    with tempfile.TemporaryDirectory() as d:
        json.dump({"items": [s, c, org], "page": 1, "pageSize": 100, "totalItems": 3, "totalPages": 1}, open(f"{d}/doc", "w"))
        open(f"{d}/a.ini", "w").write(f"[source ptv]\ntype = ptv\nversion = v12\nfile = {d}/doc\n")
        r = run("--config", f"{d}/a.ini", "--source", "ptv", "--dry-run")
    want = ptv(ptv_service(serviceNames=loc("Kohtaamispaikka")), ptv_place(), ptv_org(organizationNames=loc("Esimerkki ry")))
    assert r.docs == want.docs, (r.docs, want.docs)
    assert "sv" not in r.one()["title"]  # "" is a missing translation

# ---------------------------------------------------------------- Eventz

def ez(**kw):
    p = {"_id": "6a68", "pageType": "event", "privacy": "public", "locations": [{"address": "Esimerkki ry, Kirkkokatu 5, 90100 Oulu"}], "globalContentCategories": ["exhibitions"],
         "event": {"datesType": "individual-dates", "dates": [{"start": "2026-12-05T10:15:00.000Z", "end": "2026-12-05T11:00:00.000Z"}]}, "name": "Näyttely", "descriptionShort": "Lyhyt", "descriptionLong": "<p>Pitkä</p>"}
    p.update(kw); return p

def eventz(*pages):
    return dry("eventz", {"pages": list(pages)})

def weekly(**kw):
    e = {"dayOfWeek": "tue", "startTime": "1970-01-01T08:00:00.000Z", "endTime": "1970-01-01T16:00:00.000Z"}
    return {"entries": [e, dict(e, dayOfWeek="wed")], "start": "2026-10-06T21:00:00.000Z", "end": "2027-02-06T22:00:00.000Z", **kw}

def test_eventz_weekly_times_are_1970_and_stay_on_the_wall_clock():
    s = eventz(ez(event={"datesType": "schedule"}, schedule=weekly())).one()["schedules"]
    assert len(s) == 1 and s[0]["byday"] == "TU,WE" and s[0]["start"] == "2026-10-07T10:00:00" and s[0]["duration_min"] == 480, s

def test_eventz_local_midnight_and_midnight_end():
    s = eventz(ez(event={"datesType": "schedule"}, schedule=weekly())).one()["schedules"][0]
    assert s["start"][:10] == "2026-10-07" and s["until"] == "2027-02-06", s  # 21:00Z is the 7th; 22:00Z on the 6th means the 6th is the last day
    d = {"datesType": "individual-dates", "dates": [{"start": "2026-12-04T22:00:00.000Z", "end": "2026-12-06T22:00:00.000Z"}]}
    s = eventz(ez(event=d)).one()["schedules"][0]
    assert s["all_day"] and s["start"][:10] == "2026-12-05" and s["duration_min"] == 2880, s

def test_eventz_missing_price_is_not_free():
    assert "price" not in eventz(ez()).one()
    assert eventz(ez(price={"min": 0, "max": 0})).one()["price"] == "free"
    a = eventz(ez(price={"min": 0, "max": 16})).one()
    assert a["price"] == "paid" and a["price_text"]["fi"] == "0–16 €"

def test_eventz_address_line_and_single_document():
    r = dry("eventz", ez())
    p = r.one("place")
    assert p["street"] == {"fi": "Kirkkokatu 5"} and p["postcode"] == "90100" and p["city"] == {"fi": "Oulu"} and p["name"] == {"fi": "Esimerkki ry"}

def test_eventz_empty_schedule_and_negative_price():
    a = eventz(ez(schedule={"entries": []}, price={"min": -1, "max": -1})).one()
    assert a["schedules"][0]["start"] == "2026-12-05T12:15:00" and "price" not in a, a

def test_eventz_private_page_is_skipped():
    assert eventz(ez(privacy="private")).ids() == []

# ---------------------------------------------------------------- Lähellä

def la(status="published", **kw):
    t = {"type": "support", "translations": {"fi": {"name": "Vertaisryhmä", "summary": "<p dir=\"ltr\">Ryhmä</p>", "pricing": ""}}, "theme": [], "format": ["hm_ryhmat"], "locale": ["fi-FI", "fisl", "uk-UA"],
         "demographic": ["ageGroup/range:18-29", "ageGroup/range:30-64", "gender/gender"], "region": ["city/FI/Oulu"], "pricing": ["free"], "contacts": [{"type": "phone", "value": "040 123 4567"}],
         "channels": [{"type": ["place"], "accessibility": ["ac_unknow", "ac_wheelchair"], "map": {"center": {"coordinates": [25.47, 65.01]}}, "registrationRequired": False,
            "translations": {"fi": {"address": {"street": "Kirkkokatu 5", "postalCode": "90100", "city": "Oulu"}}, "sv": {"address": {"city": "Uleåborg"}}},
            "events": [{"start": 1788987600000, "timeZone": "Europe/Helsinki", "type": "4", "recurrence": {"period": "P2W", "end": 1798754400000, "exclude": ["2026-12-24"],
                "daySpecificTimes": [{"weekday": 4, "startTime": "18:00", "endTime": "19:30"}]}}]}]}
    t.update(kw)
    return {"_key": "1", "status": status, "traits": t}

def lahella(*items):
    return dry("lahella", {"items": list(items), "total": len(items), "hasMore": False})

def test_lahella_date_in_ms_is_apart_from_the_clock_time():
    a = lahella(la()).one(); s = a["schedules"][0]
    assert s["freq"] == "weekly" and s["interval"] == 2 and s["byday"] == "TH" and s["start"][11:16] == "18:00" and s["duration_min"] == 90 and s["exdates"] == ["2026-12-24T00:00:00"], s
    assert a["type"] == "ongoing" and "expires_at" in a

def test_lahella_filler_coordinates_are_dropped():
    item = la(); item["traits"]["channels"][0]["map"]["center"]["coordinates"] = [24.9384, 60.1699]
    r = lahella(item)
    assert "filler" in r.err and r.one("place")["approximate"] is True and r.one("place")["municipality"] == "564"

def test_lahella_street_only_in_finnish_and_access_known_good_only():
    r = lahella(la()); p = r.one("place"); a = r.one()
    assert p["street"] == {"fi": "Kirkkokatu 5"} and p["city"]["sv"] == "Uleåborg" and a["access"] == ["wheelchair"]

def test_lahella_sign_language_and_ages():
    a = lahella(la()).one()
    assert a["languages"] == ["fi", "fse", "uk"] and (a["age_min"], a["age_max"]) == (18, 64)

def test_lahella_empty_region_is_national_and_a_state_is_its_municipalities():
    assert lahella(la(region=[])).one()["reach"] == "national"
    a = lahella(la(region=["state/FI/Kainuu"])).one()
    assert a["reach"] == "regional" and len(a["areas"]) == 8 and "205" in a["areas"]

def test_lahella_status_null_looks_at_visibility():
    i = la(status=None); i["tags"] = {"visibility": {"start": 1700000000000, "end": 1900000000000}}
    assert len(lahella(i).ids()) == 1
    i["tags"]["visibility"]["end"] = 1790000000000
    assert lahella(i).ids() == [] and lahella(la(status="draft")).ids() == [] and lahella(la(status=None)).ids() == []

def test_lahella_gaps_of_weeks_and_months():
    def rec(**kw):
        i = la(); i["traits"]["channels"][0]["events"][0]["recurrence"].update(kw)
        return lahella(i).one()["schedules"][0]
    assert rec(period="P1W", gap="P3W")["interval"] == 3 and rec(period="P1W", gap="P1W")["interval"] == 1
    s = rec(period="P1M")  # the first one is Thursday the 10th of September
    assert (s["freq"], s["byday"], s["interval"], s["start"]) == ("monthly", "2TH", 1, "2026-09-10T18:00:00"), s
    i = la(); i["traits"]["channels"][0]["events"][0]["recurrence"]["end"] = 1700000000000  # over before it began
    assert "schedules" not in lahella(i).one() if lahella(i).ids() else True

def test_lahella_types_are_topics():
    assert lahella(la(type="voluntary")).one()["topics"][0] == "vol"
    assert lahella(la(type="hobby", translations={"fi": {"name": "Kerho"}})).one()["topics"][0] == "hobby"
    assert lahella(la()).one()["topics"][0] == "peer"

# ---------------------------------------------------------------- HSDS

def hsds_service(**kw):
    s = {"id": "ac14", "name": "Counselling", "status": "active", "description": "Text", "assured_date": "2026-10-01", "alert": "Moved online.",
         "schedules": [{"freq": "WEEKLY", "byday": "MO,TU", "dtstart": "2026-09-07", "opens_at": "09:00:00Z", "closes_at": "12:00:00Z", "timezone": 3},
                       {"freq": "MONTHLY", "byday": "1SA", "dtstart": "2026-09-05", "until": "2027-05-01", "opens_at": "10:00", "closes_at": "11:00"}],
         "service_at_locations": [{"id": "e1", "location": {"id": "l1", "location_type": "physical", "name": "Hall", "latitude": 65.01, "longitude": 25.47, "addresses": [{"address_1": "Kirkkokatu 5", "city": "Oulu", "postal_code": "90100"}]}}]}
    s.update(kw); return s

def hsds(*items, **rest):
    return dry("hsds", {"total_items": 10, "total_pages": 10, "page_number": 1, "last_page": False, "empty": False, "contents": list(items), **rest})

def test_hsds_schedule_and_assured_date():
    a = hsds(hsds_service()).one()
    assert a["assured"] == "2026-10-01" and a["status_note"]["fi"] == "Moved online."
    assert [(s["freq"], s["byday"], s["start"][11:16], s["duration_min"]) for s in a["schedules"]] == [("weekly", "MO,TU", "09:00", 180), ("monthly", "1SA", "10:00", 60)]

def test_hsds_utc_offset_zone_is_replaced_by_the_source_zone():
    assert all(s["zone"] == "Europe/Helsinki" for s in hsds(hsds_service()).one()["schedules"])

def test_hsds_invalid_coordinates_of_the_specification():
    s = hsds_service(); s["service_at_locations"][0]["location"].update(latitude=100, longitude=101)
    r = hsds(s)
    assert "absurd position" in r.err and r.one("place")["approximate"] is True

def test_hsds_places_organisations_and_terms_are_no_services():
    r = hsds({"id": "1", "location_type": "physical", "name": "Talo", "schedules": []}, {"id": "2", "name": "Yhdistys ry", "description": "x"},
             {"id": "3", "code": "T", "name": "termi", "taxonomy": "x"})
    assert "taken     0 " in r.err and "3 × not a service with id, name and status" in r.err, r.err

def test_hsds_inactive_is_skipped_and_bad_schedule_is_left_out():
    assert "not active" in hsds(hsds_service(status="inactive")).err
    r = hsds(hsds_service(schedules=[{"freq": "WEEKLY", "byday": "XX", "dtstart": "2026-09-07"}]))
    assert "schedules" not in r.one() and "schedule left out" in r.err

def hsds_rule(**kw):
    r = hsds(hsds_service(schedules=[dict({"opens_at": "10:00", "closes_at": "11:00"}, **kw)]))
    s = r.one().get("schedules")
    return s[0] if s else next(l.split("left out: ")[1].split("  (")[0] for l in r.err.splitlines() if "left out: " in l)

def test_hsds_numbered_weekdays_are_days_of_a_month():
    for days in ("1SA", "1SA,3SA", "-1FR"):
        s = hsds_rule(freq="WEEKLY", byday=days, dtstart="2026-09-05")
        assert (s["freq"], s["byday"]) == ("monthly", days), s
    r = hsds(hsds_service(schedules=[{"freq": "WEEKLY", "byday": "1SA", "dtstart": "2026-09-05"}]))
    assert "1 × weekly rule with numbered weekdays (1SA) taken as monthly" in r.err, r.err
    for odd in (dict(byday="MO,1SA"), dict(byday="1SA", interval=2)):
        assert hsds_rule(freq="WEEKLY", dtstart="2026-09-05", **odd) == "numbered weekdays (1SA) in a rule that is not monthly"
    assert hsds_rule(freq="MONTHLY", byday="2MO", dtstart="2026-09-05", interval=2)["interval"] == 2
    assert "no list of weekdays" in hsds_rule(freq="MONTHLY", byday="6SA", dtstart="2026-09-05")

def test_hsds_days_of_the_month_are_no_part_of_a_week():
    s = hsds_rule(freq="WEEKLY", byday="TH,FR", bymonthday="2,3,4", dtstart="2026-09-05")  # as in the specification's example
    assert s["byday"] == "TH,FR" and "bymonthday" not in s, s

def test_hsds_rules_as_people_write_them():
    assert hsds_rule(freq="weekly", byday="mo, tu")["byday"] == "MO,TU"
    assert hsds_rule(freq="WEEKLY", byday=["Monday", "FR"])["byday"] == "MO,FR"
    assert hsds_rule(freq="MONTHLY", byday="1 saturday")["byday"] == "1SA"
    assert hsds_rule(freq="WEEKLY", byday="MO", interval=0)["interval"] == 1
    assert hsds_rule(freq="MONTHLY", byday="", bymonthday="15", dtstart="2026-09-15")["bymonthday"] == "15"
    night = hsds_rule(freq="WEEKLY", byday="MO,TU", opens_at="00:00", closes_at="23:59")  # the standard's day and night
    assert night["all_day"] and night["duration_min"] == 1440
    assert "duration_min" not in hsds_rule(freq="WEEKLY", byday="MO", opens_at="10:00", closes_at="10:00")

def test_hsds_no_time_is_better_than_a_wrong_one():
    for why, rule in {"freq is none of": dict(freq="HOURLY", dtstart="2026-09-05"), "days without freq": dict(byday="MO", dtstart="2026-09-05"),
                      "neither byday nor dtstart": dict(freq="WEEKLY", valid_from="2026-09-01"), "neither freq nor dtstart": dict(description="Mondays"),
                      "interval without dtstart": dict(freq="WEEKLY", byday="MO", interval=2), "byweekno": dict(freq="WEEKLY", byday="MO", byweekno="41,42"),
                      "another wkst": dict(freq="WEEKLY", byday="MO,SU", interval=2, wkst="SU", dtstart="2026-09-06"),
                      "valid_to has passed": dict(freq="WEEKLY", byday="MO", valid_to="2026-06-30")}.items():
        got = hsds_rule(**rule)
        assert isinstance(got, str) and why in got, (why, got)

# ---------------------------------------------------------------- iCalendar

def ics(*events):
    return dry("ical", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join("BEGIN:VEVENT\r\n" + e.strip().replace("\n", "\r\n") + "\r\nEND:VEVENT\r\n" for e in events) + "END:VCALENDAR\r\n", "--name", "ical:t")

BASE = "UID:u1\nSUMMARY:Kerho\nDTSTART;TZID=Europe/Helsinki:20261201T180000\nDTEND;TZID=Europe/Helsinki:20261201T193000\n"

def test_ical_rrule_with_exdate_rdate_and_override():
    r = ics(BASE + "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270301T220000Z\nEXDATE;TZID=Europe/Helsinki:20261222T180000\nRDATE;TZID=Europe/Helsinki:20261224T180000\nLOCATION:Kirkkokatu 5\\, Oulu",
            "UID:u1\nRECURRENCE-ID;TZID=Europe/Helsinki:20261208T180000\nSUMMARY:Kerho\nDTSTART;TZID=Europe/Helsinki:20261209T170000\nDTEND;TZID=Europe/Helsinki:20261209T183000",
            "UID:u1\nRECURRENCE-ID;TZID=Europe/Helsinki:20261215T180000\nSUMMARY:Kerho\nDTSTART;TZID=Europe/Helsinki:20261215T180000\nSTATUS:CANCELLED")
    a = r.one(); s = a["schedules"][0]
    assert s["freq"] == "weekly" and s["byday"] == "TU" and s["until"] == "2027-03-01" and s["duration_min"] == 90, s  # UNTIL is 2.3. at 00:00 local: that Tuesday is out
    assert s["exdates"] == ["2026-12-22T18:00:00"] and s["rdates"] == ["2026-12-24T18:00:00"]
    assert a["exceptions"] == [{"start": "2026-12-08T18:00:00", "status": "rescheduled", "to": "2026-12-09T17:00:00"}, {"start": "2026-12-15T18:00:00", "status": "cancelled"}], a["exceptions"]
    assert r.one("place")["street"]["fi"] == "Kirkkokatu 5"

def test_ical_all_day_end_is_exclusive():
    s = ics("UID:a\nSUMMARY:Leiri\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227").one()["schedules"][0]
    assert s["all_day"] and s["duration_min"] == 3 * 1440 and s["start"][:10] == "2026-12-24"

def test_ical_utc_time_is_turned_and_unknown_tzid_is_said():
    s = ics("UID:a\nSUMMARY:X\nDTSTART:20261201T150000Z\nDURATION:PT45M").one()["schedules"][0]
    assert s["start"] == "2026-12-01T17:00:00" and s["duration_min"] == 45
    r = ics("UID:a\nSUMMARY:X\nDTSTART;TZID=Jossain:20261201T150000")
    assert r.one()["schedules"][0]["start"] == "2026-12-01T15:00:00" and "unknown time zone" in r.err

def test_ical_cancelled_private_and_no_start():
    assert ics(BASE + "STATUS:CANCELLED").one()["status"] == "cancelled"
    assert "private" in ics(BASE + "CLASS:PRIVATE").err
    assert "no start time" in ics("UID:b\nSUMMARY:X").err

def test_ical_huge_count_and_repeating_within_a_day():
    r = ics(BASE + "RRULE:FREQ=DAILY;COUNT=1000000")
    assert "count" not in r.one()["schedules"][0] and "absurd COUNT" in r.err
    assert "repeats within a day" in ics(BASE + "RRULE:FREQ=SECONDLY").err

def test_ical_newest_of_one_uid_is_taken_and_namesakes_are_told_apart():
    old, new = BASE + "SEQUENCE:1", BASE.replace("Kerho", "Uusi nimi") + "SEQUENCE:2"
    for events in (old, new), (new, old):
        r = ics(*events)
        assert r.one()["title"]["fi"] == "Uusi nimi" and "an older version of an event" in r.err, r.err
    # programs that give every event the same UID
    r = ics(BASE, BASE.replace("20261201", "20261203"), BASE.replace("20261201", "20261203"))
    assert r.ids() == ["ical:t:u1", "ical:t:u1/20261203T180000"], r.ids()
    assert "several events with one UID" in r.err and "the same event twice" in r.err

WEEKLY = BASE + "RRULE:FREQ=WEEKLY;BYDAY=TU"

def from_then(was, start, end, more="", uid="u1"):
    return (f"UID:{uid}\nSUMMARY:Kerho\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Helsinki:{was}\n"
            f"DTSTART;TZID=Europe/Helsinki:{start}\nDTEND;TZID=Europe/Helsinki:{end}\n" + more)

def parts(r):
    return [(s.get("byday"), s["start"], s.get("until"), s.get("duration_min")) for s in r.one()["schedules"]]

def test_ical_range_a_series_at_another_hour_from_one_date_on():
    r = ics(WEEKLY + ";UNTIL=20270601T150000Z\nEXDATE;TZID=Europe/Helsinki:20270119T180000\nRDATE;TZID=Europe/Helsinki:20270121T180000", from_then("20270112T180000", "20270112T190000", "20270112T210000"))
    assert parts(r) == [("TU", "2026-12-01T18:00:00", "2027-01-11", 90), ("TU", "2027-01-12T19:00:00", "2027-06-01", 120)], parts(r)
    late = r.one()["schedules"][1]  # its exceptions go with it
    assert late["exdates"] == ["2027-01-19T19:00:00"] and late["rdates"] == ["2027-01-21T19:00:00"] and "exceptions" not in r.one(), r.one()

def test_ical_range_to_another_weekday():
    assert parts(ics(WEEKLY, from_then("20270112T180000", "20270114T180000", "20270114T193000")))[1] == ("TH", "2027-01-14T18:00:00", None, 90)
    two = ics(BASE + "RRULE:FREQ=WEEKLY;BYDAY=TU,SU", from_then("20270112T180000", "20270113T180000", "20270113T193000"))
    assert parts(two)[1][:2] == ("WE,MO", "2027-01-13T18:00:00")
    other = ics(BASE + "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", from_then("20270112T180000", "20270110T180000", "20270110T193000"))
    s = other.one()["schedules"][1]
    assert (s["byday"], s["interval"], s["start"]) == ("SU", 2, "2027-01-10T18:00:00"), s

def test_ical_range_over_the_clock_change_keeps_the_clock():
    r = ics(WEEKLY, from_then("20270323T180000", "20270323T170000", "20270323T183000"))
    assert r.one()["schedules"][1]["start"] == "2027-03-23T17:00:00"
    utc = ics(WEEKLY, "UID:u1\nSUMMARY:Kerho\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270323T160000Z\nDTSTART:20270323T150000Z\nDTEND:20270323T163000Z")
    assert parts(utc) == parts(r)

def test_ical_range_a_rule_that_does_not_move_by_days_is_written_out():
    r = ics(BASE + "RRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=6", from_then("20270105T180000", "20270107T180000", "20270107T193000"))
    late = r.one()["schedules"][1]
    assert "written out as dates" in r.err and parts(r)[0][2] == "2027-01-04" and late.get("freq", "once") == "once", r.one()["schedules"]
    assert [late["start"]] + late["rdates"] == [d + "T18:00:00" for d in ("2027-01-07", "2027-02-04", "2027-03-04", "2027-04-08", "2027-05-06")], late

def test_ical_range_counts_from_the_first_date():
    r = ics(WEEKLY + ";COUNT=10", from_then("20270112T180000", "20270112T190000", "20270112T203000"))
    assert parts(r)[1] == ("TU", "2027-01-12T19:00:00", "2027-02-02", 90) and r.one()["expires_at"] == "2027-02-02T18:30:00Z", r.one()

def test_ical_range_two_changes_and_a_single_date_between():
    r = ics(WEEKLY, from_then("20270302T180000", "20270302T160000", "20270302T170000"), from_then("20270112T180000", "20270112T190000", "20270112T203000"),
            "UID:u1\nSUMMARY:Kerho\nRECURRENCE-ID;TZID=Europe/Helsinki:20270126T180000\nDTSTART;TZID=Europe/Helsinki:20270127T180000",
            "UID:u1\nSUMMARY:Kerho\nRECURRENCE-ID;TZID=Europe/Helsinki:20270316T180000\nSTATUS:CANCELLED")
    assert parts(r) == [("TU", "2026-12-01T18:00:00", "2027-01-11", 90), ("TU", "2027-01-12T19:00:00", "2027-03-01", 90), ("TU", "2027-03-02T16:00:00", None, 60)], parts(r)
    assert sorted((x["start"], x["status"]) for x in r.one()["exceptions"]) == [("2027-01-26T19:00:00", "rescheduled"), ("2027-03-16T16:00:00", "cancelled")]

def test_ical_range_with_a_rule_of_its_own_and_to_whole_days():
    r = ics(WEEKLY, from_then("20270112T180000", "20270113T190000", "20270113T203000", "RRULE:FREQ=MONTHLY;BYDAY=2WE"))
    assert parts(r)[1] == ("2WE", "2027-01-13T19:00:00", None, 90) and r.one()["schedules"][1]["freq"] == "monthly"
    r = ics(WEEKLY, "UID:u1\nSUMMARY:Kerho\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Helsinki:20270112T180000\nDTSTART;VALUE=DATE:20270113\nDTEND;VALUE=DATE:20270115")
    assert parts(r)[1] == ("WE", "2027-01-13T00:00:00", None, 2880) and r.one()["schedules"][1]["all_day"]

def test_ical_range_cancelled_ends_the_series():
    r = ics(WEEKLY, from_then("20270112T180000", "20270112T180000", "20270112T193000", "STATUS:CANCELLED"))
    assert parts(r) == [("TU", "2026-12-01T18:00:00", "2027-01-11", 90)] and r.one().get("status", "scheduled") == "scheduled"
    whole = ics(WEEKLY, from_then("20261201T180000", "20261201T180000", "20261201T193000", "STATUS:CANCELLED"))
    assert whole.one()["status"] == "cancelled" and len(parts(whole)) == 1
    assert "already over" in ics(WEEKLY.replace("20261201", "20261006"), from_then("20261103T180000", "20261103T180000", "20261103T193000", "STATUS:CANCELLED")).err

def test_ical_range_text_and_place_are_those_that_hold_today():
    old = WEEKLY.replace("20261201", "20261006") + "\nLOCATION:Kirkkokatu 5\\, Oulu"
    change = lambda d: from_then(d + "T180000", d + "T190000", d + "T203000", "LOCATION:Torikatu 1\\, Oulu").replace("Kerho", "Uusi kerho")
    r = ics(old, change("20261117"))  # last week
    assert r.one()["title"]["fi"] == "Uusi kerho" and r.one("place")["street"]["fi"] == "Torikatu 1" and "is kept until then" not in r.err
    r = ics(old, change("20261124"))  # the day after tomorrow
    assert r.one()["title"]["fi"] == "Kerho" and r.one("place")["street"]["fi"] == "Kirkkokatu 5", r.one()
    assert "1 × a series' later text or place: the present one is kept until then  (u1)" in r.err, r.err
    assert ics(old, change("20261124").replace("SUMMARY:Uusi kerho\n", "")).one()["title"]["fi"] == "Kerho"

def test_ical_range_damaged_ones_leave_the_series():
    for bad in (from_then("20270112T180000", "99990112T180000", "99990112T193000"), from_then("00000000T000000", "20270112T180000", "20270112T193000"),
                from_then("20270112T180000", "20270112T190000", "20270112T203000", "RRULE:FREQ=SECONDLY")):
        r = ics(WEEKLY, bad)
        assert parts(r) == [("TU", "2026-12-01T18:00:00", None, 90)], (bad, parts(r))
        assert "damaged RECURRENCE-ID" in r.err or "change of a series left out: " in r.err, r.err
    many = [from_then(f"2027{1 + i // 4:02d}{5 + i % 4 * 7:02d}T180000", f"2027{1 + i // 4:02d}{5 + i % 4 * 7:02d}T1{i % 10}0000", "20270105T180000") for i in range(40)]
    r = ics(WEEKLY, *many)
    assert len(parts(r)) <= 21 and "changed too often" in r.err, r.err

def test_ical_dates_and_periods_that_other_programs_write():
    r = ics(BASE + "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;VALUE=DATE:20261208")  # the day stands for its occurrence
    assert r.one()["schedules"][0]["exdates"] == ["2026-12-08T18:00:00"]
    r = ics(BASE + "RDATE;VALUE=PERIOD;TZID=Europe/Helsinki:20261215T180000/PT2H")
    assert r.one()["schedules"][0]["rdates"] == ["2026-12-15T18:00:00"]
    assert "damaged RRULE" in ics(BASE + "RRULE:FREQ=FORTNIGHTLY").err  # never one date of a series

def test_ical_without_an_end_is_shown_while_it_may_last():
    assert ics("UID:a\nSUMMARY:X\nDTSTART:20261201T150000Z").one()["expires_at"] == "2026-12-01T16:00:00Z"

def test_ical_rule_libical_reads_wrongly_is_refused():
    for rule in ("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1", "FREQ=DAILY;BYMONTHDAY=-1", "FREQ=WEEKLY;BYMONTHDAY=5"):
        assert "not understood" in ics(BASE + "RRULE:" + rule).err
    assert ics(BASE + "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1").one()["schedules"][0]["bysetpos"] == "-1"

def test_ical_rules_of_old_and_wrong_programs():
    assert "EXRULE, which is not read" in ics(BASE + "RRULE:FREQ=WEEKLY\nEXRULE:FREQ=MONTHLY;BYDAY=1TU").err
    r = ics(BASE + "RRULE:FREQ=WEEKLY;BYDAY=TU\nRRULE:FREQ=WEEKLY;BYDAY=TH")
    assert r.one()["schedules"][0]["byday"] == "TU" and "several RRULEs" in r.err
    assert ics(BASE + "RRULE:FREQ=WEEKLY;BYDAY=1TU").one()["schedules"][0]["freq"] == "monthly"

def test_ical_unusual_rule_is_written_out():
    r = ics(BASE + "RRULE:FREQ=YEARLY;BYYEARDAY=335,350;COUNT=6")
    s = r.one()["schedules"][0]
    assert s.get("freq", "once") == "once" and s["rdates"] == ["2026-12-16T18:00:00", "2027-12-01T18:00:00", "2027-12-16T18:00:00"], s  # 400 days ahead

def test_ical_orphan_override_is_an_event():
    r = ics("UID:z\nRECURRENCE-ID:20261208T160000Z\nSUMMARY:Kerho\nDTSTART:20261209T160000Z")
    assert r.ids() == ["ical:t:z/20261208T160000Z"], r.ids()

def test_ical_place_words_and_meetings():
    at = lambda words: ics(BASE + "LOCATION:" + words)
    r = at("Seurakuntatalo\\, kerhohuone 2")
    assert r.one("place")["name"]["fi"] == "Seurakuntatalo, kerhohuone 2" and "place_note" not in r.one()  # said once
    for words in ("Microsoft Teams -kokous", "Teams", "https://zoom.us/j/123", "Zoom: https://zoom.us/j/123"):
        r = at(words)
        assert r.one()["attend"] == ["online"] and r.ids("place") == [], (words, r.lines)
    r = at("Kirkkokatu 5\\, Oulu ja https://zoom.us/j/123")
    assert r.one()["attend"] == ["site", "online"] and r.one()["web"] == "https://zoom.us/j/123" and r.one("place")["street"]["fi"] == "Kirkkokatu 5"
    r = at("Kirkkokatu 5\\, Oulu (https://maps.example.org/x)")
    assert r.one()["attend"] == ["site"] and r.one("place")["city"]["fi"] == "Oulu"
    assert at("Zoomarintie 2\\, Oulu").one()["attend"] == ["site"]

def test_ical_truncated_calendar_is_incomplete():
    r = dry("ical", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:x\r\n")
    assert r.code != 0 and "ends in the middle" in r.err

def test_ical_deep_nesting_is_refused():
    r = dry("ical", "BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * 100000 + "END:VEVENT\r\n" * 100000 + "END:VCALENDAR\r\n")
    assert "nested deeper" in r.err

# ---------------------------------------------------------------- JSON-LD

def page(*blocks):
    return "<!doctype html><html><head>" + "".join(f'<script type="application/ld+json">{json.dumps(b) if not isinstance(b, str) else b}</script>' for b in blocks) + "</head><body><p>x</body></html>"

def ld(**kw):
    e = {"@context": "https://schema.org", "@type": "Event", "name": "Joululaulut", "startDate": "2026-12-13T18:00:00+02:00", "endDate": "2026-12-13T19:00:00+02:00", "eventStatus": "https://schema.org/EventScheduled",
         "location": {"@type": "Place", "name": "Kirkko", "address": {"streetAddress": "Kirkkokatu 3", "postalCode": "90100", "addressLocality": "Oulu"}, "geo": {"latitude": "65.0126", "longitude": "25.4712"}},
         "organizer": {"@type": "Organization", "name": "Esimerkkiseurakunta"}, "isAccessibleForFree": True, "url": "https://example.org/joulu"}
    e.update(kw); return e

def test_jsonld_event_in_a_page():
    r = dry("jsonld", page(ld())); a = r.one()
    assert a["schedules"][0]["start"] == "2026-12-13T18:00:00" and a["price"] == "free" and a["title"]["fi"] == "Joululaulut"
    assert abs(r.one("place")["lat"] - 65.0126) < 1e-6 and r.one("organisation")["name"]["fi"] == "Esimerkkiseurakunta"

def test_jsonld_graph_lists_subtypes_and_broken_blocks():
    r = dry("jsonld", page("{broken", {"@graph": [ld(), {"@type": "WebPage"}, ld(**{"@type": ["MusicEvent"], "name": "Konsertti"})]}, {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": ld(name="Kolmas")}]}))
    assert len(r.ids()) == 3 and "not JSON" in r.err

def test_jsonld_online_cancelled_and_schedule():
    a = dry("jsonld", page(ld(eventStatus="EventCancelled", location={"@type": "VirtualLocation", "url": "https://x.example.org"}))).one()
    assert a["status"] == "cancelled" and a["attend"] == ["online"]
    a = dry("jsonld", page(ld(eventSchedule={"@type": "Schedule", "startDate": "2026-12-01", "endDate": "2027-05-01", "byDay": ["https://schema.org/Tuesday"], "startTime": "10:00", "endTime": "11:30", "exceptDate": ["2026-12-22"]}))).one()
    s = a["schedules"][0]
    assert s["byday"] == "TU" and s["duration_min"] == 90 and s["until"] == "2027-05-01" and s["exdates"] == ["2026-12-22T00:00:00"], s

def test_jsonld_schedules_by_their_frequency():
    def times(**kw):
        r = dry("jsonld", page(ld(startDate="2026-12-01", endDate="2027-05-31", eventSchedule=dict({"startDate": "2026-12-01", "endDate": "2027-05-31", "startTime": "10:00", "endTime": "11:30"}, **kw))))
        return [(s.get("freq", "once"), s["interval"], s.get("byday"), s.get("bymonthday"), s.get("duration_min")) for s in r.one()["schedules"]] if r.ids() else r.err
    assert times(repeatFrequency="P1W") == [("weekly", 1, "TU", None, 90)]
    assert times(repeatFrequency="P3W", byDay="Monday") == [("weekly", 3, "MO", None, 90)]
    assert times(repeatFrequency="P1M") == [("monthly", 1, None, None, 90)] and times(repeatFrequency="P1M", byMonthDay=15) == [("monthly", 1, None, "15", 90)]
    assert times(repeatFrequency="P1D") == [("daily", 1, None, None, 90)]
    assert times(repeatFrequency="P1W", endTime=None) == [("weekly", 1, "TU", None, None)]  # no known end, not a day and a night
    for odd in (dict(repeatFrequency="P1M", byDay="Monday"), dict(repeatFrequency="Weekly"), dict(repeatFrequency="P1W", byDay="Someday"), dict(repeatFrequency="P1Y")):
        assert "when it repeats is not understood" in times(**odd), odd  # never one event of half a year

def test_jsonld_lists_where_one_value_is_usual():
    one = lambda **kw: dry("jsonld", page(ld(**kw)))
    assert one(eventStatus=["https://schema.org/EventCancelled"]).one()["status"] == "cancelled"
    assert one(eventStatus="http://schema.org/EventMovedOnline", location=None).one()["attend"] == ["online"]
    assert one(name=[{"@language": "sv", "@value": "Kaffe"}, {"@language": "fi", "@value": "Kahvi"}]).one()["title"]["fi"] == "Kahvi"
    p = one(location={"name": "Talo", "address": [{"streetAddress": "<b>Kirkkokatu</b> 5", "addressLocality": "Oulu"}]}).one("place")
    assert p["street"]["fi"] == "Kirkkokatu 5" and p["municipality"] == "564", p
    assert one(endDate=None, duration="PT2H").one()["schedules"][0]["duration_min"] == 120

def test_jsonld_prices_from_all_offers():
    price = lambda offers: (lambda a: (a.get("price"), a.get("price_text", {}).get("fi")))(dry("jsonld", page(ld(isAccessibleForFree=None, offers=offers))).one())
    assert price([{"price": 0}, {"price": 10}]) == ("paid", "0–10 €")  # the first one is not all
    assert price({"@type": "AggregateOffer", "lowPrice": "5", "highPrice": "10"}) == ("paid", "5–10 €")
    assert price({"price": "100", "priceCurrency": "SEK"}) == ("paid", "100 SEK") and price({"price": "0"}) == ("free", None) and price({}) == (None, None)

def test_jsonld_page_without_events():
    r = dry("jsonld", "<html><body>nothing</body></html>")
    assert r.code != 0 and "no JSON-LD" in r.err

def test_jsonld_as_real_pages_write_it():
    a = dry("jsonld", page(ld(startDate="2026-12-13 18:00:00", endDate="2026-12-13 19:00", isAccessibleForFree=None, offers={"price": "5,00"}))).one()
    assert a["schedules"][0]["start"] == "2026-12-13T18:00:00" and a["schedules"][0]["duration_min"] == 60 and a["price"] == "paid", a
    r = dry("jsonld", page(ld(location=[{"@type": "VirtualLocation", "url": "https://x.example"}, ld()["location"]])))  # in both
    assert sorted(r.one()["attend"]) == ["online", "site"] and r.one("place")["name"]["fi"] == "Kirkko"
    assert dry("jsonld", page("//<![CDATA[\n" + json.dumps(ld()) + "\n//]]>")).ids() != []
    old = page(json.dumps(ld(name="Äitien kerho – pulla"), ensure_ascii=False)).encode("cp1252")  # no UTF-8
    assert dry("jsonld", old).one()["title"]["fi"] == "Äitien kerho – pulla"
    broken = page(json.dumps(ld(name="Äiti"), ensure_ascii=False)).encode() + b"\xe4"  # UTF-8 with one bad byte stays UTF-8
    assert dry("jsonld", broken).one()["title"]["fi"] == "Äiti"

def test_ical_in_an_old_character_set():
    text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Työväentalo\r\nDTSTART:20261201T150000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    assert dry("ical", text.encode("latin-1")).one()["title"]["fi"] == "Työväentalo"

# ---------------------------------------------------------------- CSV

HEAD = "id;title_fi;title_sv;text_fi;organisation;place;street;postcode;city;date;start;end;repeat;weekdays;until;except;free;phone;email;topics;languages\n"

def csv(*rows, head=HEAD):
    return dry("csv", head + "".join(r + "\n" for r in rows), "--name", "csv:t")

def test_csv_row_as_a_secretary_writes_it():
    r = csv("k1;Kahvihetki;;Tervetuloa;Esimerkki ry;Seurantalo;Kirkkokatu 5;90100;Oulu;1.12.2026;13.00;15;viikoittain;ti to;31.5.2027;22.12.2026 24.12.2026;kyllä;040 123 4567;info@example.org;peer;fi")
    a = r.one(); s = a["schedules"][0]
    assert r.ids() == ["csv:t:k1"] and a["price"] == "free" and a["phone"] == "+358401234567" and a["topics"] == ["peer"]
    assert s["byday"] == "TU,TH" and s["start"] == "2026-12-01T13:00:00" and s["duration_min"] == 120 and s["until"] == "2027-05-31" and s["exdates"] == ["2026-12-22T00:00:00", "2026-12-24T00:00:00"], s

def test_csv_errors_name_row_and_column_and_leave_out_that_row_only():
    r = csv("k1;A;;;;;;;;31.2.2026;;;;;;;;;;;", "k2;B;;;;;;;;1.12.2026;;;;;;;;;;;", "k3;C;;;;;;;;1.12.2026;25.00;;;;;;;;;;")
    assert r.ids() == ["csv:t:k2"]
    assert "row 2, column J (date): '31.2.2026' is not a date" in r.err and "row 4, column K (start)" in r.err, r.err

def test_csv_unknown_column_and_latin1():
    r = csv("1", head="title_fi;tunniste\n")
    assert r.code != 0 and "column B: 'tunniste' is not a known column" in r.err
    r = dry("csv", ("title_fi;date\nKahvi;1.12.2026\nKeitt\u00f6;2.12.2026\n").encode("latin-1"))
    assert "not UTF-8" in r.err and "row 3" in r.err

def test_csv_as_people_write_dates_times_and_weekdays():
    r = dry("csv", "sep=;\ntitle;date;start;end;repeat;weekdays;city_fi\nA;ti 1.12.26;klo 13.00;kello 15;joka viikko;tiistaisin, keskiviikkona;Oulu\n")
    s = r.one()["schedules"][0]
    assert (s["freq"], s["byday"], s["start"], s["duration_min"]) == ("weekly", "TU,WE", "2026-12-01T13:00:00", 120), s
    assert r.one("place")["municipality"] == "564" and r.one("place")["approximate"]  # a city alone is a place
    # one date must not stand for a whole autumn
    r = dry("csv", "title;date;start;weekdays\nA;1.12.2026;13;ti\n")
    assert "row 2, column D (weekdays): 'ti' needs viikoittain" in r.err, r.err

def test_csv_slips_in_times_and_columns_are_named():
    row = lambda start, end: csv(f"k1;A;;;;;;;;1.12.2026;{start};{end};;;;;;;;;")
    assert row(22, "02").one()["schedules"][0]["duration_min"] == 240  # after midnight
    assert "row 2, column L (end): '13' is before the start" in row(15, 13).err and "before the start" in row(15, 15).err
    assert "'13' needs a time in column start" in row("", 13).err
    r = dry("csv", "title;date;Title\nA;1.12.2026;B\n")
    assert r.code != 0 and "row 1, column C: a second column 'Title'" in r.err, r.err

def test_csv_monthly_is_the_same_weekday_of_the_month():
    s = csv("k1;A;;;;;;;;8.12.2026;13;14;kuukausittain;;;;;;;;").one()["schedules"][0]
    assert s["freq"] == "monthly" and s["byday"] == "2TU", s

def test_csv_quotes_lines_and_comma():
    r = dry("csv", 'title_fi,text_fi,date\n"Kahvi, ja ""pulla""","Eka\nToka",2026-12-01\n')
    a = r.one()
    assert a["title"]["fi"] == 'Kahvi, ja "pulla"' and a["text"]["fi"] == "Eka\nToka"
    r = dry("csv", 'title_fi,date\n"auki,2026-12-01\n')
    assert "never closed" in r.err


suite(tests_of(globals()))
