# The schedule driver of tests/conformance/rrule.py.
$(B)/tools/schedule_expand: $(O)/tests/tools/schedule_expand.o $(call closure_archives,model)
	@mkdir -p $(dir $@)
	@$(CC) $(LDFLAGS_ALL) -o $@ $< $(call closure_archives,model) $(call closure_libs,model)
unit-bins: $(B)/tools/schedule_expand
