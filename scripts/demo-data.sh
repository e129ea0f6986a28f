#!/bin/sh
# Prints the demo data as NDJSON records, ready for `aula-import --source records`: topics, then assets/demo, with
# dates put in.
#   scripts/demo-data.sh [YYYY-MM-DD]    the day that counts as today (default: today in Helsinki)
# In the files, @D+2@ is the day after tomorrow, @D-9@ nine days ago, and @MO@ … @SU@ the next such weekday
# after today (never today itself), @MO+7@ a week after that.
set -eu
cd "$(dirname "$0")/.."
today=${1:-$(TZ=Europe/Helsinki date +%F)}
date -u -d "$today" +%F >/dev/null || exit 2

records() {
	cat assets/topics/topics.ndjson assets/demo/organisations.ndjson assets/demo/places.ndjson \
		assets/demo/centres.ndjson assets/demo/activities-*.ndjson
}

substitutions=$(mktemp)
trap 'rm -f "$substitutions"' EXIT
weekday_today=$(date -u -d "$today" +%u)
days_until() { # MO … SU: 1–7
	case $1 in
	MO) n=1 ;; TU) n=2 ;; WE) n=3 ;; TH) n=4 ;; FR) n=5 ;; SA) n=6 ;; SU) n=7 ;;
	esac
	echo $(((n - weekday_today + 6) % 7 + 1))
}

records | sed -n 's/@\([A-Z]*[+-]*[0-9]*\)@/\n@\1@\n/gp' | grep '^@' | sort -u | while read -r holder; do
	inside=${holder#@}
	inside=${inside%@}
	base=${inside%%[+-]*}
	add=${inside#"$base"}
	case $base in
	D) days=0 ;;
	MO | TU | WE | TH | FR | SA | SU) days=$(days_until "$base") ;;
	*) echo "demo-data.sh: what is $holder?" >&2; exit 1 ;;
	esac
	days=$((days + ${add:-0}))
	echo "s/@${inside}@/$(date -u -d "$today $days days" +%F)/g"
done >"$substitutions"
records | sed -f "$substitutions"
