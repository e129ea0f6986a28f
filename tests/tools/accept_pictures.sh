#!/bin/bash
# Takes the pictures of a folder as the right ones: only `make golden-accept` calls this.
#   accept_pictures.sh TAKEN RIGHT
# RIGHT/pictures.sha256 gets the hash of every picture's pixels. The Finnish ones (landscape: its screens, not every state) are kept themselves as well, as lossless
# WebP, so that a failing test can show what changed; all of them would be some 25 MB. What did not change keeps its file.
set -eu
B=${B:-build}
taken=$1 right=$2
[ -n "$(ls "$taken"/*.png 2>/dev/null)" ] || { echo "no pictures in $taken" >&2; exit 1; }
mkdir -p "$right"
touch "$right/pictures.sha256"
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
"$B/tools/compare_pictures" --list "$taken" >"$new/list"
cut -d' ' -f3 "$new/list" | grep -e '-fi-' | grep -v -E '^1920x1080-fi-(print|nopaper|notice|states|long|out)-' >"$new/kept" || true
changed=0
while read -r hash name; do
	if grep -qx "$hash  $name" "$right/pictures.sha256"; then
		[ ! -e "$right/$name.webp" ] || continue
	else
		echo "accepted: $name"; changed=$((changed + 1))
	fi
	grep -qx "$name" "$new/kept" || continue
	cwebp -quiet -lossless -z 6 -exact "$taken/$name.png" -o "$new/picture"
	mv "$new/picture" "$right/$name.webp"
done <"$new/list"
for f in "$right"/*.webp; do
	name=$(basename "$f" .webp)
	grep -qx "$name" "$new/kept" || { rm -f "$f"; echo "gone: $name"; }
done
cp "$new/list" "$right/pictures.sha256.new" && mv "$right/pictures.sha256.new" "$right/pictures.sha256"
echo "$changed changed; $(wc -l <"$new/list") pictures, $(wc -l <"$new/kept") kept, $(du -sh "$right" | cut -f1)"
