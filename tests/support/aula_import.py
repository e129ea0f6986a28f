"""What the import suites share: running aula-import on a document, and small asserts with names."""
import json, os, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("B", "build")
PROGRAM = os.path.join(ROOT, BUILD, "bin", "aula-import")
SHARED = os.environ.get("AULA_SHARED", os.path.join(ROOT, "..", "shared"))
NOW = "2026-11-22T09:00:00Z"


class Result:
    def __init__(self, code, out, err):
        self.code, self.err, self.out = code, err, out
        self.lines = [json.loads(x) for x in out.splitlines()]
        self.docs = {(x["kind"], x["id"]): x.get("doc") for x in self.lines}

    def one(self, kind="activity"):
        found = [x for x in self.lines if x["kind"] == kind]
        assert len(found) == 1, f"{len(found)} of {kind}, expected 1\n{self.err}"
        return found[0]["doc"]

    def ids(self, kind="activity"):
        return sorted(x["id"] for x in self.lines if x["kind"] == kind)


def run(*args, timeout=60, now=NOW):
    p = subprocess.run([PROGRAM, "--set", "paths.assets=" + os.path.join(ROOT, "assets"), "--now", now, *args],
                       capture_output=True, text=True, timeout=timeout)
    assert p.returncode >= 0, f"killed by signal {-p.returncode}\n{p.stderr[-2000:]}"
    return Result(p.returncode, p.stdout, p.stderr)


def dry(source, document, *args, now=NOW, timeout=60):
    """Reads one document (object → JSON, str, bytes) with --dry-run."""
    if not isinstance(document, (str, bytes)):
        document = json.dumps(document)
    if isinstance(document, str):
        document = document.encode()
    with tempfile.NamedTemporaryFile(suffix=".in") as f:
        f.write(document)
        f.flush()
        return run("--source", source, "--file", f.name, "--dry-run", *args, now=now, timeout=timeout)


def suite(tests):
    """Runs functions named after what they show; prints ok:/not ok:/skip: lines."""
    bad = 0
    only = sys.argv[1:]
    if not os.path.exists(PROGRAM):
        print("skip: aula-import is not built")
        sys.exit(77)
    for name, fn in tests:
        if only and name not in only:
            continue
        try:
            skipped = fn()
        except Exception as e:  # an assert or a surprise: both are failures with a name
            bad += 1
            import traceback
            print(f"not ok: {name}: {e!r}")
            traceback.print_exc(limit=4, file=sys.stdout)
            continue
        print(f"skip: {name}: {skipped}" if isinstance(skipped, str) else f"ok: {name}")
    sys.exit(1 if bad else 0)


def tests_of(module):
    return [(k, v) for k, v in module.items() if callable(v) and k.startswith("test_")]
