#!/usr/bin/env python3
"""Payloads of Sparkplug B made by others than us, and what they mean.

The payloads are built with the classes of pysparkplug or tahu (Eclipse Tahu), whichever
is asked for, and read back with them; what comes out is written as the JSON that a tree
of ours gives. tahu needs a protobuf of its time (3.20).

    vectors.py pysparkplug|tahu [SEED COUNT] > vectors-....json
    vectors.py pysparkplug|tahu read < payloads-in-hexadecimal, one a line

With read it says what the payloads on standard input mean. With a seed it makes payloads at random. It ends with 3 when the package is not there.
"""

import base64
import datetime
import json
import math
import random
import struct
import sys

NAMES = ("Unknown Int8 Int16 Int32 Int64 UInt8 UInt16 UInt32 UInt64 Float Double Boolean String DateTime Text UUID "
         "DataSet Bytes File Template PropertySet PropertySetList Int8Array Int16Array Int32Array Int64Array UInt8Array "
         "UInt16Array UInt32Array UInt64Array FloatArray DoubleArray BooleanArray StringArray DateTimeArray").split()
TYPE = {name: number for number, name in enumerate(NAMES)}
WIDTH = {"Int8": 8, "Int16": 16, "Int32": 32, "Int64": 64}
PACK = dict(zip(NAMES[22:32], "bhiqBHIQfd"))


def load(package):
    try:
        if package == "tahu":
            from tahu import sparkplug_b_pb2 as pb
            return pb, None
        from pysparkplug._protobuf import sparkplug_b_pb2 as pb
        from pysparkplug import DataType
        return pb, DataType
    except (ImportError, TypeError):
        sys.exit(3)


# What a value is in JSON.

def number(f, bits):
    if math.isnan(f):
        return "NaN"
    if math.isinf(f):
        return "Infinity" if f > 0 else "-Infinity"
    return {"float": [f, bits]}  # compared as a number of so many bits


def moment(ms):
    t = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=ms)
    return t.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (t.microsecond // 1000)


def signed(n, bits):
    n &= (1 << bits) - 1
    return n - (1 << bits) if n >> (bits - 1) else n


def b64(b):
    return base64.b64encode(b).decode()


def array(name, b):
    if name in PACK:
        code = PACK[name]
        items = struct.unpack("<%d%s" % (len(b) // struct.calcsize(code), code), b)
        return [number(i, 32 if code == "f" else 64) for i in items] if code in "fd" else list(items)
    if name == "BooleanArray":
        count = struct.unpack("<I", b[:4])[0]
        return [bool(b[4 + i // 8] >> (7 - i % 8) & 1) for i in range(count)]
    if name == "StringArray":
        return [s.decode() for s in b.split(b"\0")[:-1]]
    return [moment(ms) for ms in struct.unpack("<%dq" % (len(b) // 8), b)]


def scalar(m, datatype):
    """The value of a metric, a property, a cell or a parameter."""
    which = m.WhichOneof("value")
    if which is None:
        return None
    v, name = getattr(m, which), NAMES[datatype]
    if name in WIDTH:
        return signed(v, WIDTH[name])
    if name in ("Float", "Double"):
        return number(v, 32 if name == "Float" else 64)
    if name == "DateTime":
        return moment(v)
    if name in ("Bytes", "File"):
        return b64(v)
    if name.endswith("Array"):
        return array(name, v)
    if name == "DataSet":
        return dataset(v)
    if name == "Template":
        return template(v)
    if name == "PropertySet":
        return properties(v)
    if name == "PropertySetList":
        return [properties(one) for one in v.propertyset]
    return v


def dataset(d):
    if not d.rows:
        return {"columns": list(d.columns)} if d.columns else {}
    return [dict(zip(d.columns, (scalar(e, t) for e, t in zip(row.elements, d.types)))) for row in d.rows]


def template(t):
    out = {}
    if t.HasField("version"):
        out["version"] = t.version
    if t.metrics:
        out["metrics"] = {m.name: metric(m) for m in t.metrics}
    if t.parameters:
        out["parameters"] = {p.name: scalar(p, p.type) for p in t.parameters}
    if t.HasField("template_ref"):
        out["template_ref"] = t.template_ref
    if t.HasField("is_definition"):
        out["is_definition"] = t.is_definition
    return out


def properties(s):
    return {k: None if v.is_null else scalar(v, v.type) for k, v in zip(s.keys, s.values)}


def metric(m):
    out = {}
    if m.HasField("alias"):
        out["alias"] = m.alias
    if m.HasField("timestamp"):
        out["timestamp"] = moment(m.timestamp)
    for flag in ("is_historical", "is_transient"):
        if m.HasField(flag):
            out[flag] = getattr(m, flag)
    if m.HasField("metadata"):
        out["metadata"] = {f.name: v for f, v in m.metadata.ListFields()}
    if m.HasField("properties"):
        out["properties"] = properties(m.properties)
    out["value"] = None if m.is_null else scalar(m, m.datatype)
    return out


def payload(p):
    out = {}
    if p.HasField("timestamp"):
        out["timestamp"] = moment(p.timestamp)
    if p.metrics:
        out["metrics"] = {m.name: metric(m) for m in p.metrics}
    if p.HasField("seq"):
        out["seq"] = p.seq
    if p.HasField("uuid"):
        out["uuid"] = p.uuid
    if p.HasField("body"):
        out["body"] = b64(p.body)
    return out


# What is put in.

class Maker:
    def __init__(self, pb, encoder, rnd):
        self.pb, self.encoder, self.rnd = pb, encoder, rnd

    def encode(self, name, value):
        """The field that a value goes into, and what goes there."""
        if self.encoder is not None and name not in ("DataSet", "Template", "PropertySet", "PropertySetList"):
            t = self.encoder(TYPE[name])
            if name == "DateTime":
                value = datetime.datetime.fromtimestamp(value / 1000, tz=datetime.timezone.utc)
            if name == "DateTimeArray":
                value = tuple(datetime.datetime.fromtimestamp(v / 1000, tz=datetime.timezone.utc) for v in value)
            return t.field, t.encode(value)
        if name in WIDTH:
            bits = 64 if name == "Int64" else 32  # in two's complement of the field, as Tahu's Java does
            return ("long_value" if bits == 64 else "int_value"), value & ((1 << bits) - 1)
        if name in ("UInt32", "UInt64", "DateTime"):
            return "long_value", value
        if name.startswith("UInt") and not name.endswith("Array"):
            return "int_value", value
        if name in PACK:
            return "bytes_value", struct.pack("<%d%s" % (len(value), PACK[name]), *value)
        if name == "BooleanArray":
            bits = bytearray((len(value) + 7) // 8)
            for i, on in enumerate(value):
                bits[i // 8] |= on << (7 - i % 8)
            return "bytes_value", struct.pack("<I", len(value)) + bytes(bits)
        if name == "StringArray":
            return "bytes_value", b"".join(s.encode() + b"\0" for s in value)
        if name == "DateTimeArray":
            return "bytes_value", struct.pack("<%dq" % len(value), *value)
        return {"Float": "float_value", "Double": "double_value", "Boolean": "boolean_value", "String": "string_value",
                "Text": "string_value", "UUID": "string_value", "Bytes": "bytes_value", "File": "bytes_value"}[name], value

    def set(self, m, name, value):
        field, v = self.encode(name, value)
        setattr(m, field, v)

    def some(self, name):
        """A value at random."""
        r = self.rnd
        if name in PACK:
            return tuple(self.some(name[:-5]) for _ in range(r.randrange(5)))
        if name in WIDTH:
            b = WIDTH[name]
            return r.choice([0, -1, -(1 << b - 1), (1 << b - 1) - 1, r.randrange(-(1 << b - 1), 1 << b - 1)])
        if name.startswith("UInt"):
            b = int(name[4:])
            return r.choice([0, (1 << b) - 1, r.randrange(1 << b)])
        if name in ("Float", "Double"):
            f = r.choice([0.0, -0.5, 21.4, 1e30, float("inf"), r.uniform(-1e6, 1e6), r.uniform(-1e-9, 1e-9)])
            return struct.unpack("<f", struct.pack("<f", f))[0] if name == "Float" else f
        if name == "Boolean":
            return r.random() < 0.5
        if name == "DateTime":
            return r.randrange(1 << 41)
        if name == "UUID":
            return "%08x-%04x-%04x-%04x-%012x" % tuple(r.randrange(1 << b) for b in (32, 16, 16, 16, 48))
        if name in ("Bytes", "File"):
            return bytes(r.randrange(256) for _ in range(r.randrange(1, 20)))
        if name == "BooleanArray":
            return tuple(r.random() < 0.5 for _ in range(r.randrange(20)))
        if name == "StringArray":
            return tuple(self.some("String") for _ in range(r.randrange(4)))
        if name == "DateTimeArray":
            return tuple(self.some("DateTime") for _ in range(r.randrange(4)))
        return "".join(r.choice("abcXYZ 01/°äß中🙂") for _ in range(r.randrange(1, 12)))

    def fill(self, m, name, depth=0):
        """Gives a metric a value at random."""
        m.datatype = TYPE[name]
        if name == "DataSet":
            self.dataset(m.dataset_value)
        elif name == "Template":
            self.template(m.template_value, depth + 1)
        else:
            self.set(m, name, self.some(name))

    def dataset(self, d):
        kinds = [self.rnd.choice(NAMES[1:16]) for _ in range(self.rnd.randrange(1, 4))]
        d.num_of_columns = len(kinds)
        d.columns.extend("c%d" % i for i in range(len(kinds)))
        d.types.extend(TYPE[k] for k in kinds)
        for _ in range(self.rnd.randrange(3)):
            row = d.rows.add()
            for k in kinds:
                e = row.elements.add()
                if self.rnd.random() < 0.9:
                    self.set(e, k, self.some(k))

    def template(self, t, depth):
        t.version = "v1"
        t.template_ref = "Motor"
        t.is_definition = False
        for i in range(self.rnd.randrange(1, 4)):
            m = t.metrics.add()
            m.name = "m%d" % i
            self.fill(m, self.rnd.choice(NAMES[1:16] + (["Template"] if depth < 3 else [])), depth)
        for i in range(self.rnd.randrange(3)):
            p = t.parameters.add()
            p.name = "p%d" % i
            k = self.rnd.choice(NAMES[1:15])
            p.type = TYPE[k]
            self.set(p, k, self.some(k))

    def properties(self, s, depth=0):
        for i in range(self.rnd.randrange(1, 4)):
            k = self.rnd.choice(NAMES[1:15] + (["PropertySet", "PropertySetList"] if depth < 2 else []))
            s.keys.append("k%d" % i)
            v = s.values.add()
            v.type = TYPE[k]
            if k == "PropertySet":
                self.properties(v.propertyset_value, depth + 1)
            elif k == "PropertySetList":
                v.propertysets_value.SetInParent()
                for _ in range(self.rnd.randrange(3)):
                    self.properties(v.propertysets_value.propertyset.add(), depth + 1)
            elif self.rnd.random() < 0.1:
                v.is_null = True
            else:
                self.set(v, k, self.some(k))

    def random(self):
        p = self.pb.Payload()
        p.timestamp = self.some("DateTime")
        p.seq = self.rnd.randrange(256)
        for i in range(self.rnd.randrange(1, 6)):
            m = p.metrics.add()
            m.name = "metric %d/%s" % (i, self.some("String"))
            if self.rnd.random() < 0.7:
                m.alias = self.rnd.randrange(1 << self.rnd.choice([4, 16, 64]))
            m.timestamp = self.some("DateTime")
            if self.rnd.random() < 0.2:
                m.is_historical = self.rnd.random() < 0.5
            if self.rnd.random() < 0.2:
                m.is_transient = self.rnd.random() < 0.5
            if self.rnd.random() < 0.3:
                self.properties(m.properties)
            if self.rnd.random() < 0.2:
                m.metadata.content_type, m.metadata.size, m.metadata.md5 = "text/csv", 12, "abc"
            self.fill(m, self.rnd.choice([n for n in NAMES[1:] if not n.startswith("PropertySet")]))
            if self.rnd.random() < 0.1:
                m.is_null = True
        return p


def each(maker):
    """One payload for each datatype and for each thing that a metric may have."""
    for name in NAMES[1:]:
        if name.startswith("PropertySet"):
            continue
        p = maker.pb.Payload(timestamp=1732550000123, seq=7)
        m = p.metrics.add(name="A/" + name, alias=TYPE[name], timestamp=1732550000120)
        maker.fill(m, name)
        yield name, p
    p = maker.pb.Payload(timestamp=1732550000123, seq=0, uuid="schema", body=b"\x00\x01body")
    m = p.metrics.add(name="null", datatype=TYPE["Int32"], is_null=True, is_historical=True, is_transient=True)
    m.metadata.is_multi_part = False
    m.metadata.content_type = "image/png"
    m.metadata.size, m.metadata.seq = 1 << 40, 3
    m.metadata.file_name, m.metadata.file_type, m.metadata.md5, m.metadata.description = "a.png", "png", "00ff", "a picture"
    yield "everything else", p
    p = maker.pb.Payload()
    m = p.metrics.add(name="Quality", datatype=TYPE["Double"], double_value=1.5)
    m.properties.keys.extend(["Quality", "engUnit", "nested", "list", "gone"])
    v = m.properties.values
    v.add(type=TYPE["Int32"], int_value=192)
    v.add(type=TYPE["String"], string_value="°C")
    one = v.add(type=TYPE["PropertySet"])
    one.propertyset_value.keys.append("low")
    one.propertyset_value.values.add(type=TYPE["Float"], float_value=-0.25)
    many = v.add(type=TYPE["PropertySetList"])
    for i in range(2):
        s = many.propertysets_value.propertyset.add()
        s.keys.append("i")
        s.values.add(type=TYPE["Int64"], long_value=(1 << 64) - i)  if i else s.values.add(type=TYPE["Int64"], long_value=0)
    v.add(type=TYPE["String"], is_null=True)
    yield "properties", p
    yield "empty", maker.pb.Payload()


def main():
    package = sys.argv[1]
    pb, encoder = load(package)
    if sys.argv[2:] == ["read"]:
        out = []
        for line in sys.stdin:
            read = pb.Payload()
            read.ParseFromString(bytes.fromhex(line))
            out.append({"name": line, "hex": line, "means": payload(read)})
        print(json.dumps(out))
        return
    rest = [int(a) for a in sys.argv[2:]]
    maker = Maker(pb, encoder, random.Random(rest[0] if rest else 1))
    made = each(maker) if not rest else (("random %d" % i, maker.random()) for i in range(rest[1]))
    out = []
    for name, p in made:
        b = p.SerializeToString()
        read = pb.Payload()
        read.ParseFromString(b)
        out.append({"name": name, "hex": b.hex(), "means": payload(read)})
    if not rest:
        for i in range(40):
            p = maker.random()
            out.append({"name": "random %d" % i, "hex": p.SerializeToString().hex(), "means": payload(p)})
    print("[\n" + ",\n".join(json.dumps(v, ensure_ascii=False) for v in out) + "\n]")


main()
