# Programs for tests and benches: tests/tools. build/tools/generate N writes N invented activities.
TOOL_GENERATE := $(B)/tools/generate
$(TOOL_GENERATE): $(O)/tests/tools/generate.o $(O)/tests/tools/generate_tables.o $(call closure_archives,model)
	@mkdir -p $(dir $@)
	@$(CC) $(LDFLAGS_ALL) -o $@ $^ $(call closure_libs,model)

$(O)/tests/tools/%.o: tests/tools/%.c build/layers.mk
	@mkdir -p $(dir $@)
	@echo "  CC    $<"
	@$(CC) $(CFLAGS_ALL) -Itests -MMD -MP -c -o $@ $<

.PHONY: tools
tools: $(TOOL_GENERATE)
unit-bins: tools
