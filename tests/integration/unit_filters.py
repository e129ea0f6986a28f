#!/usr/bin/python3
"""The programs at work behind the system call filter of their own units, and without memory that is written and run: systemd is not
needed for it, only its list of calls. A unit that forbids what its program needs shows nothing in systemd-analyze."""
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import cases

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
B = os.path.join(ROOT, os.environ.get("B", "build"))
# Reads the names of the calls that are allowed; every other answers EPERM, as SystemCallErrorNumber says.
CAGE = r"""
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	char name[80];
	FILE *f = fopen(argv[1], "r");
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (argc < 3 || f == NULL || filter == NULL)
		return 126;
	while (fgets(name, sizeof name, f) != NULL) {
		name[strcspn(name, "\n")] = '\0';
		int call = seccomp_syscall_resolve_name(name);
		if (call >= 0)
			seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0);
	}
	prctl(65 /* PR_SET_MDWE */, 1, 0, 0, 0); /* kernels before 6.3 do not know it */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || seccomp_load(filter) != 0)
		return 126;
	execv(argv[2], argv + 2);
	return 127;
}
"""


def groups():
    """@name → what systemd has in it."""
    out, at = {}, None
    for line in subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager"], capture_output=True, text=True, check=True).stdout.splitlines():
        if line.startswith("@"):
            at = out.setdefault(line.strip(), [])
        elif at is not None and line.startswith("    ") and not line.strip().startswith("#"):
            at.append(line.strip())
    return out


def calls(words, known):
    return {c for w in words for c in (calls(known[w], known) if w.startswith("@") else [w])}


class Cage:
    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="aula-cage-")
        self.program = os.path.join(self.dir, "cage")
        subprocess.run([os.environ.get("CC", "cc"), "-x", "c", "-", "-o", self.program, "-lseccomp"], input=CAGE, text=True, check=True)
        self.known = groups()

    def run(self, unit, *command):
        allowed = calls(["@default"], self.known)
        with open(os.path.join(ROOT, "systemd", unit + ".service"), encoding="utf-8") as f:
            lines = [line[len("SystemCallFilter="):].split() for line in f if line.startswith("SystemCallFilter=")]
        assert lines, unit
        for words in lines:
            if words[0].startswith("~"):
                allowed -= calls([words[0][1:]] + words[1:], self.known)
            else:
                allowed |= calls(words, self.known)
        path = os.path.join(self.dir, unit)
        with open(path, "w", encoding="ascii") as f:
            f.write("\n".join(sorted(allowed | {"execve"})) + "\n")
        return subprocess.run([self.program, path] + list(command), capture_output=True, text=True, timeout=120, cwd=ROOT)


cage = None


def works(unit, *command):
    done = cage.run(unit, *command)
    assert done.returncode == 0, (done.returncode, (done.stdout + done.stderr)[-800:])


def the_cage_holds():
    assert cage.run("aula-kiosk", "/usr/bin/nice", "-n", "5", "/bin/true").stderr != ""


def the_threads_of_aula_sync_may_step_back():
    assert cage.run("aula-sync", "/usr/bin/nice", "-n", "5", "/bin/true").stderr == ""


def pictures_are_drawn_anew_under_aula_sync_and_aula_server():
    for unit in ("aula-sync", "aula-server"):
        works(unit, os.path.join(B, "tests/media/test_clean"))


def the_screen_draws():
    script, picture = os.path.join(cage.dir, "script"), os.path.join(cage.dir, "screen.png")
    with open(script, "w", encoding="ascii") as f:
        f.write("wait 1\nscreenshot %s\n" % picture)
    works("aula-kiosk", os.path.join(B, "bin/aula-kiosk"), "--config", "/dev/null", "--set", "paths.state=" + cage.dir, "--set", "paths.assets=assets",
          "--virtual", "800x480", "--script", script)
    assert os.path.getsize(picture) > 1000


def a_slip_prints():
    out = os.path.join(cage.dir, "paper")
    open(out, "w").close()
    queue = os.path.join(cage.dir, "spool", "print")
    os.makedirs(queue, exist_ok=True)
    shutil.copy(os.path.join(ROOT, "tests/data/slips/event.json"), os.path.join(queue, "%015d-00000001.json" % (time.time() * 1000)))
    works("aula-print", os.path.join(B, "bin/aula-print"), "--config", "/dev/null", "--once", "--set", "paths.state=" + cage.dir, "--set", "paths.assets=assets",
          "--set", "printer.kind=escpos", "--set", "printer.device=" + out, "--set", "printer.speed=500")
    assert os.path.getsize(out) > 100_000


if __name__ == "__main__":
    if os.environ.get("AULA_SANITIZED") or shutil.which("systemd-analyze") is None or shutil.which(os.environ.get("CC", "cc")) is None:
        print("skip: wants systemd-analyze, a compiler and no sanitizer (which maps memory as it likes)")
        sys.exit(77)
    cage = Cage()
    try:
        cases.run([the_cage_holds, the_threads_of_aula_sync_may_step_back, pictures_are_drawn_anew_under_aula_sync_and_aula_server, the_screen_draws, a_slip_prints])
    finally:
        shutil.rmtree(cage.dir, ignore_errors=True)
