"""What the tests over HTTP share: a server of its own, raw sockets, a tiny client with cookies, counting."""
import http.client, json, os, re, shutil, signal, socket, subprocess, sys, tempfile, time, traceback, urllib.parse

def environment(more=None):
    """Ours, without what the tests themselves are told by."""
    return {**{k: v for k, v in os.environ.items() if not k.startswith("QUORATE_")}, **(more or {})}

def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]

class Server:
    """`quorate serve` on a free port. Stopped by its own pid."""
    def __init__(self, program, *flags, data=None, env=None, wait=True):
        self.program, self.own_data = program, data is None
        self.data = data or tempfile.mkdtemp(prefix="quorate-http-")
        self.port, self.health = free_port(), free_port()
        self.log = open(os.path.join(self.data, "server.log"), "ab")
        args = [program, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}", "--metrics", f"127.0.0.1:{self.health}", *flags]
        self.process = subprocess.Popen(args, stdout=subprocess.PIPE, stderr=self.log, env=environment(env), text=True)
        self.said = ""
        if wait:
            for line in self.process.stdout:
                self.said += line
                if line.startswith("Data:"):
                    break
            else:
                raise RuntimeError("the server did not start: " + open(os.path.join(self.data, "server.log")).read()[-2000:])
            if "No mail server" not in self.said and "--demo" not in flags: # the set-up address comes a line later
                time.sleep(0.05)
    def token(self, person, partnership="thurrock"):
        return subprocess.run([self.program, "token", "create", "--data", self.data, "--partnership", partnership, "--person", person], check=True, capture_output=True, text=True).stdout.strip()
    def stop(self, kill=False, keep=False):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
        code = self.process.wait(timeout=20)
        self.process.stdout.close()
        self.log.close()
        if self.own_data and not keep:
            shutil.rmtree(self.data, ignore_errors=True)
        return code

class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
    def __getitem__(self, name):
        return self.headers.get(name.lower(), "")
    def text(self):
        return self.body.decode("utf-8", "replace")
    def json(self):
        return json.loads(self.body)

class Client:
    """One browser: cookies, no redirects followed."""
    def __init__(self, server, port=None, tls=None):
        self.server, self.port, self.tls, self.cookie = server, port or server.port, tls, None
    def ask(self, method, path, body=None, headers=None, token=None):
        c = http.client.HTTPSConnection("localhost", self.port, timeout=30, context=self.tls) if self.tls else http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        h = dict(headers or {})
        if self.cookie: h["Cookie"] = self.cookie
        if token: h["Authorization"] = "Bearer " + token
        if isinstance(body, dict) and h.get("Content-Type") != "application/json":
            body = urllib.parse.urlencode(body, doseq=True)
            h["Content-Type"] = "application/x-www-form-urlencoded"
        elif isinstance(body, dict):
            body = json.dumps(body)
        c.request(method, path, body, h)
        r = c.getresponse()
        a = Answer(r.status, {k.lower(): v for k, v in r.getheaders()}, r.read())
        if "set-cookie" in a.headers:
            pair = a["set-cookie"].split(";")[0]
            self.cookie = pair if not pair.endswith("=") else None
        c.close()
        return a
    def get(self, path, **k): return self.ask("GET", path, **k)
    def post(self, path, body=None, **k): return self.ask("POST", path, body, **k)
    def command(self, token, fields, key=None, partnership="thurrock"):
        h = {"Content-Type": "application/json"}
        if key: h["Idempotency-Key"] = key
        return self.ask("POST", f"/api/v1/partnerships/{partnership}/commands", fields, h, token)
    def sign_in_demo(self, person):
        a = self.post("/demo/sign-in", {"partnership": "thurrock", "person": person})
        assert a.status == 303, (a.status, a.text()[:300])
        return self
    def csrf(self, path):
        page = self.get(path)
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', page.text())
        assert found, (path, page.status)
        return found.group(1)

def raw(port, data, wait=3.0):
    """Bytes out, bytes back until the server closes or falls silent."""
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as s:
        s.sendall(data)
        out = b""
        try:
            while chunk := s.recv(65536): out += chunk
        except (socket.timeout, ConnectionResetError):
            pass
        return out

passed = failed = skipped = 0
def test(run):
    """Runs at once, tells, and counts."""
    global passed, failed
    name = (run.__doc__ or run.__name__).strip().split("\n")[0]
    began = time.time()
    try:
        run()
        passed += 1
        print(f"ok   {name} ({time.time() - began:.1f} s)", flush=True)
    except Exception:
        failed += 1
        print(f"FAIL {name}\n" + "".join("     " + l for l in traceback.format_exc().splitlines(True)[-8:]), flush=True)
    return run
def finish():
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
