package verify

import "iter"

// Devices counts devices and members of rules, each once and by the worst of its verdicts, and
// how many of those that failed were never there: all that failed of them did for that.
type Devices struct {
	Tally

	Absent int
}

// worstFirst is the order in which the states count for a device.
var worstFirst = map[State]int{Fail: 0, Pending: 1, Manual: 2, NotVerifiable: 3, Waived: 4, Warn: 5, Pass: 6}

// CountDevices counts the devices and members that results are of. Those of one follow each
// other, as a run has them; what is of the whole of a rule is of no device.
func CountDevices(results []Result) (d Devices) {
	for of := range byDevice(results) {
		if of[0].Subject.Device || of[0].Member != "" {
			d.count(of)
		}
	}
	return d
}

// byDevice are the results of each device, member or rule, which follow each other.
func byDevice(results []Result) iter.Seq[[]Result] {
	return func(yield func([]Result) bool) {
		for from := 0; from < len(results); {
			to := from + 1
			for to < len(results) && results[to].sameDevice(&results[from]) {
				to++
			}
			if !yield(results[from:to]) {
				return
			}
			from = to
		}
	}
}

func (d *Devices) count(results []Result) {
	worst := Pass
	for i := range results {
		state := results[i].State
		if results[i].Waiver != nil {
			state = Waived
		}
		if worstFirst[state] < worstFirst[worst] {
			worst = state
		}
	}
	d.add(worst)
	if worst == Fail && NeverThere(results) {
		d.Absent++
	}
}

// sameDevice reports whether two results are of one device or one member.
func (r *Result) sameDevice(other *Result) bool {
	return r.Subject == other.Subject && r.Member == other.Member && r.Topic == other.Topic
}

// NeverThere reports whether all that has failed of a device or member did for the one reason
// that nothing of it came, and nothing else of it was heard.
func NeverThere(results []Result) bool {
	some := false
	for i := range results {
		r := &results[i]
		if r.heard() {
			return false
		}
		if r.State != Fail || r.Waiver != nil {
			continue
		}
		if some = true; !r.Reason.isAbsence() {
			return false
		}
	}
	return some
}

// heard reports whether a verdict rests on something that came.
func (r *Result) heard() bool { return r.Samples > 0 || r.Verdict.Evidence != nil }

func (r *Reason) isAbsence() bool {
	switch r.Code {
	case NeverSeen, NoTopic, NotDescribed:
		return true
	case Late:
		return r.At.IsZero()
	default:
		return false
	}
}
