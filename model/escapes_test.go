package model

import "testing"

// TestQueryOfEscapes: letters that JSON has as escapes are found as they are read.
func TestQueryOfEscapes(t *testing.T) {
	for _, c := range []struct {
		query, payload string
		want           bool
	}{
		{"~Küche", `{"name":"K\u00fcche"}`, true},
		{"~küche", ` {"name":"K\u00FCche"}`, true},
		{"~KÜCHE", `["K\u00dcche"]`, true},
		{"~küche", `{"name":"Ku\u0308che"}`, true}, // with the accent by itself
		{"~kuche", `{"name":"K\u00fcche"}`, false},
		{"!~Küche", `{"name":"K\u00fcche"}`, false},
		{"~küche", `"K\u00fcche"`, true},
		{"~küche", `K\u00fcche`, false},              // no JSON
		{"~küche", `{"name":"K\\u00fcche"}`, false},  // a backslash, and no escape
		{"~küche", `{"name":"K\\\u00fcche"}`, false}, // a backslash, and an escape
		{"~küche", `{"name":"\\K\u00fcche"}`, true},
		{"~küche", `{"name":"K\u00f"}`, false},
		{"~ü", `{"name":"\u00f`, false},
		{"~ü", `{"name":"\`, false},
		{"~🔑", `{"name":"\ud83d\udd11"}`, true},
		{"~🔑", `{"name":"\ud83d\u00fc"}`, false},
		{"~ü", `{"name":"\ud83d\u00fc"}`, true},
		{"name~küche", `{"name":"K\u00fcche"}`, true},
		{"a~küche", `{"a":{"name":"K\u00fcche"}}`, true},
		{"~u00fc", `{"name":"K\u00fcche"}`, true},
	} {
		q, err := ParseQuery(c.query)
		if err != nil {
			t.Fatalf("%q: %v", c.query, err)
		}
		if got := q.Match([]byte("a"), []byte(c.payload)); got != c.want {
			t.Errorf("%s on %s: %t", c.query, c.payload, got)
		}
	}
}
