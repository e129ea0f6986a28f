#!/bin/bash
# `make install DESTDIR=` puts everything where the units, the man pages and the programs themselves expect it.
set -u
cd "$(dirname "$0")/../.."
[ "${B:-build}" = build ] || { echo "skip: only of the plain build"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
say() { # good? name
	if [ "$1" = 0 ]; then echo "ok: $2"; else echo "not ok: $2"; failed=1; fi
}

make -s install DESTDIR="$work" >"$work/log" 2>&1
say $? "make install DESTDIR= ends well"
missing=0
there() { # path what-wants-it
	[ -e "$work$1" ] || { echo "  $2 wants $1"; missing=1; }
}
for unit in "$work"/lib/systemd/system/*.service; do
	while IFS= read -r path; do there "$path" "${unit##*/}"; done < <(sed -n 's/^ExecStart=\([^ ]*\).*/\1/p; s/^Documentation=file:\/\///p' "$unit")
done
say $missing "what units start and point at is there"
missing=0
for p in kiosk sync server import print; do
	there "/etc/aula/aula-$p.ini" "aula-$p"
	there "/usr/share/man/man1/aula-$p.1" "aula-$p"
	"$work/usr/bin/aula-$p" --version >/dev/null || missing=1
done
there /usr/share/man/man1/aulactl.1 aulactl
for path in web/staff.css locale/fi.mo art/arches.svg icons topics/mapping.csv thesaurus; do there "/usr/share/aula/$path" "a program"; done
say $missing "every program has its configuration, its man page and its folders"
[ -z "$(find "$work" ! -type l -perm /022 ! -path "$work" -print -quit)" ]
say $? "nothing is writable by others"
make -n PKG_CONFIG=false -W src/base/arena.c build/obj/base/arena.o 2>&1 | grep -q 'install-packages.sh build installs them'
say $? "without its packages make says what installs them"
exit $failed
