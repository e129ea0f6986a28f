#!/usr/bin/python3
"""Reads every QR code of a picture with OpenCV's decoder: the second of the two that tests compare."""
import sys

import cv2

image = cv2.imread(sys.argv[1])
found, texts, _, _ = cv2.QRCodeDetector().detectAndDecodeMulti(image)
texts = [t for t in texts if t] if found else []
print("\n".join(texts))
sys.exit(0 if texts else 1)
