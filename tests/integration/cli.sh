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
# what carries the version by hand
version=$(sed -n 's/.*AULA_VERSION "\(.*\)"/\1/p' src/base/version.h)
ok aulactl-version tells 0 "aulactl $version" scripts/aulactl --version
ok man-pages-version [ -z "$(grep -L "\"Aula $version\"" docs/man/*.1)" ]

# A value that a program could not work with stops it, and what is told names file, line and key.
ok help-tells-defaults tells 0 "port; 0 takes any free one and prints it (0 to 65535; default 8440)" "$B/bin/aula-server" --help
refuses() { # program section key value
	printf '; a comment\n[%s]\n%s = %s\n' "$2" "$3" "$4" >"$work/value.ini"
	ok "$1-refuses-$2.$3=$4" tells 2 "$work/value.ini:3: key '$3' in section [$2]: " "$B/bin/aula-$1" --config "$work/value.ini" "${@:5}"
}
play=(--virtual 540x960 --script /dev/null)
refuses kiosk panel rotation 45 "${play[@]}"
refuses kiosk staff pin 12a4 "${play[@]}"
refuses kiosk staff pin 123 "${play[@]}"
refuses kiosk public base aula.example "${play[@]}"
refuses kiosk public base https://aula.a-very-long-name.example.org "${play[@]}"
refuses kiosk screen language xx "${play[@]}"
refuses kiosk screen languages "fi xx" "${play[@]}"
refuses kiosk keys up "Up Nonsense" "${play[@]}"
refuses server server address localhost
refuses server server public_base ftp://aula.example.org
refuses server server public_base https://aula.example.org/
refuses server server public_base https://aula.a-very-long-name.example.org
refuses server server store mysql://x
refuses server server monitors 300.1.1.1
refuses server mail url http://mail.example.org
refuses server mail from nobody
refuses server staff proxy_header "X Name:"
refuses server staff proxy_addresses proxy.example.org
refuses sync server url ftp://aula.example.org --once
refuses sync server url https://aula.example.org/ --once
refuses sync server key ZZ --once
refuses print printer baud 1234 --once
refuses print printer uri printer.example.org --once
refuses import server url aula.example.org --list
refuses import "source x" zone Mars --list
printf '[source x]\ntype = csv\nfile = a\nfile = b\n' >"$work/twice.ini"
ok import-refuses-a-key-twice tells 2 "$work/twice.ini:4: key 'file' in section [source x] stands twice" "$B/bin/aula-import" --list --config "$work/twice.ini"
printf '[server]\nhttps_only = yes\nurl = http://aula.example.org\n' >"$work/plain.ini"
ok sync-refuses-http-with-https_only tells 2 "$work/plain.ini: https_only" "$B/bin/aula-sync" --once --config "$work/plain.ini"
printf '[printer]\nkind = ipp\n' >"$work/ipp.ini"
ok print-refuses-ipp-without-uri tells 2 "$work/ipp.ini: key 'uri'" "$B/bin/aula-print" --once --config "$work/ipp.ini"
# and what is shipped is taken
ok kiosk-takes-its-shipped-file tells 0 "" "$B/bin/aula-kiosk" --config config/aula-kiosk.ini --set paths.state="$work" "${play[@]}"
ok sync-takes-its-shipped-file tells 10 "" "$B/bin/aula-sync" --config config/aula-sync.ini --set paths.state="$work" verify
ok import-takes-its-shipped-file tells 0 "source lahella" "$B/bin/aula-import" --config config/aula-import.ini --list
ok print-takes-its-shipped-file tells 0 "" "$B/bin/aula-print" --config config/aula-print.ini --set paths.state="$work" --once
ok server-takes-its-shipped-file tells 0 "digest 0" "$B/bin/aula-server" --config config/aula-server.ini --set server.store="sqlite:$work/aula.db" \
	--set paths.key="$work/key" --set ingest.token_file= --set paths.site=assets/web digest
ok sync-names-the-operand-it-does-not-know tells 2 "unknown command extra" "$B/bin/aula-sync" verify extra
ok kiosk-says-what-sizes-it-draws tells 2 "each 320 to 8192 pixels" "$B/bin/aula-kiosk" --virtual 100x100
ok server-half-a-command tells 2 "unknown command device remove" "$B/bin/aula-server" device remove
# at a terminal the password is asked for and never shown
asks() { python3 - "$@" <<'EOF'
import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
out = b""
while True:
    try:
        more = os.read(fd, 4096)
    except OSError:
        break
    if not more:
        break
    asked = b"Password: " in out
    out += more
    if not asked and b"Password: " in out:
        os.write(fd, b"korpi-kuusen-kanto-9\n")
good = os.waitpid(pid, 0)[1] == 0 and b"may log in as admin" in out and b"korpi" not in out
sys.exit(0 if good else print(out) or 1)
EOF
}
ok user-add-asks-for-the-password asks "$B/bin/aula-server" --config config/aula-server.ini --set server.store="sqlite:$work/aula.db" \
	--set paths.key="$work/key" --set ingest.token_file= --set paths.site=assets/web user add anna --role admin
exit $failed
