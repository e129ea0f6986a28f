#include "ui/ui.h"

#include <stdio.h>

#include "base/error.h"
#include "ui/icon.h"
#include "ui/picture.h"
#include "ui/qr.h"

bool ui_open(struct ui *u, const struct ui_paths *paths, struct error *e)
{
	char folder[1024];
	*u = (struct ui){0};
	u->text = text_new(&paths->fonts, TEXT_CACHE_BYTES, e);
	if (u->text == NULL)
		goto fail;
	snprintf(folder, sizeof folder, "%s/icons", paths->assets != NULL ? paths->assets : "assets");
	u->icons = icons_new(paths->icon_font, folder, paths->fonts.lenient, e);
	if (u->icons == NULL)
		goto fail;
	snprintf(folder, sizeof folder, "%s/art", paths->assets != NULL ? paths->assets : "assets");
	u->pictures = pictures_new(folder, PICTURE_CACHE_BYTES, e);
	if (u->pictures == NULL)
		goto fail;
	u->qrs = qrs_new();
	return true;
fail:
	ui_close(u);
	return false;
}

void ui_close(struct ui *u)
{
	qrs_free(u->qrs);
	pictures_free(u->pictures);
	icons_free(u->icons);
	text_free(u->text);
	*u = (struct ui){0};
}
