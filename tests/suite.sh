#!/bin/bash
# Runs one suite: tests/suite.sh RESULTS NAME. Prints its line and appends "passed failed skipped NAME" to RESULTS; the log is
# $B/test-logs/NAME.log. Exit 0 of a suite = passed, 77 = skipped, anything else = failed. A script may print "ok: NAME",
# "not ok: NAME", "skip: NAME" lines: then each of those counts.
set -u
results=$1 name=$2
B=${B:-build}
log="$B/test-logs/${name//\//-}.log"
mkdir -p "$B/test-logs"
limit=${TEST_TIMEOUT:-600}
case $name in
unit/*) command=$B/tests/${name#unit/} ;;
lint/*) command=tests/$name limit=3000 ;; # whole builds and whole suites in one
*) command=tests/$name ;;
esac
begun=$EPOCHREALTIME
CMOCKA_MESSAGE_OUTPUT=stdout timeout "$limit" "$command" >"$log" 2>&1
code=$?
seconds=$(((${EPOCHREALTIME/[.,]/} - ${begun/[.,]/} + 500000) / 1000000))
case $name in
unit/*)
	# cmocka lists a failed test twice (where it failed, and in the closing list)
	ok=$(grep -c '^\[       OK \]' "$log")
	bad=$((($(grep -c '^\[  FAILED  \] [a-z]' "$log") + 1) / 2))
	skip=$((($(grep -c '^\[  SKIPPED \] [a-z]' "$log") + 1) / 2)) ;;
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
if [ "$bad" -gt 0 ]; then
	text="FAIL  $name, ${seconds} s (log: $log)"$'\n'$( { grep '^not ok: ' "$log"; tail -n 25 "$log"; } | sed 's/^/    /')
elif [ "$skip" -gt 0 ] && [ "$ok" = 0 ]; then
	text="skip  $name: $(grep -m1 -i skip "$log")"
else
	text="pass  $name ($ok), ${seconds} s"
fi
echo "$text" # in one piece: others write beside it
echo "$ok $bad $skip $name" >>"$results"
