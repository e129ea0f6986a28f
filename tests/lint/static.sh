#!/bin/bash
# slow. clang-tidy and cppcheck find nothing. Part of `make lint` (AULA_LINT=1): too slow for
# every `make test`.
cd "$(dirname "$0")/../.." || exit 1
[ -n "${AULA_LINT:-}" ] || { echo "skip: make lint runs it"; exit 77; }
command -v clang-tidy >/dev/null && command -v cppcheck >/dev/null || { echo "skip: no clang-tidy or cppcheck"; exit 77; }
flags=$(make -s print-cflags)
bad=0
# clang-tidy keeps no memory between runs: a file is looked at again only when it, a header or the rules changed
stamp_all=$(cat .clang-tidy $(find src -name '*.h' | sort) | sha256sum | cut -c1-16)
mkdir -p build/tidy
find src -name '*.c' | sort | FLAGS="$flags" STAMP="$stamp_all" xargs -P "$(nproc)" -I{} bash -c '
	key="build/tidy/$(echo "$STAMP $(sha256sum <{})" | sha256sum | cut -c1-32)"
	[ -e "$key" ] && exit 0
	out=$(clang-tidy --quiet {} -- $FLAGS 2>/dev/null)
	if [ -n "$out" ]; then echo "$out"; exit 1; fi
	touch "$key"' >build/clang-tidy.log 2>&1 || bad=1
if [ $bad = 0 ]; then echo "ok: clang-tidy"; else grep -E "warning:|error:" build/clang-tidy.log | head -n 40; echo "not ok: clang-tidy"; fi
# varFuncNullUB: NULL is ((void *)0) with our compilers, -Wformat and __attribute__((sentinel)) look after the rest.
# internalAstError: cppcheck 2.10 does not read compound literals in conditional expressions.
if cppcheck -q --suppress=varFuncNullUB --suppress=internalAstError -j "$(nproc)" --std=c11 --inline-suppr --error-exitcode=1 --enable=warning,performance,portability \
	--suppress=missingIncludeSystem --suppress=checkersReport -Isrc src >build/cppcheck.log 2>&1; then
	echo "ok: cppcheck"
else
	head -n 40 build/cppcheck.log; echo "not ok: cppcheck"; bad=1
fi
exit $bad
