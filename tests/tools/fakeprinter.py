#!/usr/bin/python3
"""A receipt printer on a pseudo terminal, for tests: takes ESC/POS, draws the paper, answers about its state.

Behaves as real ones do where that matters: DLE EOT is answered as soon as it arrives, also between other data and
while out of paper; GS r when everything before it is on paper; GS a messages come by themselves; a receive buffer
that fills up while it cannot print; the rest of a raster band is waited for even when the sender died.

As a program: fakeprinter.py LINK FOLDER [--dots N] makes LINK the device and writes FOLDER/slip-N.png at every cut."""
import argparse
import os
import pty
import random
import select
import threading
import time
import tty

ESC, GS, FS, DLE, EOT = 0x1B, 0x1D, 0x1C, 0x10, 0x04


class FakePrinter:
    """with FakePrinter(path) as printer: ...; printer.slips = list of finished slips, each a list of rows (bytes)."""

    def __init__(self, link, answers=True, watches=True, confirms=True, speed=4_000_000, buffer=4096, takes=True,
                 garbage=False):
        self.link = link
        self.answers, self.watches, self.confirms = answers, watches, confirms
        self.speed, self.buffer_max, self.takes, self.garbage = speed, buffer, takes, garbage
        self.paper_left = None  # rows; None = endless
        self.cover_open = self.near_end = False
        self.slips, self.rows, self.problems = [], [], []
        self.bytes_taken = 0
        self.last_byte_at = self.last_cut_at = None
        self.received = bytearray()  # the whole stream, for looking at
        self._buffer = bytearray()
        self._lock = threading.RLock()
        self._realtime = b""
        self._watch_on = False
        self._told = None
        self._stop = False
        self._credit = 0.0
        self._credit_at = time.monotonic()
        self.master = self.slave = None
        self.plug_in()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    # ---- life ----
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()

    def close(self):
        self._stop = True
        self._thread.join()
        self.unplug()

    def plug_in(self):
        with self._lock:
            self.master, self.slave = pty.openpty()  # the slave is kept open: a closed device is not an unplugged one
            tty.setraw(self.slave)
            os.set_blocking(self.master, False)
            temporary = self.link + ".new"
            os.symlink(os.ttyname(self.slave), temporary)
            os.replace(temporary, self.link)

    def unplug(self):
        """The device goes and with it what the printer had in memory."""
        with self._lock:
            if self.master is None:
                return
            os.close(self.master)
            os.close(self.slave)
            self.master = self.slave = None
            self._buffer.clear()
            self._watch_on = False
            if os.path.islink(self.link):
                os.unlink(self.link)

    def torn(self):
        """Takes the half slip that hangs out, as a person would."""
        with self._lock:
            rows, self.rows = self.rows, []
            return rows

    def say(self, data):
        with self._lock:
            self._say(data)

    # ---- state ----
    def out_of_paper(self):
        return self.paper_left is not None and self.paper_left <= 0

    def _can_print(self):
        return not self.out_of_paper() and not self.cover_open

    def _reply(self, n):
        if n == 1:
            return 0x16 if self._can_print() else 0x1E
        if n == 2:
            return 0x12 | (0x04 if self.cover_open else 0) | (0x20 if self.out_of_paper() else 0)
        if n == 3:
            return 0x12
        return 0x12 | (0x0C if self.near_end or self.out_of_paper() else 0) | (0x60 if self.out_of_paper() else 0)

    def _watch_message(self):
        first = 0x10 | (0 if self._can_print() else 0x08) | (0x20 if self.cover_open else 0)
        third = (0x03 if self.near_end or self.out_of_paper() else 0) | (0x0C if self.out_of_paper() else 0)
        return bytes([first, 0, third, 0x0F])

    def _say(self, data):
        try:
            os.write(self.master, data)
        except (BlockingIOError, OSError):
            pass

    # ---- the two halves: receiving and printing ----
    def _run(self):
        while not self._stop:
            with self._lock:
                self._tick()
            if self.master is None:
                time.sleep(0.01)
                continue
            wants = [self.master] if self.takes and len(self._buffer) < self.buffer_max else []
            try:
                select.select(wants, [], [], 0.002 if self._buffer else 0.01)
            except (OSError, ValueError, TypeError):
                pass

    def _tick(self):
        if self.master is None:
            return
        if self.garbage:
            self._say(bytes(random.randrange(256) for _ in range(40)))
        self._receive()
        self._tell_changes()
        self._print()

    def _receive(self):
        now = time.monotonic()
        self._credit = min(self.speed * 0.05, self._credit + (now - self._credit_at) * self.speed)
        self._credit_at = now
        room = min(self.buffer_max - len(self._buffer), int(self._credit))
        if not self.takes or room <= 0:
            return
        try:
            data = os.read(self.master, room)
        except (BlockingIOError, OSError):
            return
        self._credit -= len(data)
        self.bytes_taken += len(data)
        self.last_byte_at = now
        self.received += data
        self._buffer += data
        for byte in data:  # real-time commands are heard wherever they stand
            self._realtime = (self._realtime + bytes([byte]))[-3:]
            if len(self._realtime) == 3 and self._realtime[:2] == b"\x10\x04" and 1 <= byte <= 4 and self.answers:
                self._say(bytes([self._reply(byte)]))

    def _tell_changes(self):
        message = self._watch_message()
        if self._watch_on and self.watches and message != self._told:
            self._say(message)
            self._told = message

    def _print(self):
        while self._buffer and self._can_print():
            used = self._command(self._buffer)
            if used == 0:
                return
            del self._buffer[:used]

    def _need(self, b, n):
        return len(b) >= n

    def _command(self, b):
        """Carries out the command at the start of b; how many bytes it had, 0 = not all there yet."""
        if b[0] == 0:
            return 1
        if b[0] == DLE:
            return 3 if self._need(b, 3) else 0
        if not self._need(b, 2):
            return 0
        two = (b[0], b[1])
        if two == (ESC, ord("@")):
            self._watch_on = False
            return 2
        if two == (FS, ord(".")):
            return 2
        if two == (ESC, ord("d")):
            return self._with(b, 3, lambda: self._feed(b[2] * 34, finish=True))
        if two == (GS, ord("V")):
            return self._with(b, 4, self._cut) if len(b) > 2 and b[2] in (65, 66) else self._with(b, 3, self._cut)
        if two == (GS, ord("a")):
            return self._with(b, 3, lambda: self._set_watch(b[2]))
        if two == (GS, ord("r")):
            return self._with(b, 3, lambda: self._say(b"\x00") if self.confirms else None)
        if two == (GS, ord("v")):
            return self._raster(b)
        self.problems.append(f"byte {b[0]:#04x} {b[1]:#04x} after {self.bytes_taken - len(b)} bytes")
        return 1

    def _with(self, b, n, action):
        if not self._need(b, n):
            return 0
        action()
        return n

    def _set_watch(self, n):
        self._watch_on = n != 0
        self._told = None

    def _raster(self, b):
        if not self._need(b, 8):
            return 0
        width, height = b[4] | b[5] << 8, b[6] | b[7] << 8
        size = 8 + width * height
        if size > self.buffer_max + 8192:
            self.problems.append(f"a band of {width} × {height}")
        self.buffer_max = max(self.buffer_max, size)  # a band must fit, as in the printers' own limits
        if not self._need(b, size):
            return 0
        for y in range(height):
            if self.paper_left is not None:
                if self.paper_left <= 0:  # the paper ends inside a band: the rest of it follows on the new roll
                    del b[8 : 8 + width * y]
                    b[6], b[7] = (height - y) & 0xFF, (height - y) >> 8
                    return 0
                self.paper_left -= 1
            self.rows.append(bytes(b[8 + y * width : 8 + (y + 1) * width]))
        return size

    def _feed(self, rows, finish):
        if finish:
            self._finish()

    def _cut(self):
        self._finish()

    def _finish(self):
        if self.rows:
            self.slips.append(self.rows)
            self.last_cut_at = time.monotonic()
        self.rows = []


def to_image(rows):
    """Rows → numpy picture, 0 = black."""
    import numpy

    if len({len(r) for r in rows}) != 1:
        raise ValueError("rows of different widths")
    bits = numpy.unpackbits(numpy.frombuffer(b"".join(rows), dtype=numpy.uint8)).reshape(len(rows), -1)
    return ((1 - bits) * 255).astype(numpy.uint8)


def main():
    import cv2

    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("link")
    args.add_argument("folder")
    args = args.parse_args()
    with FakePrinter(args.link, speed=60_000) as printer:
        shown = 0
        while True:
            time.sleep(0.1)
            while shown < len(printer.slips):
                path = os.path.join(args.folder, f"slip-{shown + 1}.png")
                cv2.imwrite(path, to_image(printer.slips[shown]))
                print(path, flush=True)
                shown += 1


if __name__ == "__main__":
    main()
