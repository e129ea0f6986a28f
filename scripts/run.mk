.PHONY: run lint format help
run:
	@scripts/install-packages.sh build run
	@$(MAKE) -s --no-print-directory build/layers.mk
	@$(MAKE) -s --no-print-directory -j$$(nproc) programs
	@scripts/run.sh

# Static checks: layers, units, catalogues, clang-tidy and cppcheck; the last two only here.
lint: build/layers.mk
	@scripts/install-packages.sh build test lint
	@AULA_LINT=1 tests/run.sh --only lint

# Only the lines that differ from the last commit (or from FORMAT_BASE): what stands keeps the lines its writer gave it, whatever
# the version of clang-format would like better.
FORMAT_BASE ?= HEAD
format:
	@scripts/install-packages.sh lint
	@git clang-format -q --force --extensions c,h $(FORMAT_BASE) -- src tests

help:
	@echo "make run     install what is missing, build, start server + sync + kiosk on demo data"
	@echo "make test    install what is missing, build, run every test; ends with N passed, N failed, N skipped"
	@echo "make check   the quick tests only (SUITE=unit/model narrows)"
	@echo "make bench   measurements, each as a ratio to its floor"
	@echo "make lint    layers, clang-tidy, cppcheck;  make format   clang-format for the lines you changed (FORMAT_BASE=main)"
	@echo "make golden-accept   take the new pictures as right (look at them first)"
	@echo "make tour    every screen as a PNG and one contact sheet"
	@echo "make web-tour  every staff and phone page as a PNG at 390 and 1280 px, with axe-core's findings"
	@echo "make walk-pairs, make walk-all   every state of the screen in combinations of its settings"
	@echo "make torture   what make test takes a part of, whole: hours (docs/FAULTS.md)"
	@echo "make po      brings assets/po up to date with the messages of src"
	@echo "make install DESTDIR=   make deb [ARCH=arm64]   make test-packages   make test-arm64   make sbom   make clean"
	@echo "CC=clang, SANITIZER=address,undefined and DEBUG=1 build beside the normal tree"

.PHONY: clean
clean:
	rm -rf build

# For tools that parse the sources (clang-tidy).
.PHONY: print-cflags
print-cflags:
	@echo $(filter-out -Werror -D_FORTIFY_SOURCE=2,$(CFLAGS_ALL))
