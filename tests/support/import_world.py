"""What aula-import talks to, played: a source's server, aula-server's ingest, and a folder with its configuration."""
import http.server, json, os, shutil, tempfile, threading, urllib.parse
from aula_import import NOW, run


class Server:
    """routes: path → function(query dict, request) → (status, headers dict, bytes) or None when it answered itself."""

    def __init__(self, routes):
        self.routes, self.log, outer = routes, [], self

        class H(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                u = urllib.parse.urlsplit(self.path)
                q = dict(urllib.parse.parse_qsl(u.query))
                n = int(self.headers.get("Content-Length", 0))
                self.body = self.rfile.read(n)
                outer.log.append((self.command, self.path, dict(self.headers), self.body))
                fn = outer.routes.get(u.path) or outer.routes.get("*")
                r = fn(q, self) if fn else (404, {}, b"no such page")
                if r is None:
                    self.close_connection = True
                    return
                status, headers, body = r
                if not isinstance(body, bytes):
                    body = json.dumps(body).encode()
                self.send_response(status)
                for k, v in headers.items():
                    self.send_header(k, v)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                try:
                    self.wfile.write(body)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True
            do_GET = do_POST = answer

            def log_message(self, *a):
                pass

        self.httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), H)
        self.httpd.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.httpd.server_address[1]}"
        threading.Thread(target=self.httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def paths(self):
        return [p for _, p, _, _ in self.log]

    def __enter__(self):
        return self

    def __exit__(self, *a):
        self.httpd.shutdown()
        self.httpd.server_close()


class Store:
    """aula-server as the contract describes it, in memory."""

    def __init__(self, token="t0ken", guard=0.3):
        self.records, self.source_of, self.seen, self.runs, self.answers, self.fail = {}, {}, {}, [], [], 0
        self.token, self.guard = token, guard
        self.server = Server({"/v1/ingest": self.ingest, "/v1/run": self.run})

    def ingest(self, q, h):
        if h.headers.get("Authorization") != "Bearer " + self.token:
            return 401, {}, b"bad token"
        if self.fail > 0:
            self.fail -= 1
            return 503, {}, b"later"
        a = dict(taken=0, new=0, changed=0, unchanged=0, removed=0, sweep="none", would_remove=0, refused=[])
        seen = self.seen.setdefault(q["run"], set())
        for n, line in enumerate(h.body.decode().splitlines()):
            r = json.loads(line)
            key = (r["kind"], r["id"])
            if r.get("gone"):
                a["removed"] += self.records.pop(key, None) is not None
                continue
            if "REFUSE" in line:
                a["refused"].append({"line": n + 1, "id": r["id"], "why": "test says no"})
                continue
            if r.get("unused") and key not in self.records:
                continue
            seen.add(key)
            a["taken"] += 1
            a["new" if key not in self.records else "unchanged" if self.records[key] == r["doc"] else "changed"] += 1
            self.records[key] = r["doc"]
            self.source_of[key] = q["source"]
        if q["last"] == "1" and q["mode"] == "full":
            mine = [k for k in self.records if self.source_of.get(k) == q["source"]]
            gone = [k for k in mine if k not in seen]
            if mine and len(gone) > self.guard * len(mine):
                a.update(sweep="refused", would_remove=len(gone))
            else:
                for k in gone:
                    del self.records[k]
                a.update(sweep="done", removed=a["removed"] + len(gone))
        self.answers.append(a)
        return 200, {"Content-Type": "application/json"}, a

    def run(self, q, h):
        self.runs.append(json.loads(h.body))
        return 200, {}, {}

    def total(self, what):
        n = sum(a[what] for a in self.answers)
        return n

    def ids(self, kind="activity"):
        return sorted(i for k, i in self.records if k == kind)

    def __enter__(self):
        return self

    def __exit__(self, *a):
        self.server.__exit__()


class Setup:
    """A configuration with its own state folder."""

    def __init__(self, store, sections):
        self.dir = tempfile.mkdtemp(prefix="aula-import-test-")
        self.ini = os.path.join(self.dir, "a.ini")
        with open(self.ini, "w") as f:
            f.write(f"[server]\nurl = {store.server.url}\ntoken = t0ken\n[paths]\nstate = {self.dir}/state\n[net]\nretry_base_ms = 5\ntimeout_s = 3\n")
            for name, keys in sections.items():
                f.write(f"[source {name}]\n" + "".join(f"{k} = {v}\n" for k, v in keys.items()))

    def all(self, *args, now=NOW):
        return run("--config", self.ini, "--all", *args, now=now)

    def __enter__(self):
        return self

    def __exit__(self, *a):
        shutil.rmtree(self.dir, ignore_errors=True)
