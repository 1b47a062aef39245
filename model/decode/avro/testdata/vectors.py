#!/usr/bin/env python3
"""Writes vectors.jsonl, or with - to standard output, with a seed behind it other random values: values of Avro as fastavro writes and reads them.

Needs fastavro and cramjam and backports.zstd (for Snappy and Zstandard); run it in its own folder.
"""
import base64, datetime, decimal, io, json, os, random, sys, uuid
import fastavro
from fastavro.schema import fingerprint, to_parsing_canonical_form

here = os.path.dirname(os.path.abspath(__file__))
rnd = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 11)
UTC = datetime.timezone.utc

def schema(name):
    with open(os.path.join(here, name + ".avsc")) as f:
        return json.load(f)

def plain(v):
    if isinstance(v, dict):
        return {k: plain(x) for k, x in v.items()}
    if isinstance(v, (list, tuple)):
        return [plain(x) for x in v]
    if isinstance(v, bytes):
        return base64.b64encode(v).decode()
    if isinstance(v, decimal.Decimal):
        return format(v, "f")
    if isinstance(v, datetime.datetime):
        return v.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") if v.tzinfo else v.strftime("%Y-%m-%dT%H:%M:%S.%f")
    if isinstance(v, datetime.date):
        return v.isoformat()
    if isinstance(v, datetime.time):
        return v.strftime("%H:%M:%S.%f")
    if isinstance(v, uuid.UUID):
        return str(v)
    if isinstance(v, float):
        return repr(v)
    return v

everything = {
    "nothing": None, "on": True, "small": -2**31, "large": 2**63 - 1, "single": 0.5, "exact": 21.4, "raw": b"\0\xff", "words": "Grüße 🙂", "mode": "COOL",
    "list": [1, -2, 300], "map": {"a": 1.5, "": None}, "mac": b"\1\2\3\4\5\6", "either": "x", "price": decimal.Decimal("-12345678901234567890.1234"),
    "fixedPrice": decimal.Decimal("0.05"), "day": datetime.date(2026, 11, 26), "clock": datetime.time(15, 4, 5, 678000), "fineClock": datetime.time(23, 59, 59, 999999),
    "at": datetime.datetime(2026, 11, 26, 15, 0, 0, 123000, UTC), "fineAt": datetime.datetime(1969, 7, 20, 20, 17, 40, 1, UTC), "localAt": datetime.datetime(2026, 1, 2, 3, 4, 5), "id": uuid.UUID("123e4567-e89b-12d3-a456-426614174000"), "odd": 5,
}

def varied(**changes):
    return dict(everything, **changes)

values = [("everything", "everything", everything), ("small ones", "everything", varied(list=[], map={}, either=None, small=0, large=-2**63, raw=b"", words="", price=decimal.Decimal("0"), fixedPrice=decimal.Decimal("-1"), on=False)),
          ("either a number", "everything", varied(either=7)), ("infinity", "everything", varied(exact=float("inf"), single=float("-inf")))]
for i in range(30):
    values.append(("random %d" % i, "everything", varied(large=rnd.randint(-2**63, 2**63 - 1), small=rnd.randint(-2**31, 2**31 - 1), exact=rnd.uniform(-1e9, 1e9), list=[rnd.getrandbits(40) for _ in range(rnd.randint(0, 9))], raw=rnd.randbytes(rnd.randint(0, 9)), price=decimal.Decimal(rnd.randint(-10**29, 10**29)).scaleb(-4), at=datetime.datetime.fromtimestamp(rnd.randint(-10**9, 10**10), UTC), words="".join(rnd.choice("aé\n\"漢🙂") for _ in range(rnd.randint(0, 12))))))
leaf = {"n": 3, "left": None, "all": []}
values.append(("a tree", "tree", {"n": 1, "left": {"n": 2, "left": leaf, "all": []}, "all": [leaf, leaf]}))
deep = leaf
for i in range(200):
    deep = {"n": i, "left": deep, "all": []}
values.append(("a deep tree", "tree", deep))

out = []
for name, s, v in values:
    parsed = fastavro.parse_schema(schema(s))
    b = io.BytesIO()
    fastavro.schemaless_writer(b, parsed, v)
    raw = b.getvalue()
    want = plain(fastavro.schemaless_reader(io.BytesIO(raw), parsed, None))
    print_ = bytes.fromhex(fingerprint(to_parsing_canonical_form(schema(s)), "CRC-64-AVRO"))
    out.append((name, s, raw, want))
    if name in ("everything", "a tree"):
        out.append((name + ", single object", s, b"\xc3\x01" + print_ + raw, want))
        out.append((name + ", schema registry", s, b"\0\0\0\x30\x39" + raw, want))
readings = [{"n": i, "left": None, "all": []} for i in range(100)]
for codec in ("null", "deflate", "bzip2", "snappy", "zstandard"):
    b = io.BytesIO()
    fastavro.writer(b, fastavro.parse_schema(schema("tree")), readings, codec=codec, sync_interval=150, sync_marker=b"0123456789abcdef")
    out.append(("container, " + codec, "", b.getvalue(), [plain(r) for r in fastavro.reader(io.BytesIO(b.getvalue()))]))

to = sys.stdout.fileno() if sys.argv[1:2] == ["-"] else os.path.join(here, "vectors.jsonl")
with open(to, "w", encoding="utf-8") as f:
    for name, s, raw, want in out:
        f.write(json.dumps({"name": name, "schema": s, "hex": raw.hex(), "want": want}, ensure_ascii=False, sort_keys=True) + "\n")
