#!/usr/bin/env python3
"""What people read is in words: no commands or events (bid.send), no identifiers (awaiting_board, exec-2026-12-10), no bare amounts
(12500.00). As a program: plain_words.py SCENARIO OUTPUT looks at every sentence of a scenario's output."""
import html, json, os, re, sys

# What a page shows beside words, and may.
EXCUSED = [
    re.compile(r'"[^"\n]*"'),                                 # what somebody typed, or has to type
    re.compile(r"[\w.+-]+@[\w.-]+"),                          # addresses
    re.compile(r"https?://\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:org|uk|com|example|invalid)\b"), # hosts
    re.compile(r"\b[\w-]+\.(?:pdf|csv|docx|xlsx|png|jpg|txt|ics|json|md)\b"), # files
    # Why the Board must agree: a text of the leaf, which stays as it was written.
    re.compile(r"it is above the delegated limit of [\d.]+|the plan for [\d-]+ has [\d.]+ left for [a-z0-9-]+"),
]
VERB = re.compile(r"\b[a-z]{2,}\.[a-z]+(?:_[a-z]+)*\b")
WORD_OF_CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
AMOUNT = re.compile(r"(?<![£\d,.])\d[\d,]*\.\d\d(?![\d.])")

def is_identifier(text):
    """Of the ids that people choose only those are told apart from words that are no word: with a hyphen or a digit."""
    return bool(re.fullmatch(r"[a-z0-9-]+", text) and re.search(r"[-0-9]", text) and re.search(r"[a-z]", text))

def faults(text, ids=(), names=()):
    """What in the text is no word of people's. names: what people called things; an id within a name is part of it."""
    for name in sorted(names, key=len, reverse=True): text = text.replace(name, " ")
    for e in EXCUSED: text = e.sub(" ", text)
    out = [m.group() for p in (VERB, WORD_OF_CODE, AMOUNT) for m in p.finditer(text)]
    words = set(re.findall(r"[a-z0-9-]+", text))
    return out + sorted(words & set(ids))

def visible(page):
    """The text that a browser shows."""
    page = re.sub(r"<(script|style|template|svg)\b.*?</\1>|<!--.*?-->|<head\b.*?</head>", " ", page, flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))

# -- scenarios -----------------------------------------------------------------------------------------------------------

def steps(path):
    for line in open(path, encoding="utf-8"):
        if not line.strip() or line.startswith("#"): continue
        step = json.loads(line)
        if set(step) == {"use"}: yield from steps(os.path.join(os.path.dirname(path), step["use"]))
        else: yield step

def told(value, key=""):
    """Every sentence of an answer or a view. Texts that were typed are shown as they are."""
    if isinstance(value, dict):
        for k, v in value.items(): yield from told(v, k)
    elif isinstance(value, list):
        for v in value: yield from told(v, key)
    elif isinstance(value, str) and key in ("says", "subject", "why"): yield value

NAMES = ("name", "title", "venue", "provider", "summary")
def look_at(scenario, output):
    ids, names = set(), set()
    def collect(value, key=""):
        if isinstance(value, dict):
            for k, v in value.items(): collect(v, k)
        elif isinstance(value, list):
            for v in value: collect(v, key)
        elif isinstance(value, str):
            if key in NAMES: names.add(value)
            elif is_identifier(value) and key not in ("year", "quarter", "sha256", "at", "starts", "ends", "from", "until"): ids.add(value)
    for s in steps(scenario): collect(s)
    ids = {i for i in ids if not re.fullmatch(r"[0-9-]+", i)}
    bad = []
    for n, line in enumerate(open(output, encoding="utf-8"), 1):
        if not line.startswith("{"): continue
        for sentence in told(json.loads(line)):
            found = faults(sentence, ids, names)
            if found: bad.append(f"{n}: {sentence}  <- {', '.join(found)}")
    return bad

if __name__ == "__main__":
    bad = look_at(sys.argv[1], sys.argv[2])
    print("\n".join(bad[:20]))
    sys.exit(1 if bad else 0)
