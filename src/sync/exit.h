/* Exit codes of aula-sync, beyond those of every program (base/cli.h). Written down in --help; a contract. */
#ifndef AULA_SYNC_EXIT_H
#define AULA_SYNC_EXIT_H

enum sync_exit {
	SYNC_EXIT_NO_CONTENT = 10, /* verify: there is no cache yet */
	SYNC_EXIT_DAMAGED = 11,    /* verify: the cache is damaged */
	SYNC_EXIT_DIGEST = 12,     /* verify: its records do not give the digest it was verified with */
	SYNC_EXIT_INCOMPLETE = 13, /* verify: no load has finished yet */
	SYNC_EXIT_STALE = 14,      /* verify --max-age: the content is older */
	SYNC_EXIT_OFFLINE = 15,    /* --once: the server was not reached or could not answer */
	SYNC_EXIT_REFUSED = 16,    /* --once: what came was refused; nothing changed */
	SYNC_EXIT_RUNNING = 17,    /* another aula-sync has this folder */
};

#define SYNC_EXIT_HELP                                                                                       \
	"Exit codes:\n"                                                                                      \
	"  0   done: --once is up to date, verify found everything in order\n"                               \
	"  1   tried and could not (disk, memory)\n"                                                         \
	"  2   command line or configuration is wrong\n"                                                     \
	"  10  verify: no content yet\n"                                                                     \
	"  11  verify: the cache is damaged\n"                                                               \
	"  12  verify: the digest does not agree\n"                                                          \
	"  13  verify: no load has finished yet\n"                                                           \
	"  14  verify --max-age: the content is older than that\n"                                           \
	"  15  --once: the server was not reached or could not answer\n"                                     \
	"  16  --once: what came was refused, nothing changed\n"                                             \
	"  17  another aula-sync has this folder\n"

#endif
