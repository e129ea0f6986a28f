#!/bin/bash
# aulactl doctor in a made-up device: finds each fault and says what to do; fine when all is fine.
cd "$(dirname "$0")/../.." || exit 1
d=$(mktemp -d)
trap 'rm -rf "$d"' EXIT
bad=0
now=1773223200
mkdir -p "$d/etc/aula" "$d/sys/class/drm/card0-HDMI-A-1" "$d/sys/class/input/event0/device" "$d/sys/class/net/eth0" \
	"$d/sys/class/thermal/thermal_zone0" "$d/usr/lib/any/dri" "$d/run/systemd/system" "$d/bin" "$d"/var/lib/aula/{cache,status,spool/report}
doctor() { AULA_ROOT=$d AULA_NOW=$now PATH="$d/bin:/usr/bin:/bin" scripts/aulactl doctor; }
expect() { # name pattern [status]
	out=$(doctor); code=$?
	if grep -q "$2" <<<"$out" && [ "$code" = "${3:-1}" ]; then echo "ok: $1"; else
		echo "not ok: $1 (exit $code)"; echo "$out"; bad=1; fi
}
healthy() {
	printf '#!/bin/sh\nexit 0\n' >"$d/bin/systemctl"; chmod +x "$d/bin/systemctl"
	touch "$d/usr/lib/any/dri/v3d_dri.so"
	echo connected >"$d/sys/class/drm/card0-HDMI-A-1/status"
	echo "Demo TouchScreen" >"$d/sys/class/input/event0/device/name"
	echo up >"$d/sys/class/net/eth0/operstate"
	echo 52000 >"$d/sys/class/thermal/thermal_zone0/temp"
	cp config/aula-*.ini "$d/etc/aula/"
	sed -i 's|^url = .*|url = http://127.0.0.1:1|; s/^;* *key =.*//; s/^\[server\]/[server]\nkey = 00/' "$d/etc/aula/aula-sync.ini"
	sed -i 's/^kind = .*/kind = escpos/' "$d/etc/aula/aula-print.ini"
	echo x >"$d/var/lib/aula/cache/cache.db"
	echo '{"frames":12}' >"$d/var/lib/aula/spool/report/heartbeat.json"
	echo '{"state":"ready","jobs":[]}' >"$d/var/lib/aula/status/print.json"
	echo '{}' >"$d/var/lib/aula/status/sync.json"
	touch -d "@$((now - 20))" "$d/var/lib/aula/spool/report/heartbeat.json" "$d/var/lib/aula/status/sync.json"
}
healthy
# only the server cannot be there in this made-up device
out=$(doctor)
if [ "$(grep -c '^ATTENTION' <<<"$out")" = 1 ] && grep -q '^ATTENTION  server.*does not answer' <<<"$out"; then
	echo "ok: a healthy device"; else echo "not ok: a healthy device"; echo "$out"; bad=1; fi
printf '#!/bin/sh\n[ "$*" = "-fsS -m 10 --cacert /etc/aula/ca.pem --proxy http://p.example:3128 http://127.0.0.1:1/healthz" ]\n' >"$d/bin/curl"; chmod +x "$d/bin/curl"
sed -i 's|^\[server\]|&\nca_file = /etc/aula/ca.pem\nproxy = http://p.example:3128|' "$d/etc/aula/aula-sync.ini"
expect "the server is asked as aula-sync asks it" "fine  *server  *http://127.0.0.1:1 answers" 0
rm "$d/bin/curl"; healthy
printf '#!/bin/sh\n[ "$3" != aula-print ]\n' >"$d/bin/systemctl"; expect "a program that does not run" "ATTENTION  programs *aula-print does not run"
rm "$d/usr/lib/any/dri/v3d_dri.so"; expect "no graphics driver" "no graphics driver is installed"
healthy
echo disconnected >"$d/sys/class/drm/card0-HDMI-A-1/status"; expect "no display" "no display is connected"
echo "Power Button" >"$d/sys/class/input/event0/device/name"; expect "no touch" "no touch device"
echo down >"$d/sys/class/net/eth0/operstate"; expect "no link" "ATTENTION  network"
echo 85000 >"$d/sys/class/thermal/thermal_zone0/temp"; expect "hot" "85 °C"
for s in asking:"waits for a code" code:"type BCDF-GHJK at https://a.example/staff/enrol" revoked:"out of use" quarantined:"card was copied"; do
	echo "{\"link\":\"${s%%:*}\",\"code\":\"BCDF-GHJK\",\"url\":\"https://a.example/staff/enrol\"}" >"$d/var/lib/aula/status/device.json"
	expect "enrolment ${s%%:*}" "${s#*:}"
done
rm "$d/var/lib/aula/status/device.json"
for s in out-of-paper:roll cover-open:clicks near-end:"new roll" silent:"power and cable" error:cutter; do
	echo "{\"state\":\"${s%%:*}\",\"jobs\":[]}" >"$d/var/lib/aula/status/print.json"; expect "printer ${s%%:*}" "${s#*:}"
done
sed -i 's/^key = .*//' "$d/etc/aula/aula-sync.ini"; expect "no key" "the first one met is believed"
sed -i 's/^url = .*/url =/' "$d/etc/aula/aula-sync.ini"; expect "no address" "no address"
rm "$d/var/lib/aula/cache/cache.db"; expect "no content" "no content yet"
healthy; touch -d "@$((now - 4000))" "$d/var/lib/aula/spool/report/heartbeat.json"; expect "a picture that stands still" "last sign of life 66 minutes"
touch -d "@$((now - 100000))" "$d/var/lib/aula/status/sync.json"; expect "old content" "nothing new for 27 hours"
now=86400; expect "no time" "the clock says 1970-01-02"
AULA_ROOT=$d scripts/aulactl nonsense >/dev/null 2>&1; [ $? = 2 ] && echo "ok: a wrong command" || { echo "not ok: a wrong command"; bad=1; }
exit $bad
