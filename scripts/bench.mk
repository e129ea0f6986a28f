# Measurements: tests/bench/LAYER/bench_X.c links LAYER and what it may reach; tests/bench/*.sh drive programs.
# Each prints lines "NAME: value (floor value, ratio N.NN×)"; nothing here fails for being slow.
# BENCH=prefix narrows, N=20000 sizes what can be sized.
BENCH_SOURCES := $(sort $(wildcard tests/bench/*/*.c))
BENCH_BINS := $(patsubst tests/bench/%.c,$(B)/bench/%,$(BENCH_SOURCES))

define bench_rules
$(B)/bench/$(1)/%: $(O)/bench/$(1)/%.o $(call closure_archives,$(1))
	@mkdir -p $$(dir $$@)
	@$$(CC) $$(LDFLAGS_ALL) -o $$@ $$< $(call closure_archives,$(1)) $(call closure_libs,$(1))
endef
$(foreach l,$(LAYERS),$(if $(wildcard tests/bench/$(l)/*.c),$(eval $(call bench_rules,$(l)))))

$(O)/bench/%.o: tests/bench/%.c build/layers.mk
	@mkdir -p $(dir $@)
	@echo "  CC    $<"
	@$(CC) $(CFLAGS_ALL) -Wno-missing-prototypes -Itests -MMD -MP -c -o $@ $<

.PHONY: bench bench-bins
bench-bins: $(BENCH_BINS) $(TOOL_GENERATE)
bench:
	@scripts/install-packages.sh build run test
	@$(MAKE) --no-print-directory build/layers.mk
	@$(MAKE) --no-print-directory programs bench-bins
	@tests/bench/run.sh $(BENCH)
