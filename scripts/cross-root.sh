#!/bin/sh
# A Debian of this machine's kind in build/cross/ARCH that compiles for ARCH, with what debian/control asks for, and
# qemu to run the result. A root of its own: the foreign libraries never touch this machine's packages.
# Kept until debian/control or these scripts change. Needs root.
# Usage: scripts/cross-root.sh ARCH PROFILES (comma-separated build profiles); prints the folder.
set -eu
arch=$1 profiles=$2
cd "$(dirname "$0")/.."
root=$PWD/build/cross/$arch
stamp=$profiles-$(cat debian/control scripts/cross-root.sh scripts/fresh-debian.sh | sha256sum)
if [ "$(cat "$root/aula-stamp" 2>/dev/null)" = "$stamp" ]; then
	echo "$root"
	exit 0
fi
rm -rf "$root"
mkdir -p "$(dirname "$root")"
scripts/fresh-debian.sh "$root" --architectures="$(dpkg --print-architecture),$arch" \
	--dpkgopt='path-exclude=/usr/share/doc/*' \
	--include="crossbuild-essential-$arch,debhelper,fakeroot,qemu-user-static" >&2
mkdir -p "$root/src/debian"
cp debian/control debian/changelog "$root/src/debian/"
chroot "$root" sh -c "apt-get update -q && cd /src && DEBIAN_FRONTEND=noninteractive apt-get build-dep -y -q \
	--no-install-recommends --host-architecture $arch -P$profiles ./" >"$root/build-dep.log" 2>&1 ||
	{ tail -n 20 "$root/build-dep.log" >&2; exit 1; }
rm -rf "$root/src"
echo "$stamp" >"$root/aula-stamp"
echo "$root"
