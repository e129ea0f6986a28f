#!/bin/bash
# What the programs are made of, as SPDX 2.3 JSON: our own sources, and every Debian package that a built program
# loads, with its version and licence file. Usage: scripts/sbom.sh VERSION (after `make`).
set -eu
cd "$(dirname "$0")/.."
version=$1
B=${B:-build}
created=$(date -u -d "@${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}" +%Y-%m-%dT%H:%M:%SZ)
ls "$B"/bin/aula-* >/dev/null

# package of every shared library the programs load, then of what they use as data
packages=$({
	for program in "$B"/bin/aula-*; do ldd "$program" | awk '/=> \// { print $3 }'; done | sort -u | while read -r lib; do
		dpkg -S "$(readlink -f "$lib")" 2>/dev/null || dpkg -S "${lib#/usr}" 2>/dev/null || dpkg -S "/usr$lib" 2>/dev/null || true
	done | sed 's/:.*//'
	printf '%s\n' fonts-noto-core fonts-noto-ui-core fonts-material-design-icons-iconfont voikko-fi tzdata proj-data
} | sort -u)

id() { printf '%s' "$1" | tr -c 'A-Za-z0-9.-' -; }
cat <<END
{
  "spdxVersion": "SPDX-2.3",
  "dataLicense": "CC0-1.0",
  "SPDXID": "SPDXRef-DOCUMENT",
  "name": "aula-$version",
  "documentNamespace": "https://example.org/aula/spdx/aula-$version-$(git rev-parse --short=12 HEAD 2>/dev/null || echo release)",
  "creationInfo": { "created": "$created", "creators": ["Tool: aula scripts/sbom.sh"] },
  "packages": [
    { "SPDXID": "SPDXRef-aula", "name": "aula", "versionInfo": "$version", "downloadLocation": "NOASSERTION",
      "filesAnalyzed": false, "licenseConcluded": "EUPL-1.2", "licenseDeclared": "EUPL-1.2", "copyrightText": "the Aula project" }
END
for p in $packages; do
	v=$(dpkg-query -W -f '${Version}' "$p" 2>/dev/null) || continue
	source=$(dpkg-query -W -f '${source:Package}' "$p")
	cat <<END
    ,{ "SPDXID": "SPDXRef-deb-$(id "$p")", "name": "$p", "versionInfo": "$v", "sourceInfo": "Debian source package $source",
      "supplier": "Organization: Debian", "downloadLocation": "https://packages.debian.org/bookworm/$p", "filesAnalyzed": false,
      "licenseConcluded": "NOASSERTION", "licenseDeclared": "NOASSERTION", "copyrightText": "NOASSERTION",
      "externalRefs": [{ "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
        "referenceLocator": "pkg:deb/debian/$p@$v?distro=bookworm" }] }
END
done
echo '  ],'
echo '  "relationships": ['
echo '    { "spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-aula" }'
for p in $packages; do
	dpkg-query -W "$p" >/dev/null 2>&1 || continue
	echo "    ,{ \"spdxElementId\": \"SPDXRef-aula\", \"relationshipType\": \"DEPENDS_ON\", \"relatedSpdxElement\": \"SPDXRef-deb-$(id "$p")\" }"
done
echo '  ]'
echo '}'
