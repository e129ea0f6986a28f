#!/bin/bash
# slow, long: every tests/fuzz/fuzz_X.c for FUZZ_SECONDS (4) under libFuzzer with address and undefined behaviour
# sanitizers. Its first line names the layers it links, highest first: /* layers: spool base */. tests/fuzz/corpus/X holds
# where it starts from; what it finds is left in build/fuzz/X. Usage: tests/fuzz/run.sh [X…]
cd "$(dirname "$0")/../.." || exit 1
command -v clang >/dev/null || { echo "skip: no clang"; exit 77; }
export SECONDS_EACH=${FUZZ_SECONDS:-4}
. tests/tools/fuzz_build.sh

layers_of() { sed -n '1s/.*layers: \(.*\) \*\//\1/p' "tests/fuzz/fuzz_$1.c"; }

one() { # name
	local name=$1 b=$FUZZ_BUILD archives="" libs="" layer pkgs
	for layer in $(layers_of "$name"); do
		archives="$archives $b/lib/lib$layer.a"
		pkgs=$(sed -n "s/^PKGS_$layer := *//p" build/layers.mk)
		# shellcheck disable=SC2086
		[ -z "${pkgs// /}" ] || libs="$libs $(pkg-config --libs $pkgs)"
		libs="$libs $(sed -n "s/^LIBS_$layer := *//p" build/layers.mk)"
	done
	mkdir -p "build/fuzz/$name/corpus" "$b/fuzz"
	# shellcheck disable=SC2086
	if ! clang -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -D_GNU_SOURCE -Isrc "tests/fuzz/fuzz_$name.c" \
		$archives $libs -lm -o "$b/fuzz/$name" >"build/fuzz/$name/build.log" 2>&1; then
		echo "not ok: $name does not build"$'\n'"$(tail -5 "build/fuzz/$name/build.log")"
		return 1
	fi
	if "$b/fuzz/$name" -max_total_time="$SECONDS_EACH" -max_len=70000 -rss_limit_mb=1024 -timeout=10 -print_final_stats=1 \
		-artifact_prefix="build/fuzz/$name/" "build/fuzz/$name/corpus" "tests/fuzz/corpus/$name" \
		>"build/fuzz/$name/run.log" 2>&1; then
		echo "ok: $name ($(sed -n 's/^stat::number_of_executed_units: //p' "build/fuzz/$name/run.log") runs)"
		return 0
	fi
	echo "not ok: $name (build/fuzz/$name)"$'\n'"$(tail -20 "build/fuzz/$name/run.log")"
	return 1
}
export -f one layers_of

names=()
for source in tests/fuzz/fuzz_*.c; do
	name=${source##*/fuzz_}
	name=${name%.c}
	if [ $# = 0 ] || [[ " $* " = *" $name "* ]]; then names+=("$name"); fi
done
layers=$(for name in "${names[@]}"; do layers_of "$name"; done | tr ' ' '\n' | sort -u)
# shellcheck disable=SC2046
fuzz_build $(printf "$FUZZ_BUILD/lib/lib%s.a " $layers) ||
	{ tail -20 build/fuzz-build.log; echo "not ok: the layers build for the fuzzer"; exit 1; }
printf '%s\0' "${names[@]}" | xargs -0 -n 1 -P "$(nproc)" bash -c 'one "$1"' one
