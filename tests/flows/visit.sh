#!/bin/bash
# Plays tests/flows/visit/*.script on a small cache with the content of the pictures, each on a fresh one.
# A line "# needs: feature|cancel|hours|damage" in a script adds that change to the content before it starts.
set -u
. "$(dirname "$0")/../support/state.sh"
failed=0
for script in tests/flows/visit/*.script; do
	name=$(basename "$script" .script)
	state=$work/$name
	new_state "$state"
	for change in $(sed -n 's/^# needs: //p' "$script"); do
		[ "$change" = damage ] && { rm -f "$state"/cache/*; head -c 9000 /dev/zero | tr '\0' x >"$state/cache/cache.db"; continue; }
		fills "$state/cache/cache.db" AULA_FIXTURE_NDJSON=tests/fixtures/kaakkuri-$change.ndjson
	done
	if timeout 120 "$kiosk" --virtual 1080x1920 --set paths.state="$state" --set staff.pin=4321 --set screen.advice_phone=+358401234567 --script "$script" 2>"$work/log"; then
		echo "ok: $name"
	else
		echo "not ok: $name"; grep -v catalogue "$work/log"; failed=1
	fi
done
exit $failed
