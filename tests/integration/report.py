#!/usr/bin/python3
"""Screens' reports: counters once, receipts, flags, cloned cards; the real server, and the real aula-sync where it says so."""
import json, os, sqlite3, subprocess, sys, time

import server_harness as sh
from server_harness import Server

HOUR = "20261122T05"


def add_device(server, name="Pääaula", centre="oulu"):
    """(id, credential); the server has the store, so it is stopped meanwhile."""
    running = server.process is not None
    if running:
        server.stop()
    out = server.command("device", "add", name, "--centre", centre)
    assert out.returncode == 0, out
    if running:
        server.start()
    return out.stdout.split()


def report(server, credential, nonce="", lines=(), **head):
    head = {"nonce": nonce, "displayed_seq": 1, "verified_seq": 1, **head}
    body = "\n".join([json.dumps(head)] + [x if isinstance(x, str) else json.dumps(x) for x in lines])
    return server.call("POST", "/v1/report", body.encode(), {"Authorization": "Bearer " + credential})


def counters(n, id="c-%s-00000001" % HOUR):
    return {"id": id, "kind": "counters", "hour": HOUR, "counts": [{"action": "open", "topic": "peer", "subject": "le:x", "n": n}]}


def rows(server, sql):
    server.stop()
    with sqlite3.connect("%s/aula.db" % server.dir) as db:
        out = db.execute(sql).fetchall()
    server.start()
    return out


def a_report_counts_once(server):
    id, credential = add_device(server)
    a = report(server, credential, "", [counters(3)], displayed_seq=7, health={"version": "1", "touch": True})
    assert a.status == 200, (a.status, a.text)
    assert a.json()["taken"] == ["c-%s-00000001" % HOUR] and len(a.json()["nonce"]) == 32, a.text
    b = report(server, credential, a.json()["nonce"], [counters(3), counters(2, "c-%s-00000002" % HOUR)])
    assert b.status == 200 and len(b.json()["taken"]) == 2, b.text
    assert rows(server, "SELECT device, hour, action, topic, subject, n FROM usage_hours") == [
        (id, HOUR, "open", "peer", "le:x", 5)]


def bad_lines_are_refused_alone(server):
    id, credential = add_device(server)
    a = report(server, credential, "", ["{broken", {"id": "x"}, counters(1),
                                        {"id": "f-%s-0000000a" % HOUR, "kind": "flag", "hour": HOUR, "subject": "le:x", "why": "time"}])
    assert a.status == 200, a.text
    assert [x["line"] for x in a.json()["refused"]] == [2, 3], a.text
    assert len(a.json()["taken"]) == 2
    assert rows(server, "SELECT device, subject, why FROM flags") == [(id, "le:x", "time")]


def strangers_and_nonsense_are_refused(server):
    _, credential = add_device(server)
    assert report(server, "aula-device-no").status == 401
    assert server.call("POST", "/v1/report", b"{}").status == 401
    assert server.call("POST", "/v1/report", b"{}", {"Authorization": "Bearer " + server.token}).status == 401
    for body in (b"", b"[]", b"{}", b'{"nonce":1}', b'{"nonce":"zz"}', b'{"nonce":"' + b"0" * 40 + b'"}', b"\xff" * 50):
        assert server.call("POST", "/v1/report", body, {"Authorization": "Bearer " + credential}).status == 400, body
    assert server.call("POST", "/v1/report", b"x" * (2 * 1024 * 1024 + 1), {"Authorization": "Bearer " + credential}).status == 413
    assert report(server, credential, "", [counters(1)] * 401).status == 413
    assert report(server, credential, "", [], health={"deep": {"a": 1}}).status == 200
    assert server.ingest([sh.activity(1)], token=credential).status == 401  # a screen cannot change content


def a_cloned_card_is_quarantined(server):
    id, credential = add_device(server)
    nonce = report(server, credential).json()["nonce"]
    lost = report(server, credential, nonce).json()["nonce"]
    mine = report(server, credential, nonce)  # as after a lost answer
    assert mine.status == 200
    assert report(server, credential, lost).status == 403  # who has the lost answer's nonce is another
    again = report(server, credential, mine.json()["nonce"])
    assert again.status == 403 and again.json()["error"] == "quarantined", again.text
    assert server.get("/v1/feed?after=0").status == 200
    assert rows(server, "SELECT state FROM devices") == [("quarantined",)]
    assert rows(server, "SELECT target FROM audit WHERE what = 'device.quarantine'") == [(id,)]
    server.stop()
    fresh = server.command("device", "renew", id).stdout.strip()
    server.start()
    assert report(server, credential).status == 401
    assert report(server, fresh, mine.json()["nonce"]).status == 200
    server.stop()
    assert server.command("device", "revoke", id).returncode == 0
    assert server.command("device", "revoke", "d-nobody").returncode != 0
    server.start()
    assert report(server, fresh).status == 403


CASES = [a_report_counts_once, bad_lines_are_refused_alone, strangers_and_nonsense_are_refused, a_cloned_card_is_quarantined]

if __name__ == "__main__":
    sh.run([c for c in CASES if len(sys.argv) < 2 or c.__name__ in sys.argv[1:]])
