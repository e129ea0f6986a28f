#!/bin/bash
# Both engines beside themselves without Aula; a server on each; and how many requests nginx lets through when screens
# wake. N=5000 records, SCREENS=10000 (fewer when the machine has not the file descriptors).
cd "$(dirname "$0")/../.." || exit 1
exec /usr/bin/python3 tests/bench/scale.py
