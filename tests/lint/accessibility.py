#!/usr/bin/python3
"""Every test that docs/ACCESSIBILITY.md names exists, and every name in quotation marks beside a script stands in it."""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
text = (ROOT / "docs/ACCESSIBILITY.md").read_text()
bad = []
named = re.findall(r"`((?:flows/|unit/|visit/)?[\w/*.-]+\.(?:py|script)|unit/[\w/*]+)`", text)
for name in sorted(set(named)):
    ways = [f"flows/{name}", name, f"{name}.c", f"{name}/"]
    if not any(any(TESTS.glob(w.rstrip("/"))) for w in ways):
        bad.append(name)
if len(named) < 20:
    bad.append("the table names no tests")
print("not ok: accessibility: no such test: " + ", ".join(bad) if bad else f"ok: accessibility: {len(set(named))} named tests exist")
sys.exit(bool(bad))
