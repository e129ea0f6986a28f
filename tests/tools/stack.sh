# Sourced by integration tests: a server, importer, sync and screen in a folder of their own on loopback.
#   stack_init            makes $T, sets $port $base $token_file
#   stack_server          starts aula-server (again), waits until it answers; $server_pid
#   stack_import FILE [TYPE [NAME]]   imports a full run of that source (default: records)
#   stack_sync ARGS…      runs aula-sync to its end
#   stack_demo DAY        a started server and a device that have the demo records of the day
#   stack_kiosk SCRIPT    plays a script, 1080x1920; more arguments are passed on
#   ok/not_ok NAME        one line each; stack_end exits with the right code
# FAKETIME_AT="2022-06-14 09:00:00" runs the programs at that time (libfaketime).
B=${B:-build}
failures=0
children=""

ok() { echo "ok: $*"; }
not_ok() { echo "not ok: $*"; failures=$((failures + 1)); }
check() { # NAME command…
	local name=$1; shift
	if "$@"; then ok "$name"; else not_ok "$name"; fi
}

at_time() {
	if [ -n "${FAKETIME_AT:-}" ]; then
		FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1 faketime "$FAKETIME_AT" "$@"
	else
		"$@"
	fi
}

# What runs in the background here is a subshell or faketime around the program: killing that alone leaves the program.
stack_cleanup() {
	pkill -9 -f "bin/aula-server .*server.port=$port( |\$)"
	[ -z "$children" ] || kill -9 $children 2>/dev/null
	wait 2>/dev/null
	rm -rf "$T"
}

stack_init() {
	T=$(mktemp -d /tmp/aula-test-XXXXXX)
	trap stack_cleanup EXIT
	port=$(python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])')
	base="http://127.0.0.1:$port"
	mkdir -p "$T/server" "$T/device"
	token_file="$T/server/token"
	server_args=(--set server.address=127.0.0.1 --set "server.port=$port" --set "server.public_base=$base"
		--set "server.store=${STORE:-sqlite:$T/server/aula.db}" --set "paths.key=$T/server/key" --set paths.site=assets/web
		--set "ingest.token_file=$token_file")
	at_time "$B/bin/aula-server" "${server_args[@]}" demo-setup >"$T/setup.log" 2>&1 || { cat "$T/setup.log"; not_ok "demo-setup"; exit 1; }
}

stack_server() {
	at_time "$B/bin/aula-server" "${server_args[@]}" >>"$T/server.log" 2>&1 &
	server_pid=$!
	children="$children $server_pid"
	for _ in $(seq 1000); do
		curl -fsS "$base/healthz" >/dev/null 2>&1 && return 0
		sleep 0.02
	done
	cat "$T/server.log"; not_ok "the server starts"; exit 1
}

# With faketime the program is a child of the wrapper: kill what listens, not the wrapper.
stack_kill_server() { pkill -9 -f "bin/aula-server .*server.port=$port" ; wait "$server_pid" 2>/dev/null; }

stack_import() {
	at_time "$B/bin/aula-import" --set "server.url=$base" --set "server.token_file=$token_file" \
		--set "paths.state=$T/import" --set paths.assets=assets --source "${2:-records}" --name "${3:-${2:-records}}" --file "$1" >>"$T/import.log" 2>&1
}

# The server started, the demo records of the day on it and on the device.
stack_demo() {
	stack_server
	scripts/demo-data.sh "$1" >"$T/demo.ndjson"
	check "the demo data is taken" stack_import "$T/demo.ndjson"
	check "sync brings it" stack_sync --once
}

sync_args() { echo --set "server.url=$base" --set "paths.state=$T/device"; }

stack_sync() { at_time "$B/bin/aula-sync" $(sync_args) "$@" >>"$T/sync.log" 2>&1; }

stack_kiosk() {
	local script=$1; shift
	"${KIOSK:-$B/bin/aula-kiosk}" --virtual 1080x1920 --script "$script" --set "paths.state=$T/device" --set paths.assets=assets \
		--set "public.base=$base" "$@" >>"$T/kiosk.log" 2>&1
}

stack_end() {
	if [ "$failures" != 0 ]; then
		for log in "$T"/*.log; do echo "--- $log"; tail -n 15 "$log"; done
		exit 1
	fi
	exit 0
}
