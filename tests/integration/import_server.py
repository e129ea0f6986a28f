#!/usr/bin/python3
"""aula-import against servers: a local one plays each source (paging, delta, errors, 429, slow, truncated, redirect loop,
gzip bomb), another plays aula-server's /v1/ingest and /v1/run. Takes some seconds (slow)."""
import gzip, json, os, sys, tempfile, time, urllib.parse, zlib
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from aula_import import *
from import_world import Server, Setup, Store


def event(n, **kw):
    e = {"id": f"helsinki:e{n}", "location": {"id": "tprek:1", "name": {"fi": "Kirjasto"}, "address_locality": {"fi": "Oulu"}, "postal_code": "90100"}, "super_event": None, "super_event_type": None,
         "event_status": "EventScheduled", "last_modified_time": "2026-11-01T10:00:00Z", "start_time": f"2026-12-{n % 28 + 1:02d}T15:00:00Z", "end_time": f"2026-12-{n % 28 + 1:02d}T17:00:00Z", "deleted": False, "name": {"fi": f"Tapahtuma {n}"}}
    e.update(kw)
    return e


def le_routes(events, size=10, base=[None]):
    def listing(q, h):
        page = int(q.get("page", 1))
        part = events[(page - 1) * size:page * size]
        host = "http://" + h.headers["Host"]
        rest = "&".join(f"{k}={v}" for k, v in q.items() if k != "page")
        nxt = f"{host}/v1/event/?{rest}&page={page + 1}" if page * size < len(events) else None
        return 200, {"Content-Type": "application/json"}, {"meta": {"count": len(events), "next": nxt, "previous": None}, "data": part}
    return {"/v1/event/": listing}


def le_source(s, **kw):
    return {"helsinki": dict({"type": "linkedevents", "url": s.url + "/v1/event/"}, **kw)}


def test_pages_are_followed_and_asked_for_in_the_right_way():
    with Server(le_routes([event(i) for i in range(35)])) as s, Store() as st, Setup(st, le_source(s)) as c:
        r = c.all()
        assert r.code == 0, r.err
        assert len(st.ids()) == 35 and st.ids("place") == ["le:tprek:1"] and len(s.log) == 4
        q = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(s.paths()[0]).query))
        assert q["event_type"] == "General,Course,Volunteering" and q["include"] == "location,keywords" and int(q["page_size"]) <= 100 and q["start"] == "today", q
        assert st.answers[-1]["sweep"] == "done" and st.runs[-1]["ok"] is True and st.runs[-1]["taken"] == 36 and st.runs[-1]["source"] == "helsinki"


def test_second_run_changes_nothing():
    with Server(le_routes([event(i) for i in range(25)])) as s, Store() as st, Setup(st, le_source(s, full_every_days=0)) as c:
        c.all()
        st.answers.clear()
        r = c.all()
        assert st.total("unchanged") == 26 and st.total("new") == st.total("changed") == st.total("removed") == 0, st.answers


def test_order_of_pages_does_not_matter():
    ev = [event(i) for i in range(30)] + [event(50, super_event_type="recurring", id="turku:s")] + [event(60 + i, id=f"turku:c{i}", super_event={"@id": "x/event/turku:s/"}) for i in range(12)]
    results = []
    for order in (ev, list(reversed(ev)), ev[20:] + ev[:20]):
        with Server(le_routes(order)) as s, Store() as st, Setup(st, le_source(s)) as c:
            c.all()
            results.append(st.records)
    assert results[0] == results[1] == results[2] and len(results[0]) == 32


def test_delta_asks_with_a_full_time_and_for_deleted():
    ev = [event(1), event(2)]
    with Server(le_routes(ev)) as s, Store() as st, Setup(st, le_source(s)) as c:
        c.all()
        s.log.clear()
        ev[:] = [{"id": "helsinki:e1", "deleted": True, "name": {"fi": "x"}, "replaced_by": None}, event(3)]
        r = c.all(now="2026-11-22T10:00:00Z")
        q = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(s.paths()[0]).query))
        # a date alone would mean the end of that day
        assert q["last_modified_since"] == "2026-11-22T08:50:00Z" and q["show_deleted"] == "true" and "start" not in q, q
        assert st.ids() == ["le:helsinki:e2", "le:helsinki:e3"] and st.answers[-1]["sweep"] == "none", (st.ids(), st.answers)


def test_delta_of_one_child_refreshes_the_whole_series():
    kids = [event(i, id=f"turku:c{i}", super_event={"@id": "x/event/turku:s/"}) for i in range(3)]
    sup = event(9, id="turku:s", super_event_type="recurring")
    listed = [sup] + kids
    routes = le_routes(listed)
    routes["/v1/event/turku:s/"] = lambda q, h: (200, {}, dict(sup, sub_events=kids) if "sub_events" in q["include"] else sup)
    with Server(routes) as s, Store() as st, Setup(st, le_source(s)) as c:
        c.all()
        kids[1]["event_status"] = "EventCancelled"
        listed[:] = [kids[1]]
        c.all(now="2026-11-22T10:00:00Z")
        d = st.records[("activity", "le:turku:s")]
        assert st.ids() == ["le:turku:s"] and len(d["schedules"][0]["rdates"]) == 2 and len(d["exceptions"]) == 1, d


def test_changed_event_that_is_now_over_is_taken_away():
    ev = [event(1)]
    with Server(le_routes(ev)) as s, Store() as st, Setup(st, le_source(s)) as c:
        c.all()
        ev[:] = [event(1, start_time="2026-11-20T10:00:00Z", end_time="2026-11-20T11:00:00Z")]
        c.all(now="2026-11-22T10:00:00Z")
        assert st.ids() == []


def test_a_place_whose_events_are_over_stays_but_does_not_come_anew():
    place = lambda n: {"id": f"tprek:{n}", "name": {"fi": f"Sali {n}"}, "address_locality": {"fi": "Oulu"}}
    over = {"start_time": "2026-11-20T10:00:00Z", "end_time": "2026-11-20T11:00:00Z"}
    ev = [event(1), event(2, location=place(2))]
    with Server(le_routes(ev)) as s, Store() as st, Setup(st, le_source(s, full_every_days=0)) as c:
        c.all()
        assert st.ids("place") == ["le:tprek:1", "le:tprek:2"]
        ev[1:] = [event(2, location=place(2), **over), event(3, location=place(3), **over)]
        r = c.all(now="2026-11-22T10:00:00Z")
        assert st.ids("place") == ["le:tprek:1", "le:tprek:2"] and st.ids() == ["le:helsinki:e1"], (st.ids("place"), r.err)


def test_empty_answer_never_empties_the_screens():
    ev = [event(i) for i in range(10)]
    with Server(le_routes(ev)) as s, Store(guard=2) as st, Setup(st, le_source(s, full_every_days=0)) as c:
        c.all()
        ev.clear()
        r = c.all()
        assert len(st.ids()) == 10 and "gave nothing" in r.err and r.code != 0 and st.runs[-1]["ok"] is False


def test_sweep_guard_of_the_server_is_reported():
    ev = [event(i) for i in range(10)]
    with Server(le_routes(ev)) as s, Store() as st, Setup(st, le_source(s, full_every_days=0)) as c:
        c.all()
        del ev[2:]
        r = c.all()
        assert len(st.ids()) == 10 and "refused to remove 8" in r.err, r.err


def test_failed_page_means_no_sweep_and_the_rest_is_kept():
    routes = le_routes([event(i) for i in range(30)])
    good = routes["/v1/event/"]
    broken = []
    routes["/v1/event/"] = lambda q, h: (500, {}, b"oops") if broken and q.get("page") == "2" else good(q, h)
    with Server(routes) as s, Store() as st, Setup(st, le_source(s, full_every_days=0)) as c:
        c.all()
        broken.append(1)
        r = c.all()
        assert r.code == 10 and len(st.ids()) == 30 and st.answers[-1]["sweep"] == "none" and "status 500" in r.err
        assert st.runs[-1]["ok"] is False and any("500" in w for w in st.runs[-1]["why"])


def test_429_and_503_are_waited_for():
    routes = le_routes([event(i) for i in range(12)])
    good = routes["/v1/event/"]
    left = [429, 503, 502]
    def busy(q, h):
        if left:
            return left.pop(), {}, b"later"
        return good(q, h)
    routes["/v1/event/"] = busy
    with Server(routes) as s, Store() as st, Setup(st, le_source(s)) as c:
        assert c.all().code == 0 and len(st.ids()) == 12


def test_retry_after_an_hour_ends_the_run():
    with Server({"/v1/event/": lambda q, h: (429, {"Retry-After": "3600"}, b"")}) as s, Store() as st, Setup(st, le_source(s)) as c:
        t = time.time()
        r = c.all()
        assert r.code == 1 and time.time() - t < 3 and "429" in r.err


def test_slow_source_times_out():
    def slow(q, h):
        time.sleep(5)
    with Server({"/v1/event/": slow}) as s, Store() as st, Setup(st, le_source(s)) as c:
        t = time.time()
        r = run("--config", c.ini, "--all", "--set", "net.timeout_s=1")
        assert r.code == 1 and time.time() - t < 12 and "in time" in r.err, (time.time() - t, r.err)


def truncating(good, times):
    def fn(q, h):
        if q.get("page") == "2" and times[0] > 0:
            times[0] -= 1
            status, headers, body = good(q, h)
            body = json.dumps(body).encode()
            h.send_response(200); h.send_header("Content-Length", str(len(body))); h.end_headers()
            h.wfile.write(body[:len(body) // 2])
            h.wfile.flush()
            return None
        return good(q, h)
    return fn


def test_truncated_page_is_read_again():
    routes = le_routes([event(i) for i in range(30)])
    routes["/v1/event/"] = truncating(routes["/v1/event/"], [2])
    with Server(routes) as s, Store() as st, Setup(st, le_source(s)) as c:
        r = c.all()
        assert r.code == 0 and len(st.ids()) == 30, r.err


def test_always_truncated_page_is_incomplete():
    routes = le_routes([event(i) for i in range(30)])
    routes["/v1/event/"] = truncating(routes["/v1/event/"], [99])
    with Server(routes) as s, Store() as st, Setup(st, le_source(s)) as c:
        r = c.all()
        assert r.code == 10 and 10 <= len(st.ids()) < 20 and st.answers[-1]["sweep"] == "none", (len(st.ids()), r.err)


def test_redirect_loop_and_foreign_next_page():
    with Server({"/v1/event/": lambda q, h: (302, {"Location": "/v1/event/?again"}, b"")}) as s, Store() as st, Setup(st, le_source(s)) as c:
        r = c.all()
        assert r.code == 1 and "redirects" in r.err
    other = lambda q, h: (200, {}, {"meta": {"next": "http://169.254.169.254/latest/meta-data"}, "data": [event(1)]})
    with Server({"/v1/event/": other}) as s, Store() as st, Setup(st, le_source(s)) as c:
        r = c.all()
        assert r.code == 10 and "another host" in r.err and len(st.ids()) == 1


def test_pages_in_a_circle_and_endless_pages():
    def circle(q, h):
        return 200, {}, {"meta": {"next": "http://" + h.headers["Host"] + "/v1/event/?page=2"}, "data": [event(1)]}
    with Server({"/v1/event/": circle}) as s, Store() as st, Setup(st, le_source(s)) as c:
        r = c.all()
        assert "in a circle" in r.err and len(s.log) < 5
    def endless(q, h):
        n = int(q.get("page", 1))
        return 200, {}, {"meta": {"next": f"http://{h.headers['Host']}/v1/event/?page={n + 1}"}, "data": [event(n)]}
    with Server({"/v1/event/": endless}) as s, Store() as st, Setup(st, le_source(s, max_pages=20)) as c:
        r = c.all()
        assert "max_pages" in r.err and len(s.log) == 20


def test_gzip_is_read_and_a_bomb_is_refused():
    def packed(q, h):
        body = json.dumps({"meta": {"next": None}, "data": [event(i) for i in range(50)]}).encode()
        return 200, {"Content-Encoding": "gzip"}, gzip.compress(body)
    with Server({"/v1/event/": packed}) as s, Store() as st, Setup(st, le_source(s)) as c:
        assert c.all().code == 0 and len(st.ids()) == 50
    z = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(z.compress(b'{"meta":{},"data":[' if i == 0 else b" " * 1000000) for i in range(300)) + z.flush()
    with Server({"/v1/event/": lambda q, h: (200, {"Content-Encoding": "gzip"}, bomb)}) as s, Store() as st, Setup(st, le_source(s)) as c:
        r = c.all()
        assert r.code == 1 and "unpacks" in r.err, r.err


def test_one_broken_source_does_not_stop_the_others():
    with Server(dict(le_routes([event(1)]), **{"/cal.ics": lambda q, h: (200, {}, b"garbage")})) as s, Store() as st:
        sections = {"ical:a": {"type": "ical", "url": s.url + "/cal.ics"}, "gone": {"type": "eventz", "url": "http://127.0.0.1:1/"}, **le_source(s)}
        with Setup(st, sections) as c:
            r = c.all()
            assert r.code == 1 and st.ids() == ["le:helsinki:e1"] and len(st.runs) == 3


def test_server_away_or_busy_and_wrong_token():
    with Server(le_routes([event(1)])) as s, Store() as st, Setup(st, le_source(s)) as c:
        st.fail = 2
        assert c.all().code == 0 and st.ids() == ["le:helsinki:e1"]
        st.token = "other"
        r = c.all("--full")
        assert r.code == 1 and "401" in r.err


def test_record_refused_by_the_server_is_reported():
    with Server(le_routes([event(1, name={"fi": "REFUSE"}), event(2)])) as s, Store() as st, Setup(st, le_source(s)) as c:
        r = c.all()
        assert st.ids() == ["le:helsinki:e2"] and "test says no" in r.err and any("test says no" in w for w in st.runs[-1]["why"])


def test_state_is_kept_only_after_a_whole_run():
    routes = le_routes([event(i) for i in range(30)])
    good = routes["/v1/event/"]
    broken = [1]
    routes["/v1/event/"] = lambda q, h: (500, {}, b"oops") if broken and q.get("page") == "3" else good(q, h)
    with Server(routes) as s, Store() as st, Setup(st, le_source(s)) as c:
        c.all()
        broken.clear(); s.log.clear()
        c.all()
        assert "start=today" in s.paths()[0], "the first run was incomplete, so the next one is full"
        s.log.clear()
        c.all()
        assert "last_modified_since" in s.paths()[0]


ICS = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Kerho\r\nDTSTART:20261201T150000Z\r\nDTEND:20261201T160000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def test_unchanged_calendar_is_not_sent_again():
    def cal(q, h):
        if h.headers.get("If-None-Match") == '"v1"':
            return 304, {}, b""
        return 200, {"ETag": '"v1"', "Content-Type": "text/calendar"}, ICS
    with Server({"/cal.ics": cal}) as s, Store() as st, Setup(st, {"ical:a": {"type": "ical", "url": s.url + "/cal.ics"}}) as c:
        c.all()
        n = len(st.answers)
        r = c.all()
        assert st.ids() == ["ical:a:a"] and len(st.answers) == n and "not modified" in r.err and r.code == 0
        assert "not modified" in c.all(now="2026-11-26T09:00:00Z").err
        r = c.all(now="2026-11-30T09:00:00Z")  # full_every_days = 7: what was made of it may have changed
        assert "not modified" not in r.err and len(st.answers) > n and "not modified" in c.all(now="2026-11-30T10:00:00Z").err


def test_calendar_that_means_something_else_tomorrow_is_read_again():
    later = ICS.replace(b"END:VCALENDAR", b"BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261208T150000Z\r\nSUMMARY:Uusi kerho\r\nDTSTART:20261208T150000Z\r\n"
                        b"END:VEVENT\r\nEND:VCALENDAR").replace(b"SUMMARY:Kerho", b"SUMMARY:Kerho\r\nRRULE:FREQ=WEEKLY")
    def cal(q, h):
        return (304, {}, b"") if h.headers.get("If-None-Match") == '"v1"' else (200, {"ETag": '"v1"', "Content-Type": "text/calendar"}, later)
    with Server({"/cal.ics": cal}) as s, Store() as st, Setup(st, {"ical:a": {"type": "ical", "url": s.url + "/cal.ics", "full_every_days": 300}}) as c:
        title = lambda: [d["title"]["fi"] for d in st.records.values()]
        c.all()
        assert "not modified" not in c.all(now="2026-11-23T09:00:00Z").err and title() == ["Kerho"]
        c.all(now="2026-12-08T09:00:00Z")
        assert title() == ["Uusi kerho"], title()
        assert "not modified" in c.all(now="2026-12-09T09:00:00Z").err


def test_same_thing_in_two_sources_is_sent_once_with_a_reason():
    title = "Neulekahvila"
    ev = event(1, name={"fi": title}, start_time="2026-12-01T15:00:00Z", end_time="2026-12-01T17:00:00Z")
    ics = ICS.replace(b"SUMMARY:Kerho", f"SUMMARY:{title}!\r\nLOCATION:Kirjasto\\, 90100 Oulu".encode())
    with Server(dict(le_routes([ev]), **{"/cal.ics": lambda q, h: (200, {}, ics)})) as s, Store() as st:
        sections = {"ical:a": {"type": "ical", "url": s.url + "/cal.ics", "priority": 5}, **le_source(s, priority=2, full_every_days=0)}
        with Setup(st, sections) as c:
            c.all()  # the calendar comes first here and knows nothing of the other yet
            r = c.all()
            assert st.ids() == ["le:helsinki:e1"], st.ids()
            assert "same as in helsinki" in r.err and any("same as in helsinki" in w for w in st.runs[-2]["why"])
            review = open(os.path.join(c.dir, "state", "duplicates", "ical:a.ndjson".replace(":", "_"))).read()
            assert json.loads(review)["same_as"] == "le:helsinki:e1" and "neulekahvila" in json.loads(review)["why"]


def test_ptv_reads_lists_joins_and_probes():
    sys.argv = ["x"]
    org = {"id": "0a0a0a0a-0000-4000-8000-000000000001", "organizationType": "Organization", "organizationNames": [{"language": "fi", "value": "Esimerkki ry", "type": "Name"}]}
    ch = {"id": "0a0a0a0a-0000-4000-8000-000000000002", "serviceChannelType": "Phone", "serviceChannelNames": [], "phoneNumbers": [{"type": "Phone", "number": "116123", "language": "fi"}]}
    sv = [{"id": f"0a0a0a0a-0000-4000-8000-0000000001{i:02d}", "serviceNames": [{"language": "fi", "value": f"Palvelu {i}", "type": "Name"}], "serviceClasses": [{"code": "P4.12"}], "serviceChannels": [{"serviceChannel": {"id": ch["id"]}}],
           "organizations": [{"roleType": "Responsible", "organization": {"id": org["id"]}}]} for i in range(7)]
    lists = {"Organization": [org], "ServiceChannel": [ch], "Service": sv}
    changed = []
    def listing(kind):
        def fn(q, h):
            items = lists[kind] if "date" not in q else (lists[kind] if kind in changed else [])
            page = int(q["page"]); n = max(1, (len(items) + 2) // 3)
            return 200, {}, {"pageNumber": page, "pageSize": 3, "pageCount": n, "itemList": items[(page - 1) * 3:page * 3]}
        return fn
    routes = {f"/api/v11/{k}/list/area/Municipality/code/564": listing(k) for k in lists}
    with Server(routes) as s, Store() as st, Setup(st, {"ptv": {"type": "ptv", "url": s.url + "/api/v11/", "municipalities": "564"}}) as c:
        assert c.all().code == 0
        assert len(st.ids()) == 7 and len(st.ids("organisation")) == 1 and st.records[("activity", st.ids()[0])]["phone"] == "116123"
        assert not any("x-api-key" in {k.lower() for k in h} for _, _, h, _ in s.log)
        n = len(st.answers); s.log.clear()
        r = c.all(now="2026-11-22T10:00:00Z")
        assert len(st.answers) == n and "not modified" in r.err and all("date=2026-11-22T08:50:00" in p for p in s.paths()), s.paths()
        changed.append("ServiceChannel"); lists["ServiceChannel"] = [dict(ch, phoneNumbers=[{"type": "Phone", "number": "116117", "language": "fi"}])]
        c.all(now="2026-11-22T11:00:00Z")
        assert st.records[("activity", st.ids()[0])]["phone"] == "116117" and st.answers[-1]["sweep"] == "done"


def test_ptv_v12_key_goes_with_every_call():
    empty = {"items": [], "page": 1, "pageSize": 100, "totalItems": 0, "totalPages": 1}
    with Server({"*": lambda q, h: (200, {}, empty)}) as s, Store() as st, Setup(st, {"ptv": {"type": "ptv", "version": "v12", "api_key": "abc", "url": s.url + "/api/v12", "municipalities": "564 678"}}) as c:
        c.all()
        assert len(s.log) == 6 and all(h.get("x-api-key") == "abc" for _, _, h, _ in s.log), s.log


def test_ptv_organisation_not_in_the_list_is_asked_for():
    org = {"id": "0a0a0a0a-0000-4000-8000-000000000001", "organizationType": "Organization", "organizationNames": [{"language": "fi", "value": "Valtakunnallinen ry", "type": "Name"}]}
    sv = {"id": "0a0a0a0a-0000-4000-8000-000000000100", "serviceNames": [{"language": "fi", "value": "Palvelu", "type": "Name"}], "organizations": [{"roleType": "Responsible", "organization": {"id": org["id"]}}]}
    page = lambda *i: lambda q, h: (200, {}, {"pageCount": 1, "itemList": list(i)})
    base = "/list/area/Municipality/code/564"
    routes = {"/Organization" + base: page(), "/ServiceChannel" + base: page(), "/Service" + base: page(sv), "/Organization/" + org["id"]: lambda q, h: (200, {}, org)}
    with Server(routes) as s, Store() as st, Setup(st, {"ptv": {"type": "ptv", "url": s.url, "municipalities": "564", "organisation_types": "Organization"}}) as c:
        r = c.all()
        assert r.code == 0 and len(st.ids()) == 1 and len(st.ids("organisation")) == 1, r.err


def test_many_records_of_one_page_are_sent_while_it_arrives():
    with Server(le_routes([event(i) for i in range(1700)], size=5000)) as s, Store() as st, Setup(st, le_source(s)) as c:
        assert c.all().code == 0 and len(st.ids()) == 1700 and len(st.answers) == 4


def test_lahella_pages_by_skip():
    def listing(q, h):
        skip = int(q["skip"]); items = [{"_key": str(i), "status": "published", "traits": {"type": "support", "translations": {"fi": {"name": f"Ryhmä {i}"}}}} for i in range(skip, min(skip + 100, 230))]
        return (200 if h.headers.get("Authorization") == "Bearer k" else 401), {}, {"items": items, "total": 230, "hasMore": skip + 100 < 230}
    with Server({"/v1/activities": listing}) as s, Store() as st, Setup(st, {"lahella": {"type": "lahella", "api_key": "k", "url": s.url + "/v1/activities?limit=100&skip=0&total=true"}}) as c:
        c.all()
        assert len(st.ids()) == 230 and len(s.log) == 3


def test_hsds_service_that_ends_goes_from_all_its_places():
    service = {"id": "s1", "name": "Neuvonta", "status": "active", "service_at_locations": [{"id": "a1", "location": {"id": "l1", "name": "Talo", "addresses": []}}]}
    with Server({"/services": lambda q, h: (200, {}, {"contents": [service]})}) as s, Store() as st, Setup(st, {"h": {"type": "hsds", "url": s.url + "/services"}}) as c:
        c.all()
        assert st.ids() == ["hsds:s1@a1"]
        service["status"] = "inactive"
        c.all()  # a delta run
        assert "modified_after" in s.paths()[-1] and st.ids() == [], st.ids()


def test_hsds_pages_whose_totals_do_not_match():
    detail = {f"/services/{i}": (lambda i: lambda q, h: (200, {}, {"id": f"{i}", "name": f"S{i}", "status": "active", "schedules": []}))(i) for i in range(5)}
    def listing(q, h):
        page = int(q.get("page", 1)); items = [{"id": str(i), "name": f"S{i}", "status": "active"} for i in range((page - 1) * 2, min(page * 2, 5))]
        return 200, {}, {"total_items": 999, "total_pages": 500, "page_number": page, "size": len(items), "last_page": False, "empty": not items, "contents": items}
    with Server({"/services": listing, **detail}) as s, Store() as st, Setup(st, {"hsds": {"type": "hsds", "url": s.url + "/services"}}) as c:
        assert c.all().code == 0 and len(st.ids()) == 5


def test_a_hundred_megabytes_need_little_memory():
    """One document of 100 MB (about 30,000 events) over HTTP: resident memory stays below 64 MB."""
    filler = "sana " * 600
    def big(q, h):
        h.send_response(200); h.send_header("Connection", "close"); h.end_headers()
        h.wfile.write(b'{"meta":{"next":null},"data":[')
        for i in range(33000):
            h.wfile.write((b"," if i else b"") + json.dumps(event(i, id=f"helsinki:b{i}", description={"fi": filler})).encode())
        h.wfile.write(b"]}")
        return None
    with Server({"/v1/event/": big}) as s:
        p = subprocess.Popen([PROGRAM, "--set", "paths.assets=" + os.path.join(ROOT, "assets"), "--set", "net.timeout_s=120", "--now", NOW, "--source", "linkedevents", "--url", s.url + "/v1/event/", "--dry-run"],
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        err = p.stderr.read()
        _, status, usage = os.wait4(p.pid, 0)
        assert status == 0 and "33000 activities" in err, err
        if "sanitize" not in os.path.basename(BUILD) and "variant" not in BUILD:
            assert usage.ru_maxrss < 64 * 1024, f"{usage.ru_maxrss} kB"
        print(f"# 100 MB: {usage.ru_maxrss / 1024:.0f} MB resident, {usage.ru_utime:.1f} s of work")


def test_two_runs_at_once_are_refused():
    import fcntl
    with Server(le_routes([event(1)])) as s, Store() as st, Setup(st, le_source(s)) as c:
        os.makedirs(c.dir + "/state")
        with open(c.dir + "/state/lock", "w") as f:
            fcntl.flock(f, fcntl.LOCK_EX)
            assert c.all().code == 11


def test_configuration_errors_name_file_line_and_key():
    with tempfile.TemporaryDirectory() as d:
        ini = f"{d}/a.ini"
        for text, want in (("[source x]\ntype = ptvv\nurl = http://x\n", "a.ini:2: key 'type' in section [source x]"), ("[source x]\ntype = ical\nurl = u\ncolour = red\n", "a.ini:4: key 'colour'"),
                           ("[source x]\ntype = ical\n", "exactly one of 'url' and 'file'"), ("[servr]\nurl = x\n", "a.ini:2: unknown key 'url' in section [servr]")):
            open(ini, "w").write(text)
            r = run("--config", ini, "--all", "--dry-run")
            assert r.code == 2 and want in r.err, (text, r.err)


suite(tests_of(globals()))
