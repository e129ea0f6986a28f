#!/bin/bash
# Every program tells what it takes, and refuses what it does not know by its name instead of starting without it.
set -u
cd "$(dirname "$0")/../.."
B=${B:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

ok() { # name command...
	local name=$1
	shift
	if "$@"; then echo "ok: $name"; else echo "not ok: $name"; failed=1; fi
}

tells() { # exit code, words that stand in the output; then the command
	local code=$1 words=$2 out rc=0
	shift 2
	out=$(timeout 20 "$@" </dev/null 2>&1) || rc=$?
	[ "$rc" = "$code" ] && case $out in *"$words"*) return 0 ;; esac
	echo "  exit $rc, wanted $code and \"$words\": $out" | head -n 5
	return 1
}

printf '[server]\nprot = 1\n[paths]\nstate = %s\n' "$work" >"$work/wrong.ini"
for p in kiosk sync server import print; do
	program="$B/bin/aula-$p"
	ok "$p-help" tells 0 "Usage: aula-$p" "$program" --help
	ok "$p-version" tells 0 "aula-$p 0." "$program" --version
	ok "$p-unknown-option" tells 2 "unknown option --odd" "$program" --odd
	ok "$p-unknown-operand" tells 2 "frobnicate" "$program" frobnicate
	ok "$p-wrong-key-has-file-line-and-key" tells 2 "$work/wrong.ini:2: unknown key 'prot'" "$program" --config "$work/wrong.ini"
	ok "$p-configuration-is-a-folder" tells 2 "$work: Is a directory" "$program" --config "$work"
done
ok server-half-a-command tells 2 "unknown command device remove" "$B/bin/aula-server" device remove
exit $failed
