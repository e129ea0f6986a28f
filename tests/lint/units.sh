#!/bin/bash
# The systemd units: sound, hardened as promised (issue 9), and the device's users and folders come out right.
cd "$(dirname "$0")/../.." || exit 1
command -v systemd-analyze >/dev/null || { echo "skip: no systemd-analyze"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
say() { # condition-result name [note]
	if [ "$1" = 0 ]; then echo "ok: $2${3:+ ($3)}"; else echo "not ok: $2${3:+ ($3)}"; bad=1; fi
}
score() { # unit file
	systemd-analyze security --offline=true --no-pager "$1" 2>/dev/null | sed -n 's/.*exposure level for [^:]*: \([0-9.]*\).*/\1/p'
}

while read -r unit most; do
	got=$(score "systemd/$unit.service")
	awk -v g="${got:-99}" -v m="$most" 'BEGIN { exit !(g <= m) }'
	say $? "$unit exposure is at most $most" "$got"
done <<'END'
aula-kiosk 1.0
aula-sync 1.5
aula-print 1.5
aula-server 2.0
aula-import 2.0
END

# the measure itself must be able to fail
printf '[Service]\nExecStart=/bin/true\n' >"$work/bare.service"
awk -v g="$(score "$work/bare.service")" 'BEGIN { exit !(g > 8) }'
say $? "an unhardened unit scores badly"

# sound: no unknown key, no missing unit. The programs stand in a folder of their own here
mkdir -p "$work/units"
for u in systemd/*.service systemd/*.timer systemd/*.target; do
	sed 's|^ExecStart=/usr/bin/aula-[a-z]*|ExecStart=/bin/true|' "$u" >"$work/units/${u##*/}"
done
out=$(SYSTEMD_UNIT_PATH="$work/units:" systemd-analyze verify --man=no --recursive-errors=no "$work"/units/* 2>&1)
[ -z "$out" ]; say $? "systemd-analyze verify has nothing to say" "$out"

printf '[Service]\nExecStart=/bin/true\nProtectSytem=yes\n' >"$work/typo.service"
[ -n "$(systemd-analyze verify --man=no "$work/typo.service" 2>&1)" ]; say $? "a misspelt key is noticed"

for u in systemd/*.service; do
	program=$(sed -n 's|^ExecStart=/usr/bin/aula-\([a-z]*\).*|\1|p' "$u")
	[ -f "src/$program/main.c" ]; say $? "${u##*/} starts a program of ours"
	user=$(sed -n 's/^User=//p' "$u")
	grep -qs "^u $user " systemd/*.sysusers; say $? "${u##*/} has its user"
	grep -q '^LimitCORE=0' "$u"; say $? "${u##*/} leaves no core dumps"
	grep -q '^MemoryMax=' "$u"; say $? "${u##*/} has a memory limit"
done
# a target wants its services, but only of those that are part of it does a restart reach the running ones
for u in $(sed -n 's/^Wants=//p' systemd/aula.target); do
	grep -qx 'PartOf=aula.target' "systemd/$u"; say $? "systemctl restart aula.target restarts $u"
done
grep -q '^PrivateNetwork=yes' systemd/aula-kiosk.service; say $? "the screen has no network"
# a group of devices by its name counts only when its driver is there before the unit starts
! grep -E '^DeviceAllow=(char|block)-[^0-9]' systemd/*.service; say $? "devices that come late are allowed"

# users and folders, made in a root of their own
if [ "$(id -u)" = 0 ]; then
	mkdir -p "$work/root/etc"
	systemd-sysusers --root="$work/root" "$PWD"/systemd/aula-kiosk.sysusers "$PWD"/systemd/aula-server.sysusers >/dev/null 2>"$work/err" &&
		systemd-tmpfiles --root="$work/root" --create "$PWD/systemd/aula-kiosk.tmpfiles" 2>>"$work/err"
	made=$?
	say $made "users and folders are made" "$([ $made = 0 ] || head -c 300 "$work/err")"
	name() { if [ "$1" = 0 ]; then echo root; return; fi; awk -F: -v id="$1" '$3 == id { print $1; exit }' "$work/root/etc/$2"; }
	while read -r folder mode user group; do
		got=$(stat -c '%a %u %g' "$work/root/var/lib/aula/$folder" 2>/dev/null)
		read -r m uid gid <<<"$got"
		[ "$m $(name "$uid" passwd) $(name "$gid" group)" = "$mode $user $group" ]
		say $? "$folder is $mode $user:$group" "$got"
	done <<'END'
cache 2750 aula-sync aula
spool/print 2770 aula-kiosk aula-print
spool/report 2770 aula-kiosk aula-sync
status 3775 root aula
END
else
	echo "skip: users and folders need root"
fi
exit $bad
