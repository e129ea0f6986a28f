/* What the reader fuzzers share: a run whose records go nowhere, fed with one document through a memory file. */
#ifndef AULA_TESTS_FUZZ_IMPORT_FUZZ_H
#define AULA_TESTS_FUZZ_IMPORT_FUZZ_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/log.h"
#include "import/run.h"
#include "import/sink.h"
#include "import/sources.h"

static struct import_options fuzz_options;
static struct tables fuzz_tables;
static struct arena fuzz_arena;

static inline int fuzz_import(bool (*read)(struct run *, struct error *), const char *type, const char *version,
			      const uint8_t *data, size_t size)
{
	static bool ready;
	struct error e = ERROR_INIT;
	if (!ready) {
		if (!tables_load(&fuzz_tables, "assets/topics", &fuzz_arena, &e)) {
			fprintf(stderr, "%s (run from the project's folder)\n", e.text);
			abort();
		}
		if (freopen("/dev/null", "w", stdout) == NULL) /* records are written there */
			abort();
		import_options_init(&fuzz_options);
		ready = true;
	}
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	char path[64];
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	struct source_options source;
	source_options_init(&source, type, type);
	source.file = path;
	source.version = version;
	source.municipality = "Oulu";
	struct run r;
	run_init(&r);
	r.options = &fuzz_options;
	r.source = &source;
	r.tables = &fuzz_tables;
	r.now = 1795338000; /* 2026-11-22T09:00:00Z */
	r.sink = sink_new(&(struct sink_target){.source = type, .full = true});
	read(&r, &e);
	sink_finish(r.sink, true, &e);
	sink_free(r.sink);
	run_fini(&r);
	close(fd);
	return 0;
}

#define FUZZ_READER(reader, type, version)                                       \
	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);           \
	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)            \
	{                                                                       \
		return fuzz_import(reader, type, version, data, size);          \
	}

#endif
