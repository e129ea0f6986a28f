"""A TCP proxy between a screen and its server that is as bad as real links: late, slow, cut off, silent. Faults are changed while it
runs: delay_s (each way, for each piece), rate (bytes a second, of the answers), lose (chance that an answer's piece never comes and
the connection breaks), cut_after (bytes of answers until the connection breaks), silent (accepts and says nothing)."""
import random
import socket
import threading
import time


class Impair:
    def __init__(self, port, seed=1):
        self.port_to = port
        self.delay_s = self.lose = 0.0
        self.rate = self.cut_after = None
        self.silent = False
        self.connections = self.broken = self.bytes = 0
        self.times = []  # of connections
        self.rng = random.Random(seed)
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.socket.getsockname()[1]
        self.url = "http://127.0.0.1:%d" % self.port
        self.stopped = False
        threading.Thread(target=self.accept, daemon=True).start()

    def stop(self):
        self.stopped = True
        self.socket.close()

    def accept(self):
        while not self.stopped:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            self.times.append(time.monotonic())
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        while self.silent and not self.stopped:
            time.sleep(0.02)
        try:
            server = socket.create_connection(("127.0.0.1", self.port_to), timeout=10)
            server.settimeout(None)
        except OSError:
            client.close()
            return
        threading.Thread(target=self.pump, args=(client, server, False), daemon=True).start()
        self.pump(server, client, True)

    def pump(self, a, b, answers):
        """Pieces as small as a slow link's, so that a cut falls anywhere."""
        sent = 0
        try:
            while True:
                data = a.recv(256 if answers and (self.rate or self.lose or self.cut_after) else 65536)
                if not data:
                    break
                if self.delay_s:
                    time.sleep(self.delay_s)
                if answers and self.rate:
                    time.sleep(len(data) / self.rate)
                if answers and self.cut_after is not None and sent + len(data) > self.cut_after:
                    b.sendall(data[:max(0, self.cut_after - sent)])
                    raise ConnectionResetError
                if answers and self.lose and self.rng.random() < self.lose:
                    raise ConnectionResetError
                b.sendall(data)
                sent += len(data)
                self.bytes += len(data) if answers else 0
        except OSError:
            self.broken += 1
        for s in (a, b):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            s.close()
