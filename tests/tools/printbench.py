"""Runs aula-print against a fake printer in a folder of its own; shared by the print tests."""
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cases import run  # noqa: E402, F401  (for the tests)
from fakeprinter import FakePrinter, to_image  # noqa: E402  (also for the tests)

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
PROGRAM = os.path.join(ROOT, os.environ.get("B", "build"), "bin", "aula-print")
SLIPS = os.path.join(ROOT, "tests", "data", "slips")


def slip(name="event"):
    with open(os.path.join(SLIPS, name + ".json"), encoding="utf-8") as f:
        return json.load(f)


def render(name, dots=576, dpi=203, folder="/tmp"):
    import cv2

    path = tempfile.mktemp(suffix=".png", dir=folder)
    subprocess.run([PROGRAM, "--set", f"paths.assets={ROOT}/assets", "--set", f"printer.dots={dots}",
                    "--set", f"printer.dpi={dpi}", "--render", os.path.join(SLIPS, name + ".json"), path], check=True)
    image = cv2.imread(path, cv2.IMREAD_GRAYSCALE)
    os.unlink(path)
    return image


class Bench:
    def __init__(self, **printer):
        self.folder = tempfile.mkdtemp(prefix="aula-print-")
        self.queue = os.path.join(self.folder, "spool", "print")
        os.makedirs(self.queue)
        self.device = os.path.join(self.folder, "printer")
        self.printer = FakePrinter(self.device, **printer)
        self.process, self.env = None, None
        self.sets = {"paths.state": self.folder, "paths.assets": ROOT + "/assets", "printer.kind": "escpos",
                     "printer.device": self.device, "printer.speed": 500}

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.kill()
        self.printer.close()
        if exc[0] is not None and os.path.exists(os.path.join(self.folder, "log")):
            print(self.log()[-3000:])
        shutil.rmtree(self.folder)

    def command(self):
        command = [PROGRAM]
        for key, value in self.sets.items():
            command += ["--set", f"{key}={value}"]
        return command

    def start(self, *extra):
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen(self.command() + list(extra), stderr=log, env=self.env)
        return self

    def kill(self, how=signal.SIGKILL):
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(timeout=20)
        self.process = None
        return code

    def drop(self, content=None, age_s=0.0):
        name = "%015d-%08x" % (int((time.time() - age_s) * 1000), random.getrandbits(32))
        path = os.path.join(self.queue, name + ".json")
        with open(path + ".tmp-test00", "w", encoding="utf-8") as f:
            f.write(content if isinstance(content, str) else json.dumps(content or slip()))
        os.rename(path + ".tmp-test00", path)
        return name

    def status(self):
        try:
            with open(os.path.join(self.folder, "status", "print.json"), encoding="utf-8") as f:
                return json.load(f)
        except FileNotFoundError:
            return {"state": None, "jobs": []}

    def state(self):
        return self.status()["state"]

    def job(self, name):
        return next((j["state"] for j in self.status()["jobs"] if j["name"] == name), "waiting")

    def wait(self, what, test, seconds=8.0):
        """Waits until test() is true; raises with `what` when it does not become so."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if test():
                return
            time.sleep(0.01)
        raise AssertionError(f"{what}: not within {seconds} s; status {self.status()}, "
                             f"{len(self.printer.slips)} slips")

    def log(self):
        """What the program has said so far."""
        with open(os.path.join(self.folder, "log"), encoding="utf-8") as f:
            return f.read()

    def left(self):
        return sorted(os.listdir(self.queue))


def same(rows, image):
    """Whether the printed rows are exactly the drawn slip."""
    got = to_image(rows)
    return got.shape == image.shape and bool((got == image).all())


