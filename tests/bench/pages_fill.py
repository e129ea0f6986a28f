"""The store that pages.py asks: N activities of two sources, a twentieth of them twice, and around them what a county gathers in some
months: screens, counts, flags, a log, staff, features, listings. What no interface gives in bulk is written into the stopped server's
file."""
import json
import os
import random
import sqlite3
import subprocess
import time

HOUR = 3600


def some_centres():
    return [{"kind": "centre", "id": "c:%d" % i, "doc": {
        "name": {"fi": "Terveyskeskus %d" % i}, "lat": 65.0 + i / 20, "lon": 25.5, "municipality": "564", "zone": "Europe/Helsinki",
        "languages": ["fi"], "nearby_km": 30}} for i in range(30)] + [
        {"kind": "topic", "id": t, "doc": {"title": {"fi": t.capitalize(), "sv": t, "en": t}, "order": i}} for i, t in enumerate(
            ("peer", "old", "mind", "family", "ill", "daily", "vol", "hobby"))]


def ingest_all(s, generate, n):
    records = subprocess.Popen([generate, str(n)], stdout=subprocess.PIPE)
    batches = {"gen": [], "gen2": []}

    def send(source):
        assert s.ingest(b"".join(batches[source]), source=source).status == 200
        batches[source] = []
    for i, line in enumerate(records.stdout):
        batches["gen"].append(line)
        if i % 20 == 0 and b'"kind":"activity"' in line:
            batches["gen2"].append(line.replace(b'"id":"gen:a', b'"id":"gen2:a', 1))
        for source in batches:
            if len(batches[source]) == 5000:
                send(source)
    for source in batches:
        send(source)
    records.wait()


def some_features(db, count):
    """Written records come by the log of staff in truth; here by the intake of a source of their own."""
    ids = [r[0] for r in db.execute("SELECT id FROM records WHERE kind = 'activity' AND doc IS NOT NULL LIMIT ?", (count,))]
    centres = [r[0] for r in db.execute("SELECT id FROM records WHERE kind = 'centre'")]
    now = int(time.time())
    day = lambda d: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now + d * 24 * HOUR))
    return [{"kind": "feature", "id": "staff:f%d" % i, "doc": {
        "activity": id, "centres": [centres[i % len(centres)]] if centres else [], "from": day(i % 40 - 60), "until": day(i % 40 - 20 + i % 3 * 20),
        "order": 1}} for i, id in enumerate(ids)]


def around(path, random_seed=1):
    rnd = random.Random(random_seed)
    now = int(time.time())
    db = sqlite3.connect(path)
    centres = [r[0] for r in db.execute("SELECT id FROM records WHERE kind = 'centre'")] or ["c:none"]
    ids = [r[0] for r in db.execute("SELECT id FROM records WHERE kind = 'activity' AND doc IS NOT NULL LIMIT 5000")]
    head = db.execute("SELECT head FROM feed_state").fetchone()[0]
    devices = ["d-%06d" % i for i in range(300)]
    with db:
        db.executemany("INSERT INTO devices (id, name, centre, hash, state, nonce, nonce_before, created_at, seen_at, displayed_seq, displayed_at,"
                       " verified_seq, content_at, health) VALUES (?,?,?,?,'active','','',?,?,?,?,?,?,?)",
                       [(d, "Screen %s" % d, rnd.choice(centres), d, now - 90 * 24 * HOUR, now - 30, head, now - 30, head, now - 60,
                         '{"printer":"ok"}') for d in devices])
        hour = lambda h: time.strftime("%Y%m%dT%H", time.gmtime(now - h * HOUR))
        counts = []
        for h in range(84 * 24):
            if 5 <= int(hour(h)[-2:]) < 15:
                for d in rnd.sample(devices, 60):
                    for action, topic, subject in (("visit", "", ""), ("topic", rnd.choice(("peer", "old", "mind")), ""),
                                                   ("open", "", rnd.choice(ids)), ("print", "", rnd.choice(ids[:300])), ("search", "", "")):
                        counts.append((hour(h), d, action, topic, subject, rnd.randint(1, 9), centres[hash(d) % len(centres)]))
        db.executemany("INSERT OR IGNORE INTO usage_hours (hour, device, action, topic, subject, n, centre) VALUES (?,?,?,?,?,?,?)", counts)
        db.executemany("INSERT INTO flags (device, id, hour, subject, why, at, centre, handled_at, handled_by) VALUES (?,?,?,?,?,?,?,?,?)",
                       [(rnd.choice(devices), "flag-%d" % i, hour(i % 2000), ids[i % 3000], rnd.choice(("time", "place", "phone")), now - i * 900,
                         rnd.choice(centres), None if i < 60 else now, None if i < 60 else "demo") for i in range(8000)])
        last = db.execute("SELECT COALESCE(MAX(n), 0) FROM audit").fetchone()[0]
        db.executemany("INSERT INTO audit (n, at, who, what, target, before_doc, after_doc) VALUES (?,?,?,?,?,?,?)",
                       [(last + 1 + i, now - 100000 * 60 + i * 60, "person%d" % (i % 60), rnd.choice(("feature.save", "login", "review.flag")), ids[i % 4000],
                         '{"a":1}', '{"a":2}') for i in range(100000)])
        db.executemany("INSERT INTO users (name, display, password, role, centres, lang, totp_step, disabled, created_at) VALUES (?,?,'x','reader','','fi',0,0,?)",
                       [("person%d" % i, "Person %d" % i, now) for i in range(200)])
        db.executemany("INSERT INTO listings (id, record, organisation, centres, state, doc, sent_by, sent_at) VALUES (?,?,?,?,?,?,?,?)",
                       [("%016x" % i, "org:%d" % i, "gen:o%d" % (i % 40), centres[0], "published", "{}", "somebody", now - i) for i in range(1, 5000)])
    db.close()
    return len(counts)


def fill(s, generate, n):
    """Seconds the activities took; the server is stopped and started."""
    a = s.ingest(some_centres(), source="frame")
    assert a.status == 200 and a.json()["taken"] == 38, a.text
    began = time.monotonic()
    ingest_all(s, generate, n)
    took = time.monotonic() - began
    db = sqlite3.connect("file:%s/aula.db?mode=ro" % s.dir, uri=True)
    a = s.ingest(some_features(db, 120), source="features")
    assert a.status == 200 and a.json()["taken"] == 120, a.text
    db.close()
    s.stop()
    around(os.path.join(s.dir, "aula.db"))
    s.start()
    return took
