package draft

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"mangrove/model"
)

func TestLatest(t *testing.T) {
	s := model.NewStore(model.Options{})
	s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{
		{Topic: []byte("a/b"), Payload: []byte("1")},
		{Topic: []byte("a/b"), Payload: []byte(`{"n":12345678901234567890.10,"t":"x","o":{"p":true}}`)},
		{Topic: []byte("deep"), Payload: bytes.Repeat([]byte("["), 30<<20)},
		{Topic: []byte("text"), Payload: []byte("on")},
	}})
	for _, c := range []struct {
		topic, path, want string
		err               error
	}{
		{"text", "", "on", nil},
		{"a/b", "n", "12345678901234567890.10", nil},
		{"a/b", "t", "x", nil},
		{"a/b", "o", `{"p":true}`, nil},
		{"a/b", "o.p", "true", nil},
		{"a/b", "q", "", ErrNoField},
		{"text", "q", "", ErrNoField},
		{"deep", "q", "", ErrNoField},
		{"a/b", "t.@tostr|" + strings.Repeat("@tostr|", 40) + "@this", "", ErrNoField},
		{"a", "", "", ErrNoMessage},
		{"nowhere", "", "", ErrNoMessage},
	} {
		if got, err := Latest(s)(c.topic, c.path); got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s %s: %q, %v; want %q, %v", c.topic, c.path, got, err, c.want, c.err)
		}
	}
}
