#!/bin/sh
# Builds the Debian packages from what git has (committed or not, but not ignored files) in build/deb.
# Usage: scripts/deb.sh VERSION ARCH; called by `make deb [ARCH=arm64]`.
set -eu
version=$1 arch=$2
here=$(cd "$(dirname "$0")/.." && pwd)
out=$here/build/deb/$arch
rm -rf "$out"
mkdir -p "$out/aula-$version"
cd "$here"
git ls-files --cached --others --exclude-standard | while IFS= read -r f; do
	[ -f "$f" ] && printf '%s\n' "$f"
done | tar -cf - -T - | tar -xf - -C "$out/aula-$version"
cd "$out/aula-$version"
grep -q "^aula ($version)" debian/changelog || { echo "debian/changelog is not at $version (src/base/version.h)" >&2; exit 1; }
cross=""
[ "$arch" = "$(dpkg --print-architecture)" ] || cross="-a$arch -Pcross,nocheck"
# shellcheck disable=SC2086
DEB_BUILD_OPTIONS="parallel=2 nocheck noautodbgsym" dpkg-buildpackage -b -us -uc -rfakeroot $cross >"$out/build.log" 2>&1 ||
	{ tail -n 30 "$out/build.log" >&2; echo "the package build failed: $out/build.log" >&2; exit 1; }
cd "$out"
rm -rf "aula-$version"
if command -v lintian >/dev/null; then
	lintian --allow-root --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs ./*.changes
fi
ls -l "$out"/*.deb
