#!/bin/bash
# slow, long. Once more with AddressSanitizer and UndefinedBehaviorSanitizer: unit tests and flows: the
# suites that do not measure time or memory against fixed bounds.
cd "$(dirname "$0")/../.." || exit 1
[ -z "${AULA_SANITIZED:-}" ] || exit 77
export AULA_SANITIZED=1 B=build/variant-address-undefined
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1 LSAN_OPTIONS=suppressions=$PWD/tests/lint/lsan.supp:print_suppressions=0
make -s -j"$(nproc)" SANITIZER=address,undefined programs unit-bins >build/sanitizers.log 2>&1 ||
	{ tail -n 30 build/sanitizers.log; echo "not ok: builds with sanitizers"; exit 1; }
bad=0
for suite in unit flows; do
	out=$(tests/run.sh --quick --only "$suite")
	code=$?
	line=$(echo "$out" | tail -n 1)
	if [ $code = 0 ] || [ "${line%% *}" = 0 ] && ! echo "$line" | grep -q "[1-9][0-9]* failed"; then
		echo "ok: $suite under sanitizers ($line)"
	else
		echo "$out" | tail -n 40
		echo "not ok: $suite under sanitizers ($line)"
		bad=1
	fi
done
exit $bad
