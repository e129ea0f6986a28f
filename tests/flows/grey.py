#!/usr/bin/python3
# slow: two kiosks, some twenty pictures
"""Nothing is told by colour alone. Each pair of states that colour tells apart is drawn, in both themes: seen as someone who
sees no colours sees it (where edges are, whatever the colours beside them), or read in the tree, the two must
differ in something else too: a mark, an edge, a word."""
import os, sys, tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
import kiosk_talk
from kiosk_talk import Kiosk

try:
    import cv2
    import numpy as np
except ImportError:
    print("skip: no cv2")
    sys.exit(77)

SEEN = 60   # px of edges that stand otherwise: a mark of 24 px has more
RING = -14  # px around a part
STEP = 40   # of 255: less is no edge to the eye
kiosk_talk.skip_unless_built()
failed = False


def check(name, good, why=""):
    global failed
    print(("ok: " if good else "not ok: ") + name, "" if good else str(why)[:500])
    failed = failed or not good


def shape(picture, rect, inset):
    """Where edges are, whatever the colours on both sides of them."""
    x, y, w, h = rect
    part = cv2.cvtColor(picture[y + inset:y + h - inset, x + inset:x + w - inset], cv2.COLOR_BGR2GRAY).astype(int)
    edges = np.zeros(part.shape, np.uint8)
    edges[:, 1:] |= (abs(np.diff(part, axis=1)) > STEP).astype(np.uint8)
    edges[1:, :] |= (abs(np.diff(part, axis=0)) > STEP).astype(np.uint8)
    return edges


def differ(a, b):
    """Edges of one that have none of the other beside them: letters are smoothed otherwise on another ground."""
    if a.shape != b.shape:
        return True
    near = np.ones((5, 5), np.uint8)
    return int((a & ~cv2.dilate(b, near) & 1).sum() + (b & ~cv2.dilate(a, near) & 1).sum()) >= SEEN


def the_judge_sees_shapes_not_colours():
    """Otherwise the rest proves nothing."""
    one = np.full((60, 200, 3), (255, 255, 255), np.uint8)
    one[20:40, 60:140] = (20, 20, 20)
    other = np.full((60, 200, 3), (108, 79, 11), np.uint8)
    other[20:40, 60:140] = (255, 255, 255)
    marked = other.copy()
    marked[20:40, 10:34] = (255, 255, 255)
    r = (0, 0, 200, 60)
    check("judge: another colour is no difference", not differ(shape(one, r, 4), shape(other, r, 4)))
    check("judge: a mark is one", differ(shape(one, r, 4), shape(marked, r, 4)))


class Look:
    """A kiosk in one theme, its picture and its tree."""

    def __init__(self, state, folder, dark, *more):
        self.k, self.folder, self.dark, self.n = Kiosk(state, "1080x1920", *more), folder, dark, 0

    def go(self, *lines):
        self.k.do("key Home", "tap #dock:quit", f"set dark {self.dark}", "tap #wake", f"set dark {self.dark}", *lines)

    def part(self, id, inset=16):
        self.n += 1
        path = f"{self.folder}/{self.dark}-{self.n}.png"
        self.k.do(f"screenshot {path}")
        node = next(n for n in self.k.tree() if n.get("id") == id)
        return shape(cv2.imread(path), node["rect"], inset), node

    def texts(self):
        return [n["text"] for n in self.k.tree() if n.get("text") and n.get("live")]


# id, how to get there, what changes it; inset 0 where the edge is the second sign
PAIRS = [
    ("chosen option", "time:1", ["tap #dock:access"], ["tap #time:1"], 16),
    ("filter on", "only:0", ["tap #topic:peer", "tap #filters"], ["tap #only:0"], 16),
    ("quick filter on", "quick:free", ["tap #topic:peer"], ["tap #quick:free"], 16),
    ("chosen day", "day:1", ["tap #calendar"], ["tap #day:1"], 0),
    ("chosen language", "language:sv", ["tap #dock:language"], ["set lang sv"], 16),
    ("open cell of the dock", "dock:help", [], ["tap #dock:help"], 0),
    ("pressed", "topic:old", [], ["press #topic:old"], 0),
]


def pairs(look, theme):
    for name, id, way, change, inset in PAIRS:
        look.go(*way)
        before, _ = look.part(id, inset)
        look.k.do(*change)
        after, _ = look.part(id, inset)
        if name == "pressed":
            look.k.do("release")
        check(f"{theme}: {name}: seen without colours", differ(before, after), "the same shapes")


def focus(look, theme):
    """The ring stands around the part: somewhere on the way a part that changes nothing else gets it."""
    look.go("tap #dock:access", "set speech 1", "key Down")
    before, _ = look.part("colours:1", RING)
    for _ in range(16):
        look.k.do("key Down")
        after, _ = look.part("colours:1", RING)
        if differ(before, after):
            break
    check(f"{theme}: what is in focus: seen without colours", differ(before, after), "no ring")


def what_cannot_act(look, theme):
    look.go("tap #topic:peer")
    first, node = look.part("page:previous", 0)
    look.k.do("tap #page:next")
    second, _ = look.part("page:previous", 0)
    check(f"{theme}: what cannot act: seen without colours", differ(first, second), "the same shapes")
    check(f"{theme}: what cannot act: says why", "disabled" in node.get("state", []) and node.get("why"), node)


def words_beside_colours(look, theme):
    """Where the colour is that of a whole screen or a card, words say it."""
    look.go("tap #topic:peer")
    nodes = look.k.tree()
    for _ in range(6):
        if any(n.get("text") == "Peruttu" for n in nodes):
            break
        look.k.do("tap #page:next")
        nodes = look.k.tree()
    check(f"{theme}: cancelled: the word, and it is said",
          any(n.get("text") == "Peruttu" for n in nodes)
          and any("Peruttu" in n.get("hint", "") for n in nodes if n.get("role") == "item"), nodes)
    look.go("tap #dock:help", "tap #about", "tap #staff")
    before = look.texts()
    look.k.do("type 4320")
    check(f"{theme}: wrong code: a sentence says it", set(look.texts()) - set(before), before)
    look.go()
    tiles = [n for n in look.k.tree() if str(n.get("id", "")).startswith("topic:")]
    check(f"{theme}: topics: each has its own name", len({n["label"] for n in tiles}) == len(tiles) > 4, tiles)


with tempfile.TemporaryDirectory() as state, tempfile.TemporaryDirectory() as folder:
    kiosk_talk.make_state(state)
    the_judge_sees_shapes_not_colours()
    for dark, theme in ((0, "light"), (1, "dark")):
        look = Look(state, folder, dark, "--set", "staff.pin=4321")
        for part in (pairs, focus, what_cannot_act, words_beside_colours):
            try:
                part(look, theme)
            except (RuntimeError, StopIteration) as e:
                check(f"{theme}: {part.__name__}", False, repr(e))
        look.k.close()
sys.exit(failed)
