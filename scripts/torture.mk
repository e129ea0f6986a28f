# The whole of what `make test` takes a part of: hours, not minutes. Each is bounded by its own numbers and may be run alone.
#   20,000 kill -9; every n of every failing call; a simulated year; fuzzers for ten minutes each; servers under 2,000 screens
.PHONY: torture
torture:
	@scripts/install-packages.sh build run test
	@$(MAKE) --no-print-directory build/layers.mk
	@$(MAKE) --no-print-directory programs unit-bins
	@scripts/torture.sh
