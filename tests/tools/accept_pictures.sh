#!/bin/bash
# Takes the pictures of a folder as the right ones: only `make golden-accept` calls this.
#   accept_pictures.sh TAKEN RIGHT
# They are kept as lossless WebP: pixel for pixel the same in less than half the bytes of a PNG. What did not
# change keeps its file.
set -eu
B=${B:-build}
taken=$1 right=$2
[ -n "$(ls "$taken"/*.png 2>/dev/null)" ] || { echo "no pictures in $taken" >&2; exit 1; }
mkdir -p "$right"
changed=$(mktemp)
trap 'rm -f "$changed"' EXIT
"$B/tools/compare_pictures" "$right" "$taken" "$B/golden/accepted" | sed -n 's/^not ok: \([^:]*\): .*/\1/p' >"$changed"
while read -r name; do
	if [ -e "$taken/$name.png" ]; then
		cwebp -quiet -lossless -z 9 -exact "$taken/$name.png" -o "$right/$name.webp"
		echo "accepted: $name"
	else
		rm -f "$right/$name.webp"
		echo "gone: $name"
	fi
done <"$changed"
echo "$(wc -l <"$changed") changed; $(ls "$right" | wc -l) pictures, $(du -sh "$right" | cut -f1)"
