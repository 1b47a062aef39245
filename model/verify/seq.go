package verify

import (
	"math"
	"strconv"

	"github.com/tidwall/gjson"
)

// sequence is a number that goes up by one with each message.
type sequence struct {
	known bool  // the one of the message before is
	last  int64 // that one
}

func (s *sequence) void() { s.known = false }

// seq judges whether a number follows the one before it. A message that is sent again because
// its acknowledgement was lost says so.
func (j *judge) seq(m *member, h *hearing) {
	if !h.live() || j.numbering != nil {
		return
	}
	v, _, ok := j.find(h)
	if !ok || v.Type != gjson.Number {
		return // which the check of the field says
	}
	got, ok := wholeOf(v)
	if !ok {
		return
	}
	s := j.sequence.of(h, j.apart(m))
	if s.known && h.message.Dup && got == s.last {
		return
	}
	want, known := s.last+1, s.known
	if most := int64(j.check.Most); most > 0 && s.last >= most {
		want = 0
	}
	j.came = true
	s.known, s.last = true, got
	if known {
		j.sample(h, Reason{Code: NotNext, Found: excerpt(v.Raw), Want: strconv.FormatInt(want, 10)}, got == want)
	}
}

func (j *judge) finishSeq(m *member, end ending) {
	switch {
	case j.numbering != nil:
		j.finishNumbers(m, end)
	case j.verdict.Samples > 0 || !m.live:
		j.universal(m, end)
	case j.came:
		j.verdict.Reason = Reason{Code: TooFew, Of: j.check.Samples}
	default:
		j.absent(m)
	}
}

// wholeOf is a number without a fraction, however it is written.
func wholeOf(v gjson.Result) (int64, bool) {
	if n, err := strconv.ParseInt(v.Raw, 10, 64); err == nil {
		return n, true
	}
	return int64(v.Num), v.Num == math.Trunc(v.Num) && !large(v)
}
