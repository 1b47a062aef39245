package explain

import (
	"testing"
	"time"

	"mangrove/model/verify"
)

// TestVerdictWords: one thing is not told of as several, and a limit not as what is expected.
func TestVerdictWords(t *testing.T) {
	for want, r := range map[string]verify.Reason{
		"Held in 1 message.":  {Code: verify.Held, N: 1},
		"Held in 5 messages.": {Code: verify.Held, N: 5},
		"Held in 1 message, but 2 messages were lost meanwhile.":             {Code: verify.HeldButLost, N: 1, Of: 2},
		"Held in 2 messages, but 1 message was lost meanwhile.":              {Code: verify.HeldButLost, N: 2, Of: 1},
		"1 of 1 sample needed.":                                              {Code: verify.TooFew, N: 1, Of: 1},
		"0 of 3 samples needed.":                                             {Code: verify.TooFew, Of: 3},
		"1 found, but 1 message was lost, so there may be more.":             {Code: verify.CountedButLost, N: 1, Of: 1},
		"3 messages within 1s; the limit is 2.":                              {Code: verify.TooOften, N: 3, Of: 2, Span: time.Second},
		"1 message within 1s; the limit is 0.":                               {Code: verify.TooOften, N: 1, Of: 0, Span: time.Second},
		"1 interval between messages, of 4s; the limit is 30s.":              {Code: verify.InTime, N: 1, Span: 4 * time.Second, Limit: 30 * time.Second},
		"4 intervals between messages, the longest of 4s; the limit is 30s.": {Code: verify.InTime, N: 4, Span: 4 * time.Second, Limit: 30 * time.Second},
		"A message every 4s (median of 4); expected every 5s.":               {Code: verify.Regular, N: 4, Span: 4 * time.Second, Limit: 5 * time.Second},
	} {
		if got := Verdict(r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
