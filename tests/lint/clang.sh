#!/bin/bash
# slow, long. The whole tree builds with clang, warnings being errors, and its unit tests pass.
cd "$(dirname "$0")/../.." || exit 1
command -v clang >/dev/null || { echo "skip: no clang"; exit 77; }
make -s -j"$(nproc)" CC=clang programs unit-bins >build/clang.log 2>&1 || { tail -n 30 build/clang.log; echo "not ok: builds with clang"; exit 1; }
echo "ok: builds with clang"
