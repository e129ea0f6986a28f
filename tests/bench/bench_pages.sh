#!/bin/bash
# Phone and staff pages with 100,000 activities beside a file of the same size from nginx: requests a second and p99, by wrk.
# N=5000 activities, SECONDS_EACH=2.
cd "$(dirname "$0")/../.." || exit 1
exec /usr/bin/python3 tests/bench/pages.py
