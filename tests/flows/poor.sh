#!/bin/bash
# What the screen does without its fonts, icons, pictures or words: it says what is missing, once, and shows the rest; without
# any font it is out of order. Folders are hidden by an empty one mounted over them, in a name space of this test.
set -u
. "$(dirname "$0")/../support/state.sh"
new_state "$work"
failed=0

works() { # words on home
	printf '%s\n' 'tap #wake' 'expect-screen home' "expect \"$1\"" 'tap #topic:peer' 'expect-screen results' 'tap #item:a:coffee' 'expect-screen detail' \
		'screenshot '"$work"'/picture.png'
}

out() {
	printf '%s\n' 'expect-screen out' 'screenshot '"$work"'/picture.png' 'tap 500 1000' 'tap 100 1900' 'wait 600' 'expect-screen out'
}

# name, what the log says (extended expression), folders to hide, script, options
plays() {
	local name=$1 says=$2 hide=$3 script=$4; shift 4
	local hider="" folder
	for folder in $hide; do
		[ ! -d "$folder" ] || hider+="mount -t tmpfs none $folder && "
	done
	rm -f "$work/picture.png"
	local run=(timeout 60 "$kiosk" --config /dev/null --virtual 1080x1920 --set "paths.state=$work" "$@" --script -)
	if [ -n "$hide" ]; then
		run=(unshare -rm bash -c "$hider exec \"\$@\"" poor "${run[@]}")
	fi
	if "${run[@]}" <<<"$script" 2>"$work/log" && [ -s "$work/picture.png" ] && grep -qE "$says" "$work/log" && [ -z "$(sort "$work/log" | uniq -d)" ]; then
		echo "ok: $name"
	else
		echo "not ok: $name"; cat "$work/log"; failed=1
	fi
}

fonts=/usr/share/fonts/truetype
home="Mitä etsit"
plays "a font of the configuration is missing" 'warning: font /nowhere/a.ttf: No such file' "" "$(works "$home")" --set paths.font_regular=/nowhere/a.ttf
head -c 4000 /dev/zero >"$work/bad.ttf"
plays "a font of the configuration is none" "warning: font $work/bad.ttf: " "" "$(works "$home")" --set paths.font_bold="$work/bad.ttf"
plays "no pictures and icons of our own" 'warning: picture /nowhere/art/' "" "$(works "$home")" --set paths.assets=/nowhere
plays "no catalogues: English" 'warning: .*no message catalogues' "" "$(works "What are you looking for")" --set paths.locale=/nowhere
if unshare -rm mount -t tmpfs none /usr/share/fonts 2>/dev/null; then
	plays "no icon font" 'warning: icon font .*icons are missing' "$fonts/material-design-icons-iconfont" "$(works "$home")"
	plays "no font at all" 'warning: there is no font .*fonts-noto-core' /usr/share/fonts "$(out)"
	if [ -d $fonts/dejavu ] || [ -d $fonts/liberation ]; then
		plays "Noto is missing: another font" "warning: words are drawn with $fonts" $fonts/noto "$(works "$home")"
	else
		echo "skip: Noto is missing: another font (there is no other font here)"
	fi
else
	echo "skip: folders cannot be hidden here (no name spaces)"
fi
exit $failed
