#!/bin/bash
# make torture: what `make test` takes a part of, in full. TORTURE="kills nth" narrows. Ends with "torture: N passed, N failed".
cd "$(dirname "$0")/.." || exit 1
export B=${B:-build}
mkdir -p "$B/torture"
passed=0 failed=""
one() { # name command...
	local name=$1 begun=$SECONDS
	shift
	case " ${TORTURE:-$name} " in *" $name "*) ;; *) return ;; esac
	echo "--- $name"
	if "$@" >"$B/torture/$name.log" 2>&1; then
		passed=$((passed + 1))
	else
		failed="$failed $name"
	fi
	grep -vE '^$' "$B/torture/$name.log" | tail -n 8 | sed 's/^/    /'
	echo "    $((SECONDS - begun)) s ($B/torture/$name.log)"
}
one kills env KILLS=20000 SEED="${SEED:-$RANDOM}" tests/faults/kills.py
one nth env DEEP=1 tests/faults/nth.py
one power env DEEP=1 tests/faults/power.py
one changes env CHANGES=10000 tests/flows/changes.py
one soak env DAYS=365 VISITS=40 tests/faults/soak.py
one servers tests/faults/scale_servers.py
one printing tests/faults/print.py
one network tests/faults/network.py
one images tests/faults/images.py
one fuzz env FUZZ_SECONDS="${FUZZ_SECONDS:-600}" tests/fuzz/run.sh
echo "torture: $passed passed, $(wc -w <<<"$failed") failed${failed:+ ($failed )}"
[ -z "$failed" ]
