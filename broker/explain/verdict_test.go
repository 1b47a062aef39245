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
		"Not seen in 8s; the checklist gives it 3m.":                         {Code: verify.NotYetSeen, Span: 8 * time.Second, Limit: 3 * time.Minute},
		"Silent for 12s since 00:00:00; the limit is 10s.":                   {Code: verify.Silent, Span: 12345 * time.Millisecond, Limit: 10 * time.Second},
		"Silent for 10.1s since 00:00:00; the limit is 10s.":                 {Code: verify.Silent, Span: 10100 * time.Millisecond, Limit: 10 * time.Second},
		"Silent for 10.6s since 00:00:00; the limit is 10.5s.":               {Code: verify.Silent, Span: 10600 * time.Millisecond, Limit: 10500 * time.Millisecond},
		"10.00004s passed before the message at 00:00:00; the limit is 10s.": {Code: verify.Paused, Span: 10*time.Second + 40*time.Microsecond, Limit: 10 * time.Second},
		"1h0m0.1s passed before the message at 00:00:00; the limit is 1h0m.": {Code: verify.Paused, Span: time.Hour + 100*time.Millisecond, Limit: time.Hour},
		"Its clock is off by -10.1s; 10s is allowed.":                        {Code: verify.ClockOff, Span: -10100 * time.Millisecond, Limit: 10 * time.Second},
		"Its clock is off by -3m; 10s is allowed.":                           {Code: verify.ClockOff, Span: -3 * time.Minute, Limit: 10 * time.Second},
		"Offline only after 10.1s; the limit is 10s.":                        {Code: verify.OfflineLate, Span: 10100 * time.Millisecond, Limit: 10 * time.Second},
		"Online again only after 1m0.2s; the limit is 1m.":                   {Code: verify.BackLate, Span: time.Minute + 200*time.Millisecond, Limit: time.Minute},
		"Replied only after 1.02s; the limit is 1s.":                         {Code: verify.RepliedLate, Span: 1020 * time.Millisecond, Limit: time.Second},
		"A message every 4s (median of 4); expected every 5s.":               {Code: verify.Regular, N: 4, Span: 4 * time.Second, Limit: 5 * time.Second},
	} {
		if got := Verdict(r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
