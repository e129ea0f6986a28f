#!/bin/bash
# Tap → picture and key → pixels with 20,000 generated activities beside the demo content, and memory after 10,000 changes
# of screen. BENCH_BIG=1 adds 100,000 (importing and analysing them takes minutes); SIZES="N…" names others.
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/stack.sh
stack_init
stack_server
scripts/demo-data.sh >"$T/demo.ndjson"
stack_import "$T/demo.ndjson"
for n in ${SIZES:-20000 ${BENCH_BIG:+100000}}; do
	"$B/tools/generate" "$n" >"$T/many.ndjson"
	stack_import "$T/many.ndjson" records many || tail -n 5 "$T/import.log"
	stack_sync --once || tail -n 5 "$T/sync.log"
	echo "-- $n activities, cache $(($(stat -c %s "$T/device/cache/cache.db") / 1048576)) MB (aims: tap → picture ≤ 5 ms, key → pixels p99 ≤ 10 ms)"
	memory=; [ "$n" -gt 20000 ] || memory=1
	env AULA_BENCH_DEVICE="$T/device" ${memory:+BENCH_MEMORY=1} "$B/bench/kiosk/bench_tap" 2>/dev/null
	[ -z "${KEEP_DEVICE:-}" ] || cp -r "$T/device" "$KEEP_DEVICE"
done
