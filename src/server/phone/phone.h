/* The pages a QR code opens: fast on a bad network, no script, no cookie, nothing kept about the visitor. */
#ifndef AULA_SERVER_PHONE_H
#define AULA_SERVER_PHONE_H

struct web_request;

void phone_home(struct web_request *r);
/* /a/CODE, /CODE, and with ".ics" behind either the calendar entry */
void phone_activity(struct web_request *r);
/* /t/CODES, /l/CODES; codes separated by any of - . , + ~ and again ".ics" */
void phone_list(struct web_request *r);
/* /static/TAG/phone.css, staff.css */
void phone_style(struct web_request *r);
/* An error as a page a visitor can read. */
void phone_refuse(struct web_request *r, unsigned status, const char *why);

#define PHONE_LIST_MAX 30 /* codes in an address */

#endif
