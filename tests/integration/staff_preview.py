#!/usr/bin/python3
# The preview beside the feature form: drawn by the real aula-kiosk, with and without script, and by nobody else's leave.
import os, re, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from server_harness import run
from staff_harness import B, demo, person, png_size, span

ACTIVITY = "demo:omaishoitajien-kahvihetki"


def fields(b, **more):
    return span(**{**dict(csrf=b.csrf, activity=ACTIVITY, order="1", sentence_fi="Tervetuloa kahville"), **more})


def colours(png):
    """Number of different colours, and the picture's bytes without its head: enough to tell two pictures apart."""
    out = subprocess.run(["identify", "-format", "%k", "png:-"], input=png, capture_output=True).stdout
    return int(out)


def twice(draw):
    """Seconds of the second, and two pictures of one minute: the clock on them is the same."""
    for _ in range(3):
        minute, first, began = time.time() // 60, draw(), time.monotonic()
        again = draw()
        if time.time() // 60 == minute:
            break
    return time.monotonic() - began, first, again


def the_kiosk_draws_what_is_in_the_form(s):
    demo(s)
    b = person(s)
    page = b.get("/staff/feature?activity=" + ACTIVITY)
    src = re.search(r'<img[^>]* src="([^"]+)"', page.text).group(1).replace("&amp;", "&")
    began = time.monotonic()
    first = b.get(src, Accept="image/avif,image/webp,*/*")
    cold = time.monotonic() - began
    assert first.status == 200 and png_size(first.body) == (1080, 1920), (first.status, first.text[:300])
    assert colours(first.body) > 100
    ask = lambda **more: b.post("/staff/feature/preview", fields(b, **more), Accept="image/png")
    began = time.monotonic()
    one = ask(show="attract")
    warm = time.monotonic() - began
    assert one.status == 200, one.text
    kept, first, again = twice(lambda: ask(show="attract"))
    assert first.body == again.body
    other = ask(show="attract", sentence_fi="Aivan toinen lause")
    assert other.status == 200 and other.body != one.body
    home, detail = ask(show="home"), ask(show="detail")
    assert len({one.body, home.body, detail.body}) == 3
    assert png_size(ask(show="home", preview_on="1920x1080").body) == (1920, 1080)
    assert png_size(ask(show="home", preview_on="800x480").body) == (800, 480)
    assert ask(show="home", preview_lang="sv").body != home.body
    # the slip is as wide as the printer's paper, black on white, and says what is in the form's language
    slip = ask(show="slip")
    assert slip.status == 200, slip.text
    assert png_size(slip.body)[0] == 576 and png_size(slip.body)[1] > 800 and colours(slip.body) == 2
    assert ask(show="slip", preview_lang="sv").body != slip.body
    _, first, again = twice(lambda: ask(show="slip"))
    assert first.body == again.body
    # nothing of it was published
    assert not [k for k in s.whole_feed(2000)[0] if k[0] == "feature" and "preview" in k[1]]
    assert os.listdir(os.path.join(s.dir, "preview", "work")) == []
    return "first %.2f s, another %.2f s, the same again %.3f s" % (cold, warm, kept)


def without_script_the_button_brings_the_form_back_with_the_picture(s):
    demo(s)
    b = person(s)
    b.get("/staff/feature?activity=" + ACTIVITY)
    a = b.post("/staff/feature/preview", fields(b, show="home", sentence_fi="Tämä pysyy", order="9"), Accept="text/html")
    assert a.status == 200 and 'value="Tämä pysyy"' in a.text and "aria-invalid" not in a.text
    src = re.search(r'<img[^>]* src="([^"]+)"', a.text).group(1)
    assert re.fullmatch(r"/staff/picture/[0-9a-f]{32}", src), src
    assert png_size(b.get(src).body) == (1080, 1920)
    assert b.get("/staff/picture/" + "0" * 32).status == 404


def only_those_who_may_feature_see_previews(s):
    demo(s, [("reader", "reader", "kaakkuri"), ("contact", "contact", "kaakkuri")])
    owner = person(s)
    owner.get("/staff/feature?activity=" + ACTIVITY)
    a = owner.post("/staff/feature", fields(owner, centre="raahe"))
    import urllib.parse
    other = urllib.parse.unquote(re.search("saved=(.+)", a.headers["Location"]).group(1))
    contact, reader = person(s, "contact"), person(s, "reader")
    contact.get("/staff/features/new")
    assert contact.get("/staff/feature/preview?id=" + other).status == 403
    assert contact.post("/staff/feature/preview", fields(contact, id=other)).status == 403
    assert contact.post("/staff/feature/preview", fields(contact, csrf="x")).status == 403
    assert reader.get("/staff/feature/preview?activity=" + ACTIVITY).status == 403
    from server_pages import Browser
    assert Browser(s).get("/staff/feature/preview?activity=" + ACTIVITY).status == 303
    # a screen or a centre of others is not looked through: it falls back to one's own
    a = contact.post("/staff/feature/preview", fields(contact, centre="raahe", preview_on="d-abcdefgh"), Accept="image/png")
    assert a.status == 200 and png_size(a.body) == (1080, 1920)


def others_are_served_while_it_draws(s):
    import threading
    demo(s)
    browsers = [person(s) for _ in range(4)]
    got = []
    def one(b, n):
        b.get("/staff/feature?activity=" + ACTIVITY)
        got.append(b.post("/staff/feature/preview", fields(b, sentence_fi="Lause %d" % n), Accept="image/png").status)
    threads = [threading.Thread(target=one, args=(b, n)) for n, b in enumerate(browsers)]
    for t in threads:
        t.start()
    worst = 0
    while any(t.is_alive() for t in threads):
        began = time.monotonic()
        assert s.get("/healthz").status == 200
        worst = max(worst, time.monotonic() - began)
        time.sleep(0.005)
    assert got == [200] * 4, got
    assert worst < 2, worst
    return "four previews at once, longest wait for another page %.0f ms" % (worst * 1000)


def without_the_screen_program_the_page_says_so(s):
    import shutil
    demo(s)
    with tempfile.TemporaryDirectory() as alone:
        shutil.copy(os.path.join(B, "aula-server"), alone)
        s.stop()
        s.args[0] = os.path.join(alone, "aula-server")
        s.start()
        b = person(s)
        b.get("/staff/feature?activity=" + ACTIVITY)
        a = b.post("/staff/feature/preview", fields(b), Accept="text/html")
        assert a.status == 200 and "ei ole asennettu" in a.text and "<img" not in a.text
        assert b.post("/staff/feature/preview", fields(b), Accept="image/png").status == 503
        assert b.post("/staff/feature", fields(b)).status == 303
        s.stop()


def a_killed_server_leaves_no_children_and_cleans_up(s):
    demo(s)
    b = person(s)
    b.get("/staff/feature?activity=" + ACTIVITY)
    assert b.post("/staff/feature/preview", fields(b), Accept="image/png").status == 200
    left = os.path.join(s.dir, "preview", "work", "left-over")
    os.makedirs(left)
    import signal
    s.stop(signal.SIGKILL)
    s.start()
    assert not os.path.exists(left)


def a_broken_mirror_is_made_anew(s):
    demo(s)
    b = person(s)
    b.get("/staff/feature?activity=" + ACTIVITY)
    assert b.post("/staff/feature/preview", fields(b), Accept="image/png").status == 200
    with open(os.path.join(s.dir, "preview", "cache", "cache.db"), "r+b") as f:
        f.write(b"not a database at all" * 100)
    s.ingest([{"kind": "notice", "id": "n:1", "doc": {"title": {"fi": "Uusi"}, "level": "info"}}], source="demo")
    time.sleep(2)  # longer than a mirror counts as new enough
    a = b.post("/staff/feature/preview", fields(b, sentence_fi="Toinen"), Accept="image/png")
    assert a.status == 200 and png_size(a.body) == (1080, 1920), a.text


if __name__ == "__main__":
    run([v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"
         and k not in ("fields", "colours", "twice")])
