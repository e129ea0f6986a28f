#!/bin/bash
# The own list: the address that the kiosk puts in its code and on paper is answered by aula-server with all of it.
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/stack.sh
command -v curl >/dev/null && command -v python3 >/dev/null || { echo "skip: no curl or python3"; exit 77; }
stack_init
stack_demo 2026-03-11
first=$("$B/bin/aula-kiosk" search --cache "$T/device/cache/cache.db" --centre kaakkuri --now 2026-03-11T12:15 --lang fi --json omaishoitajien |
	python3 -c 'import json,sys; print(json.load(sys.stdin)["results"][0]["title"].replace("\u00ad", ""))')
cat >"$T/list.script" <<END
tap #wake
tap #search
type omaishoitajien
tap "$first"
tap "Lisää listalle"
dump $T/detail
tap #dock:home
tap #tray
expect-screen tray
dump $T/tray
END
check "a group is put on the list" "$B/bin/aula-kiosk" --virtual 1080x1920 --set paths.state="$T/device" --set screen.centre=kaakkuri \
	--set paths.assets=assets --set public.base="$base" --script "$T/list.script"
address=$(grep -o 'l/[0-9a-z-]*' "$T/tray" | head -1)
check "the list has its address ($address)" test -n "$address"
one=${address#l/}
page() { curl -s -o "$T/page" -w '%{http_code}' "$base/$1"; }
check "the server knows it" test "$(page "$address")" = 200
sed -i "s/\xc2\xad//g; s/&shy;//g" "$T/page"
check "and shows the group" grep -qF "$first" "$T/page"
check "two of them as the kiosk joins them" test "$(page "l/$one-$one")" = 200
check "an unknown code alone is not found" test "$(page l/zzzz-zzzz)" = 404
stack_end
