/* The record model: everything that travels from sources through the store and the feed to the
 * screens. Plain structs; strings and arrays belong to the arena the record was decoded into.
 * The JSON form of each (see model/codec.h) is the field name as written here, enums as the words in
 * parentheses, absent fields left out. Instants are RFC 3339 UTC strings, dates "YYYY-MM-DD". */
#ifndef AULA_MODEL_RECORD_H
#define AULA_MODEL_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "model/lang.h"
#include "model/schedule.h"

enum record_kind {
	KIND_ORGANISATION, /* "organisation" */
	KIND_PLACE,	   /* "place" */
	KIND_ACTIVITY,	   /* "activity": ongoing help or an event */
	KIND_TOPIC,	   /* "topic": the tiles of the home screen */
	KIND_CENTRE,	   /* "centre" */
	KIND_FEATURE,	   /* "feature": what staff promote */
	KIND_HIDE,	   /* "hide": what staff keep off a centre's screens */
	KIND_NOTICE,	   /* "notice" */
	KIND_CONTACT,	   /* "contact": advice service, helpline, emergency number */
	KIND_POLL,	   /* "poll" */
	KIND_COUNT,
	KIND_NONE = -1,
};

/* Where a record came from; part of organisation, place and activity. */
struct provenance {
	const char *source;	 /* configured source name: "linkedevents:helsinki", "csv:demo", "staff" */
	const char *source_id;	 /* the source's own id */
	const char *url;	 /* original listing */
	const char *license;	 /* SPDX or the source's words: "CC-BY-4.0" */
	const char *attribution; /* shown with the record */
	int64_t modified_at;	 /* at the source; INSTANT_NONE = unknown */
};

struct organisation {
	struct ltext name, description;
	const char *type; /* "ngo", "parish", "municipality", "county", "company", "other" */
	const char *business_id;
	const char *phone, *email, *web;
	struct provenance from;
	struct ltext words; /* added at intake, as activity.words_title: of the name */
};

struct place {
	struct ltext name, street, city;
	const char *postcode;
	const char *municipality; /* three-digit code, e.g. "564" Oulu */
	double lat, lon;	  /* WGS84; has_position false: unknown */
	bool has_position;
	bool approximate;	  /* position is the municipality's centre, not the address */
	struct strs access;	  /* see activity.access */
	struct provenance from;
	struct ltext words;	  /* added at intake: of the name, the city, the postcode and the street */
};

enum activity_type { ACTIVITY_EVENT /* "event" */, ACTIVITY_ONGOING /* "ongoing" */ };

enum activity_status {
	STATUS_SCHEDULED,   /* "scheduled" */
	STATUS_CANCELLED,   /* "cancelled" */
	STATUS_POSTPONED,   /* "postponed": no new time yet */
	STATUS_RESCHEDULED, /* "rescheduled" */
};

enum attend { ATTEND_SITE = 1 /* "site" */, ATTEND_PHONE = 2 /* "phone" */, ATTEND_ONLINE = 4 /* "online" */ };

enum reach { REACH_LOCAL /* "local" */, REACH_REGIONAL /* "regional" */, REACH_NATIONAL /* "national" */ };

enum price_kind { PRICE_UNKNOWN /* "unknown" */, PRICE_FREE /* "free" */, PRICE_PAID /* "paid" */ };

enum signup { SIGNUP_UNKNOWN /* "unknown" */, SIGNUP_NO /* "no" */, SIGNUP_YES /* "yes" */ };

/* One occurrence that differs from the schedule. */
struct exception {
	struct civil start;	     /* the occurrence's regular start, local */
	enum activity_status status; /* cancelled or rescheduled */
	struct civil to;	     /* rescheduled: new start */
	struct ltext note;	     /* reason */
};

struct image {
	const char *hash; /* lower-case hex SHA-256 of the file as the server stores it */
	const char *url;  /* where an importer found it; not in the feed */
	struct ltext alt;
	const char *credit, *license;
	int w, h; /* px; 0 = not told */
};

struct activity {
	const char *code; /* stable public code, see model/code.h; given by the store */
	enum activity_type type;
	enum activity_status status;
	struct ltext status_note; /* why cancelled, where moved */
	struct ltext title, summary, text;
	const char *organisation; /* id or NULL */
	const char *place;	  /* id or NULL */
	struct ltext place_note;  /* room, floor, way in */
	struct strs topics;	  /* topic ids, the first is the main one */
	struct strs keywords;	  /* needs and audiences: "caregivers", "bereavement"… (assets/topics/keywords.csv) */
	int age_min, age_max;	  /* 0/0 = any */
	unsigned attend;	  /* bit set of enum attend */
	enum reach reach;
	struct strs areas;	  /* municipality codes it serves; empty = by reach */
	struct schedule *schedules;
	size_t n_schedules;
	struct exception *exceptions;
	size_t n_exceptions;
	enum price_kind price;
	struct ltext price_text;  /* "5 €" */
	enum signup signup;
	struct date signup_until;
	struct ltext signup_note;
	const char *signup_url;
	struct strs access;	  /* "wheelchair", "toilet", "loop", "parking", "rollator"; known-good only */
	struct strs languages;	  /* spoken there: BCP 47 tags, "fisl" for sign language → "fse" */
	const char *phone;	  /* E.164 "+358401234567" or a short national number "116117" */
	struct ltext phone_label; /* "Soita ryhmän ohjaajalle" */
	const char *email, *web;
	struct image image;
	struct date assured;	  /* checked on */
	int64_t expires_at;	  /* hard expiry: never shown after; INSTANT_NONE = none */
	struct strs quality;	  /* quality notes for staff: "no-place", "one-language", "old-text", "no-contact"… */
	struct provenance from;
	/* Added at intake by the server (analysis/): space-separated analysed words per language and field
	 * weight, so that kiosks analyse only the query. */
	struct ltext words_title, words_text;
};

struct topic {
	struct ltext title, subtitle, lead;
	const char *look; /* colour and icon set: "peer","mind","old","family","ill","daily","hobby","vol" */
	int order;
};

struct open_hours {
	struct strs days;  /* "MO"… */
	const char *opens; /* "09:00" */
	const char *closes;
};

struct helpline {
	struct ltext name, note;
	const char *phone;
	struct open_hours *hours;
	size_t n_hours;
	bool always; /* open day and night */
};

struct centre {
	struct ltext name, short_name;
	struct ltext advice_name; /* "Järjestöneuvonta" */
	const char *place;	  /* place id of the building: "Tässä talossa" */
	double lat, lon;
	const char *municipality, *zone;
	struct strs languages; /* offered, in order */
	struct strs topics;    /* shown, in order */
	int nearby_km;	       /* how far "near" goes */
	struct open_hours *screen_hours; /* dark outside; none = always lit */
	size_t n_screen_hours;
	const char *logo; /* image hash */
};

struct contact {
	struct strs centres; /* empty = all */
	const char *type;    /* "advice", "person", "helpline", "emergency" */
	struct ltext name, note, place; /* role or service; never a personal name unless the centre wants it */
	const char *phone, *web;
	struct open_hours *hours;
	size_t n_hours;
	bool always;
	int order;
};

struct feature {
	const char *activity; /* id */
	struct strs centres;  /* ids; empty = all */
	struct strs screens;  /* device ids; empty = all of the centres */
	int64_t from_at, until_at;
	int order;
	struct ltext sentence; /* ≤ 60 characters, shown with it */
};

struct hide {
	struct strs centres;
	const char *what; /* "activity", "organisation", "topic" */
	const char *target;
};

struct notice {
	struct strs centres;
	const char *level; /* "info", "warning" */
	struct ltext title, text;
	int64_t from_at, until_at;
};

struct poll_answer {
	const char *id;
	struct ltext text;
	const char *icon;
};

struct poll {
	struct strs centres;
	struct ltext question;
	struct poll_answer *answers; /* 2–4 */
	size_t n_answers;
	int64_t from_at, until_at;
};

struct record {
	enum record_kind kind;
	const char *id; /* unique within the kind: "le:helsinki:abc", "staff:f-19"; printable ASCII, ≤ 120 */
	union {
		struct organisation organisation;
		struct place place;
		struct activity activity;
		struct topic topic;
		struct centre centre;
		struct feature feature;
		struct hide hide;
		struct notice notice;
		struct contact contact;
		struct poll poll;
	};
};

/* True when the schedules are opening hours rather than meetings: ongoing help that is reached by phone or online
 * only, or that is open on ACTIVITY_HOURS_DAYS weekdays or more. Such an activity gives no events: it stands in lists
 * after them with its hours ("ma–pe", "9–15"). */
#define ACTIVITY_HOURS_DAYS 4
bool activity_has_hours(const struct activity *a);

const char *record_kind_word(enum record_kind k);
enum record_kind record_kind_from_word(const char *word);

#endif
