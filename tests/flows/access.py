#!/usr/bin/python3
# slow: every screen in low view, every switch, both keypads
"""The aids of the visitor program: low view keeps everything that acts in the lower 800 px on every screen; each switch of the
access screen is one tap, is spoken and is forgotten with the visit; keys of NavPad and EZ-Access, a jack and headphones turn
speech on; the time-out sounds at 30, 20 and 10 s; the strip of speech stands on all three shapes; no state is told by colour
alone; every language has its letters on the keyboard."""
import os, sys, tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
import kiosk_talk
from kiosk_talk import Kiosk

HOME = ["tap #wake"]
ITEM = HOME + ["tap #topic:peer", "tap #item:a:coffee"]
ROUTES = {
    "home": HOME, "results": HOME + ["tap #topic:peer"], "calendar": HOME + ["tap #calendar"],
    "filters": HOME + ["tap #topic:peer", "tap #filters"], "detail": ITEM, "report": ITEM + ["tap #report"],
    "search": HOME + ["tap #search", "type uni"], "hits": HOME + ["tap #search", "type uni", "tap #show"],
    "language": HOME + ["tap #dock:language"], "access": HOME + ["tap #dock:access"], "help": HOME + ["tap #dock:help"],
    "guide": HOME + ["tap #dock:help", "tap #guide"], "about": HOME + ["tap #dock:help", "tap #about"],
    "tray": ITEM + ["tap #pick", "tap #pick"], "question": HOME + ["tap #topic:peer", "wait 100"],
}
LOW_TOP = 1920 - 800
SWITCHES = ("size:1", "size:2", "colours:1", "speech:1", "low:1", "time:1", "touch:1", "motion:0")
LETTERS = {"ar": "ضشئ", "ru": "йыю", "uk": "їґє", "se": "áčđŋšŧž", "et": "õüšž", "fi": "åäö", "sv": "åäö"}
kiosk_talk.skip_unless_built()
failed = False


def check(name, bad):
    global failed
    print(("not ok: " if bad else "ok: ") + name, str(bad)[:600] if bad else "")
    failed = failed or bool(bad)


def targets(nodes):
    return [n for n in nodes if n.get("live") and n.get("verb", 0)]


def low_view(state):
    for text in (0, 2):
        for name, route in ROUTES.items():
            k = Kiosk(state)
            k.do(*route, "set low 1", f"set text {text}")
            nodes, found = k.tree(), k.findings()
            check(f"low view, text {text}, {name}: all that acts is in the lower 800 px",
                  [n.get("id") for n in targets(nodes) if n["rect"][1] < LOW_TOP])
            check(f"low view, text {text}, {name}: nothing cut, small or overlapping", found)
            k.close()


SMALL_ROUTES = {  # topics are on the first page, the rest behind "More"
    "home": HOME, "results": HOME + ["tap #topic:peer"], "detail": HOME + ["tap #topic:peer", "tap #item:a:coffee"],
    "calendar": HOME + ["tap #calendar"], "search": HOME + ["tap #page:next", "tap #search"], "language": HOME + ["tap #dock:language"],
    "help": HOME + ["tap #dock:help"], "access": HOME + ["tap #dock:access"],
}


def same_place(state, size, routes):
    k = Kiosk(state, size)
    for name, route in routes.items():
        if name in ("question", "filters", "report"):
            continue
        k.do("tap #dock:home" if name != "home" else "wait 0", *(route[1:] if name != "home" else route))
        dock = [n["rect"] for n in k.tree() if n.get("id") == "dock:access" and n.get("label")]
        if name == "home":
            where = dock
        check(f"{size}: {name}: Ease of use stands at the same place", [] if dock == where and dock else [dock, where])
    k.close()


def switches(state):
    same_place(state, "1080x1920", ROUTES)
    same_place(state, "800x480", SMALL_ROUTES)
    for switch in SWITCHES:
        k = Kiosk(state)
        k.do("set speech 1", *HOME, "set speech 1", "tap #dock:access")
        k.spoken()
        k.do(f"tap #{switch}")
        said = k.spoken()
        on = [n for n in k.tree() if n.get("id") == switch]
        check(f"{switch}: one tap, chosen", [] if on and "selected" in on[0].get("state", []) else [on])
        check(f"{switch}: said", [] if said.strip() else ["silence"])
        k.do("key Home", "tap #dock:quit", *HOME, "tap #dock:access")
        kept = [n["id"] for n in k.tree() if n.get("id") in SWITCHES and "selected" in n.get("state", [])]
        check(f"{switch}: forgotten with the visit", kept)
        k.close()


def slower_touch(state):
    k = Kiosk(state)
    k.do(*HOME, "tap #dock:access", "tap #touch:1", "tap #volume:more", "tap #volume:more")
    once = [n["label"] for n in k.tree() if n.get("id") == "volume"]
    check("slower touch: the second touch of a target within 1.5 s does nothing", [] if once == ["4 / 5"] else once)
    k.do("wait 2", "tap #volume:more")
    twice = [n["label"] for n in k.tree() if n.get("id") == "volume"]
    check("slower touch: a later one acts", [] if twice == ["5 / 5"] else twice)
    k.close()


def keys(state):
    for name, down, select, back in (("keyboard", "Down", "Return", "Escape"), ("NavPad and EZ-Access", "F23", "F24", "F20")):
        k = Kiosk(state)
        k.do(*HOME, f"key {down}")
        check(f"{name}: the first key turns speech on", [] if k.spoken().strip() else ["silence"])
        k.do(f"key {down}", f"key {select}")
        there = {n.get("id") for n in k.tree()}
        check(f"{name}: Select opens", [] if "dock:back" in there else ["still at home"])
        k.do(f"key {back}")
        check(f"{name}: Back goes back", [] if "dock:quit" in {n.get("id") for n in k.tree()} else ["not at home"])
        k.close()
    for name, event in (("jack of the keypad", "key F15"), ("headphones", "headphones")):
        k = Kiosk(state)
        k.do(*HOME)
        k.spoken()
        k.do(event)
        check(f"{name}: speech begins", [] if k.spoken().strip() else ["silence"])
        k.close()
    k = Kiosk(state, "1080x1920", "--set", "keys.down=F7")
    k.do(*HOME, "key F7")
    check("the key map is the configuration's", [] if k.spoken().strip() else ["silence"])
    k.close()


def countdown(state):
    k = Kiosk(state)
    k.do(*HOME, "tap #topic:peer", "wait 91")
    k.said_lines()
    k.do("wait 25")
    check("the time-out sounds without speech too", [] if k.said_lines().count("beep") == 2 else ["not twice in 30…5 s"])
    k.close()
    k = Kiosk(state)
    k.do("set speech 1", *HOME, "set speech 1", "tap #topic:peer", "wait 151")
    k.said_lines()
    k.do("wait 55")
    lines = k.said_lines()
    check("and is counted down aloud at 30, 20 and 10 s", [] if lines.count("beep") == 3 and
          sum("sekun" in l for l in lines) == 3 else lines)
    k.close()


def strip(state):
    for size in ("1080x1920", "1920x1080", "800x480"):
        k = Kiosk(state, size)
        k.do(*HOME, "set speech 1", "key Down")
        nodes = k.tree()
        check(f"{size}: what is said stands in the strip", [] if [n for n in nodes if n.get("id") == "caption"] else ["none"])
        check(f"{size}: the strip covers nothing", k.findings())
        k.close()


def colour_alone(state):
    """A state that is drawn otherwise has a second sign: a check mark's room, a word or a dashed edge, and is in the tree."""
    k = Kiosk(state)
    k.do(*HOME, "tap #dock:access")
    nodes = k.tree()
    groups = {}
    for n in nodes:
        if n.get("role") == "choice" and n.get("live"):
            groups.setdefault(n["id"].rsplit(":", 1)[0], []).append(n)
    check("choices: exactly one of each group is said to be chosen",
          [g for g, v in groups.items() if sum("selected" in n.get("state", []) for n in v) != 1])
    k.do("key Home", "tap #topic:peer")
    nodes = k.tree()
    check("what cannot act says why", [n["id"] for n in nodes if "disabled" in n.get("state", []) and not n.get("why")])
    cancelled = [n for n in nodes if n.get("text") == "Peruttu"]
    items = [n for n in nodes if n.get("role") == "item"]
    check("a cancelled event has the word", [] if cancelled or not any("peruttu" in str(n).lower() for n in items) else ["no word"])
    topics = [n for n in nodes if str(n.get("id", "")).startswith("topic:") and not n.get("label")]
    check("topics have names beside their colour", topics)
    k.close()


def keyboards(state):
    for lang, letters in LETTERS.items():
        for size in ("1080x1920", "800x480"):
            k = Kiosk(state, size)
            k.do(*HOME, *(["tap #page:next"] if size == "800x480" else []), "tap #search", f"set lang {lang}")
            seen = set()
            for _ in range(6):
                seen |= {n["id"][4:] for n in k.tree() if str(n.get("id", "")).startswith("key:")}
                if size != "800x480":
                    break
                k.do("tap #page:next")
            check(f"{size} {lang}: letters of the language", [c for c in letters if c not in seen])
            k.close()


with tempfile.TemporaryDirectory() as folder:
    kiosk_talk.make_state(folder)
    for part in (keys, countdown, slower_touch, switches, colour_alone, strip, keyboards, low_view):
        try:
            part(folder)
        except RuntimeError as e:
            check(part.__name__, [e])
sys.exit(failed)
