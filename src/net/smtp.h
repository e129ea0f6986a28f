/* Hands a letter to a mail server, over libcurl. Blocks: call it from a thread of its own. */
#ifndef AULA_NET_SMTP_H
#define AULA_NET_SMTP_H

#include <stdbool.h>
#include <stdint.h>

struct error;

struct smtp_options {
	const char *url;             /* smtp://host[:port] or smtps://host[:port] */
	const char *from;            /* address of the envelope and of the letter */
	const char *user, *password; /* NULL: none */
	const char *ca_file;         /* PEM bundle instead of the system's; NULL: system */
	bool tls_required;           /* of smtp://: STARTTLS or nothing is sent */
	int64_t timeout_ms;          /* of the whole conversation; 0: 15 s */
};

struct smtp_letter {
	const char *id; /* left side of the Message-ID: letters and digits */
	const char *to;
	const char *reply_to; /* NULL: none */
	const char *subject;  /* printable ASCII */
	const char *body;     /* UTF-8, lines end with \n */
	int64_t date_s;
};

/* One address of the plain form local@domain (RFC 5321 dot-string, no quotes), at most 254 bytes: also what
 * may stand in a header without anything being smuggled in. */
bool smtp_address_ok(const char *address);
bool smtp_url_ok(const char *url);

/* ERROR_REFUSED: the server will never take this letter (5xx); ERROR_TRUST: TLS or login; ERROR_IO: try
 * again. */
bool smtp_send(const struct smtp_options *o, const struct smtp_letter *l, struct error *e);

#endif
