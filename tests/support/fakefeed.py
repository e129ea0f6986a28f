"""A feed server that can misbehave, and a way to run aula-sync against it. Independent of src/feed: the page format
and the set digest are written here a second time, from feed/page.h and feed/digest.h, with libsodium by ctypes."""
import ctypes
import ctypes.util
import hashlib
import http.server
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time

from cases import passes

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SYNC = os.path.join(ROOT, os.environ.get("B", "build"), "bin", "aula-sync")

sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
sodium.sodium_init()


class Key:
    def __init__(self):
        public = ctypes.create_string_buffer(32)
        self.secret = ctypes.create_string_buffer(64)
        sodium.crypto_sign_keypair(public, self.secret)
        self.hex = public.raw.hex()

    def sign(self, data):
        out = ctypes.create_string_buffer(64)
        sodium.crypto_sign_detached(out, None, data, ctypes.c_ulonglong(len(data)), self.secret)
        return out.raw.hex()


def rfc3339(at):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))


def rotation(old, new):
    text = "aula-key-rotation-1 %s %s %s" % (old.hex, new.hex, rfc3339(time.time()))
    return text + " " + old.sign(text.encode())


def member(kind, record_id, seq):
    data = kind.encode() + b"\0" + record_id.encode() + b"\0" + seq.to_bytes(8, "little")
    return int.from_bytes(hashlib.blake2b(data, digest_size=32).digest(), "little")


def activity(title, **more):
    doc = {"type": "ongoing", "title": {"fi": title}, "topics": ["t1"], "attend": ["site"], "price": "free"}
    doc.update(more)
    return doc


class Feed:
    """Records, their log, and what is wrong today (self.fault: a function of (handler, page bytes) that answers
    itself and returns True, or None)."""

    def __init__(self):
        self.key = Key()
        self.rotations = []
        self.records = {}  # (kind, id) -> (seq, doc or None)
        self.head = 0
        self.horizon = 0
        self.fault = None
        self.images = {}
        self.clock = time.time
        self.requests = []
        self.changed = threading.Condition()

    def put(self, kind, record_id, doc):
        with self.changed:
            self.head += 1
            self.records[(kind, record_id)] = (self.head, doc)
            self.changed.notify_all()

    def gone(self, kind, record_id):
        self.put(kind, record_id, None)

    def digest(self):
        total = sum(member(k[0], k[1], seq) for k, (seq, doc) in self.records.items() if doc is not None)
        return "%064x" % (total % (1 << 256))

    def page(self, after, limit, at=None, key=None, digest=None):
        items = sorted((seq, k, doc) for k, (seq, doc) in self.records.items() if seq > after)
        more = len(items) > limit
        items = items[:limit]
        lines = []
        for seq, (kind, record_id), doc in items:
            head = '{"seq":%d,"kind":"%s","id":"%s",' % (seq, kind, record_id)
            if doc is None:
                lines.append(head + '"gone":true}\n')
            else:
                lines.append(head + '"doc":' + json.dumps(doc, ensure_ascii=False, separators=(",", ":")) + "}\n")
        to = items[-1][0] if more else self.head
        live = sum(1 for _, doc in self.records.values() if doc is not None)
        key = key or self.key
        body = "".join(lines) + '{"after":%d,"head":%d,"to":%d,"more":%s,"live":%d,"at":"%s","digest":"%s","key":"%s"' % (
            after, self.head, to, "true" if more else "false", live, rfc3339(at or self.clock()),
            digest or self.digest(), key.hex)
        data = body.encode()
        return data + b',"sig":"' + key.sign(data).encode() + b'"}\n'


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, status, content_type, body, headers=()):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        feed = self.server.feed
        path, _, query = self.path.partition("?")
        args = dict(p.split("=", 1) for p in query.split("&") if "=" in p)
        feed.requests.append((path, args))
        try:
            if path == "/v1/key":
                body = {"key": feed.key.hex, "alg": "ed25519", "rotations": feed.rotations}
                return self.answer(200, "application/json", json.dumps(body).encode())
            if path.startswith("/v1/image/"):
                return self.image(feed, path[10:])
            if path == "/v1/feed":
                return self.feed(feed, args)
            self.answer(404, "application/json", b"{}")
        except (BrokenPipeError, ConnectionResetError):
            pass

    def image(self, feed, name):
        """What feed.images has: bytes, (type, bytes), or a function that answers itself."""
        what = feed.images.get(name)
        if what is None:
            return self.answer(404, "application/json", b'{"error":"no such image"}')
        if callable(what):
            return what(self)
        content_type, body = what if isinstance(what, tuple) else ("image/png", what)
        return self.answer(200, content_type, body)

    def feed(self, feed, args):
        after, limit = int(args["after"]), int(args["limit"])
        if feed.fault is None and (after > feed.head or 0 < after < feed.horizon):
            return self.answer(410, "application/json", b'{"error":"start over"}')
        with feed.changed:
            if feed.fault is None and "wait" in args and after == feed.head:
                feed.changed.wait_for(lambda: feed.head > after or feed.fault, timeout=float(args["wait"]))
            page = feed.page(after, limit)
        if feed.fault is not None and feed.fault(self, page, after, limit):
            return None
        return self.answer(200, "application/x-ndjson", page)


class QuietServer(http.server.ThreadingHTTPServer):
    request_queue_size = 128

    def handle_error(self, request, client_address):
        pass  # a client that hangs up is part of the tests


class Server:
    def __init__(self, feed, port=0):
        self.feed = feed
        self.httpd = QuietServer(("127.0.0.1", port), Handler)
        self.httpd.daemon_threads = True
        self.httpd.feed = feed
        self.port = self.httpd.server_address[1]
        self.url = "http://127.0.0.1:%d" % self.port
        threading.Thread(target=self.httpd.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self):
        self.httpd.shutdown()
        self.httpd.server_close()


class Device:
    """One device's folder and its aula-sync."""

    def __init__(self, url):
        self.url = url
        self.dir = tempfile.mkdtemp(prefix="aula-device-")
        self.more = []
        self.process = None

    def command(self, *words):
        sets = ["server.url=" + self.url, "paths.state=" + self.dir, "sync.backoff_first_ms=50",
                "sync.backoff_most_s=1"] + self.more
        return [SYNC, "--config", "/dev/null"] + [w for s in sets for w in ("--set", s)] + list(words)

    def once(self, expect=0):
        done = subprocess.run(self.command("--once"), capture_output=True, text=True, timeout=120)
        if expect is not None and done.returncode != expect:
            raise AssertionError("aula-sync --once: exit %d, expected %d\n%s" % (done.returncode, expect, done.stderr))
        return done

    def verify(self, expect=0, *words):
        done = subprocess.run(self.command(*words, "verify"), capture_output=True, text=True, timeout=120)
        if expect is not None and done.returncode != expect:
            raise AssertionError("verify: exit %d, expected %d\n%s%s" % (done.returncode, expect, done.stdout, done.stderr))
        lines = (line.split(None, 1) for line in done.stdout.splitlines())
        return {w[0]: w[1] for w in lines if len(w) == 2}

    def start(self):
        self.stderr = open(os.path.join(self.dir, "stderr"), "a+")
        self.process = subprocess.Popen(self.command(), stderr=self.stderr)
        return self.process

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            if self.process.wait(timeout=20) != 0:
                raise AssertionError("aula-sync ended with %d" % self.process.returncode)
            self.process = None

    def log(self):
        with open(os.path.join(self.dir, "stderr")) as f:
            return f.read()

    def status(self):
        if not os.path.exists(os.path.join(self.dir, "status", "sync.json")):
            return {"state": "not there"}
        with open(os.path.join(self.dir, "status", "sync.json")) as f:
            return json.load(f)

    @property
    def cache(self):
        return os.path.join(self.dir, "cache", "cache.db")

    def query(self, sql, *args):
        import sqlite3
        db = sqlite3.connect("file:%s?mode=ro" % self.cache, uri=True)
        try:
            return db.execute(sql, args).fetchall()
        finally:
            db.close()

    def ids(self):
        """None in a cache that is being made: its tables come in one transaction."""
        if not self.query("SELECT 1 FROM sqlite_schema WHERE name='record'"):
            return []
        return sorted(r[0] for r in self.query("SELECT id FROM record"))

    def remove(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.dir, ignore_errors=True)


def until(what, timeout=10.0, step=0.005):
    """Waits until what() is true; the seconds it took."""
    began = time.monotonic()
    while True:
        if what():
            return time.monotonic() - began
        if time.monotonic() - began > timeout:
            raise AssertionError("not within %.1f s" % timeout)
        time.sleep(step)


def run_beside(cases, at_once=4):
    """As run_cases, several at a time: for cases that mostly wait and share nothing."""
    import concurrent.futures
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        return 1 if sum(pool.map(lambda case: run_cases([case]), cases)) else 0


def run_cases(cases):
    """The exit code."""
    return 0 if all([passes(case) for case in cases]) else 1
