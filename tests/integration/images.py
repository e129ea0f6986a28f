#!/usr/bin/python3
# A picture that staff choose, or an organisation's, from the server to the glass: by hash, with its words, its maker, and the
# topic's art where there is none.
import datetime, json, os, re, struct, subprocess, sys, time, zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from server_harness import run
from staff_features import ACTIVITY, send, written
from staff_harness import Screen, demo, person, png_size, record, saved_id


def png(w, h, rgb):
    """A plain colour: easily found again on the screen."""
    raw = (b"\0" + bytes(rgb) * w) * h
    chunk = lambda t, d: struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))


def share(path, box, rgb):
    """How much of box (x, y, w, h) of a picture is of that colour, 0…1."""
    x, y, w, h = box
    raw = subprocess.run(["convert", path, "-crop", "%dx%d+%d+%d" % (w, h, x, y), "-depth", "8", "rgb:-"], capture_output=True, check=True).stdout
    px = [raw[i:i + 3] for i in range(0, len(raw), 3)]
    return sum(max(abs(a - b) for a, b in zip(p, rgb)) < 8 for p in px) / len(px)


def nodes(path):
    return {n["id"]: n for n in map(json.loads, open(path)) if "id" in n}


COLOUR = (220, 40, 160) # of no theme
CORNER = (724, 96, 356, 200)
IDLE = (0, 120, 1080, 640)


def begin(s):
    demo(s, keep=lambda r: r["kind"] != "feature")
    s.stop()
    screen = Screen(s, "Aula", "kaakkuri")
    s.start()
    return screen


def staff_upload_reaches_the_glass(s):
    screen = begin(s)
    try:
        b = person(s)
        b.get("/staff/write")
        a = send(b, "/staff/write", written(b, title_fi="Muistikerho", title_sv=None, alt_fi="Kuppeja pöydällä", order="1",
                                                day=(datetime.date.today() + datetime.timedelta(days=1)).isoformat()), png(1600, 1200, COLOUR))
        feature = record(s, "feature", saved_id(a))
        image = record(s, "activity", feature["activity"])["image"]
        screen.sync()
        kept = os.path.join(screen.dir, "images", image["hash"] + ".png")
        assert png_size(open(kept, "rb").read()) == (image["w"], image["h"]) == (1080, 810)
        d = screen.dir
        lines = ["dump %s/idle" % d, "screenshot %s/idle.png" % d, "set dark 1", "screenshot %s/dark.png" % d]
        screen.play("wait 1", *lines)
        tree = nodes(d + "/idle")
        assert "Muistikerho" in open(d + "/idle").read().replace("\u00ad", "")
        assert tree["picture"]["role"] == "image" and tree["picture"]["label"] == "Kuppeja pöydällä", tree.get("picture")
        assert share(d + "/idle.png", IDLE, COLOUR) > 0.95
        assert share(d + "/dark.png", IDLE, COLOUR) == 0  # the dark theme has no pictures
        # details, spoken too
        screen.play("wait 1", "tap #wake", "tap \"Muistikerho\"", "expect-screen detail", "dump %s/detail" % d, "screenshot %s/detail.png" % d)
        assert nodes(d + "/detail")["picture"]["label"] == "Kuppeja pöydällä"
        assert share(d + "/detail.png", CORNER, COLOUR) > 0.95
        # lying screen, and a language from right to left
        screen.play("wait 1", "screenshot %s/lying.png" % d, size="1920x1080")
        assert share(d + "/lying.png", (0, 120, 860, 900), COLOUR) > 0.95
        # gone from the disk: the art stands in, and it comes back by itself
        os.remove(kept)
        sync, screen.sync = screen.sync, lambda: None
        screen.play("wait 1", "dump %s/idle" % d, "screenshot %s/art.png" % d)
        screen.sync = sync
        assert "picture" not in nodes(d + "/idle") and share(d + "/art.png", IDLE, COLOUR) == 0
        screen.sync()
        assert os.path.exists(kept)
        # the same picture in the preview beside the form, also before it is published
        a = b.post("/staff/feature/preview", {"csrf": b.csrf, "id": "", "activity": feature["activity"], "centre": "kaakkuri",
                                              "from_day": time.strftime("%Y-%m-%d"), "from_clock": "00:00", "until_day": "2099-01-01",
                                              "until_clock": "15:00", "order": "1", "show": "detail"}, Accept="image/png")
        assert a.status == 200, a.text
        open(d + "/preview.png", "wb").write(a.body)
        assert share(d + "/preview.png", CORNER, COLOUR) > 0.95
        other = (30, 200, 120)
        a = send(b, "/staff/write/preview", dict(written(b, alt_fi="Kuva"), show="detail"), png(400, 300, other), Accept="text/html")
        src = re.search(r'src="(/staff/picture/[0-9a-f]+)"', a.text).group(1)
        open(d + "/preview.png", "wb").write(b.get(src).body)
        assert share(d + "/preview.png", CORNER, other) > 0.95
    finally:
        screen.close()


def whom_to_thank_stands_on_it(s):
    """A picture's maker and licence as an importer's record has them; and none where none is asked for."""
    screen = begin(s)
    try:
        b = person(s)
        b.get("/staff/write")
        a = send(b, "/staff/write", written(b, alt_fi="Kuva", order="1"), png(600, 400, COLOUR))
        image = record(s, "activity", record(s, "feature", saved_id(a))["activity"])["image"]
        live, _ = s.whole_feed(2000)
        doc = live[("activity", ACTIVITY)]["doc"]
        feature = {"activity": ACTIVITY, "centres": ["kaakkuri"], "from_at": "2020-01-01T00:00:00Z", "until_at": "2099-01-01T00:00:00Z", "order": -5}
        assert not s.ingest([{"kind": "feature", "id": "demo-first", "doc": feature}], source="demo").json()["refused"]
        for credit, licence, shown in (("Maija Meikäläinen", "cc_by", "Kuva: Maija Meikäläinen, CC BY"), ("Maija Meikäläinen", "CC0", None),
                                       ("Kuvaamo", "event_only", "Kuva: Kuvaamo"),
                                       ("Kuvaamo", "https://creativecommons.org/licenses/by-sa/4.0/", "Kuva: Kuvaamo, CC BY-SA")):
            doc = {k: v for k, v in doc.items() if k not in ("code", "words_title", "words_text")}
            doc["image"] = {"hash": image["hash"], "credit": credit, "license": licence, "w": 600, "h": 400}
            refused = s.ingest([{"kind": "activity", "id": ACTIVITY, "doc": doc}], source="demo").json()["refused"]
            assert not refused, refused
            d = screen.dir
            screen.play("wait 1", "tap #wake", "tap \"Omaishoitajien kahvihetki\"", "expect-screen detail", "dump %s/detail" % d,
                        "screenshot %s/detail.png" % d)
            got = nodes(d + "/detail").get("picture-credit", {}).get("text")
            assert got == shown, (got, shown)
            # without words of its own it is not announced
            assert "picture" not in nodes(d + "/detail")
            assert share(d + "/detail.png", (724, 96, 356, 180), COLOUR) > 0.95
    finally:
        screen.close()


if __name__ == "__main__":
    sys.exit(run([staff_upload_reaches_the_glass, whom_to_thank_stands_on_it]))
