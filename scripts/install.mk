# make install DESTDIR=: everything where the Debian packages put it (debian/*.install pick from it), which is where the
# programs and the units look for it.
BINDIR := $(DESTDIR)/usr/bin
SHAREDIR := $(DESTDIR)/usr/share/aula
DOCDIR := $(DESTDIR)/usr/share/doc
UNITDIR := $(DESTDIR)/lib/systemd/system
LIBDIR := $(DESTDIR)/usr/lib
CONFDIR := $(DESTDIR)/etc/aula
ASSET_FOLDERS := art icons topics thesaurus web

.PHONY: install install-programs install-shared install-kiosk install-server install-docs
install: install-programs install-shared install-kiosk install-server install-docs

install-programs: programs
	@install -d $(BINDIR)
	@for p in $(READY_PROGRAMS); do install -m 0755 $$p $(BINDIR)/; done
	@install -m 0755 scripts/aulactl $(BINDIR)/aulactl

install-shared: assets-built
	@for f in $(ASSET_FOLDERS); do \
		(cd assets && find $$f -type f ! -name README.md -exec install -D -m 0644 {} $(SHAREDIR)/{} \;) || exit 1; done
	@install -d $(SHAREDIR)/locale
	@install -m 0644 $(MO) $(SHAREDIR)/locale/
	@install -d $(CONFDIR)

install-kiosk:
	@install -d $(UNITDIR) $(CONFDIR) $(LIBDIR)/sysusers.d $(LIBDIR)/tmpfiles.d $(DESTDIR)/lib/udev/rules.d \
		$(LIBDIR)/systemd/journald.conf.d $(LIBDIR)/systemd/coredump.conf.d $(LIBDIR)/systemd/logind.conf.d \
		$(LIBDIR)/systemd/system.conf.d $(LIBDIR)/sysctl.d $(LIBDIR)/modprobe.d
	@install -m 0644 systemd/aula-kiosk.service systemd/aula-sync.service systemd/aula-print.service systemd/aula.target $(UNITDIR)/
	@install -m 0644 config/aula-kiosk.ini config/aula-sync.ini config/aula-print.ini $(CONFDIR)/
	@install -m 0644 systemd/aula-kiosk.sysusers $(LIBDIR)/sysusers.d/aula-kiosk.conf
	@install -m 0644 systemd/aula-kiosk.tmpfiles $(LIBDIR)/tmpfiles.d/aula-kiosk.conf
	@install -m 0644 systemd/70-aula.rules $(DESTDIR)/lib/udev/rules.d/
	@install -m 0644 systemd/journald-aula.conf $(LIBDIR)/systemd/journald.conf.d/aula.conf
	@install -m 0644 systemd/coredump-aula.conf $(LIBDIR)/systemd/coredump.conf.d/aula.conf
	@install -m 0644 systemd/logind-aula.conf $(LIBDIR)/systemd/logind.conf.d/aula.conf
	@install -m 0644 systemd/system-aula.conf $(LIBDIR)/systemd/system.conf.d/aula.conf
	@install -m 0644 systemd/sysctl-aula.conf $(LIBDIR)/sysctl.d/60-aula.conf
	@install -m 0644 systemd/modprobe-aula.conf $(LIBDIR)/modprobe.d/aula.conf

install-server:
	@install -d $(UNITDIR) $(CONFDIR) $(LIBDIR)/sysusers.d $(DOCDIR)/aula-server/examples
	@install -m 0644 systemd/aula-server.service systemd/aula-import.service systemd/aula-import.timer $(UNITDIR)/
	@install -m 0644 config/aula-server.ini config/aula-import.ini $(CONFDIR)/
	@install -m 0644 systemd/aula-server.sysusers $(LIBDIR)/sysusers.d/aula-server.conf
	@install -m 0644 config/nginx/aula.conf $(DOCDIR)/aula-server/examples/nginx-aula.conf
	@# what the server draws previews with; the device's package, which takes the whole machine, is not for it
	@install -d $(LIBDIR)/aula-server
	@install -m 0755 $(B)/bin/aula-kiosk $(B)/bin/aula-sync $(B)/bin/aula-print $(LIBDIR)/aula-server/

# not for the packages: debhelper takes these from docs/ itself
install-docs:
	@install -d $(DESTDIR)/usr/share/man/man1 $(DOCDIR)/aula-kiosk $(DOCDIR)/aula-server
	@install -m 0644 docs/man/*.1 $(DESTDIR)/usr/share/man/man1/
	@install -m 0644 docs/OPERATIONS.md $(DOCDIR)/aula-kiosk/
	@install -m 0644 docs/OPERATIONS.md docs/SCALE.md $(DOCDIR)/aula-server/

# Packages: built from a clean copy, so that the tree stays as it is.
ARCH ?= $(shell dpkg --print-architecture 2>/dev/null)
VERSION := $(shell sed -n 's/.*AULA_VERSION "\(.*\)"/\1/p' src/base/version.h)
.PHONY: deb test-packages test-arm64 sbom
deb:
	@scripts/install-packages.sh $(if $(filter $(ARCH),$(shell dpkg --print-architecture)),build) package
	@scripts/deb.sh $(VERSION) $(ARCH) $(PROFILES)

# Needs root (or user namespaces) and a Debian mirror: not part of `make test`.
test-packages: deb
	@scripts/install-packages.sh root
	@tests/packages/run.sh

# The same for arm64: built in a root of its own, run under qemu; its pictures are those of this machine.
test-arm64:
	@scripts/install-packages.sh build test root
	@$(MAKE) --no-print-directory build/layers.mk
	@$(MAKE) --no-print-directory -j$$(nproc) programs tools
	@$(MAKE) --no-print-directory deb ARCH=arm64 PROFILES=pkg.aula.device
	@tests/packages/arm64.py

sbom: programs
	@mkdir -p build
	@scripts/sbom.sh $(VERSION) > build/aula-$(VERSION).spdx.json
	@echo build/aula-$(VERSION).spdx.json
