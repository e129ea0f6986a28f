#!/usr/bin/python3
"""Times the way of a slip: a finger on "Tulosta lappu" in aula-kiosk, spool, aula-print, last byte at a fake printer, beside
the floor of writing the same bytes to the same printer. And the longest turn of the screen (everything due drawn, input
taken) while a slip prints, while the printer is silent, and while nothing prints: the floor."""
import os
import statistics
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", "..", ".."))
sys.path[:0] = [os.path.join(ROOT, "tests", "tools"), os.path.join(ROOT, "tests", "support")]
import kiosk_talk  # noqa: E402
from printbench import Bench  # noqa: E402

ROUNDS = 7
TURN_S = 0.05  # of the screen's clock, which is kept at the pace of ours
FRAME_MS = 16.7
LONG = 60
# the screen's content and clock are of a day in March: aula-print must live on the same day
MARCH = {"LD_PRELOAD": next((p for p in (f"/usr/lib/{m}-linux-gnu/faketime/libfaketime.so.1" for m in (os.uname().machine,))
                             if os.path.exists(p)), ""),
         "FAKETIME": "@2026-03-11 10:15:00", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC"}


def turn(kiosk):
    """One turn of the screen in ms, seen from outside."""
    begun = time.monotonic()
    kiosk.do(f"wait {TURN_S}")
    kiosk.spoken()
    took = time.monotonic() - begun
    time.sleep(max(0.0, TURN_S - took))
    return took * 1000


def to_the_event(kiosk):
    kiosk.do("tap #wake", "tap #topic:peer", "tap #item:a:coffee", "expect-screen detail")
    kiosk.spoken()


def tap(kiosk, what):
    begun = time.monotonic()
    kiosk.do(f"tap {what}")
    kiosk.spoken()
    return (time.monotonic() - begun) * 1000


def press_print(kiosk):
    begun = time.monotonic()
    kiosk.do('tap "Tulosta lappu"')
    kiosk.spoken()
    return begun


def start(bench):
    kiosk_talk.make_state(bench.folder)
    bench.env = {**os.environ, **MARCH}
    bench.sets["limits.per_minute"] = 16
    bench.start()
    bench.wait("ready", lambda: bench.state() is not None, LONG)
    kiosk = kiosk_talk.Kiosk(bench.folder)
    to_the_event(kiosk)
    return kiosk


def one_slip(bench, idle, opened, presses, printing):
    """Milliseconds from the finger to the last byte, for a screen of its own (its limit is by visit)."""
    kiosk = kiosk_talk.Kiosk(bench.folder)
    to_the_event(kiosk)
    idle += [turn(kiosk) for _ in range(10)]
    before = len(bench.printer.slips)
    opened.append(tap(kiosk, "#dock:help"))
    kiosk.do("tap #dock:back", "expect-screen detail")
    begun = press_print(kiosk)
    presses.append((time.monotonic() - begun) * 1000)
    until = time.monotonic() + LONG
    while len(bench.printer.slips) == before and time.monotonic() < until:
        printing.append(turn(kiosk))
    assert len(bench.printer.slips) == before + 1, bench.log()[-500:]
    kiosk.p.kill()
    kiosk.p.wait()
    bench.wait("taken away", lambda: bench.left() == [], LONG)
    return (bench.printer.last_byte_at - begun) * 1000


def as_bytes(bench):
    """What aula-print sends for a slip, taken in a plain file."""
    path = os.path.join(bench.folder, "file")
    open(path, "w", encoding="ascii").close()
    bench.env, bench.sets["printer.device"] = None, path
    bench.drop()
    bench.start("--once")
    bench.process.wait(LONG)
    with open(path, "rb") as f:
        return f.read()


def floor(bench, data):
    """Milliseconds to write the bytes of a slip to the printer's device and nothing else."""
    begun, slips = time.monotonic(), len(bench.printer.slips)
    with open(bench.device, "wb", buffering=0) as f:
        while data:
            data = data[f.write(data[:4096]):]
    bench.wait("taken", lambda: len(bench.printer.slips) > slips, LONG)
    return (bench.printer.last_byte_at - begun) * 1000


def request_to_last_byte(speed, name):
    idle, opened, presses, printing = [], [], [], []
    with Bench(**({"speed": speed} if speed else {})) as bench:
        start(bench).p.kill()
        ms = [one_slip(bench, idle, opened, presses, printing) for _ in range(ROUNDS)]
        bench.kill()
        data = as_bytes(bench)
        bench.kill()
        base = [floor(bench, data) for _ in range(3)]
    mid, low = statistics.median(ms), statistics.median(base)
    print(f"request to last byte, {name}: {mid:.0f} ms, worst {max(ms):.0f} (floor: {len(data)} bytes written {low:.0f} ms, ratio {mid / low:.2f}×)")
    say_turns("while it prints, " + name, printing, idle)
    print(f"the finger on print, dialog drawn and slip dropped, {name}: {max(presses):.1f} ms at most, median {statistics.median(presses):.1f} "
          f"(floor: a finger that opens the help {max(opened):.1f}, median {statistics.median(opened):.1f}; several frames each)")


def say_turns(name, turns, idle):
    print(f"longest turn of the screen {name}: {max(turns):.1f} ms of {len(turns)}, median {statistics.median(turns):.1f} "
          f"(floor: nothing printing {max(idle):.1f}, median {statistics.median(idle):.1f}; a frame is {FRAME_MS})")


def silent_printer():
    with Bench(takes=False) as bench:
        kiosk = start(bench)
        idle = [turn(kiosk) for _ in range(20)]
        begun = press_print(kiosk)
        turns = [(time.monotonic() - begun) * 1000] + [turn(kiosk) for _ in range(240)]
        kiosk.p.kill()
    say_turns("with a printer that takes nothing", turns, idle)


kiosk_talk.skip_unless_built()
if not MARCH["LD_PRELOAD"]:
    print("skip: no libfaketime")
    sys.exit(0)
request_to_last_byte(None, "endlessly fast printer")
request_to_last_byte(400_000, "printer of 400 kB/s")
silent_printer()
