#!/usr/bin/python3
# Content review on aula-server: flags, pairs and merges, quality, sources and removals that wait.
import json, os, re, sys, time

sys.path.insert(0, os.path.dirname(__file__))
from server_harness import Server, activity, run
from server_pages import EVIL, PASSWORD, Browser, Tags, code_of, day, prepare

SENTENCE = "oikea hevonen paristo"


def logged_in(s, name="demo", password=None):
    b = Browser(s)
    a = b.login(name, password or (PASSWORD if name == "demo" else SENTENCE))
    assert a.status == 303, a.text
    b.get("/staff/account")
    return b


def plain(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)).replace("\u00ad", "")


def screen(s, centre, name):
    s.stop()
    id, credential = s.command("device", "add", name, "--centre", centre).stdout.split()
    s.start()
    return credential


def flag(s, credential, n, subject, why="time"):
    body = json.dumps({"nonce": ""}) + "\n" + json.dumps(
        {"id": "f-20261122T05-%08x" % n, "kind": "flag", "hour": "20261122T05", "subject": subject, "why": why}) + "\n"
    a = s.call("POST", "/v1/report", body, {"Authorization": "Bearer " + credential})
    assert a.status == 200 and a.json()["taken"], (a.status, a.text)


def flags_reach_the_people_of_the_centre(s):
    prepare(s, [("reader", "reader", "c:a"), ("anna", "contact", "c:a"), ("bertta", "contact", "c:b"), ("editor", "editor", "")])
    s.ingest([{"kind": "organisation", "id": "test:o", "doc": {"name": {"fi": "Kerho ry"}, "email": "kerho@example.org"}},
              activity(1, "Omaishoitajien kahvihetki", organisation="test:o", phone="+358401234567")])
    a, b = screen(s, "c:a", "Aula A"), screen(s, "c:b", "Aula B")
    flag(s, a, 1, "test:1")
    flag(s, b, 2, "test:1", "over")
    flag(s, b, 3, "test:2", "phone")
    flag(s, b, 4, EVIL[:100])
    people = {n: logged_in(s, n) for n in ("reader", "anna", "bertta", "editor")}
    page = people["anna"].get("/staff/review")
    assert "kahvihetki" in plain(page) and "Lukupiiri" not in plain(page) and page.text.count('class="panel card"') == 1
    assert "mailto:kerho@example.org?subject=Omaishoitajien%20kahvihetki" in page.text and "tel:+358401234567" in page.text
    assert people["bertta"].get("/staff/review").text.count('class="panel card"') == 3
    assert "/staff/review/flag" not in people["reader"].get("/staff/review").text
    assert not Tags(people["editor"].get("/staff/review").text).live
    done = lambda who, subject: people[who].post("/staff/review/flag", {"csrf": people[who].csrf, "subject": subject}).status
    assert done("reader", "test:1") == 403 and done("anna", "test:2") == 303  # of another centre: nothing happens
    assert people["bertta"].get("/staff/review").text.count('class="panel card"') == 3
    assert done("anna", "test:1") == 303
    assert "kahvihetki" not in plain(people["anna"].get("/staff/review"))
    assert "kahvihetki" in plain(people["bertta"].get("/staff/review"))  # b's visitors said something else
    assert done("editor", "test:1") == 303 and "kahvihetki" not in plain(people["bertta"].get("/staff/review"))
    flag(s, a, 5, "test:1")  # said again
    assert "kahvihetki" in plain(people["anna"].get("/staff/review"))
    log = logged_in(s).get("/staff/log?what=review.")
    assert log.text.count("<tr>") == 3, log.text


def two_sources(s):
    place = {"kind": "place", "id": "x:p", "doc": {"name": {"fi": "Talo"}, "municipality": "564"}}
    other = {"kind": "place", "id": "y:p", "doc": {"name": {"fi": "Talo"}, "municipality": "564"}}
    s.ingest([{"kind": "organisation", "id": "x:o", "doc": {"name": {"fi": "Oulun Kerho ry"}}}, place,
              activity(1, "Kahvihetki – omaishoitajille", "x", place="x:p", attend=["site"], organisation="x:o")], source="x")
    s.ingest([{"kind": "organisation", "id": "y:o", "doc": {"name": {"fi": "OULUN KERHO"}}}, other,
              activity(1, "Kahvihetki – omaishoitajille!", "y", place="y:p", attend=["site"], organisation="y:o"),
              activity(2, "Tanssit", "y", place="y:p", attend=["site"], organisation="y:o")], source="y")


def pairs_are_kept_apart_or_merged(s):
    prepare(s, [("anna", "contact", "c:a"), ("editor", "editor", "")])
    two_sources(s)
    e, anna = logged_in(s, "editor"), logged_in(s, "anna")
    page = e.get("/staff/review/twice")
    assert page.text.count("card pair") == 2 and not Tags(page.text).live, plain(page)
    assert "/staff/review/merge" not in anna.get("/staff/review/twice").text
    pair = {"kind": "activity", "keep": "x:1", "drop": "y:1"}
    for who, path, f, status in ((anna, "merge", pair, 403), (anna, "apart", {"kind": "activity", "a": "x:1", "b": "y:1"}, 403),
                                 (anna, "unmerge", {"kind": "activity", "id": "y:1"}, 403),
                                 (e, "merge", dict(pair, csrf="0" * 32), 403), (e, "merge", dict(pair, drop="y:9"), 409),
                                 (e, "merge", dict(pair, drop="x:1"), 409), (e, "merge", dict(pair, kind="place"), 409),
                                 (e, "apart", {"kind": "activity", "a": "x:1"}, 409),
                                 (e, "unmerge", {"kind": "activity", "id": "y:1"}, 409)):
        a = who.post("/staff/review/" + path, dict({"csrf": who.csrf}, **f))
        assert a.status == status, (path, f, a.status)
    e.get("/staff/review/twice")
    assert e.post("/staff/review/apart", {"csrf": e.csrf, "kind": "organisation", "a": "x:o", "b": "y:o"}).status == 303
    assert e.get("/staff/review/twice").text.count("card pair") == 1
    code = code_of(s, "y:1")
    f = {"csrf": e.csrf, "activity": "y:1", "everywhere": "1", "from_day": day(-30), "from_clock": "07:00",
         "until_day": day(30), "until_clock": "15:00", "order": "1", "sentence": ""}
    assert e.post("/staff/feature", f).status == 303
    assert e.post("/staff/review/merge", dict(pair, csrf=e.csrf)).status == 303
    live, _ = s.whole_feed()
    assert ("activity", "y:1") not in live and ("activity", "x:1") in live
    assert [i["doc"]["activity"] for (k, _), i in live.items() if k == "feature"] == ["x:1"]
    assert s.get("/a/" + code).status == 200 and "omaishoitajille" in s.get("/a/" + code).text.replace("\u00ad", "")
    # the source sends it again: it stays merged, and its newest version is what comes back
    again = activity(1, "Kahvihetki iltaisin", "y", place="y:p", attend=["site"], organisation="y:o")
    assert s.ingest([again], source="y").json()["unchanged"] == 1
    assert ("activity", "y:1") not in s.whole_feed()[0]
    assert e.post("/staff/review/unmerge", {"csrf": e.csrf, "kind": "activity", "id": "y:1"}).status == 303
    live, _ = s.whole_feed()
    assert "iltaisin" in live[("activity", "y:1")]["doc"]["title"]["fi"].replace("\u00ad", "") and code_of(s, "y:1") == code
    # and when the one that stayed goes, the other comes with the next run
    assert e.post("/staff/review/merge", dict(pair, csrf=e.csrf)).status == 303
    s.ingest([{"kind": "activity", "id": "x:1", "gone": True}], source="x")
    assert s.ingest([again], source="y").json()["new"] == 1


def a_merged_organisation_gives_its_activities(s):
    prepare(s)
    two_sources(s)
    b = logged_in(s)
    assert b.post("/staff/review/merge", {"csrf": b.csrf, "kind": "organisation", "keep": "x:o", "drop": "y:o"}).status == 303
    live, _ = s.whole_feed()
    assert ("organisation", "y:o") not in live
    assert {i["doc"].get("organisation") for (k, id), i in live.items() if id.startswith("y:") and k == "activity"} == {"x:o"}
    sent = [{"kind": "organisation", "id": "y:o", "doc": {"name": {"fi": "OULUN KERHO"}}},
            activity(2, "Tanssit", "y", place="y:p", attend=["site"], organisation="y:o")]
    s.ingest(sent, source="y")
    s.ingest(sent, source="y")
    live, _ = s.whole_feed()
    assert ("organisation", "y:o") not in live and live[("activity", "y:2")]["doc"]["organisation"] == "x:o"
    b.get("/staff/review/twice")
    assert b.post("/staff/review/unmerge", {"csrf": b.csrf, "kind": "organisation", "id": "y:o"}).status == 303
    s.ingest(sent, source="y")
    live, _ = s.whole_feed()
    assert ("organisation", "y:o") in live and live[("activity", "y:2")]["doc"]["organisation"] == "y:o"


def quality_is_listed(s):
    prepare(s)
    s.ingest([activity(9, EVIL, attend=["site"], topics=[], phone="+358401234567",
                       **{"from": {"source": "test", "source_id": "9", "modified_at": "2020-01-01T00:00:00Z"}})])
    b = logged_in(s)
    page = b.get("/staff/review/quality?note=old-text")
    assert not Tags(page.text).live and "alert(" in page.text and page.text.count("<tr>") == 2
    assert "alert(" in b.get("/staff/review/quality?note=no-place").text
    assert "alert(" not in b.get("/staff/review/quality?note=no-contact").text
    assert b.get("/staff/review/quality?note=no-contact").text.count("<tr>") == 3
    assert b.get("/staff/review/quality?note=%3Cscript%3E&page=-1").status == 200
    s.ingest([activity(n, "Kerho %02d" % n) for n in range(10, 70)])
    first = b.get("/staff/review/quality?note=no-contact").text
    assert first.count("<tr>") == 26 and "page=1" in first
    assert b.get("/staff/review/quality?note=no-contact&page=2").text.count("<tr>") == 13


def a_removal_waits_for_a_persons_word(s):
    prepare(s, [("anna", "contact", "c:a"), ("editor", "editor", "")])
    items = [activity(n, "Kerho %d" % n, "z") for n in range(20)]
    s.ingest(items, source="z", mode="full", run="r1", last=True)
    assert s.ingest(items[:5], source="z", mode="full", run="r2", last=True).json()["sweep"] == "refused"
    e, anna = logged_in(s, "editor"), logged_in(s, "anna")
    page = e.get("/staff/review/sources")
    assert "15 " in plain(page) and page.text.count("value=\"accept\"") == 1
    assert "value=\"accept\"" not in anna.get("/staff/review/sources").text
    say = lambda who, verdict, run="r2": who.post("/staff/review/sweep", {"csrf": who.csrf, "source": "z", "run": run, "verdict": verdict}).status
    assert say(anna, "accept") == 403 and say(e, "accept", "r1") == 409 and say(e, "perhaps") == 422
    head = s.get("/healthz").json()["head"]
    first, second = say(e, "accept"), say(e, "accept")
    assert (first, second) == (303, 409), (first, second, open(s.log.name).read()[-800:])
    live, _ = s.whole_feed()
    assert len([1 for (_, id) in live if id.startswith("z:")]) == 5 and s.get("/healthz").json()["head"] == head + 15
    s.ingest(items, source="z", mode="full", run="r3", last=True)
    s.ingest(items[:5], source="z", mode="full", run="r4", last=True)
    e.get("/staff/review/sources")
    assert say(e, "keep") == 409 and say(e, "keep", "r4") == 303
    assert len([1 for (_, id) in s.whole_feed()[0] if id.startswith("z:")]) == 20
    assert "sweep" in logged_in(s).get("/staff/log?what=sweep.").text


def runs_say_why(s):
    prepare(s)
    report = {"source": "test", "started": "2026-11-22T05:00:00Z", "seconds": 3, "taken": 4, "changed": 1, "removed": 0,
              "refused": 2, "why": ["skipped: 2 × no title (" + EVIL + ")"], "ok": False}
    assert s.call("POST", "/v1/run", json.dumps(report), {"Authorization": "Bearer " + s.token}).status == 200
    page = logged_in(s).get("/staff/review/sources")
    assert "no title" in page.text and not Tags(page.text).live


if __name__ == "__main__":
    run([flags_reach_the_people_of_the_centre, pairs_are_kept_apart_or_merged, a_merged_organisation_gives_its_activities,
         quality_is_listed, a_removal_waits_for_a_persons_word, runs_say_why])
