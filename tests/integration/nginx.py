#!/usr/bin/python3
"""The shipped nginx configuration, with a real nginx and a real aula-server on loopback."""
import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import warnings

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import cases  # noqa: E402

warnings.simplefilter("ignore", DeprecationWarning)  # it offers old TLS on purpose
ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SERVER = os.path.join(ROOT, os.environ.get("B", "build"), "bin", "aula-server")
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
if not os.path.exists(NGINX) or not os.path.exists(SERVER) or not shutil.which("openssl"):
    print("skip: no nginx, openssl or aula-server")
    sys.exit(77)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Stack:
    def __init__(self, folder):
        self.folder = folder
        self.server_port, self.http, self.https = free_port(), free_port(), free_port()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", "/CN=aula.example.org", "-addext", "subjectAltName=DNS:aula.example.org",
                        "-keyout", folder + "/privkey.pem", "-out", folder + "/fullchain.pem"],
                       check=True, capture_output=True)
        with open(os.path.join(ROOT, "config", "nginx", "aula.conf"), encoding="utf-8") as f:
            conf = f.read()
        self.shipped = conf
        for old, new in (("/etc/ssl/aula", folder), ("/var/cache/nginx/aula", folder + "/cache"),
                         ("/var/log/nginx", folder), ("127.0.0.1:8440", f"127.0.0.1:{self.server_port}"),
                         ("listen 80;", f"listen 127.0.0.1:{self.http};"), ("listen [::]:80;", ""),
                         ("listen 443 ssl http2;", f"listen 127.0.0.1:{self.https} ssl http2;"),
                         ("listen [::]:443 ssl http2;", "")):
            assert old in conf, old
            conf = conf.replace(old, new)
        with open(folder + "/nginx.conf", "w", encoding="utf-8") as f:
            temp = "".join(f"{k}_temp_path {folder}/{k};\n" for k in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
            user = "user root;\n" if os.getuid() == 0 else ""
            f.write(f"{user}daemon off;\npid {folder}/pid;\nworker_processes 1;\nerror_log {folder}/error.log;\n"
                    f"events {{ worker_connections 256; }}\nhttp {{\n{temp}{conf}\n}}\n")
        sets = {"server.port": self.server_port, "server.public_base": "https://aula.example.org",
                "server.store": f"sqlite:{folder}/aula.db", "paths.key": folder + "/signing.key",
                "paths.site": ROOT + "/assets/web", "ingest.token_file": folder + "/token"}
        command = [SERVER, "--config", os.path.join(ROOT, "config", "aula-server.ini")]
        for key, value in sets.items():
            command += ["--set", f"{key}={value}"]
        self.credential = subprocess.run(command + ["device", "add", "Aula", "--centre", "c"], check=True, capture_output=True,
                                         text=True).stdout.split()[1]
        log = open(folder + "/server.log", "wb")
        self.children = [subprocess.Popen(command, stdout=log, stderr=log)]
        checked = subprocess.run([NGINX, "-t", "-c", folder + "/nginx.conf", "-p", folder], capture_output=True, text=True,
                                 check=False)
        self.check = checked
        if checked.returncode == 0:
            self.children.append(subprocess.Popen([NGINX, "-c", folder + "/nginx.conf", "-p", folder], stdout=log, stderr=log))
        for port in (self.server_port, self.https):
            for _ in range(300):
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    time.sleep(0.02)

    def stop(self):
        for child in self.children:
            child.send_signal(signal.SIGTERM)
        for child in self.children:
            child.wait(10)

    def tls(self, **kw):
        context = ssl.create_default_context(cafile=self.folder + "/fullchain.pem")
        for key, value in kw.items():
            setattr(context, key, value)
        raw = socket.create_connection(("127.0.0.1", self.https), 10)
        return context.wrap_socket(raw, server_hostname="aula.example.org")

    def ask(self, method, path, body=None, headers=None, timeout=30):
        connection = http.client.HTTPConnection("aula.example.org")
        connection.sock = self.tls()
        connection.sock.settimeout(timeout)
        connection.request(method, path, body, {"Host": "aula.example.org", **(headers or {})})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer, data


def the_configuration_is_valid(s):
    assert s.check.returncode == 0, s.check.stderr
    assert "warn" not in s.check.stderr, s.check.stderr


def plain_http_is_sent_to_https(s):
    c = http.client.HTTPConnection("127.0.0.1", s.http, timeout=5)
    c.request("GET", "/a/7k4m", headers={"Host": "aula.example.org"})
    r = c.getresponse()
    assert r.status == 301 and r.getheader("Location") == "https://aula.example.org/a/7k4m", r.getheaders()


def health_and_key_come_through(s):
    assert s.ask("GET", "/healthz")[0].status == 200
    answer, data = s.ask("GET", "/v1/key")
    assert answer.status == 200 and json.loads(data)["alg"] == "ed25519"


def old_tls_is_refused(s):
    try:
        s.tls(maximum_version=ssl.TLSVersion.TLSv1_1, minimum_version=ssl.TLSVersion.TLSv1).close()
    except (ssl.SSLError, ValueError):
        return
    raise AssertionError("TLS 1.1 was taken")


def pages_keep_their_protection(s):
    answer, _ = s.ask("GET", "/a/7777777")
    assert answer.status == 404
    for name, part in (("Strict-Transport-Security", "max-age"), ("Content-Security-Policy", "frame-ancestors"),
                       ("X-Content-Type-Options", "nosniff")):
        assert part in (answer.getheader(name) or ""), (name, answer.getheaders())
    assert "nginx/" not in (answer.getheader("Server") or "")


def a_waiting_screen_is_not_cut_off(s):
    _, data = s.ask("GET", "/v1/feed?after=0&limit=10")
    head = json.loads(data.splitlines()[-1])["head"]
    begun = time.monotonic()
    answer, data = s.ask("GET", f"/v1/feed?after={head}&limit=10&wait=4")
    waited = time.monotonic() - begun
    assert answer.status == 200 and 3 < waited < 8, (answer.status, waited)


def importing_is_closed_to_the_outside(s):
    for path in ("/v1/ingest?source=x&mode=delta&run=1&last=1", "/v1/run"):
        answer, _ = s.ask("POST", path, b"{}", {"Authorization": "Bearer x"})
        assert answer.status == 403, (path, answer.status)


def monitoring_is_closed_to_the_outside(s):
    assert s.ask("GET", "/metrics")[0].status == 403
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", s.server_port, timeout=5)) as c:
        c.request("GET", "/metrics")
        assert b"aula_feed_head" in c.getresponse().read()
        c.request("GET", "/metrics", headers={"X-Forwarded-For": "198.51.100.7"})
        assert c.getresponse().status == 404  # also when a proxy lets it through


def a_flood_of_logins_is_slowed(s):
    codes = [s.ask("POST", "/staff/login", b"user=x&password=y",
                   {"Content-Type": "application/x-www-form-urlencoded"})[0].status for _ in range(16)]
    assert 429 in codes and codes[0] != 429, codes


def a_large_body_is_refused(s):
    answer, _ = s.ask("POST", "/staff/feature", b"x" * 100_000)
    assert answer.status == 413, answer.status


def what_may_be_large_is_let_through(s):
    """Weeks of counters, the picture of a screen, forms with pictures (a stranger's are refused by aula-server, not by nginx's 413)."""
    lines = [json.dumps({"nonce": "", "displayed_seq": 0, "displayed_at": 0, "verified_seq": 0, "content_at": 0, "health": {}})]
    lines += [json.dumps({"id": "c-%d" % i, "pad": "x" * 1200}) for i in range(400)]
    answer, data = s.ask("POST", "/v1/report", "\n".join(lines).encode(),
                         {"Authorization": "Bearer " + s.credential, "Content-Type": "application/x-ndjson"})
    assert answer.status == 200 and len(json.loads(data)["refused"]) == 400, (answer.status, data[:200])
    answer, _ = s.ask("POST", "/v1/device/picture", b"x" * 1_000_000, {"Authorization": "Bearer " + s.credential, "Content-Type": "image/png"})
    assert answer.status == 409, answer.status  # nobody has asked for it
    for path in ("/staff/write", "/staff/write/preview", "/staff/write/draft", "/staff/listing"):
        answer, _ = s.ask("POST", path, b"x" * 8_000_000, {"Content-Type": "multipart/form-data; boundary=x"})
        assert answer.status != 413, path


def no_address_is_written_down(s):
    for name in os.listdir(s.folder):
        if name.endswith(".log") and name != "server.log":
            with open(os.path.join(s.folder, name), encoding="utf-8", errors="replace") as f:
                text = "".join(line for line in f if "[emerg]" not in line)
            assert "127.0.0.1" not in text.replace(f"127.0.0.1:{s.server_port}", ""), f"{name}: {text[:500]}"


with tempfile.TemporaryDirectory(prefix="aula-nginx-") as folder:
    stack = Stack(folder)
    good = all([cases.passes(case, stack) for case in (
        the_configuration_is_valid, plain_http_is_sent_to_https, health_and_key_come_through, old_tls_is_refused,
        pages_keep_their_protection, a_waiting_screen_is_not_cut_off, importing_is_closed_to_the_outside,
        monitoring_is_closed_to_the_outside, a_large_body_is_refused, what_may_be_large_is_let_through, a_flood_of_logins_is_slowed, no_address_is_written_down)])
    stack.stop()
sys.exit(0 if good else 1)
