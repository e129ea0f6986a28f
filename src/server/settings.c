#include "server/settings.h"

#include <string.h>

#include "base/assert.h"
#include "base/error.h"
#include "base/str.h"
#include "model/code.h"
#include "net/smtp.h"
#include "server/net_list.h"
#include "store/enrol.h"
#include "store/runs.h"
#include "store/store.h"

static void add(struct settings *s, const struct config_key *keys, size_t n)
{
	ASSERT(s->n_table + n <= SETTINGS_KEYS_MAX);
	memcpy(s->table + s->n_table, keys, n * sizeof *keys);
	s->n_table += n;
}

static bool public_base_ok(const char *value, struct error *e)
{
	if (strlen(value) > CODE_BASE_MAX)
		return error_set(e, ERROR_INPUT, "'%s' is longer than %d characters", value, CODE_BASE_MAX);
	return config_check_address(value, e);
}

static bool mail_url_ok(const char *value, struct error *e)
{
	return value[0] == '\0' || smtp_url_ok(value) ||
	       error_set(e, ERROR_INPUT, "'%s' is no smtp:// or smtps:// address", value);
}

static bool mail_from_ok(const char *value, struct error *e)
{
	return value[0] == '\0' || smtp_address_ok(value) || error_set(e, ERROR_INPUT, "'%s' is no mail address", value);
}

static bool header_ok(const char *value, struct error *e)
{
	return strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == strlen(value) ||
	       error_set(e, ERROR_INPUT, "'%s' is no name of a header", value);
}

static void server_keys(struct settings *s)
{
	const struct config_key keys[] = {
		{"server", "address", CONFIG_STRING, &s->address, 0, 0, NULL, "numeric address to listen on",
		 net_address_ok},
		{"server", "port", CONFIG_INT, &s->port, 0, 65535, NULL,
		 "port; 0 takes any free one and prints it"},
		{"server", "public_base", CONFIG_STRING, &s->public_base, 0, 0, NULL,
		 "address that visitors see, at most 37 characters; https:// turns on HSTS and __Host- "
		 "cookies", public_base_ok},
		{"server", "trust_proxy", CONFIG_BOOL, &s->trust_proxy, 0, 0, NULL,
		 "a proxy in front sets X-Forwarded-For"},
		{"server", "connections", CONFIG_INT, &s->connections, 16, 200000, NULL,
		 "most connections at once"},
		{"server", "head_bytes", CONFIG_INT, &s->head_bytes, 2048, 65536, NULL,
		 "room for the heads of a request and its answer, held by every connection"},
		{"server", "store", CONFIG_STRING, &s->store, 0, 0, NULL,
		 "sqlite:/path, or postgresql://… for more than one machine", store_address_ok},
		{"server", "monitors", CONFIG_STRING, &s->monitors, 0, 0, NULL,
		 "addresses that may read /metrics, also as 192.0.2.0/24", net_list_ok},
	};
	add(s, keys, sizeof keys / sizeof keys[0]);
}

static void paths_keys(struct settings *s)
{
	const struct config_key keys[] = {
		{"paths", "key", CONFIG_STRING, &s->key, 0, 0, NULL, "signing key, made when missing"},
		{"paths", "site", CONFIG_STRING, &s->site, 0, 0, NULL, "folder with the style sheets"},
		{"paths", "preview", CONFIG_STRING, &s->preview, 0, 0, NULL,
		 "folder of the server's own screen, for previews; empty: beside the key"},
		{"paths", "locale", CONFIG_STRING, &s->locale, 0, 0, NULL,
		 "folder with the catalogues; empty: found"},
		{"ingest", "token_file", CONFIG_STRING, &s->token_file, 0, 0, NULL,
		 "file with a token for importers on this machine, made when missing; empty: none"},
		{"ingest", "sweep_guard_percent", CONFIG_INT, &s->sweep_guard_percent, 0, 100, NULL,
		 "a full run that would remove more of a source than this waits for a person"},
	};
	add(s, keys, sizeof keys / sizeof keys[0]);
}

static void mail_keys(struct settings *s)
{
	const struct config_key keys[] = {
		{"mail", "url", CONFIG_STRING, &s->mail_url, 0, 0, NULL,
		 "smtp://host:port or smtps://host; empty: no mail is sent", mail_url_ok},
		{"mail", "from", CONFIG_STRING, &s->mail_from, 0, 0, NULL, "sender's address", mail_from_ok},
		{"mail", "user", CONFIG_STRING, &s->mail_user, 0, 0, NULL, "login at the mail server; empty: none"},
		{"mail", "password_file", CONFIG_STRING, &s->mail_password_file, 0, 0, NULL, "file with its password"},
		{"mail", "ca_file", CONFIG_STRING, &s->mail_ca_file, 0, 0, NULL,
		 "PEM bundle instead of the system's; empty: system"},
		{"mail", "tls", CONFIG_CHOICE, &s->mail_tls, 0, 0, "required|optional",
		 "optional only for a mail server on this machine"},
		{"contact", "enabled", CONFIG_BOOL, &s->contact, 0, 0, NULL,
		 "phone pages offer a contact request to organisations with an e-mail address"},
	};
	add(s, keys, sizeof keys / sizeof keys[0]);
}

static void people_keys(struct settings *s)
{
	const struct config_key keys[] = {
		{"staff", "second_required", CONFIG_BOOL, &s->second_required, 0, 0, NULL,
		 "who has no second step of the login must take one into use first"},
		{"staff", "proxy_header", CONFIG_STRING, &s->proxy_header, 0, 0, NULL,
		 "header in which a trusted proxy names the person who is logged in; empty: not used", header_ok},
		{"staff", "proxy_addresses", CONFIG_STRING, &s->proxy_addresses, 0, 0, NULL,
		 "addresses of the proxies whose header counts, also as 192.0.2.0/24", net_list_ok},
		{"enrol", "interval_s", CONFIG_INT, &s->enrol_interval_s, 1, ENROL_INTERVAL_MOST_S, NULL,
		 "how often a screen that waits to be enrolled may ask"},
	};
	add(s, keys, sizeof keys / sizeof keys[0]);
}

void settings_init(struct settings *s)
{
	*s = (struct settings){
		.address = "127.0.0.1",
		.port = 8440,
		.public_base = "http://127.0.0.1:8440",
		.connections = 12000,
		.head_bytes = 6144,
		.store = "sqlite:/var/lib/aula-server/aula.db",
		.monitors = "127.0.0.1 ::1",
		.key = "/var/lib/aula-server/signing.key",
		.site = "/usr/share/aula/web",
		.preview = "",
		.locale = "",
		.token_file = "",
		.proxy_header = "",
		.proxy_addresses = "127.0.0.1 ::1",
		.sweep_guard_percent = RUN_SWEEP_GUARD_PERCENT,
		.mail_url = "",
		.mail_from = "",
		.mail_user = "",
		.mail_password_file = "",
		.mail_ca_file = "",
		.mail_tls = "required",
		.contact = true,
		.enrol_interval_s = ENROL_INTERVAL_S,
	};
	server_keys(s);
	paths_keys(s);
	mail_keys(s);
	people_keys(s);
}

bool settings_https(const struct settings *s)
{
	return str_starts(s->public_base, "https://");
}
