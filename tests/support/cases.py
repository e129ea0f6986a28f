"""The cases of a suite are functions named after what they show; tests/suite.sh counts the lines they give here."""
import sys, time, traceback


def chosen(cases):
    """Those whose names hold a word of the command line; all without one."""
    return [c for c in cases if not sys.argv[1:] or any(word in c.__name__ for word in sys.argv[1:])]


def passes(case, *args):
    """Runs one; its line is "ok: NAME" with what it returned and how long it took, or "not ok: NAME" after what went wrong."""
    name, began = case.__name__.replace("_", " "), time.monotonic()
    try:
        note = case(*args)
    except Exception:  # noqa: BLE001  every failure is reported
        traceback.print_exc(file=sys.stdout)
        print("not ok: " + name, flush=True)
        return False
    print("ok: %s (%s%.1f s)" % (name, "%s, " % note if note else "", time.monotonic() - began), flush=True)
    return True


def run(cases, *args):
    """All that are chosen, whatever becomes of them; ends the suite."""
    sys.exit(0 if all([passes(case, *args) for case in chosen(cases)]) else 1)
