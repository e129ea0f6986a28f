/* The screen as it would be with what is being written (picture 41, right side): drawn by aula-kiosk from the server's
 * own mirror with drafts on top. */
#ifndef AULA_SERVER_STAFF_PREVIEW_H
#define AULA_SERVER_STAFF_PREVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "server/mirror.h"
#include "server/pictures.h"

struct app;
struct form;
struct html;
struct record;
struct strs;
struct web_request;

#define PREVIEW_PARK_MAX 2000 /* looks before the request is answered anyway: about a minute */

#define PREVIEW_SHOWS 4 /* buttons at the most; NULL behind the last */

struct preview {
	const char *shows[PREVIEW_SHOWS]; /* what the buttons offer: "attract", "home", "detail", "slip", "poll", "notices" */
	const char *show;     /* the one drawn */
	const char *subject;  /* activity or poll id */
	const char *centre, *screen, *lang;
	int w, h;
	int64_t at;
	struct app *app;
	struct buf drafts;
};

/* Reads preview_on, preview_lang and show of the form or the address. centres: what was chosen; the first of them that
 * this person may change, else this person's first, is where the screen stands. from: when it begins. */
void preview_init(struct preview *p, struct web_request *r, const struct strs *centres, int64_t from, int64_t until);
void preview_fini(struct preview *p);
void preview_add(struct preview *p, const struct record *record);
/* The only thing there is to look at. */
void preview_only(struct preview *p, const char *show);

/* MIRROR_WAIT: it has parked the request, the handler only returns. DONE: key is of app->pictures. */
enum mirror_state preview_step(struct preview *p, struct web_request *r, char key[PICTURES_KEY_BYTES],
			       struct error *e);
/* Answers with the PNG, or a page of the form's own with the picture in it: true when it has answered. Else *src is
 * the picture's address, or NULL and *problem says why there is none. */
bool preview_answer(struct preview *p, struct web_request *r, const char **src, const char **problem);

/* The right side. form_id: whose fields are sent; action: where; src: picture's address or NULL. */
void preview_write(struct form *f, const struct preview *p, const char *form_id, const char *action, const char *src,
		   const char *problem);

#endif
