#!/bin/bash
# The whole way: a real Linked Events document → importer → server → sync → screen → QR code → phone page.
cd "$(dirname "$0")/../.." || exit 1
sample=$(ls "${AULA_SHARED:-../shared}"/samples/linkedevents__turku*991417.json 2>/dev/null | head -n 1)
[ -n "$sample" ] || { echo "skip: no ../shared/samples here"; exit 77; }
command -v faketime >/dev/null || { echo "skip: no faketime"; exit 77; }
# the sample's event is on 14 June 2022: everything runs on that morning
FAKETIME_AT="2022-06-14 09:00:00"
[ -z "${AULA_SANITIZED:-}" ] || { echo "skip: sanitizers and faketime both want to be preloaded first"; exit 77; }
. tests/tools/stack.sh
stack_init
stack_server

cat >"$T/centre.ndjson" <<'RECORDS'
{"kind":"centre","id":"test-turku","doc":{"name":{"fi":"Esimerkin terveysasema"},"short_name":{"fi":"Esimerkki"},"lat":60.452,"lon":22.29,"municipality":"853","zone":"Europe/Helsinki","languages":["fi","sv","en"],"nearby_km":30}}
RECORDS
cat assets/topics/topics.ndjson >>"$T/centre.ndjson"
check "centre and topics are taken" stack_import "$T/centre.ndjson"
check "a real Linked Events document is taken" stack_import "$sample" linkedevents
check "sync fetches it" stack_sync --once
check "the cache verifies" stack_sync verify

cat >"$T/script" <<SCRIPT
clock 2022-06-14T12:15
tap 540 1500
expect "Kesäillan vesijumppa"
tap "Kesäillan vesijumppa"
expect "19.30"
screenshot $T/detail.png
dump $T/detail.txt
SCRIPT
check "the screen shows it among today's events, and its detail" stack_kiosk "$T/script" --set screen.centre=test-turku
one=$(zbarimg -q --raw "$T/detail.png" 2>/dev/null)
two=$(tests/tools/read_qr.py "$T/detail.png")
check "zbar reads the code: $one" [ -n "$one" ]
check "ZXing reads the same: $two" [ "$one" = "$two" ]
check "the address is at most 42 characters" [ "${#one}" -le 42 ]
page=$(curl -fsS "$one" 2>&1)
case $page in
*"Kesäillan vesijumppa"*) ok "that address answers 200 with the activity's name" ;;
*) not_ok "that address answers 200 with the activity's name" ;;
esac
stack_end
