#!/bin/bash
# Tap → picture and key → hits with 20,000 and 100,000 generated activities beside the demo content.
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/stack.sh
stack_init
stack_server
scripts/demo-data.sh >"$T/demo.ndjson"
stack_import "$T/demo.ndjson"
for n in ${SIZES:-20000 100000}; do
	"$B/tools/generate" "$n" >"$T/many.ndjson"
	stack_import "$T/many.ndjson" records many || tail -n 5 "$T/import.log"
	stack_sync --once || tail -n 5 "$T/sync.log"
	echo "-- $n activities, cache $(($(stat -c %s "$T/device/cache/cache.db") / 1048576)) MB"
	AULA_BENCH_DEVICE=$T/device "$B/bench/kiosk/bench_tap" 2>/dev/null
done
