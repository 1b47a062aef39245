package verify

// types judges the types of many values, each by itself.
func (j *judge) types(m *member, h *hearing) {
	for _, part := range j.parts {
		part.field(m, h)
	}
	j.sumUp()
}

// finishTypes gives each value its verdict at the end, and all of them one.
func (j *judge) finishTypes(m *member, end ending) {
	for _, part := range j.parts {
		before := part.verdict
		part.finish(m, end)
		end.reopen(part.check, &part.verdict, before)
	}
	j.sumUp()
}

// partRank is how much a verdict of one value counts for the verdict of all.
var partRank = map[State]int{Fail: 0, NotVerifiable: 1, Pending: 2, Warn: 3, Pass: 4}

// rank orders the verdicts of values, the worst first; what was never there, and may be, says the
// least.
func (j *judge) rank() int {
	if j.isLeftOut() {
		return len(partRank)
	}
	return partRank[j.verdict.State]
}

// isLeftOut reports whether a value that need not come has not come so far.
func (j *judge) isLeftOut() bool {
	why := j.verdict.Reason.Code
	return why == LeftOut || why == NeverSeen && j.verdict.State == Pending && j.check.Value.Optional
}

// sumUp makes one verdict of those of the values: the worst, with all values that have it. While
// none has failed, what has come so far is told as of one value, that with the fewest samples.
func (j *judge) sumUp() {
	worst := j.parts[0]
	j.verdict.Violations = 0
	for _, part := range j.parts {
		v := &part.verdict
		j.verdict.Violations += v.Violations
		one, other := part.rank(), worst.rank()
		if one < other || one == other && v.Samples < worst.verdict.Samples {
			worst = part
		}
	}
	v := worst.verdict
	j.verdict.State, j.verdict.Reason, j.verdict.Samples, j.verdict.Evidence = v.State, v.Reason, v.Samples, v.Evidence
	if v.State == Pass || v.State == Warn || alike(v.Reason.Code) {
		return
	}
	why := Reason{Code: SomeValues, Of: len(j.parts)}
	for _, part := range j.parts {
		if part.verdict.State == v.State && !part.isLeftOut() && (v.State != Pending || part.verdict.Samples < part.check.Samples) {
			why.Values = append(why.Values, ValueReason{part.check.Path, part.verdict.Reason})
		}
	}
	if why.N = len(why.Values); why.N > 0 {
		j.verdict.Reason = why
	}
}

// alike reports whether a reason is not of one value: the device or topic was not heard.
func alike(code Code) bool {
	switch code {
	case NeverSeen, NotYetSeen, NoTopic, OnlyRetained, OnlyEmpty, Refused, NotDescribed:
		return true
	default:
		return false
	}
}
