#!/bin/bash
# Writes src/ui/icon_table.c: code points of the Material icons Aula uses, from the Debian package's CSS.
# Run by hand when a name is added to the list below; the result is checked in. NAME=OTHER: Aula's NAME is drawn with
# the font's OTHER (the design's clock is the filled one).
set -eu
cd "$(dirname "$0")/.."
css=/usr/share/fonts-material-design-icons-iconfont/css/material-design-icons.css
names="accessibility_new accessible add animation arrow_back arrow_downward arrow_forward arrow_upward backspace badge block
bug_report calendar_month call campaign cancel check check_circle checklist chevron_left chevron_right close cloud_off
contrast dark_mode delete directions_bus directions_walk done elderly elevator emergency error euro event event_busy event_repeat
expand_less expand_more family_restroom favorite flag food_bank format_size group groups hearing headphones help history home
hourglass_empty how_to_vote info keyboard keyboard_return language list local_parking location_on lock logout mail mic more_time
music_note near_me newspaper notifications palette pause person play_arrow playlist_add power_settings_new print psychology
qr_code record_voice_over refresh remove replay restart_alt router schedule=watch_later search sentiment_dissatisfied
sentiment_neutral sentiment_satisfied sentiment_very_dissatisfied sentiment_very_satisfied settings sms sort_by_alpha sos
space_bar speed star storage support_agent sync thermostat thumb_up timer today touch_app translate tune undo verified
vertical_align_bottom vertical_align_top videocam volume_down volume_mute volume_off volume_up volunteer_activism warning wc wifi_off
work zoom_in forum devices article wifi directions_run restaurant savings"
{
	echo "/* Made by scripts/icon-table.sh from the CSS of fonts-material-design-icons-iconfont. Sorted by name. */"
	echo '#include "ui/icon_table.h"'
	echo
	echo "const struct icon_point icon_points[] = {"
	for pair in $(echo "$names" | tr ' ' '\n' | LC_ALL=C sort -u); do
		name=${pair%%=*}
		point=$(grep -A1 "^  \.material-icons\.${pair#*=}:before" "$css" | sed -n 's/.*content: "\\\([0-9a-f]*\)".*/\1/p')
		[ -n "$point" ] || { echo "no such icon: $name" >&2; exit 1; }
		printf '\t{"%s", 0x%s},\n' "$name" "$point"
	done
	echo "};"
	echo "const size_t icon_points_n = sizeof icon_points / sizeof icon_points[0];"
} >src/ui/icon_table.c
