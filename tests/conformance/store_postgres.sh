#!/bin/bash
# The store's conformance suite, its people tests and the several-process tests on a throw-away PostgreSQL.
cd "$(dirname "$0")/../.." || exit 1
B=${B:-build}
command -v pg_virtualenv >/dev/null || { echo "skip: no pg_virtualenv (postgresql-common)"; exit 77; }
run() {
	export AULA_TEST_POSTGRES="postgresql://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/$PGDATABASE"
	bad=0
	for t in test_store_conformance test_plans test_review test_people test_devices test_enrol test_usage test_mail test_drafts test_move test_leases test_postgres; do
		CMOCKA_MESSAGE_OUTPUT=stdout "$B/tests/store/$t" >"$B/pg-$t.log" 2>&1 || bad=1
		grep '^\[       OK \]' "$B/pg-$t.log" | sed "s/^\[       OK \] /ok: postgresql /"
		grep '^\[  SKIPPED \] [a-z]' "$B/pg-$t.log" | sort -u | sed "s/^\[  SKIPPED \] /skip: postgresql /"
		grep '^\[  FAILED  \] [a-z]' "$B/pg-$t.log" | sort -u | sed "s/^\[  FAILED  \] /not ok: postgresql /"
		[ $bad = 0 ] || grep -B3 -A3 ERROR "$B/pg-$t.log"
	done
	return $bad
}
if [ -n "${PGPORT:-}" ] && [ -n "${AULA_IN_PG:-}" ]; then run; exit $?; fi
AULA_IN_PG=1 B=$B pg_virtualenv -t "$0" 2>&1 | grep -v "cluster 15/regress"
exit "${PIPESTATUS[0]}"
