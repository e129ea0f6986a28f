#!/bin/sh
# Makes a fresh Debian 12 in a folder, from the mirrors this machine uses. Needs root.
# Usage: scripts/fresh-debian.sh ROOT [OPTION of mmdebstrap]...
set -eu
root=$1
shift
# one line a mirror and suite, from both kinds of lists; other people's archives stay out
mirrors() {
	cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
		awk '$1 == "deb" { gsub(/\[[^]]*\] */, "") } $1 == "deb" && $3 ~ /^bookworm(-updates|-security)?\/?$/'
	for f in /etc/apt/sources.list.d/*.sources; do
		[ -f "$f" ] || continue
		awk -v RS= '{
			n = split($0, line, "\n"); uris = suites = parts = ""
			for (i = 1; i <= n; i++) {
				if (line[i] ~ /^URIs:/) uris = substr(line[i], 6)
				if (line[i] ~ /^Suites:/) suites = substr(line[i], 8)
				if (line[i] ~ /^Components:/) parts = substr(line[i], 12)
			}
			split(uris, u, " "); m = split(suites, s, " ")
			for (i = 1; i <= m; i++)
				if (s[i] ~ /^bookworm(-updates|-security)?$/) print "deb " u[1] " " s[i] " " parts
		}' "$f"
	done
}
mirrors | mmdebstrap --quiet --mode=root --variant=apt --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/man/*' \
	--dpkgopt='path-exclude=/usr/share/locale/*/LC_MESSAGES/*' "$@" bookworm "$root" -
cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
cp /etc/apt/apt.conf.d/*prox* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # no PID 1 in there: nothing starts by itself
chmod 755 "$root/usr/sbin/policy-rc.d"
