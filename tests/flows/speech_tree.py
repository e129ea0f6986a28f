#!/usr/bin/python3
# slow, long: every portrait screen with the keypad and the voice
"""Every portrait screen: each visible word is said on arrival or by a step of the focus; each target is reached by the keypad
alone; the focus follows reading order and comes round (no trap); Back leaves. In Finnish; then the checks of ui/semantic.h in
every theme, size and language."""
import os, re, sys, tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
import kiosk_talk
from kiosk_talk import Kiosk

HOME = ["tap #wake"]
ROUTES = {
    "attract": [], "home": HOME, "results": HOME + ["tap #topic:peer"], "calendar": HOME + ["tap #calendar"],
    "filters": HOME + ["tap #topic:peer", "tap #filters"], "detail": HOME + ["tap #topic:peer", "tap #item:a:coffee"],
    "report": HOME + ["tap #topic:peer", "tap #item:a:coffee", "tap #report"],
    "search": HOME + ["tap #search"], "search-word": HOME + ["tap #search", "type uni"],
    "hits": HOME + ["tap #search", "type uni", "tap #show"], "language": HOME + ["tap #dock:language"],
    "access": HOME + ["tap #dock:access"], "help": HOME + ["tap #dock:help"], "guide": HOME + ["tap #dock:help", "tap #guide"],
    "about": HOME + ["tap #dock:help", "tap #about"],
    "tray": HOME + ["tap #topic:peer", "tap #item:a:coffee", "tap #pick", "tap #pick"],
    "question": HOME + ["tap #topic:peer", "wait 152"],  # with speech; below without: see plain_route
}
MODES = {"plain": [], "dark": ["set dark 1"], "text 1.25": ["set text 1"], "text 1.5": ["set text 2"], "low": ["set low 1"],
         "speech": ["set speech 1"], "ar": ["set lang ar"], "ru": ["set lang ru"], "se": ["set lang se"], "sv": ["set lang sv"],
         "so": ["set lang so"], "et": ["set lang et"], "uk": ["set lang uk"], "en": ["set lang en"], "selko": ["set lang fi-x-selko"],
         "ru 1.5": ["set lang ru", "set text 2"]}
STATUS_BAR, PICTURES_OF_OTHERS = ("centre", "clock", "date"), ("sample", "caption")
kiosk_talk.skip_unless_built()
failed = False


KNOWN = {line.strip() for line in open(os.path.join(os.path.dirname(__file__), "speech_tree_known.txt")) if line[0] != "#"}


def check(name, bad):
    global failed
    if bad and name.split(":")[0] in KNOWN:
        print("skip: known finding, " + name, "; ".join(map(str, bad))[:300])
        return
    print(("not ok: " if bad else "ok: ") + name, "; ".join(map(str, bad))[:700] if bad else "")
    failed = failed or bool(bad)


def words(text):
    text = re.sub("[\u00ad\u200b-\u200f\u2060\u2066-\u2069]", "", text).lower()
    return [w for w in re.findall(r"[^\W\d_]{3,}", text) if w not in ("klo", "esim", "aula", "example")]


def inside(nodes, n, ids):
    by = {x["i"]: x for x in nodes if "i" in x}
    while n is not None:
        if n.get("id", "").split(":")[0] in ids:
            return True
        n = by.get(n.get("parent", -1))
    return False


def order_faults(stops):
    """A step that goes up without going to another column, or left on the same row."""
    out = []
    for a, b in zip(stops, stops[1:]):
        (ax, ay, aw, ah), (bx, by, bw, bh) = a["rect"], b["rect"]
        same_row = min(ay + ah, by + bh) - max(ay, by) > min(ah, bh) / 2
        if same_row and bx < ax or not same_row and by < ay and bx < ax + aw - 4:
            out.append(f"{a['id']} -> {b['id']}")
    return out


def speech(name, route, state):
    k = Kiosk(state)
    k.do("set speech 1", *route)
    k.do("set speech 1", "key Down")
    heard = " ".join(k.said_lines()[-3:])  # the arrival and the first step
    nodes = k.tree()
    stops = sorted((n for n in nodes if n.get("live") and "focus" in n), key=lambda n: n["focus"])
    targets = [n for n in nodes if n.get("live") and n.get("verb", 0) and "focus" not in n]
    check(f"{name}: every target is a stop of the keypad", [n.get("id") for n in targets])
    # by design: shortcuts on the sign come after the table, emergency numbers before everything
    table = [s for s in stops if not s.get("id", "").startswith(("board:", "dock:", "heading", "day:", "number:"))
             and not (name.startswith("search") and s["rect"][1] < 726)]
    check(f"{name}: focus order is reading order", order_faults(table))
    said, labels = heard, []
    for _ in range(len(stops)):
        step = k.key("Down")
        labels.append(step)
        said += " " + step
    before = k.key("Up")
    k.key("Down")
    check(f"{name}: the focus comes round", [] if k.key("Up") == before or name == "attract" else ["not the same after a round"])
    lower = " ".join(words(said))
    missing = [n["text"] for n in nodes if n.get("text") and n.get("live") and not inside(nodes, n, PICTURES_OF_OTHERS)
               and any(w not in lower for w in words(n["text"]))]
    check(f"{name}: everything shown is said", missing)
    check(f"{name}: every stop has a name", [s for s, l in zip(stops, labels) if not l.strip()])
    if name not in ("attract", "home"):
        k.do("key Escape")
        check(f"{name}: Back leaves", [] if k.tree() != nodes else ["nothing changed"])
    k.close()


with tempfile.TemporaryDirectory() as state:
    kiosk_talk.make_state(state)
    only = sys.argv[1:] or list(ROUTES)
    for name in only:
        try:
            speech(name, ROUTES[name], state)
        except RuntimeError as e:
            check(name, [e])
    for mode, settings in MODES.items():
        for name in only:
            try:
                k = Kiosk(state)
                # the way there is the plain one: with large text it is longer
                k.do(*(step.replace("wait 152", "wait 100") for step in ROUTES[name]), *settings)
                check(f"{mode}, {name}: nothing cut, small, overlapping or pale", k.findings())
                k.close()
            except RuntimeError as e:
                check(f"{mode}, {name}", [e])
sys.exit(failed)
