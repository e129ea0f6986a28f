#!/bin/bash
# `make run`: demo data, aula-server, aula-sync and aula-kiosk together until Ctrl-C.
# With X or Wayland: a window (FULLSCREEN=1: fullscreen). On a console with KMS/DRM: fullscreen. With
# neither: a virtual screen whose picture is kept in build/run/screen.png.
# ENROL=1: the screen is a new one and shows the code that makes it one of the server's (docs/OPERATIONS.md).
# SECONDS_TO_RUN=N stops by itself after N seconds (tests).
set -eu
cd "$(dirname "$0")/.."
B=${B:-build}
R=build/run
size=${SIZE:-1080x1920}
mkdir -p "$R/server" "$R/log"
# its programs hold the lock too, so that one left behind by kill -9 is met here and not in its database
exec 9>"$R/lock"
flock -n 9 || { echo "make run: another one is running in $R: stop it first" >&2; exit 1; }
rm -rf "$R/device"
mkdir "$R/device"

children="" console=""
finish() {
	trap - EXIT HUP INT TERM
	[ -z "$children" ] || kill $children 2>/dev/null || true
	wait 2>/dev/null || true
	# what was typed on the screen has gone to the console too: not to the shell that gets it back
	[ -z "$console" ] || read -r -s -t 0.1 -N 10000 _ || true
	echo "stopped"
}
trap finish EXIT
trap 'exit 0' HUP INT TERM

fail() { # what log
	echo "make run: $1; the end of $2:" >&2
	tail -n 20 "$2" >&2
	exit 1
}

start() { # name command... : in the background, logging to its own file
	local name=$1; shift
	"$@" >"$R/log/$name.log" 2>&1 &
	children="$children $!"
}

port=${PORT:-8440}
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }
while answers; do port=$((port + 1)); done
base="http://127.0.0.1:$port"

"$B/bin/aula-server" --config config/demo/aula-server.ini --set "server.port=$port" \
	--set "server.public_base=$base" demo-setup >"$R/log/setup.log" 2>&1 || fail "the demo store could not be made" "$R/log/setup.log"

# The demo's screen is enrolled already, so that receipts and health come in; ENROL=1: it shows its code instead.
device() { "$B/bin/aula-server" --config config/demo/aula-server.ini device "$@" 2>>"$R/log/setup.log"; }
enrol=(--set server.enrol=true)
if [ -z "${ENROL:-}" ]; then
	enrol=()
	mkdir -p "$R/device/device"
	(
		umask 077
		if [ -s "$R/server/demo-device" ] && device renew "$(cat "$R/server/demo-device")" >"$R/device/device/credential"; then
			exit 0
		fi
		device add "Pääaula" --centre kaakkuri >"$R/server/demo-new"
		sed -n 1p "$R/server/demo-new" >"$R/server/demo-device"
		sed -n 2p "$R/server/demo-new" >"$R/device/device/credential"
		rm "$R/server/demo-new"
	) || fail "the demo screen could not be made" "$R/log/setup.log"
fi
start server "$B/bin/aula-server" --config config/demo/aula-server.ini --set "server.port=$port" --set "server.public_base=$base"
server_pid=$!
for _ in $(seq 1200); do
	answers || ! kill -0 "$server_pid" 2>/dev/null && break
	sleep 0.05
done
answers || fail "the server did not start" "$R/log/server.log"

scripts/demo-data.sh >"$R/demo.ndjson"
"$B/bin/aula-import" --config config/demo/aula-import.ini --set "server.url=$base" --source records \
	--file "$R/demo.ndjson" >"$R/log/import.log" 2>&1 || fail "the demo data was not taken" "$R/log/import.log"

[ -n "${ENROL:-}" ] || "$B/bin/aula-sync" --config config/demo/aula-sync.ini --set "server.url=$base" --once >"$R/log/sync.log" 2>&1 ||
	fail "the first sync failed" "$R/log/sync.log"
start sync "$B/bin/aula-sync" --config config/demo/aula-sync.ini --set "server.url=$base" "${enrol[@]}"
start print "$B/bin/aula-print" --config config/demo/aula-print.ini

kiosk=("$B/bin/aula-kiosk" --config config/demo/aula-kiosk.ini --set "public.base=$base")
if [ -n "${WAYLAND_DISPLAY:-}${DISPLAY:-}" ]; then
	echo "screen:      a window on ${WAYLAND_DISPLAY:-$DISPLAY}${FULLSCREEN:+, fullscreen}"
	[ -z "${FULLSCREEN:-}" ] || kiosk+=(--set panel.fullscreen=true)
elif [ -t 0 ] && [ -w /dev/dri/card0 ]; then
	echo "screen:      fullscreen on this console (KMS/DRM)"
	console=1
	export SDL_INPUT_LINUX_KEEP_KBD=1 # SDL takes the keyboard from the console, and with it Ctrl-C
	kiosk+=(--set panel.fullscreen=true)
else
	echo "screen:      no display here: a virtual screen of $size, its picture is $R/screen.png"
	kiosk+=(--virtual "$size" --picture "$R/screen.png")
fi
start kiosk "${kiosk[@]}"
kiosk_pid=$!

echo "staff pages: $base/staff   (demo login: demo / demo-aula-2026)"
[ -z "${ENROL:-}" ] || echo "enrol:       type the code of the screen at $base/staff/enrol"
echo "phone pages: $base/a/CODE, as the QR codes on the screen say"
echo "slips:       what the screen prints becomes pictures in $R/slips/"
echo "logs:        $R/log/     stop with Ctrl-C"
if [ -n "${SECONDS_TO_RUN:-}" ]; then
	sleep "$SECONDS_TO_RUN" &
	children="$children $!"
	wait $! || true
	kill -0 "$kiosk_pid" 2>/dev/null || fail "the screen program ended" "$R/log/kiosk.log"
else
	wait "$kiosk_pid" || fail "the screen program ended" "$R/log/kiosk.log"
fi
