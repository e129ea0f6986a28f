/* The pages a QR code opens: fast on a bad network, no script, no cookie, nothing kept about the visitor. */
#ifndef AULA_SERVER_PHONE_H
#define AULA_SERVER_PHONE_H

#include <stdbool.h>

struct web_request;

void phone_home(struct web_request *r);
/* /a/CODE, /CODE, and with ".ics" behind either the calendar entry */
void phone_activity(struct web_request *r);
/* /t/CODES, /l/CODES; codes separated by any of - . , + ~ and again ".ics" */
void phone_list(struct web_request *r);
/* /a/CODE/contact: a visitor asks the organisation to get in touch. Offered (phone_contact_offered) when the
 * organisation has an e-mail address and mail is configured; kept only until the mail server has it. */
struct view;
struct app;
bool phone_contact_offered(const struct app *a, const struct view *v);
void phone_contact_page(struct web_request *r);
void phone_contact_send(struct web_request *r);
/* /a/CODE/flag: "is something out of date?" */
void phone_flag_page(struct web_request *r);
void phone_flag_send(struct web_request *r);
/* /about/accessibility, /about/privacy */
void phone_accessibility(struct web_request *r);
void phone_privacy(struct web_request *r);
/* /static/TAG/phone.css, staff.css */
void phone_style(struct web_request *r);
/* An error as a page a visitor can read. */
void phone_refuse(struct web_request *r, unsigned status, const char *why);

#define PHONE_LIST_MAX 30 /* codes in an address */

#endif
