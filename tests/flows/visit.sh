#!/bin/bash
# Plays tests/flows/visit/*.script on a small cache with the content of the pictures, each on a fresh one.
# A line "# needs: feature|cancel|hours|damage" in a script adds that change to the content before it starts.
set -u
cd "$(dirname "$0")/../.." || exit 1
B=${B:-build}
kiosk=$B/bin/aula-kiosk fixture=$B/tests/screens/test_fixture
[ -x "$kiosk" ] && [ -x "$fixture" ] || { echo "skip: aula-kiosk or its fixture is not built"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
for script in tests/flows/visit/*.script; do
	name=$(basename "$script" .script)
	state=$work/$name
	mkdir -p "$state"/{cache,status,spool/print,spool/report}
	AULA_FIXTURE_CACHE=$state/cache/cache.db "$fixture" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
	for change in $(sed -n 's/^# needs: //p' "$script"); do
		[ "$change" = damage ] && { rm -f "$state"/cache/*; head -c 9000 /dev/zero | tr '\0' x >"$state/cache/cache.db"; continue; }
		AULA_FIXTURE_CACHE=$state/cache/cache.db AULA_FIXTURE_NDJSON=tests/fixtures/kaakkuri-$change.ndjson \
			"$fixture" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
	done
	if timeout 120 "$kiosk" --virtual 1080x1920 --set paths.state="$state" --set staff.pin=4321 --set screen.advice_phone=+358401234567 --script "$script" 2>"$work/log"; then
		echo "ok: $name"
	else
		echo "not ok: $name"; grep -v catalogue "$work/log"; failed=1
	fi
done
exit $failed
