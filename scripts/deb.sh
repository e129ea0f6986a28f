#!/bin/sh
# Builds the Debian packages from what git has (committed or not, but not ignored files) in build/deb; for another
# architecture in a root of its own (scripts/cross-root.sh).
# Usage: scripts/deb.sh VERSION ARCH [PROFILES]; called by `make deb [ARCH=arm64] [PROFILES=pkg.aula.device]`.
set -eu
version=$1 arch=$2 profiles=nocheck${3:+,$3}
here=$(cd "$(dirname "$0")/.." && pwd)
out=$here/build/deb/$arch
cd "$here"
grep -q "^aula ($version)" debian/changelog || { echo "debian/changelog is not at $version (src/base/version.h)" >&2; exit 1; }
options="DEB_BUILD_OPTIONS=parallel=$(nproc) nocheck noautodbgsym"
rm -rf "$out"
mkdir -p "$out"
if [ "$arch" = "$(dpkg --print-architecture)" ]; then
	build=$out
else
	[ "$(id -u)" = 0 ] || { echo "building for $arch needs root (a Debian root of its own)" >&2; exit 1; }
	root=$(scripts/cross-root.sh "$arch" "cross,$profiles")
	build=$root/build
	rm -rf "$build"
fi
mkdir -p "$build/aula-$version"
git ls-files --cached --others --exclude-standard | while IFS= read -r f; do
	[ -f "$f" ] && printf '%s\n' "$f"
done | tar -cf - -T - | tar -xf - -C "$build/aula-$version"
if [ "$build" = "$out" ]; then
	(cd "$build/aula-$version" && env "$options" dpkg-buildpackage -b -us -uc -rfakeroot "-P$profiles")
else
	chroot "$root" env LC_ALL=C.UTF-8 "$options" sh -c \
		"cd /build/aula-$version && dpkg-buildpackage -b -us -uc -rfakeroot -a$arch -Pcross,$profiles"
fi >"$out/build.log" 2>&1 ||
	{ tail -n 30 "$out/build.log" >&2; echo "the package build failed: $out/build.log" >&2; exit 1; }
rm -rf "$build/aula-$version"
[ "$build" = "$out" ] || { mv "$build"/* "$out/"; rmdir "$build"; }
cd "$out"
if command -v lintian >/dev/null; then
	lintian --allow-root --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs ./*.changes
fi
ls -l "$out"/*.deb
