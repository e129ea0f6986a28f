/* The little language that plays a visitor: one command a line, documented in docs/SCRIPT.md. This part
 * only reads; script_run.h carries out. */
#ifndef AULA_KIOSK_SCRIPT_H
#define AULA_KIOSK_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct error;

enum script_verb {
	SCRIPT_NOTHING, /* empty line or comment */
	SCRIPT_TAP_AT,  /* x y */
	SCRIPT_TAP,     /* text: visible label, or "#id" */
	SCRIPT_PRESS,   /* as tap, but the finger stays down (for pictures of the pressed state) */
	SCRIPT_RELEASE,
	SCRIPT_KEY,           /* text: name */
	SCRIPT_TYPE,          /* text */
	SCRIPT_WAIT,          /* ms of the fake clock */
	SCRIPT_CLOCK,         /* text: local wall clock */
	SCRIPT_SCREENSHOT,    /* text: file */
	SCRIPT_DUMP,          /* text: file, "-" standard output */
	SCRIPT_EXPECT,        /* text */
	SCRIPT_EXPECT_NOT,    /* text */
	SCRIPT_EXPECT_SCREEN, /* text: name */
	SCRIPT_EXPECT_FOCUS,  /* text: id without "#" */
	SCRIPT_EXPECT_FRAMES, /* value: frames drawn since the last such command */
	SCRIPT_SPOKEN,        /* text: file */
	SCRIPT_EXPECT_SPOKEN, /* text */
	SCRIPT_FINDINGS,      /* text: file */
	SCRIPT_RELOAD,        /* look at the cache now */
	SCRIPT_HEADPHONES,    /* an audio device was plugged in */
	SCRIPT_SET,           /* name + text: a visit setting, for pictures */
};

struct script_command {
	enum script_verb verb;
	const char *name;
	const char *text;
	double x, y;
	int64_t value;
};

/* One line, without its line end. Strings go to the arena. The error names what is wrong, not the
 * line number: the caller knows it. */
bool script_parse(const char *line, struct script_command *out, struct arena *a, struct error *e);

#endif
