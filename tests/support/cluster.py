"""What tests and measurements of several servers share: a throw-away PostgreSQL that can be stopped and started, servers
on ports that stay theirs, the shipped nginx configuration in front of them, and screens by the thousand that wait
through it. Only the standard library."""
import asyncio
import functools
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SERVER = os.path.join(ROOT, os.environ.get("B", "build"), "bin", "aula-server")
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
PG_BIN = "/usr/lib/postgresql/15/bin"


def missing():
    """What of the machine is not there, or None."""
    for path in (SERVER, NGINX, PG_BIN + "/pg_ctl"):
        if not os.path.exists(path):
            return path
    if os.getuid() == 0 and not shutil.which("setpriv"):
        return "setpriv"
    return None


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def until(seconds, condition, what):
    """The condition's value as soon as it is true."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)


class Postgres:
    """fsync is off: only crashes of the program are played here, not of the machine."""

    def __init__(self, folder, **settings):
        self.data, self.port = folder + "/pg", free_port()
        self.prefix = []
        os.makedirs(self.data)
        if os.getuid() == 0:
            shutil.chown(self.data, "postgres", "postgres")
            os.chmod(folder, 0o711)
            self.prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        self._run("initdb", "-D", self.data, "-U", "aula", "--no-sync", "--locale=C.UTF-8", "-A", "trust")
        with open(self.data + "/postgresql.auto.conf", "a", encoding="utf-8") as f:
            for key, value in {"fsync": "off", "max_connections": "60", **settings}.items():
                f.write(f"{key} = '{value}'\n")
            f.write(f"listen_addresses = '127.0.0.1'\nport = {self.port}\nunix_socket_directories = ''\n")
        self.start()

    def _run(self, program, *args, **kw):
        done = subprocess.run([*self.prefix, f"{PG_BIN}/{program}", *args], capture_output=True, text=True, timeout=60,
                              check=False, cwd="/", stdin=subprocess.DEVNULL, **kw)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")
        return done.stdout

    def _ctl(self, *args):
        # pg_ctl's child keeps its output open: not a pipe
        done = subprocess.run([*self.prefix, f"{PG_BIN}/pg_ctl", "-D", self.data, "-w", "-s", "-l", self.data + "/log", *args],
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60, cwd="/",
                              check=False)
        if done.returncode != 0:
            raise RuntimeError("pg_ctl " + " ".join(args))

    def start(self):
        self._ctl("start")

    def stop(self, mode="fast"):
        self._ctl("stop", "-m", mode)

    def database(self, name):
        self.sql(f"CREATE DATABASE {name}", "postgres")
        return f"postgresql://aula@127.0.0.1:{self.port}/{name}"

    def sql(self, text, database):
        return self._run("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "aula", "-d", database, "-Atqc", text).strip()


class Server:
    def __init__(self, folder, store, name, port=None, *sets):
        self.port, self.store = port or free_port(), store
        self.log, self.token_file = f"{folder}/{name}.log", f"{folder}/token"
        self.sets = ["paths.key=%s/key" % folder, "paths.site=%s/assets/web" % ROOT, "ingest.token_file=%s/token" % folder,
                     "server.port=%d" % self.port, "server.connections=20000", *sets]
        self.process = None

    def args(self, *words):
        out = [SERVER, "--set", "server.store=" + self.store]
        for s in self.sets:
            out += ["--set", s]
        return out + list(words)

    def command(self, *words, stdin=""):
        return subprocess.run(self.args(*words), input=stdin, capture_output=True, text=True, timeout=120, cwd=ROOT, check=False)

    def start(self):
        with open(self.log, "ab") as log:
            before = log.tell()
            self.process = subprocess.Popen(self.args(), stderr=log, stdout=log, cwd=ROOT)

        def listening():
            with open(self.log, "rb") as f:
                f.seek(before)
                text = f.read().decode("utf-8", "replace")
            if self.process.poll() is not None:
                raise RuntimeError("server ended: " + text)
            return "listening on" in text
        until(60, listening, "server listens")
        with open(self.token_file, encoding="utf-8") as f:
            self.token = f.read().strip()
        return self

    def stop(self, how=signal.SIGTERM):
        if self.process is None:
            return None
        self.process.send_signal(how)
        code = self.process.wait(60)
        self.process = None
        return code

    def call(self, method, path, body=None, headers=None, timeout=60):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            c.request(method, path, body, headers or {})
            r = c.getresponse()
            return r.status, r.read(), r.headers
        finally:
            c.close()

    def json(self, path):
        return json.loads(self.call("GET", path)[1])

    def waiting(self):
        return self.json("/healthz")["waiting"]

    def ingest(self, records, source="test"):
        body = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode()
        return self.call("POST", f"/v1/ingest?source={source}&mode=delta", body, {"Authorization": "Bearer " + self.token})

    def feed_requests(self):
        text = self.call("GET", "/metrics")[1].decode()
        return sum(int(n) for n in re.findall(r'aula_http_requests_total\{method="GET",route="/v1/feed",status="..."\} (\d+)', text))

    def digest(self):
        done = self.command("digest", "--check")
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
        return dict(line.split(" ", 1) for line in done.stdout.splitlines())


class Nginx:
    """The shipped configuration, but without TLS (tests/integration/nginx.py has that) and with limits wide enough for
    thousands of screens on one address."""

    def __init__(self, folder, ports, workers=2, connections=12000, shipped="config/nginx/aula.conf"):
        self.folder, self.port, self.status_port = folder + "/nginx", free_port(), free_port()
        os.makedirs(self.folder)
        with open(os.path.join(ROOT, shipped), encoding="utf-8") as f:
            conf = f.read()
        servers = "".join(f"server 127.0.0.1:{p} max_fails=3 fail_timeout=1s;\n" for p in ports)
        for old, new in (("/var/cache/nginx/", self.folder + "/cache-"), ("/var/log/nginx", self.folder),
                         ("server 127.0.0.1:8440 max_fails=3 fail_timeout=1s;", servers), ("listen 80;", "listen 127.0.0.1:%d;" % free_port()),
                         ("listen [::]:80;", ""), ("listen 443 ssl http2;", f"listen 127.0.0.1:{self.port} backlog=8192;"),
                         ("listen [::]:443 ssl http2;", ""), ("rate=50r/s", "rate=100000r/s"), ("burst=1000", "burst=100000"),
                         ("limit_conn aula_conn 1000;", "limit_conn aula_conn 65000;")):
            assert old in conf, old
            conf = conf.replace(old, new)
        conf = re.sub(r"\n\s*ssl_[^\n]*", "", conf)
        temp = "".join(f"{k}_temp_path {self.folder}/{k};\n" for k in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        with open(self.folder + "/nginx.conf", "w", encoding="utf-8") as f:
            user = "user root;\n" if os.getuid() == 0 else ""
            f.write(f"{user}daemon off;\npid {self.folder}/pid;\nworker_processes {workers};\nworker_rlimit_nofile 20000;\n"
                    f"error_log {self.folder}/error.log;\nevents {{ worker_connections {connections}; }}\n"
                    f"http {{\n{temp}{conf}\nserver {{ listen 127.0.0.1:{self.status_port}; location / {{ stub_status; }} }}\n}}\n")
        with open(self.folder + "/out.log", "wb") as log:
            self.process = subprocess.Popen([NGINX, "-c", self.folder + "/nginx.conf", "-p", self.folder], stdout=log, stderr=log)

        def listening():
            if self.process.poll() is not None:
                with open(self.folder + "/out.log", encoding="utf-8") as f:
                    raise RuntimeError("nginx ended: " + f.read())
            with socket.socket() as s:
                return s.connect_ex(("127.0.0.1", self.port)) == 0
        until(20, listening, "nginx listens")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)

    def busy(self):
        """Requests that are being answered, which those that wait are."""
        c = http.client.HTTPConnection("127.0.0.1", self.status_port, timeout=20)
        c.request("GET", "/")
        n = int(re.search(rb"Writing: (\d+)", c.getresponse().read()).group(1))
        c.close()
        return n - 1

    def cpu_seconds(self):
        """Of its workers."""
        ticks = 0
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children", encoding="ascii") as f:
            for pid in f.read().split():
                with open(f"/proc/{pid}/stat", encoding="ascii") as g:
                    fields = g.read().rsplit(") ", 1)[1].split()
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def pss_kib(self):
        total = 0
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children", encoding="ascii") as f:
            for pid in f.read().split():
                with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as g:
                    total += int(re.search(r"^Pss:\s+(\d+)", g.read(), re.M).group(1))
        return total


@functools.lru_cache(maxsize=64)
def read_page(body):
    """The seqs of a page's records, and its trailer."""
    lines = body.decode().rstrip("\n").split("\n")
    return tuple(json.loads(x)["seq"] for x in lines[:-1]), json.loads(lines[-1])


class Screen:
    """Asks, applies, waits, asks again, as aula-sync does; remembers what it got and what went wrong."""

    def __init__(self, fleet, alone):
        self.fleet, self.alone = fleet, alone
        self.after, self.seen, self.digest, self.live, self.key = 0, 0, "", 0, ""
        self.seqs, self.at = [], 0.0
        self.started_over, self.wrong = 0, []
        self.reader = self.writer = None

    async def ask(self):
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.fleet.port)
        wait = "&wait=55&seen=%d" % (random.getrandbits(48) if self.alone else self.seen) if self.digest else ""
        self.writer.write(b"GET /v1/feed?after=%d&limit=500%s HTTP/1.1\r\nHost: aula.example.org\r\n\r\n" % (self.after, wait.encode()))
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", head, re.I).group(1))
        body = await self.reader.readexactly(length)
        if re.search(rb"\r\nconnection: close", head, re.I):
            self.writer.close()
            self.writer = None
        return int(head[9:12]), body

    def take(self, body):
        seqs, t = read_page(body)
        assert t["after"] == self.after and t["to"] >= self.after, (t, self.after)
        assert all(self.after < x <= t["to"] for x in seqs), (self.after, t["to"], seqs[-3:])
        if seqs:
            self.seqs.extend(seqs)
            self.at = time.monotonic()
        self.after, self.seen = t["to"], time.mktime(time.strptime(t["at"], "%Y-%m-%dT%H:%M:%SZ"))
        self.key = t["key"]
        if not t["more"]:
            self.digest, self.live = t["digest"], t["live"]
        return bool(seqs) or t["more"]

    async def live_on(self):
        while True:
            try:
                began = time.monotonic()
                status, body = await self.ask()
                if status == 410:
                    self.started_over += 1
                    self.after, self.seqs, self.digest = 0, [], ""
                elif status != 200:
                    self.wrong.append(status)
                    await asyncio.sleep(0.3 + random.random())
                elif not self.take(body) and time.monotonic() - began < 1:
                    await asyncio.sleep(1)  # as aula-sync: an empty answer that did not wait
            except (OSError, EOFError, asyncio.IncompleteReadError) as problem:
                self.wrong.append(type(problem).__name__)
                if self.writer:
                    self.writer.close()
                self.writer = None
                await asyncio.sleep(0.3 + random.random())


class Fleet:
    """n screens on one thread's loop; run() lets them live while a function of the test's own runs beside it."""

    def __init__(self, port, n, alone=False):
        self.port = port
        self.screens = [Screen(self, alone) for _ in range(n)]

    def behind(self, head):
        return sum(s.after != head for s in self.screens)

    def wrong(self):
        out = {}
        for s in self.screens:
            for w in s.wrong:
                out[w] = out.get(w, 0) + 1
        return out

    async def run(self, body):
        tasks = []
        for i, s in enumerate(self.screens):
            tasks.append(asyncio.create_task(s.live_on()))
            if i % 100 == 99:
                await asyncio.sleep(0.01)
        work = asyncio.get_running_loop().run_in_executor(None, body)
        try:
            while not work.done():
                await asyncio.wait([work, *tasks], return_when=asyncio.FIRST_COMPLETED)
                for t in tasks:
                    if t.done():
                        t.result()  # a screen's assertion
            return await work
        finally:
            for t in tasks:
                t.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for s in self.screens:
                if s.writer:
                    s.writer.close()


def activity(n, title="Kerho"):
    return {"kind": "activity", "id": f"test:{n}",
            "doc": {"title": {"fi": title}, "type": "ongoing", "attend": ["phone"], "reach": "local", "topics": ["peer"],
                    "from": {"source": "test", "source_id": str(n)}}}
