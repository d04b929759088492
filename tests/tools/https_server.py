# SPDX-License-Identifier: MIT
"""https_server.py CERT KEY FILE LOG [PORT]: an HTTPS server on 127.0.0.1, at a free port or
this one, that behaves as the path asks. Prints its port. LOG gets a line for each request: the path and
the validators that came with it. Ends when its input ends."""
import http.server, os, ssl, sys, threading, time

cert, key, file, log = sys.argv[1:5]
body = open(file, "rb").read()
ETAG = '"the-etag-1"'

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *a): pass
    def send(self, status, data, length=None, headers=()):
        self.send_response(status)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        for h in headers: self.send_header(*h)
        self.end_headers()
        self.wfile.write(data)
    def do_GET(self):
        with open(log, "a") as f:
            f.write(f"{self.path} {self.headers.get('If-None-Match', '-')} {self.headers.get('If-Modified-Since', '-')}\n")
        self.close_connection = True
        kind = self.path.strip("/").split("/")[0]
        good = [("ETag", ETAG), ("Last-Modified", "Mon, 17 Aug 2026 00:00:00 GMT")]
        if kind in ("ok", "assignments"):         # or IANA's
            if self.headers.get("If-None-Match") == ETAG:
                self.send(304, b"", headers=good)
            else:
                self.send(200, body, headers=good)
        elif kind == "304": self.send(304, b"")
        elif kind == "404": self.send(404, b"not here\n")
        elif kind == "500": self.send(500, b"oops\n")
        elif kind == "redirect": self.send(302, b"", headers=[("Location", "/ok/redirected.csv")])
        elif kind == "redirect-bare": self.send(302, b"", headers=good + [("Location", "/slow")])
        elif kind == "dated":
            if self.headers.get("If-Modified-Since") == good[1][1]: self.send(304, b"")
            else: self.send(200, body, headers=good[1:])
        elif kind == "redirect-http": self.send(302, b"", headers=[("Location", "http://127.0.0.1:9/")])
        elif kind == "redirect-loop": self.send(302, b"", headers=[("Location", self.path)])
        elif kind == "redirect-file": self.send(302, b"", headers=[("Location", "file:///etc/passwd")])
        elif kind == "cut": self.send(200, body[:len(body) // 2], len(body))
        elif kind == "short": self.send(200, body[:len(body) // 2])
        elif kind == "long": self.send(200, body, len(body) - 1000)
        elif kind == "html": self.send(200, b"<!DOCTYPE html>\n<html>sign in here</html>\n")
        elif kind == "gzip":
            import gzip
            self.send(200, gzip.compress(body))
        elif kind == "encoded":
            import gzip
            self.send(200, gzip.compress(body), headers=[("Content-Encoding", "gzip")])
        elif kind == "bomb":
            import gzip
            self.send(200, gzip.compress(b"a" * (300 << 20)), headers=[("Content-Encoding", "gzip")])
        elif kind == "big-header": self.send(200, body, headers=[("ETag", '"' + "e" * (8 << 20) + '"')])
        elif kind == "many-headers": self.send(200, body, headers=[("X", "e" * 1000)] * 8000)
        elif kind == "etag-cr": self.send(200, body, headers=[("ETag", '"a\rX-Injected: 1"')])
        elif kind == "etag-folded": self.send(200, body, headers=[("ETag", '"a\r\n\tb"')])
        elif kind == "empty": self.send(200, b"")
        elif kind == "huge": self.send(200, b"", 100 << 20)
        elif kind == "endless":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            chunk = b"x" * 65536
            for _ in range(4096):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        elif kind == "slow":
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for i in range(10):
                self.wfile.write(body[i * len(body) // 10:(i + 1) * len(body) // 10])
                self.wfile.flush()
                time.sleep(0.2)
        elif kind in ("stalled", "trickle"):      # nothing, or 400 bytes a second, for 20 seconds
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for i in range(20):
                self.wfile.write(body[:400 if kind == "trickle" or i == 0 else 0])
                self.wfile.flush()
                time.sleep(1)
        elif kind == "odd-etag": self.send(200, body, headers=[("ETag", '"' + "e" * 400 + '"'), ("Last-Modified", "x\ty")])

class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, address): pass

server = Server(("127.0.0.1", int((sys.argv[5:] or ["0"])[0])), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
os._exit(0)
