#!/bin/bash
# slow, long. The whole tree builds with clang, warnings being errors, with AddressSanitizer and
# UndefinedBehaviorSanitizer; then unit tests and flows once more: the suites that do not measure time or memory against
# fixed bounds. The build is the fuzzers' too (tests/fuzz/run.sh), so it is made once.
cd "$(dirname "$0")/../.." || exit 1
[ -z "${AULA_SANITIZED:-}" ] || exit 77
command -v clang >/dev/null || { echo "skip: no clang"; exit 77; }
. tests/tools/fuzz_build.sh
fuzz_build programs unit-bins || { tail -n 30 build/fuzz-build.log; echo "not ok: builds with clang and sanitizers"; exit 1; }
echo "ok: builds with clang and sanitizers"
export AULA_SANITIZED=1 B=$FUZZ_BUILD
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1 LSAN_OPTIONS=suppressions=$PWD/tests/lint/lsan.supp:print_suppressions=0
bad=0
for suite in unit flows; do
	out=$(tests/run.sh --quick --only "$suite")
	code=$?
	line=$(echo "$out" | tail -n 1)
	if [ $code = 0 ]; then
		echo "ok: $suite under sanitizers ($line)"
	else
		echo "$out" | grep -A 30 '^FAIL' | head -n 120
		echo "not ok: $suite under sanitizers ($line)"
		bad=1
	fi
done
exit $bad
