/* The staff pages. Every page works without script; every change is a POST that carries the session's token.
 */
#ifndef AULA_SERVER_STAFF_H
#define AULA_SERVER_STAFF_H

#include <stdbool.h>

#include "store/people.h"

struct web_request;

/* Finds the session (web_user, struct session *). False when the role does not suffice: then it has answered,
 * with a way to the login for GET. least ROLE_NONE always passes. */
bool staff_gate(struct web_request *r, enum role least);

void staff_home(struct web_request *r);
void staff_login_page(struct web_request *r);
void staff_login(struct web_request *r);
void staff_logout(struct web_request *r);
/* With a second factor the login leads here. */
void staff_second_page(struct web_request *r);
void staff_second(struct web_request *r);
void staff_account(struct web_request *r);
void staff_second_on(struct web_request *r);
void staff_password(struct web_request *r);
void staff_codes_renew(struct web_request *r);
void staff_language(struct web_request *r);
void staff_session_end(struct web_request *r);

/* People: staff_people.c, staff_person.c; the page behind an invitation: staff_join.c; the log: staff_log.c. */
void staff_people(struct web_request *r);
void staff_person_new(struct web_request *r);
void staff_person_invite(struct web_request *r);
void staff_person_page(struct web_request *r);
void staff_person_save(struct web_request *r);
void staff_person_link(struct web_request *r);
void staff_person_second_off(struct web_request *r);
void staff_person_disable(struct web_request *r);
void staff_person_end_session(struct web_request *r);
/* Answers with the link that was just made; mailed: a letter with it is on its way. */
void staff_person_link_page(struct web_request *r, const struct user *u, const char *token, bool mailed);
void staff_join_page(struct web_request *r);
void staff_join(struct web_request *r);
void staff_log(struct web_request *r);

/* Content review: staff_review.c, staff_review_pairs.c, staff_review_sources.c. */
void staff_review(struct web_request *r);
void staff_review_flag(struct web_request *r);
void staff_review_quality(struct web_request *r);
void staff_review_twice(struct web_request *r);
void staff_review_apart(struct web_request *r);
void staff_review_merge(struct web_request *r);
void staff_review_unmerge(struct web_request *r);
void staff_review_sources(struct web_request *r);
void staff_review_sweep(struct web_request *r);

/* What organisations keep here: their own pages (staff_listings.c) and the contact persons' (staff_listings_review.c). */
void staff_listings(struct web_request *r);
void staff_listing_page(struct web_request *r);
void staff_listing_save(struct web_request *r);
void staff_listing_end(struct web_request *r);
void staff_review_listings(struct web_request *r);
void staff_review_listing(struct web_request *r);
void staff_review_listing_rule(struct web_request *r);

/* What was done at the screens, in sums; ?list= of the page as a file. */
void staff_statistics(struct web_request *r);
void staff_statistics_csv(struct web_request *r);

void staff_features(struct web_request *r);
void staff_feature_find(struct web_request *r);
void staff_feature_page(struct web_request *r);
void staff_feature_picture(struct web_request *r);
void staff_feature_preview(struct web_request *r);
void staff_write_page(struct web_request *r);
void staff_write_preview(struct web_request *r);
void staff_write_save(struct web_request *r);
void staff_hidden_page(struct web_request *r);
void staff_hide_page(struct web_request *r);
void staff_hide_save(struct web_request *r);
void staff_hide_end(struct web_request *r);
void staff_notices(struct web_request *r);
void staff_notice_page(struct web_request *r);
void staff_notice_preview(struct web_request *r);
void staff_notice_save(struct web_request *r);
void staff_notice_end(struct web_request *r);
void staff_polls(struct web_request *r);
void staff_poll_page(struct web_request *r);
void staff_poll_preview(struct web_request *r);
void staff_poll_save(struct web_request *r);
void staff_poll_end(struct web_request *r);
void staff_poll_results(struct web_request *r);
void staff_poll_csv(struct web_request *r);
void staff_centres_page(struct web_request *r);
void staff_centre_page(struct web_request *r);
void staff_centre_preview(struct web_request *r);
void staff_centre_save(struct web_request *r);
/* Another source's version instead of what staff made of it: staff_centre_source.c. */
void staff_centre_source(struct web_request *r);
void staff_picture(struct web_request *r);
void staff_feature_save(struct web_request *r);
void staff_screens(struct web_request *r);
/* One screen: how it is, its name and centre, what it shows, its log. */
void staff_screen(struct web_request *r);
void staff_screen_picture(struct web_request *r);
void staff_screen_save(struct web_request *r);
void staff_screen_revoke(struct web_request *r);
void staff_screen_ask(struct web_request *r);
/* A screen shows a code; who has it and may, says where the screen stands. */
/* Before and after the login: whoever came by a screen's QR code comes back to it. */
void staff_enrol_remember(struct web_request *r);
const char *staff_landing(struct web_request *r, const struct user *u);
void staff_enrol_page(struct web_request *r);
void staff_enrol(struct web_request *r);
void staff_feature_end(struct web_request *r);
/* Drafts of the two forms (drafts.h). */
void staff_feature_draft(struct web_request *r);
void staff_write_draft(struct web_request *r);
void staff_draft_discard(struct web_request *r);

#endif
