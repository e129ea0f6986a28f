#!/bin/sh
# Installs the Debian packages of the named groups (scripts/packages.txt) that are missing, and says
# what and why. Uses sudo when not root. Usage: scripts/install-packages.sh build [run] [test]
set -eu
list="$(dirname "$0")/packages.txt"
missing=""
for group in "$@"; do
	while read -r g package why; do
		[ "$g" = "$group" ] || continue
		case " $missing " in *" $package "*) continue ;; esac
		status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
		[ "$status" = installed ] && continue
		echo "missing: $package ($why)"
		missing="$missing $package"
	done <"$list"
done
[ -n "$missing" ] || exit 0
as_root=""
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null || { echo "not root and no sudo: install these yourself:$missing" >&2; exit 1; }
	as_root=sudo
fi
echo "installing with apt-get:$missing"
$as_root apt-get update -q
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
