/* The three screens of the 7" panel that differ most: three rows of 20 mm and a bar, no status bar, no pictures. */
#ifndef AULA_SCREENS_SCREEN_SMALL_H
#define AULA_SCREENS_SCREEN_SMALL_H

#include "screens/build.h"
#include "screens/viewmodel_home.h"

void screen_home_small(struct build *b, const struct viewmodel_home *vm);

#endif
