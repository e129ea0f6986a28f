#!/usr/bin/python3
# docs/openapi.yaml against src/server/routes.c (both ways) and real answers of the machine API against its schemas.
# The statuses of all pages with all roles are held against it by server_roles.py.
import gzip, json, os, re, sys, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
try:
    import jsonschema
    import yaml
except ImportError:
    print("skip: python3-jsonschema or python3-yaml is not installed")
    sys.exit(77)
from server_harness import ROOT, activity, run
from server_pages import Browser
from staff_features import png
from whole_site import routes

PATH = os.path.join(ROOT, "docs", "openapi.yaml")
JSON = "application/json"


def load():
    with open(PATH, encoding="utf-8") as f:
        return yaml.load(f, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def openapi_path(path):
    return re.sub(r":(\w+)", r"{\1}", path)


def looked_up(doc, node):
    """Follows one $ref."""
    while isinstance(node, dict) and "$ref" in node:
        at = doc
        for step in node["$ref"].removeprefix("#/").split("/"):
            at = at[step]
        node = at
    return node


def responses(doc, method, path):
    """{status: response} of a route, a response itself with its references followed."""
    op = doc["paths"][openapi_path(path)][method.lower()]
    return {int(k): looked_up(doc, v) for k, v in op["responses"].items()}


def fits(doc, schema, value):
    whole = dict(schema, components=doc["components"])
    jsonschema.Draft202012Validator(whole).validate(value)


class Checked:
    """Calls and holds every answer against the document."""

    def __init__(self, s, doc):
        self.s, self.doc, self.seen = s, doc, set()

    def __call__(self, status, method, route, path, body=None, **headers):
        a = self.s.call(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        assert a.status == status, (method, path, a.status, a.text[:300])
        known = responses(self.doc, method, route)
        assert status in known, "%s %s answers %d, which is not in openapi.yaml" % (method, route, status)
        content = known[status].get("content")
        kind = (a.headers["Content-Type"] or "").split(";")[0]
        if content is not None and method != "HEAD":
            assert kind in content, (route, status, kind, sorted(content))
            schema = content[kind].get("schema")
            if kind == JSON and schema:
                fits(self.doc, schema, a.json())
        self.seen.add((method, route, status))
        return a


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for v in node.values():
            yield from references(v)
    elif isinstance(node, list):
        for v in node:
            yield from references(v)


def the_document_is_whole(_):
    doc = load()
    assert doc["openapi"].startswith("3.1.") and doc["info"]["title"] and doc["info"]["version"]
    for ref in references(doc):
        assert looked_up(doc, {"$ref": ref}) is not None, ref
    named = {r.rsplit("/", 1)[1] for r in references(doc)}
    for name, schema in doc["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert name in named or schema.get("description") or name in ("FeedItem", "FeedTrailer", "ReportHead"), name + " is used nowhere"
    for path, item in doc["paths"].items():
        told = {p["name"] for p in item.get("parameters", []) if p["in"] == "path"}
        for method, op in item.items():
            if method == "parameters":
                continue
            assert op["summary"] and op["responses"] and op["tags"], (path, method)
            own = told | {p["name"] for p in op.get("parameters", []) if p["in"] == "path"}
            assert own == set(re.findall(r"\{(\w+)\}", path)), (path, own)
    return "%d schemas" % len(doc["components"]["schemas"])


def every_route_is_in_it_and_the_other_way_round(_):
    doc = load()
    told = {(m.upper(), p) for p, item in doc["paths"].items() for m in item if m != "parameters"}
    served = {(m, openapi_path(p)): access for m, p, access in routes()}
    assert not set(served) - told, "not in openapi.yaml: %s" % sorted(set(served) - told)
    assert not told - set(served), "not on the server: %s" % sorted(told - set(served))
    for (method, path), access in served.items():
        op = doc["paths"][path][method.lower()]
        scheme = {"importer": "token", "device": "credential", "public": None, "login": None}.get(access, "login")
        assert op.get("security") == ([{scheme: []}] if scheme else None), (method, path, access, op.get("security"))
        assert scheme != "login" or op.get("x-access") == access, (method, path, access, op.get("x-access"))
    return "%d routes" % len(served)


def importers_are_answered_as_written(s):
    call = Checked(s, load())
    token, nd = {"Authorization": "Bearer " + s.token}, {"Content_Type": "application/x-ndjson"}
    path = "/v1/ingest?source=test&mode=delta"
    line = json.dumps(activity(1)).encode() + b"\n" + b'{"kind":"activity","id":"bad id","doc":{}}\n'
    a = call(200, "POST", "/v1/ingest", path, line, **token, **nd).json()
    assert a["taken"] == 2 - a["refused_count"] or a["taken"] == 2
    assert a["refused_count"] == 1, a
    call(200, "POST", "/v1/ingest", path, gzip.compress(line), Content_Encoding="gzip", **token, **nd)
    call(400, "POST", "/v1/ingest", "/v1/ingest?source=test&mode=perhaps", line, **token, **nd)
    call(401, "POST", "/v1/ingest", path, line, **nd)
    call(415, "POST", "/v1/ingest", path, line, Content_Encoding="br", **token, **nd)
    s.stop()
    own = {"Authorization": "Bearer " + re.search(r"\S{20,}", s.command("token", "add", "other").stdout).group(0)}
    s.start()
    call(403, "POST", "/v1/ingest", path, line, **own, **nd)
    told = {"source": "test", "started": "2026-11-22T05:00:00Z", "seconds": 3, "taken": 1, "changed": 1, "removed": 0, "refused": 0, "why": [], "ok": True}
    call(200, "POST", "/v1/run", "/v1/run", json.dumps(told), **token)
    call(400, "POST", "/v1/run", "/v1/run", "{}", **token)
    call(401, "POST", "/v1/run", "/v1/run", json.dumps(told))
    call(403, "POST", "/v1/run", "/v1/run", json.dumps(told), **own)
    lease = "/v1/lease?source=test&holder=me&seconds="
    assert call(200, "POST", "/v1/lease", lease + "60", **token).json()["held"]
    assert not call(200, "POST", "/v1/lease", lease.replace("me", "you") + "60", **token).json()["held"]
    call(400, "POST", "/v1/lease", lease + "86401", **token)
    call(401, "POST", "/v1/lease", lease + "60")
    call(403, "POST", "/v1/lease", lease + "60", **own)
    return "%d kinds of answer" % len(call.seen)


def screens_are_answered_as_written(s):
    doc = load()
    call = Checked(s, doc)
    s.stop()
    assert s.command("demo-setup").returncode == 0
    s.start()
    s.ingest([{"kind": "centre", "id": "c:a", "doc": {"name": {"fi": "Kaakkuri"}, "lat": 65.0, "lon": 25.5, "municipality": "564",
               "zone": "Europe/Helsinki", "languages": ["fi"], "nearby_km": 30}}, activity(1), activity(2)])
    s.ingest([{"kind": "activity", "id": "test:2", "gone": True}])
    a = call(200, "GET", "/v1/feed", "/v1/feed?after=0&limit=500")
    lines = [json.loads(x) for x in a.text.splitlines()]
    for item in lines[:-1]:
        fits(doc, {"$ref": "#/components/schemas/FeedItem"}, item)
    fits(doc, {"$ref": "#/components/schemas/FeedTrailer"}, lines[-1])
    assert any("gone" in i for i in lines[:-1]) and any("doc" in i for i in lines[:-1])
    call(304, "GET", "/v1/feed", "/v1/feed?after=0&limit=500", If_None_Match=a.headers["ETag"])
    call(400, "GET", "/v1/feed", "/v1/feed?after=x")
    call(410, "GET", "/v1/feed", "/v1/feed?after=999999")
    call(200, "GET", "/v1/key", "/v1/key")
    call(404, "GET", "/v1/image/:hash", "/v1/image/" + "0" * 64)
    # enrolment, with a person who says yes
    ask = json.dumps({"version": "0.2", "model": "Näyttö", "width": 1080, "height": 1920})
    offer = call(200, "POST", "/v1/enrol", "/v1/enrol", ask).json()
    call(400, "POST", "/v1/enrol", "/v1/enrol", "[]")
    call(413, "POST", "/v1/enrol", "/v1/enrol", " " * 5000)
    token = lambda status, code: call(status, "POST", "/v1/enrol/token", "/v1/enrol/token", json.dumps({"device_code": code}))
    assert token(400, offer["device_code"]).json()["error"] == "authorization_pending"
    assert token(400, "x" * 43).json()["error"] == "expired_token"
    b = Browser(s)
    assert b.login().status == 303
    b.get("/staff/enrol?code=" + offer["user_code"])
    a = b.post("/staff/enrol", {"csrf": b.csrf, "code": offer["user_code"], "name": "Aula", "centre": "c:a", "do": "allow"})
    assert a.status == 200, a.text
    time.sleep(1.1)  # enrol.interval_s: sooner is slow_down
    grant = token(200, offer["device_code"]).json()
    me = {"Authorization": "Bearer " + grant["credential"]}
    report = [{"nonce": "", "displayed_seq": 1, "health": {"version": "0.2", "touch": True}}, {"id": "x"}]
    fits(doc, {"$ref": "#/components/schemas/ReportHead"}, report[0])
    body = "\n".join(map(json.dumps, report))
    first = call(200, "POST", "/v1/report", "/v1/report", body, **me).json()
    assert first["refused"] and first["centre"] == "c:a", first
    call(400, "POST", "/v1/report", "/v1/report", "{}", **me)
    call(401, "POST", "/v1/report", "/v1/report", body)
    call(413, "POST", "/v1/report", "/v1/report", "\n".join([json.dumps(report[0])] + ["{}"] * 401), **me)
    for what, bytes in (("picture", png(54, 96)), ("log", "aula-sync info: päivää\n".encode())):
        route = "/v1/device/" + what
        call(409, "POST", route, route, bytes, **me)
        call(401, "POST", route, route, bytes)
        assert b.post("/staff/screen/ask", {"csrf": b.csrf, "id": grant["id"], "what": what}).status == 303
        if what == "picture":
            call(400, "POST", route, route, b"no picture", **me)
        call(200, "POST", route, route, bytes, **me)
    nonce = lambda n: json.dumps({"nonce": n})
    call(200, "POST", "/v1/report", "/v1/report", nonce(first["nonce"]), **me)
    call(403, "POST", "/v1/report", "/v1/report", nonce("0" * 32), **me)  # the nonce of no answer: a copied card
    return "%d kinds of answer" % len(call.seen)


def open_data_and_monitors_are_answered_as_written(s):
    call = Checked(s, load())
    s.ingest([activity(1), activity(2, "Kerho")])
    call(200, "GET", "/hsds", "/hsds")
    page = call(200, "GET", "/hsds/services", "/hsds/services?per_page=1").json()
    assert page["total_items"] == 2 and len(page["contents"]) == 1
    call(200, "GET", "/hsds/services", "/hsds/services?modified_after=2020-01-01")
    call(400, "GET", "/hsds/services", "/hsds/services?per_page=1000")
    call(200, "GET", "/hsds/services/:id", "/hsds/services/" + page["contents"][0]["id"])
    call(404, "GET", "/hsds/services/:id", "/hsds/services/none")
    call(200, "GET", "/healthz", "/healthz")
    call(200, "GET", "/readyz", "/readyz")
    call(200, "GET", "/metrics", "/metrics")
    return "%d kinds of answer" % len(call.seen)


if __name__ == "__main__":
    run([the_document_is_whole, every_route_is_in_it_and_the_other_way_round, importers_are_answered_as_written,
         screens_are_answered_as_written, open_data_and_monitors_are_answered_as_written], "enrol.interval_s=1")
