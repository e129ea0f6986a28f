/* What a part of a screen does when acted on: the verb of its struct action (ui/node.h). The number and
 * text of each are said here; act.c carries them out. */
#ifndef AULA_SCREENS_ACT_H
#define AULA_SCREENS_ACT_H

enum act {
	ACT_NONE,
	/* moving about */
	ACT_BACK,
	ACT_HOME,
	ACT_QUIT,      /* "Lopeta": forget everything */
	ACT_WAKE,      /* from the idle picture */
	ACT_OPEN,      /* number: enum screen_kind, text: its argument or NULL */
	ACT_OPEN_DOCK, /* the same from the dock: goes back to it when it is already on the path */
	ACT_OPEN_ITEM, /* text: activity id */
	ACT_CRISIS,    /* help, with the focus on 112 */
	ACT_PAGE,      /* number: page to show */
	ACT_DAY,       /* calendar; number: day from today */
	ACT_STAY,      /* "Jatkan vielä" */
	/* idle picture */
	ACT_ATTRACT_STOP,
	ACT_ATTRACT_SHOW, /* number: which card */
	/* list */
	ACT_FILTER_WHEN,     /* number: enum when_filter */
	ACT_FILTER_WHERE,    /* number: enum where_filter */
	ACT_FILTER_LANGUAGE, /* text: tag, "" any */
	ACT_FILTER_ATTEND,   /* number: enum attend, 0 any */
	ACT_FILTER_AGE,      /* number: an age, 0 any */
	ACT_FILTER_TOGGLE,   /* number: enum filter_toggle */
	ACT_FILTER_CLEAR,
	ACT_FILTER_WITHOUT, /* number: RESULTS_WITHOUT_… */
	ACT_FILTER_SHOW,
	/* settings */
	ACT_LANGUAGE,  /* number: enum lang */
	ACT_TEXT_SIZE, /* number: enum text_step */
	ACT_SETTING,   /* number: enum setting, text "1" on, "0" off */
	ACT_VOLUME,    /* number: -1, +1 */
	ACT_RESTORE,
	/* taking along */
	ACT_PICK, /* text: activity id */
	ACT_UNPICK,
	ACT_UNDO, /* the last removal */
	ACT_CLEAR_PICKS,
	ACT_PRINT, /* text: activity id, "" the list, "help" the numbers */
	ACT_LISTEN,
	ACT_REPORT, /* number: enum wrong */
	ACT_ANSWER, /* poll; number: which answer */
	/* search */
	ACT_KEY, /* text: what the key types */
	ACT_KEY_ERASE,
	ACT_KEY_CLEAR,
	ACT_KEY_MODE, /* letters ↔ digits */
	ACT_WORD,     /* text: a suggested word, taken whole */
	ACT_SHOW_HITS,
	/* staff */
	ACT_PIN_DIGIT, /* number */
	ACT_PIN_ERASE,
	ACT_STAFF, /* number: enum staff_command */
	ACT_COUNT,
};

enum filter_toggle { FILTER_FREE, FILTER_WHEELCHAIR, FILTER_LOOP, FILTER_TOGGLE_COUNT };
enum setting { SETTING_DARK, SETTING_SPEECH, SETTING_LOW, SETTING_TIME, SETTING_STILL, SETTING_TOUCH, SETTING_COUNT };
enum wrong { WRONG_TIME, WRONG_PLACE, WRONG_PHONE, WRONG_OVER, WRONG_COUNT };
enum staff_command { STAFF_PRINT_TEST, STAFF_TOUCH_TEST, STAFF_RESTART, STAFF_COMMAND_COUNT };

#endif
