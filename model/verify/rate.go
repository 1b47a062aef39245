package verify

// rate counts messages in windows, the first of which begins with the first message after
// the retained ones have been replayed.
func (j *judge) rate(h *hearing) {
	r := j.rhythm
	if !h.live() {
		return
	}
	if h.elapsed < h.run.list.Settle {
		return
	}
	j.verdict.Samples++
	if since := h.at.Sub(r.window); r.window.IsZero() || since < 0 || since >= j.check.Window {
		r.window, r.count = h.at, 0
	}
	if r.count++; r.count > j.check.Most {
		j.verdict.Violations++
		if !j.failed() {
			j.set(Fail, Reason{Code: TooOften, N: r.count, Of: j.check.Most, Span: j.check.Window}, h)
		}
	}
	j.verdict.Reason.N = max(j.verdict.Reason.N, r.count)
}

// finishRate passes when a whole window was heard. It is a limit of what is sent, so that a
// topic at rest keeps it.
func (j *judge) finishRate(m *member, end ending) {
	heard := end.longest
	switch {
	case !m.live && !m.kept:
		j.unseen(m)
	case heard < j.check.Window:
		j.verdict.Reason = Reason{Code: Watched, Span: max(0, heard), Limit: j.check.Window}
		j.verdict.Evidence = m.keptCite
	case j.verdict.Samples == 0:
		j.held(Reason{Code: AtRest, Span: heard}, end)
		j.verdict.Evidence = m.keptCite
	default:
		j.held(Reason{Code: Held, N: j.verdict.Samples}, end)
	}
}
