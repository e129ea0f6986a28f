#!/bin/bash
# slow, long: some two minutes on two cores
# Walks every state of the visitor program by tapping every target (tests/tools/walk.c): ways out, Back, Home, nothing clipped
# or overlapping, targets, text sizes, contrast from pixels. Findings that are known stand in walk-known.txt with their
# number; one more than that fails, fewer is said so that the number can be lowered.
#   tests/screens/walk.sh         WALK_ONLY=PATTERN walks the lines that fit; WALK_COUNT=1 prints the known list anew
set -u
cd "$(dirname "$0")/../.." || exit 1
B=${B:-build}
walk=$B/tools/walk
[ -x "$walk" ] && [ -x "$B/tools/make_cache" ] || { echo "skip: the walk is not built"; exit 77; }
out=$B/walk day=2026-03-11
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf "$out"; mkdir -p "$out"
scripts/demo-data.sh $day >"$work/records"
for content in normal empty long; do
	mkdir -p "$work/$content/cache"
	kind=$content; [ $content != normal ] || kind=
	"$B/tools/make_cache" "$work/$content/cache/cache.db" ${day}T11:00 ${day}T11:00 ${kind:+"$kind"} <"$work/records" || exit 1
done

# size, name, content, most states, settings
lines() {
	cat <<'END'
1080x1920 fi normal 300
1080x1920 sv normal 60 lang=sv
1080x1920 en normal 60 lang=en
1080x1920 ar normal 60 lang=ar
1080x1920 ru normal 60 lang=ru
1080x1920 se normal 60 lang=se
1080x1920 selko normal 60 lang=fi-x-selko
1080x1920 dark normal 60 dark=1
1080x1920 large normal 60 text=1
1080x1920 largest normal 60 text=2
1080x1920 low normal 60 low=1
1080x1920 speech normal 60 speech=1
1080x1920 empty empty 60
1080x1920 long long 60
1920x1080 fi normal 100
1920x1080 sv normal 60 lang=sv
1920x1080 ar normal 60 lang=ar
1920x1080 dark normal 60 dark=1
1920x1080 largest normal 60 text=2
1920x1080 long long 60
800x480 fi normal 100
800x480 sv normal 60 lang=sv
800x480 en normal 60 lang=en
800x480 ar normal 60 lang=ar
800x480 dark normal 60 dark=1
800x480 largest normal 60 text=2
800x480 long long 60
END
}

one() { # size name content most settings…
	local size=$1 name=$2 content=$3 most=$4; shift 4
	timeout 120 "$walk" "$work/$content" "$size" "$most" "$@" >"$out/$size-$name.txt" 2>"$out/$size-$name.log" ||
		echo "finding: walk: ended: $(tail -n 1 "$out/$size-$name.log")" >>"$out/$size-$name.txt"
}

running=()
while read -r line; do
	# shellcheck disable=SC2086
	one $line &
	running+=($!)
	[ ${#running[@]} -lt 2 ] || { wait "${running[0]}"; running=("${running[@]:1}"); }
done < <(lines | grep -e "${WALK_ONLY:-.}")
wait

# "SIZE-NAME SCREEN CHECK COUNT"
for f in "$out"/*.txt; do
	name=$(basename "$f" .txt)
	sed -n 's/^finding: \([^:]*\): \([^:]*\): .*/\1 \2/p' "$f" | sort | uniq -c | while read -r n screen check; do
		echo "$name $screen $check $n"
	done
done >"$out/counts"
[ -z "${WALK_COUNT:-}" ] || { cat "$out/counts"; exit 0; }

failed=0
for f in "$out"/*.txt; do
	name=$(basename "$f" .txt) bad=0
	while read -r walk_name screen check n; do
		[ "$walk_name" = "$name" ] || continue
		known=$(sed -n "s/^$name $screen $check \([0-9]*\).*/\1/p" tests/screens/walk-known.txt | head -n 1)
		if [ "$n" -gt "${known:-0}" ]; then
			bad=1
			echo "$name: $screen: $n × $check, known ${known:-0}:"
			grep "^finding: $screen: $check: " "$f" | head -n 20
		elif [ "$n" -lt "$known" ]; then
			echo "note: $name $screen $check: only $n of $known left; lower it in walk-known.txt"
		fi
	done <"$out/counts"
	if [ $bad = 0 ]; then echo "ok: $name ($(grep '^walked' "$f"))"; else echo "not ok: $name"; failed=1; fi
done
exit $failed
