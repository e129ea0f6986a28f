#!/bin/bash
# exec → first full picture: aula-kiosk on demo content beside a bare SDL2 program drawing the same picture, in
# turn, under one Xvfb -noreset. And the kiosk's memory (PSS) with 20,000 activities, and what it does while idle.
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/stack.sh
command -v Xvfb >/dev/null || { echo "bench_start: no Xvfb"; exit 0; }
runs=${RUNS:-15}
stack_init
stack_server
scripts/demo-data.sh >"$T/demo.ndjson"
stack_import "$T/demo.ndjson" && stack_sync --once || { tail "$T"/*.log; exit 1; }

display=:$((90 + RANDOM % 900))
Xvfb $display -screen 0 1080x1920x24 -noreset -nolisten tcp >/dev/null 2>&1 &
children="$children $!"
sleep 1
export DISPLAY=$display SDL_VIDEODRIVER=x11
unset WAYLAND_DISPLAY

kiosk=("$B/bin/aula-kiosk" --set "paths.state=$T/device" --set paths.assets=assets --set screen.centre=kaakkuri
	--set "public.base=https://aula.example" --set panel.fullscreen=true)

# what the first picture holds, as the floor's drawing list
printf 'clock %sT10:15\ndump %s\n' "$(date +%F)" "$T/dump" >"$T/script"
env -u DISPLAY "${kiosk[@]}" --virtual 1080x1920 --script "$T/script" >/dev/null 2>&1
python3 - "$T/dump" >"$T/list" <<'PY'
import json, sys
print("rect 0 0 1080 1920 F6F4EF\nrect 0 0 1080 96 124A2B\nsvg 0 96 1080 764 assets/art/topic-hobby.svg")
print("rect 0 860 1080 14 124A2B\nrect 48 1424 984 168 0B4F6C\nrect 0 1752 1080 168 073A50\nrect 704 1780 328 104 0B4F6C")
for line in open(sys.argv[1]):
    node = json.loads(line)
    if node.get("px") and node.get("text"):
        x, y, w, h = node["rect"]
        words, at, px = node["text"].split(), "", node["px"]
        for word in words:  # two-line titles are wrapped by width, roughly
            if len(at) + len(word) > w / (px * 0.55):
                print("text", x, y, px, int(node["bold"]), node["ink"][1:], at); y += int(px * 1.1); at = ""
            at = (at + " " + word).strip()
        print("text", x, y, px, int(node["bold"]), node["ink"][1:], at)
PY

median() { sort -n "$1" | awk '{v[NR]=$1} END {print v[int((NR + 1) / 2)]}'; }
: >"$T/kiosk.ms"; : >"$T/bare.ms"
for _ in $(seq "$runs"); do # in turn, so that a slow minute hits both
	"$B/bench/kiosk/start_timer" 1 /dev/null "${kiosk[@]}" >>"$T/kiosk.ms"
	"$B/bench/kiosk/start_timer" 1 "$T/list" "$B/bench/kiosk/bare_sdl" 1080 1920 >>"$T/bare.ms"
done
awk -v k="$(median "$T/kiosk.ms")" -v b="$(median "$T/bare.ms")" -v n="$runs" \
	'BEGIN {printf "exec → first picture, median of %d: %.0f ms (bare SDL2 program, same picture: %.0f ms, ratio %.2f×, aim ≤ 1.5×)\n", n, k, b, k / b}'

# memory and idleness with 20,000 activities
if [ -x "$B/bin/aula-generate" ] || [ -x "$B/tools/generate" ]; then
	generate=$B/bin/aula-generate; [ -x "$generate" ] || generate=$B/tools/generate
	"$generate" "${N:-20000}" >"$T/many.ndjson" && stack_import "$T/many.ndjson" records many && stack_sync --once
fi
"${kiosk[@]}" >"$T/kiosk.log" 2>&1 &
pid=$!
children="$children $pid"
sleep 4
pss=$(awk '/^Pss:/ {print $2}' /proc/$pid/smaps_rollup)
n=$("$B/bin/aula-sync" $(sync_args) verify 2>/dev/null | awk '/^records/ {print $2}')
echo "memory (PSS) of aula-kiosk with $n records: $((pss / 1024)) MB (aim ≤ 45 MB at 20,000 activities)"
switches() { awk '/ctxt_switches/ {n += $2} END {print n}' /proc/$pid/task/*/status; }
ticks() { awk '{print $14 + $15}' /proc/$pid/stat; }
s0=$(switches) t0=$(ticks)
sleep 8 # shorter than the idle pictures' 10 s would show; the picture may change once
s1=$(switches) t1=$(ticks)
echo "idle for 8 s: $((s1 - s0)) context switches, $((t1 - t0)) ticks of CPU time (one change of picture may fall into it)"
