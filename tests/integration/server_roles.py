#!/usr/bin/python3
# long: Every route of the server with every role, and what each is answered. A route that is not in the table fails; so does one that
# the server no longer has. Forms are broken or aim at what is not there wherever a right one would change what the next role finds.
import os, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import cases
from server_harness import Server
from whole_site import ROLES, Site, feature, listing, notice, poll, routes, written

# Answers in the order of ROLES: nobody, reader, contact of another centre, contact of this centre, editor, admin, organisation,
# importer's token, screen's credential. One number: the same for all. A staff page leads those without a login to it (303);
# a form without a login is refused (403), whatever token is beside it.
SHOWN = {
    "reader": (303, 200, 200, 200, 200, 200, 403, 303, 303), "contact": (303, 403, 200, 200, 200, 200, 403, 303, 303),
    "admin": (303, 403, 403, 403, 403, 200, 403, 303, 303),
    "any": (303, 200, 200, 200, 200, 200, 200, 303, 303), "own": (303, 303, 303, 303, 303, 303, 200, 303, 303),
}


def page(who, other=None, **more):
    """SHOWN, with another answer for the contact person of another centre, or for whom `more` names."""
    out = list(SHOWN[who])
    for role, answer in dict({"other": other} if other else {}, **more).items():
        out[ROLES.index(role)] = answer
    return tuple(out)


def form(reader, other, contact, editor, admin, organisation=403):
    return (403, reader, other, contact, editor, admin, organisation, 403, 403)


TABLE = [
    # method, route, address when it is another, form, answers
    ("GET", "/v1/feed", "/v1/feed?after=0&limit=1", None, 200),
    ("GET", "/v1/key", None, None, 200),
    ("GET", "/v1/image/:hash", "/v1/image/" + "0" * 64, None, 404),
    ("POST", "/v1/ingest", "/v1/ingest?source=demo&mode=delta", b"", (401, 401, 401, 401, 401, 401, 401, 200, 401)),
    ("POST", "/v1/run", None, b"{}", (401, 401, 401, 401, 401, 401, 401, 400, 401)),
    ("POST", "/v1/report", None, b"{}", (401, 401, 401, 401, 401, 401, 401, 401, 400)),
    ("POST", "/v1/lease", "/v1/lease?source=demo&holder=me&seconds=1", b"", (401, 401, 401, 401, 401, 401, 401, 200, 401)),
    ("POST", "/v1/enrol", None, b"[]", 400),
    ("POST", "/v1/enrol/token", None, b"[]", 400),
    ("POST", "/v1/device/picture", None, b"x", (401, 401, 401, 401, 401, 401, 401, 401, 409)),
    ("POST", "/v1/device/log", None, b"x", (401, 401, 401, 401, 401, 401, 401, 401, 409)),
    ("GET", "/healthz", None, None, 200),
    ("GET", "/readyz", None, None, 200),
    ("GET", "/metrics", None, None, 200),
    ("GET", "/hsds", None, None, 200),
    ("GET", "/hsds/services", None, None, 200),
    ("GET", "/hsds/services/:id", "/hsds/services/none", None, 404),
    ("GET", "/staff", None, None, 303),
    ("GET", "/staff/login", None, None, 200),
    ("POST", "/staff/login", None, {"name": "nobody-{role}", "password": "x"}, 403),
    ("GET", "/staff/second", None, None, 303),
    ("POST", "/staff/second", None, {"code": "000000"}, 303),
    ("GET", "/staff/account", None, None, page("any")),
    ("POST", "/staff/account/second-on", None, {"code": "1"}, form(422, 422, 422, 422, 422, 422)),
    ("POST", "/staff/account/password", None, {"old": "x", "new": "y"}, form(422, 422, 422, 422, 422, 422)),
    ("GET", "/staff/features", None, None, page("reader")),
    ("GET", "/staff/features/new", None, None, page("contact")),
    ("GET", "/staff/feature", "/staff/feature?id={feature}", None, page("contact", other=403)),
    ("POST", "/staff/feature", None, lambda b: feature(b, until_day="2001-01-01"), form(403, 422, 422, 422, 422)),
    ("POST", "/staff/feature", None, lambda b: feature(b, id="{feature}"), form(403, 403, 303, 303, 303)),
    ("GET", "/staff/feature/preview", "/staff/feature/preview?id={feature}", None, (303, 403, 403, 303, 303, 303, 403, 303, 303)),
    ("POST", "/staff/feature/preview", None, lambda b: feature(b, id="{feature}"), form(403, 403, 200, 200, 200)),
    ("GET", "/staff/write", "/staff/write?id={activity}", None, page("contact", other=403)),
    ("POST", "/staff/write", None, lambda b: written(b, title_fi=""), form(403, 422, 422, 422, 422)),
    ("POST", "/staff/write", None, lambda b: written(b, written="{activity}"), form(403, 403, 303, 303, 303)),
    ("POST", "/staff/write/preview", None, lambda b: written(b, written="{activity}"), form(403, 403, 200, 200, 200)),
    ("GET", "/staff/picture/:key", "/staff/picture/" + "0" * 32, None, (303, 403, 404, 404, 404, 404, 403, 303, 303)),
    ("POST", "/staff/feature/draft", None, lambda b: feature(b, id="{feature}"), form(403, 403, 303, 303, 303)),
    ("POST", "/staff/write/draft", None, lambda b: written(b, written="{activity}"), form(403, 403, 303, 303, 303)),
    ("POST", "/staff/draft/discard", None, {"id": "none"}, form(403, 404, 404, 404, 404)),
    ("POST", "/staff/feature/end", None, {"id": "{feature}"}, form(403, 403, 303, 303, 303)),
    ("GET", "/staff/screens", None, None, page("reader")),
    ("GET", "/staff/screen", "/staff/screen?id={device}", None, page("reader", other=404)),
    ("GET", "/staff/screen/picture", "/staff/screen/picture?id={device}", None, page("reader", other=404)),
    ("POST", "/staff/screen", None, {"id": "{device}", "name": "", "centre": "kaakkuri"}, form(403, 404, 422, 422, 422)),
    ("POST", "/staff/screen/revoke", None, {"id": "{device}"}, form(403, 404, 422, 422, 422)),
    ("POST", "/staff/screen/ask", None, {"id": "{device}", "what": "log"}, form(403, 404, 303, 303, 303)),
    ("GET", "/staff/enrol", "/staff/enrol?code={enrol}", None, page("contact")),
    ("POST", "/staff/enrol", None, {"code": "{enrol}", "name": "X", "centre": "nowhere", "do": "allow"}, form(403, 422, 422, 422, 422)),
    ("GET", "/staff/hidden", None, None, page("reader")),
    ("GET", "/staff/hide", "/staff/hide?what=topic&target=vol", None, page("contact")),
    ("POST", "/staff/hide", None, {"what": "topic", "target": "vol", "centre": "kaakkuri"}, form(403, 422, 303, 303, 303)),
    ("POST", "/staff/hide/end", None, {"id": "{hide}"}, form(403, 403, 303, 404, 404)),
    ("GET", "/staff/notices", None, None, page("reader")),
    ("GET", "/staff/notice", "/staff/notice?id={notice}", None, page("contact", other=403)),
    ("POST", "/staff/notice", None, lambda b: notice(b, id="{notice}"), form(403, 403, 303, 303, 303)),
    ("POST", "/staff/notice/preview", None, lambda b: notice(b, id="{notice}"), form(403, 403, 200, 200, 200)),
    ("POST", "/staff/notice/end", None, {"id": "{notice}"}, form(403, 403, 303, 303, 303)),
    ("GET", "/staff/polls", None, None, page("reader")),
    ("GET", "/staff/poll", "/staff/poll?id={poll}", None, page("contact", other=403)),
    ("POST", "/staff/poll", None, lambda b: poll(b, id="{poll}"), form(403, 403, 303, 303, 303)),
    ("POST", "/staff/poll/preview", None, lambda b: poll(b, id="{poll}"), form(403, 403, 200, 200, 200)),
    ("POST", "/staff/poll/end", None, {"id": "{poll}"}, form(403, 403, 303, 303, 303)),
    ("GET", "/staff/poll/results", "/staff/poll/results?id={poll}", None, page("reader", other=404)),
    ("GET", "/staff/poll/csv", "/staff/poll/csv?id={poll}", None, page("reader", other=404)),
    ("GET", "/staff/centres", None, None, page("reader")),
    ("GET", "/staff/centre", "/staff/centre?id=kaakkuri", None, page("contact", other=403)),
    ("POST", "/staff/centre", None, {"id": "kaakkuri", "person_name_fi": "", "person_phone": "soita"}, form(403, 403, 422, 422, 422)),
    ("POST", "/staff/centre/preview", None, {"id": "kaakkuri", "person_name_fi": "Aino"}, form(403, 403, 200, 200, 200)),
    ("POST", "/staff/centre/source", None, {"kind": "centre", "id": "kaakkuri"}, form(403, 404, 404, 404, 404)),
    ("GET", "/staff/statistics", "/staff/statistics?centre=kaakkuri", None, page("reader", other=404)),
    ("GET", "/staff/statistics/csv", "/staff/statistics/csv?list=topics&centre=kaakkuri", None, page("reader", other=404)),
    ("GET", "/staff/review", None, None, page("reader")),
    ("POST", "/staff/review/flag", None, {"subject": "none:such"}, form(403, 303, 303, 303, 303)),
    ("GET", "/staff/review/quality", None, None, page("reader")),
    ("GET", "/staff/review/twice", None, None, page("reader")),
    ("POST", "/staff/review/apart", None, {"kind": "activity", "a": "x:1"}, form(403, 403, 403, 409, 409)),
    ("POST", "/staff/review/merge", None, {"kind": "activity", "keep": "x:1", "drop": "none:1"}, form(403, 403, 403, 409, 409)),
    ("POST", "/staff/review/unmerge", None, {"kind": "activity", "id": "x:1"}, form(403, 403, 403, 409, 409)),
    ("GET", "/staff/review/sources", None, None, page("reader")),
    ("GET", "/staff/review/listings", None, None, page("reader")),
    ("POST", "/staff/review/listing", None, {"id": "{waiting}", "verdict": "perhaps"}, form(403, 404, 422, 422, 422)),
    ("POST", "/staff/review/listing-rule", None, {"centre": "kaakkuri", "direct": "0"}, form(403, 404, 303, 303, 303)),
    ("GET", "/staff/listings", None, None, page("own")),
    ("GET", "/staff/listing", "/staff/listing?id={own}", None, page("own")),
    ("POST", "/staff/listing", None, lambda b: listing(b, title_fi=""), form(403, 403, 403, 403, 403, 422)),
    ("POST", "/staff/listing/end", None, {"id": "none:such"}, form(403, 403, 403, 403, 403, 404)),
    ("POST", "/staff/review/sweep", None, {"source": "z", "run": "r2", "verdict": "perhaps"}, form(403, 403, 403, 422, 422)),
    ("POST", "/staff/account/codes", None, {"old": "x"}, form(422, 422, 422, 422, 422, 422)),
    ("POST", "/staff/account/language", None, {"lang": "fi"}, form(200, 200, 200, 200, 200, 200)),
    ("POST", "/staff/account/end-session", None, {"id": "0000000000000000"}, form(200, 200, 200, 200, 200, 200)),
    ("GET", "/staff/join/:token", "{join}", None, 200),
    ("POST", "/staff/join/:token", "{join}", {"password": "x"}, 422),
    ("GET", "/staff/people", None, None, page("contact")),
    ("GET", "/staff/people/new", None, None, page("contact")),
    ("POST", "/staff/people/new", None, {"name": "", "role": "reader"}, form(403, 422, 422, 422, 422)),
    ("GET", "/staff/person", "/staff/person?name=piiri", None, page("contact", other=404)),
    ("GET", "/staff/person", "/staff/person?name=admin", None, (303, 403, 404, 404, 404, 200, 403, 303, 303)),
    ("POST", "/staff/person", None, {"name": "piiri", "role": "king"}, form(403, 404, 422, 422, 422)),
    ("POST", "/staff/person/link", None, {"name": "admin"}, form(403, 404, 404, 404, 200)),
    ("POST", "/staff/person/second-off", None, {"name": "nobody"}, form(403, 404, 404, 404, 404)),
    ("POST", "/staff/person/disable", None, {"name": "nobody", "disabled": "1"}, form(403, 404, 404, 404, 404)),
    ("POST", "/staff/person/end-session", None, {"name": "piiri", "id": "0000000000000000"}, form(403, 404, 303, 303, 303)),
    ("GET", "/staff/log", None, None, page("admin")),
    ("GET", "/a/:code/contact", "/a/{code}/contact", None, 200),
    ("POST", "/a/:code/contact", "/a/{code}/contact", {"website": ""}, 422),
    ("GET", "/a/:code/flag", "/a/{code}/flag", None, 200),
    ("POST", "/a/:code/flag", "/a/{code}/flag", {"website": ""}, 422),
    ("GET", "/about/accessibility", None, None, 200),
    ("GET", "/about/privacy", None, None, 200),
    ("GET", "/static/:tag/:name", "/static/x/none.css", None, 404),
    ("GET", "/a/:code", "/a/{code}", None, 200),
    ("GET", "/t/:codes", "/t/{code}", None, 200),
    ("GET", "/l/:codes", "/l/{code}", None, 200),
    ("GET", "/", None, None, 200),
    ("GET", "/:code", "/{code}", None, 200),
    ("POST", "/staff/undo", None, {"kind": "notice", "id": "{notice}"}, form(403, 409, 409, 409, 303)),
    ("POST", "/staff/logout", None, {}, 303),
]


def filled(fields, b, at, role):
    if callable(fields):
        fields = fields(b)
    if not isinstance(fields, dict):
        return fields
    put = lambda v: v.format(role=role, **at) if isinstance(v, str) and v.startswith("{") or v == "nobody-{role}" else v
    return {k: put(v) for k, v in fields.items()}


def ask(site, role, method, route, path, fields):
    b = site.who.get(role, site.who["nobody"])
    address = (path or route).format(**site.quoted())
    if method == "GET":
        return site.call(role, method, address).status
    return site.call(role, method, address, filled(fields, b, site.at, role)).status


def the_table_and_the_server_have_the_same_routes():
    served, tried = {(m, p) for m, p, _ in routes()}, {(m, p) for m, p, *_ in TABLE}
    assert not served - tried, "not in the table: %s" % sorted(served - tried)
    assert not tried - served, "not on the server: %s" % sorted(tried - served)
    return "%d routes" % len(served)


def documented():
    """The statuses of a route in docs/openapi.yaml; None where it cannot be read."""
    try:
        import openapi
    except SystemExit:
        return None
    doc = openapi.load()
    return lambda method, route: openapi.responses(doc, method, route)


def each_role_is_answered_as_the_table_says(s):
    site, written_down = Site(s), documented()
    wrong, tried = [], 0
    for method, route, path, fields, answers in TABLE:
        got = tuple(ask(site, role, method, route, path, fields) for role in ROLES)
        tried += len(got)
        strange = written_down and sorted(set(got) - set(written_down(method, route)))
        if strange:
            wrong.append("%s %s: %s not in docs/openapi.yaml" % (method, route, strange))
        if got != ((answers,) * len(ROLES) if isinstance(answers, int) else answers):
            wrong.append("%s %s %s: %s" % (method, path or route, fields if isinstance(fields, dict) else "", got))
    assert not wrong, "%d of the table are answered otherwise:\n%s" % (len(wrong), "\n".join(wrong))
    return "%d answers" % tried


def main():
    good = cases.passes(the_table_and_the_server_have_the_same_routes)
    with Server("mail.url=smtp://127.0.0.1:9", "mail.from=aula@aula.example.org") as s:
        good = cases.passes(each_role_is_answered_as_the_table_says, s) and good
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
