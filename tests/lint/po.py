#!/usr/bin/python3
"""The message catalogues: nothing missing in Finnish and Swedish, placeholders that agree, plural forms, sizes.

The other languages are machine-made and may lag by a few new messages; the program then falls back.
"""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "assets/po"
COMPLETE = ("fi", "sv")  # written by people: no gaps, nothing fuzzy
PLURALS = {"fi": 2, "sv": 2, "fi@selko": 2, "se": 3, "ru": 3, "uk": 3, "et": 2, "ar": 6, "so": 2}
MISSING_SHARE_MAX = 0.05
DOCK_CHARACTERS_MAX = 12  # design/tokens.md §8
FINNISH_NEVER = ("!", "ilmainen", "klikkaa", "asiakas", "käyttäjä ")  # §11
STAFF = re.compile(r"src/(server/(?!phone/|page\b)|screens/screen_staff)")
PRINTF = re.compile(r"%(?:(\d+)\$)?[-+ #0']*[\d.]*(hh|h|ll|l|z|j|t)?([a-zA-Z%])")


def unquote(text):
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), text[1:-1])


def entries(text):
    """Each message of a .po: dict of flags, msgctxt, msgid, msgid_plural, msgstr list."""
    for block in text.split("\n\n"):
        entry, field = {"flags": "", "files": [], "strings": []}, None
        for line in block.splitlines():
            if line.startswith("#~"):
                continue
            if line.startswith("#,"):
                entry["flags"] += line
            if line.startswith("#: "):
                entry["files"] += line[3:].split()
            match = re.match(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d+\])? (".*")$', line)
            if match and match[1] == "msgstr":
                entry["strings"].append(unquote(match[2]))
                field = None
            elif match:
                field = match[1]
                entry[field] = unquote(match[2])
            elif line.startswith('"') and field:
                entry[field] += unquote(line)
            elif line.startswith('"') and entry["strings"]:
                entry["strings"][-1] += unquote(line)
        if "msgid" in entry:
            yield entry


def conversions(text):
    found = [m for m in PRINTF.finditer(text) if m[3] != "%"]
    return {int(m[1]) if m[1] else i + 1: (m[2] or "") + m[3] for i, m in enumerate(found)}


def problems_of_entry(entry, language):
    name = entry.get("msgctxt", "") + ("|" if "msgctxt" in entry else "") + entry["msgid"]
    model = entry.get("msgid_plural", entry["msgid"])
    fields = set(re.findall(r"{(\w+)}", model))
    wanted = PLURALS[language] if "msgid_plural" in entry else 1
    if len(entry["strings"]) != wanted:
        yield f"{name}: {len(entry['strings'])} forms, {wanted} wanted"
    for string in entry["strings"]:
        if not string:
            continue
        if set(re.findall(r"{(\w+)}", string)) - fields:
            yield f"{name}: a field that the message does not have: {string}"
        if "msgid_plural" not in entry and fields - set(re.findall(r"{(\w+)}", string)):
            yield f"{name}: a field is lost: {string}"
        given = conversions(model)
        if any(given.get(at) != kind for at, kind in conversions(string).items()):
            yield f"{name}: conversions differ: {string}"
        shown = string.replace("\u00ad", "")  # soft hyphens are seen only at the end of a line
        if entry.get("msgctxt") == "dock" and len(shown) > DOCK_CHARACTERS_MAX:
            yield f"{name}: {len(shown)} characters in the dock: {string}"
        if language == "fi" and any(word in string.lower() for word in FINNISH_NEVER):
            yield f"{name}: not the house's words: {string}"


def wanted_in(entry, language):
    """Visitors read ten languages; the pages of staff are in those that people keep."""
    return language in COMPLETE or not all(STAFF.match(f) for f in entry["files"])


def problems(text, language):
    found, missing, total = [], [], 0
    for entry in entries(text):
        if not entry["msgid"]:
            if f"nplurals={PLURALS[language]};" not in entry["strings"][0]:
                found.append("Plural-Forms is not as expected")
            continue
        total += 1
        if not all(entry["strings"]) and wanted_in(entry, language):
            missing.append(entry["msgid"])
        if language in COMPLETE and "fuzzy" in entry["flags"]:
            found.append(f"{entry['msgid']}: fuzzy")
        found += problems_of_entry(entry, language)
    limit = 0 if language in COMPLETE else MISSING_SHARE_MAX * total
    if len(missing) > limit:
        found += [f"not translated: {m}" for m in missing]
    return found


def template_is_current():
    """assets/po/aula.pot holds exactly the messages of src/."""
    made = subprocess.run(["make", "-s", "-f", "-", "show"], cwd=ROOT, capture_output=True, text=True,
                          input="include scripts/po.mk\nshow:\n\t@find src -name '*.c' | LC_ALL=C sort | "
                                "$(XGETTEXT) --files-from=- --output=-\n", check=True)

    def keys(text):
        return {(e.get("msgctxt"), e["msgid"], e.get("msgid_plural")) for e in entries(text)}
    return keys(made.stdout), keys((PO / "aula.pot").read_text())


def main():
    bad = 0

    def say(good, name, details=()):
        nonlocal bad
        print(("ok: " if good else "not ok: ") + name)
        for line in list(details)[:20]:
            print("    " + line)
        bad += not good
    source, template = template_is_current()
    say(source == template, "aula.pot is up to date (make po)", [str(k[1]) for k in source ^ template])
    keys_of = {}
    for language in PLURALS:
        text = (PO / f"{language}.po").read_text()
        found = problems(text, language)
        keys_of[language] = {(e.get("msgctxt"), e["msgid"], e.get("msgid_plural")) for e in entries(text)}
        say(not found, f"{language}.po", found)
        if keys_of[language] != template:
            say(False, f"{language}.po has the template's messages (make po)")
    fi = (PO / "fi.po").read_text()
    # the check itself must notice what it is for
    say(any("not translated" in p for p in problems(fi.replace('msgstr "Takaisin"', 'msgstr ""'), "fi")),
        "notices a missing translation")
    say(any("does not have" in p for p in problems(fi.replace('"klo {time}"', '"klo {tima}"'), "fi")),
        "notices a wrong field")
    say(any("conversions" in p for p in problems(fi.replace('%zu ryhmää"', '%s ryhmää"'), "fi")),
        "notices a wrong conversion")
    say(any("in the dock" in p for p in problems(fi.replace('"Lopeta"', '"Lopeta ja lähde"'), "fi")),
        "notices a long dock label")
    return 1 if bad else 0


sys.exit(main())
