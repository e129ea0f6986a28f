#!/bin/bash
# aula-import into a real aula-server: records arrive, the second run changes nothing, what is gone goes, the report is kept.
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/stack.sh
for p in aula-server aula-import; do [ -x "$B/bin/$p" ] || { echo "skip: $p is not built"; exit 77; }; done
stack_init
stack_server

page() { # N ids… → a Linked Events document
	python3 - "$@" <<'PY'
import json, sys, datetime
day = (datetime.date.today() + datetime.timedelta(days=20)).isoformat()
ev = [{"id": f"helsinki:{i}", "name": {"fi": f"Tapahtuma {i}"}, "start_time": f"{day}T10:00:00Z", "end_time": f"{day}T11:00:00Z", "event_status": "EventScheduled",
       "provider": {"fi": "Esimerkki ry"}, "location": {"id": "tprek:1", "name": {"fi": "Kirjasto"}, "address_locality": {"fi": "Oulu"}}} for i in sys.argv[1:]]
print(json.dumps({"meta": {"next": None}, "data": ev}))
PY
}
cat >"$T/import.ini" <<INI
[server]
url = $base
token_file = $token_file
[paths]
state = $T/import
assets = assets
[source linkedevents:test]
type = linkedevents
file = $T/page.json
INI
import() { "$B/bin/aula-import" --config "$T/import.ini" --all >"$T/out" 2>"$T/err"; }

page a b c d e f g h i j >"$T/page.json"
check "a first run is taken" import
check "all are new" grep -q "server    12 new, 0 changed, 0 unchanged" "$T/err"
feed() { curl -fsS "$base/v1/feed?after=0&limit=100" >"$T/feed"; grep -q "$1" "$T/feed"; }
check "the feed has them" feed le:helsinki:j
head1=$(curl -fsS "$base/healthz")
check "a second run" import
check "changes nothing" grep -q "server    0 new, 0 changed, 12 unchanged, 0 removed" "$T/err"
check "and gives no new sequence" [ "$(echo "$head1" | grep -o '"head":[0-9]*')" = "$(curl -fsS "$base/healthz" | grep -o '"head":[0-9]*')" ]
page a b c d e f g h i >"$T/page.json"
check "a run without one of them" import
check "removes it" grep -q "1 removed" "$T/err"
page a >"$T/page.json"
check "a run with nearly nothing" import
check "is refused by the sweep guard" grep -q "refused to remove" "$T/err"
echo '{"meta":{"next":null},"data":[]}' >"$T/page.json"
import && not_ok "an empty source is no success" || ok "an empty source is no success"
check "and empties nothing" feed le:helsinki:b
grep -iE "refused by|WARN|warning" "$T/err" && cat "$T/err"
stack_end
