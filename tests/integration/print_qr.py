#!/usr/bin/python3
"""(slow) Slips as pictures: the goldens, and the code on them read by two decoders (ZBar, ZXing), also blurred, noisy and
turned by five degrees, as a phone sees worn thermal paper. AULA_GOLDEN=accept takes today's pictures as right."""
import os
import subprocess
import sys
import tempfile

import cv2
import numpy
import zxingcpp

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "tools"))
from printbench import ROOT, render, run, slip  # noqa: E402

NAMES = ["event", "tray", "cancelled", "arabic", "sami-large", "russian"]
DRAWN = [*NAMES, "somali-large"]  # the codes of six kinds of slip are enough to read
PAPERS = [(576, 203), (512, 180), (384, 203)]
GOLDENS = os.path.join(ROOT, "tests", "golden", "slips")
FAILED = os.path.join(ROOT, "build", "slips")


def zbar(image):
    with tempfile.NamedTemporaryFile(suffix=".png") as f:
        cv2.imwrite(f.name, image)
        out = subprocess.run(["zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", f.name], capture_output=True,
                             text=True, check=False)
    return out.stdout.strip()


def zxing(image):
    # ZXing wants a little paper around a code at the very edge
    found = zxingcpp.read_barcodes(cv2.copyMakeBorder(image, 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=255))
    return found[0].text if found else ""


def blurred(image):
    return cv2.GaussianBlur(image, (0, 0), 2.2)


def noisy(image, strength=25):
    """A phone sees a module in about five of its own dots, and the noise is in those."""
    seen = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA).astype(float)
    seen += numpy.random.default_rng(7).normal(0, strength, seen.shape)
    return numpy.clip(seen, 0, 255).astype(numpy.uint8)


def turned(image):
    h, w = image.shape
    side = int((h * h + w * w) ** 0.5) + 2
    big = numpy.full((side, side), 255, numpy.uint8)
    big[(side - h) // 2 : (side - h) // 2 + h, (side - w) // 2 : (side - w) // 2 + w] = image
    return cv2.warpAffine(big, cv2.getRotationMatrix2D((side / 2, side / 2), 5, 1), (side, side),
                          borderValue=255)


def worn(image):
    """All at once, and pale, with a vertical stripe where the head is dirty."""
    pale = (255 - (255 - image.astype(float)) * 0.6).astype(numpy.uint8)
    pale[:, image.shape[1] // 2 + 31 : image.shape[1] // 2 + 33] = 255
    return noisy(blurred(turned(pale)), 8)


def codes_are_read_by_two_decoders():
    n = 0
    for name in NAMES:
        want = slip(name)["qr"]
        for dots, dpi in PAPERS:
            image = render(name, dots, dpi)
            for change in (lambda x: x, blurred, noisy, turned, worn):
                for decoder in (zbar, zxing):
                    got = decoder(change(image))
                    assert got == want, f"{name} {dots} {change.__name__} {decoder.__name__}: {got!r}"
                    n += 1
    return f"{n} readings"


def a_broken_code_is_not_read():
    """The test itself must be able to fail: without its corner marks no decoder finds the code."""
    image = render("event")
    rows = numpy.where((image < 128).sum(axis=1) > 0)[0]
    image[rows[len(rows) // 2] : rows[-1], 90:300] = 255
    assert zbar(image) == "" and zxing(image) == ""


def the_quiet_zone_is_white_and_modules_are_large():
    for dots, dpi in PAPERS:
        image = render("event", dots, dpi)
        found = zxingcpp.read_barcodes(image)[0].position
        left, right = found.top_left.x, found.top_right.x
        top, bottom = found.top_left.y, found.bottom_left.y
        module = (right - left + 1) / 29
        quiet = int(4 * module) - 1
        assert module >= 6, f"{dots} dots: {module:.1f} a module"
        ring = image[top - quiet : bottom + quiet, left - quiet : right + quiet].copy()
        ring[quiet - 1 : -quiet + 1, quiet - 1 : -quiet + 1] = 255
        assert (ring == 255).all(), f"{dots} dots: something stands in the quiet zone"


def slips_look_as_they_did():
    """The golden pictures; on a difference the picture made now is left in build/slips."""
    wrong = []
    for name in DRAWN:
        for dots, dpi in PAPERS:
            image = render(name, dots, dpi)
            path = os.path.join(GOLDENS, f"{name}-{dots}.png")
            if os.environ.get("AULA_GOLDEN") == "accept":
                os.makedirs(GOLDENS, exist_ok=True)
                cv2.imwrite(path, image, [cv2.IMWRITE_PNG_BILEVEL, 1, cv2.IMWRITE_PNG_COMPRESSION, 9])
                continue
            golden = cv2.imread(path, cv2.IMREAD_GRAYSCALE)
            if golden is None or golden.shape != image.shape or (golden != image).any():
                os.makedirs(FAILED, exist_ok=True)
                cv2.imwrite(os.path.join(FAILED, f"{name}-{dots}.png"), image)
                wrong.append(f"{name}-{dots}")
    assert not wrong, f"differ (see {FAILED}): {' '.join(wrong)}"


def nothing_is_cut_off_at_the_edges():
    for name in DRAWN:
        for dots, dpi in PAPERS:
            body = render(name, dots, dpi)[220 if dots == 384 else 160 :]
            edge = max(4, dots * 24 // 576 - 10)  # letters may hang a little into the margin
            assert (body[:, :edge] == 255).all() and (body[:, -edge:] == 255).all(), f"{name} {dots}"
            assert (body[-40:] == 255).all(), f"{name} {dots}: ink in the last rows"


run([codes_are_read_by_two_decoders, a_broken_code_is_not_read, the_quiet_zone_is_white_and_modules_are_large,
     slips_look_as_they_did, nothing_is_cut_off_at_the_edges])
