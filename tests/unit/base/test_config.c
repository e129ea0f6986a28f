#include "unit.h"

#include <unistd.h>

#include "base/cli.h"
#include "base/config.h"
#include "base/fs.h"

struct settings {
	const char *name;
	int64_t port;
	double ratio;
	bool on;
	const char *mode;
	int64_t turn;
	const char *url;
};

static struct settings s;
static const struct config_key keys[] = {
	{"server", "name", CONFIG_STRING, &s.name, 0, 0, NULL, NULL},
	{"server", "port", CONFIG_INT, &s.port, 1, 65535, NULL, NULL},
	{"server", "ratio", CONFIG_DOUBLE, &s.ratio, 0, 1, NULL, NULL},
	{"server", "on", CONFIG_BOOL, &s.on, 0, 0, NULL, NULL},
	{"server", "mode", CONFIG_CHOICE, &s.mode, 0, 0, "a|b", NULL},
	{"server", "turn", CONFIG_INT, &s.turn, 0, 180, "0|90|180", NULL},
	{"server", "url", CONFIG_STRING, &s.url, 0, 0, NULL, NULL, config_check_address},
};
#define N_KEYS (sizeof keys / sizeof keys[0])

static bool read_text(const char *text, struct arena *a, struct error *e)
{
	char path[] = "/tmp/aula-config-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	assert_true(fs_write_atomic(path, text, strlen(text), e));
	bool ok = config_read(path, keys, N_KEYS, "source ", a, e);
	unlink(path);
	return ok;
}

static void reads_every_type(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	s = (struct settings){.port = 80};
	assert_ok(read_text("# hello\n[server]\nname = Aula ä\nratio=0.5\non = yes\nmode=b\n[source x]\nurl=1\n", &a, &e), e);
	assert_string_equal(s.name, "Aula ä");
	assert_int_equal(s.port, 80);
	assert_true(s.on);
	assert_string_equal(s.mode, "b");
	arena_fini(&a);
}

static void errors_name_file_line_and_key(void **state)
{
	(void)state;
	static const struct {
		const char *text, *says;
	} cases[] = {
		{"[server]\n\nport = 70000\n", ":3: key 'port' in section [server]: '70000' is not"},
		{"[server]\nprot = 1\n", ":2: unknown key 'prot'"},
		{"[server]\nport=1\nport=2\n", ":3: key 'port' in section [server] stands twice"},
		{"[server]\nmode = c\n", "'c' is not one of a|b"},
		{"[server]\nturn = 45\n", ":2: key 'turn' in section [server]: '45' is not one of 0|90|180"},
		{"[server]\nurl = ftp://x\n", ":2: key 'url' in section [server]: 'ftp://x' is not an http"},
		{"[server]\nurl = https://\n", "is not an http"},
		{"[server]\nurl = https://a.example/\n", "is not an http"},
		{"[server]\nurl = https://a b\n", "is not an http"},
		{"[server]\non = maybe\n", "neither true nor false"},
		{"[server]\nwhat is this\n", ":2: not of the form"},
		/* the first mistake is told, whatever follows it */
		{"[server]\nport = 70000\nname = x\n", ":2: key 'port' in section [server]: '70000' is not"},
		{"[server]\nprot = 1\non = maybe\n", ":2: unknown key 'prot'"},
		{"[server\nport = 1\n", ":1: not of the form"},
		{"[server]\n  port = 1\n\ton = maybe\n", ":3: key 'on'"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct arena a = ARENA_INIT;
		struct error e = ERROR_INIT;
		assert_false(read_text(cases[i].text, &a, &e));
		assert_contains(e.text, cases[i].says);
		arena_fini(&a);
	}
}

/* Lists of municipalities and addresses of databases are longer than inih's own 200 bytes. */
static void a_long_value_is_whole_and_lines_are_counted_after_it(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	char name[7001], text[8000];
	memset(name, 'n', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	snprintf(text, sizeof text, "[server]\nname = %s\nport = 81\n", name);
	assert_ok(read_text(text, &a, &e), e);
	assert_string_equal(s.name, name);
	assert_int_equal(s.port, 81);
	snprintf(text, sizeof text, "[server]\nname = %s\nport = x\n", name);
	assert_false(read_text(text, &a, &e));
	assert_contains(e.text, ":3: key 'port'");
	arena_fini(&a);
}

static void a_folder_is_no_configuration(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	assert_false(config_read("/tmp", keys, N_KEYS, NULL, &a, &e));
	assert_contains(e.text, "/tmp: ");
	arena_fini(&a);
}

static void set_overrides_one_key(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	assert_ok(config_set("server.port=8080", keys, N_KEYS, &a, &e), e);
	assert_int_equal(s.port, 8080);
	assert_false(config_set("server.port", keys, N_KEYS, &a, &e));
	assert_false(config_set("server.nope=1", keys, N_KEYS, &a, &e));
	arena_fini(&a);
}

static void help_says_what_a_key_may_be_and_its_default(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	s = (struct settings){.name = "", .port = 80, .ratio = 0.5, .on = true, .mode = "a", .turn = 90, .url = ""};
	static const char *const SAYS[] = {"", "1 to 65535; default 80", "0 to 1; default 0.5", "yes or no; default yes",
					   "a|b; default a", "0|90|180; default 90", ""};
	for (size_t i = 0; i < N_KEYS; i++)
		assert_string_equal(config_describe(&keys[i], &a), SAYS[i]);
	s.name = "Aula";
	assert_string_equal(config_describe(&keys[0], &a), "default Aula");
	arena_fini(&a);
}

/* argv is char *[]; string literals are const */
#define ARG(text) ((char[]){text})

static void command_line(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	const char *url = NULL;
	const char *dry = NULL;
	const struct cli_option options[] = {{"url", "URL", "where", &url}, {"dry-run", NULL, "only look", &dry}};
	struct cli c = {.program = "test", .purpose = "", .usage = "", .options = options, .n_options = 2, .keys = keys, .n_keys = N_KEYS};
	char *argv[] = {ARG("test"),  ARG("verify"),	 ARG("--url=http://x"), ARG("--dry-run"),
			ARG("--set"), ARG("server.port=99"), ARG("--"),	      ARG("--odd"), NULL};
	int code = -1;
	assert_true(cli_parse(&c, 8, argv, &a, &code));
	assert_string_equal(url, "http://x");
	assert_string_equal(dry, "1");
	assert_int_equal(s.port, 99);
	assert_int_equal(c.n_rest, 2);
	assert_string_equal(c.rest[1], "--odd");
	char *wrong[] = {ARG("test"), ARG("--nope"), NULL};
	struct cli again = {.program = "test", .purpose = "", .usage = "", .options = options, .n_options = 2};
	assert_false(cli_parse(&again, 2, wrong, &a, &code));
	assert_int_equal(code, CLI_EXIT_USAGE);
	arena_fini(&a);
}

TEST_MAIN(T(reads_every_type), T(errors_name_file_line_and_key),
	  T(a_long_value_is_whole_and_lines_are_counted_after_it), T(a_folder_is_no_configuration),
	  T(set_overrides_one_key),
	  T(help_says_what_a_key_may_be_and_its_default), T(command_line))
