#include "server/staff/picture_upload.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "feed/hex.h"
#include "i18n/catalogue.h"
#include "media/clean.h"
#include "model/record.h"
#include "server/app.h"
#include "server/staff/staff_form.h"
#include "store/store.h"
#include "web/http.h"

#define HASH_HEX 64
#define ALT_MAX 200

static bool clean(const void *bytes, size_t len, struct buf *png, struct media_info *info, struct error *e)
{
	if (media_clean(bytes, len, PICTURE_SIDE_PX, PICTURE_SIDE_PX, png, info, e))
		return true;
	buf_clear(png);
	return e->kind == ERROR_LIMIT && len <= MEDIA_INPUT_BYTES_MAX &&
	       media_clean(bytes, len, PICTURE_SMALLER_SIDE_PX, PICTURE_SMALLER_SIDE_PX, png, info, e);
}

static bool keep(struct form *f, const struct buf *png, char hex[HASH_HEX + 1], struct error *e)
{
	struct app *a = web_app(f->r);
	uint8_t hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256(hash, (const uint8_t *)png->data, png->len);
	hex_write(hash, sizeof hash, hex);
	if (store_begin(a->store, e) &&
	    store_image_put(a->store, hex, "image/png", png->data, png->len, app_now(a), e) &&
	    store_commit(a->store, e))
		return true;
	store_rollback(a->store);
	return false;
}

/* "HASH WxH", what the form carries on in a hidden field so that a file is sent once only. */
static const char *take_upload(struct form *f, const void *bytes, size_t len)
{
	CLEANUP_BUF struct buf png = BUF_INIT;
	struct media_info info;
	struct error e = ERROR_INIT;
	char hex[HASH_HEX + 1];
	if (!clean(bytes, len, &png, &info, &e)) {
		log_info("staff: picture refused: %s", e.text);
		form_problem(f, "picture", tr(f->lang, "This file is no picture that can be used. Choose a PNG, JPEG or WebP of at most 8 megabytes."));
		return NULL;
	}
	if (!keep(f, &png, hex, &e)) {
		log_error("staff: picture: %s", e.text);
		form_problem(f, "picture", tr(f->lang, "Not available just now"));
		return NULL;
	}
	return arena_printf(web_arena(f->r), "%s %dx%d", hex, info.w, info.h);
}

static bool read_kept(struct form *f, const char *kept, struct image *out)
{
	struct app *a = web_app(f->r);
	struct store_image stored;
	char hash[HASH_HEX + 1];
	if (kept == NULL || sscanf(kept, "%64[0-9a-f] %5dx%5d", hash, &out->w, &out->h) != 3 || strlen(hash) != HASH_HEX ||
	    out->w < 1 || out->h < 1 || !store_image_get(a->store, hash, &stored, web_arena(f->r), NULL))
		return false;
	out->hash = arena_strdup(web_arena(f->r), hash);
	return true;
}

void picture_read(struct form *f, struct image *out)
{
	const void *bytes;
	size_t len;
	*out = (struct image){.alt = form_ltext(f->r, "alt")};
	if (web_upload(f->r, "picture", &bytes, &len)) {
		const char *kept = take_upload(f, bytes, len);
		if (kept != NULL)
			web_upload_becomes(f->r, "picture", "picture_kept", kept);
	}
	if (web_form(f->r, "picture_away") != NULL || !read_kept(f, form_value(f->r, "picture_kept"), out)) {
		out->w = out->h = 0;
		return;
	}
	form_limit_ltext(f, "alt", &out->alt, ALT_MAX);
	if (out->alt.v[LANG_FI] == NULL)
		form_problem(f, "alt_fi", tr(f->lang, "Say in words what is in the picture, for those who do not see it."));
}

void picture_write(struct form *f, const struct image *image)
{
	struct html *h = &f->h;
	if (image->hash != NULL) {
		struct arena *a = web_arena(f->r);
		html_raw(h, "<input type=\"hidden\" name=\"picture_kept\"");
		html_attr(h, "value", arena_printf(a, "%s %dx%d", image->hash, image->w, image->h));
		html_raw(h, "><img class=\"chosen-picture\"");
		html_attr(h, "src", arena_printf(a, "/v1/image/%s", image->hash));
		html_attr(h, "alt", image->alt.v[LANG_FI] != NULL ? image->alt.v[LANG_FI] : "");
		html_raw(h, ">");
		field_choice(h, "checkbox", "picture_away", "1", tr(f->lang, "Take the picture away"), NULL, false);
	}
	const struct field file = {.label = image->hash != NULL ? tr(f->lang, "Another picture") : tr(f->lang, "Picture"),
					.name = "picture",
					.type = "file",
					.hint = tr(f->lang, "PNG, JPEG or WebP, at most 8 megabytes.")};
	form_field(f, &file);
	form_field_ltext(f, tr(f->lang, "What is in the picture"), "alt", &image->alt, ALT_MAX, false, false);
}
