#!/bin/bash
# Installs the packages of build/deb in a fresh Debian 12, runs what can run there, upgrades with changed configuration,
# removes and purges. Needs root and a Debian mirror; run by `make test-packages`.
set -u
cd "$(dirname "$0")/../.." || exit 1
arch=$(dpkg --print-architecture)
debs=$PWD/build/deb/$arch
[ "$(id -u)" = 0 ] || { echo "skip: needs root"; exit 77; }
command -v mmdebstrap >/dev/null || { echo "skip: no mmdebstrap"; exit 77; }
ls "$debs"/aula-kiosk_*.deb >/dev/null 2>&1 || { echo "not ok: no packages, run make deb"; exit 1; }
work=$(mktemp -d)
root=$work/root
bad=0
server=
finish() {
	[ -z "$server" ] || kill "$server" 2>/dev/null
	for m in proc dev; do mountpoint -q "$root/$m" && umount -l "$root/$m"; done
	rm -rf "$work"
}
trap finish EXIT
say() {
	if [ "$1" = 0 ]; then echo "ok: $2"; else echo "not ok: $2${3:+ ($3)}"; bad=1; fi
}
in_root() { chroot "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
as() { local user=$1; shift; in_root setpriv --reuid="$user" --regid="$user" --init-groups "$@"; }

if ! scripts/fresh-debian.sh "$root" --include=systemd,systemd-standalone-sysusers- >"$work/bootstrap.log" 2>&1; then
	tail -5 "$work/bootstrap.log"; echo "skip: no fresh Debian could be made here"; exit 77
fi
mount -t proc proc "$root/proc"; mount --bind /dev "$root/dev"
mkdir "$root/debs"; cp "$debs"/*.deb "$root/debs/"

in_root apt-get update -q >"$work/install.log" 2>&1
in_root sh -c 'apt-get install -y -q --no-install-recommends /debs/*.deb' >>"$work/install.log" 2>&1
say $? "both packages install in a fresh Debian" "$(tail -3 "$work/install.log" | tr '\n' ' ')"
for user in aula-kiosk aula-sync aula-print aula-server aula-import; do
	in_root getent passwd $user >/dev/null; say $? "user $user"
done
in_root sh -c 'systemctl is-enabled aula.target aula-server aula-import.timer' >"$work/enabled" 2>&1
[ "$(grep -cx enabled "$work/enabled")" = 3 ]; say $? "the device, the server and the timer are enabled" "$(tr '\n' ' ' <"$work/enabled")"
[ "$(readlink "$root/etc/systemd/system/ctrl-alt-del.target")" = /dev/null ]; say $? "Ctrl-Alt-Del is masked"
[ "$(stat -c %a "$root/var/lib/aula/spool/print")" = 2770 ]; say $? "the spool is there with its rights"
for p in kiosk sync print server import; do
	in_root aula-$p --version >/dev/null 2>&1; say $? "aula-$p starts"
done
in_root install -d -o aula-server -g aula-server -m 750 /var/lib/aula-server
while read -r p code words; do
	# shellcheck disable=SC2086
	as aula-$p aula-$p $words >"$work/$p.log" 2>&1 </dev/null
	[ $? = "$code" ]; say $? "aula-$p takes its configuration file" "$(tail -1 "$work/$p.log")"
done <<'END'
kiosk 0 --virtual 540x960 --script /dev/null
sync 10 verify
print 0 --once
import 0 --list
server 0 digest
END
in_root aulactl doctor >"$work/doctor" 2>&1; [ $? -le 1 ] && grep -q '^ATTENTION' "$work/doctor"; say $? "aulactl doctor speaks"

# content all the way: server, feed, sync, picture, slip; each as its own user, on loopback only
as aula-server aula-server --set server.port=8441 --set server.public_base=http://127.0.0.1:8441 demo-setup >"$work/demo.log" 2>&1
say $? "the server sets up as its user" "$(tail -1 "$work/demo.log")"
# the subshell becomes the server: what is killed at the end is it, not a shell that waits for it
(exec chroot "$root" setpriv --reuid=aula-server --regid=aula-server --init-groups \
	aula-server --set server.port=8441 --set server.public_base=http://127.0.0.1:8441) >"$work/server.log" 2>&1 &
server=$!
for _ in $(seq 100); do in_root true; (exec 3<>/dev/tcp/127.0.0.1/8441) 2>/dev/null && break; sleep 0.05; done
scripts/demo-data.sh >"$root/tmp/demo.ndjson" 2>/dev/null
install -m 0644 "$root/var/lib/aula-server/import.token" "$root/tmp/token"
as aula-import aula-import --config /dev/null --set paths.assets=/usr/share/aula --set server.url=http://127.0.0.1:8441 --set server.token_file=/tmp/token \
	--set paths.state=/tmp/import --source records --file /tmp/demo.ndjson >"$work/import.log" 2>&1
say $? "import as its user" "$(tail -1 "$work/import.log")"
as aula-sync aula-sync --set server.url=http://127.0.0.1:8441 --once >"$work/sync.log" 2>&1
say $? "sync as its user fills the cache" "$(tail -1 "$work/sync.log")"
kill "$server"; wait "$server"; say $? "the server ends when it is told to" "$(tail -1 "$work/server.log")"
server=
printf 'wait 1\nscreenshot /tmp/screen.png\n' >"$root/tmp/look.script"
as aula-kiosk env HOME=/tmp aula-kiosk --virtual 1080x1920 --script /tmp/look.script >"$work/kiosk.log" 2>&1
say $? "the screen draws as its user, reading only" "$(tail -1 "$work/kiosk.log")"
[ -s "$root/tmp/screen.png" ]; say $? "there is a picture"
! as aula-kiosk touch /var/lib/aula/cache/x 2>/dev/null; say $? "the screen cannot write into the cache"
! as nobody cat /var/lib/aula/cache/cache.db >/dev/null 2>&1; say $? "nobody else can read the cache"
as aula-kiosk aula-kiosk search --cache /var/lib/aula/cache/cache.db --explain dementia 2>&1 | grep -q 'stands for #k:memory'; say $? "search has its words"
cp tests/data/slips/event.json "$root/tmp/"
as aula-print aula-print --render /tmp/event.json /tmp/slip.png >"$work/print.log" 2>&1
say $? "a slip is drawn with the packaged fonts and icons" "$(tail -1 "$work/print.log")"
[ "$(head -c 4 "$root/tmp/slip.png" | tail -c 3)" = PNG ]; say $? "there is a slip"

# upgrade: what a person wrote stays
echo '; ours' >>"$root/etc/aula/aula-kiosk.ini"
mkdir "$work/new"
for deb in "$debs"/*.deb; do
	rm -rf "$work/x"; dpkg-deb -R "$deb" "$work/x"
	sed -i 's/^Version: .*/&+up1/; s/\(aula-common (= [^)]*\))/\1+up1)/' "$work/x/DEBIAN/control"
	[ ! -f "$work/x/etc/aula/aula-kiosk.ini" ] || echo '; new default' >>"$work/x/etc/aula/aula-kiosk.ini"
	dpkg-deb --root-owner-group -b "$work/x" "$work/new/" >/dev/null
done
rm "$root"/debs/*; cp "$work"/new/*.deb "$root/debs/"
before=$(stat -c %i "$root/var/lib/aula/cache/cache.db")
in_root sh -c 'apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-confold /debs/*.deb' >"$work/upgrade.log" 2>&1
say $? "upgrade" "$(tail -3 "$work/upgrade.log" | tr '\n' ' ')"
in_root dpkg-query -W -f '${Version}' aula-kiosk | grep -q up1; say $? "the new version is there"
grep -q '; ours' "$root/etc/aula/aula-kiosk.ini"; say $? "the changed configuration file is kept"
[ "$(stat -c %i "$root/var/lib/aula/cache/cache.db")" = "$before" ]; say $? "the content is kept"

in_root apt-get remove -y -q aula-kiosk aula-server aula-common >"$work/remove.log" 2>&1; say $? "remove" "$(tail -2 "$work/remove.log")"
[ -f "$root/etc/aula/aula-kiosk.ini" ] && [ -f "$root/var/lib/aula-server/signing.key" ]; say $? "remove keeps configuration and data"
in_root apt-get purge -y -q aula-kiosk aula-server aula-common >"$work/purge.log" 2>&1; say $? "purge" "$(tail -2 "$work/purge.log")"
left=$(find "$root/etc/aula" "$root/var/lib/aula" "$root/var/lib/aula-server" "$root/usr/share/aula" "$root/etc/systemd/system/ctrl-alt-del.target" 2>/dev/null)
[ -z "$left" ]; say $? "purge leaves nothing" "$left"
in_root sh -c 'dpkg -S aula' >/dev/null 2>&1; [ $? = 1 ]; say $? "no file of ours is known any more"
exit $bad
