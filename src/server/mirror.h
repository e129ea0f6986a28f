/* A screen of the server's own: a device folder that aula-sync keeps in step through the feed, like any screen's. From
 * it aula-kiosk draws previews and searches, so staff see and find exactly what visitors will. All run as
 * limited children (server/child.h); nothing here waits for them. */
#ifndef AULA_SERVER_MIRROR_H
#define AULA_SERVER_MIRROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct app;
struct buf;
struct error;
struct mirror;

#define MIRROR_POLL_MS 25      /* how often a waiting request looks */
#define MIRROR_FRESH_MS 1500   /* an import moves the head all the time: younger than this is new enough */
#define MIRROR_LOAD_S 900      /* the first load of a whole county */
#define MIRROR_ANEW_S 600      /* between two attempts to make a broken mirror anew */
#define MIRROR_PROGRAMS "/usr/lib/aula-server"
#define MIRROR_CHILDREN_MAX 2  /* kiosks at once */
#define MIRROR_KIOSK_S 20
#define MIRROR_OUTPUT_MAX ((size_t)16 * 1024 * 1024)

/* returns owned. The folder is made at the first use. */
struct mirror *mirror_new(struct app *a);
void mirror_free(struct mirror *m);
/* Both programs are there. */
bool mirror_able(const struct mirror *m);

/* A picture of a draft, which aula-sync does not know of yet: png as the store has it. What cannot be written is not drawn. */
void mirror_put_image(struct mirror *m, const char *hash, const void *png, size_t len);

enum mirror_state {
	MIRROR_WAIT,   /* call again in MIRROR_POLL_MS */
	MIRROR_DONE,
	MIRROR_FAILED, /* e says why */
};

/* One run of aula-kiosk on fresh content. */
struct mirror_job;
/* argv without the program, NULL-terminated, copied: the first word is "preview" or "search"; "%c" alone stands for the
 * cache, "%w" for a fresh folder of the job's own, "%o" for a file in it that becomes the output (else standard
 * output is). returns owned. */
struct mirror_job *mirror_job_new(struct mirror *m, const char *const *argv, const char *input, size_t input_len);
/* What the kiosk writes is a slip: aula-print draws it, and its picture becomes the output. */
void mirror_job_print(struct mirror_job *j);
enum mirror_state mirror_job_step(struct mirror_job *j, struct error *e);
/* After MIRROR_DONE. */
const struct buf *mirror_job_output(const struct mirror_job *j);
void mirror_job_free(void *job);

#endif
