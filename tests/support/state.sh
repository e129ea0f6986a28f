# For the shell suites that play the kiosk on the small cache with the content of the pictures; sourced, it goes to the root
# of the tree and sets B, kiosk and work (a folder that ends with the suite), or skips the suite.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
B=${B:-build}
kiosk=$B/bin/aula-kiosk fixture=$B/tests/screens/test_fixture
[ -x "$kiosk" ] && [ -x "$fixture" ] || { echo "skip: aula-kiosk or its fixture is not built"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fills() { # cache file, more of the environment: what it is filled with
	env AULA_FIXTURE_CACHE="$1" "${@:2}" "$fixture" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
}

new_state() { # folder
	mkdir -p "$1"/{cache,status,spool/print,spool/report}
	fills "$1/cache/cache.db"
}
