# Sourced: fuzz_build TARGET… makes targets of the tree with clang, both sanitizers and libFuzzer's counters in $FUZZ_BUILD; one
# at a time, because suites run beside each other. Its words are in build/fuzz-build.log.
FUZZ_SANITIZERS=fuzzer-no-link,address,undefined
export FUZZ_BUILD=build/variant-clang-${FUZZ_SANITIZERS//,/-}
fuzz_build() {
	mkdir -p build
	flock build/fuzz-build.lock make -s -j"$(nproc)" CC=clang SANITIZER=$FUZZ_SANITIZERS "$@" >build/fuzz-build.log 2>&1
}
