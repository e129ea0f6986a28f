# Pictures of every screen: `make tour` to look at, `make golden-accept` to take them as right. The comparing
# is tests/screens/golden.sh.
TOOL_MAKE_CACHE := $(B)/tools/make_cache
TOOL_COMPARE := $(B)/tools/compare_pictures
$(TOOL_MAKE_CACHE): $(O)/tests/tools/make_cache.o $(call closure_archives,cache)
	@mkdir -p $(dir $@)
	@$(CC) $(LDFLAGS_ALL) -o $@ $^ $(call closure_libs,cache)
$(TOOL_COMPARE): $(O)/tests/tools/compare_pictures.o $(call closure_archives,ui)
	@mkdir -p $(dir $@)
	@$(CC) $(LDFLAGS_ALL) -o $@ $^ $(call closure_libs,ui) $(shell $(PKG_CONFIG) --libs libsodium)
TOOL_WALK := $(B)/tools/walk
$(TOOL_WALK): $(O)/tests/tools/walk.o $(call closure_archives,screens)
	@mkdir -p $(dir $@)
	@$(CC) $(LDFLAGS_ALL) -o $@ $^ $(call closure_libs,screens)

tools: $(TOOL_MAKE_CACHE) $(TOOL_COMPARE) $(TOOL_WALK)

.PHONY: golden-accept tour web-tour walk-all walk-pairs
# Look at the pictures first: what is accepted here is what every later run must give, pixel for pixel.
golden-accept: programs tools
	@B=$(B) tests/tools/take_pictures.sh build/golden/taken
	@B=$(B) tests/tools/accept_pictures.sh build/golden/taken tests/golden/screens

tour: programs tools
	@B=$(B) tests/tools/take_pictures.sh build/tour
	@B=$(B) tests/tools/contact_sheet.sh build/tour

# Every staff and phone page in Chromium at 390 and 1280 px, in build/web-tour/, with what axe-core finds in them.
web-tour: programs
	@B=$(B) tests/integration/web_axe.py build/web-tour

# Every state of the visitor program in every combination of screen, language, theme, text, low view and speech, side by side
# on all processors: some twenty minutes of two. `make walk-pairs`: each two of them once; `make test` walks a list of its own.
walk-all: programs tools
	@B=$(B) WALK_JOBS=$$(nproc) tests/screens/walk.sh --all

walk-pairs: programs tools
	@B=$(B) WALK_JOBS=$$(nproc) tests/screens/walk.sh --pairs
