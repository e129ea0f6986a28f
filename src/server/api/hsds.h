/* Our content as HSDS 3 (Open Referral), so that others can read it the way we read theirs: GET /hsds,
 * /hsds/services?page=&per_page=&modified_after=, /hsds/services/ID. Only activities are services; contacts,
 * features and everything else of the staff stay here. */
#ifndef AULA_SERVER_HSDS_H
#define AULA_SERVER_HSDS_H

#include <stdbool.h>

#include "model/code.h"

struct arena;
struct json;
struct view;
struct web_request;

#define HSDS_PER_PAGE_DEFAULT 50
#define HSDS_PER_PAGE_MAX 200
#define HSDS_UUID_BYTES 37

/* The standard wants UUIDs. A service's (version 8, RFC 9562) carries its public code and can be turned back.
 */
void hsds_uuid_of_code(const char *code, char out[HSDS_UUID_BYTES]);
bool hsds_code_of_uuid(const char *uuid, char out[CODE_LEN_MAX + 1]);
/* Any other thing's: a hash of what and which it is. */
void hsds_uuid(const char *what, const char *id, char out[HSDS_UUID_BYTES]);

/* One service. Pure. What HSDS cannot say is in words (`description` of a schedule): exclusions, yearly
 * rules. Texts are in the language of the honest fallback from Finnish. page: the activity's address. */
void hsds_write_service(struct json *j, const struct view *v, const char *page, struct arena *a);

void hsds_about(struct web_request *r);
void hsds_services(struct web_request *r);
void hsds_service(struct web_request *r);

#endif
