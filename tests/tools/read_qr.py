#!/usr/bin/python3
"""Reads every QR code of a picture with ZXing: the second of the two decoders that tests compare."""
import sys

import cv2
import zxingcpp

texts = [r.text for r in zxingcpp.read_barcodes(cv2.imread(sys.argv[1]))]
print("\n".join(texts))
sys.exit(0 if texts else 1)
