"""A mail server that keeps what it is given, for tests. `answers` is what it says to RCPT TO, one each (the last for ever)."""
import email, email.policy, socketserver, threading


class Handler(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write((text + "\r\n").encode())

    def handle(self):
        sink, to = self.server.sink, []
        self.say("220 sink")
        while True:
            line = self.rfile.readline(2000).decode("latin1").rstrip("\r\n")
            word = line[:4].upper()
            if not line and not word:
                return
            if word in ("EHLO", "HELO"):
                self.say("250 sink")
            elif word == "MAIL":
                self.say("250 ok")
            elif word == "RCPT":
                with sink.lock:
                    sink.tries += 1
                    answer = sink.answers.pop(0) if len(sink.answers) > 1 else sink.answers[0]
                    sink.came.notify_all()
                to.append(line)
                self.say(answer)
            elif word == "DATA":
                self.say("354 go on")
                lines = []
                while True:
                    data = self.rfile.readline(100000)
                    if data in (b".\r\n", b""):
                        break
                    lines.append(data[1:] if data.startswith(b"..") else data)
                with sink.lock:
                    sink.letters.append((to[-1], email.message_from_bytes(b"".join(lines), policy=email.policy.default)))
                    sink.came.notify_all()
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


class Sink:
    def __init__(self, *answers):
        self.answers, self.letters, self.tries = list(answers) or ["250 ok"], [], 0
        self.lock = threading.Lock()
        self.came = threading.Condition(self.lock)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address, daemon_threads = True, True
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.sink = self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, until, seconds=30):
        with self.lock:
            return self.came.wait_for(lambda: until(self), seconds)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
