#!/usr/bin/env python3
"""The server over real sockets: what it refuses, what its answers bear, the API, who may use which address, signing in."""
import gzip, json, os, re, ssl, subprocess, sys, tempfile, threading, time
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from server import *

program = os.path.abspath(sys.argv[1])
here = os.path.dirname(os.path.abspath(__file__))
golden = os.path.join(here, "..", "golden")

# A second partnership beside the demonstration, to be closed to it.
data = tempfile.mkdtemp(prefix="quorate-http-")
first = Server(program, "--demo", data=data)
assert first.stop() == 0
with open(os.path.join(data, "other.jsonl"), "w") as f:
    for step in [
        {"do": "partnership.set_up", "partnership": "other", "name": "Another partnership", "aims": [{"aim": "a", "title": "A"}], "agencies": [{"agency": "council", "name": "Council", "statutory": True}]},
        {"do": "person.add", "person": "stranger", "name": "Stranger", "email": "stranger@other.example"},
        {"do": "role.grant", "person": "stranger", "role": "administrator"},
        {"do": "person.add", "person": "second", "name": "Second", "email": "second@other.example"},
        {"do": "role.grant", "person": "second", "role": "auditor"}]:
        f.write(json.dumps({"as": "system", "in": "other", **step, "expect": "accepted"}) + "\n")
subprocess.run([program, "scenario", os.path.join(data, "other.jsonl"), "--database", f"sqlite://{data}/quorate.db"], check=True, capture_output=True)
server = Server(program, "--demo", data=data)
client = Client(server)
tokens = {p: server.token(p) for p in ["manager", "pm-youth", "support", "auditor", "exec-chair", "director-safety", "council-budget"]}
stranger = server.token("stranger", "other")
H = f"Host: 127.0.0.1:{server.port}\r\n".encode()

# -- framing: two programs must never read the same bytes differently ------------------------------------------------------

refusals = {
    "xchunked": (b"POST /sign-in HTTP/1.1\r\n" + H + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
    "chunked, identity": (b"POST /sign-in HTTP/1.1\r\n" + H + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400),
    "gzip, chunked": (b"POST /sign-in HTTP/1.1\r\n" + H + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400),
    "coding and length": (b"POST /sign-in HTTP/1.1\r\n" + H + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400),
    "length and coding": (b"POST /sign-in HTTP/1.1\r\n" + H + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "chunked on HTTP/1.0": (b"POST /sign-in HTTP/1.0\r\n" + H + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "two equal lengths": (b"POST /sign-in HTTP/1.1\r\n" + H + b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n", 400),
    "two other lengths": (b"POST /sign-in HTTP/1.1\r\n" + H + b"Content-Length: 0\r\nContent-Length: 5\r\n\r\nhello", 400),
    "length +5": (b"POST /sign-in HTTP/1.1\r\n" + H + b"Content-Length: +5\r\n\r\nhello", 400),
    "length of words": (b"POST /sign-in HTTP/1.1\r\n" + H + b"Content-Length: five\r\n\r\nhello", 400),
    "a trailer announced": (b"POST /sign-in HTTP/1.1\r\n" + H + b"Trailer: X\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n", 400),
    "a trailer": (b"POST /sign-in HTTP/1.1\r\n" + H + b"Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\nHost: evil\r\n\r\n", 400),
    "no host": (b"GET /sign-in HTTP/1.1\r\n\r\n", 400),
    "two hosts": (b"GET /sign-in HTTP/1.1\r\n" + H + H + b"\r\n", 400),
    "a host that is not ours": (b"GET /sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421),
    "absolute target": (b"GET http://127.0.0.1/sign-in HTTP/1.1\r\n" + H + b"\r\n", 400),
    "authority target": (b"CONNECT 127.0.0.1:443 HTTP/1.1\r\n" + H + b"\r\n", 400),
    "star target": (b"OPTIONS * HTTP/1.1\r\n" + H + b"\r\n", 400),
    "a folded line": (b"GET /sign-in HTTP/1.1\r\n" + H + b"X-A: b\r\n c\r\n\r\n", 400),
    "bytes beyond ASCII in the target": (b"GET /sign-in\xc3\xa9 HTTP/1.1\r\n" + H + b"\r\n", 400),
    "more than 64 fields": (b"GET /sign-in HTTP/1.1\r\n" + H + b"".join(b"X-%d: y\r\n" % i for i in range(70)) + b"\r\n", 431),
    "a head of 9 KiB": (b"GET /sign-in HTTP/1.1\r\n" + H + b"X: " + b"y" * 9000 + b"\r\n\r\n", 431),
    "an unknown method": (b"BREW /sign-in HTTP/1.1\r\n" + H + b"\r\n", 405),
    "a bare LF": (b"GET /sign-in HTTP/1.1\n" + H + b"\r\n", 400),
    "a bare CR": (b"GET /sign-in HTTP/1.1\r\n" + H + b"X: a\rb\r\n\r\n", 400),
    "a NUL": (b"GET /sign-in HTTP/1.1\r\n" + H + b"X: a\0b\r\n\r\n", 400),
    "a space before the colon": (b"GET /sign-in HTTP/1.1\r\n" + H + b"X : b\r\n\r\n", 400),
    "HTTP/2.0": (b"GET /sign-in HTTP/2.0\r\n" + H + b"\r\n", (400, 505)),
    "no version": (b"GET /sign-in\r\n\r\n", 400),
    "%2f in a segment": (b"GET /p/thurrock%2fbids HTTP/1.1\r\n" + H + b"\r\n", 400),
    "%00 in a value": (b"GET /sign-in?next=%00 HTTP/1.1\r\n" + H + b"\r\n", 400),
    "%zz": (b"GET /%zz HTTP/1.1\r\n" + H + b"\r\n", 400),
    "dot segments": (b"GET /p/../sign-in HTTP/1.1\r\n" + H + b"\r\n", 400),
    "encoded dot segments": (b"GET /p/%2e%2e/sign-in HTTP/1.1\r\n" + H + b"\r\n", 400),
    "an empty segment": (b"GET //evil.example/x HTTP/1.1\r\n" + H + b"\r\n", 400),
    "a name twice in the query": (b"GET /sign-in?next=a&next=b HTTP/1.1\r\n" + H + b"\r\n", 400),
    "a body on GET": (b"GET /sign-in HTTP/1.1\r\n" + H + b"Content-Length: 3\r\n\r\nabc", 400),
    "an upgrade": (b"GET /sign-in HTTP/1.1\r\n" + H + b"Upgrade: h2c\r\n\r\n", 400),
    "an overlong chunk size": (b"POST /sign-in HTTP/1.1\r\n" + H + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400),
    "10 GB declared": (b"POST /api/v1/partnerships/thurrock/documents?name=a.txt HTTP/1.1\r\n" + H + b"Content-Length: 10737418240\r\n\r\n", 413),
    "a form of 2 MB": (b"POST /sign-in HTTP/1.1\r\n" + H + b"Content-Length: 2000000\r\n\r\n", 413),
}
for name, (bytes_out, wanted) in refusals.items():
    def refuse(bytes_out=bytes_out, wanted=wanted):
        answer = raw(server.port, bytes_out + b"GET /help HTTP/1.1\r\n" + H + b"\r\n")
        status = int(answer.split(b" ")[1]) if answer else 0
        assert status in (wanted if isinstance(wanted, tuple) else (wanted,)), answer[:200]
        assert answer.count(b"HTTP/1.1 ") == 1, "the connection went on after a framing error"
        assert b"connection: close" in answer.lower()
    refuse.__doc__ = "refused: " + name
    test(refuse)

@test
def endless():
    """endless chunks end at the limit"""
    s = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    s.sendall(b"POST /sign-in HTTP/1.1\r\n" + H + b"Transfer-Encoding: chunked\r\n\r\n")
    answer = b""
    try:
        for _ in range(200):
            s.sendall(b"4000\r\n" + b"a" * 0x4000 + b"\r\n")
    except OSError:
        pass
    try:
        while chunk := s.recv(65536): answer += chunk
    except OSError:
        pass
    assert b" 413 " in answer.split(b"\r\n")[0], answer[:100]

@test
def slow_head():
    """a head that does not come in 10 seconds ends the connection, others are served meanwhile"""
    s = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    s.sendall(b"GET /help HTTP/1.1\r\n")
    began = time.time()
    assert client.get("/help").status == 200
    answer = s.recv(1000)
    assert answer == b"" and 8 < time.time() - began < 13, (answer[:60], time.time() - began)

@test
def slow_body():
    """a body slower than 1 KiB a second ends the connection, whatever it is sent to"""
    s = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    s.sendall(b"POST /sign-in HTTP/1.1\r\n" + H + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n")
    began = time.time()
    try:
        while time.time() - began < 25:
            s.sendall(b"a" * 100)
            time.sleep(0.5)
    except OSError:
        pass
    assert 4 < time.time() - began < 12, time.time() - began

@test
def keep_alive():
    """one connection, several requests; pipelined ones in order"""
    answer = raw(server.port, (b"GET /help HTTP/1.1\r\n" + H + b"\r\n") * 2 + b"GET /help HTTP/1.1\r\n" + H + b"Connection: close\r\n\r\n")
    assert answer.count(b"HTTP/1.1 200") == 3

# -- what answers bear ---------------------------------------------------------------------------------------------------

@test
def headers():
    """security headers on pages, problems and files"""
    for path in ["/sign-in", "/nothing", "/api/v1/openapi.json", "/p/thurrock"]:
        a = client.get(path)
        csp = a["content-security-policy"]
        for part in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'", "form-action 'self'"]:
            assert part in csp, (path, csp)
        assert "unsafe-inline" not in csp
        assert a["x-content-type-options"] == "nosniff" and a["referrer-policy"] == "same-origin" and a["cache-control"] == "no-store", (path, a.headers)

@test
def no_inline():
    """no inline script, style or event handler on any page"""
    c = Client(server).sign_in_demo("manager")
    for path in ["/p/thurrock", "/p/thurrock/bids", "/p/thurrock/bids/bid-33", "/p/thurrock/money", "/p/thurrock/meetings", "/rules"]:
        page = c.get(path).text()
        assert not re.search(r"<script(?![^>]*\bsrc=)", page) and not re.search(r"\sstyle=", page) and not re.search(r"\son[a-z]+=\"", page), path

@test
def assets():
    """assets: gzip where it is taken, ETags, for good"""
    css = re.search(r'href="(/assets/[^"]+\.css)"', client.get("/sign-in").text()).group(1)
    plain, packed = client.get(css), client.get(css, headers={"Accept-Encoding": "gzip"})
    assert packed["content-encoding"] == "gzip" and gzip.decompress(packed.body) == plain.body
    assert "immutable" in plain["cache-control"]
    assert client.get(css, headers={"If-None-Match": plain["etag"]}).status == 304
    page = client.get("/rules", headers={"Accept-Encoding": "gzip"})
    assert page["content-encoding"] == "gzip" and b"<html" in gzip.decompress(page.body)
    assert client.ask("HEAD", "/rules").body == b""
    assert b"GDS Transport" not in plain.body and b"crest" not in plain.body

@test
def health():
    """/livez, /readyz and /metrics on their own port, and nowhere else"""
    h = Client(server, port=server.health)
    assert h.get("/livez").status == 200 and h.get("/readyz").text() == "ready\n"
    text = h.get("/metrics").text()
    for name in ["quorate_http_requests_total{route=", "quorate_http_request_duration_seconds_bucket", "quorate_outbox_pending", "quorate_log_size"]:
        assert name in text, name
    assert "bid-33" not in text, "a raw path stands in the metrics"
    assert client.get("/metrics").status == 404 and client.get("/livez").status == 404

@test
def logs():
    """logs: one JSON object a line, without queries, tokens or addresses"""
    client.get("/sign-in?next=/secret-in-the-query")
    time.sleep(0.2)
    lines = [l for l in open(os.path.join(data, "server.log")) if l.startswith("{")]
    assert lines and all({"ts", "level", "msg"} <= json.loads(l).keys() for l in lines)
    text = "".join(lines)
    assert "secret-in-the-query" not in text and not any(t in text for t in tokens.values()) and "127.0.0.1" not in text

# -- the API ---------------------------------------------------------------------------------------------------------------

@test
def api_results():
    """results: 200, 401, 403, 404, 409, 415, 422, as docs/api.md has them"""
    pm, chair, manager = tokens["pm-youth"], tokens["exec-chair"], tokens["manager"]
    a = client.command(pm, {"do": "bid.draft", "title": "By the API", "delivery_group": "youth"})
    assert a.status == 200 and a.json()["accepted"] is True and a.json()["events"][0] == "bid.drafted" and isinstance(a.json()["log"]["index"], int), a.text()
    bid = a.json()["made"]["bid"]
    a = client.command(pm, {"do": "bid.submit", "bid": bid})
    assert a.status == 409 and a["content-type"].startswith("application/problem+json"), a.text()
    problem = a.json()
    assert problem["status"] == 409 and {"FP-b1", "FP-b3"} == {r["rule"] for r in problem["refusals"]}
    assert {f["field"] for r in problem["refusals"] for f in r.get("fields", [])} >= {"summary", "amount", "lines"}
    a = client.command(manager, {"do": "bid.submit", "bid": bid})
    assert a.status == 403 and a.json()["refusals"][0]["rule"] == "AC-own-bid"
    a = client.command(pm, {"do": "bid.draft", "bid": "UPPER", "amount": "12", "nonsense": 1})
    assert a.status == 422 and {e["field"] for e in a.json()["errors"]} == {"bid", "amount", "nonsense"}, a.text()
    assert client.command(pm, {"do": "bid.nothing"}).status == 422 and client.command(pm, {"bid": bid}).status == 422
    for bad in [b"{", b"[]", b'{"do":"bid.draft","do":"bid.draft"}', b'{"do":1e400}']:
        assert client.ask("POST", "/api/v1/partnerships/thurrock/commands", bad, {"Content-Type": "application/json"}, pm).status == 422, bad
    assert client.ask("POST", "/api/v1/partnerships/thurrock/commands", b"{}", {"Content-Type": "text/plain"}, pm).status == 415
    a = client.command("qt_wrong", {"do": "bid.draft"})
    assert a.status == 401 and a["www-authenticate"].startswith("Bearer")
    assert client.command(stranger, {"do": "bid.draft"}).status == 404, "another partnership's path"
    assert client.get("/api/v1/partnerships/nowhere/bids", token=pm).status == 404
    assert client.get(f"/api/v1/partnerships/thurrock/bids/{bid}", token=chair).status == 404, "a draft is its own people's"

@test
def idempotency():
    """the same key again gives the first answer; with another command it is refused"""
    pm = tokens["pm-youth"]
    one = client.command(pm, {"do": "bid.draft", "title": "Once"}, key="once-1")
    two = client.command(pm, {"do": "bid.draft", "title": "Once"}, key="once-1")
    assert one.status == two.status == 200 and one.json() == two.json(), two.text()
    three = client.command(pm, {"do": "bid.draft", "title": "Twice"}, key="once-1")
    assert three.status == 409 and three.json()["refusals"][0]["rule"] == "key-used", three.text()
    four = client.command(tokens["manager"], {"do": "bid.draft", "title": "Once"}, key="once-1")
    assert four.status in (403, 409), four.text()
    assert client.command(pm, {"do": "bid.draft", "key": "a"}, key="b").status == 422

@test
def pages_of_a_list():
    """pagination: cursors lead through every bid once"""
    seen, after = [], None
    while True:
        a = client.get("/api/v1/partnerships/thurrock/bids?limit=7" + (f"&after={after}" if after else ""), token=tokens["auditor"])
        seen += [b["bid"] for b in a.json()["items"]]
        after = a.json()["next"]
        if not after: break
        assert 'rel="next"' in a["link"]
    assert len(seen) == len(set(seen)) > 35
    assert client.get("/api/v1/partnerships/thurrock/bids?limit=500", token=tokens["auditor"]).status == 422
    assert client.get("/api/v1/partnerships/thurrock/bids?nonsense=1", token=tokens["auditor"]).status == 422
    assert client.get("/api/v1/partnerships/thurrock/bids?stage=rejected", token=tokens["auditor"]).json()["items"][0]["stage"] == "rejected"

@test
def as_of():
    """as_of: the state as it stood; not in the future"""
    base = "/api/v1/partnerships/thurrock/bids/bid-33"
    now = client.get(base, token=tokens["auditor"]).json()
    history = client.get(base + "/history", token=tokens["auditor"]).json()["entries"]
    submitted = next(e for e in history if e["what"] == "bid.submitted")
    then = client.get(base + "?as_of=" + submitted["at"], token=tokens["auditor"]).json()
    assert now["stage"] == "recommended" and then["stage"] == "with_delivery_group", then
    assert client.get(base + "?as_of=2999-01-01T00:00:00Z", token=tokens["auditor"]).status == 422

@test
def last_pound():
    """two chairs race for the last pound: one wins, the other is told FP-e"""
    s = Server(program, "--demo")
    try:
        c, m = Client(s), s.token("manager")
        chair, vice = s.token("exec-chair"), s.token("exec-vice")
        people = ["exec-chair", "exec-vice", "director-safety", "district-commander", "station-manager", "chief-officer", "public-health", "portfolio-holder", "children", "voluntary", "youth-chair", "lsp-director"]
        meeting = c.get("/api/v1/partnerships/thurrock/bids/bid-33", token=m).json()["exec_meeting"]
        money = c.get("/api/v1/partnerships/thurrock/bids/bid-33", token=m).json()["lines"][0]["stream"]
        a = c.command(m, {"do": "meeting.open", "meeting": meeting, "reason": "The test comes before its day"})
        assert a.status == 200, a.text()
        for p in people: assert c.command(m, {"do": "attendance.arrive", "meeting": meeting, "person": p}).status == 200
        stream = c.get(f"/api/v1/partnerships/thurrock/streams/{money}", token=m).json()
        # Hold back all but the larger of the two: together they ask too much.
        available = float(stream["available"])
        assert c.command(m, {"do": "stream.hold_back", "stream": money, "amount": f"{available - 33000:.2f}", "reason": "For the race."}).status == 200
        answers = {}
        def sign(bid): answers[bid] = c.command(chair, {"do": "bid.sign_off", "bid": bid, "outcome": "approved", "no_conflict": True})
        threads = [threading.Thread(target=sign, args=(b,)) for b in ("bid-33", "bid-34")]
        for t in threads: t.start()
        for t in threads: t.join()
        statuses = sorted(a.status for a in answers.values())
        assert statuses == [200, 409], [a.text() for a in answers.values()]
        loser = next(a for a in answers.values() if a.status == 409)
        assert [r["rule"] for r in loser.json()["refusals"]] == ["FP-e"], loser.text()
    finally:
        s.stop()

@test
def openapi():
    """the OpenAPI description is true: every operation in it is called, and answers with a status that it names"""
    d = client.get("/api/v1/openapi.json").json()
    assert d["openapi"] == "3.1.0"
    sample = {"partnership": "thurrock", "bid": "bid-33", "meeting": client.get("/api/v1/partnerships/thurrock/bids/bid-33", token=tokens["manager"]).json()["exec_meeting"], "stream": None, "document": "none"}
    sample["stream"] = client.get("/api/v1/partnerships/thurrock/bids/bid-33", token=tokens["manager"]).json()["lines"][0]["stream"]
    called = 0
    for path, methods in d["paths"].items():
        for method, operation in methods.items():
            at = path.format(**sample)
            body, headers = None, {}
            if operation["operationId"] == "command": body, headers = json.dumps({"do": "bid.draft", "title": "OpenAPI"}), {"Content-Type": "application/json"}
            if operation["operationId"] == "upload": at, body, headers = at + "?name=a.txt", b"a text", {"Content-Type": "application/octet-stream"}
            who = tokens["support" if operation["operationId"] == "outbox" else "pm-youth"]
            a = client.ask(method.upper(), at, body, headers, who)
            assert str(a.status) in operation["responses"], (path, a.status, a.text()[:200])
            called += 1
            if operation.get("security") != []:
                assert client.ask(method.upper(), at, body, headers).status == 401, path
    assert called >= 13
    commands = set(d["components"]["schemas"]) - {"command", "accepted", "problem"}
    assert len(commands) >= 60
    # Every documented command is known: told that its required fields are missing, never that there is no such command.
    for verb in sorted(commands):
        a = client.command(tokens["pm-youth"], {"do": verb})
        missing = {e["field"] for e in a.json().get("errors", [])}
        required = set(d["components"]["schemas"][verb]["required"]) - {"do"}
        assert required <= missing or a.status in (200, 403, 409), (verb, a.text())

# -- who may use which address -----------------------------------------------------------------------------------------------

@test
def matrix():
    """every route x nobody, each role, another partnership: against the reviewed table tests/golden/routes.txt"""
    routes = [l.split() for l in open(os.path.join(golden, "routes.txt")) if l.strip() and not l.startswith("#")]
    assert len(routes) > 60
    meeting = client.get("/api/v1/partnerships/thurrock/bids/bid-33", token=tokens["manager"]).json()["exec_meeting"]
    values = {"bid": "bid-33", "meeting": meeting, "stream": "abg-2026-27", "part": "money", "index": "5", "rule": "FP-e", "verb": "bid.withdraw", "document": "none", "body": "exec",
              "person": "manager", "mail": "0.0.0", "hash": "x", "file": "x", "token": "x", "id": "x"}
    sessions = {p: Client(server).sign_in_demo(p) for p in ["pm-youth", "support", "auditor", "exec-chair"]}
    roles = {"support": "administrator", "auditor": "auditor"}
    walked = 0
    for method, pattern, access in routes:
        if pattern in ("/p/{partnership}/events",): continue # a stream: walked in the browser tests
        def at(partnership): return re.sub(r"\{(\w+)\}", lambda f: partnership if f.group(1) == "partnership" else values.get(f.group(1), "none"), pattern)
        api = pattern.startswith("/api/")
        own, foreign, unknown = at("thurrock"), at("other"), at("nowhere")
        if "{partnership}" not in pattern:
            assert access == "anyone", pattern
            assert client.ask(method, own).status not in (401, 403) or method == "POST", pattern
            walked += 1
            continue
        if access == "anyone":
            continue
        # Nobody.
        a = client.ask(method, own, {"x": "y"} if method == "POST" else None)
        if api: assert a.status == 401, (pattern, a.status)
        else: assert a.status == 303 and a["location"].startswith("/sign-in"), (pattern, a.status)
        # A bearer token opens programs' routes alone.
        if not api:
            assert client.ask(method, own, {"x": "y"} if method == "POST" else None, token=tokens["support"]).status == 303, pattern
        for who, c in sessions.items():
            body = None
            if method == "POST": body = {"csrf": c.csrf("/p/thurrock/account"), "x": "y"}
            a = c.ask(method, own, body)
            allowed = access in ("person", "bearer") or roles.get(who) == access
            if allowed: assert a.status not in (401, 500) and not (a.status == 303 and a["location"].startswith("/sign-in")), (pattern, who, a.status)
            else: assert a.status == 403, (pattern, who, a.status)
            # Another partnership's things are not there, nor are those of none.
            for path in (foreign, unknown):
                assert c.ask(method, path, body).status == 404, (path, who)
            if method == "POST" and not api:
                assert c.ask(method, own, {"x": "y"}).status in ((303, 400, 403) if pattern.endswith("/documents") else (303, 403)), (pattern, "no CSRF token")
            walked += 1
        if api:
            for path in (foreign, unknown):
                assert client.ask(method, path, b"{}" if method == "POST" else None, {"Content-Type": "application/json"}, tokens["manager"]).status == 404, path
            assert client.ask(method, own, b"{}" if method == "POST" else None, {"Content-Type": "application/json"}, stranger).status == 404, own
    assert walked > 180, walked

@test
def swapped_ids():
    """ids of another partnership in a body or a query open nothing"""
    c = Client(server).sign_in_demo("support")
    csrf = c.csrf("/p/thurrock/account")
    a = c.post("/p/thurrock/invite", {"csrf": csrf, "person": "stranger"})
    assert a.status == 404
    a = c.post("/p/thurrock/do/role.grant", {"csrf": csrf, "key": "k1", "person": "stranger", "role": "auditor", "back": "/p/other/people"})
    assert a.status in (409, 422), a.status
    assert c.post("/demo/sign-in", {"partnership": "other", "person": "pm-youth"}).status == 404, "a person of another partnership"
    assert c.post("/demo/sign-in", {"partnership": "nowhere", "person": "pm-youth"}).status == 404

@test
def csrf():
    """a form from another site, or without its secret, does nothing"""
    c = Client(server).sign_in_demo("pm-youth")
    csrf = c.csrf("/p/thurrock/account")
    form = {"csrf": csrf, "title": "Forged", "key": "forged"}
    before = len(client.get("/api/v1/partnerships/thurrock/bids?limit=200&project_manager=pm-youth", token=tokens["pm-youth"]).json()["items"])
    assert c.post("/p/thurrock/do/bid.draft", form, headers={"Origin": "https://evil.example"}).status == 403
    assert c.post("/p/thurrock/do/bid.draft", form, headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    assert c.post("/p/thurrock/do/bid.draft", {**form, "csrf": "00" * 64}).status in (303, 403)
    assert c.ask("POST", "/api/v1/partnerships/thurrock/commands", {"do": "bid.draft"}, {"Content-Type": "application/json"}).status == 403, "a cookie alone"
    after = len(client.get("/api/v1/partnerships/thurrock/bids?limit=200&project_manager=pm-youth", token=tokens["pm-youth"]).json()["items"])
    assert before == after
    assert c.post("/p/thurrock/do/bid.draft", form).status == 303

@test
def redirects():
    """redirects lead to addresses of ours alone"""
    for to in ["https://evil.example/", "//evil.example", "/\\evil.example", "/p/thurrock/../../x", "javascript:alert(1)"]:
        c = Client(server)
        a = c.post("/demo/sign-in", {"partnership": "thurrock", "person": "manager", "next": to})
        assert a.status == 303 and a["location"] == "/p/thurrock", (to, a["location"])
    assert Client(server).post("/demo/sign-in", {"partnership": "thurrock", "person": "manager", "next": "/p/thurrock/bids?stage=draft"})["location"] == "/p/thurrock/bids?stage=draft"

# -- a real installation: set-up, invitation, passwords ------------------------------------------------------------------------

real = Server(program)
real_client = Client(real)
password = "three random words"

def set_up_token():
    line = real.process.stdout.readline()
    while "token=" not in line: line = real.process.stdout.readline()
    return line.strip().split("token=")[1]

@test
def set_up():
    """the one-time token sets up the first administrator, and is dead after use"""
    token = set_up_token()
    form = {"token": token, "name": "Real partnership", "partnership": "real", "agencies": "Council\nPolice", "aims": "Less crime", "office": "Administrator", "email": "Admin@Real.example", "password": password}
    assert real_client.get("/")["location"] == "/set-up"
    a = real_client.post("/set-up", {**form, "token": "wrong"})
    assert a.status == 422 and "Real partnership" in a.text() and password not in a.text(), "what was typed is kept, but no password"
    assert real_client.post("/set-up", {**form, "password": "short"}).status == 422
    a = real_client.post("/set-up", form)
    assert a.status == 303 and a["location"] == "/p/real" and "HttpOnly" in a["set-cookie"] and "SameSite=Lax" in a["set-cookie"], a.text()[:500]
    assert Client(real).post("/set-up", form).status == 404 and Client(real).get("/set-up").status == 404
    assert real_client.get("/p/real").status == 200

@test
def passwords():
    """signing in: right, wrong, unknown and throttled; one cookie, new at each sign-in"""
    c = Client(real)
    assert c.post("/sign-in", {"email": "admin@real.example", "password": "wrong wrong wrong"}).status == 422
    assert c.post("/sign-in", {"email": "nobody@real.example", "password": "wrong wrong wrong"}).status == 422
    a = c.post("/sign-in", {"email": "ADMIN@real.example ", "password": password})
    assert a.status == 303 and c.cookie
    one = c.cookie
    c.post("/sign-in", {"email": "admin@real.example", "password": password})
    assert c.cookie != one
    old = Client(real)
    old.cookie = one
    assert old.get("/p/real").status == 303, "the old session is over"
    other = Client(real)
    statuses = [other.post("/sign-in", {"email": "victim@real.example", "password": "guess number %d" % i}).status for i in range(8)]
    assert 429 in statuses, statuses
    out = c.post("/sign-out", {})
    assert "cookies" not in out["clear-site-data"] and "cache" in out["clear-site-data"] and c.get("/p/real").status == 303

@test
def invitations():
    """an invited person chooses a password once; a used link is dead; leaving ends everything"""
    admin = Client(real)
    time.sleep(13) # the bucket of tries fills again
    assert admin.post("/sign-in", {"email": "admin@real.example", "password": password}).status == 303
    csrf = admin.csrf("/p/real/account")
    a = admin.post("/p/real/do/person.add", {"csrf": csrf, "key": "i1", "name": "Reviewer", "email": "reviewer@real.example", "person": "reviewer", "then": "/p/real/people/{made}"})
    assert a.status == 303, a.text()[:500]
    a = admin.post("/p/real/invite", {"csrf": csrf, "person": "reviewer"})
    assert a.status == 303
    outbox = admin.get("/p/real/outbox").text()
    mail = re.search(r'href="(/p/real/outbox/[^"]+)"', outbox).group(1)
    link = re.search(r'href="[^"]*(/join/[^"]+)"', admin.get(mail).text()).group(1)
    guest = Client(real)
    page = guest.get(link)
    assert page.status == 200 and "Welcome" in page.text()
    assert guest.post(link, {"password": "short"}).status == 422 and guest.post(link, {"password": "reviewer reviewer"}).status == 422
    assert guest.post(link, {"password": "another three words"}).status == 303 and guest.get("/p/real").status == 200
    assert Client(real).get(link).status == 404 and Client(real).post(link, {"password": "another three words"}).status == 404
    assert admin.post("/p/real/do/person.leave", {"csrf": csrf, "key": "i2", "person": "reviewer", "reason": "Moved on"}).status == 303
    assert guest.get("/p/real").status == 303
    assert Client(real).post("/sign-in", {"email": "reviewer@real.example", "password": "another three words"}).status == 422
    assert Client(real).post("/forgot", {"email": "nobody@nowhere.example"})["location"] == Client(real).post("/forgot", {"email": "admin@real.example"})["location"]

@test
def no_demo_door():
    """without --demo nobody signs in without a password, even where data is a demonstration"""
    assert Client(real).post("/demo/sign-in", {"partnership": "real", "person": "administrator"}).status == 404
    out = subprocess.run([program, "serve", "--demo", "--data", data + "-x", "--listen", "0.0.0.0:0"], capture_output=True, text=True)
    assert out.returncode == 2 and "loopback" in out.stderr, out.stderr

@test
def expired_form():
    """a form whose session ended is kept, and sent once after signing in again as the same person"""
    c = Client(server).sign_in_demo("pm-youth")
    csrf = c.csrf("/p/thurrock/account")
    cookie = c.cookie
    c.post("/sign-out", {})
    c.cookie = cookie # the browser still has it, the server has ended it
    typed = {"csrf": csrf, "key": "kept-1", "title": "Written while signed out", "delivery_group": "youth", "back": "/p/thurrock/bids/new", "then": "/p/thurrock/bids/{made}/apply"}
    a = c.post("/p/thurrock/do/bid.draft", typed)
    assert a.status == 303 and a["location"].startswith("/sign-in?kept="), a["location"]
    kept = a["location"].split("kept=")[1]
    wrong = Client(server)
    assert wrong.post("/demo/sign-in", {"partnership": "thurrock", "person": "manager", "kept": kept})["location"] == "/kept/" + kept
    assert wrong.get("/kept/" + kept).status == 404, "somebody else does not see it"
    c.post("/demo/sign-in", {"partnership": "thurrock", "person": "pm-youth", "kept": kept})
    page = c.get("/kept/" + kept).text()
    assert "Written while signed out" in page
    fields = {**dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page))}
    one, two = c.post("/p/thurrock/do/bid.draft", fields), c.post("/p/thurrock/do/bid.draft", fields)
    assert one.status == two.status == 303 and one["location"] == two["location"], (one["location"], two["location"])
    found = [b for b in client.get("/api/v1/partnerships/thurrock/bids?limit=200&project_manager=pm-youth", token=tokens["pm-youth"]).json()["items"] if b["title"] == "Written while signed out"]
    assert len(found) == 1

# -- documents ---------------------------------------------------------------------------------------------------------------

@test
def documents():
    """documents: taken by type, name and content; attachments only; nobody else's"""
    pm = tokens["pm-youth"]
    def upload(name, content, token=pm): return client.ask("POST", f"/api/v1/partnerships/thurrock/documents?name={name}", content, {"Content-Type": "application/octet-stream"}, token)
    assert upload("evil.html", b"<script>alert(1)</script>").status == 422 and upload("x.svg", b"<svg/>").status == 422
    assert upload("fake.pdf", b"<html>not a pdf</html>").status == 422 and upload("empty.txt", b"").status in (411, 422)
    a = upload("note.txt", b"A note about the money.\n")
    assert a.status == 201, a.text()
    made = a.json()
    bid = client.command(pm, {"do": "bid.draft", "title": "With a document", "delivery_group": "youth"}).json()["made"]["bid"]
    assert client.command(pm, {"do": "document.attach", "bid": bid, "name": "note.txt", "media_type": "text/plain", "sha256": "0" * 64}).status == 422
    a = client.command(pm, {"do": "document.attach", "bid": bid, "name": "note.txt", "media_type": made["media_type"], "sha256": made["sha256"]})
    assert a.status == 200, a.text()
    document = a.json()["made"]["document"]
    a = client.get(f"/api/v1/partnerships/thurrock/documents/{document}", token=pm)
    assert a.body == b"A note about the money.\n" and a["content-disposition"].startswith("attachment") and "sandbox" in a["content-security-policy"] and a["x-content-type-options"] == "nosniff"
    assert client.get(f"/api/v1/partnerships/thurrock/documents/{document}", token=tokens["exec-chair"]).status == 404, "a draft's document is its people's"
    assert client.command(tokens["manager"], {"do": "document.remove", "document": document, "reason": "x"}).status == 403
    assert client.command(pm, {"do": "document.remove", "document": document, "reason": "Out of date"}).status == 200
    assert client.get(f"/api/v1/partnerships/thurrock/documents/{document}", token=pm).status == 404
    assert b" 413 " in raw(server.port, b"POST /api/v1/partnerships/thurrock/documents?name=big.txt HTTP/1.1\r\n" + H + b"Authorization: Bearer " + pm.encode() + b"\r\nContent-Length: 27262976\r\n\r\n" + b"a" * 1000)
    assert not os.listdir(os.path.join(data, "spool")), "something is left in the spool"
    statuses = [upload(f"n{i}.txt", b"text %d" % i, tokens["council-budget"]).status for i in range(32)]
    assert statuses[:30] == [201] * 30 and 429 in statuses[30:], statuses
    # The page's form.
    c = Client(server).sign_in_demo("pm-youth")
    b = "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n--x\r\nContent-Disposition: form-data; name=\"back\"\r\n\r\n/p/thurrock/bids/%s\r\n--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\ndoc-1\r\n--x\r\nContent-Disposition: form-data; name=\"bid\"\r\n\r\n%s\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"plan.csv\"\r\nContent-Type: text/csv\r\n\r\na,b\r\n1,2\r\n\r\n--x--\r\n"
    a = c.ask("POST", "/p/thurrock/documents", (b % (c.csrf("/p/thurrock/account"), bid, bid)).encode(), {"Content-Type": "multipart/form-data; boundary=x"})
    assert a.status == 303 and "plan.csv" in c.get(f"/p/thurrock/bids/{bid}").text(), (a.status, a.text()[:300])
    a = c.ask("POST", "/p/thurrock/documents", (b % ("00" * 64, bid, bid)).encode(), {"Content-Type": "multipart/form-data; boundary=x"})
    assert a.status == 403

# -- spreadsheets, calendar, proof ---------------------------------------------------------------------------------------------

@test
def to_take_away():
    """CSV, spreadsheet, calendar feed and proof bundle"""
    c = Client(server).sign_in_demo("auditor")
    sheet = c.get("/p/thurrock/money.csv")
    assert sheet.text().startswith("\ufeffStream,") and "\r\n" in sheet.text() and "attachment" in sheet["content-disposition"]
    assert c.get("/p/thurrock/money.xlsx").body[:2] == b"PK"
    bundle = c.get("/p/thurrock/proof/bundle")
    assert bundle.body[:2] == b"PK" and bundle["content-type"] == "application/zip"
    with tempfile.TemporaryDirectory() as t:
        open(t + "/b.zip", "wb").write(bundle.body)
        subprocess.run([sys.executable, "-m", "zipfile", "-e", t + "/b.zip", t], check=True)
        out = subprocess.run([program, "verify", t + "/proof-thurrock"], capture_output=True, text=True)
        assert out.returncode == 0 and "SOUND" in out.stdout, out.stdout + out.stderr
    page = c.post("/p/thurrock/proof/verify", {"csrf": c.csrf("/p/thurrock/account")}).text()
    assert "Sound: nothing was changed" in page, re.sub("<[^>]+>", "", page)[-1500:]
    page = c.post("/p/thurrock/account/tokens", {"csrf": c.csrf("/p/thurrock/account"), "kind": "calendar"}).text()
    feed = re.search(r"(/calendar/[^<\s]+\.ics)", page).group(1)
    a = Client(server).get(feed)
    text = a.text()
    assert a.status == 200 and a["cache-control"].startswith("private") and text.startswith("BEGIN:VCALENDAR\r\n") and text.count("BEGIN:VEVENT") > 20
    assert all(len(l.encode()) <= 75 for l in text.split("\r\n"))
    for hash in re.findall(r'name="token" value="([0-9a-f]{64})"', c.get("/p/thurrock/account").text()):
        c.post("/p/thurrock/account/tokens/revoke", {"csrf": c.csrf("/p/thurrock/account"), "token": hash})
    assert Client(server).get(feed).status == 404, "taken back"

@test
def revoked():
    """a token that was taken back no longer works"""
    c = Client(server).sign_in_demo("pm-youth")
    page = c.post("/p/thurrock/account/tokens", {"csrf": c.csrf("/p/thurrock/account"), "kind": "api", "label": "for a test"}).text()
    token = re.search(r"(qt_[A-Za-z0-9_-]{40,})", page).group(1)
    assert client.get("/api/v1/partnerships/thurrock/tasks", token=token).status == 200
    for hash in re.findall(r'name="token" value="([0-9a-f]{64})"', c.get("/p/thurrock/account").text()):
        c.post("/p/thurrock/account/tokens/revoke", {"csrf": c.csrf("/p/thurrock/account"), "token": hash})
    assert client.get("/api/v1/partnerships/thurrock/tasks", token=token).status == 401

# -- configuration, TLS, stopping ------------------------------------------------------------------------------------------------

@test
def configuration():
    """configuration: file < environment < flags; unknown keys and bad values are errors, all at once"""
    with tempfile.TemporaryDirectory() as t:
        open(t + "/quorate.toml", "w").write('listen = "127.0.0.1:1111"\nlog = "plain"\n[mail]\nfrom = "a@b.example"\n')
        run = lambda *a, **e: subprocess.run([program, "config", "check", "--data", t, *a], capture_output=True, text=True, env=environment(e))
        out = run()
        assert out.returncode == 0 and 'listen = "127.0.0.1:1111"' in out.stdout and 'from = "a@b.example"' in out.stdout, out.stderr
        assert 'listen = "127.0.0.1:2222"' in run(QUORATE_LISTEN="127.0.0.1:2222").stdout
        assert 'listen = "127.0.0.1:3333"' in run("--listen", "127.0.0.1:3333", QUORATE_LISTEN="127.0.0.1:2222").stdout
        open(t + "/quorate.toml", "w").write('lisen = "127.0.0.1:1111"\nlog = "loud"\n[mail]\nserver = "http://x"\n')
        out = run()
        assert out.returncode == 2 and all(w in out.stderr for w in ["lisen", "line 1", "loud", "json, plain or off", "mail.server"]), out.stderr
        assert run(QUORATE_NONSENSE="1").returncode == 2

@test
def tls():
    """TLS by certificate files: secure cookies, HSTS, nothing older than 1.2"""
    with tempfile.TemporaryDirectory() as t:
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", t + "/key.pem", "-out", t + "/cert.pem", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
        s = Server(program, "--demo", env={"QUORATE_TLS_CERTIFICATE": t + "/cert.pem", "QUORATE_TLS_KEY": t + "/key.pem"})
        try:
            context = ssl.create_default_context(cafile=t + "/cert.pem")
            c = Client(s, tls=context)
            a = c.post("/demo/sign-in", {"partnership": "thurrock", "person": "manager"})
            assert a.status == 303 and a["set-cookie"].startswith("__Host-quorate=") and "Secure" in a["set-cookie"], a["set-cookie"]
            assert "max-age=31536000" in c.get("/p/thurrock")["strict-transport-security"]
            old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
            old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
            try:
                Client(s, tls=old).get("/help")
                raise AssertionError("TLS 1.1 was taken")
            except (ssl.SSLError, ConnectionError):
                pass
        finally:
            assert s.stop() == 0

@test
def postgresql():
    """the same server on PostgreSQL: pages' data, decisions, a token, and a second start"""
    url = os.environ.get("QUORATE_TEST_POSTGRES")
    if not url:
        print("SKIPPED: the server on PostgreSQL: QUORATE_TEST_POSTGRES is not set")
        return
    name = f"serve_{os.getpid()}"
    subprocess.run(["psql", url + "/postgres", "-qc", f"CREATE DATABASE {name}"], check=True, capture_output=True)
    database = f"{url}/{name}"
    subprocess.run([program, "scenario", os.path.join(data, "other.jsonl"), "--database", database], check=True, capture_output=True)
    for _ in range(2):
        s = Server(program, "--database", database)
        try:
            token = s.token("stranger", "other")
            c = Client(s)
            a = c.command(token, {"do": "person.add", "name": "Someone", "email": f"s{_}@other.example"}, partnership="other")
            assert a.status == 200, a.text()
            assert c.get("/api/v1/partnerships/other/outbox", token=token).status == 200
            assert c.get("/api/v1/partnerships/other/money?as_of=2026-01-01T00:00:00Z", token=token).status in (200, 404, 422)
            assert Client(s, port=s.health).get("/readyz").status == 200
        finally:
            assert s.stop() == 0

@test
def idle_connections():
    """1,000 idle connections and 50 slow ones: others are served as fast, memory stays flat"""
    def p99():
        times = []
        for _ in range(200):
            began = time.time()
            assert client.get("/sign-in").status == 200
            times.append(time.time() - began)
        return sorted(times)[197]
    before = p99()
    def rss(): return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{server.process.pid}/status").read()).group(1))
    memory = rss()
    held = []
    for i in range(1050):
        s = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        if i >= 1000: s.sendall(b"GET /sign-in HT")
        held.append(s)
    after = p99()
    grown = rss() - memory
    for s in held: s.close()
    print(f"     p99 {before * 1000:.1f} ms before, {after * 1000:.1f} ms with 1,050 connections held; memory grew by {grown} KiB")
    assert after < max(2 * before, before + 0.02), (before, after)
    assert grown < (60_000 if "san" not in os.path.basename(os.path.dirname(program)) else 400_000), grown

@test
def graceful():
    """SIGTERM: what is being answered is finished, exit status 0, and the data opens again"""
    results = []
    s = Server(program, "--demo")
    token = s.token("pm-youth")
    c = Client(s)
    stop = threading.Event()
    def work():
        while not stop.is_set():
            try: results.append(c.command(token, {"do": "bid.draft", "title": "Before the end"}).status)
            except OSError: return
    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads: t.start()
    time.sleep(0.5)
    code = s.stop(keep=True)
    stop.set()
    for t in threads: t.join()
    assert code == 0 and len(results) > 20 and set(results) == {200}, (code, set(results))
    again = Server(program, "--demo", data=s.data)
    count = 0
    after = ""
    while True:
        a = Client(again).get(f"/api/v1/partnerships/thurrock/bids?limit=200&project_manager=pm-youth{after}", token=token).json()
        count += sum(b["title"] == "Before the end" for b in a["items"])
        if not a["next"]: break
        after = "&after=" + a["next"]
    assert count >= len(results), (count, len(results))
    again.stop()
    shutil.rmtree(s.data, ignore_errors=True)

@test
def the_end():
    """the server that took all this stops gracefully, and its log verifies"""
    assert real.stop(keep=True) == 0
    out = subprocess.run([program, "serve", "--demo", "--data", real.data, "--listen", "127.0.0.1:0"], capture_output=True, text=True)
    assert out.returncode == 2 and "real partnership" in out.stderr, "a real partnership cannot be made a demonstration: " + out.stderr
    shutil.rmtree(real.data, ignore_errors=True)
    assert server.stop(keep=True) == 0
    with tempfile.TemporaryDirectory() as t:
        subprocess.run([program, "export", t + "/x", "--partnership", "thurrock", "--database", f"sqlite://{data}/quorate.db"], check=True, capture_output=True)
        out = subprocess.run([program, "verify", t + "/x"], capture_output=True, text=True)
        assert out.returncode == 0, out.stdout
        assert os.listdir(t + "/x/documents"), "attached files are in the export"
    assert '"level":"error"' not in open(os.path.join(data, "server.log")).read(), "an error stands in the server's log"
    shutil.rmtree(data, ignore_errors=True)

finish()
