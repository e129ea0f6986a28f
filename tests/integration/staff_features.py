#!/usr/bin/python3
# Finding, writing, placing, watching, ending and taking back features; pictures; templates.
import datetime, os, re, struct, sys, time, urllib.parse, zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from server_harness import run
from staff_harness import audit, demo, person, png_size, record, saved_id, span

ACTIVITY = "demo:omaishoitajien-kahvihetki"
TODAY = datetime.date.today()


def fields(b, **more):
    return span(**{**dict(csrf=b.csrf, activity=ACTIVITY, order="1"), **more})


def written(b, **more):
    f = fields(b, activity=None, title_fi="Teemapäivä: muisti", title_sv="Temadag: minnet", text_fi="Tule käymään.\nKahvia on.",
               topic="old", repeat="weekly", day=TODAY.isoformat(), start="10:00", end="12:30",
               until=(TODAY + datetime.timedelta(days=30)).isoformat(), home="kaakkuri", where="here", room_fi="Aula",
               phone="040 123 4567", free="1")
    f.update(more)
    return {k: v for k, v in f.items() if v is not None}


def png(w=40, h=30, comment=b""):
    raw = b"".join(b"\0" + b"".join(bytes((x * 6 % 256, y * 8 % 256, 90)) for x in range(w)) for y in range(h))
    chunk = lambda t, d: struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 8, 2, 0, 0, 0))
    return out + (chunk(b"tEXt", comment) if comment else b"") + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def multipart(fields, file=None, name="kuva.png"):
    edge = "----aula-test-boundary"
    out = b""
    for k, v in fields.items():
        for one in v if isinstance(v, list) else [v]:
            out += ("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n" % (edge, k, one)).encode()
    if file is not None:
        out += ("--%s\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"%s\"\r\nContent-Type: image/png\r\n\r\n" % (edge, name)).encode()
        out += file + b"\r\n"
    return out + ("--%s--\r\n" % edge).encode(), "multipart/form-data; boundary=" + edge


def send(b, path, fields, file=None, **headers):
    body, type = multipart(fields, file)
    h = {"Content-Type": type, "Cookie": "; ".join("%s=%s" % c for c in b.cookies.items())}
    h.update(headers)
    return b.s.call("POST", path, body, h)


def finding_is_the_visitors_search(s):
    demo(s)
    b = person(s)
    plain = lambda a: re.sub(r"<[^>]+>", " ", a.text).replace("\u00ad", "")
    # an inflected word, and a word of like meaning: the list by name knows neither
    assert "Omaishoitajien kahvihetki" in plain(b.get("/staff/features/new?q=" + urllib.parse.quote("omaishoitajille")))
    a = b.get("/staff/features/new?q=" + urllib.parse.quote("läheishoitaja"))
    assert "Omaishoitajien kahvihetki" in plain(a), plain(a)[:1500]
    assert a.text.count('href="/staff/feature?activity=') > 0
    assert "0 löytyi" in plain(b.get("/staff/features/new?q=xqzzyx")) or "found" in plain(b.get("/staff/features/new?q=xqzzyx"))
    # a word is looked at in the language of the page: Swedish "mormor" is nothing near a Finnish word there
    found = {l: set(re.findall('href="/staff/feature\\?activity=([^"]+)', b.get("/staff/features/new?q=mormor&lang=" + l).text)) for l in ("fi", "sv")}
    assert found["sv"] and found["sv"] < found["fi"], found
    assert b.get("/staff/features/new?q=--help").status == 200
    a = b.get("/staff/features/new")
    assert a.text.count('href="/staff/feature?activity=') == 40 and "näytetään 40 ensimmäistä" in plain(a), plain(a)[:1500]
    assert "ensimmäistä" not in plain(b.get("/staff/features/new?q=" + urllib.parse.quote("omaishoitajille")))
    began = time.monotonic()
    for _ in range(10):  # each looks for its child every 25 ms; once it was every second, however soon the child was done
        b.get("/staff/features/new?q=kahvi")
    took = time.monotonic() - began
    assert took < 8, took
    return "ten searches %.1f s" % took


def single_screens_are_chosen_and_counted(s):
    demo(s)
    s.stop()
    devices = {}
    for name, centre in (("Aula 1", "kaakkuri"), ("Aula 2", "kaakkuri"), ("Odotus", "raahe")):
        out = s.command("device", "add", name, "--centre", centre).stdout
        devices[name] = re.search(r"d-[a-z0-9]{8}", out).group(0), re.search(r"aula-device-\S+", out).group(0)
    s.start()
    b = person(s)
    b.get("/staff/features/new")
    a = b.post("/staff/feature", fields(b, screen=[devices["Aula 2"][0]]))
    id = saved_id(a)
    assert record(s, "feature", id)["screens"] == [devices["Aula 2"][0]]
    page = b.get("/staff/features").text
    assert "0 / 1" in page and "data-waiting" in page
    # a whole centre beside a single screen: its screens are named too
    a = b.post("/staff/feature", fields(b, centre=["kaakkuri", "raahe"], screen=[devices["Aula 1"][0]]))
    doc = record(s, "feature", saved_id(a))
    assert sorted(doc["screens"]) == sorted([devices["Aula 1"][0], devices["Odotus"][0]]) and sorted(doc["centres"]) == ["kaakkuri", "raahe"]
    # the receipt comes in
    seq = s.whole_feed(2000)[0][("feature", id)]["seq"]
    r = s.call("POST", "/v1/report", '{"nonce":"","displayed_seq":%d}\n' % seq, {"Authorization": "Bearer " + devices["Aula 2"][1]})
    assert r.status == 200, r.text
    assert "1 / 1" in b.get("/staff/features").text
    assert b.post("/staff/feature", fields(b, screen=["d-00000000"])).status == 422


def the_last_change_can_be_taken_back_once(s):
    demo(s, [("contact", "contact", "kaakkuri"), ("other", "contact", "kaakkuri")])
    b, other = person(s, "contact"), person(s, "other")
    b.get("/staff/features/new"), other.get("/staff/features/new")
    id = saved_id(b.post("/staff/feature", fields(b, sentence_fi="Ensin")))
    assert 'action="/staff/undo"' in b.get("/staff/features?saved=" + urllib.parse.quote(id)).text
    saved_id(b.post("/staff/feature", fields(b, id=id, sentence_fi="Sitten")))
    undo = lambda who: who.post("/staff/undo", {"csrf": who.csrf, "kind": "feature", "id": id}).status
    assert undo(other) == 409                                   # somebody else's change
    assert undo(b) == 303 and record(s, "feature", id)["sentence"]["fi"] == "Ensin"
    assert undo(b) == 409                                       # only the last one
    assert [x[1] for x in audit(s, id)] == ["feature.undo", "feature.put", "feature.put"]
    assert '"Sitten"' in audit(s, id)[0][2] and '"Ensin"' in audit(s, id)[0][3]
    # one that was new goes away whole
    new = saved_id(b.post("/staff/feature", fields(b)))
    assert b.post("/staff/undo", {"csrf": b.csrf, "kind": "feature", "id": new}).status == 303 and record(s, "feature", new) is None
    # ending, and back
    assert b.post("/staff/feature/end", {"csrf": b.csrf, "id": id}).status == 303
    ended = record(s, "feature", id)["until_at"]
    assert undo(b) == 303 and record(s, "feature", id)["until_at"] > ended
    assert b.post("/staff/undo", {"csrf": b.csrf, "kind": "feature", "id": "\"><script>"}).status == 409
    assert b.post("/staff/undo", {"csrf": "x", "kind": "feature", "id": id}).status == 403


def one_written_here_is_published_with_its_feature(s):
    demo(s, [("contact", "contact", "kaakkuri"), ("other", "contact", "raahe")])
    b, other = person(s, "contact"), person(s, "other")
    assert b.get("/staff/write").status == 200
    a = send(b, "/staff/write", written(b), png(), )
    assert a.status == 422 and 'id="e-alt_fi"' in a.text, a.status  # a picture needs its words
    assert re.search(r'name="picture_kept" value="([^"]+)"', a.text)
    a = send(b, "/staff/write", written(b, alt_fi="Kuppeja pöydällä"), png(comment=b"secret\0GPS"))
    id = saved_id(a)
    feature = record(s, "feature", id)
    doc = record(s, "activity", feature["activity"])
    assert doc["title"]["fi"].replace("\u00ad", "") == "Teemapäivä: muisti" and doc["place"] == "demo:kaakkuri" and doc["phone"] == "+358401234567"
    assert doc["schedules"][0]["freq"] == "weekly" and doc["schedules"][0]["duration_min"] == 150
    assert doc["from"]["source"] == "staff" and doc["from"]["source_id"] == "kaakkuri" and doc["price"] == "free"
    image = doc["image"]
    assert (image["w"], image["h"]) == (40, 30) and image["alt"]["fi"] == "Kuppeja pöydällä"
    got = s.get("/v1/image/" + image["hash"])
    assert got.status == 200 and png_size(got.body) == (40, 30) and b"secret" not in got.body
    import hashlib
    assert hashlib.sha256(got.body).hexdigest() == image["hash"]
    # its text is mended by those of its centre only
    page = b.get("/staff/write?id=" + feature["activity"])
    assert page.status == 200 and "Teemapäivä: muisti" in page.text and image["hash"] in page.text
    assert other.get("/staff/write?id=" + feature["activity"]).status == 403
    other.get("/staff/features/new")
    assert send(other, "/staff/write", written(other, written=feature["activity"], home="raahe")).status == 403
    kept = re.search(r'name="picture_kept" value="([^"]+)"', page.text).group(1)
    a = send(b, "/staff/write", written(b, written=feature["activity"], title_fi="Uusi nimi", picture_kept=kept, alt_fi="Kuppeja"))
    assert saved_id(a) == feature["activity"]
    doc = record(s, "activity", feature["activity"])
    assert doc["title"]["fi"].replace("\u00ad", "") == "Uusi nimi" and doc["image"]["hash"] == image["hash"]
    assert [x[:2] for x in audit(s, feature["activity"])] == [("contact", "activity.put")] * 2
    # nobody mends what came from an importer
    assert b.get("/staff/write?id=" + ACTIVITY).status == 403
    # elsewhere: a place of its own
    a = send(b, "/staff/write", written(b, where="elsewhere", place_fi="Kirjasto", street="Tie 1", city="Oulu"))
    feature = record(s, "feature", saved_id(a))
    place = record(s, "activity", feature["activity"])["place"]
    assert record(s, "place", place)["name"]["fi"] == "Kirjasto" and record(s, "place", place)["approximate"]
    # taken back together
    assert b.post("/staff/undo", {"csrf": b.csrf, "kind": "feature", "id": saved_id(a)}).status == 303
    assert record(s, "activity", feature["activity"]) is None


def draft_rows(b, query=""):
    """(address, title) of each row of the list of drafts."""
    return re.findall(r'<strong>([^<]*)</strong>.*?href="(/staff/(?:feature|write)\?draft=[^"]+)"', b.get("/staff/features?when=draft" + query).text, re.S)


def a_draft_is_kept_taken_up_and_published(s):
    demo(s, [("contact", "contact", "kaakkuri"), ("mate", "contact", "kaakkuri"), ("other", "contact", "raahe"), ("reader", "reader", "kaakkuri"),
             ("editor", "editor", "")])
    b, mate, other, reader, editor = (person(s, n) for n in ("contact", "mate", "other", "reader", "editor"))
    for x in (b, mate, other, reader, editor):
        x.get("/staff/account")
    head = s.get("/healthz").json()["head"]
    # right or wrong, as it was typed; no screen hears of it
    a = b.post("/staff/feature/draft", fields(b, sentence_fi="Tule", until_day="2020-01-01", screen=["d-1", "d-2"]))
    id = saved_id(a)
    page = b.get(a.headers["Location"]).text
    assert "luonnokseksi" in page and 'aria-current="page">Luonnokset <b>1<' in page
    assert s.get("/healthz").json()["head"] == head
    page = b.get("/staff/feature?draft=" + id).text
    for text in ('value="Tule"', 'value="2020-01-01"', 'name="draft" value="%s"' % id, 'value="kaakkuri" checked'):
        assert text in page, text
    assert 'role="alert"' not in page
    assert [x[:2] for x in audit(s, id)] == [("contact", "draft.save")] and '"until_day":"2020-01-01"' in audit(s, id)[0][3]
    # by centre and role
    assert len(draft_rows(mate)) == 1 and len(draft_rows(editor)) == 1 and not draft_rows(other) and not draft_rows(reader)
    assert other.get("/staff/feature?draft=" + id).status == 403 and reader.get("/staff/feature?draft=" + id).status in (403, 302, 303)
    assert b.get("/staff/write?draft=" + id).status == 404 and b.get("/staff/feature?draft=no-such").status == 404
    assert other.post("/staff/draft/discard", {"csrf": other.csrf, "id": id}).status == 404
    assert reader.post("/staff/feature/draft", fields(reader)).status == 403 and b.post("/staff/feature/draft", fields(b, csrf="x")).status == 403
    assert b.post("/staff/feature/draft", fields(b, centre="raahe")).status == 403
    # one without a centre is nobody else's
    own = saved_id(b.post("/staff/feature/draft", fields(b, centre=None)))
    assert len(draft_rows(b)) == 2 and len(draft_rows(mate)) == 1 and len(draft_rows(editor)) == 2 and mate.get("/staff/feature?draft=" + own).status == 403
    assert len(draft_rows(b, "&centre=kaakkuri")) == 1
    # saved again it is the same; what a colleague has saved meanwhile is not written over
    seen = lambda who: re.search(r'name="draft_seen" value="([^"]+)"', who.get("/staff/feature?draft=" + id).text).group(1)
    mine, theirs = seen(b), seen(mate)
    time.sleep(1.1)
    assert saved_id(mate.post("/staff/feature/draft", fields(mate, draft=id, draft_seen=theirs, sentence_fi="Kaveri"))) == id
    second = saved_id(b.post("/staff/feature/draft", fields(b, draft=id, draft_seen=mine, sentence_fi="Minä")))
    assert second != id and "Kaveri" in b.get("/staff/feature?draft=" + id).text and "Min" in b.get("/staff/feature?draft=" + second).text
    assert b.post("/staff/draft/discard", {"csrf": b.csrf, "id": second}).status == 303 and b.get("/staff/feature?draft=" + second).status == 404
    # what is wrong is told when it is published; the draft goes on until it is
    a = b.post("/staff/feature", fields(b, draft=id, draft_seen=seen(b), until_day="2020-01-01"))
    assert a.status == 422 and 'name="draft" value="%s"' % id in a.text and len(draft_rows(mate)) == 1
    feature = saved_id(b.post("/staff/feature", fields(b, draft=id, draft_seen=seen(b), sentence_fi="Valmis")))
    assert record(s, "feature", feature)["sentence"]["fi"] == "Valmis" and not draft_rows(mate)
    assert [x[1] for x in audit(s, id)] == ["draft.publish", "draft.save", "draft.save"]
    # of what is published already: nothing changes until it is published; and it says when that has changed since
    change = saved_id(b.post("/staff/feature/draft", fields(b, id=feature, sentence_fi="Muutos")))
    assert record(s, "feature", feature)["sentence"]["fi"] == "Valmis" and "warn" not in b.get("/staff/feature?draft=" + change).text.split("<main")[1].split("</fieldset>")[0]
    time.sleep(1.1)
    saved_id(mate.post("/staff/feature", fields(mate, id=feature, sentence_fi="Toinen")))
    assert "warn" in b.get("/staff/feature?draft=" + change).text.split("<main")[1].split("</fieldset>")[0] and record(s, "feature", feature)["sentence"]["fi"] == "Toinen"
    assert other.post("/staff/feature/draft", fields(other, id=feature, centre="raahe")).status == 403
    assert saved_id(b.post("/staff/feature", fields(b, id=feature, draft=change, sentence_fi="Muutos"))) == feature
    assert [t for t, _ in draft_rows(b)] == ["Omaishoitajien kahvihetki"]
    # ending is no publishing
    ending = saved_id(b.post("/staff/feature/draft", fields(b, id=feature)))
    assert b.post("/staff/feature/end", fields(b, id=feature, draft=ending)).status == 303 and len(draft_rows(b)) == 2


def a_written_draft_keeps_its_picture(s):
    demo(s, [("contact", "contact", "kaakkuri")])
    b = person(s, "contact")
    b.get("/staff/write")
    assert send(b, "/staff/write/draft", written(b), b"no picture at all").status == 422
    a = send(b, "/staff/write/draft", written(b, title_fi="<b>Teema</b>päivä", day="rubbish"), png())
    id = saved_id(a)
    assert draft_rows(b)[0][0] == "&lt;b&gt;Teema&lt;/b&gt;päivä"
    page = b.get("/staff/write?draft=" + id).text
    kept = re.search(r'name="picture_kept" value="([^"]+)"', page).group(1)
    assert 'value="&lt;b&gt;Teema' in page and "Tule käymään.\nKahvia on." in page and 'role="alert"' not in page
    a = send(b, "/staff/write", written(b, draft=id, picture_kept=kept, alt_fi="Kuppeja"))
    doc = record(s, "activity", record(s, "feature", saved_id(a))["activity"])
    assert doc["image"]["hash"] == kept.split()[0] and not draft_rows(b)


def the_list_is_chosen_by_centre(s):
    demo(s, [("contact", "contact", "kaakkuri,raahe"), ("single", "contact", "kaakkuri")])
    b, single = person(s, "contact"), person(s, "single")
    shown = lambda q="": set(re.findall(r'id="receipt-([^"]+)"', b.get("/staff/features" + q).text))
    all_, one, two = shown(), shown("?centre=kaakkuri"), shown("?centre=raahe")
    assert one and two and one | two == all_ and one != all_
    page = b.get("/staff/features?centre=raahe").text
    assert 'href="/staff/features?when=over&amp;centre=raahe"' in page and 'value="raahe" selected' in page
    assert '<b>%d</b>' % len(two) in page
    assert shown("?centre=oulainen") == all_ and shown("?centre=%22%3E") == all_   # not this person's, no centre
    names = re.findall(r"<option[^>]*>([^<]+)</option>", re.search(r'<select name="centre".*?</select>', b.get("/staff/features?lang=sv").text, re.S).group(0))
    assert names[1:] == ["Brahestads välfärdscentral", "Kaakkuri välfärdscentral"], names
    assert 'name="centre"' not in single.get("/staff/features").text              # nothing to choose from


def mistakes_stand_beside_their_fields(s):
    demo(s)
    b = person(s)
    b.get("/staff/write")
    for field, more in (("title_fi", {"title_fi": None}), ("title_fi", {"title_fi": "x" * 101}), ("topic", {"topic": "none"}),
                        ("day", {"day": "rubbish"}), ("end", {"end": "09:00"}), ("until", {"until": None}),
                        ("until", {"until": "2099-01-01"}), ("phone", {"phone": "soita"}), ("home", {"home": "nowhere"}),
                        ("place_fi", {"where": "elsewhere"}), ("centre", {"centre": None}), ("from_day", {"from_day": "x"}),
                        ("sentence_sv", {"sentence_sv": "y" * 61})):
        a = send(b, "/staff/write", written(b, **more))
        assert a.status == 422, (field, a.status)
        assert 'href="#f-%s"' % field in a.text and 'id="f-%s"' % field in a.text, field
        assert 'id="e-%s"' % field in a.text, field
    for file in (b"GIF89a not taken", b"\x89PNG\r\n\x1a\nrubbish", b"<svg onload=alert(1)>", png(9000, 2)):
        a = send(b, "/staff/write", written(b, alt_fi="x"), file)
        assert a.status == 422 and 'id="e-picture"' in a.text, (a.status, file[:20])
    try:
        assert send(b, "/staff/write", written(b, alt_fi="x"), b"\x89PNG\r\n\x1a\n" + b"x" * (9 * 1024 * 1024)).status == 413
    except (BrokenPipeError, ConnectionResetError):
        pass  # refused by its length before it was read
    assert s.get("/healthz").status == 200


def a_file_is_sent_once_through_previews(s):
    demo(s)
    b = person(s)
    b.get("/staff/write")
    a = send(b, "/staff/write/preview", dict(written(b, alt_fi="Kuva"), show="detail"), png(), Accept="text/html")
    assert a.status == 200, a.text[:400]
    kept = re.search(r'name="picture_kept" value="([0-9a-f]{64} 40x30)"', a.text).group(1)
    src = re.search(r'src="(/staff/picture/[0-9a-f]+)"', a.text).group(1)
    assert png_size(b.get(src).body) == (1080, 1920)
    a = send(b, "/staff/write", written(b, alt_fi="Kuva", picture_kept=kept))
    doc = record(s, "activity", record(s, "feature", saved_id(a))["activity"])
    assert doc["image"]["hash"] == kept[:64]
    a = send(b, "/staff/write", written(b, alt_fi="Kuva", picture_kept="0" * 64 + " 10x10"))
    assert "image" not in record(s, "activity", record(s, "feature", saved_id(a))["activity"]) or \
        "hash" not in record(s, "activity", record(s, "feature", saved_id(a))["activity"])["image"]


def templates_fill_the_form_in_three_languages(s):
    demo(s)
    b = person(s)
    page = b.get("/staff/features/new").text
    found = re.findall(r'/staff/write\?template=([a-z-]+)', page)
    assert found == ["theme-day", "lobby-slot", "expert-by-experience", "orientation"], found
    for id in found:
        page = b.get("/staff/write?template=" + id).text
        for l in ("fi", "sv", "en"):
            assert re.search(r'name="title_%s"[^>]*value="[^"]{5,}"' % l, page), (id, l)
            assert re.search(r'<textarea[^>]*name="text_%s"[^>]*>\n[^<]{20,}' % l, page), (id, l)
            assert len(re.search(r'name="sentence_%s"[^>]*value="([^"]+)"' % l, page).group(1)) <= 60, (id, l)
    assert b.get("/staff/write?template=nothing").status == 200


if __name__ == "__main__":
    run([v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"
         and k not in ("fields", "written", "png", "multipart", "send", "draft_rows")])
