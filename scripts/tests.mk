# Unit tests: tests/unit/LAYER/test_X.c links only LAYER and what LAYER may reach.
UNIT_SOURCES := $(sort $(wildcard tests/unit/*/test_*.c))
UNIT_BINS := $(patsubst tests/unit/%.c,$(B)/tests/%,$(UNIT_SOURCES))

define unit_rules
$(B)/tests/$(1)/%: $(O)/tests/$(1)/%.o $(call closure_archives,$(1))
	@mkdir -p $$(dir $$@)
	@$$(CC) $$(LDFLAGS_ALL) -o $$@ $$< $(call closure_archives,$(1)) $(call closure_libs,$(1)) -lcmocka
endef
$(foreach l,$(LAYERS),$(if $(wildcard tests/unit/$(l)/test_*.c),$(eval $(call unit_rules,$(l)))))

$(O)/tests/%.o: tests/unit/%.c build/layers.mk
	@mkdir -p $(dir $@)
	@echo "  CC    $<"
	@$(CC) $(CFLAGS_ALL) -Wno-missing-prototypes -Itests -MMD -MP -c -o $@ $<

.PHONY: unit-bins check test
unit-bins: $(UNIT_BINS)

# What a developer runs while working: no installing, no slow suites. SUITE=unit/model narrows it.
check: build/layers.mk
	@$(MAKE) --no-print-directory -j$$(nproc) programs unit-bins
	@tests/run.sh --quick $(if $(SUITE),--only $(SUITE))

# Everything; installs what is missing first.
test:
	@scripts/install-packages.sh build test
	@$(MAKE) --no-print-directory build/layers.mk
	@$(MAKE) --no-print-directory -j$$(nproc) programs unit-bins
	@tests/run.sh $(if $(SUITE),--only $(SUITE))
.SECONDARY:
