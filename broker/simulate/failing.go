package simulate

// begin has a failure come over a device, if it does.
func (l *line) begin(e *event) {
	f, d := l.kind.failures[e.i], e.d
	strikes := f.at >= 0 || d.chance.Float64() < f.chance
	if f.every > 0 {
		again := *e
		again.due += f.every
		l.due.add(&again)
	}
	if !strikes || d.failing[e.i] {
		return
	}
	d.failing[e.i] = true
	l.of.count(func(s *Status) { s.Failures++; s.Failing++ })
	if f.last > 0 {
		l.due.add(&event{what: ends, due: e.due + f.last, d: d, i: e.i})
	}
	switch f.kind {
	case Dies:
		if d.dead++; d.dead == 1 {
			l.die(d, f.will, e)
		}
	case Loops:
		l.bounce(e)
	case Duplicated:
		l.duplicate()
	default:
		l.turn(d, f, 1)
	}
}

// turn counts the failures that change what a device sends.
func (l *line) turn(d *device, f *failure, by int) {
	switch f.kind {
	case Freezes:
		d.frozen += by
	case Nonsense:
		d.nonsense += by
	case Silent:
		d.silent += by
	case ClockOff:
		if by > 0 {
			d.off += f.off
		} else {
			d.off -= f.off
		}
	case Dies, Loops, Duplicated: // not of what it sends
	}
}

// recover ends a failure.
func (l *line) recover(e *event) {
	f, d := l.kind.failures[e.i], e.d
	d.failing[e.i] = false
	l.of.count(func(s *Status) { s.Failing-- })
	switch f.kind {
	case Dies:
		if d.dead--; d.dead == 0 {
			l.revive(d, e)
		}
	case Duplicated:
		l.endTwin()
	default:
		l.turn(d, f, -1)
	}
}

// bounce has a device connect again, and once more after a pause, as long as it fails.
func (l *line) bounce(e *event) {
	f := l.kind.failures[e.i]
	if !e.d.failing[e.i] {
		return
	}
	if e.d.dead == 0 {
		l.die(e.d, f.will, e)
		l.revive(e.d, e)
	}
	l.due.add(&event{what: bounces, due: e.due + f.pause, d: e.d, i: e.i})
}

// die ends the connection of a device, with its will or without. On a shared one its will
// is published for it, as a gateway does.
func (l *line) die(d *device, will bool, e *event) {
	if l.kind.shared > 0 {
		if will {
			l.publishApart(l.kind.will, d, e.due, nil)
		}
		return
	}
	l.disconnect(will)
}

// revive has a device come back.
func (l *line) revive(d *device, e *event) {
	if l.kind.shared == 0 {
		l.plan(e.due)
		return
	}
	for _, m := range l.kind.birth {
		l.publishApart(m, d, e.due, nil)
	}
}
