package model_test

import (
	"testing"

	"mangrove/model"
)

func TestControlIn(t *testing.T) {
	for topic, want := range map[string]model.Control{
		"": {}, "a b/c": {}, "ä\u00a0": {}, "a\x00": {},
		"\x01a": {0x01, 1}, "ab/\tc\n": {'\t', 4}, "é\x1f": {0x1F, 2}, "a\x7f": {0x7F, 2}, "a\u0080": {0x80, 2}, "a/\u009f": {0x9F, 3},
	} {
		switch got := model.ControlIn(topic); {
		case got == nil && want != model.Control{}, got != nil && *got != want:
			t.Errorf("%q: got %v, want %v", topic, got, &want)
		}
	}
}
