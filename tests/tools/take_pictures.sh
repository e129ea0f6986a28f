#!/bin/bash
# Takes the pictures of tests/screens/pictures.txt: fixed content, fixed clock, one kiosk process a line.
#   take_pictures.sh OUT [LINE-PATTERN]
# KIOSK: another program than the built one. OUT is emptied first. A route that no longer fits prints "not ok: LINE: why"; exit 1 then.
set -u
cd "$(dirname "$0")/../.." || exit 2
B=${B:-build}
out=$1 pattern=${2:-.}
day=2026-03-11
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf "$out"; mkdir -p "$out"; out=$(cd "$out" && pwd)
scripts/demo-data.sh $day >"$work/records"

content() { # name signed [kind]
	mkdir -p "$work/$1"/{cache,status}
	"$B/tools/make_cache" "$work/$1/cache/cache.db" ${day}T11:00 "$2" ${3:+"$3"} <"$work/records"
}
content normal ${day}T11:00 && content empty ${day}T11:00 empty && content long ${day}T11:00 long &&
	content stale 2026-03-09T11:00 && mkdir -p "$work"/{none,damaged}/{cache,status} || exit 2
head -c 9000 /dev/zero | tr '\0' x >"$work/damaged/cache/cache.db"

# A printer is there when aula-print's lock on its status is held (spool/printer_status.h).
for kind in printer nopaper; do
	mkdir -p "$work/$kind"/{cache,status,spool/print,spool/report}
	cp "$work/normal/cache/"* "$work/$kind/cache/"
	state=ready; [ $kind = printer ] || state=out-of-paper
	printf '{"state":"%s","since":1773223200,"jobs":[]}' $state >"$work/$kind/status/print.json"
done
coproc LOCKS { exec /usr/bin/python3 -c '
import fcntl, os, struct, sys
F_OFD_SETLK = 37
for path in sys.argv[1:]:
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    fcntl.fcntl(fd, F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0))
print("locked", flush=True)
sys.stdin.read()
' "$work"/{printer,nopaper}/status/print.lock; } # ends with its standard input, that is with this script
read -r _ <&"${LOCKS[0]}"

script() { # size name route settings: the route as the kiosk's language
	local kind=large other=small
	[ "$1" != 800x480 ] || { kind=small other=large; }
	[ "$4" = - ] || tr ' ' '\n' <<<"$4" | sed -n 's/\(.*\)=\(.*\)/set \1 \2/p'
	sed -e "/^\[$other\]/d" -e "s/^\[$kind\] //" -e "s|^shot \(.*\)|screenshot $out/$1-$2-\1.png|" \
		"tests/screens/routes/$3.route"
}

take() { # size name content route settings
	local log="$work/$1-$2.log" state="$work/$1-$2.state" centre=kaakkuri
	mkdir -p "$state"/spool/{print,report}
	ln -s "$work/$3/cache" "$work/$3/status" "$state/"
	case $5 in centre=*) centre=${5#centre=}; set -- "$1" "$2" "$3" "$4" - ;; esac
	# the languages set before the idle picture is left would be forgotten when waking
	script "$1" "$2" "$4" "$5" >"$work/$1-$2.script"
	timeout 300 "${KIOSK:-$B/bin/aula-kiosk}" --virtual "$1" --set paths.state="$state" --set screen.centre=$centre \
		--set public.base=https://aula.example --set staff.pin=4321 --script "$work/$1-$2.script" 2>"$log" && return 0
	echo "not ok: $1 $2: $(grep -v catalogue "$log" | tail -n 1) ($(sed -n "$(grep -o 'script:[0-9]*' "$log" | tail -n 1 | cut -d: -f2)p" "$work/$1-$2.script" 2>/dev/null))"
	return 1
}

failed=0 running=()
while read -r size name content route settings; do
	take "$size" "$name" "$content" "$route" "$settings" &
	running+=($!)
	[ ${#running[@]} -lt 2 ] || { wait "${running[0]}" || failed=1; running=("${running[@]:1}"); }
done < <(grep -v '^#' tests/screens/pictures.txt | grep -e "$pattern")
for p in "${running[@]}"; do wait "$p" || failed=1; done
exit $failed
