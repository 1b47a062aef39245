#!/usr/bin/env python3
"""Writes vectors.jsonl, or with - to standard output, with a seed behind it other random values: messages as Google's own library for Python writes and reads them.

Needs protobuf and grpcio-tools; run it in its own folder.
"""
import json, os, random, struct, subprocess, sys, tempfile

here = os.path.dirname(os.path.abspath(__file__))
out = tempfile.mkdtemp()
from grpc_tools import protoc
import grpc_tools
protos = os.path.join(here, "proto")
well_known = os.path.join(os.path.dirname(grpc_tools.__file__), "_proto")
names = ["everything.proto", "common/units.proto", "old.proto", "editions.proto"]
if protoc.main(["protoc", "-I" + protos, "-I" + well_known, "--python_out=" + out] + names):
    sys.exit("protoc failed")
sys.path.insert(0, out)
import everything_pb2 as e, old_pb2 as o, editions_pb2 as n
from google.protobuf import json_format

rnd = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 7)
messages = []

def add(name, m):
    messages.append((name, m))

add("nothing", e.Everything())
m = e.Everything(a_double=21.4, a_float=0.1, an_int32=-1, an_int64=-2**63, a_uint32=2**32 - 1, a_uint64=2**64 - 1, a_sint32=-2**31, a_sint64=2**63 - 1, a_fixed32=1, a_fixed64=2**63, a_sfixed32=-5, a_sfixed64=-6, a_bool=True, a_string="Grüße", some_bytes=b"\0\xff", mode=e.COOL)
add("scalars", m)
add("lists", e.Everything(packed=[1, -2, 300], unpacked=[4, 5], words=["a", "", "b"], doubles=[1.5, -0.25], modes=[e.OFF, e.HEAT]))
m = e.Everything(counts={"a": 1, "": 0, "z": -9}, flags={True: b"x", False: b""})
m.readings[-3].value = 4.5
m.readings[0].unit = "°C"
add("maps", m)
add("oneof text", e.Everything(by_name="x"))
add("oneof number, the default", e.Everything(by_number=0))
m = e.Everything()
m.at.FromJsonString("2026-11-26T15:00:00.123456789Z")
m.took.FromJsonString("-1.5s")
m.maybe.value = 2**53 + 1
add("times", m)
m = e.Everything()
m.at.SetInParent(); m.took.SetInParent(); m.maybe.SetInParent()
add("times of nothing", m)
m = e.Everything()
at = m
for i in range(60):
    at.an_int32 = i
    at = at.nested
at.a_string = "deep"
add("nested", m)
add("infinities", e.Everything(a_double=float("inf"), a_float=float("-inf"), doubles=[float("nan")]))
m = e.Everything()
for v, u in [(1, "m"), (2.5, "s")]:
    r = m.list.add(); r.value = v; r.unit = u
add("list of messages", m)
m = o.Old(name="n", level=3, colour=o.Old.GREEN)
p = m.point.add(); p.x = -1; p.y = 5
m.point.add().y = 2
m.Extensions[o.note] = "ext"
add("proto2", m)
add("editions", n.Modern(name="e", expanded=[1, 2], packed=[3, 4], part=n.Modern.Part(size=9)))
for i in range(40):
    m = e.Everything(a_double=struct.unpack("d", struct.pack("Q", rnd.getrandbits(62)))[0], a_float=rnd.uniform(-1e6, 1e6), an_int32=rnd.randint(-2**31, 2**31 - 1), an_int64=rnd.randint(-2**63, 2**63 - 1), a_uint64=rnd.getrandbits(64), a_sint64=rnd.randint(-2**63, 2**63 - 1), a_string="".join(rnd.choice("aé\n\"漢🙂") for _ in range(rnd.randint(0, 12))), some_bytes=rnd.randbytes(rnd.randint(0, 20)), packed=[rnd.randint(-9, 999) for _ in range(rnd.randint(0, 9))])
    for _ in range(rnd.randint(0, 4)):
        m.counts[str(rnd.getrandbits(16))] = rnd.randint(-5, 5)
    add("random %d" % i, m)

to = sys.stdout.fileno() if sys.argv[1:2] == ["-"] else os.path.join(here, "vectors.jsonl")
with open(to, "w", encoding="utf-8") as f:
    for name, m in messages:
        b = m.SerializeToString(deterministic=True)
        again = type(m)(); again.ParseFromString(b)
        want = json_format.MessageToDict(again, preserving_proto_field_name=True)
        f.write(json.dumps({"name": name, "message": m.DESCRIPTOR.full_name, "hex": b.hex(), "want": want}, ensure_ascii=False, sort_keys=True) + "\n")
