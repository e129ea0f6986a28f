#!/usr/bin/python3
"""Every action that is written into the log of changes has words for people (src/server/staff/deeds.c)."""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "src/server/staff/deeds.c"
ACTION = re.compile(r'"([a-z]{3,}\.[a-z]+(?:-[a-z]+)*)"')
FILES = (".css", ".js", ".ics", ".fi")  # literals of the same shape that are no actions


def actions():
    """Action -> file, from the literals of the sources; what can be put can be taken back."""
    kinds = set(re.findall(r'"([a-z]+)"', (ROOT / "src/model/record.c").read_text(encoding="utf-8")))
    found = {"login": "staff_login.c"}
    for folder in ("src/server", "src/store"):
        for path in sorted((ROOT / folder).rglob("*.c")):
            if path == TABLE:
                continue
            text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
            for action in ACTION.findall(re.sub(r"#include.*", "", text)):
                if not action.endswith(FILES):
                    found[action] = path.name
                kind, _, verb = action.partition(".")
                if verb == "put" and kind in kinds and kind != "place":
                    found[kind + ".undo"] = "staff_change.c"
    return found


def main():
    table = TABLE.read_text(encoding="utf-8")
    known = re.findall(r'{"([a-z.-]+)",\s+TR\(', table[:table.index("deed_words")])
    found = actions()
    bad = ["%s (%s) has no words in deeds.c" % (a, f) for a, f in sorted(found.items()) if a not in known]
    bad += ["deeds.c has words for %s, which nothing writes" % a for a in known if a not in found and a not in ("command line", "server")]
    if len(found) < 40:
        bad.append("only %d actions found: the test looks in the wrong place" % len(found))
    for line in bad:
        print("not ok: " + line)
    sys.exit(1 if bad else 0)


main()
