package verify

import (
	"strconv"

	"github.com/tidwall/gjson"
)

// sequence is a number that goes up by one with each message.
type sequence struct {
	came  bool  // a number has come
	known bool  // the one of the message before is
	last  int64 // that one
}

func (s *sequence) void() { s.known = false }

// seq judges whether a number follows the one before it. A message that is sent again because
// its acknowledgement was lost says so.
func (j *judge) seq(h *hearing) {
	if !h.live() {
		return
	}
	v, ok := valueAt(h.message.Payload, j.check.Path)
	if !ok || v.Type != gjson.Number {
		return // which the check of the field says
	}
	got, err := strconv.ParseInt(v.Raw, 10, 64)
	if err != nil {
		return
	}
	s := j.sequence
	if s.known && h.message.Dup && got == s.last {
		return
	}
	want, known := s.last+1, s.known
	if most := int64(j.check.Most); most > 0 && s.last >= most {
		want = 0
	}
	s.came, s.known, s.last = true, true, got
	if known {
		j.sample(h, Reason{Code: NotNext, Found: excerpt(v.Raw), Want: strconv.FormatInt(want, 10)}, got == want)
	}
}

func (j *judge) finishSeq(m *member, end ending) {
	switch {
	case j.verdict.Samples > 0 || !m.live:
		j.universal(m, end)
	case j.sequence.came:
		j.verdict.Reason = Reason{Code: TooFew, Of: j.check.Samples}
	default:
		j.verdict.State, j.verdict.Reason = Fail, Reason{Code: NoAnswer, Want: j.check.Path}
	}
}
