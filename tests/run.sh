#!/bin/bash
# Runs the test suites and ends with one line: "N passed, N failed, N skipped".
#   tests/run.sh [--quick] [--only PREFIX] [--jobs N]
# A suite is a program: every cmocka binary under $B/tests, and every executable file
# tests/{lint,screens,flows,conformance,integration,faults,fuzz}/*.{sh,py}; tests/suite.sh runs one. The first five lines of a
# script may say "slow" (--quick leaves it out), "long" (it starts first, so that the others run beside it)
# or "alone" (nothing runs beside it). --jobs: how many at once (one more than there are processors).
set -u
cd "$(dirname "$0")/.." || exit 1
B=${B:-build}
export B
quick="" only="" jobs=${JOBS:-$(($(nproc) + 1))} # one more: many wait for a clock or a network
while [ $# -gt 0 ]; do
	case $1 in
	--quick) quick=1 ;;
	--only) only=$2; shift ;;
	--jobs) jobs=$2; shift ;;
	*) echo "run.sh: unknown option $1" >&2; exit 2 ;;
	esac
	shift
done

says() { # file word
	head -n 5 "$1" | grep -qw "$2"
}

first=() units=() others=() alone=()
for source in tests/unit/*/test_*.c; do
	name=${source#tests/}
	units+=("${name%.c}")
done
for script in tests/{lint,conformance,screens,flows,integration,faults,fuzz}/*.{sh,py}; do
	[ -x "$script" ] || continue
	if [ -n "$quick" ] && says "$script" slow; then continue; fi
	name=${script#tests/}
	if says "$script" alone; then alone+=("$name"); elif says "$script" long; then first+=("$name"); else others+=("$name"); fi
done

results=$(mktemp)
trap 'rm -f "$results"' EXIT
run() { # jobs name...
	local at_once=$1
	shift
	local name picked=()
	for name in "$@"; do
		case $name in "$only"*) picked+=("$name") ;; esac
	done
	[ ${#picked[@]} = 0 ] || printf '%s\0' "${picked[@]}" | xargs -0 -n 1 -P "$at_once" tests/suite.sh "$results"
}
run "$jobs" "${first[@]}" "${units[@]}" "${others[@]}"
run 1 "${alone[@]}"

echo
failures=$(awk '$2 > 0 {printf " %s", $4}' "$results")
[ -z "$failures" ] || echo "failed:$failures"
awk '{p += $1; f += $2; s += $3} END {printf "%d passed, %d failed, %d skipped\n", p, f, s; exit f > 0 || p == 0}' "$results"
