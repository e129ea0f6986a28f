#!/usr/bin/python3
"""/hsds: what aula-server gives out keeps to HSDS 3 (field names, types, required fields, enums and UUIDs as in the standard's
schema), pages add up, and aula-import reads it back as it was. The table below was compared on 2026-11-22 with schema/*.json of openreferral/specification (HSDS
3.2): every field, type, enum and required list used here is in it. Its text is not carried here."""
import os, re, sys, tempfile
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
sys.path.insert(0, os.path.dirname(__file__))
from aula_import import *
import server_harness

UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
DATE = re.compile(r"^\d{4}-\d\d-\d\d$")
CLOCK = re.compile(r"^\d\d:\d\d[+-]\d\d:\d\d$")
S, N = "string", "number"
uuid, date, clock = ("re", UUID), ("re", DATE), ("re", CLOCK)
uri, email = ("re", re.compile(r"^https?://\S+$")), ("re", re.compile(r"^\S+@\S+$"))


def enum(*words):
    return ("enum", words)


# name → (fields, required)
TERM = ({"id": uuid, "code": S, "name": S, "description": S, "taxonomy": S}, ["id", "name", "description"])
PHONE = ({"id": uuid, "number": S, "type": S, "description": S}, ["id", "number"])
SCHEDULE = ({"id": uuid, "dtstart": date, "valid_from": date, "valid_to": date, "until": date, "freq": enum("WEEKLY", "MONTHLY"), "interval": N, "count": N, "byday": S,
             "bymonthday": S, "opens_at": clock, "closes_at": clock, "description": S}, ["id"])
ADDRESS = ({"id": uuid, "address_1": S, "city": S, "state_province": S, "postal_code": S, "country": enum("FI"), "address_type": enum("physical", "postal", "virtual")},
           ["id", "address_1", "city", "state_province", "postal_code", "country", "address_type"])
LOCATION = ({"id": uuid, "location_type": enum("physical", "postal", "virtual"), "name": S, "latitude": N, "longitude": N, "addresses": [ADDRESS],
             "accessibility": [({"id": uuid, "description": S}, ["id"])]}, ["id", "location_type"])
ORGANIZATION = ({"id": uuid, "name": S, "description": S, "email": email, "website": uri, "phones": [PHONE],
                 "organization_identifiers": [({"id": uuid, "identifier_scheme": S, "identifier_type": S, "identifier": S}, ["id", "identifier_type", "identifier"])]},
                ["id", "name", "description"])
SERVICE = ({"id": uuid, "name": S, "description": S, "url": uri, "email": email, "status": enum("active", "inactive", "defunct", "temporarily closed"), "application_process": S,
            "fees_description": S, "minimum_age": N, "maximum_age": N, "assured_date": date, "alert": S, "last_modified": S, "phones": [PHONE], "schedules": [SCHEDULE],
            "service_at_locations": [({"id": uuid, "description": S, "location": LOCATION}, ["id"])], "languages": [({"id": uuid, "code": S}, ["id"])],
            "organization": ORGANIZATION, "attributes": [({"id": uuid, "link_entity": S, "taxonomy_term": TERM}, ["id"])]}, ["id", "name", "status"])


def check(value, schema, where):
    if schema == S:
        assert isinstance(value, str) and value, where
    elif schema == N:
        assert isinstance(value, (int, float)), where
    elif isinstance(schema, list):
        assert isinstance(value, list) and (value or where.endswith("attributes")), where
        for i, v in enumerate(value):
            check(v, schema[0], f"{where}[{i}]")
    elif schema[0] == "re":
        assert isinstance(value, str) and schema[1].match(value), f"{where}: {value!r}"
    elif schema[0] == "enum":
        assert value in schema[1], f"{where}: {value!r}"
    else:
        fields, required = schema
        assert isinstance(value, dict), where
        for k in required:
            assert k in value, f"{where}: {k} is required"
        for k, v in value.items():
            assert k in fields, f"{where}: {k} is no field of the standard used here"
            check(v, fields[k], f"{where}.{k}")


RECORDS = [
    {"kind": "organisation", "id": "t:o", "doc": {"name": {"fi": "Esimerkki ry"}, "business_id": "0586977-6", "phone": "+358401234567"}},
    {"kind": "place", "id": "t:p", "doc": {"name": {"fi": "Seurantalo"}, "street": {"fi": "Kirkkokatu 5"}, "city": {"fi": "Oulu"}, "postcode": "90100", "lat": 65.0126, "lon": 25.4712}},
    {"kind": "place", "id": "t:half", "doc": {"name": {"fi": "Jossain"}, "city": {"fi": "Oulu"}}},
]
for i in range(7):
    RECORDS.append({"kind": "activity", "id": f"t:{i}", "doc": {
        "title": {"fi": f"Ryhmä {i}"}, "text": {"fi": "Keskus\u00adtelua"}, "type": "ongoing", "organisation": "t:o", "place": "t:half" if i == 6 else "t:p", "topics": ["peer"], "keywords": ["discussion"],
        "phone": "116123", "languages": ["fi", "fse"], "access": ["wheelchair"], "price": "free", "assured": "2026-10-01", "age_min": 18,
        "schedules": [{"freq": ["weekly", "monthly", "daily", "yearly", "once", "weekly", "weekly"][i], "byday": [None, "2TU", None, None, None, "MO,WE", None][i], "start": "2026-12-01T18:00", "duration_min": 90,
                       "interval": 2 if i == 5 else 1, "exdates": ["2026-12-22"] if i == 0 else []}]}})


class Setup:
    def __init__(self):
        self.server = server_harness.Server().start()
        self.url = f"http://127.0.0.1:{self.server.port}"
        with tempfile.NamedTemporaryFile("w", suffix=".ndjson") as f:
            f.write("".join(json.dumps(r) + "\n" for r in RECORDS))
            f.flush()
            r = run("--set", f"server.url={self.url}", "--set", f"server.token={self.server.token}", "--source", "records", "--file", f.name)
            assert r.code == 0, r.err

    def get(self, path):
        import urllib.request
        with urllib.request.urlopen(self.url + path, timeout=10) as r:
            return json.load(r)

    def status(self, path):
        import urllib.request, urllib.error
        try:
            return urllib.request.urlopen(self.url + path, timeout=10).status
        except urllib.error.HTTPError as e:
            return e.code


setup = None


def test_services_keep_to_the_standard():
    page = setup.get("/hsds/services")
    assert page["total_items"] == page["size"] == 7 and page["total_pages"] == 1 and page["first_page"] and page["last_page"] and not page["empty"]
    for s in page["contents"]:
        check(s, SERVICE, s["name"])
    assert len({s["id"] for s in page["contents"]}) == 7
    one = next(s for s in page["contents"] if s["name"] == "Ryhmä 0")
    assert one["schedules"][0]["opens_at"] == "18:00+02:00" and "Not on 2026-12-22" in one["schedules"][0]["description"] and one["assured_date"] == "2026-10-01"
    assert one["description"] == "Keskustelua"  # without the soft hyphens of the screens
    half = next(s for s in page["contents"] if s["name"] == "Ryhmä 6")
    assert "addresses" not in half["service_at_locations"][0]["location"]


def test_pages_add_up_and_ids_lead_back():
    seen = []
    for n in (1, 2, 3, 4):
        p = setup.get(f"/hsds/services?per_page=2&page={n}")
        assert p["total_pages"] == 4 and p["last_page"] == (n == 4) and p["page_number"] == n and p["size"] == len(p["contents"])
        seen += [s["id"] for s in p["contents"]]
    assert len(set(seen)) == 7
    for i in seen:
        assert setup.get("/hsds/services/" + i)["id"] == i
    for bad in ("/hsds/services/" + seen[0][:-1], "/hsds/services/x", "/hsds/services/00000000-0000-4000-8000-000000000000"):
        assert setup.status(bad) == 404, bad
    for bad in ("page=0", "per_page=9999", "modified_after=never", "page=-1", "page=1e9"):
        assert setup.status("/hsds/services?" + bad) == 400, bad
    assert setup.get("/hsds/services?page=99")["empty"] is True
    assert setup.get("/hsds")["version"].startswith("3")


def test_modified_after():
    assert setup.get("/hsds/services?modified_after=2000-01-01")["total_items"] == 7
    assert setup.get("/hsds/services?modified_after=2099-01-01T00:00:00Z")["total_items"] == 0


def test_our_own_importer_reads_it_back():
    r = run("--source", "hsds", "--url", setup.url + "/hsds/services?per_page=3", "--dry-run")
    assert r.code == 0 and len(r.ids()) == 7, r.err
    docs = {d["title"]["fi"]: d for (k, _), d in r.docs.items() if k == "activity"}
    a = docs["Ryhmä 5"]
    assert a["schedules"] == [{"freq": "weekly", "interval": 2, "byday": "MO,WE", "start": "2026-12-01T18:00:00", "duration_min": 90, "zone": "Europe/Helsinki"}], a["schedules"]
    assert docs["Ryhmä 1"]["schedules"][0]["byday"] == "2TU" and a["languages"] == ["fi", "fse"] and a["phone"] == "116123" and a["age_min"] == 18
    assert [d["business_id"] for (k, _), d in r.docs.items() if k == "organisation"] == ["0586977-6"]
    p = next(d for (k, _), d in r.docs.items() if k == "place" and "street" in d)
    assert abs(p["lat"] - 65.0126) < 1e-6 and p["postcode"] == "90100"


if not os.path.exists(server_harness.BIN) or not os.path.exists(PROGRAM):
    print("skip: aula-server or aula-import is not built")
    sys.exit(77)
setup = Setup()
try:
    suite(tests_of(globals()))
finally:
    setup.server.close()
