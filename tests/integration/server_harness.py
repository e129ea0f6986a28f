"""Starts a throw-away aula-server on a free port of 127.0.0.1 and talks to it. Imported by server_*.py; not a suite itself
(not executable). Only the standard library, and ctypes' libsodium for an independent look at the signatures."""
import ctypes, functools, hashlib, http.client, json, os, re, shutil, signal, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import cases

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
BIN = os.path.join(ROOT, os.environ.get("B", "build"), "bin", "aula-server")


class Answer:
    def __init__(self, response, body):
        self.status, self.headers, self.body = response.status, response.headers, body
        self.text = body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.text)


class Server:
    def __init__(self, *settings, folder=None):
        self.keep = folder is not None
        self.dir = folder or tempfile.mkdtemp(prefix="aula-server-test-")
        self.args = [BIN, "--set", "server.store=sqlite:%s/aula.db" % self.dir, "--set", "paths.key=%s/key" % self.dir,
                     "--set", "paths.site=%s/assets/web" % ROOT, "--set", "ingest.token_file=%s/token" % self.dir,
                     "--set", "server.port=0"]
        for s in settings:
            self.args += ["--set", s]
        self.process = None

    def command(self, *words, stdin=""):
        return subprocess.run(self.args + list(words), input=stdin, capture_output=True, text=True, timeout=60, cwd=ROOT)

    def start(self):
        self.log = open(os.path.join(self.dir, "log"), "ab")
        before = os.path.getsize(self.log.name)
        self.process = subprocess.Popen(self.args, stderr=self.log, stdout=self.log, cwd=ROOT)
        for _ in range(3000 if os.environ.get("AULA_SANITIZED") else 500):
            text = open(self.log.name, "rb").read()[before:].decode("utf-8", "replace")
            found = re.search(r"listening on \S+ port (\d+)", text)
            if found:
                self.port = int(found.group(1))
                self.token = open(os.path.join(self.dir, "token")).read().strip()
                return self
            if self.process.poll() is not None:
                raise RuntimeError("server ended: " + text)
            time.sleep(0.02)
        raise RuntimeError("server does not listen")

    def stop(self, how=signal.SIGTERM):
        if self.process:
            self.process.send_signal(how)
            code = self.process.wait(20)
            self.process = None
            self.log.close()
            return code

    def close(self):
        self.stop()
        if not self.keep:
            shutil.rmtree(self.dir, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.close()

    def call(self, method, path, body=None, headers=None, timeout=30):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            c.request(method, path, body, headers or {})
            r = c.getresponse()
            return Answer(r, r.read())
        finally:
            c.close()

    def get(self, path, **headers):
        return self.call("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def ingest(self, records, source="test", mode="delta", run=None, last=None, token=None, **headers):
        body = records if isinstance(records, bytes) else "".join(json.dumps(r) + "\n" for r in records).encode()
        path = "/v1/ingest?source=%s&mode=%s" % (source, mode)
        path += "&run=" + run if run else ""
        path += "&last=1" if last else ""
        h = {"Authorization": "Bearer " + (token or self.token), "Content-Type": "application/x-ndjson"}
        h.update({k.replace("_", "-"): v for k, v in headers.items()})
        return self.call("POST", path, body, h)

    def page(self, after=0, limit=500):
        a = self.get("/v1/feed?after=%d&limit=%d" % (after, limit))
        assert a.status == 200, (a.status, a.text)
        lines = a.text.rstrip("\n").split("\n")
        return [json.loads(x) for x in lines[:-1]], json.loads(lines[-1]), a.body

    def whole_feed(self, limit=500):
        """All pages as a screen takes them: live records by (kind, id), and the last trailer."""
        live, after = {}, 0
        for _ in range(10000):
            items, trailer, _ = self.page(after, limit)
            for i in items:
                if i.get("gone"):
                    live.pop((i["kind"], i["id"]), None)
                else:
                    live[(i["kind"], i["id"])] = i
            after = trailer["to"]
            if not trailer["more"]:
                return live, trailer
        raise RuntimeError("the feed does not end")


def activity(n, title="Kerho", source="test", **more):
    doc = {"title": {"fi": title}, "type": "ongoing", "attend": ["phone"], "reach": "local", "topics": ["peer"],
           "from": {"source": source, "source_id": str(n)}}
    doc.update(more)
    return {"kind": "activity", "id": "%s:%s" % (source, n), "doc": doc}


def digest_of(live):
    total = 0
    for (kind, id), item in live.items():
        data = kind.encode() + b"\0" + id.encode() + b"\0" + item["seq"].to_bytes(8, "little")
        total += int.from_bytes(hashlib.blake2b(data, digest_size=32).digest(), "little")
    return "%064x" % (total % (1 << 256))


def signature_fits(page):
    """Independent of src/feed: Ed25519 over everything before ,"sig":" """
    sodium = ctypes.CDLL("libsodium.so.23")
    cut = page.rindex(b',"sig":"')
    trailer = json.loads(page.splitlines()[-1])
    return sodium.crypto_sign_verify_detached(bytes.fromhex(trailer["sig"]), page[:cut], ctypes.c_ulonglong(cut),
                                              bytes.fromhex(trailer["key"])) == 0


def on_own_server(case, *settings):
    """The case with a fresh server as its argument."""
    @functools.wraps(case)
    def with_server():
        with Server(*settings) as s:
            return case(s)
    return with_server


def within_a_second(ask):
    """What ask() gives when it begins and ends in one second of the clock, which signed pages name."""
    for _ in range(20):
        began = int(time.time())
        answers = ask()
        if int(time.time()) == began:
            break
    return answers


def run(suite, *settings):
    """Each case is a function taking a fresh server (with these settings); ends the suite."""
    cases.run([on_own_server(case, *settings) for case in suite])
