#!/usr/bin/env python3
"""Mails by a real SMTP server (aiosmtpd) with faults: down, slow, 4xx, 5xx, cut after the final dot, our process killed between
its 250 and our note of it. Nothing is lost; a copy more only where the yes was lost, and then the same bytes."""
import asyncio, email, email.policy, json, os, re, ssl, subprocess, sys, tempfile, threading, time
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from server import *
import plain_words
try:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import SMTP, AuthResult
except ImportError: # Debian's package serves Debian's python3
    if os.path.realpath(sys.executable) != os.path.realpath("/usr/bin/python3") and os.path.exists("/usr/bin/python3"):
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    print("SKIPPED: mail tests: python3-aiosmtpd is not there\n0 passed, 0 failed, 1 skipped")
    sys.exit(0)

program = os.path.abspath(sys.argv[1])

class Relay:
    """A mail server. `fault(n, session)` says what to answer to the n-th message; None takes it."""
    def __init__(self, fault=None, port=None, **more):
        self.taken, self.offered, self.fault = [], [], fault or (lambda n: None)
        self.lock = threading.Lock()
        relay = self
        class Handler:
            async def handle_DATA(self, server, session, envelope):
                with relay.lock:
                    relay.offered.append(envelope.content)
                    n = len(relay.offered)
                answer = relay.fault(n)
                if answer == "slow":
                    await asyncio.sleep(3)
                    answer = None
                if answer == "cut": # taken, but the yes never leaves
                    with relay.lock: relay.taken.append((envelope.rcpt_tos, envelope.content))
                    server.transport.abort()
                    return "250 OK"
                if callable(answer):
                    with relay.lock: relay.taken.append((envelope.rcpt_tos, envelope.content))
                    answer()
                    await asyncio.sleep(0.3)
                    return "250 OK"
                if answer: return answer
                with relay.lock: relay.taken.append((envelope.rcpt_tos, envelope.content))
                return "250 OK"
        self.controller = Controller(Handler(), hostname="127.0.0.1", port=port or free_port(), **more)
        self.controller.start()
        self.port = self.controller.port
    def stop(self):
        every_mail.extend(self.taken)
        self.controller.stop()
    def wait(self, count, seconds=15):
        end = time.time() + seconds
        while time.time() < end and len(self.taken) < count: time.sleep(0.05)
        assert len(self.taken) >= count, f"{len(self.taken)} of {count} mails came; offered {len(self.offered)}"
        return self.taken

every_mail = []
scenario = [
    {"do": "partnership.set_up", "partnership": "real", "name": "Übung Partnership", "aims": [{"aim": "a", "title": "A"}], "agencies": [{"agency": "council", "name": "Council", "statutory": True}]},
    *({"do": "person.add", "person": p, "name": n, "email": p + "@real.example"} for p, n in [("pm", "Project manager"), ("chair", "Chair of the group"), ("admin", "Administrator"), ("manager", "Partnership Manager")]),
    {"do": "role.grant", "person": "pm", "role": "project_manager"}, {"do": "role.grant", "person": "admin", "role": "administrator"}, {"do": "role.grant", "person": "manager", "role": "partnership_manager"},
    {"do": "body.create", "body": "group", "name": "Youth group", "kind": "delivery_group"}, {"do": "body.create", "body": "exec", "name": "Executive", "kind": "executive"},
    {"do": "seat.create", "seat": "s1", "body": "group", "title": "Chair", "standing": "invited", "office": "chair"}, {"do": "seat.appoint", "seat": "s1", "person": "chair"},
    {"do": "seat.create", "seat": "e1", "body": "exec", "title": "Exec chair", "standing": "invited", "office": "chair"}, {"do": "seat.appoint", "seat": "e1", "person": "chair"},
    {"do": "stream.open", "stream": "abg", "name": "Grant", "provider": "Council", "year": "2026-27", "amount": "100000.00", "status": "confirmed"},
]
def bid(n): return {"do": "bid.draft", "bid": f"b{n}", "title": f"Bid – number {n}", "delivery_group": "group", "amount": "100.00", "lines": [{"stream": "abg", "amount": "100.00"}], "aims": ["a"], "summary": "S", "value_for_money": "V",
                    "outcomes": [{"text": "O", "measure": "M"}], "starts": "2027-01-01", "ends": "2027-03-31", "profile": [{"quarter": "2026-27 Q4", "amount": "100.00"}], "equality_impact": "E", "contact": "C"}

class World:
    """A partnership, its server, and the relay that it is to use."""
    def __init__(self, relay_port, **settings):
        self.data = tempfile.mkdtemp(prefix="quorate-mail-")
        with open(self.data + "/s.jsonl", "w") as f:
            for s in scenario: f.write(json.dumps({"as": "system", "in": "real", **s}) + "\n")
        subprocess.run([program, "scenario", self.data + "/s.jsonl", "--database", f"sqlite://{self.data}/quorate.db"], check=True, capture_output=True)
        self.env = {"QUORATE_MAIL_SERVER": f"smtp://127.0.0.1:{relay_port}", "QUORATE_MAIL_TLS": "none", "QUORATE_MAIL_RETRY_SECONDS": "1", "QUORATE_MAIL_TIMEOUT_SECONDS": "2", "QUORATE_MAIL_FROM": "quorate@q.example", **settings}
        self.start()
    def start(self):
        self.server = Server(program, data=self.data, env=self.env)
        self.client = Client(self.server)
        self.pm, self.admin = self.server.token("pm", "real"), self.server.token("admin", "real")
    def submit(self, n): # one mail: to the group's chair
        a = self.client.command(self.pm, bid(n), partnership="real")
        assert a.status == 200, a.text()
        a = self.client.command(self.pm, {"do": "bid.submit", "bid": f"b{n}"}, partnership="real")
        assert a.status == 200, a.text()
    def outbox(self): return self.client.get("/api/v1/partnerships/real/outbox", token=self.admin).json()["messages"]
    def settled(self, state, count=1, seconds=15):
        end = time.time() + seconds
        while time.time() < end:
            m = [x for x in self.outbox() if x["state"] == state]
            if len(m) >= count: return m
            time.sleep(0.1)
        raise AssertionError(f"not {count} {state}: {self.outbox()}")
    def stop(self):
        self.server.stop()
        shutil.rmtree(self.data, ignore_errors=True)

def bid_mails(relay): return [c for r, c in relay.taken if b"Bid =E2=80=93" in c or b"References: <bid" in c]

@test
def well_formed():
    """a mail: one recipient, plain text and HTML, a thread, a stable id, headers that are encoded"""
    relay = Relay()
    w = World(relay.port)
    try:
        w.submit(1)
        (rcpt, raw_bytes), = relay.wait(1)
        assert rcpt == ["chair@real.example"]
        assert not re.search(rb"(?<!\r)\n", raw_bytes) and max(len(l) for l in raw_bytes.split(b"\r\n")) <= 998
        m = email.message_from_bytes(raw_bytes, policy=email.policy.default)
        assert m["subject"] == "Agree, return or decline: Bid – number 1", m["subject"]
        assert "Übung Partnership" in m["from"] and m["auto-submitted"] == "auto-generated" and m["references"] == "<bid.b1.real@q.example>"
        text = m.get_body(("plain",)).get_content()
        html = m.get_body(("html",)).get_content()
        assert "Bid – number 1" in text and "/p/real/bids/b1" in text and "Nobody can decide from this email" in text and "&" not in text.replace("&amp;", "")
        assert "<a href=" in html and "/p/real/bids/b1" in html
        assert w.settled("sent")[0]["attempts"] == 1
    finally:
        w.stop(); relay.stop()

@test
def calendar():
    """a meeting that is moved is told with a calendar file"""
    relay = Relay()
    w = World(relay.port)
    try:
        manager = w.server.token("manager", "real")
        assert w.client.command(manager, {"do": "meeting.plan", "meeting": "m1", "body": "exec", "starts": "2027-05-06T09:00:00Z", "ends": "2027-05-06T11:00:00Z"}, partnership="real").status == 200
        assert w.client.command(manager, {"do": "meeting.move", "meeting": "m1", "starts": "2027-05-07T09:00:00Z", "ends": "2027-05-07T11:00:00Z", "reason": "The room"}, partnership="real").status == 200
        (rcpt, raw_bytes), = relay.wait(1)
        m = email.message_from_bytes(raw_bytes, policy=email.policy.default)
        ics, = [p for p in m.walk() if p.get_content_type() == "text/calendar"]
        text = ics.get_content()
        assert "DTSTART:20270507T090000Z" in text and "SEQUENCE:1" in text and "UID:m1.real@quorate" in text and ics.get_filename() == "meeting.ics", text
    finally:
        w.stop(); relay.stop()

@test
def down():
    """down: nothing is lost, and it goes out when the server is back"""
    port = free_port()
    w = World(port)
    try:
        for n in range(1, 4): w.submit(n)
        time.sleep(1.5)
        assert all(m["state"] == "owed" for m in w.outbox())
        relay = Relay(port=port)
        relay.wait(3, 20)
        w.settled("sent", 3)
        assert len(relay.taken) == 3
        relay.stop()
    finally:
        w.stop()

@test
def fault_4xx():
    """4xx: tried again, the same bytes"""
    relay = Relay(lambda n: "451 try later" if n <= 2 else None)
    w = World(relay.port)
    try:
        w.submit(1)
        relay.wait(1, 20)
        assert len(relay.offered) == 3 and len(set(relay.offered)) == 1, "every try is the same bytes"
        assert w.settled("sent")[0]["attempts"] == 3
    finally:
        w.stop(); relay.stop()

@test
def fault_5xx():
    """5xx: never tried again, and shown to the administrator"""
    relay = Relay(lambda n: "550 no such mailbox")
    w = World(relay.port)
    try:
        w.submit(1)
        m, = w.settled("failed")
        time.sleep(2.5)
        assert len(relay.offered) == 1 and m["attempts"] == 1
    finally:
        w.stop(); relay.stop()

@test
def slow():
    """slow: pages are not, and the mail goes out"""
    relay = Relay(lambda n: "slow" if n == 1 else None)
    w = World(relay.port)
    try:
        w.submit(1)
        began = time.time()
        for _ in range(50): assert w.client.get("/sign-in").status == 200
        assert time.time() - began < 2
        relay.wait(1, 20)
        w.settled("sent", seconds=20)
    finally:
        w.stop(); relay.stop()

@test
def tarpit():
    """a server that never greets is left after the time allowed, and tried again"""
    s = socket.socket()
    s.bind(("127.0.0.1", 0)); s.listen(5)
    w = World(s.getsockname()[1])
    try:
        w.submit(1)
        time.sleep(3.5)
        m, = w.outbox()
        assert m["state"] == "owed" and m["attempts"] >= 1, m
    finally:
        w.stop(); s.close()

@test
def cut():
    """cut after the final dot: unknown, so it goes out again: the same bytes, the same Message-ID"""
    relay = Relay(lambda n: "cut" if n == 1 else None)
    w = World(relay.port)
    try:
        w.submit(1)
        relay.wait(2, 20)
        time.sleep(1.5)
        assert len(relay.taken) == 2 and relay.taken[0][1] == relay.taken[1][1]
        w.settled("sent")
    finally:
        w.stop(); relay.stop()

@test
def killed():
    """our process killed between the server's 250 and our note of it: at most one copy more, identical, never a loss"""
    w = None
    relay = Relay(lambda n: (lambda: w.server.process.kill()) if n == 1 else None)
    w = World(relay.port)
    try:
        w.submit(1)
        relay.wait(1)
        w.server.process.wait(timeout=10)
        w.server.stop()
        w.start()
        w.settled("sent", seconds=20)
        assert 1 <= len(relay.taken) <= 2 and len({c for _, c in relay.taken}) == 1, len(relay.taken)
        w.submit(2)
        relay.wait(len(relay.taken) + 1)
    finally:
        w.stop(); relay.stop()

@test
def tls_and_sign_in():
    """STARTTLS and sign-in; without TLS where it is required nothing goes out"""
    with tempfile.TemporaryDirectory() as t:
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", t + "/key.pem", "-out", t + "/cert.pem", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(t + "/cert.pem", t + "/key.pem")
        def authenticate(server, session, envelope, mechanism, data): return AuthResult(success=(data.login, data.password) == (b"quorate", b"a secret"))
        open(t + "/password", "w").write("a secret\n")
        relay = Relay(tls_context=context, require_starttls=True, authenticator=authenticate, auth_required=True)
        w = World(relay.port, QUORATE_MAIL_TLS="required", QUORATE_MAIL_USER="quorate", QUORATE_MAIL_PASSWORD_FILE=t + "/password", QUORATE_MAIL_CERTIFICATES=t + "/cert.pem")
        try:
            w.submit(1)
            relay.wait(1)
        finally:
            w.stop(); relay.stop()
        plain = Relay()
        w = World(plain.port, QUORATE_MAIL_TLS="required")
        try:
            w.submit(1)
            time.sleep(2)
            assert not plain.offered and w.outbox()[0]["state"] == "owed"
        finally:
            w.stop(); plain.stop()

@test
def preferences():
    """a digest gathers what waits and goes out in the morning; who wants only tasks gets no news"""
    import sqlite3
    relay = Relay()
    w = World(relay.port)
    try:
        manager = w.server.token("manager", "real")
        w.server.stop(keep=True)
        with sqlite3.connect(w.data + "/quorate.db") as d:
            d.executemany("INSERT INTO setting VALUES ('real', ?, ?)", [("mail:chair", "digest"), ("mail:pm", "tasks"), ("mail:manager", "at_once")])
        w.start()
        w.submit(1), w.submit(2)
        w.settled("digest", 2)
        assert not relay.offered
        # News is not for who wants only tasks; what awaits them is.
        chair = w.server.token("chair", "real")
        assert w.client.command(chair, {"do": "bid.decline", "bid": "b1", "reason": "No"}, partnership="real").status == 200
        assert w.client.command(chair, {"do": "bid.return", "bid": "b2", "reason": "Measure it"}, partnership="real").status == 200
        w.settled("unwanted")
        relay.wait(1)
        assert b"Returned for changes" in relay.taken[0][1] or b"=?UTF-8?B?" in relay.taken[0][1]
        # Yesterday's mails become one this morning.
        w.server.stop(keep=True)
        with sqlite3.connect(w.data + "/quorate.db") as d:
            d.execute("UPDATE mail SET at = at - 86400000000 WHERE state = 'digest'")
        w.start()
        if time.gmtime().tm_hour >= 9: # 8 in London, whatever the clocks there do
            relay.wait(2)
            m = email.message_from_bytes(relay.taken[1][1], policy=email.policy.default)
            text = m.get_body(("plain",)).get_content()
            assert text.count("- Agree, return or decline: Bid – number") == 2 and m["list-unsubscribe"], text
            w.settled("gathered", 2)
    finally:
        w.stop(); relay.stop()

@test
def in_words():
    """every mail that was sent here names things as people do: no identifier, no command, no bare amount"""
    assert len(every_mail) > 10
    for _, raw_bytes in every_mail:
        m = email.message_from_bytes(raw_bytes, policy=email.policy.default)
        body = m.get_body(("html",))
        read = [m["subject"], m.get_body(("plain",)).get_content()] + ([plain_words.visible(body.get_content())] if body else [])
        for text in read: assert not plain_words.faults(text, {"b1", "b2", "b3", "m1", "s1", "e1"}), (plain_words.faults(text, {"b1"}), text)

finish()
