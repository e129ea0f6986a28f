#include "server/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "feed/digest.h"
#include "server/app.h"
#include "server/password.h"
#include "store/devices.h"
#include "store/people.h"
#include "store/runs.h"
#include "store/store.h"

#define PASSWORD_FILE_BYTES ((size_t)1024)

static int fail(const char *what, const struct error *e)
{
	log_error("%s: %s", what, e->text);
	return e->kind == ERROR_INPUT ? CLI_EXIT_USAGE : CLI_EXIT_FAILED;
}

static bool write_private(const char *path, const char *text, struct error *e)
{
	CLEANUP_CLOSE int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text) || fsync(fd) != 0)
		return error_set_errno(e, "%s", path);
	return true;
}

static bool keep_token(struct app *a, const char *token, struct error *e)
{
	if (store_begin(a->store, e) && token_keep(a->store, TOKEN_ANY_SOURCE, token, app_now(a), e) &&
	    store_commit(a->store, e))
		return true;
	store_rollback(a->store);
	return false;
}

bool commands_token_file(struct app *a, struct error *e)
{
	const char *path = a->settings.token_file;
	CLEANUP_BUF struct buf text = BUF_INIT;
	char token[TOKEN_BYTES];
	if (path[0] == '\0')
		return true;
	if (fs_exists(path)) {
		if (!fs_read(path, TOKEN_BYTES * 2, &text, e))
			return false;
		const char *given = str_trim(&a->arena, buf_str(&text));
		return strlen(given) >= 20
			       ? keep_token(a, given, e)
			       : error_set(e, ERROR_INPUT, "%s: a token has at least 20 characters", path);
	}
	if (!store_begin(a->store, e) || !token_add(a->store, TOKEN_ANY_SOURCE, app_now(a), token, e) ||
	    !write_private(path, token, e) || !store_commit(a->store, e)) {
		store_rollback(a->store);
		return false;
	}
	return true;
}

static bool add_user(struct app *a, const struct user *u, const char *password, struct error *e)
{
	char hash[PASSWORD_HASH_BYTES];
	struct user with_hash = *u;
	if (!password_hash(password, hash, e))
		return false;
	with_hash.password = hash;
	const struct audit_entry entry = {.at = app_now(a),
					  .who = "command line",
					  .what = "user.put",
					  .target = u->name,
					  .after = role_word(u->role)};
	if (store_begin(a->store, e) && user_put(a->store, &with_hash, e) &&
	    session_end_all(a->store, u->name, e) && audit_add(a->store, &entry, e) &&
	    store_commit(a->store, e))
		return true;
	store_rollback(a->store);
	return false;
}

/* One line of standard input; at a terminal it is asked for and not shown. */
static bool read_line(char *line, int size)
{
	struct termios was;
	bool terminal = tcgetattr(STDIN_FILENO, &was) == 0;
	if (terminal) {
		struct termios quiet = was;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
		fputs("Password: ", stderr);
	}
	bool read = fgets(line, size, stdin) != NULL;
	if (terminal) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
		fputc('\n', stderr);
	}
	return read;
}

/* The first line of the file, or of standard input. */
static bool read_password(struct app *a, const char *path, const char **out, struct error *e)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	if (path != NULL) {
		if (!fs_read(path, PASSWORD_FILE_BYTES, &text, e))
			return false;
	} else {
		char line[PASSWORD_FILE_BYTES];
		if (!read_line(line, sizeof line))
			return error_set(e, ERROR_INPUT,
					 "a password is read from standard input or --password-file");
		buf_puts(&text, line);
	}
	char *password = arena_strdup(&a->arena, buf_str(&text));
	password[strcspn(password, "\r\n")] = '\0';
	*out = password;
	return true;
}

static int user_add(struct app *a, const struct command_options *o, const char **words)
{
	const char *name = words[2];
	struct error e = ERROR_INIT;
	const char *password = NULL;
	struct user u = {
		.name = name,
		.display = o->display != NULL ? o->display : name,
		.role = role_from_word(o->role != NULL ? o->role : "contact"),
		.centres = o->centres != NULL ? str_split(&a->arena, o->centres, ", ") : (struct strs){0},
		.lang = "fi",
		.created_at = app_now(a),
	};
	if (u.role == ROLE_NONE || u.role == ROLE_ORGANISATION) {
		error_set(&e, ERROR_INPUT, "--role is reader, contact, editor or admin");
		return fail("user add", &e);
	}
	if (!read_password(a, o->password_file, &password, &e) || !password_acceptable(password, name, &e) ||
	    !add_user(a, &u, password, &e))
		return fail("user add", &e);
	printf("%s may log in as %s\n", name, role_word(u.role));
	return CLI_EXIT_OK;
}

static int token_new(struct app *a, const struct command_options *o, const char **words)
{
	(void)o;
	struct error e = ERROR_INIT;
	char token[TOKEN_BYTES];
	if (!store_begin(a->store, &e) || !token_add(a->store, words[2], app_now(a), token, &e) ||
	    !store_commit(a->store, &e)) {
		store_rollback(a->store);
		return fail("token add", &e);
	}
	printf("%s\n", token);
	return CLI_EXIT_OK;
}

static bool note_device(struct app *a, const char *what, const char *id, struct error *e)
{
	const struct audit_entry entry = {
		.at = app_now(a), .who = "command line", .what = what, .target = id};
	return audit_add(a->store, &entry, e) && store_commit(a->store, e);
}

/* The screen's credential file gets the second line. */
static int device_new(struct app *a, const struct command_options *o, const char **words)
{
	struct error e = ERROR_INIT;
	char id[DEVICE_ID_BYTES], credential[DEVICE_CREDENTIAL_BYTES];
	struct store_record centre;
	if (o->centre == NULL) {
		error_set(&e, ERROR_INPUT, "--centre says where it stands");
		return fail("device add", &e);
	}
	if (!store_get(a->store, KIND_CENTRE, o->centre, &centre, &a->arena, &e) || centre.doc == NULL)
		log_warning("there is no centre %s yet", o->centre);
	if (!store_begin(a->store, &e) ||
	    !device_add(a->store, words[2], o->centre, app_now(a), id, credential, &e) ||
	    !note_device(a, "device.add", id, &e)) {
		store_rollback(a->store);
		return fail("device add", &e);
	}
	printf("%s\n%s\n", id, credential);
	return CLI_EXIT_OK;
}

static int device_change(struct app *a, const struct command_options *o, const char **words)
{
	(void)o;
	const char *id = words[2];
	struct error e = ERROR_INIT;
	char credential[DEVICE_CREDENTIAL_BYTES];
	bool renew = str_eq(words[1], "renew");
	if (!store_begin(a->store, &e) ||
	    !(renew ? device_renew(a->store, id, credential, &e)
		    : device_set_state(a->store, id, DEVICE_REVOKED, &e)) ||
	    !note_device(a, renew ? "device.renew" : "device.revoke", id, &e)) {
		store_rollback(a->store);
		return fail("device", &e);
	}
	if (renew)
		printf("%s\n", credential);
	return CLI_EXIT_OK;
}

static int digest(struct app *a, const struct command_options *o, const char **words)
{
	(void)words;
	struct error e = ERROR_INIT;
	struct store_head kept, counted;
	char hex[DIGEST_HEX_BYTES];
	if (!store_freeze(a->store, &e))
		return fail("digest", &e);
	kept = store_head(a->store);
	digest_to_hex(&kept.digest, hex);
	printf("head %lld\nlive %lld\nhorizon %lld\ndigest %s\n", (long long)kept.head, (long long)kept.live,
	       (long long)kept.horizon, hex);
	if (o->check == NULL)
		return CLI_EXIT_OK;
	if (!store_recount(a->store, &counted, &e))
		return fail("digest", &e);
	bool same = digest_equal(&kept.digest, &counted.digest) && kept.live == counted.live;
	printf("check %s\n", same ? "ok" : "FAILED: the records are not those the digest was kept for");
	return same ? CLI_EXIT_OK : CLI_EXIT_FAILED;
}

static int demo_setup(struct app *a, const struct command_options *o, const char **words)
{
	(void)o, (void)words;
	struct error e = ERROR_INIT;
	const struct user u = {.name = DEMO_USER,
			       .display = "Demo",
			       .role = ROLE_ADMIN,
			       .lang = "fi",
			       .created_at = app_now(a)};
	if (!add_user(a, &u, DEMO_PASSWORD, &e) || !commands_token_file(a, &e))
		return fail("demo-setup", &e);
	printf("demo login: %s / %s (never use this where strangers reach it)\n", DEMO_USER, DEMO_PASSWORD);
	return CLI_EXIT_OK;
}

/* The new key takes the old one's place only after the statement is stored: in between, the old key still
 * signs. */
static int rotate_key(struct app *a, const struct command_options *o, const char **words)
{
	(void)o, (void)words;
	struct error e = ERROR_INIT;
	struct signing_key next;
	char statement[KEY_ROTATION_BYTES];
	const char *path = a->settings.key, *fresh = arena_printf(&a->arena, "%s.next", path);
	if (!signing_key_create(&next, fresh, &e))
		return fail("rotate-key", &e);
	key_rotation_write(&a->key, next.public_hex, app_now(a), statement);
	if (!store_begin(a->store, &e) || !store_rotation_add(a->store, statement, app_now(a), &e) ||
	    !store_signing_key_set(a->store, next.public_hex, &e) || !store_commit(a->store, &e)) {
		store_rollback(a->store);
		unlink(fresh);
		return fail("rotate-key", &e);
	}
	if (rename(path, arena_printf(&a->arena, "%s.old", path)) != 0 || rename(fresh, path) != 0) {
		error_set_errno(&e, "%s", path);
		return fail("rotate-key", &e);
	}
	printf("%s\n", statement);
	signing_key_fini(&next);
	return CLI_EXIT_OK;
}

static int adopt_key(struct app *a, const struct command_options *o, const char **words)
{
	(void)o, (void)words;
	const struct audit_entry entry = {
		.at = app_now(a), .who = "command line", .what = "key.adopt", .target = a->key.public_hex};
	struct error e = ERROR_INIT;
	if (!store_begin(a->store, &e) || !audit_add(a->store, &entry, &e) || !store_commit(a->store, &e)) {
		store_rollback(a->store);
		return fail("adopt-key", &e);
	}
	printf("%s\nScreens that know another key take nothing until their aula-sync.ini names this one.\n",
	       a->key.public_hex);
	return CLI_EXIT_OK;
}

static int restored(struct app *a, const struct command_options *o, const char **words)
{
	(void)o, (void)words;
	const struct audit_entry entry = {.at = app_now(a), .who = "command line", .what = "store.restored"};
	struct error e = ERROR_INIT;
	if (!store_begin(a->store, &e))
		return fail("restored", &e);
	store_restored(a->store, app_now(a));
	if (!device_forget_nonces(a->store, &e) || !audit_add(a->store, &entry, &e) || !store_commit(a->store, &e)) {
		store_rollback(a->store);
		return fail("restored", &e);
	}
	printf("head %lld\n", (long long)store_head(a->store).head);
	return CLI_EXIT_OK;
}

static const struct command {
	const char *first, *second; /* second NULL: one word alone */
	size_t n_words;
	int (*run)(struct app *a, const struct command_options *o, const char **words);
} commands[] = {
	{"user", "add", 3, user_add},
	{"token", "add", 3, token_new},
	{"device", "add", 3, device_new},
	{"device", "renew", 3, device_change},
	{"device", "revoke", 3, device_change},
	{"digest", NULL, 1, digest},
	{"demo-setup", NULL, 1, demo_setup},
	{"rotate-key", NULL, 1, rotate_key},
	{"adopt-key", NULL, 1, adopt_key},
	{"restored", NULL, 1, restored},
};

static const struct command *find_command(const char **words, size_t n)
{
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
		if (n == commands[i].n_words && str_eq(words[0], commands[i].first) &&
		    (commands[i].second == NULL || str_eq(words[1], commands[i].second)))
			return &commands[i];
	return NULL;
}

bool commands_known(const char **rest, size_t n_rest)
{
	return find_command(rest, n_rest) != NULL;
}

int commands_run(struct app *a, const struct command_options *o, const char **rest, size_t n_rest)
{
	const struct command *c = find_command(rest, n_rest);
	ASSERT(c != NULL);
	return c->run(a, o, rest);
}
