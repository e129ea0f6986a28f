#!/usr/bin/python3
"""(slow, long) A slip through IPP to a real ippeveprinter (package cups-ipp-utils): the page it keeps is the drawn slip."""
import os
import shutil
import socket
import struct
import subprocess
import sys
import time

import numpy

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "tools"))
from printbench import Bench, render, run, slip  # noqa: E402

if shutil.which("ippeveprinter") is None or shutil.which("dbus-daemon") is None:
    print("skip: ippeveprinter or dbus-daemon is not installed")
    sys.exit(77)

LONG = 120  # seconds; far more than a loaded machine needs


def read_pwg(data):
    """Pages of a PWG raster file (PWG 5102.4), 8-bit grey, as numpy pictures."""
    assert data[:4] == b"RaS2", data[:4]
    at, pages = 4, []
    while at < len(data):
        header = data[at : at + 1796]
        width, height, bits, per_line = (struct.unpack(">I", header[o : o + 4])[0] for o in (372, 376, 388, 392))
        assert bits == 8 and per_line == width, (bits, per_line, width)
        at += 1796
        page = bytearray()
        while len(page) < width * height:
            repeat, line, at = data[at] + 1, bytearray(), at + 1
            while len(line) < width:
                code, at = data[at], at + 1
                if code < 128:
                    line += data[at : at + 1] * (code + 1)
                    at += 1
                else:
                    line += data[at : at + 257 - code]
                    at += 257 - code
            page += line * repeat
        pages.append(numpy.frombuffer(bytes(page), numpy.uint8).reshape(height, width))
    return pages


class EvePrinter:
    """The printer "prints" by a command that ends when the file HOLD is gone; without a command it would sleep 5–15 s."""

    def __init__(self, folder):
        self.hold_file = os.path.join(folder, "hold")
        command = os.path.join(folder, "paper-moves")
        with open(command, "w", encoding="ascii") as f:
            f.write(f"#!/bin/sh\nn=0; while [ -e {self.hold_file} ] && [ $n -lt 2000 ]; do sleep 0.05; n=$((n+1)); done\n")
        os.chmod(command, 0o755)
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.kept = os.path.join(folder, "kept")
        os.mkdir(self.kept)
        self.log = open(os.path.join(folder, "eve.log"), "wb")
        # it insists on announcing itself over D-Bus, even with "-r off": it gets a bus of its own where nobody listens
        self.bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1"],
                                    stdout=subprocess.PIPE, stderr=self.log)
        address = self.bus.stdout.readline().decode().strip()
        self.process = subprocess.Popen(
            ["ippeveprinter", "-n", "localhost", "-p", str(self.port), "-r", "off", "-k", "-d", self.kept, "-c", command,
             "-f", "image/pwg-raster", "Aula test"], stdout=self.log, stderr=self.log, env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": address})
        self.uri = f"ipp://localhost:{self.port}/ipp/print"
        for _ in range(1500):
            try:
                socket.create_connection(("localhost", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.02)
        self.__exit__()
        raise AssertionError("ippeveprinter does not start")

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.process.terminate()
        self.process.wait(10)
        self.bus.terminate()
        self.bus.wait(10)
        self.log.close()

    def hold(self):
        open(self.hold_file, "w", encoding="ascii").close()

    def release(self):
        os.unlink(self.hold_file)

    def documents(self):
        out = []
        for name in sorted(os.listdir(self.kept)):
            with open(os.path.join(self.kept, name), "rb") as f:
                data = f.read()
            if data[:4] == b"RaS2":
                out.append(data)
        return out


def a_slip_reaches_a_roll_printer_whole():
    with Bench() as b, EvePrinter(b.folder) as eve:
        b.sets.update({"printer.kind": "ipp", "printer.uri": eve.uri})
        b.start()
        b.wait("ready", lambda: b.state() == "ready", LONG)
        job = b.drop()
        b.wait("done", lambda: b.job(job) == "done", LONG)
        b.wait("removed", lambda: b.left() == [], LONG)  # said first, then removed
        documents = eve.documents()
        assert len(documents) == 1, len(documents)
        pages = read_pwg(documents[0])
        image = render("event")
        assert len(pages) == 1
        assert (pages[0][image.shape[0] :] == 255).all()
        left = (pages[0].shape[1] - image.shape[1]) // 2 if pages[0].shape[1] > image.shape[1] else 0
        page = pages[0][: image.shape[0], left : left + image.shape[1]]
        assert (page == image[:, : page.shape[1]]).all(), "the page is not the slip"
        assert page.shape == image.shape
        return f"{len(documents[0])} bytes, {pages[0].shape[1]} × {pages[0].shape[0]}"


def a_long_list_takes_as_many_pages_as_it_needs():
    with Bench() as b, EvePrinter(b.folder) as eve:
        b.sets.update({"printer.kind": "ipp", "printer.uri": eve.uri, "printer.media": "iso_a5_148x210mm"})
        b.start()
        job = b.drop(slip("tray"))
        b.wait("done", lambda: b.job(job) == "done", LONG)
        pages = read_pwg(eve.documents()[0])
        assert len(pages) == 2, len(pages)
        image = render("tray")
        both = numpy.vstack(pages)
        left = (both.shape[1] - image.shape[1]) // 2
        assert (both[: image.shape[0], left : left + image.shape[1]] == image).all()


def killed_anywhere_the_printer_gets_it_once():
    with Bench() as b, EvePrinter(b.folder) as eve:
        b.sets.update({"printer.kind": "ipp", "printer.uri": eve.uri})
        total = 0
        for i in range(8):
            before = len(eve.documents())
            b.start()
            b.drop()
            time.sleep(0.03 + 0.025 * i)
            b.kill()
            b.start()
            b.wait(f"round {i}", lambda: b.left() == [], LONG)
            b.kill()
            whole = [d for d in eve.documents()[before:] if is_whole(d)]
            assert len(whole) <= 1, f"round {i}: {len(whole)} times"
            total += len(whole)
        # a kill in the instant between "committed" and the printer's answer may lose one: never doubles it
        assert total >= 7, total
        return f"8 kills, {total} slips"


def is_whole(data):
    try:
        return read_pwg(data)[0].shape[0] > 2000
    except (IndexError, ValueError, struct.error, AssertionError):
        return False


def a_printer_that_is_not_there_is_silent_and_comes_back():
    with Bench() as b:
        b.sets.update({"printer.kind": "ipp", "printer.uri": "ipp://localhost:9/ipp/print", "limits.wait": 5})
        b.start()
        job = b.drop()
        b.wait("silent", lambda: b.state() == "silent", LONG)
        b.wait("given up", lambda: b.job(job) == "failed", LONG)


def a_busy_printer_gets_the_slip_when_it_has_time():
    with Bench() as other, Bench() as b, EvePrinter(b.folder) as eve:
        for bench in (other, b):
            bench.sets.update({"printer.kind": "ipp", "printer.uri": eve.uri})
        b.sets["limits.wait"] = 5  # a busy printer is waited for longer than one that is away
        eve.hold()
        other.start()
        theirs = other.drop(slip("tray"))
        other.wait("the other's slip is at the printer", lambda: len(eve.documents()) == 1, LONG)
        b.start()
        ours = b.drop()
        b.wait("put off", lambda: b.log().count("not now") >= 4, LONG)  # 4 tries: longer than limits.wait
        assert b.job(ours) == "printing", b.status()
        eve.release()
        for bench, job in ((other, theirs), (b, ours)):
            bench.wait("done", lambda w=bench, j=job: w.job(j) == "done", LONG)
        assert sorted(len(read_pwg(d)) for d in eve.documents() if is_whole(d)) == [1, 1]


run([a_slip_reaches_a_roll_printer_whole, a_long_list_takes_as_many_pages_as_it_needs,
     a_busy_printer_gets_the_slip_when_it_has_time, killed_anywhere_the_printer_gets_it_once,
     a_printer_that_is_not_there_is_silent_and_comes_back])
