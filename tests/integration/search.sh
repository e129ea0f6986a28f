#!/bin/bash
# Search over the real way of the data: demo records → import → server (analysis) → feed → sync (index) → aula-kiosk search.
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/stack.sh
command -v curl >/dev/null && command -v python3 >/dev/null || { echo "skip: no curl or python3"; exit 77; }
stack_init
stack_demo 2026-03-11

# ask LANG WORDS → one line of JSON
ask() { "$B/bin/aula-kiosk" search --cache "$T/device/cache/cache.db" --centre kaakkuri --now 2026-03-11T12:15 --lang "$1" --json "$2"; }
# holds LANG WORDS PYTHON-EXPRESSION over r (the answer) and ids (of the first five)
holds() {
	ask "$1" "$2" | python3 -c '
import json, sys
r = json.load(sys.stdin)
ids = [c["id"].split(":")[-1] for c in r["results"][:5]]
sys.exit(0 if eval(sys.argv[1]) else print(ids, {k: r[k] for k in ("total", "danger", "did_you_mean")}) or 1)' "$3"
}
check "an inflected word" holds fi omaishoitajalle '"omaishoitajien-kahvihetki" in ids'
check "a misspelling, said" holds fi masenus 'r["corrected"] and r["did_you_mean"] == "masennus"'
check "danger is marked" holds fi itsemurha '"crisis" in r["danger"] and r["total"] > 0'
check "Swedish finds it" holds sv sorgegrupp '"surevien-keskusteluryhma" in ids'
check "a first letter gives hits and words" holds fi k 'len(ids) == 5 and len(r["suggestions"]) > 0'
check "a postcode finds its places" holds fi 90420 'r["total"] > 5 and not r["corrected"]'
check "the first digits of one too" holds fi 9042 'r["total"] > 5'
check "a postcode and a need" holds sv "90420 motion" 'r["total"] > 0 and not r["partial"]'
check "explained" sh -c "'$B/bin/aula-kiosk' search --cache '$T/device/cache/cache.db' --explain dementia | grep -q 'stands for #k:memory'"
check "a missing cache is said" sh -c "! '$B/bin/aula-kiosk' search --cache '$T/no.db' kahvi 2>/dev/null"
stack_end
