# Aula. The targets a person uses are in `make help`; how folders depend on each other is in src/layers.txt.
#
# Variables: CC=gcc|clang  SANITIZER=address,undefined  DEBUG=1  DESTDIR=  FULLSCREEN=1
CC ?= gcc
ifeq ($(origin CC),default)
CC := gcc
endif
SANITIZER ?=
DESTDIR ?=

PROGRAMS := kiosk sync server import print

# Each combination of compiler and sanitizer builds in a folder of its own; the plain one is build/.
comma := ,
VARIANT := $(if $(filter gcc,$(notdir $(CC))),,$(notdir $(CC)))$(if $(SANITIZER),-$(subst $(comma),-,$(SANITIZER)))
B := build$(if $(VARIANT),/variant-$(VARIANT:-%=%))
O := $(B)/obj

-include build/layers.mk
build/layers.mk: src/layers.txt scripts/layers.awk
	@mkdir -p build
	@awk -f scripts/layers.awk src/layers.txt > $@

PKG_CONFIG ?= pkg-config
# a device's build (PROGRAMS="kiosk sync print") does without the server's libraries
ALL_PKGS := $(sort $(foreach p,$(PROGRAMS),$(foreach l,$(CLOSURE_$(p)),$(PKGS_$(l)))))
PKG_CFLAGS := $(if $(ALL_PKGS),$(shell $(PKG_CONFIG) --cflags $(ALL_PKGS) 2>/dev/null))
# On a fresh machine only the targets that install packages work; what builds asks this first.
LACKS := $(if $(ALL_PKGS),$(if $(filter yes,$(shell $(PKG_CONFIG) --exists $(ALL_PKGS) 2>/dev/null && echo yes)),,yes))
with_packages = $(if $(LACKS),$(error Debian packages are missing: scripts/install-packages.sh build installs them (make run and make test do so too)))

WARN := -Wall -Wextra -Werror -Wshadow -Wconversion -Wno-sign-conversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Wformat=2 -Wundef \
	-Wno-format-truncation -Wno-unknown-warning-option -Wno-missing-field-initializers
OPT := $(if $(DEBUG),-O0,-O2)
# the same sums on every architecture, so that pictures are the same in every byte
SAME := -ffp-contract=off
HARDEN := -fstack-protector-strong $(if $(SANITIZER)$(DEBUG),,-D_FORTIFY_SOURCE=2) -fPIE
SAN := $(if $(SANITIZER),-fsanitize=$(SANITIZER) -fno-sanitize-recover=all -fno-omit-frame-pointer)
CFLAGS_ALL = -std=c17 -g $(OPT) $(WARN) $(SAME) $(HARDEN) $(SAN) -D_GNU_SOURCE -Isrc $(patsubst -I%,-isystem %,$(PKG_CFLAGS)) $(CFLAGS)
LDFLAGS_ALL = -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(SAN) $(LDFLAGS)

# libraries: one static archive a layer; a program's main.c stays outside its archive
objects = $(patsubst src/%.c,$(O)/%.o,$(filter-out src/$(1)/main.c,$(shell find src/$(1) -name '*.c' 2>/dev/null | sort)))
archive = $(if $(call objects,$(1)),$(B)/lib/lib$(1).a)
closure_archives = $(foreach l,$(CLOSURE_$(1)),$(call archive,$(l)))
closure_libs = $(shell $(PKG_CONFIG) --libs $(sort $(foreach l,$(CLOSURE_$(1)),$(PKGS_$(l)))) 2>/dev/null) \
	$(foreach l,$(CLOSURE_$(1)),$(LIBS_$(l))) -lm -lpthread

READY_PROGRAMS := $(foreach p,$(PROGRAMS),$(if $(wildcard src/$(p)/main.c),$(B)/bin/aula-$(p)))

.DEFAULT_GOAL := all
.PHONY: all programs
all: programs
programs: $(READY_PROGRAMS) assets-built

define layer_rules
$(call archive,$(1)): $(call objects,$(1))
	@mkdir -p $$(dir $$@)
	@rm -f $$@
	@$(AR) rcs $$@ $$^
endef
$(foreach l,$(LAYERS),$(if $(call objects,$(l)),$(eval $(call layer_rules,$(l)))))

define program_rules
$(B)/bin/aula-$(1): $(O)/$(1)/main.o $(call closure_archives,$(1))
	@mkdir -p $$(dir $$@)
	@echo "  LD    $$@"
	@$$(CC) $$(LDFLAGS_ALL) -o $$@ $(O)/$(1)/main.o $(call closure_archives,$(1)) $(call closure_libs,$(1))
endef
$(foreach p,$(PROGRAMS),$(if $(wildcard src/$(p)/main.c),$(eval $(call program_rules,$(p)))))

$(O)/%.o: src/%.c build/layers.mk
	$(with_packages)
	@mkdir -p $(dir $@)
	@echo "  CC    $<"
	@$(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

-include $(shell find $(O) -name '*.d' 2>/dev/null)

include $(wildcard scripts/*.mk)
