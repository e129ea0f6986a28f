#!/usr/bin/python3
# Statistics of the staff pages: sums by centre and week, small ones left out, plots with tables, files.
import csv, datetime, io, json, os, re, socket, sys

sys.path.insert(0, os.path.dirname(__file__))
from server_harness import activity, run
from server_pages import EVIL, Browser, Tags, prepare
from staff_review import logged_in, plain, screen

HOUR = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=30)).strftime("%Y%m%dT%H")


def count(s, credential, n, *counts):
    """counts: (action, topic, subject, n)"""
    body = json.dumps({"nonce": ""}) + "\n" + json.dumps(
        {"id": "c-%s-%08x" % (HOUR, n), "kind": "counters", "hour": HOUR,
         "counts": [dict(action=a, n=k, **{x: y for x, y in (("topic", t), ("subject", u)) if y}) for a, t, u, k in counts]}) + "\n"
    a = s.call("POST", "/v1/report", body.encode(), {"Authorization": "Bearer " + credential})
    assert a.status == 200 and a.json()["taken"], (a.status, a.text)


def filled(s):
    prepare(s, [("reader", "reader", "c:a"), ("anna", "contact", "c:a"), ("nobody", "contact", "c:none"), ("editor", "editor", "")])
    s.ingest([{"kind": "topic", "id": "peer", "doc": {"title": {"fi": "Vertaistuki", "en": "Peer support"}, "look": "peer", "order": 1}},
              activity(3, "=HYPERLINK(\"x\") kerho"), activity(4, EVIL)])
    a, b = screen(s, "c:a", "Aula A"), screen(s, "c:b", "Aula B")
    count(s, a, 1, ("visit", None, None, 40), ("topic", "peer", None, 12), ("open", "peer", "test:1", 9), ("print", "peer", "test:3", 6),
          ("open", "peer", "test:2", 4), ("search-empty", None, "pesapallo", 6), ("search-empty", None, "nimi sukunimi", 4),
          ("open", "peer", "test:4", 7))
    count(s, b, 2, ("visit", None, None, 30), ("open", "peer", "test:1", 5), ("search-empty", None, "jumppa", 8))


def sums_are_of_ones_own_centres(s):
    filled(s)
    anna, editor = logged_in(s, "anna"), logged_in(s, "editor")
    page = anna.get("/staff/statistics")
    text = plain(page)
    assert page.status == 200 and "40 " in text and "70" not in re.findall(r"<b>(\d+)</b>", page.text), text
    assert "jumppa" not in text and "pesapallo" in text and "Vertaistuki" in text
    assert "sukunimi" not in text and "Lukupiiri" not in text  # fewer than five
    assert anna.get("/staff/statistics?centre=c:b").status == 404 and anna.get("/staff/statistics/csv?list=topics&centre=c:b").status == 404
    everything = plain(editor.get("/staff/statistics"))
    assert "70 " in everything and "jumppa" in everything and "Myllyoja" in everything
    one = plain(editor.get("/staff/statistics?centre=c:b&weeks=4"))
    assert "30 " in one and "pesapallo" not in one
    none = plain(logged_in(s, "nobody").get("/staff/statistics"))
    assert "pesapallo" not in none and "40 " not in none
    assert logged_in(s, "reader").get("/staff/statistics").status == 200 and Browser(s).get("/staff/statistics").status == 303
    assert editor.get("/staff/statistics?weeks=x&centre=%3Cb%3E").status == 404


def sums_are_kept_for_five_minutes(s):
    filled(s)
    another, editor = screen(s, "c:a", "Aula C"), logged_in(s, "editor")
    first = editor.get("/staff/statistics").text
    count(s, another, 3, ("visit", None, None, 100))
    counted = re.search(r"Laskettu [^<]*", first).group(0)
    again = logged_in(s, "editor").get("/staff/statistics").text
    assert counted in again and "<b>70</b>" in again, counted
    assert "<b>170</b>" in editor.get("/staff/statistics?weeks=4").text and "<b>140</b>" in logged_in(s, "anna").get("/staff/statistics").text
    rows = list(csv.reader(io.StringIO(editor.get("/staff/statistics/csv?list=weeks").body.decode("utf-8-sig"))))
    assert sum(int(r[1]) for r in rows[1:]) == 170, rows  # a file is counted when it is asked for


def every_plot_has_a_table(s):
    filled(s)
    page = logged_in(s, "editor").get("/staff/statistics")
    assert not Tags(page.text).live
    pictures = re.findall(r'<svg class="plot[^>]*role="img"[^>]*aria-label="([^"]+)"', page.text)
    assert len(pictures) == 3 and page.text.count("<details>") == 3
    weeks = re.search(r"</svg><details>.*?</details>", page.text, re.S).group(0)
    assert weeks.count("<tr>") == 13 and ">70<" in weeks, weeks
    assert len(page.body) < 60000, len(page.body)


def files_open_in_a_spreadsheet(s):
    filled(s)
    b = logged_in(s, "editor")
    a = b.get("/staff/statistics/csv?list=printed")
    assert a.headers["Content-Type"] == "text/csv; charset=utf-8" and 'filename="aula-printed.csv"' in a.headers["Content-Disposition"]
    assert a.body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(a.body.decode("utf-8-sig"))))
    assert rows[1] == ["'=HYPERLINK(\"x\") kerho", "", "6"], rows
    rows = list(csv.reader(io.StringIO(b.get("/staff/statistics/csv?list=searches").body.decode("utf-8-sig"))))
    assert [r[0] for r in rows[1:]] == ["jumppa", "pesapallo"], rows
    rows = list(csv.reader(io.StringIO(b.get("/staff/statistics/csv?list=weeks&weeks=4").body.decode("utf-8-sig"))))
    assert len(rows) == 5 and sum(int(r[1]) for r in rows[1:]) == 70, rows
    assert b.get("/staff/statistics/csv?list=nothing").status == 404
    for word in ("topics", "opened", "own-list", "centres", "languages", "modes", "weeks-printed"):
        assert b.get("/staff/statistics/csv?list=" + word).status == 200, word


def who_leaves_while_it_is_counted_harms_nobody(s):
    filled(s)
    b = logged_in(s, "editor")
    cookie = "; ".join("%s=%s" % c for c in b.cookies.items())

    def ask(path):
        c = socket.create_connection(("127.0.0.1", s.port), timeout=60)
        c.sendall(("GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: %s\r\n\r\n" % (path, cookie)).encode())
        return c
    paths = ("/staff/statistics", "/staff/review/twice", "/staff/hidden?what=activity&q=luku", "/staff/statistics/csv?list=topics")
    for i in range(60):
        c = ask(paths[i % 4])
        if i % 3 == 0:
            s.get("/healthz")  # so that the server has surely begun
        c.close()
    many = [ask(paths[i % 4]) for i in range(100)]
    got = [c.makefile("rb").readline().split()[1] for c in many]
    assert set(got) <= {b"200", b"503"} and got.count(b"200") >= 64, got  # READER_WAITING_MAX
    for c in many:
        c.close()
    assert all(b.get(path).status == 200 for path in paths)


if __name__ == "__main__":
    run([sums_are_of_ones_own_centres, sums_are_kept_for_five_minutes, every_plot_has_a_table, files_open_in_a_spreadsheet, who_leaves_while_it_is_counted_harms_nobody])
