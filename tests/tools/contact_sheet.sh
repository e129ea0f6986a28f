#!/bin/bash
# One sheet of every picture in a folder: contact_sheet.sh FOLDER writes FOLDER/sheet.png and says how many are on it.
set -eu
cd "$1"
rm -f sheet*.png
command -v montage >/dev/null || { echo "no montage (imagemagick): no contact sheet"; exit 0; }
font=$(ls /usr/share/fonts/truetype/noto/NotoSans-Regular.ttf 2>/dev/null || fc-match -f "%{file}" sans)
rows=()
for size in 1080x1920 1920x1080 800x480; do
	case $size in 1080x1920) cell=270x480 columns=12 ;; 1920x1080) cell=480x270 columns=7 ;; *) cell=400x240 columns=8 ;; esac
	montage -font "$font" -label '%t' "$size"-*.png -geometry "$cell+8+8" -tile "${columns}x" -background '#d8d8d8' "sheet-$size.png"
	rows+=("sheet-$size.png")
done
n=$(ls ./*x*-*-*.png | wc -l)
convert "${rows[@]}" -background '#d8d8d8' -append sheet.png
echo "$n pictures, $PWD/sheet.png"
