package explain

import (
	"testing"
	"time"

	"mangrove/model/codestest"
	"mangrove/model/learn"
)

// TestLearnedWords: each line of a learned checklist says what it rests on.
func TestLearnedWords(t *testing.T) {
	for _, code := range codestest.Of(t, "../../model/learn", "Code") {
		if got := Learned(learn.Basis{Code: learn.Code(code), N: 2, Low: "1", High: "2"}); got == code {
			t.Errorf("no words for %q", code)
		}
	}
	for _, code := range codestest.Of(t, "../../model/learn", "LeftCode") {
		if got := LeftOut(learn.Left{Code: learn.LeftCode(code), N: 2}); got == code {
			t.Errorf("no words for %q", code)
		}
	}
	for want, b := range map[string]learn.Basis{
		"34 intervals, 12s to 31s":                        {Code: learn.Gaps, N: 34, Shortest: 12_034 * time.Millisecond, Longest: 31_200 * time.Millisecond, Sure: learn.Likely},
		"1 message; few":                                  {Code: learn.Heard, N: 1, Sure: learn.Guess},
		"6 samples, 1 to 5; in 30 messages; few":          {Code: learn.Numbers, N: 6, Low: "1", High: "5", Part: 30, Sure: learn.Guess},
		"9 samples, off by 250ms at most; few":            {Code: learn.Times, N: 9, Longest: 250 * time.Millisecond, Sure: learn.Guess},
		"70 samples, 3 different values":                  {Code: learn.Words, N: 70, Of: 3, Low: "kW", Sure: learn.Sure},
		"40 samples, only ON seen":                        {Code: learn.Pair, N: 40, Low: "ON", Sure: learn.Likely},
		"the types of 17 values, 25 samples or more each": {Code: learn.Folded, Of: 17, N: 25, Sure: learn.Likely},
		"60 numbers, each 1 more than the last":           {Code: learn.Steps, N: 60, Sure: learn.Sure},
		"80 samples, counting, 1 to 1000000":              {Code: learn.Counts, N: 80, Low: "1", High: "1000000", Sure: learn.Sure},
	} {
		if got := Learned(b); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for want, l := range map[string]learn.Left{
		"1 topic of commands to devices.":                                               {Code: learn.Commands, N: 1},
		"2 payloads larger than 1.0 MB, which were not looked into.":                    {Code: learn.LargePay, N: 2, Most: 1 << 20},
		"the payloads of 1 topic, some of which begin as JSON and are broken. On: a/b.": {Code: learn.BrokenJSON, N: 1, Names: []string{"a/b"}},
		"the payloads of 4 topics, which are bytes and no text. Such as: a, b, c.":      {Code: learn.Unreadable, N: 4, Names: []string{"a", "b", "c"}},
		"1 device that was described and sent nothing. Learn for longer for more.":      {Code: learn.Silent, N: 1},
	} {
		if got := LeftOut(l); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestLearnedHead: what stands above a learned checklist is said here, with what was left out.
func TestLearnedHead(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 0, 0, time.UTC)
	p := &learn.Proposal{Began: at.Add(-time.Minute), Ended: at, Away: 1500 * time.Millisecond, Topics: 3, Messages: 40, Left: []learn.Left{{Code: learn.Commands, N: 1}}}
	lines := LearnedHead(p, "mqtt://plant.example", 2)
	want := map[int]string{
		0: "Learned from mqtt://plant.example on 2026-01-02 03:04, in 1m0s: topics 3, messages 40.",
		3: "There was no connection for 1.5s of the time.",
		4: "Left out: 1 topic of commands to devices.",
		5: "Left out: 2 devices and rules, for which this file has no room. Learn a part at a time with --topic.",
	}
	for i, s := range want {
		if len(lines) != 6 || lines[i] != s {
			t.Errorf("line %d of %q, want %q", i, lines, s)
		}
	}
}
