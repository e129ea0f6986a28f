#!/bin/bash
# From "print a slip" on the screen to the last byte at the printer, and how long the screen stands still meanwhile.
exec /usr/bin/python3 "$(dirname "$0")/print/bench_print.py"
