/* What aula-server can be told: config/aula-server.ini. */
#ifndef AULA_SERVER_SETTINGS_H
#define AULA_SERVER_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/config.h"

#define SETTINGS_KEYS_MAX 32

struct settings {
	const char *address;
	int64_t port;
	const char *public_base; /* as printed and in QR codes: "https://aula.example.org" */
	bool trust_proxy;
	int64_t connections, head_bytes;
	const char *store;      /* "sqlite:/var/lib/aula-server/aula.db" or "postgresql://…" */
	const char *monitors;   /* who may see /metrics: "127.0.0.1 ::1 192.0.2.0/24" */
	const char *key;        /* signing key file */
	const char *site;       /* folder with the style sheets */
	const char *preview;    /* folder of the server's own screen; "": "preview" beside the key */
	const char *locale;     /* "": found */
	const char *token_file; /* "": none; see commands.h */
	int64_t sweep_guard_percent;
	const char *mail_url, *mail_from, *mail_user, *mail_password_file, *mail_ca_file, *mail_tls; /* "": none */
	bool contact; /* phone pages offer a contact request, when mail can be sent */
	bool second_required;		 /* staff without a second step see only their own account */
	const char *proxy_header;	 /* "": no sign-in by a proxy; see staff_proxy.c */
	const char *proxy_addresses;	 /* as net_list_has takes them */
	int64_t enrol_interval_s; /* between two questions of a screen that waits for its credential */
	struct config_key table[SETTINGS_KEYS_MAX]; /* for config_read */
	size_t n_table;
};

#define SETTINGS_DEFAULT_FILE "/etc/aula/aula-server.ini"

/* Defaults, and the table that fills them: it points into s, which must stay where it is. */
void settings_init(struct settings *s);
/* The public base begins with https:// */
bool settings_https(const struct settings *s);

#endif
