#include "net/smtp.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

#define ADDRESS_BYTES_MAX 254 /* RFC 5321 4.5.3.1 as errata 1690 reads it */
#define LOCAL_BYTES_MAX 64
#define TIMEOUT_MS 15000 /* a stopping server waits for it */

static bool all_of(const char *text, size_t n, const char *more)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	for (size_t i = 0; i < n; i++)
		if (strchr(plain, text[i]) == NULL && strchr(more, text[i]) == NULL)
			return false;
	return n > 0;
}

bool smtp_address_ok(const char *address)
{
	const char *at = address != NULL ? strrchr(address, '@') : NULL;
	if (at == NULL || strlen(address) > ADDRESS_BYTES_MAX)
		return false;
	size_t local = (size_t)(at - address), domain = strlen(at + 1);
	return local <= LOCAL_BYTES_MAX && all_of(address, local, ".!#$%&'*+-/=?^_`{|}~") &&
	       address[0] != '.' && at[-1] != '.' && strstr(address, "..") == NULL &&
	       all_of(at + 1, domain, ".-") && strchr(at + 1, '.') != NULL && at[1] != '.' && at[1] != '-' &&
	       at[domain] != '.';
}

bool smtp_url_ok(const char *url)
{
	return (str_starts(url, "smtp://") || str_starts(url, "smtps://")) && strlen(strstr(url, "://")) > 3;
}

/* RFC 5322 dates are English whatever the locale, so not strftime. */
static const char *date_line(int64_t at, struct arena *a)
{
	static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t t = (time_t)at;
	struct tm tm;
	ASSERT(gmtime_r(&t, &tm) != NULL);
	return arena_printf(a, "Date: %s, %d %s %d %02d:%02d:%02d +0000", days[tm.tm_wday], tm.tm_mday,
			    months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static struct curl_slist *add(struct curl_slist *list, const char *line)
{
	struct curl_slist *longer = curl_slist_append(list, line);
	ASSERT(longer != NULL); /* out of memory */
	return longer;
}

static struct curl_slist *head_of(const struct smtp_options *o, const struct smtp_letter *l, struct arena *a)
{
	struct curl_slist *h = NULL;
	h = add(h, date_line(l->date_s, a));
	h = add(h, arena_printf(a, "From: Aula <%s>", o->from));
	h = add(h, arena_printf(a, "To: <%s>", l->to));
	if (l->reply_to != NULL)
		h = add(h, arena_printf(a, "Reply-To: <%s>", l->reply_to));
	h = add(h, arena_printf(a, "Subject: %s", l->subject));
	h = add(h, arena_printf(a, "Message-ID: <%s@%s>", l->id, strrchr(o->from, '@') + 1));
	h = add(h, "Auto-Submitted: auto-generated"); /* RFC 3834: no out-of-office answers */
	return h;
}

static enum error_kind kind_of(CURLcode code, long status)
{
	switch (code) {
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_USE_SSL_FAILED:
	case CURLE_LOGIN_DENIED: return ERROR_TRUST;
	default: return status >= 500 && status < 600 ? ERROR_REFUSED : ERROR_IO;
	}
}

/* The letter as one part of text; quoted-printable keeps every line under SMTP's limit. */
static curl_mime *body_of(CURL *c, const struct smtp_letter *l, struct arena *a)
{
	struct buf lines = BUF_INIT;
	for (const char *p = l->body; *p != '\0'; p++)
		if (*p == '\n')
			buf_puts(&lines, "\r\n");
		else if (*p != '\r')
			buf_append(&lines, p, 1);
	const char *text = arena_strdup(a, buf_str(&lines));
	buf_fini(&lines);
	curl_mime *mime = curl_mime_init(c);
	ASSERT(mime != NULL);
	curl_mimepart *part = curl_mime_addpart(mime);
	curl_mime_data(part, text, CURL_ZERO_TERMINATED);
	curl_mime_type(part, "text/plain; charset=utf-8");
	curl_mime_encoder(part, "quoted-printable");
	return mime;
}

bool smtp_send(const struct smtp_options *o, const struct smtp_letter *l, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	char why[CURL_ERROR_SIZE] = "";
	long status = 0;
	if (!smtp_address_ok(l->to) || !smtp_address_ok(o->from) ||
	    (l->reply_to != NULL && !smtp_address_ok(l->reply_to)))
		return error_set(e, ERROR_REFUSED, "an address of the letter is not one");
	CURL *c = curl_easy_init();
	ASSERT(c != NULL);
	struct curl_slist *head = head_of(o, l, &a), *to = add(NULL, arena_printf(&a, "<%s>", l->to));
	curl_mime *mime = body_of(c, l, &a);
	curl_easy_setopt(c, CURLOPT_URL, o->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_USE_SSL, (long)(o->tls_required ? CURLUSESSL_ALL : CURLUSESSL_TRY));
	if (o->ca_file != NULL)
		curl_easy_setopt(c, CURLOPT_CAINFO, o->ca_file);
	if (o->user != NULL) {
		curl_easy_setopt(c, CURLOPT_USERNAME, o->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, o->password != NULL ? o->password : "");
	}
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, arena_printf(&a, "<%s>", o->from));
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, head);
	curl_easy_setopt(c, CURLOPT_MIMEPOST, mime);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)(o->timeout_ms > 0 ? o->timeout_ms : TIMEOUT_MS));
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, why);
	CURLcode code = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	curl_mime_free(mime);
	curl_slist_free_all(head);
	curl_slist_free_all(to);
	curl_easy_cleanup(c);
	return code == CURLE_OK || error_set(e, kind_of(code, status), "%s: %s", o->url,
					     why[0] != '\0' ? why : curl_easy_strerror(code));
}
