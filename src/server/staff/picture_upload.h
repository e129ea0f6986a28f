/* A picture that staff chose: checked, drawn anew in the sandbox of media/, kept under its hash. */
#ifndef AULA_SERVER_PICTURE_UPLOAD_H
#define AULA_SERVER_PICTURE_UPLOAD_H

#include <stdbool.h>
#include <stddef.h>

struct form;
struct image;

#define PICTURE_BYTES_MAX ((size_t)8 * 1024 * 1024)
#define PICTURE_FORM_BYTES_MAX (PICTURE_BYTES_MAX + (size_t)256 * 1024)
#define PICTURE_SIDE_PX 1080       /* the width of the large screen */
#define PICTURE_SMALLER_SIDE_PX 640 /* for those that do not fit the store's bytes at that */

/* Field "picture" (a file), or what an earlier sending of the same form has become: "picture_kept". Fills hash, w and h
 * of out and its alt from alt_fi, alt_sv, alt_en; a picture without a description is a problem. */
void picture_read(struct form *f, struct image *out);
void picture_write(struct form *f, const struct image *image);

#endif
