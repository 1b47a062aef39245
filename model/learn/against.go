package learn

import (
	"slices"
	"strings"

	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/verify"
)

// Otherwise is how a site is otherwise than a checklist has it.
type Otherwise string

// The ways, with what of a [Difference] has a value besides Subject.
const (
	Gone      Otherwise = "missing"       // a device, or topics of a rule: Names, where they are known; Why
	Extra     Otherwise = "extra"         // a device, or topics of a rule that is not in the checklist, or of one that is: Names
	Quiet     Otherwise = "quiet"         // Check, Why: the broker keeps something, and nothing was sent
	NoField   Otherwise = "field missing" // Check, Why; Names: fields that it has instead
	OtherType Otherwise = "other type"    // Check, Why
	OtherUnit Otherwise = "other unit"    // Check, Why
	OtherData Otherwise = "other values"  // Check, Why
	OtherRate Otherwise = "other rate"    // Check, Why
	OtherWay  Otherwise = "other"         // Check, Why: it is none of these
)

// Ways are all of them, in the order in which they are told.
var Ways = []Otherwise{Gone, Extra, Quiet, NoField, OtherType, OtherUnit, OtherData, OtherRate, OtherWay}

// Difference is one thing that is otherwise than a checklist has it, or that could not be compared.
type Difference struct {
	Way     Otherwise // empty: it could not be compared
	Subject string    // the ID of a device, or the topic of a rule
	Device  bool
	Member  string           // of a rule; empty: it is of the device, or of the whole rule
	Check   *checklist.Check // nil: it is of all of them
	Why     verify.Reason
	Names   []string
}

// Comparison is how a site is held against a checklist.
type Comparison struct {
	Differences []Difference // in the order of [Ways]
	Open        []Difference // what could not be compared
	Same        int          // checks that hold
}

// Against holds a site against a checklist, by the run that has judged it and what was learned of
// the site meanwhile. What a person does, and what is published, is left out.
func Against(run *verify.Run, p *Proposal) *Comparison {
	c := &comparing{run: run, proposal: p, told: map[told]bool{}, on: map[string][]*Subject{}, about: map[*checklist.Subject][]*Subject{}}
	for _, s := range p.Subjects {
		for _, topic := range s.names {
			c.on[topic] = append(c.on[topic], s)
		}
	}
	for _, r := range run.Results() {
		if r.Check.Kind != checklist.LWTTest && r.Check.Kind != checklist.Commanded && r.Waiver == nil {
			c.result(&r)
		}
	}
	c.extra()
	slices.SortStableFunc(c.Differences, func(a, b Difference) int { return slices.Index(Ways, a.Way) - slices.Index(Ways, b.Way) })
	return &c.Comparison
}

// comparing is a comparison that is being made.
type comparing struct {
	Comparison

	run      *verify.Run
	proposal *Proposal
	told     map[told]bool
	on       map[string][]*Subject             // what would be learned of a topic
	about    map[*checklist.Subject][]*Subject // and of the topics of a device or rule, once it is known
}

// told is of what it has been told that it is missing: none of its checks says more.
type told struct {
	subject *checklist.Subject
	member  string
}

func (c *comparing) result(r *verify.Result) {
	if len(r.Reason.Values) > 0 {
		c.values(r)
		return
	}
	d := Difference{Subject: r.Subject.ID, Device: r.Subject.Device, Member: r.Member, Check: r.Check, Why: r.Reason}
	switch r.State {
	case verify.Pass, verify.Warn:
		c.Same++
		return
	case verify.Fail:
	default:
		c.Open = append(c.Open, d)
		return
	}
	d.Way = wayOf(r)
	switch d.Way {
	case Gone:
		c.gone(r, d)
		return
	case Extra:
		d.Check, d.Names = nil, r.Reason.Names
	case NoField:
		d.Names = c.instead(r)
	}
	c.Differences = append(c.Differences, d)
	if r.Reason.Code == verify.Unexpected && r.Reason.Of > 0 { // some are missing as well
		d.Way, d.Names, d.Why = Gone, r.Reason.Others, verify.Reason{Code: verify.Missing, N: r.Reason.Of, Names: r.Reason.Others}
		c.gone(r, d)
	}
}

// values tells of each of several values of one check by itself.
func (c *comparing) values(of *verify.Result) {
	for _, v := range of.Reason.Values {
		r := *of
		r.Reason = v.Reason
		if i := slices.IndexFunc(of.Check.Parts, func(part *checklist.Check) bool { return part.Path == v.Path }); i >= 0 {
			r.Check = of.Check.Parts[i]
		}
		c.result(&r)
	}
}

// gone tells once that something is missing. A rule that names its members names those that are.
func (c *comparing) gone(r *verify.Result, d Difference) {
	key := told{r.Subject, r.Member}
	if c.told[key] || r.Member != "" && names(r.Subject) {
		return
	}
	c.told[key] = true
	d.Check = nil
	if d.Why.Code == verify.Missing {
		d.Names = d.Why.Names
	}
	c.Differences = append(c.Differences, d)
}

// names reports whether a rule names its members.
func names(s *checklist.Subject) bool {
	return slices.ContainsFunc(s.Checks, func(c *checklist.Check) bool { return c.Kind == checklist.Members })
}

// wayOf is how a site is otherwise, by a check that has failed.
func wayOf(r *verify.Result) Otherwise {
	switch r.Reason.Code {
	case verify.NeverSeen, verify.NoTopic, verify.NotDescribed, verify.Missing:
		return Gone
	case verify.Late:
		if r.Reason.At.IsZero() {
			return Gone
		}
		return OtherRate
	case verify.Unexpected:
		return Extra
	case verify.Counted:
		if r.Reason.N < r.Check.Low {
			return Gone
		}
		return Extra
	case verify.OnlyRetained:
		return Quiet
	}
	switch r.Check.Kind {
	case checklist.Field:
		return wayOfField(r)
	case checklist.Interval, checklist.Rate, checklist.Stuck:
		return OtherRate
	default:
		return OtherWay
	}
}

func wayOfField(r *verify.Result) Otherwise {
	switch r.Reason.Code {
	case verify.Absent, verify.NoAnswer:
		return NoField
	case verify.WrongType, verify.NoJSON, verify.NotSparkplug:
		return OtherType
	}
	if isUnit(r.Check.Path) {
		return OtherUnit
	}
	return OtherData
}

// isUnit reports whether a field says what another one is measured in.
func isUnit(path string) bool {
	name := strings.ToLower(path[strings.LastIndexByte(path, '.')+1:])
	return slices.Contains([]string{"unit", "units", "uom", "unit_of_measurement", "unitofmeasurement", "engunit", "unitcode"}, name)
}

// instead are the fields that topics of a result have and the checklist does not: one of them may
// be the missing one by another name.
func (c *comparing) instead(r *verify.Result) (fields []string) {
	of := c.on[r.Topic]
	if r.Topic == "" {
		of = c.aboutAll(r.Subject)
	}
	for _, s := range of {
		for _, path := range s.paths() {
			if !hasField(r.Subject, path) && !slices.Contains(fields, path) {
				fields = append(fields, path)
			}
		}
	}
	return fields
}

// aboutAll is what would be learned of the topics of a device or rule.
func (c *comparing) aboutAll(of *checklist.Subject) []*Subject {
	all, known := c.about[of]
	if known {
		return all
	}
	matched := func(topic string) bool {
		return slices.ContainsFunc(of.Filters, func(f string) bool { return model.Match(f, topic) })
	}
	for _, s := range c.proposal.Subjects {
		if slices.ContainsFunc(s.names, matched) {
			all = append(all, s)
		}
	}
	c.about[of] = all
	return all
}

// hasField reports whether a subject asks for a field, or for something in it, or around it.
func hasField(s *checklist.Subject, path string) bool {
	return slices.ContainsFunc(s.ValueChecks(), func(c *checklist.Check) bool {
		return c.Path == path || strings.HasPrefix(c.Path, path+".") || c.Path != "" && strings.HasPrefix(path, c.Path+".")
	})
}

// extra finds the devices and topics that the checklist says nothing of: those that would be
// learned.
func (c *comparing) extra() {
	for _, s := range c.proposal.Subjects {
		unknown := slices.DeleteFunc(slices.Clone(s.names), c.run.Knows)
		if len(unknown) == 0 || s.Device && len(unknown) < len(s.names) {
			continue
		}
		slices.Sort(unknown)
		c.Differences = append(c.Differences, Difference{Way: Extra, Subject: s.Keys[0].Value, Device: s.Device, Names: unknown})
	}
}
