"""The real aula-server on loopback, on a port of its own, with its store in a folder of its own."""
import json
import os
import re
import shutil
import subprocess
import tempfile
import urllib.request

import fakefeed as ff

SERVER = os.path.join(ff.ROOT, os.environ.get("B", "build"), "bin", "aula-server")


class RealServer:
    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="aula-server-")
        self.port = 0
        self.process = None
        self.run = 0
        self.start()

    def command(self, *words):
        sets = ["server.port=%d" % self.port, "server.store=sqlite:%s/store.db" % self.dir,
                "paths.key=%s/key" % self.dir, "ingest.token_file=%s/token" % self.dir,
                "paths.site=%s/assets/web" % ff.ROOT]
        return [SERVER, "--config", "/dev/null"] + [w for s in sets for w in ("--set", s)] + list(words)

    def start(self):
        self.log = open(os.path.join(self.dir, "log"), "a")
        self.process = subprocess.Popen(self.command(), stdout=self.log, stderr=subprocess.STDOUT)
        try:
            ff.until(self.is_up, 15, 0.02)
        except Exception:
            self.kill()
            raise

    def is_up(self):
        if self.process.poll() is not None:
            raise AssertionError("aula-server ended: " + open(os.path.join(self.dir, "log")).read()[-800:])
        if self.port == 0:
            found = re.search(r"listening on 127\.0\.0\.1 port (\d+)", open(os.path.join(self.dir, "log")).read())
            if not found:
                return False
            self.port = int(found.group(1))
        try:
            urllib.request.urlopen(self.url + "/healthz", timeout=2).read()
            return True
        except OSError:
            return False

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.port

    def ingest(self, records, source="test"):
        token = open(os.path.join(self.dir, "token")).read().strip()
        body = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode()
        self.run += 1
        request = urllib.request.Request(
            self.url + "/v1/ingest?source=%s&mode=delta&run=r%d-%d&last=1" % (source, os.getpid(), self.run), data=body,
            headers={"Authorization": "Bearer " + token, "Content-Type": "application/x-ndjson"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            result = json.load(answer)
        if result["refused"]:
            raise AssertionError(result)
        return result

    def digest(self):
        """What its feed says of itself (the store is locked while it runs)."""
        with urllib.request.urlopen(self.url + "/healthz", timeout=10) as answer:
            head = json.load(answer)["head"]
        with urllib.request.urlopen(self.url + "/v1/feed?after=%d&limit=1" % head, timeout=10) as answer:
            return json.loads(answer.read().splitlines()[-1])["digest"]

    def kill(self):
        self.process.kill()
        self.process.wait()

    def remove(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.kill()
        shutil.rmtree(self.dir, ignore_errors=True)


def record(record_id, title, **more):
    return {"kind": "activity", "id": record_id, "doc": ff.activity(title, **more)}
