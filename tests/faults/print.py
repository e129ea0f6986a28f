#!/usr/bin/python3
"""aula-print when things go wrong (slow): silence, garbage, paper that ends anywhere, kill -9 anywhere.
What must hold: every slip comes out whole exactly once, or the screen is told that it did not."""
import os
import random
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "tools"))
from printbench import Bench, render, run, same, slip, to_image  # noqa: E402

SLOW = 150_000  # bytes a second: a slip of 155 kB takes one


def a_printer_that_never_answers_is_unknown_and_prints():
    with Bench(answers=False, watches=False, confirms=False) as b:
        b.start()
        b.wait("unknown", lambda: b.state() == "unknown", 2)
        job = b.drop()
        b.wait("done", lambda: b.job(job) == "done", 15)
        assert len(b.printer.slips) == 1 and same(b.printer.slips[0], render("event"))


def a_printer_that_takes_nothing_is_silent_and_the_job_is_given_up():
    with Bench(takes=False) as b:
        b.sets["limits.stuck"] = 30
        b.start()
        b.wait("unknown", lambda: b.state() == "unknown", 2)
        job = b.drop()
        begun = time.monotonic()
        # the pseudo terminal itself takes a few kB more now and then, which counts as life
        b.wait("silent", lambda: b.state() == "silent", 20)
        silent = time.monotonic() - begun
        b.wait("given up", lambda: b.left() == [], 40)
        assert b.job(job) == "failed"
        with open(f"/proc/{b.process.pid}/stat", encoding="ascii") as f:
            fields = f.read().rsplit(")", 1)[1].split()
        ticks = int(fields[11]) + int(fields[12])
        assert ticks < 60, f"{ticks} ticks: it spins while it waits"
        return f"silent after {silent:.1f} s, {ticks} ticks in all"


def garbage_does_not_stop_it():
    with Bench(garbage=True) as b:
        b.start()
        job = b.drop()
        b.wait("done", lambda: b.job(job) == "done", 30)
        assert len(b.printer.slips) == 1 and same(b.printer.slips[0], render("event"))
        with open(f"/proc/{b.process.pid}/status", encoding="ascii") as f:
            assert int(next(line for line in f if line.startswith("VmRSS")).split()[1]) < 80_000


def a_cover_closed_without_a_word_is_asked_about():
    with Bench(confirms=False) as b:
        b.start()
        b.wait("ready", lambda: b.state() == "ready")
        b.printer.paper_left = 1000
        job = b.drop()
        b.wait("out of paper", lambda: b.state() == "out-of-paper")
        b.printer.watches = False  # the message that all is well again does not arrive
        b.printer.paper_left = None
        b.wait("done", lambda: b.job(job) == "done")
        assert len(b.printer.slips) == 1 and same(b.printer.slips[0], render("event")) and b.state() == "ready"


def a_cover_opened_on_the_last_lines_is_asked_about():
    with Bench(watches=False, confirms=False, buffer=500_000) as b:  # all of the slip is in it
        b.start()
        b.wait("ready", lambda: b.state() == "ready")
        b.printer.paper_left = 1000
        job = b.drop()
        b.wait("out of paper", lambda: b.state() == "out-of-paper")
        assert b.job(job) == "printing"
        b.printer.paper_left = None
        b.wait("done", lambda: b.job(job) == "done")
        assert len(b.printer.slips) == 1 and same(b.printer.slips[0], render("event")) and b.state() == "ready"


def a_printer_that_babbled_about_its_cover_does_not_hold_the_slip():
    with Bench(answers=False, watches=False, confirms=False, speed=SLOW) as b:
        b.start()
        job = b.drop()
        b.wait("half", lambda: b.printer.bytes_taken > 60_000)
        b.printer.say(b"\xff" * 20 + b"\x30\x00\x00\x0f")  # "cover open", the last that is ever heard
        b.wait("done", lambda: b.job(job) == "done")
        assert len(b.printer.slips) == 1 and same(b.printer.slips[0], render("event"))


def a_printer_that_only_tells_by_itself_is_believed():
    with Bench(answers=False, confirms=False, speed=SLOW) as b:
        b.start()
        job = b.drop()
        b.wait("half", lambda: b.printer.bytes_taken > 60_000)
        b.printer.buffer_max = 500_000
        b.printer.cover_open = True
        b.wait("cover open", lambda: b.state() == "cover-open")
        b.wait("all taken", lambda: b.printer.bytes_taken > 155_000)
        time.sleep(5)  # longer than it would take to print, and than two questions take
        assert b.job(job) == "printing" and b.state() == "cover-open"
        b.printer.cover_open = False
        b.wait("done", lambda: b.job(job) == "done")
        assert len(b.printer.slips) == 1 and same(b.printer.slips[0], render("event"))


def no_paper_at_first_waits_then_prints_once():
    with Bench() as b:
        b.printer.paper_left = 0
        b.start()
        b.wait("out of paper", lambda: b.state() == "out-of-paper", 2)
        job = b.drop()
        time.sleep(0.5)
        assert b.job(job) == "waiting" and b.printer.rows == []
        b.printer.paper_left = None
        b.wait("done", lambda: b.job(job) == "done")
        assert b.state() == "ready"
        assert len(b.printer.slips) == 1 and same(b.printer.slips[0], render("event"))


def an_open_cover_and_a_paper_near_its_end_are_told():
    with Bench() as b:
        b.printer.cover_open = True
        b.start()
        b.wait("cover", lambda: b.state() == "cover-open", 2)
        b.printer.cover_open, b.printer.near_end = False, True
        b.wait("near end", lambda: b.state() == "near-end", 4)
        job = b.drop()
        b.wait("done", lambda: b.job(job) == "done")


def nobody_waits_for_ever_for_paper():
    with Bench() as b:
        b.printer.paper_left = 0
        b.sets["limits.wait"] = 5
        b.start()
        job = b.drop()
        b.wait("given up", lambda: b.job(job) == "failed", 9)
        b.printer.paper_left = None
        b.wait("ready again", lambda: b.state() == "ready", 4)
        time.sleep(0.5)
        assert b.printer.slips == [] and b.printer.rows == [], "printed for somebody who had gone"


def paper_that_ends_in_the_middle_is_told_and_the_slip_goes_on():
    for rows in (1, 48, 700, 2000, 2137):
        with Bench(speed=SLOW * 4) as b:
            b.start()
            b.wait("ready", lambda: b.state() == "ready")
            b.printer.paper_left = rows
            job = b.drop()
            begun = time.monotonic()
            b.wait("out of paper", lambda: b.state() == "out-of-paper", 4)
            told = time.monotonic() - begun
            assert b.job(job) == "printing"
            time.sleep(0.3)
            b.printer.paper_left = None
            b.wait("done", lambda: b.job(job) == "done")
            assert len(b.printer.slips) == 1 and same(b.printer.slips[0], render("event")), f"after {rows} rows"
            assert b.state() == "ready" and told < 4


def a_printer_pulled_out_in_the_middle_prints_whole_on_return():
    with Bench(speed=SLOW) as b:
        b.start()
        job = b.drop()
        b.wait("half", lambda: b.printer.bytes_taken > 60_000)
        b.printer.unplug()
        torn = b.printer.torn()
        assert 0 < len(torn) < 2100
        b.wait("silent", lambda: b.state() == "silent", 4)
        time.sleep(0.3)
        b.printer.plug_in()
        b.wait("done", lambda: b.job(job) == "done", 12)
        assert sum(same(s, render("event")) for s in b.printer.slips) == 1


def a_printer_that_comes_and_goes_does_not_get_the_slip_for_ever():
    with Bench(speed=SLOW) as b:
        b.start()
        job = b.drop()
        for _ in range(3):
            taken = b.printer.bytes_taken
            b.wait("some", lambda t=taken: b.printer.bytes_taken > t + 30_000, 8)
            b.printer.unplug()
            b.printer.torn()
            time.sleep(0.1)
            b.printer.plug_in()
        b.wait("given up", lambda: b.job(job) == "failed", 8)
        assert b.left() == []


def whole_slips(printer, image):
    """How many of the cut papers hold the whole slip: all of it, or all but the white last band."""
    whole = 0
    for rows in printer.slips:
        got = to_image(rows) if len({len(r) for r in rows}) == 1 else None
        if got is None or got.shape[1] != image.shape[1] or got.shape[0] < image.shape[0] - 48:
            continue
        whole += bool((got[: image.shape[0] - 48] == image[: got.shape[0]][: image.shape[0] - 48]).all())
    return whole


def killed_anywhere_each_slip_comes_out_once():
    image = render("event")
    random.seed(9)
    rounds = 30
    printed_again = 0
    with Bench(speed=600_000) as b:
        b.sets["limits.per_minute"] = 16
        for i in range(rounds):
            if i % 10 == 0:
                b.kill()  # the minute's limit counts in the program
            if b.process is None:
                b.start()
            before = len(b.printer.slips)
            job = b.drop()
            time.sleep(random.uniform(0, 0.45))
            b.kill()
            b.start()
            b.wait(f"round {i} done", lambda: b.left() == [] and not b.printer.rows, 12)
            b.wait("said", lambda j=job: b.job(j) == "done")
            new = b.printer.slips[before:]
            whole = 0
            for rows in new:
                b.printer.slips = [rows]
                whole += whole_slips(b.printer, image)
            b.printer.slips = new
            assert whole == 1, f"round {i}: {whole} whole slips of {[len(r) for r in new]} rows"
            assert not b.printer.problems, b.printer.problems
            printed_again += len(new) > 1
    assert printed_again > 0, "no kill hit a slip on its way: the test tests nothing"
    return f"{rounds} kills, {printed_again} in the middle of a slip"


def a_full_disk_does_not_stop_the_paper():
    with Bench() as b:
        b.start()
        b.wait("ready", lambda: b.state() == "ready")
        os.chmod(os.path.join(b.folder, "status"), 0o500)
        os.rename(os.path.join(b.folder, "status"), os.path.join(b.folder, "gone"))
        b.drop(slip())
        b.wait("printed", lambda: len(b.printer.slips) == 1)
        b.wait("queue empty", lambda: b.left() == [])
        os.rename(os.path.join(b.folder, "gone"), os.path.join(b.folder, "status"))
        os.chmod(os.path.join(b.folder, "status"), 0o700)


run([a_printer_that_never_answers_is_unknown_and_prints, garbage_does_not_stop_it,
     a_cover_closed_without_a_word_is_asked_about, a_cover_opened_on_the_last_lines_is_asked_about,
     a_printer_that_babbled_about_its_cover_does_not_hold_the_slip, a_printer_that_only_tells_by_itself_is_believed,
     no_paper_at_first_waits_then_prints_once, an_open_cover_and_a_paper_near_its_end_are_told,
     nobody_waits_for_ever_for_paper, paper_that_ends_in_the_middle_is_told_and_the_slip_goes_on,
     a_printer_pulled_out_in_the_middle_prints_whole_on_return,
     a_printer_that_comes_and_goes_does_not_get_the_slip_for_ever, killed_anywhere_each_slip_comes_out_once,
     a_full_disk_does_not_stop_the_paper, a_printer_that_takes_nothing_is_silent_and_the_job_is_given_up])
