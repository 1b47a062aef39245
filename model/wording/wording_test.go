package wording_test

import (
	"errors"
	"testing"

	"mangrove/model/wording"
)

func TestFill(t *testing.T) {
	for _, c := range []struct {
		name, text string
		values     []any
		want       string
	}{
		{"none", "Not connected.", nil, "Not connected."},
		{"one", "{topic} is gone.", []any{"topic", "a/b"}, "a/b is gone."},
		{"in another order", "{b} before {a}", []any{"a", 1, "b", byte(2)}, "2 before 1"},
		{"twice", "{a} and {a}", []any{"a", "x"}, "x and x"},
		{"a value with braces", "{a}, {b}", []any{"a", "{b}", "b", "{a}"}, "{b}, {a}"},
		{"an error", "Not read: {why}.", []any{"why", errors.New("full")}, "Not read: full."},
		{"a name without a value", "{a}", []any{"a"}, "{a}"},
		{"a place without a name", "site/{device} for {a}", []any{"a", "x"}, "site/{device} for x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := wording.Fill(c.text, c.values...); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0 messages of a", 1: "1 message of a", 2: "2 messages of a"} {
		if got := wording.Count(n, "{count} message of {of}", "{count} messages of {of}", "of", "a"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := wording.Count(uint64(1), "only one", "{count} of them"); got != "only one" {
		t.Errorf("%q", got)
	}
}
