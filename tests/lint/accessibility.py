#!/usr/bin/python3
"""Every test that docs/ACCESSIBILITY.md names exists, and every name in quotation marks beside a script stands in it."""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
text = (ROOT / "docs/ACCESSIBILITY.md").read_text()
bad = []
named = re.findall(r"`((?:flows/|unit/|visit/|screens/)?[\w/*.-]+\.(?:py|script|sh)|unit/[\w/*]+)`", text)
for name in sorted(set(named)):
    ways = [f"flows/{name}", name, f"{name}.c", f"{name}/"]
    if not any(any(TESTS.glob(w.rstrip("/"))) for w in ways):
        bad.append(name)
# `test` "name", "another": each name stands in the test, or is one of its functions
for name, quoted in re.findall(r"`([\w/.-]+)`((?:,? \"[^\"]+\")+)", text):
    files = [f for w in (f"flows/{name}", name, f"{name}.c") for f in TESTS.glob(w)]
    source = "".join(f.read_text() for f in files)
    for case in re.findall(r"\"([^\"]+)\"", quoted):
        if case not in source and case.replace(" ", "_").lower() not in source:
            bad.append(f"{name}: {case}")
if len(named) < 20:
    bad.append("the table names no tests")
print("not ok: accessibility: no such test: " + ", ".join(bad) if bad else f"ok: accessibility: {len(set(named))} named tests exist")
sys.exit(bool(bad))
