#!/bin/bash
# Runs the test suites and ends with one line: "N passed, N failed, N skipped".
#   tests/run.sh [--quick] [--only PREFIX]
# A suite is a program: every cmocka binary under $B/tests, and every executable file
# tests/{lint,screens,flows,conformance,integration,faults,fuzz}/*.{sh,py}. Exit 0 = passed,
# 77 = skipped, anything else = failed. A script may print "ok: NAME", "not ok: NAME", "skip: NAME" lines:
# then each of those counts. --quick leaves out those with "slow" in their first five lines.
set -u
cd "$(dirname "$0")/.." || exit 1
B=${B:-build}
export B
quick=""
only=""
while [ $# -gt 0 ]; do
	case $1 in
	--quick) quick=1 ;;
	--only) only=$2; shift ;;
	*) echo "run.sh: unknown option $1" >&2; exit 2 ;;
	esac
	shift
done
passed=0 failed=0 skipped=0 failures=""
mkdir -p "$B/test-logs"

count() { # log exit-code name
	local log=$1 code=$2 name=$3 ok bad skip
	case $name in
	unit/*)
		ok=$(grep -c '^\[       OK \]' "$log"); bad=$(grep -c '^\[  FAILED  \] [a-z]' "$log"); skip=$(grep -c '^\[  SKIPPED \] [a-z]' "$log")
		# cmocka lists a failed test twice (where it failed, and in the closing list)
		bad=$(((bad + 1) / 2)); skip=$(((skip + 1) / 2)) ;;
	*)
		ok=$(grep -c '^ok: ' "$log"); bad=$(grep -c '^not ok: ' "$log"); skip=$(grep -c '^skip: ' "$log") ;;
	esac
	if [ "$code" = 77 ]; then
		skip=$((skip > 0 ? skip : 1))
	elif [ "$code" != 0 ]; then
		bad=$((bad > 0 ? bad : 1))
	elif [ $((ok + bad + skip)) = 0 ]; then
		ok=1
	fi
	passed=$((passed + ok)); failed=$((failed + bad)); skipped=$((skipped + skip))
	if [ "$bad" -gt 0 ]; then
		echo "FAIL  $name (log: $log)"; tail -n 25 "$log" | sed 's/^/    /'
		failures="$failures $name"
	elif [ "$skip" -gt 0 ] && [ "$ok" = 0 ]; then
		echo "skip  $name: $(grep -m1 -i skip "$log")"
	else
		echo "pass  $name ($ok)"
	fi
}

run_one() { # name command...
	local name=$1; shift
	case $name in "$only"*) ;; *) return ;; esac
	local log="$B/test-logs/${name//\//-}.log"
	local limit=${TEST_TIMEOUT:-600}
	case $name in lint/*) limit=3000 ;; esac # whole builds and whole suites in one
	timeout "$limit" "$@" >"$log" 2>&1
	count "$log" $? "$name"
}

for bin in "$B"/tests/*/test_*; do
	[ -x "$bin" ] && [ ! -d "$bin" ] || continue
	case $bin in *.d | *.o) continue ;; esac
	name=unit/${bin#"$B"/tests/}
	[ -e "tests/$name.c" ] || continue
	CMOCKA_MESSAGE_OUTPUT=stdout run_one "$name" "$bin"
done
for script in tests/{lint,conformance,screens,flows,integration,faults,fuzz}/*.{sh,py}; do
	[ -x "$script" ] || continue
	if [ -n "$quick" ] && head -n 5 "$script" | grep -qw slow; then continue; fi
	run_one "${script#tests/}" "$script"
done
echo
[ -z "$failures" ] || echo "failed:$failures"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
