#!/bin/bash
# long: some 30 s
# Every picture of tests/screens/pictures.txt is pixel for pixel the accepted one in tests/golden/screens.
# Of all of them the hash of the pixels is kept, of the Finnish ones the picture too: a failure leaves NAME.actual.png and,
# for those, NAME.expected.webp and NAME.diff.png in build/golden. When the change is meant: look, `make golden-accept`.
set -u
cd "$(dirname "$0")/../.." || exit 1
B=${B:-build}
[ -x "$B/bin/aula-kiosk" ] && [ -x "$B/tools/compare_pictures" ] && [ -x "$B/tools/make_cache" ] ||
	{ echo "skip: the kiosk or the tools are not built"; exit 77; }
right=tests/golden/screens out=$B/golden failed=0
rm -rf "$out"; mkdir -p "$out"

# The comparer itself: it must see one pixel, a missing and a forgotten picture.
bad=$(mktemp -d)
trap 'rm -rf "$bad"' EXIT
judge() { # what expected-line: taken in $bad/taken against $bad/right
	"$B/tools/compare_pictures" "$bad/right" "$bad/taken" "$bad/out" >"$bad/log" 2>&1
	if grep -q "$2" "$bad/log"; then echo "ok: comparer: $1"; else echo "not ok: comparer: $1: $(cat "$bad/log")"; failed=1; fi
}
mkdir -p "$bad/right" "$bad/taken"
cp tests/screens/comparer/right.webp "$bad/right/one.webp"
cp tests/screens/comparer/right.png "$bad/taken/one.png"
"$B/tools/compare_pictures" --list "$bad/taken" >"$bad/right/pictures.sha256"
judge "the same is the same" '^ok: one'
cp tests/screens/comparer/one-pixel.png "$bad/taken/one.png"
judge "one pixel by one step is seen" '^not ok: one: 1 pixels differ by up to 1,'
[ -s "$bad/out/one.diff.png" ] && [ -s "$bad/out/one.actual.png" ] && [ -s "$bad/out/one.expected.webp" ] ||
	{ echo "not ok: comparer: a failure leaves three pictures"; failed=1; }
cp "$bad/taken/one.png" "$bad/taken/two.png"
judge "a picture without its right one fails" '^not ok: two: never accepted'
rm "$bad/right/one.webp" "$bad/taken/two.png"
judge "one pixel is seen without the kept picture" '^not ok: one: not as accepted'
cp "$bad/taken/one.png" "$bad/taken/two.png"
rm "$bad/taken/one.png"
judge "a right one that is not taken fails" '^not ok: one: no longer taken'

tests/tools/take_pictures.sh "$out/taken" || failed=1
"$B/tools/compare_pictures" "$right" "$out/taken" "$out" || failed=1
exit $failed
