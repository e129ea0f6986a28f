/* PNG files of a canvas, byte for byte the same for the same pixels, and the exact comparison golden tests
 * use. */
#ifndef AULA_UI_SCREENSHOT_H
#define AULA_UI_SCREENSHOT_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/rect.h"

struct error;

/* A PNG; who reads path meanwhile sees the picture before or this one, whole. */
bool screenshot_write(const char *path, const uint32_t *px, int w, int h, struct error *e);
struct screenshot_difference {
	int64_t pixels;    /* differing; -1: sizes differ */
	struct rect where; /* bounding box */
	int max_channel;   /* largest difference of a channel */
};
/* Compares with the PNG at path; writes a picture of the differences to diff_path when given and something
 * differs. false with ERROR_NOT_FOUND when there is no such file. */
bool screenshot_compare(const char *path, const uint32_t *px, int w, int h, const char *diff_path,
			struct screenshot_difference *out, struct error *e);

#endif
