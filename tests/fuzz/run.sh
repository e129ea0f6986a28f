#!/bin/bash
# slow, long: every tests/fuzz/fuzz_X.c for FUZZ_SECONDS (4) under libFuzzer with address and undefined behaviour
# sanitizers. Its first line names the layers it links, highest first: /* layers: spool base */. tests/fuzz/corpus/X holds
# where it starts from; what it finds is left in build/fuzz/X. Usage: tests/fuzz/run.sh [X…]
cd "$(dirname "$0")/../.." || exit 1
command -v clang >/dev/null || { echo "skip: no clang"; exit 77; }
seconds=${FUZZ_SECONDS:-4}
san=fuzzer-no-link,address,undefined
b=build/variant-clang-${san//,/-}
failed=0
for source in tests/fuzz/fuzz_*.c; do
	name=${source##*/fuzz_}; name=${name%.c}
	[ $# = 0 ] || case " $* " in *" $name "*) ;; *) continue ;; esac
	layers=$(sed -n '1s/.*layers: \(.*\) \*\//\1/p' "$source")
	archives=""
	libs=""
	for layer in $layers; do
		archives="$archives $b/lib/lib$layer.a"
		pkgs=$(sed -n "s/^PKGS_$layer := *//p" build/layers.mk)
		# shellcheck disable=SC2086
		[ -z "${pkgs// /}" ] || libs="$libs $(pkg-config --libs $pkgs)"
		libs="$libs $(sed -n "s/^LIBS_$layer := *//p" build/layers.mk)"
	done
	mkdir -p "build/fuzz/$name" "$b/fuzz"
	# shellcheck disable=SC2086
	if ! { make -s -j2 CC=clang SANITIZER=$san $archives &&
		clang -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -D_GNU_SOURCE -Isrc "$source" \
			$archives $libs -lm -o "$b/fuzz/$name"; } >"build/fuzz/$name/build.log" 2>&1; then
		echo "not ok: $name does not build"; tail -5 "build/fuzz/$name/build.log"; failed=1
		continue
	fi
	mkdir -p "build/fuzz/$name/corpus"
	if "$b/fuzz/$name" -max_total_time="$seconds" -max_len=70000 -rss_limit_mb=1024 -timeout=5 -print_final_stats=1 \
		-artifact_prefix="build/fuzz/$name/" "build/fuzz/$name/corpus" "tests/fuzz/corpus/$name" \
		>"build/fuzz/$name/run.log" 2>&1; then
		echo "ok: $name ($(sed -n 's/^stat::number_of_executed_units: //p' "build/fuzz/$name/run.log") runs)"
	else
		echo "not ok: $name (build/fuzz/$name)"; tail -20 "build/fuzz/$name/run.log"; failed=1
	fi
done
exit $failed
