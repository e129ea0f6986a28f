#!/usr/bin/python3
"""What a visit leaves behind: sums of the hour, with the topic that led there; searches once, and of those that found nothing
only the words. Nothing else is in the file."""
import json, os, shutil, sys, tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import kiosk_talk as kt

kt.skip_unless_built()
bad = 0


def counts(*lines):
    folder = tempfile.mkdtemp(prefix="aula-counts-")
    try:
        kt.make_state(folder)
        k = kt.Kiosk(folder)
        k.do(*lines)
        k.tree()
        k.close()
        with open(folder + "/spool/report/open.json") as f:
            doc = json.load(f)
        return {(c["action"], c.get("topic"), c.get("subject")): c["n"] for c in doc["counts"]}, json.dumps(doc)
    finally:
        shutil.rmtree(folder)


def case(name, ok, seen):
    global bad
    print(("ok: " if ok else "not ok: ") + name + ("" if ok else "  %s" % seen), flush=True)
    bad += not ok


HOME = ("tap 500 1500", "wait 1")
seen, text = counts(*HOME, "tap #search", "wait 1", "type x", "type q", "type z", "type j", "type w", "wait 1", "tap #dock:home", "wait 1")
case("a search that found nothing leaves its words", seen.get(("search-empty", None, "xqzjw")) == 1 and ("search", None, None) not in seen, seen)
seen, text = counts(*HOME, "tap #search", "wait 1", "type k", "type a", "type h", "type v", "type i", "wait 1", "tap #dock:home", "wait 1")
case("a search that found something leaves no words", seen.get(("search", None, None)) == 1 and "kahvi" not in text, seen)
seen, text = counts(*HOME, "tap #search", "wait 1", "type x", "type q", "type z", "type j", "wait 300")
case("a search left standing counts once when the visit ends", seen.get(("search-empty", None, "xqzj")) == 1, seen)
seen, text = counts("wait 35", *HOME)
case("idle pictures count by what they showed", sum(n for (a, _, s), n in seen.items() if a == "attract" and s) >= 2, seen)
case("a visit counts", seen.get(("visit", None, None)) == 1, seen)
seen, text = counts(*HOME, "tap #topic:peer", "wait 1", "tap #item:a:tired", "wait 1")
opened = [k for k in seen if k[0] == "open"]
case("an opened thing carries the topic that led there", len(opened) == 1 and opened[0][1] == "peer" and opened[0][2] == "a:tired", seen)
sys.exit(1 if bad else 0)
