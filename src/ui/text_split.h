/* First step of text: UTF-8 to code points with what the breaker and bidi need to know of each. Pure. */
#ifndef AULA_UI_TEXT_SPLIT_H
#define AULA_UI_TEXT_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum text_break {
	TEXT_BREAK_NONE,
	TEXT_BREAK_SPACE,  /* after it; spaces at a line's end take no room */
	TEXT_BREAK_AFTER,  /* after a hyphen, a slash, U+200B */
	TEXT_BREAK_HYPHEN, /* soft hyphen: a line ending here shows "-" */
	TEXT_BREAK_LINE,   /* \n */
};

struct text_char {
	uint32_t cp;
	uint32_t from; /* byte offset in the string */
	uint8_t brk;   /* enum text_break: may a line end after this one */
	bool hidden;   /* takes part in bidi but is never drawn (soft hyphen, isolates, U+200B, \n) */
	bool joined;   /* combining: no cut before it */
	bool island;   /* part of a number, time, phone number or address */
};

/* Room text_split may need for a string of len bytes: every byte a character with an isolate around it. */
#define TEXT_SPLIT_ROOM(len) ((len)*3 + 4)

/* Writes the characters and returns how many. isolate: put U+2066…U+2069 around islands (wanted in
 * right-to-left text). */
size_t text_split(const char *s, size_t len, bool isolate, struct text_char *out);

bool text_cp_is_rtl(uint32_t cp); /* strong right-to-left letter */
bool text_has_rtl(const char *s, size_t len);

#endif
