#!/usr/bin/python3
"""aula-print with a printer on a pseudo terminal: what is drawn is what comes out, once, in order."""
import os
import signal
import subprocess
import sys
import time

import cv2

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "tools"))
from printbench import Bench, render, run, same, slip  # noqa: E402


def paper_is_exactly_the_drawing_at_three_widths():
    for dots, dpi in ((576, 203), (512, 180), (384, 203)):
        with Bench() as b:
            b.sets.update({"printer.dots": dots, "printer.dpi": dpi})
            b.start()
            job = b.drop()
            b.wait("done", lambda: b.job(job) == "done")
            assert len(b.printer.slips) == 1 and not b.printer.problems, b.printer.problems
            assert same(b.printer.slips[0], render("event", dots, dpi)), f"{dots} dots"
            b.wait("removed", lambda: b.left() == [])
            assert b.state() == "ready"


def every_language_and_kind_of_slip_prints_whole():
    names = ["tray", "cancelled", "arabic", "sami-large", "russian"]
    with Bench() as b:
        b.start()
        jobs = []
        for name in names:
            jobs.append(b.drop(slip(name)))
            time.sleep(0.002)
        b.wait("all done", lambda: b.job(jobs[-1]) == "done", 15)
        assert len(b.printer.slips) == len(names)
        for name, rows in zip(names, b.printer.slips):
            assert same(rows, render(name)), name


def time_from_request_to_last_byte():
    with Bench() as b:
        b.start()
        b.wait("ready", lambda: b.state() == "ready")
        begun = time.monotonic()
        job = b.drop()
        b.wait("done", lambda: b.job(job) == "done")
        ms = (b.printer.last_byte_at - begun) * 1000
        assert ms < 3000
        return f"{ms:.0f} ms to the last byte at an endlessly fast printer"


def a_fifty_slip_prank_stops_at_the_limit():
    with Bench() as b:
        b.sets["limits.per_minute"] = 3
        b.start()
        for _ in range(10):
            b.drop()
            time.sleep(0.002)
        b.wait("empty", lambda: b.left() == [], 15)
        assert len(b.printer.slips) == 3, len(b.printer.slips)
        assert "refused" in {j["state"] for j in b.status()["jobs"]}


def a_damaged_slip_fails_and_the_next_prints():
    with Bench() as b:
        b.start()
        bad = b.drop('{"lang":"fi"')
        time.sleep(0.002)
        good = b.drop()
        b.wait("done", lambda: b.job(good) == "done")
        assert b.job(bad) == "failed"
        b.wait("removed", lambda: b.left() == [])  # said first, then removed
        assert len(b.printer.slips) == 1


def slips_from_before_a_power_cut_are_dropped():
    with Bench() as b:
        old = b.drop(age_s=3600)
        future = b.drop(age_s=-86400)
        new = b.drop()
        b.start()
        b.wait("done", lambda: b.job(new) == "done")
        b.wait("gone", lambda: b.left() == [])
        assert b.job(old) == "failed" and b.job(future) == "failed"
        assert len(b.printer.slips) == 1


def a_stop_lets_the_slip_finish():
    with Bench(speed=200_000) as b:
        b.start()
        job = b.drop()
        b.wait("printing", lambda: b.printer.bytes_taken > 20_000)
        assert b.kill(signal.SIGTERM) == 0
        assert b.job(job) == "done" and len(b.printer.slips) == 1
        assert same(b.printer.slips[0], render("event"))


def only_one_program_a_folder():
    with Bench() as b:
        b.start()
        b.wait("ready", lambda: b.state() == "ready")
        second = subprocess.run(b.command(), capture_output=True, text=True, timeout=10)
        assert second.returncode == 1 and "another aula-print" in second.stderr, second.stderr


def without_a_printer_it_says_so_and_ends():
    with Bench() as b:
        b.sets["printer.kind"] = "none"
        done = subprocess.run(b.command(), capture_output=True, text=True, timeout=10)
        assert done.returncode == 0, done.stderr
        assert b.state() == "none"


def slips_as_pictures_for_demos():
    with Bench() as b:
        folder = os.path.join(b.folder, "slips")
        os.makedirs(folder)
        for n in range(52):
            open(os.path.join(folder, "%015d-old.png" % n), "w").close()
        b.sets.update({"printer.kind": "pictures", "printer.device": folder})
        b.start()
        b.wait("ready", lambda: b.state() == "ready")
        job = b.drop()
        b.wait("done", lambda: b.job(job) == "done")
        picture = cv2.imread(os.path.join(folder, job + ".png"), cv2.IMREAD_GRAYSCALE)
        assert (picture == render("event")).all()
        assert len(os.listdir(folder)) == 50  # the oldest have gone, nothing half is left


def a_folder_that_cannot_be_made_prints_nothing():
    with Bench() as b:
        path = os.path.join(b.folder, "file")
        open(path, "w").close()
        b.sets.update({"printer.kind": "pictures", "printer.device": path + "/slips"})
        b.start()
        b.wait("error", lambda: b.state() == "error")
        assert path in b.log()


def a_plain_file_is_a_printer_that_never_answers():
    with Bench() as b:
        path = os.path.join(b.folder, "file")
        open(path, "w").close()
        b.sets["printer.device"] = path
        job = b.drop()
        b.start()
        b.wait("done", lambda: b.job(job) == "done", 15)
        assert b.state() == "unknown"
        assert os.path.getsize(path) > 100_000


def an_idle_program_sleeps():
    with Bench() as b:
        b.start()
        b.wait("ready", lambda: b.state() == "ready")
        time.sleep(0.3)

        def ticks():
            with open(f"/proc/{b.process.pid}/stat", encoding="ascii") as f:
                fields = f.read().rsplit(")", 1)[1].split()
            return int(fields[11]) + int(fields[12])

        before = ticks()
        time.sleep(2)
        used = ticks() - before
        assert used <= 1, f"{used} ticks in two seconds"
        return f"{used} ticks in 2 s"


run([paper_is_exactly_the_drawing_at_three_widths, every_language_and_kind_of_slip_prints_whole,
     time_from_request_to_last_byte, a_fifty_slip_prank_stops_at_the_limit,
     a_damaged_slip_fails_and_the_next_prints, slips_from_before_a_power_cut_are_dropped, a_stop_lets_the_slip_finish,
     only_one_program_a_folder, without_a_printer_it_says_so_and_ends,
     slips_as_pictures_for_demos, a_folder_that_cannot_be_made_prints_nothing, a_plain_file_is_a_printer_that_never_answers,
     an_idle_program_sleeps])
