#!/bin/bash
# Runs the measurements one after another: every $B/bench/LAYER/bench_* and tests/bench/bench_*.sh.
# tests/bench/run.sh [PREFIX]   only those whose name begins so, e.g. "bench_start" or "start"
cd "$(dirname "$0")/../.." || exit 1
export B=${B:-build}
only=${1:-}
echo "Aula measurements, $(nproc) cores, $(date -u +%FT%TZ). Ratios count; single figures on a shared machine do not."
for b in "$B"/bench/*/bench_* tests/bench/bench_*.sh; do
	name=$(basename "$b"); name=${name%.sh}
	case $b in *.d | *.o) continue ;; esac
	[ -x "$b" ] || continue
	case $name in "$only"* | bench_"$only"*) ;; *) continue ;; esac
	echo "== $name"
	timeout 900 "$b" || echo "$name ended with $?"
done
