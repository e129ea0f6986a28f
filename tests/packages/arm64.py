#!/usr/bin/python3
"""Installs the arm64 packages of build/deb beside the cross compiler and runs the arm64 screen under qemu: its pictures
are the amd64 ones, byte for byte. Run by `make test-arm64`, which has built both before; needs root.

The amd64 ones are the accepted pictures (tests/golden/screens) where they are kept whole, else taken here. Vector art is
drawn by Debian's SDL_image, whose floats are contracted on arm64 and not on amd64: a pixel on an edge of it may be one
step of 255 off. So the pictures must be equal in every byte but for at most EDGE_PIXELS of one step, and most in all."""
import glob
import os
import subprocess
import sys
import tempfile

import cv2
import numpy

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
CROSS = os.path.join(ROOT, "build", "cross", "arm64")
DEBS = os.path.join(ROOT, "build", "deb", "arm64")
RIGHT = os.path.join(ROOT, "tests", "golden", "screens")
LINES = "1080x1920 \\(fi\\|large\\|ar\\|ru\\|se\\|dark\\|first\\|long\\) \\|1920x1080 en \\|800x480 *sv "  # of pictures.txt
EDGE_PIXELS = 8

failed = False


def say(ok, name, why=""):
    global failed
    failed = failed or not ok
    print(f"{'ok' if ok else 'not ok'}: {name}{f' ({why})' if why else ''}", flush=True)
    return ok


def in_root(command):
    """Runs a shell command in the cross root with /proc of its own; nothing stays mounted."""
    script = f"mount -t proc proc {CROSS}/proc && chroot {CROSS} sh -c '{command}'"
    return subprocess.run(["unshare", "--mount", "--pid", "--fork", "sh", "-c", script], capture_output=True, text=True,
                          env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"})


def install():
    os.makedirs(f"{CROSS}/debs", exist_ok=True)
    for deb in glob.glob(f"{CROSS}/debs/*"):
        os.unlink(deb)
    for deb in glob.glob(f"{DEBS}/aula-kiosk_*.deb") + glob.glob(f"{DEBS}/aula-common_*.deb"):
        subprocess.run(["cp", deb, f"{CROSS}/debs/"], check=True)
    done = in_root("apt-get install -y -q --no-install-recommends --reinstall /debs/*.deb")
    return say(done.returncode == 0, "aula-kiosk:arm64 installs", done.stdout[-300:] + done.stderr[-300:] if done.returncode else "")


def emulated(folder):
    """A script that runs the arm64 kiosk; its files are looked up in the root first."""
    for name in ("kiosk", "print"):
        path = os.path.join(folder, f"aula-{name}")
        with open(path, "w", encoding="ascii") as f:
            f.write(f"#!/bin/sh\nexec {CROSS}/usr/bin/qemu-aarch64-static -L {CROSS} {CROSS}/usr/bin/aula-{name} \"$@\"\n")
        os.chmod(path, 0o755)
    return folder


def take(out, kiosk=None):
    env = {**os.environ, **({"KIOSK": kiosk} if kiosk else {})}
    done = subprocess.run([f"{ROOT}/tests/tools/take_pictures.sh", out, LINES], env=env, capture_output=True, text=True)
    return say(done.returncode == 0, f"the {'arm64' if kiosk else 'amd64'} screen takes its pictures", done.stdout[-300:])


def compare(name, arm64, amd64):
    """Whether equal in every byte; not ok when not, but for edges of vector art."""
    a, b = cv2.imread(arm64, cv2.IMREAD_UNCHANGED), cv2.imread(amd64, cv2.IMREAD_UNCHANGED)
    if a is None or b is None or a.shape[:2] != b.shape[:2]:
        return say(False, name, "missing or of another size") and False
    off = numpy.abs(a[:, :, :3].astype(int) - b[:, :, :3].astype(int)).max(axis=2)
    pixels, most = int((off > 0).sum()), int(off.max())
    say(most <= 1 and pixels <= EDGE_PIXELS, name, f"{pixels} pixels by {most}" if pixels else "")
    return pixels == 0


def compare_all(folder, wanted):
    taken = sorted(os.path.basename(p)[:-4] for p in glob.glob(f"{folder}/arm64/*.png"))
    say(len(taken) >= wanted, f"{len(taken)} pictures")
    equal = 0
    for name in taken:
        accepted = f"{RIGHT}/{name}.webp"
        equal += compare(name, f"{folder}/arm64/{name}.png", accepted if os.path.exists(accepted) else f"{folder}/amd64/{name}.png")
    say(equal * 2 > len(taken), f"{equal} of {len(taken)} pictures equal in every byte")


def compare_slip(folder):
    slips = [f"{folder}/slip-{arch}.png" for arch in ("arm64", "amd64")]
    for path, program in zip(slips, (f"{folder}/aula-print", f"{ROOT}/build/bin/aula-print")):
        subprocess.run([program, "--set", f"paths.assets={ROOT}/assets", "--render", f"{ROOT}/tests/data/slips/arabic.json", path],
                       check=True)
    with open(slips[0], "rb") as a, open(slips[1], "rb") as b:
        say(a.read() == b.read(), "the Arabic slip: the file is the same")


def main():
    if not install():
        return
    with tempfile.TemporaryDirectory() as folder:
        emulated(folder)
        arm = subprocess.run([f"{folder}/aula-kiosk", "--version"], capture_output=True, text=True)
        say(arm.returncode == 0, "it is an arm64 program that starts", arm.stdout.strip() or arm.stderr[-200:])
        take(f"{folder}/amd64")  # most accepted pictures are kept as hashes only
        take(f"{folder}/arm64", f"{folder}/aula-kiosk")
        compare_all(folder, 20)
        compare_slip(folder)


if os.geteuid() != 0:
    print("skip: needs root")
    sys.exit(77)
main()
sys.exit(1 if failed else 0)
