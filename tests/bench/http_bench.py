#!/usr/bin/env python3
"""The server under load, in one run beside nginx serving a static page of the same size, and beside what raw SQLite does.
   http_bench.py PROGRAM BENCH [short]"""
import hashlib, json, os, re, secrets, shutil, sqlite3, subprocess, sys, tempfile, time
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from server import *

program, bench = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
short = "short" in sys.argv
bids, seconds = (1_000, 1) if short else (100_000, 5)
if not shutil.which("wrk") or not (shutil.which("nginx") or os.path.exists("/usr/sbin/nginx")):
    print("SKIPPED: the server's benchmark: wrk or nginx is not there\n0 passed, 0 failed, 1 skipped")
    sys.exit(0)
dir = tempfile.mkdtemp(prefix="quorate-bench-")
database = f"{dir}/quorate.db"

def steps():
    yield {"do": "partnership.set_up", "partnership": "p", "name": "Bench", "aims": [{"aim": "a", "title": "A"}], "agencies": [{"agency": "council", "name": "Council", "statutory": True}]}
    for who in ("pm", "chair", "manager"): yield {"do": "person.add", "person": who, "name": who, "email": who + "@p.example"}
    yield {"do": "role.grant", "person": "pm", "role": "project_manager"}
    yield {"do": "role.grant", "person": "manager", "role": "partnership_manager"}
    yield {"do": "body.create", "body": "group", "name": "Group", "kind": "delivery_group"}
    yield {"do": "body.create", "body": "exec", "name": "Executive", "kind": "executive"}
    yield {"do": "seat.create", "seat": "g1", "body": "group", "title": "Chair", "standing": "invited", "office": "chair"}
    yield {"do": "seat.appoint", "seat": "g1", "person": "chair"}
    yield {"do": "stream.open", "stream": "abg", "name": "Grant", "provider": "Council", "year": "2026-27", "amount": "100000000.00", "status": "confirmed"}
    for n in range(bids):
        yield {"as": "pm", "do": "bid.draft", "bid": f"b{n}", "title": f"Alley gates for street number {n}", "delivery_group": "group", "amount": "5.00", "lines": [{"stream": "abg", "amount": "5.00"}], "aims": ["a"],
               "summary": "Gates for forty alleys behind the High Street, with keys for residents.", "value_for_money": "A third of the cost of patrols.", "outcomes": [{"text": "Fewer burglaries", "measure": "Recorded burglaries"}],
               "starts": "2027-01-01", "ends": "2027-03-31", "profile": [{"quarter": "2026-27 Q4", "amount": "5.00"}], "equality_impact": "Keys for everyone.", "contact": "Office"}
        yield {"as": "pm", "do": "bid.submit", "bid": f"b{n}"}

print(f"a partnership with {bids:,} bids", flush=True)
with open(dir + "/s.jsonl", "w") as f:
    for s in steps(): f.write(json.dumps({"as": "system", **s}) + "\n")
began = time.time()
subprocess.run([program, "scenario", dir + "/s.jsonl", "--database", f"sqlite://{database}"], check=True, stdout=subprocess.DEVNULL)
print(f"  made in {time.time() - began:.0f} s, {os.path.getsize(database) >> 20} MiB", flush=True)

# A first start brings the tables of accounts; then a session for the pages.
Server(program, data=dir).stop()
session, now = secrets.token_urlsafe(32), int(time.time() * 1e6)
with sqlite3.connect(database) as d:
    d.execute("INSERT INTO sign_in VALUES (?, 'p', 'chair', ?, ?, ?, 0)", (hashlib.sha256(session.encode()).hexdigest(), "ab" * 32, now, now))

began = time.time()
server = Server(program, data=dir, env={"QUORATE_LOG": "off"}, wait=False)
first = None
while first is None:
    try: first = Client(server).get("/sign-in").status
    except OSError: time.sleep(0.005)
start = time.time() - began
cookie = f"quorate={session}"
client = Client(server)
client.cookie = cookie
list_page, bid_page = client.get("/p/p/bids"), client.get(f"/p/p/bids/b{bids // 2}")
assert list_page.status == bid_page.status == 200 and list_page.text().count("<tr") > 50, (list_page.status, bid_page.status)

os.makedirs(dir + "/www")
open(dir + "/www/list.html", "wb").write(list_page.body)
open(dir + "/www/bid.html", "wb").write(bid_page.body)
nginx_port = free_port()
open(dir + "/nginx.conf", "w").write(f"""worker_processes 1; daemon off; pid {dir}/nginx.pid; error_log {dir}/nginx.err;
events {{ worker_connections 512; }}
http {{ access_log off; keepalive_requests 100000000; client_body_temp_path {dir}/t1; proxy_temp_path {dir}/t2; fastcgi_temp_path {dir}/t3; uwsgi_temp_path {dir}/t4; scgi_temp_path {dir}/t5;
  server {{ listen 127.0.0.1:{nginx_port}; root {dir}/www; }} }}""")
os.chmod(dir, 0o755)
nginx = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-p", dir, "-c", dir + "/nginx.conf"] + (["-g", "user root;"] if os.getuid() == 0 else []))
time.sleep(0.5)

def wrk(url, *more, connections=64, script=None):
    out = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *(["-s", script] if script else []), *more, url], capture_output=True, text=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    wrong = int((re.search(r"Non-2xx or 3xx responses: (\d+)", out) or [0, "0"])[1])
    unit = {"us": 0.001, "ms": 1, "s": 1000}
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", out)
    return rate, float(p99.group(1)) * unit[p99.group(2)], wrong, out

good = True
try:
    for name, path, file, size in [("bid list, 50 of %s" % f"{bids:,}", "/p/p/bids", "list.html", len(list_page.body)), ("bid page", f"/p/p/bids/b{bids // 2}", "bid.html", len(bid_page.body))]:
        ours, beside = [], []
        for _ in range(1 if short else 3): # in turns: the machine drifts
            ours.append(wrk(f"http://127.0.0.1:{server.port}{path}", "-H", f"Cookie: {cookie}"))
            beside.append(wrk(f"http://127.0.0.1:{nginx_port}/{file}"))
        rate, nginx_rate = sorted(o[0] for o in ours)[len(ours) // 2], sorted(o[0] for o in beside)[len(beside) // 2]
        wait = max(1, int(64 / (rate / 2) * 1000))
        open(dir + "/half.lua", "w").write(f"function delay() return {wait} end\n")
        half = wrk(f"http://127.0.0.1:{server.port}{path}", "-H", f"Cookie: {cookie}", script=dir + "/half.lua")
        good = good and all(o[2] == 0 for o in ours)
        print(f"{name} ({size >> 10} KiB): {rate:,.0f}/s; nginx, the same bytes: {nginx_rate:,.0f}/s; ratio {rate / nginx_rate:.2f}; p99 at {half[0]:,.0f}/s: {half[1]:.1f} ms", flush=True)
    token = server.token("chair", "p")
    open(dir + "/agree.lua", "w").write("""local n = 0
function request()
  n = n + 1
  return wrk.format("POST", "/api/v1/partnerships/p/commands", {["Content-Type"]="application/json", ["Authorization"]="Bearer %s"}, '{"do":"bid.agree","bid":"b' .. (n - 1) .. '"}')
end
function response(status) if status ~= 200 then bad = (bad or 0) + 1 end end
""" % token)
    def leaves(): return int(re.search(r"quorate_log_size (\d+)", Client(server, port=server.health).get("/metrics").text()).group(1))
    before = leaves()
    rate, p99, wrong, out = wrk(f"http://127.0.0.1:{server.port}/", script=dir + "/agree.lua")
    accepted = leaves() - before
    decided = accepted / seconds if accepted < bids else rate
    ended = " (every bid was agreed before the end)" if accepted >= bids else ""
    rss = int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{server.process.pid}/status").read()).group(1)) / 1024
    raw_out = subprocess.run([bench, "short" if short else "sqlite"], capture_output=True, text=True).stdout
    raw = [float(x.replace(",", "")) for x in re.findall(r"raw[^\d]*([\d,]+)/s", raw_out)]
    print(f"decisions through the API, 64 connections, each durable: {decided:,.0f}/s{ended}, p99 {p99:.1f} ms" + (f"; raw SQLite in groups, rows of a whole round: {raw[-1]:,.0f}/s; ratio {decided / raw[-1]:.2f}" if raw and accepted < bids else ""), flush=True)
    print(f"start to first answer with {bids:,} bids: {start:.2f} s; resident after all this: {rss:.0f} MiB", flush=True)
    good = good and accepted > 100
finally:
    nginx.terminate()
    nginx.wait()
    server.stop()
    shutil.rmtree(dir, ignore_errors=True)
print("1 passed, 0 failed" if good else "0 passed, 1 failed")
sys.exit(0 if good else 1)
