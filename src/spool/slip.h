/* The slip: everything aula-print puts on one paper, as ready text in the visitor's language. The
 * kiosk fills it (it knows the catalogue, the words and the visitor); aula-print only draws it.
 *
 * Any text may be NULL: its line is left out. A field that may take several lines holds '\n'. Soft
 * hyphens (U+00AD) are welcome: the printer's narrow paper needs them. Strings are borrowed when
 * encoding and belong to the arena when decoded.
 *
 * On disk (spool/print/NAME.json, see queue.h) it is one JSON object with the field names below,
 * absent fields left out, "items" an array. Decoding is for outside data: bounded, and refused with a
 * reason that names the field. Fields it does not know are passed over, so that either program can
 * be upgraded first. */
#ifndef AULA_SPOOL_SLIP_H
#define AULA_SPOOL_SLIP_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;
struct error;

#define SLIP_MAX_BYTES 65536    /* of the JSON */
#define SLIP_MAX_ITEMS 20       /* activities on one slip */
#define SLIP_MAX_TEXT_BYTES 600 /* any one text */
#define SLIP_MAX_QR_BYTES 200   /* the address in the code: printable ASCII */
#define SLIP_MAX_LANG_BYTES 16

struct slip_item {
	const char *title;        /* required */
	const char *organisation; /* "Oulunseudun Läheiset ry" */
	const char *date;         /* "ke 11.3.2026" */
	const char *time;         /* "klo 13.00–14.30" */
	const char *repeats;      /* "Joka toinen keskiviikko.\nSeuraavan kerran 25.3." */
	const char *place;        /* "Kaakkurin hyvinvointikeskus, 1. kerroksen kahvio" */
	const char *price;        /* "Maksuton.\nEi tarvitse ilmoittautua." */
	const char *access;       /* "Pyörätuoli, esteetön wc, induktiosilmukka" */
	const char *phone_label;  /* "Soita ryhmän ohjaajalle" */
	const char *phone;        /* "040 123 4567", as it is to be read */
	const char *cancelled;    /* what the black band before the title says ("Peruttu 11.3."); NULL: not
				     cancelled */
};

struct slip {
	const char *lang;    /* BCP 47 tag: "fi", "ar"; required; gives the direction and the fonts */
	bool large_text;     /* the visitor used large text */
	const char *centre;  /* header band; required */
	const char *heading; /* above several items: "Oma lista"; usually NULL for one */
	struct slip_item *items;
	size_t n_items;           /* 1..SLIP_MAX_ITEMS */
	const char *qr_label;     /* "Lisää tietoa puhelimella" */
	const char *qr;           /* the whole address in the code: "https://aula.example/7k4m" */
	const char *address;      /* the readable one: "aula.example/7k4m" */
	const char *advice_name;  /* "Järjestöneuvonta" */
	const char *advice_phone; /* "040 123 4567" */
	const char *advice_hours; /* "ma–pe klo 9–15" */
	const char *checked;      /* "Tiedot tarkistettu 2.3.2026." */
	const char *printed;      /* "Tulostettu 11.3.2026 klo 12.16." */
};

/* Appends the JSON to out. ERROR_LIMIT or ERROR_INPUT when the slip breaks the rules above (the same
 * ones decoding applies, so what was encoded always decodes). */
bool slip_encode(const struct slip *s, struct buf *out, struct error *e);

bool slip_decode(const char *json, size_t len, struct arena *a, struct slip *out, struct error *e);

#endif
