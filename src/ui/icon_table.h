/* Code points of the icon font, sorted by name; see scripts/icon-table.sh. */
#ifndef AULA_UI_ICON_TABLE_H
#define AULA_UI_ICON_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct icon_point {
	const char *name;
	uint32_t cp;
};

extern const struct icon_point icon_points[];
extern const size_t icon_points_n;

#endif
