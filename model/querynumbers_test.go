package model

import "testing"

// TestQueryOfNumbers: they are compared exactly, and what only Go takes for a
// number is a name.
func TestQueryOfNumbers(t *testing.T) {
	for _, c := range []struct {
		query, payload string
		want           bool
	}{
		{"id=1724442618569203714.0", `{"id": 1724442618569203713}`, false},
		{"id>1724442618569203713.5", `{"id": 1724442618569203714}`, true},
		{"id=1e20", `{"id": 100000000000000000000}`, true},
		{"id=1e20", `{"id": 100000000000000000001}`, false},
		{"v>5", `{"v": 1e400}`, true},
		{"v<0", `{"v": -1e999999999}`, true},
		{"v=1e400", `{"v": 1e999999999}`, true},
		{">5", "1_0", false},
		{"=10", "1_0", false},
		{"=1_0", "1_0", true},
		{">5", "0x1p4", false},
		{"=0X11", "0x11", true},
	} {
		q, err := ParseQuery(c.query)
		if err != nil {
			t.Fatalf("%q: %v", c.query, err)
		}
		if got := q.Match([]byte("topic"), []byte(c.payload)); got != c.want {
			t.Errorf("%q on %q: %v, want %v", c.query, c.payload, got, c.want)
		}
	}
}
