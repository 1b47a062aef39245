#!/usr/bin/env python3
"""Writes what independent encoders make of values, and what they mean, a line each:

    python3 vectors.py cbor    SEED COUNT > ../cbor/testdata/vectors.jsonl
    python3 vectors.py msgpack SEED COUNT > ../msgpack/testdata/vectors.jsonl

Each line is {"hex": the bytes, "value": what they mean}; see meaning below for its form.
Without a SEED the known ones of the specification come first and the rest is of seed 1.
Needs cbor2, or msgpack.
"""
import json, math, random, struct, sys


def floating(f):
    return ["float", "nan" if math.isnan(f) else struct.pack(">d", f).hex()]


def meaning(v):
    """A value as a list of what it is and its text: numbers in decimal, floats by their bits,
    bytes in hex; lists and maps of these."""
    if v is None:
        return ["null"]
    if isinstance(v, bool):
        return ["bool", str(v).lower()]
    if isinstance(v, int):
        return ["number", str(v)]
    if isinstance(v, float):
        return floating(v)
    if isinstance(v, str):
        return ["text", v]
    if isinstance(v, bytes):
        return ["bytes", v.hex()]
    if isinstance(v, (list, tuple)):
        return ["list", [meaning(e) for e in v]]
    return ["map", [[k if isinstance(k, str) else str(k), meaning(e)] for k, e in v.items()]]


def invented(r, depth=0):
    """A random value that both formats have."""
    kinds = ["int", "int", "float", "float", "text", "bytes", "bool", "null"]
    if depth < 5:
        kinds += ["list", "map", "map"] if depth else ["list", "map"] * 6
    kind = r.choice(kinds)
    if kind == "int":
        bits = r.choice([0, 1, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33, 62, 63, 64])
        n = r.getrandbits(bits) if bits else 0
        return n if r.random() < 0.6 or n > 2**63 else -n
    if kind == "float":
        return r.choice([lambda: r.uniform(-1e3, 1e3), lambda: struct.unpack(">d", r.randbytes(8))[0], lambda: round(r.uniform(-50, 50), 2),
                         lambda: float(r.getrandbits(60)), lambda: math.inf, lambda: -math.inf, lambda: math.nan, lambda: -0.0, lambda: 5e-324])()
    if kind == "text":
        return "".join(r.choice('abc xyz"\\\n\t/°€é温😀0') for _ in range(r.choice([0, 1, 5, 23, 24, 31, 32, 40, 300])))
    if kind == "bytes":
        return r.randbytes(r.choice([0, 1, 2, 23, 24, 255, 256, 300]))
    if kind == "bool":
        return r.random() < 0.5
    if kind == "null":
        return None
    size = r.choice([0, 1, 2, 3, 5, 15, 16, 24] if depth < 2 else [0, 1, 2, 3])
    if kind == "list":
        return [invented(r, depth + 1) for _ in range(size)]
    return {(r.randrange(-300, 70000) if r.random() < 0.15 else "k%d" % i): invented(r, depth + 1) for i in range(size)}


def write(b, value):
    print(json.dumps({"hex": b.hex(), "value": value}, ensure_ascii=True))


def cbor(r, count, known):
    import cbor2

    if known:  # RFC 8949, appendix A, and more of the same
        for h in """00 01 0a 17 1818 1819 1864 1903e8 1a000f4240 1b000000e8d4a51000 1bffffffffffffffff c249010000000000000000
            3bffffffffffffffff c349010000000000000000 20 29 3863 3903e7 f90000 f98000 f93c00 fb3ff199999999999a f93e00 f97bff
            fa47c35000 fa7f7fffff fb7e37e43c8800759c f90001 f90400 f9c400 fbc010666666666666 f97c00 f97e00 f9fc00 fa7f800000
            fa7fc00000 faff800000 fb7ff0000000000000 fb7ff8000000000000 fbfff0000000000000 f4 f5 f6 40 4401020304 60 6161
            6449455446 62225c 62c3bc 63e6b0b4 64f0908591 80 83010203 8301820203820405
            98190102030405060708090a0b0c0d0e0f101112131415161718181819 a0 a201020304 a26161016162820203 826161a161626163
            a56161614161626142616361436164614461656145 5f42010243030405ff 7f657374726561646d696e67ff 9fff 9f018202039f0405ffff
            9f01820203820405ff 83018202039f0405ff 83019f0203ff820405
            9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff bf61610161629f0203ffff 826161bf61626163ff
            bf6346756ef563416d7421ff d9d9f783010203""".split():
            b = bytes.fromhex(h)
            write(b, meaning(cbor2.loads(b)))
    for _ in range(count):
        v = invented(r)
        short = r.random() < 0.3
        b = cbor2.dumps(v, canonical=False) if not short else cbor2.dumps(shortest(v), canonical=True)
        write(b, meaning(cbor2.loads(b)))


def shortest(v):
    """Names of one kind only, which can be put in order."""
    if isinstance(v, list):
        return [shortest(e) for e in v]
    if isinstance(v, dict):
        return {str(k): shortest(e) for k, e in v.items()}
    return v


def msgpack(r, count, known):
    import msgpack as m

    if known:
        for h in """00 7f ff e0 cc80 ccff cd0100 cdffff ce00010000 ceffffffff cf0000000100000000 cfffffffffffffffff d0df d080 d1ff7f
            d18000 d2ffff7fff d280000000 d3ffffffff7fffffff d38000000000000000 c0 c2 c3 ca41ab3333 ca00000001 ca7f7fffff cb4035666666666666
            cb0000000000000001 a0 a161 d903616263 da0003616263 db00000003616263 c400 c403010203 c50003010203 c60000000301020 3
            90 93010203 dc0003010203 dd00000003010203 80 81a16101 de0001a16101 df00000001a16101""".replace("01020 3", "010203").split():
            b = bytes.fromhex(h)
            write(b, meaning(m.unpackb(b, raw=False, strict_map_key=False)))
    for _ in range(count):
        v, single = invented(r), r.random() < 0.3
        try:
            b = m.packb(v, use_single_float=single)
        except OverflowError:  # too large for one
            b = m.packb(v)
        write(b, meaning(m.unpackb(b, raw=False, strict_map_key=False)))


kind = {"cbor": cbor, "msgpack": msgpack}[sys.argv[1]]
seeded = len(sys.argv) > 2
kind(random.Random(int(sys.argv[2]) if seeded else 1), int(sys.argv[3]) if seeded else 60, not seeded)
