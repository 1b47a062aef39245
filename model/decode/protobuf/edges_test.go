package protobuf

import "testing"

// TestEdges has what the encoding lets an encoder do and few of them do [protobuf.dev,
// Encoding]. Each was written by hand.
func TestEdges(t *testing.T) {
	s := compiled(t, "everything.proto", "old.proto", "editions.proto")
	const m = "test.everything.Everything"
	for name, c := range map[string]message{
		"-1 of 32 bits":            {"18 ffffffffffffffffff01", m, `{an_int32="-1" int32@1-11}`, 11, ""},
		"an int32 of more bits":    {"18 8180808010", m, `{an_int32="1" int32@1-6}`, 6, ""},
		"a uint32 of more bits":    {"28 ffffffffff03", m, `{a_uint32="4294967295" uint32@1-7}`, 7, ""},
		"true in three bytes":      {"68 808001", m, `{a_bool="true" bool@1-4}`, 4, ""},
		"true by its highest bit":  {"68 80808080808080808001", m, `{a_bool="true" bool@1-11}`, 11, ""},
		"the least zigzags":        {"38 ffffffff0f 40 ffffffffffffffffff01", m, `{a_sint32="-2147483648" sint32@1-6, a_sint64="-9223372036854775808" sint64@7-17}`, 17, ""},
		"the largest of 64 bits":   {"30 ffffffffffffffffff01", m, `{a_uint64="18446744073709551615" uint64@1-11}`, 11, ""},
		"a negative enum":          {"8001 ffffffffffffffffff01", m, `{mode=?"-1" test.everything.Mode@2-12}`, 12, ""},
		"a tag in more bytes":      {"9800 05", m, `{an_int32="5" int32@2-3}`, 3, ""},
		"packed of nothing":        {"8a01 00", m, `{packed=[]}`, 3, ""},
		"packed again and again":   {"8a01 01 01 8a01 00 8a01 01 02", m, `{packed=["1" int32@3-4, "2" int32@10-11]}`, 11, ""},
		"half a packed double":     {"e201 04 00000000", m, `{doubles=[!"\x00\x00\x00\x00" bytes@3-7]}`, 7, "cut off at 3"},
		"packed enums":             {"ea01 03 010209", m, `{modes=["HEAT" test.everything.Mode@3-4, "COOL" test.everything.Mode@4-5, ?"9" test.everything.Mode@5-6]}`, 6, ""},
		"a value before its key":   {"a201 05 1007 0a0161", m, `{counts={a="7" int32@4-5}}`, 8, ""},
		"a key twice in an entry":  {"a201 08 0a0161 0a0162 1007", m, `{counts={b="7" int32@10-11}}`, 11, ""},
		"a field an entry has not": {"a201 07 0a0161 1007 1809", m, `{counts={a="7" int32@7-8}}`, 10, "mismatch: counts at 9"},
		"a false key":              {"f201 03 120161", m, `{flags={false="a" bytes@5-6}}`, 6, ""},
		"the last field":           {"f8ffffff0f 01", m, `{536870911=?"1" varint@5-6}`, 6, ""},
		"beyond the last field":    {"8080808010 01", m, `{}`, 0, "unexpected: tag 4294967296 at 0"},
		"a length beyond all":      {"7a ffffffffffffffffff01", m, `{}`, 0, "cut off: length 18446744073709551615 at 11"},
		"a group it does not have": {"fb07 0801 fc07", m, `{127=?{1="1" varint@3-4}}`, 6, ""},
		"a second before 1970":     {"c201 0b 08 ffffffffffffffffff01", m, `{at="1969-12-31T23:59:59Z" google.protobuf.Timestamp@3-14}`, 14, ""},
		"the last nanosecond":      {"c201 0d 08 ff82d1ffaf07 10 ff93ebdc03", m, `{at="9999-12-31T23:59:59.999999999Z" google.protobuf.Timestamp@3-16}`, 16, ""},
		"half a second less":       {"ca01 0b 10 80b6ca91feffffffff01", m, `{took="-0.500s" google.protobuf.Duration@3-14}`, 14, ""},
		"signs that contradict":    {"ca01 0d 0801 10 80b6ca91feffffffff01", m, `{took={seconds="1" int64@4-5, nanos="-500000000" int32@6-16}}`, 16, ""},
		"a wrapper of nothing":     {"d201 00", m, `{maybe="0" google.protobuf.Int64Value@3-3}`, 3, ""},
		"a message in two pieces":  {"da01 02 1803 da01 02 2004", m, `{nested={an_int32="3" int32@4-5, an_int64="4" int64@9-10}}`, 10, ""},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, s) })
	}
}
