#!/usr/bin/env python3
"""Every form of every page, posted as a browser does it. First a story that gets each command accepted from the page that shows its
form; then, on a fresh demonstration, every form that each role meets, with wrong values and with right ones."""
import collections, datetime, html.parser, os, re, sys, urllib.parse, zoneinfo
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from server import *
import plain_words

program = os.path.abspath(sys.argv[1])
BASE = "/p/thurrock"
today = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/London")).date() # the demonstration's
def in_days(n): return (today + datetime.timedelta(days=n)).isoformat()

# Verbs for which no page has a form, and why.
WITHOUT_FORM = {
    "partnership.set_up": "the set-up page makes it",
}
# What a person writes into a field that is blank, by the field's name. A field of no name here is a fault of this table, unless it takes
# free text.
WRITES = {
    "reason": "For the record, as agreed.", "detail": "My sister works there.", "text": "As the minutes say.", "note": "Looked at with care.",
    "alternatives": "Doing nothing: too late.", "conditions": "A report each quarter.", "handled": "They left the room.",
    "name": "A plain name", "title": "A plain title", "email": "somebody@new.example", "label": "For a test", "venue": "Town hall",
    "marking": "", "provider": "Home Office", "purpose": "", "amount": "1,000", "held_back": "", "year": f"{today.year + 1}-{(today.year + 2) % 100:02}", "cycle_weeks": "",
    "from": in_days(1), "until": in_days(400), "first": in_days(30), "starts-date": in_days(40), "starts-time": "10:00", "ends-time": "12:00",
    "time": "10:00", "ends": "12:00", "decided_at-time": "", "arrived-time": "", "left-time": "", "organisation": "", "ward": "Tilbury Riverside", "summary": "Sessions for 30 young people.",
    "value_for_money": "Half of what others charge.", "equality_impact": "Open to all.", "contact": "The project manager", "indicators": "",
    "starts-day": "1", "starts-month": "2", "starts-year": str(today.year + 1), "ends-day": "30", "ends-month": "3", "ends-year": str(today.year + 1),
    "body": "", "person": "", "agency": "new-one", "aim": "new-one", "priority": "new-one", "file": "", "password_now": "wrong", "password_new": "three random words",
    "quorum.fraction": "1/2", "quorum.plus": "1", "quorum.count": "", "policy.delegated_limit": "",
}
PREFIXES = {"lines.": "", "votes.": "", "profile.": "", "outcomes.": "", "contributions.": "", "benefit.": "", "quorum.at_least.": ""}
INNER = {"csrf", "key", "back", "then", "quiet", "on-date"}

def written(name, tag="input"):
    if name in WRITES: return WRITES[name]
    if tag == "textarea": return "A few words for the record."
    for prefix, value in PREFIXES.items():
        if name.startswith(prefix): return value
    raise AssertionError(f"the table has nothing to write into the field {name}")

class Control:
    def __init__(self, tag, a):
        self.tag, self.name, self.type, self.id = tag, a.get("name", ""), a.get("type", "text") if tag == "input" else tag, a.get("id", "")
        self.value, self.checked, self.options, self.mode = a.get("value", ""), "checked" in a, [], a.get("inputmode", "")
    def hidden(self): return self.type == "hidden"
    def writable(self): return self.tag == "textarea" or self.type in ("text", "date", "time", "email", "search", "password")

class Form:
    def __init__(self, a):
        self.method, self.action, self.verb, self.type = a.get("method", "get"), a.get("action", ""), a.get("data-verb", ""), a.get("enctype", "")
        self.controls, self.buttons = [], []
    def serialised(self, button=None):
        """The pairs that a browser sends."""
        out = []
        for c in self.controls:
            if not c.name or c.type == "file" or (c.type in ("radio", "checkbox") and not c.checked): continue
            if c.tag == "select":
                chosen = [v for v, s in c.options if s] or [v for v, _ in c.options][:1] # a browser chooses the first
                out += [(c.name, v) for v in chosen[:1]]
            else: out.append((c.name, c.value or ("on" if c.type == "checkbox" else "")))
        if button and button.get("name"): out.append((button["name"], button.get("value", "")))
        return out
    def own(self): return {c.name: c.value for c in self.controls if c.hidden() and c.name not in INNER}
    def names(self): return frozenset(re.sub(r"\d+|(?<=^lines\.).*|(?<=^votes\.).*|(?<=^profile\.).*", "*", c.name) for c in self.controls)
    def set(self, name, value):
        found = [c for c in self.controls if c.name == name and not c.hidden()]
        assert found, f"the form {self.action} has no field {name} to fill in: {sorted({c.name for c in self.controls})}"
        values = value if isinstance(value, list) else [value]
        if found[0].tag == "select":
            assert value in [v for v, _ in found[0].options], f"{self.action}: {name} offers {[v for v, _ in found[0].options]}, not {value}"
            found[0].options = [(v, v == value) for v, _ in found[0].options]
        elif found[0].type in ("radio", "checkbox"):
            assert set(values) - {""} <= {c.value for c in found}, f"{self.action}: {name} offers {[c.value for c in found]}, not {value}"
            for c in found: c.checked = c.value in values
        else: found[0].value = value
    def fill(self, given):
        for name, value in given.items(): self.set(name, value)
        for c in self.controls:
            if c.writable() and c.name and c.name not in given and not c.value: c.value = written(c.name, c.tag)

    def choose(self):
        """The first that each list offers, where it begins with nothing."""
        for c in self.controls:
            if c.tag == "select" and c.options and c.options[0][0] == "" and len(c.options) > 1: self.set(c.name, c.options[1][0])

class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.text, self.forms, self.links, self.ids, self.faults = text, [], [], set(), []
        self.form = self.area = self.select = None
        self.summary = 0
        self.feed(text)
    def handle_starttag(self, tag, attrs):
        a = {k: v if v is not None else "" for k, v in attrs}
        if "id" in a: self.ids.add(a["id"])
        if tag == "a" and "href" in a:
            (self.faults if self.summary and a["href"].startswith("#") else self.links).append(a["href"])
        if tag == "div" and "data-problem" in a: self.summary = 1
        elif self.summary and tag == "div": self.summary += 1
        if tag == "form": self.form = Form(a); self.forms.append(self.form)
        if self.form is None: return
        if tag in ("input", "select", "textarea"):
            c = Control(tag, a)
            self.form.controls.append(c)
            if tag == "select": self.select = c
            if tag == "textarea": self.area = c; c.value = ""
        if tag == "option" and self.select: self.select.options.append((a.get("value", ""), "selected" in a))
        if tag == "button": self.form.buttons.append(a)
    def handle_endtag(self, tag):
        if tag == "div" and self.summary: self.summary -= 1
        if tag == "form": self.form = None
        if tag == "textarea": self.area = None
        if tag == "select": self.select = None
    def handle_data(self, data):
        if self.area is not None: self.area.value += data
    def handle_entityref(self, name): pass

def verb_of(action):
    """The command that a form's address stands for, '' when it is none."""
    path = action.split("?")[0]
    if "/do/" in path: return path.split("/do/")[1]
    if re.fullmatch(BASE + r"/meetings/[^/]+/check", path): return "bid.sign_off"
    if re.fullmatch(BASE + r"/bids/[^/]+/apply/[a-z]+", path): return "bid.revise"
    return "document.attach" if path == BASE + "/documents" else ""

accepted, with_form = collections.Counter(), set()

class Browser:
    def __init__(self, server, person):
        self.client, self.person = Client(server).sign_in_demo(person), person
    def page(self, path, status=200):
        a = self.client.get(path)
        assert a.status == status, f"{self.person} gets {a.status} for {path}"
        page = Page(a.text())
        with_form.update(v for f in page.forms if f.method == "post" for action in [f.action] + [x.get("formaction", "") for x in f.buttons] if (v := verb_of(action)))
        return page
    def send(self, form, button=None):
        action = (button or {}).get("formaction") or form.action
        pairs = form.serialised(button or (form.buttons[0] if form.buttons else None))
        if form.type == "multipart/form-data":
            body = "".join(f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in pairs)
            body += '--x\r\nContent-Disposition: form-data; name="file"; filename="plan.csv"\r\nContent-Type: text/csv\r\n\r\na,b\r\n1,2\r\n\r\n--x--\r\n'
            return self.client.ask("POST", action, body.encode(), {"Content-Type": "multipart/form-data; boundary=x"})
        return self.client.ask("POST", action, urllib.parse.urlencode(pairs), {"Content-Type": "application/x-www-form-urlencoded"})
    def find(self, page, verb, pick=None, button=None):
        for f in page.forms:
            actions = [f.action] + [b["formaction"] for b in f.buttons if "formaction" in b]
            for action in actions:
                if verb_of(action) == verb and all(f.own().get(k, v) == v and k in {c.name for c in f.controls} for k, v in (pick or {}).items()):
                    return f, next((b for b in f.buttons if b.get("formaction") == action), None)
        raise AssertionError(f"{self.person}: no form of {verb} {pick or ''} here; there are {sorted({verb_of(f.action) for f in page.forms} - {''})}")
    def use(self, path, verb, pick=None, **given):
        """Fills in the form of that verb on a page, sends it, and sees it accepted. Field names: "__" stands for "."."""
        form, button = self.find(self.page(path), verb, pick)
        form.fill({k.replace("__", ".").replace("_date", "-date").replace("_time", "-time"): v for k, v in given.items()})
        a = self.send(form, button)
        if a.status == 200 and verb == "bid.sign_off": # repeated once more before it cannot be changed
            with_form.add(verb)
            form, _ = self.find(Page(a.text()), verb)
            a = self.send(form)
        said = " ".join(re.sub("<[^>]+>", " ", m) for m in re.findall(r'data-problem.*?</div>\s*</div>\s*</div>', a.text(), re.S))
        assert a.status == 303, f"{self.person}: {verb} on {path}: {a.status} {re.sub(chr(10) + '+| +', ' ', said)}"
        to = a["location"]
        assert f"done={verb}" in to or any(c.name == "quiet" for c in form.controls) or verb == "bid.revise", (verb, to)
        accepted[verb] += 1
        if f"done={verb}" in to: assert "Done</h2>" in self.client.get(to.split("#")[0]).text(), f"no banner says that {verb} is done"
        return to

# -- the story ----------------------------------------------------------------------------------------------------------------

server = Server(program, "--demo")
tokens = {p: server.token(p) for p in ["manager", "auditor"]}
VERBS = set(Client(server).get("/api/v1/openapi.json").json()["components"]["schemas"]) - {"command", "accepted", "problem"}
people = {}
def on(person):
    if person not in people: people[person] = Browser(server, person)
    return people[person]
def api(path): return Client(server).get("/api/v1/partnerships/thurrock/" + path, token=tokens["manager"]).json()
def bids(stage): return [b["bid"] for b in api(f"bids?stage={stage}&limit=100")["items"]]
def made_of(location): return location.split("?")[0].rsplit("/", 1)[1]
def project_manager(bid): return api(f"bids/{bid}")["project_manager"]

def quorum_form(page):
    """The rule of quorum as its form would send it."""
    return [p for f in page.forms if verb_of(f.action) == "body.set_quorum" for p in f.serialised() if p[0].startswith("quorum.")]

def seats_of(a, at):
    return [{"id": f.own()["seat"], "title": re.search(r"<strong>([^<]+)</strong>(?:(?!<strong>).)*?name=\"seat\" value=\"" + f.own()["seat"] + "\"", page.text, re.S).group(1)}
            for page in [a.page(at)] for f in page.forms if verb_of(f.action) == "seat.appoint"]

def meetings_of(b, body):
    page = b.page(BASE + "/meetings").text
    return re.findall(r'href="/p/thurrock/meetings/([^"/]+)">' + re.escape(body) + "</a>", page)
def seat_of_person(b, meeting, person):
    return next((f.own()["seat"] for f in b.page(meeting).forms if verb_of(f.action) == "attendance.arrive" and f.own().get("person") == person), "")

@test
def administration():
    """administration: people, roles, policy, agencies, aims and priorities"""
    a = on("support")
    who = made_of(a.use(BASE + "/people", "person.add", name="New Person", email="new@person.example"))
    at = f"{BASE}/people/{who}"
    a.use(at, "person.change", name="Newer Person")
    assert "Newer Person" in a.page(at).text and "new@person.example" in a.page(at).text
    a.use(at, "role.grant", role="auditor")
    a.use(at, "role.revoke", {"role": "auditor"})
    a.use(BASE + "/policy", "policy.change", policy__amendments_working_days="12")
    assert any(c.name == "policy.amendments_working_days" and c.value == "12" for f in a.page(BASE + "/policy").forms for c in f.controls)
    a.use(BASE + "/policy", "agency.add", name="Youth Service", agency="youth-service")
    a.use(BASE + "/policy", "aim.add", title="Safer parks", aim="parks")
    a.use(BASE + "/policy", "priority.add", title="Parks after dark", priority="parks")
    a.use(at, "person.leave")

@test
def bodies_and_seats():
    """bodies and seats: a body with its whole rule of quorum, seats, terms, offices, deputies"""
    a = on("support")
    to = a.use(BASE + "/bodies", "body.create", name="Night-time Economy", kind="other", **{"from": today.isoformat()}, body="night", cycle_weeks="4",
               quorum__fraction="2/3", quorum__plus="0", quorum__round="up", quorum__at_least__1__count="1", quorum__at_least__1__of="standing:statutory",
               quorum__at_least__2__count="1", quorum__at_least__2__of="agency:police")
    at = to.split("?")[0]
    assert at == BASE + "/bodies/night", to
    assert "2/3 of the members, rounded up, plus 0. Of them at least 1 statutory member and at least 1 member of Essex Police." in a.page(at).text
    before = quorum_form(a.page(at))
    assert ("quorum.at_least.2.of", "agency:police") in before and ("quorum.round", "up") in before, before
    a.use(at, "body.set_quorum", **{"from": today.isoformat()}) # nothing changed: the same rule
    assert quorum_form(a.page(at)) == before
    a.use(at, "body.set_quorum", **{"from": today.isoformat()}, quorum__kind="count", quorum__count="1", quorum__at_least__2__count="", quorum__at_least__2__of="")
    assert "Quorum: 1 members. Of them at least 1 statutory member." in a.page(at).text
    a.use(at, "seat.create", title="Night chair", standing="statutory")
    a.use(at, "seat.create", title="Licensee", standing="invited")
    a.use(at, "seat.create", title="Spare", standing="invited")
    seats = {m[0]: m[1] for m in [(s["title"], s["id"]) for s in seats_of(a, at)]}
    a.use(at, "seat.appoint", {"seat": seats["Night chair"]}, person="exec-chair", **{"from": today.isoformat(), "until": in_days(700)})
    a.use(at, "seat.appoint", {"seat": seats["Licensee"]}, person="businesses", **{"from": today.isoformat(), "until": ""})
    a.use(at, "seat.give_office", {"seat": seats["Night chair"]}, office="chair", **{"from": today.isoformat(), "until": in_days(365)})
    a.use(at, "seat.name_deputy", {"seat": seats["Licensee"]}, person="voluntary")
    if "seat.end_deputy" in VERBS:
        a.use(at, "seat.end_deputy", {"person": "voluntary"})
        a.use(at, "seat.name_deputy", {"seat": seats["Licensee"]}, person="voluntary", **{"from": "", "until": ""})
    a.use(at, "seat.appoint", {"seat": seats["Spare"]}, person="lakeside", **{"from": "", "until": ""})
    a.use(at, "seat.vacate", {"seat": seats["Spare"]})
    a.use(at, "seat.close", {"seat": seats["Spare"]})
    text = a.page(at).text
    assert "until" in text and "<span>Voluntary sector" in text and "Spare" not in text

@test
def meetings():
    """meetings: planned, moved, cancelled; the agenda; who comes; the room; decided, closed"""
    m, chair = on("manager"), on("exec-chair")
    m.use(BASE + "/meetings", "meeting.plan", body="night", starts_date=today.isoformat(), starts_time="09:00", ends_time="10:00")
    meeting = next(f"{BASE}/meetings/{i}" for i in meetings_of(m, "Night-time Economy"))
    assert "standing" in str(api(f"meetings/{meeting.rsplit('/', 1)[1]}/quorum")["rule"]["at_least"]), "the rule that the form made"
    m.use(BASE + "/meetings", "meeting.plan_year", body="night", year=str(today.year + 1), first=f"{today.year + 1}-02-02")
    later = [f"{BASE}/meetings/{i}" for i in meetings_of(m, "Night-time Economy") if f"{BASE}/meetings/{i}" != meeting]
    assert len(later) > 5, later
    m.use(later[0], "meeting.move", starts_date=f"{today.year + 1}-02-04")
    m.use(later[1], "meeting.cancel")
    m.use(meeting, "agenda.add", title="Street lighting", kind="decision")
    m.use(meeting, "agenda.add", title="Operation Lantern", kind="discussion", marking="restricted")
    m.use(meeting, "agenda.publish")
    seat = next(f.own()["seat"] for f in m.page(meeting).forms if verb_of(f.action) == "attendance.apologise" and "seat" in f.own())
    m.use(meeting, "attendance.apologise", {"seat": seat})
    m.use(meeting, "attendance.expect", {"seat": seat})
    m.use(meeting, "meeting.open")
    page = m.page(meeting)
    assert "Not quorate: one more is needed. At least 1 statutory member must be there; none is." in page.text, re.findall(r"verdict.*?</p>", page.text, re.S)
    m.use(meeting, "attendance.arrive", {"person": "businesses"})
    assert "Not quorate: at least 1 statutory member must be there; none is." in m.page(meeting).text
    assert "Not quorate: at least 1 statutory member must be there; none is." in m.page(meeting + "/screen").text
    chosen = next(v for f in m.page(meeting).forms if verb_of(f.action) == "meeting.take_chair" for c in f.controls if c.name == "seat" for v, _ in c.options if v not in ("", seat_of_person(m, meeting, "exec-chair")))
    m.use(meeting, "meeting.take_chair", seat=chosen)
    m.use(meeting, "attendance.leave", {"person": "businesses"})
    m.use(meeting, "attendance.arrive", {"person": "businesses"})
    m.use(meeting, "attendance.arrive", {"person": "exec-chair"})
    assert "Quorate: one to spare" in m.page(meeting).text
    on("businesses").use(meeting, "interest.declare", nature="personal")
    m.use(meeting, "interest.declare", {"person": ""}, person="businesses", nature="agency")
    if "meeting.turn_to" in VERBS: chair.use(meeting, "meeting.turn_to")
    chair.use(meeting, "item.decide", outcome="agreed", text="Agreed as proposed.", alternatives="Fewer lamps: not enough.")
    restricted = m.page(meeting)
    assert restricted.text.count('class="q-marking"') >= 2 and "restricted" in restricted.text, "the marking of the second item"
    assert "Operation Lantern" not in on("pm-youth").page(meeting).text and "q-marking" not in on("pm-youth").page(meeting).text
    m.use(meeting, "meeting.close")

@test
def old_minutes():
    """a meeting from old minutes: its attendance and decisions, as far as they tell"""
    m = on("manager")
    m.use(BASE + "/meetings", "meeting.plan", body="board", starts_date=in_days(-60), starts_time="14:00", ends_time="16:00", recorded="true")
    meeting = next(f"{BASE}/meetings/{i}" for i in meetings_of(m, "Strategic Board") if "Taken from old minutes" in m.page(f"{BASE}/meetings/{i}").text or "taken from old minutes" in m.page(f"{BASE}/meetings/{i}").text)
    m.use(meeting, "agenda.add", title="Community wardens", kind="decision")
    options = [v for f in m.page(meeting).forms if verb_of(f.action) == "attendance.record" for c in f.controls if c.name == "seat" for v, _ in c.options]
    for seat, presence in zip(options, ["full", "full", "part", "apologies", "absent", "full"]):
        m.use(meeting, "attendance.record", seat=seat, presence=presence, arrived_time="14:20" if presence == "part" else "", left_time="")
    m.use(meeting, "item.record", outcome="agreed", decided_at_time="14:30", text="Agreed by all.")
    text = m.page(meeting).text
    for says in ["There throughout", "There for part of it", "from 14:20", "Apologies", "Absent", "Not recorded", "Community wardens", "Agreed by all.", "The record says:", "At 14:30, according to the minutes."]:
        assert says in text, says
    assert ">In</button>" not in text and "Not here" not in text, "the live room's lists"

@test
def money():
    """money: streams opened, confirmed, changed, held back, released, withdrawn; the Board's plan"""
    b, m = on("council-budget"), on("manager")
    year = f"{today.year + 1}-{(today.year + 2) % 100:02}"
    for name, status in [("Safer streets", "confirmed"), ("Night buses", "expected"), ("Street art", "expected")]:
        b.use(BASE + "/money", "stream.open", name=name, provider="Home Office", year=year, amount="£10,000", held_back="1,000", status=status)
    streams = dict((n, i) for i, n in re.findall(r'<a href="/p/thurrock/money/([^"]+)">([^<]+?)</a>', b.page(f"{BASE}/money?year={year}").text))
    at = {n: f"{BASE}/money/{i}" for n, i in streams.items()}
    b.use(at["Night buses"], "stream.confirm", amount="9,000")
    b.use(at["Night buses"], "stream.revise", amount="9500")
    b.use(at["Night buses"], "stream.hold_back", amount="500")
    m.use(f"{BASE}/money?year={year}", "plan.propose", **{f"lines.{streams['Safer streets']}".replace(".", "__"): "9,000"})
    b.use(at["Street art"], "stream.withdraw", amount="")
    # The Board decides on an item about it.
    boards = [f"{BASE}/meetings/{i}" for i in meetings_of(m, "Strategic Board")]
    board = next(i for i in boards if any(verb_of(f.action) == "meeting.open" for f in m.page(i).forms))
    m.use(board, "agenda.add", title="Plan of the year", kind="decision")
    m.use(board, "meeting.open")
    for person in ["board-chair", "director-safety", "district-commander", "station-manager", "public-health", "portfolio-holder", "voluntary"]:
        m.use(board, "attendance.arrive", {"person": person})
    item = re.search(r'href="([^"]+)"[^>]*>\d+\. Plan of the year', on("board-chair").page(board).text).group(1)
    on("board-chair").use(item, "item.decide", outcome="agreed", text="", alternatives="")
    decided = item.split("item=")[1]
    m.use(f"{BASE}/money?year={year}", "plan.agree", item=decided)
    waiting = bids("awaiting_board")
    if waiting: m.use(f"{BASE}/bids/{waiting[0]}", "bid.ratify", item=decided)
    m.use(board, "meeting.close")

PARTS = {"project": {"summary": "Evening sessions for 30 young people."}, "aims": {"aims": ["crime"], "emerging_priority": "true"}, "value": {}, "time": {}, "equality": {}, "contact": {},
         "outcomes": {"outcomes__1__text": "30 young people come", "outcomes__1__measure": "Attendance, each week"}}

def new_bid(title, amount="2,500"):
    pm = on("pm-youth")
    bid = pm.use(BASE + "/bids/new", "bid.draft", title=title, delivery_group="youth").split("/bids/")[1].split("/")[0]
    at = f"{BASE}/bids/{bid}"
    for part, given in PARTS.items(): pm.use(f"{at}/apply/{part}", "bid.revise", **given)
    line = next(c.name for f in pm.page(f"{at}/apply/money").forms for c in f.controls if c.name.startswith("lines.abg-"))
    form, _ = pm.find(pm.page(f"{at}/apply/money"), "bid.revise")
    form.fill({"amount": amount, line: "twelve"})
    a = pm.send(form)
    assert a.status == 422 and 'value="twelve"' in a.text() and f'value="{amount}"' in a.text(), "what was typed is kept"
    pm.use(f"{at}/apply/money", "bid.revise", amount=amount, **{line.replace(".", "__"): amount})
    quarter = next(c.name for f in pm.page(f"{at}/apply/profile").forms for c in f.controls if c.name.startswith("profile."))
    pm.use(f"{at}/apply/profile", "bid.revise", **{quarter.replace(".", "__"): amount})
    return bid

@test
def bids_to_the_table():
    """bids: drafted, submitted, returned, agreed, declined, sent, checked, asked about, recommended"""
    pm, chair, m = on("pm-youth"), on("youth-chair"), on("manager")
    bid = new_bid("Evening sessions")
    at = f"{BASE}/bids/{bid}"
    pm.use(f"{at}/apply/check", "bid.submit")
    chair.use(at, "bid.return")
    pm.use(f"{at}/apply/check", "bid.submit")
    chair.use(at, "bid.agree")
    pm.use(at, "document.attach")
    pm.use(at, "document.remove")
    pm.use(at, "bid.send")
    on("council-budget").use(at, "bid.query", text="Is it paid twice?")
    pm.use(at, "bid.answer", text="No, once.")
    on("council-budget").use(at, "bid.resolve")
    for reviewer in ["manager", "police-safety", "council-budget", "police-budget"]:
        on(reviewer).use(at, "bid.check", result="compliant", equality_impact_accepted="true")
    for person, position in [("director-safety", "support"), ("district-commander", "support_with_amendments"), ("station-manager", "support"), ("chief-officer", "oppose")]:
        on(person).use(at, "bid.recommend", position=position, amount="", conditions="A report each quarter." if "amend" in position else "")
    m.use(at, "bid.record_absent", agency="health")
    globals()["to_sign"] = bid
    if "bid.discard" in VERBS:
        unwanted = pm.use(BASE + "/bids/new", "bid.draft", title="Not wanted", delivery_group="youth").split("/bids/")[1].split("/")[0]
        pm.use(f"{BASE}/bids/{unwanted}", "bid.discard")
    other = new_bid("Morning sessions")
    pm.use(f"{BASE}/bids/{other}/apply/contact", "bid.revise", marking="restricted")
    pm.use(f"{BASE}/bids/{other}/apply/check", "bid.submit")
    chair.use(f"{BASE}/bids/{other}", "bid.decline")
    globals()["marked"] = other
    late = bids("agreed")[0]
    m.use(f"{BASE}/bids/{late}", "bid.accept_late")
    m.use(f"{BASE}/bids/{late}", "bid.hand_over")
    owner = project_manager(late)
    on(owner).use(f"{BASE}/bids/{late}", "bid.withdraw")

@test
def sign_off():
    """the Executive: signed off, amended, accepted, refused, money released"""
    bid, m, chair = to_sign, on("manager"), on("exec-chair")
    at = f"{BASE}/bids/{bid}"
    room = f"{BASE}/meetings/" + api(f"bids/{bid}")["exec_meeting"]
    stream = api(f"bids/{bid}")["lines"][0]["stream"]
    m.use(room, "meeting.open")
    for person in ["exec-chair", "exec-vice", "director-safety", "district-commander", "station-manager", "chief-officer", "public-health", "portfolio-holder", "children", "voluntary", "youth-chair", "lsp-director"]:
        m.use(room, "attendance.arrive", {"person": person})
    m.use(f"{room}?item={bid}", "interest.declare", {"person": ""}, person="lakeside", nature="personal")
    on("council-budget").use(f"{BASE}/money/{stream}", "stream.hold_back", amount="100")
    chair.use(f"{BASE}/money/{stream}", "stream.release", amount="100", bid=bid)
    ready = [b for b in bids("recommended") if b != bid and api(f"bids/{b}")["exec_meeting"] == room.rsplit("/", 1)[1]]
    for b in [bid] + ready[:1]:
        line = next(c.name for f in chair.page(f"{room}?item={b}").forms for c in f.controls if c.name.startswith("lines."))
        asked = api(f"bids/{b}")["amount"]
        # A wrong amount is told at its field, not taken for the whole.
        form, _ = chair.find(chair.page(f"{room}?item={b}"), "bid.sign_off")
        form.fill({"no_conflict": "true", "outcome": "approved_with_amendments", line: "twelve"})
        a = chair.send(form)
        assert a.status == 422 and 'value="twelve"' in a.text() and "Enter the amount" in a.text(), a.status
        chair.use(f"{room}?item={b}", "bid.sign_off", no_conflict="true", outcome="approved_with_amendments", handled="", **{line.replace(".", "__"): f"{float(asked) - 100:.2f}"})
    on(project_manager(bid)).use(at, "bid.accept_amendments")
    on(project_manager(ready[0])).use(f"{BASE}/bids/{ready[0]}", "bid.refuse_amendments")
    m.use(room, "meeting.close")

@test
def told_in_decisions():
    """decisions: quorums, offices, deputies and who presides are in the list, and each can be asked for alone"""
    c = on("auditor")
    text = c.page(BASE + "/decisions").text
    form = next(f for f in c.page(BASE + "/decisions").forms if any(x.name == "what" for x in f.controls))
    offered = [v for x in form.controls if x.name == "what" for v, _ in x.options if v]
    for what, says in [("body.created", "Body created"), ("body.set_quorum", "Quorum changed"), ("seat.created", "Seat created"), ("seat.given_office", "Office given: chair"), ("seat.named_deputy", "Deputy named: Voluntary sector"),
                       ("seat.closed", "Seat closed"), ("meeting.taken_chair", "Somebody chosen to preside: Licensee"), ("meeting.moved", "Meeting moved"), ("meeting.cancelled", "Meeting cancelled"),
                       ("plan.proposed", "Funding plan proposed"), ("plan.agreed", "Funding plan agreed"), ("interest.declared", "Interest declared")]:
        assert what in offered, what
        page = c.page(f"{BASE}/decisions?what={what}")
        assert says in page.text and "No decisions match" not in page.text, what
        one = c.page(re.search(r'href="(/p/thurrock/decisions/\d+)">' + re.escape(says), page.text).group(1))
        assert "Its proof holds" in one.text
        if what == "body.set_quorum": assert "Of them at least 1 statutory member" in one.text, "the rule itself"

@test
def protective_marking():
    """a protective marking stands on every page of a marked bid, and at its end for paper; who may not read it sees neither"""
    c = on("auditor")
    one = re.search(r'href="(/p/thurrock/decisions/\d+)">Declined by the group</a></th>\s*<td[^>]*>Morning sessions<span class="q-marking">restricted</span>', c.page(BASE + "/decisions?what=bid.declined").text).group(1)
    for path in [f"{BASE}/bids/{marked}", one, f"{BASE}/bids?stage=declined", f"{BASE}/decisions?what=bid.declined"]:
        text = c.page(path).text
        assert '<p class="q-marking">restricted</p>' in text and '<p class="q-marking q-marking--end">restricted</p>' in text, path
    other = on("pm-abuse")
    other.page(f"{BASE}/bids/{marked}", 404)
    for path in [f"{BASE}/bids?stage=declined", f"{BASE}/decisions?what=bid.declined"]:
        assert "Morning sessions" not in other.page(path).text and "q-marking" not in other.page(path).text, path

assert server.stop() == 0

# -- every form that each role meets ------------------------------------------------------------------------------------------

sweep = Server(program, "--demo")
ROLES = ["fire-deputy", "manager", "pm-youth", "council-budget", "auditor", "support", "exec-chair", "director-safety", "youth-chair", "police-safety", "board-chair"] # the deputy first: whoever names them again changes their term
SKIP = re.compile(r"/events$|\.csv|\.xlsx|/bundle|/documents/|/calendar/|before=|after=|as_of=")
MOST = collections.defaultdict(lambda: 5, {f"{BASE}/bids/*": 45, f"{BASE}/meetings/*": 8, f"{BASE}/bids/*/apply/*": 30})

def crawl(b):
    """Every page that a person can reach by links, of pages alike only so many."""
    queue, seen, found, alike = collections.deque([BASE]), {BASE}, {}, collections.Counter()
    while queue:
        path = queue.popleft()
        kind = re.sub(r"((?:^/p/[^/]+/[a-z]+)|/apply)/(?!new|check)[^/]+", r"\1/*", path.split("?")[0])
        alike[kind] += 1
        if alike[kind] > MOST[kind]: continue
        page = b.page(path)
        found[path] = page
        for to in page.links:
            to = to.split("#")[0]
            if to.startswith(BASE) and to not in seen and not SKIP.search(to):
                seen.add(to)
                queue.append(to)
    return found

# Pages that show identifiers on purpose, and why.
SHOWS_IDS = {
    r"/people": "administration: the id by which commands and tokens know a person",
    r"/decisions/\d+": "the record for auditors: a decision as the log holds it",
    r"/proof": "the log itself",
}
def ids_in(pages):
    """What the addresses of all pages name: of bids, meetings, people, bodies, streams; and what forms hand over as ids."""
    out = set()
    for page in pages.values():
        for to in page.links: out.update(re.findall(rf"{BASE}/(?:bids|meetings|people|bodies|money)/([a-z0-9-]+)", to))
        for f in page.forms:
            for c in f.controls:
                if c.name in ("bid", "meeting", "item", "seat", "person", "body", "stream", "agency", "to_meeting", "delivery_group"): out.update([c.value, *(v for v, _ in c.options)])
    return {i for i in out if plain_words.is_identifier(i)} - {"new", "check"}
def in_words(person, path, text, ids):
    """No command, no identifier and no bare amount in what somebody reads. What an earlier form typed is shown as it is."""
    shown = re.sub(r"""Typed <b>"&' \S+""", " ", plain_words.visible(re.sub(r"<textarea.*?</textarea>", " ", text, flags=re.S)))
    found = plain_words.faults(shown, ids)
    assert not found, f"{person} reads on {path}: {found}: " + " … ".join(shown[max(0, shown.find(w) - 60):shown.find(w) + 40] for w in found[:3])

def same_form(page, sent):
    return next((f for f in page.forms if (f.action == sent.action or (f.verb and f.verb == verb_of(sent.action))) and f.own().items() == sent.own().items()), None)

def look_at(b, path, form, button, a):
    """What every answer to a form must be."""
    where = f"{b.person}, {path}, {(button or {}).get('formaction') or form.action}"
    assert a.status < 500, (where, a.status)
    if a.status == 303 or not verb_of(form.action): return a.status
    assert a.status in (200, 403, 409, 422), (where, a.status)
    assert a.status != 403 or "Rule AC-self" in a.text(), f"{where}: a form is shown to who may not send it"
    if a.status == 200: return a.status # the sign-off is repeated before it is sent
    for problem in re.findall(r"<div[^>]* data-problem.*?(?=<form|</main)", a.text(), re.S): in_words(b.person, where, problem, set())
    page = Page(a.text())
    again = same_form(page, form)
    typed = [(c.name, c.value) for c in form.controls if c.writable() and c.value and c.type != "password"]
    assert again or not typed, f"{where}: what was typed is lost, the form is not on the answer's page"
    if again:
        shown = collections.Counter((c.name, c.value.replace("\r", "")) for c in again.controls if c.writable())
        for pair in typed: assert shown[pair], f"{where}: {pair} was typed, and is not there: {[p for p in shown if p[0] == pair[0]]}"
        kept = dict(again.serialised())
        for n, v in form.serialised():
            if n not in INNER and not any(c.name == n and (c.hidden() or c.writable()) for c in form.controls):
                assert any(p == (n, v) for p in again.serialised()), f"{where}: {n}={v} was chosen, and is not any more: {kept.get(n)}"
    if a.status == 422 and form.type != "multipart/form-data":
        assert page.faults, f"{where}: 422, and no field is named"
        asked = {c.id for c in (again or form).controls if not c.hidden()}
        for to in page.faults: assert to[1:] in page.ids and to[1:] in asked, f"{where}: told of {to}, which is nothing that was asked: " + re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", re.search(r'data-problem.*?</ul>', a.text(), re.S).group(0)))
    return a.status

def action_of(form, button): return (button or {}).get("formaction") or form.action

def spoil(form):
    """Wrong values where a browser lets one type them; text that needs escaping elsewhere."""
    for c in form.controls:
        if not c.writable() or c.type in ("date", "time", "password"): continue
        c.value = "twelve" if c.mode in ("numeric", "decimal") else 'Typed <b>"&\' ' + c.name
        if c.type == "email": c.value = "no address"

for role in ROLES:
    def every_form(role=role):
        b = Browser(sweep, role)
        pages, posted, results = crawl(b), collections.Counter(), collections.Counter()
        ids = ids_in(pages)
        for path, page in pages.items():
            if not any(re.match(BASE + p, path) for p in SHOWS_IDS): in_words(role, path, page.text, ids)
        for path, page in pages.items():
            for i, f in enumerate(page.forms):
                if f.method != "post" or f.action in ("/sign-out",): continue
                for button in f.buttons or [None]:
                    action = re.sub(r"/(bids|meetings)/[^/]+", r"/\1/*", (button or {}).get("formaction") or f.action)
                    kind = (action, f.names(), re.sub(r"[^/]*\d[^/]*", "*", path))
                    if posted[(action, f.names())] >= 3 or posted[kind] >= 2: continue
                    posted[(action, f.names())] += 1
                    posted[kind] += 1
                    status = 0
                    for how in ("spoilt", "written", "chosen"): # the last where something has to be chosen that offers nothing at first
                        if how == "chosen" and status != 422: break
                        a = b.client.get(path)
                        if a.status != 200: break # gone by what an earlier form did
                        fresh = same_form(Page(a.text()), f)
                        if not fresh: break
                        press = next((x for x in fresh.buttons if x.get("formaction") == (button or {}).get("formaction")), None)
                        if how == "spoilt": spoil(fresh)
                        else:
                            fresh.fill({})
                            for name in {c.name for c in fresh.controls if c.type == "radio"}: fresh.set(name, next(c.value for c in fresh.controls if c.name == name))
                        if how == "chosen": fresh.choose()
                        status = look_at(b, path, fresh, press, b.send(fresh, press))
                        results[status] += 1
                        if status == 303 and verb_of(action_of(fresh, press)): accepted[verb_of(action_of(fresh, press))] += 1
        print(f"     {role}: {len(pages)} pages, " + ", ".join(f"{n} x {s}" for s, n in sorted(results.items())))
        assert len(pages) > 15
    every_form.__doc__ = f"every page that {role} meets is in words; every form there is refused or done, never broken, and nothing typed is lost"
    test(every_form)

@test
def the_whole_vocabulary():
    """every verb that has a form was accepted from it, in the story or by one of the roles; those without one are known"""
    known = VERBS
    none = known - with_form
    print("     without a form: " + ", ".join(sorted(none)))
    assert none == set(WITHOUT_FORM) & known, (sorted(none - set(WITHOUT_FORM)), "listed, but they have one:", sorted(set(WITHOUT_FORM) & with_form))
    assert with_form <= known, with_form - known
    assert not (with_form - set(accepted)), f"never accepted: {sorted(with_form - set(accepted))}"

@test
def nothing_broke():
    """no error stands in the server's log"""
    log = os.path.join(sweep.data, "server.log")
    assert sweep.stop(keep=True) == 0
    assert '"level":"error"' not in open(log).read(), [l for l in open(log) if '"level":"error"' in l][:3]
    shutil.rmtree(sweep.data, ignore_errors=True)

finish()
