#!/bin/bash
# Every #include "layer/…" in src/ is one that src/layers.txt allows.
cd "$(dirname "$0")/../.." || exit 1
check_layers() { # folder with src/
	awk -v OFS=: '
	FNR == NR { if (/^#/ || NF == 0) next
		split($0, part, "|"); split(part[1], side, "->"); name = side[1]; gsub(/ /, "", name)
		known[name] = 1; allowed[name] = " " name " " side[2] " "; next }
	match($0, /^#include "[a-z0-9_]+\//) {
		to = substr($0, RSTART + 10, RLENGTH - 11)
		from = FILENAME; sub(/^.*src\//, "", from); sub(/\/.*/, "", from)
		if (!(from in known)) { print FILENAME, FNR " folder is not in src/layers.txt"; bad = 1 }
		else if (index(allowed[from], " " to " ") == 0) { print FILENAME, FNR " " from " may not include " to; bad = 1 }
	}
	END { exit bad }' "$1/src/layers.txt" $(find "$1/src" -name '*.[ch]')
}
# the check itself must be able to fail
bad=$(mktemp -d)
mkdir -p "$bad/src/base"
cp src/layers.txt "$bad/src/"
echo '#include "ui/draw.h"' >"$bad/src/base/wrong.c"
if check_layers "$bad" >/dev/null; then echo "not ok: the layer check does not notice a wrong include"; else echo "ok: notices a wrong include"; fi
rm -rf "$bad"
if check_layers .; then echo "ok: includes follow src/layers.txt"; else echo "not ok: includes follow src/layers.txt"; exit 1; fi
