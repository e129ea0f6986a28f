#include "sync/settings.h"

#include "base/str.h"

struct http_options settings_http(const struct settings *s)
{
	return (struct http_options){
		.proxy = str_empty(s->proxy) ? NULL : s->proxy,
		.ca_file = str_empty(s->ca_file) ? NULL : s->ca_file,
		.https_only = s->https_only,
	};
}
