package verify

import (
	"slices"
	"time"
)

// outage is a test that a person makes: the device is online, the person takes its power away
// and says so, it goes offline by its will, and comes back. Its times are of the run.
type outage struct {
	*judge
	run    *Run
	member *member
	phase  Phase
	again  bool
	ready  time.Duration // when the person was told
	done   time.Duration // when the person said that it is done
	gone   time.Duration // when the device went offline
	early  bool          // that was before the person said so
	came   moment        // when it was back, if that was before, too
	unsure bool          // and too long after it was told to know how long it took
	missed int           // what the run had missed when it was done
	span   time.Duration // after which it went offline

	doubted []*member // that are judged in two ways
}

// isOver reports whether nobody has to do anything any more.
func (o *outage) isOver() bool { return o.verdict.State != Pending || o.phase == settled }

// limit is how long the phase may take, and since when; 0: as long as it likes.
func (o *outage) limit() (limit, since time.Duration) {
	switch o.phase {
	case Pulled:
		return o.check.Within, o.done
	case Gone:
		return o.check.Outage.Back, o.gone
	default:
		return 0, 0
	}
}

// offered tells the person.
func (o *outage) offered(now moment) {
	o.resolve(false, now.at)
	o.phase, o.ready, o.early, o.unsure = Ready, now.elapsed, false, false
	if !o.again {
		o.verdict.Reason = Reason{Code: Asked, Found: o.check.Outage.Operator}
	}
}

// pulled notes that the person has done it. The device may have said so before: the person
// walks back. Then its time is known where it was shorter than the limit at the longest. One
// that is back by then may have gone by itself.
func (o *outage) pulled(r *Run, now moment) {
	o.done, o.missed = now.elapsed, r.missed
	if o.wentEarly() {
		o.believe()
		o.span, o.unsure = o.gone-o.ready, o.gone-o.ready > o.check.Within
		if !o.member.out {
			o.returned(o.came)
			return
		}
		o.phase, o.verdict.Reason = Gone, Reason{Code: WentOffline, Span: o.span}
		return
	}
	o.resolve(true, now.at)
	o.run.leave(o.member, now.at)
	o.phase, o.verdict.Reason, o.verdict.Evidence = Pulled, Reason{Code: Awaited, Limit: o.check.Within}, nil
}

// wentEarly reports whether the device has gone before the person said so, and is away, or it
// was in time. Another time that it was away by itself does not count.
func (o *outage) wentEarly() bool {
	return o.early && (o.member.out || o.gone-o.ready <= o.check.Within)
}

// signal judges what the device says now, or the broker for it.
func (o *outage) signal(says string, h *hearing) {
	online, known := o.member.of.Online.Means(says)
	if online && o.phase == Unready && o.verdict.State == Pending {
		o.resolve(false, h.at) // it is there again
	}
	if !h.live() || o.verdict.State != Pending {
		return // what the broker keeps is of before
	}
	switch {
	case !known:
	case !online:
		o.offline(h)
	case o.phase == Gone:
		o.verdict.Evidence = append(slices.Clip(o.verdict.Evidence), h.cite()...)
		o.returned(moment{h.at, h.elapsed})
	case o.phase == Ready && o.early && o.member.out:
		o.verdict.Evidence = append(slices.Clip(o.verdict.Evidence), h.cite()...)
		o.came = moment{h.at, h.elapsed}
		o.run.back(o.member, h.at)
	}
}

// offline judges that the device has gone.
func (o *outage) offline(h *hearing) {
	switch o.phase {
	case Ready:
		if o.early && o.member.out {
			return // it says it again
		}
		o.resolve(true, h.at) // the time before
		o.early, o.gone, o.verdict.Evidence = true, h.elapsed, h.cite()
		o.doubt()
		o.run.leave(o.member, h.at)
	case Pulled, settled:
		if o.missed != h.run.missed && h.elapsed-o.done > o.check.Within {
			o.interrupt() // it may have said so before
			return
		}
		o.gone, o.span = h.elapsed, max(0, h.elapsed-o.done) // it may have been read before
		if o.span > o.check.Within {
			o.end(Fail, Reason{Code: OfflineLate, Span: o.span, Limit: o.check.Within, At: h.at}, h.at)
			o.verdict.Evidence = h.cite()
			return
		}
		o.phase, o.verdict.Reason, o.verdict.Evidence = Gone, Reason{Code: WentOffline, Span: o.span}, h.cite()
	case Unready, Gone: // it was not to be tested, or says it again
	}
}

// returned judges that the device is back.
func (o *outage) returned(now moment) {
	why := Reason{Code: WentAndCame, Span: o.span, Limit: o.check.Within, At: now.at}
	if limit := o.check.Outage.Back; limit > 0 && now.elapsed-o.gone > limit {
		if o.missed != o.run.missed {
			o.interrupt() // it may have said so before
			o.resolve(false, now.at)
			return
		}
		o.end(Fail, Reason{Code: BackLate, Span: now.elapsed - o.gone, Limit: limit, At: now.at}, now.at)
		return
	}
	state := Warn
	switch {
	case o.phase == Ready:
		why.Code = CameUntold
	case o.unsure:
		why.Code = WentUntold
	default:
		state = Pass
	}
	o.end(state, why, now.at)
}

// end decides.
func (o *outage) end(state State, why Reason, at time.Time) {
	o.phase, o.verdict.State, o.verdict.Reason = settled, state, why
	o.verdict.Samples = 1
	o.resolve(false, at)
}

// leave gives the step up.
func (o *outage) leave(why Reason) {
	o.phase, o.verdict.State, o.verdict.Reason, o.verdict.Evidence = settled, Manual, why, nil
}

// interrupt makes it void: it is to be done again. A device that was taken away is until it says
// that it is online; where it never does, it is judged as if it had been there.
func (o *outage) interrupt() {
	o.early = false
	if o.verdict.State != Pending || o.phase == Unready {
		return
	}
	if o.phase == Ready {
		o.resolve(true, o.run.latest)
	} else {
		o.doubt()
	}
	o.again = o.again || o.phase != Ready
	o.phase, o.verdict.Reason, o.verdict.Evidence = Unready, Reason{Code: NotOnline}, nil
	if o.again {
		o.verdict.Reason.Code = Interrupted
	}
}

// pass lets time pass. A silence counts once a message of any device has come after it; when
// messages were lost meanwhile, that of the device may be one of them.
func (o *outage) pass(r *Run, now moment) {
	limit, since := o.limit()
	if o.phase == settled {
		limit, since = o.check.Within, o.done
	}
	if o.verdict.State != Pending || limit == 0 || now.elapsed-since <= limit {
		return
	}
	proven := r.proof.elapsed-since > limit
	switch {
	case o.missed != r.missed:
		o.interrupt()
	case o.phase == Gone && proven:
		o.end(Fail, Reason{Code: NotBack, Limit: limit}, now.at)
	case o.phase == Gone: // the next message tells whether the connection is alive
	case proven:
		o.end(Fail, Reason{Code: NotOffline, Limit: limit}, now.at)
	default:
		o.phase, o.verdict.Reason = settled, Reason{Code: NotOffline, Limit: limit}
	}
}

// finish is for the end of the run.
func (o *outage) finish(end ending) {
	limit, since := o.limit()
	open := limit > 0 && end.elapsed-since <= limit
	switch {
	case o.phase == Ready && !o.again:
		o.leave(Reason{Code: NotDone})
	case o.again && o.phase <= Ready: // which it says
	case o.phase == Unready && o.member.isOnline(): // another one was to be done before
		o.leave(Reason{Code: NotDone})
	case o.phase == Unready:
		o.verdict.State = Fail
	case open:
		o.verdict.Reason = Reason{Code: TooEarly, Span: end.elapsed - since, Limit: limit}
	case o.missed != end.missed:
		o.verdict.Reason = Reason{Code: Interrupted}
	case o.phase == Gone:
		o.verdict.State, o.verdict.Reason = Fail, Reason{Code: NotBack, Limit: limit}
	default:
		o.verdict.State, o.verdict.Reason = Fail, Reason{Code: NotOffline, Limit: o.check.Within}
	}
}

// isOnline reports whether a device is known to be online: it says so, and was heard now.
func (m *member) isOnline() bool {
	return m.on && (m.live || m.says)
}
