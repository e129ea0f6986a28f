/* Cuts a JSON document of any size into the items of one array, as bytes arrive, so that a 100 MB answer
 * needs memory for its largest item only. Understands
 *   {"meta":…,"data":[ITEM,…]}   the array stands under one of the given keys of the root object
 *   [ITEM,…]                     the root is the array
 *   ITEM                         the root is one object without such a key: it is the only item
 * Strings and brackets are followed, values are not checked: that is done where an item is parsed. */
#ifndef AULA_IMPORT_ITEM_STREAM_H
#define AULA_IMPORT_ITEM_STREAM_H

#include <stdbool.h>
#include <stddef.h>

struct error;
struct item_stream;

#define ITEM_BYTES_MAX ((size_t)1024 * 1024)     /* a larger item is skipped */
#define ITEM_DEPTH_MAX 64                        /* more deeply nested: skipped */
#define ITEM_REST_BYTES_MAX ((size_t)256 * 1024) /* of the root object beside the array */

struct item_handler {
	/* One item's text, valid during the call; false stops the reading (the reader has said why). */
	bool (*on_item)(void *user, const char *text, size_t len);
	/* An item that was too large or too deep, 1-based number. */
	void (*on_skip)(void *user, size_t number, const char *why);
	void *user;
};

/* keys: "data|itemList"; borrowed. */
struct item_stream *item_stream_new(const char *keys, const struct item_handler *h);
void item_stream_free(struct item_stream *s);

/* ERROR_INPUT: brackets do not match, or not JSON at all; ERROR_LIMIT: the rest is too large;
 * ERROR_REFUSED: on_item said stop. */
bool item_stream_feed(struct item_stream *s, const char *data, size_t len, struct error *e);
/* The document must be complete here ("ends in the middle" otherwise). */
bool item_stream_end(struct item_stream *s, struct error *e);

size_t item_stream_count(const struct item_stream *s); /* items seen, skipped ones too */
/* The root object without the array's items ({"meta":{…},"data":[]}); "" when the root is an array or an
 * item. */
const char *item_stream_rest(const struct item_stream *s);

#endif
