#!/bin/bash
# slow, long: some two minutes on two cores
# Walks every state of the visitor program by tapping every target (tests/tools/walk.c): ways out, Back, Home, the keypad's
# reach, nothing clipped or overlapping, targets, text sizes, contrast from pixels; then what time alone brings. Only in the
# longest content may a row of a list end in "…" ("ended"): the page that it opens has it whole.
#   walk.sh            the lines below; WALK_ONLY=PATTERN walks the lines that fit; build/walk has all findings
#   walk.sh --pairs    those of walks.txt, in which every two of screen, language, text size and speech meet
#   walk.sh --all      every combination of screen, language, theme, text size, low view and speech (make walk-all): some twenty
#                      minutes of two processors
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
mkdir -p "$work/none"
cp -r "$work/normal" "$work/paper"
mkdir -p "$work/paper/status"
echo '{"state":"out-of-paper","since":0,"model":"walk","jobs":[]}' >"$work/paper/status/print.json"

# size, name, content, most states, settings
lines() {
	cat <<'END'
1080x1920 fi normal 300
1080x1920 sv paper 60 lang=sv
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
1080x1920 none none 1
1080x1920 long long 60
1920x1080 fi normal 120
1920x1080 sv paper 60 lang=sv
1920x1080 en normal 40 lang=en
1920x1080 ar normal 60 lang=ar
1920x1080 ru normal 40 lang=ru
1920x1080 se normal 40 lang=se
1920x1080 dark normal 60 dark=1
1920x1080 largest normal 60 text=2
1920x1080 none none 1
1366x768 sv normal 50 lang=sv
1280x1024 largest normal 50 text=2
1920x1080 long long 60
800x480 fi normal 120
800x480 sv paper 60 lang=sv
800x480 en normal 60 lang=en
800x480 ar normal 60 lang=ar
800x480 ru normal 60 lang=ru
800x480 uk normal 30 lang=uk
800x480 se normal 60 lang=se
800x480 et normal 30 lang=et
800x480 so normal 60 lang=so
800x480 dark normal 60 dark=1
800x480 largest normal 60 text=2
800x480 none none 1
800x480 long long 60
END
}

every() {
	local size lang dark text low speech lows
	for size in 1080x1920 1920x1080 800x480; do
		lows=0; [ $size != 1080x1920 ] || lows="0 1"
		for lang in fi sv en fi-x-selko se ru uk et ar so; do
			for dark in 0 1; do for text in 0 1 2; do for low in $lows; do for speech in 0 1; do
				echo "$size normal lang=$lang dark=$dark text=$text low=$low speech=$speech"
			done; done; done; done
		done
	done
}

# "SIZE CONTENT SETTINGS…" as lines of this list; the name is made of the settings.
named() {
	local size content settings
	grep -v '^#' | while read -r size content settings; do
		echo "$size $(echo "$settings" | tr -d '=' | tr ' ' '-')-$content $content 400 $settings"
	done
}

case ${1:-} in
--all) lines() { every | named; } ;;
--pairs) lines() { named <tests/screens/walks.txt; } ;;
esac

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
	[ ${#running[@]} -lt "${WALK_JOBS:-2}" ] || { wait "${running[0]}"; running=("${running[@]:1}"); }
done < <(lines | grep -e "${WALK_ONLY:-.}")
wait

failed=0
for f in "$out"/*.txt; do
	name=$(basename "$f" .txt) in_order='^$'
	case $name in *-long) in_order='^finding: [^:]*: ended: ' ;; esac
	if grep '^finding: ' "$f" | grep -qv "$in_order"; then
		failed=1
		echo "not ok: $name"
		grep '^finding: ' "$f" | grep -v "$in_order" | head -n 40
	else
		echo "ok: $name ($(grep '^walked' "$f"))"
	fi
done
exit $failed
