#include "print/slip_png.h"

#include <stdlib.h>

#include "base/assert.h"
#include "base/cleanup.h"
#include "print/paper.h"
#include "ui/screenshot.h"

bool slip_png_write(const char *path, const struct paper *p, struct error *e)
{
	CLEANUP_FREE uint32_t *px = malloc((size_t)p->w * (size_t)p->h * sizeof *px);
	ASSERT(px != NULL);
	for (int y = 0; y < p->h; y++)
		for (int x = 0; x < p->w; x++)
			px[(size_t)y * (size_t)p->w + (size_t)x] =
				paper_dot(p, x, y) ? 0xff000000 : 0xffffffff;
	return screenshot_write(path, px, p->w, p->h, e);
}
