package verification

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"time"
	"unicode/utf8"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model/checklist"
	"mangrove/model/verify"
)

// Earlier is what a bundle says of its run, as far as two are compared.
type Earlier struct {
	Checklist    string // its SHA-256 sum, in hex
	Began, Ended time.Time
	Verdicts     []EarlierVerdict
}

// EarlierVerdict is one of a run that is over.
type EarlierVerdict struct {
	Subject string       `json:"subject"`
	Device  bool         `json:"device,omitempty"`
	Member  string       `json:"member,omitempty"`
	Topic   string       `json:"topic,omitempty"`
	Check   string       `json:"check"` // a code; its name is [EarlierVerdict.Name]
	State   verify.State `json:"state"`
	Reason  string       `json:"reason,omitempty"` // its code and values; [EarlierVerdict.Sentence] says them
	Why     string       `json:"why,omitempty"`    // a sentence, where there is no reason
	Waived  bool         `json:"waived,omitempty"` // it is accepted that it did not pass
}

// The limits of the results that are compared, in bytes and verdicts.
const (
	largestResults = 2_000_000_000
	mostVerdicts   = 3_000_000
	mostTexts      = 1_000_000_000 // of all verdicts
	deepestResults = 32            // objects and lists within each other
)

// ReadEarlier reads the results of a bundle, or fails with [broker.NoReport] or [broker.NoResults]. Whether they are as they were written says [Check].
func ReadEarlier(bundle []byte) (*Earlier, error) {
	z, err := zip.NewReader(bytes.NewReader(bundle), int64(len(bundle)))
	if err != nil {
		return nil, broker.NoReport
	}
	f, err := z.Open(partNames[1])
	if err != nil {
		return nil, broker.NoReport
	}
	defer f.Close() //nolint:errcheck // it was only read
	e := new(Earlier)
	r := resultsReader{json.NewDecoder(&trimmed{from: io.LimitReader(f, largestResults)}), mostTexts}
	if err := r.results(e); err != nil {
		return nil, &broker.ReportFault{Code: broker.NoResults, Err: err}
	}
	return e, nil
}

// resultsReader reads the results of a run token by token: a member that does not count may be
// of any length.
type resultsReader struct {
	*json.Decoder
	room int // bytes of texts
}

// open takes the token that an object or a list begins with.
func (r *resultsReader) open(with json.Delim) error {
	t, err := r.Token()
	if err == nil && t != with {
		err = broker.ReportForm
	}
	return err
}

// members calls a function for each member of an object, which has to read its value.
func (r *resultsReader) members(do func(name string) error) error {
	if err := r.open('{'); err != nil {
		return err
	}
	for r.More() {
		name, err := r.text()
		if err != nil {
			return err
		}
		r.room += len(name) // it is not kept
		if err := do(name); err != nil {
			return err
		}
	}
	_, err := r.Token()
	return err
}

func (r *resultsReader) text() (string, error) {
	t, err := r.Token()
	if err != nil {
		return "", err
	}
	s, ok := t.(string)
	switch r.room -= len(s); {
	case !ok:
		return "", broker.ReportForm
	case r.room < 0 || len(s) >= longestText/utf8.UTFMax: // it may have been cut
		return "", broker.ReportTooLarge
	}
	return s, nil
}

func (r *resultsReader) time(at *time.Time) error {
	s, err := r.text()
	if err != nil {
		return err
	}
	*at, err = time.Parse(time.RFC3339Nano, s)
	return err
}

func (r *resultsReader) results(e *Earlier) error {
	return r.members(func(name string) (err error) {
		switch name {
		case "checklist_sha256":
			e.Checklist, err = r.text()
		case "began":
			err = r.time(&e.Began)
		case "ended":
			err = r.time(&e.Ended)
		case "results":
			err = r.verdicts(e)
		default:
			err = r.skip()
		}
		return err
	})
}

func (r *resultsReader) verdicts(e *Earlier) error {
	if err := r.open('['); err != nil {
		return err
	}
	for r.More() {
		if len(e.Verdicts) == mostVerdicts {
			return broker.ReportTooLarge
		}
		var v EarlierVerdict
		if err := r.verdict(&v); err != nil {
			return err
		}
		e.Verdicts = append(e.Verdicts, v)
	}
	_, err := r.Token()
	return err
}

func (r *resultsReader) verdict(v *EarlierVerdict) error {
	var kind, of, reason string
	var known *values
	err := r.members(func(name string) (err error) {
		var state string
		switch name {
		case "subject":
			v.Subject, err = r.text()
		case "device":
			err = r.flag(&v.Device)
		case "member":
			v.Member, err = r.text()
		case "topic":
			v.Topic, err = r.text()
		case "check":
			v.Check, err = r.text()
		case "state":
			state, err = r.text()
			v.State = verify.State(state)
		case "kind":
			kind, err = r.text()
		case "of":
			of, err = r.text()
		case "reason":
			reason, err = r.text()
		case "values":
			known = new(values)
			err = r.values(known)
		case "why":
			v.Why, err = r.text()
		case "waiver":
			v.Waived = true
			err = r.skip()
		default:
			err = r.skip()
		}
		return err
	})
	v.complete(kind, of, verify.Code(reason), known)
	return err
}

// complete takes what a verdict has of codes. One of an earlier program has none.
func (v *EarlierVerdict) complete(kind, of string, reason verify.Code, known *values) {
	if kind != "" {
		v.Check = checkCode(checklist.Kind(kind), of)
	}
	v.Check = checkCodeOf(v.Check)
	if known == nil {
		return
	}
	v.Reason = packReason(reason, known)
	if v.Reason != "" && explain.KnowsVerdict(reason) {
		v.Why = "" // it is said anew
	}
}

func (r *resultsReader) flag(b *bool) error {
	t, err := r.Token()
	is, ok := t.(bool)
	if *b = is; err == nil && !ok {
		err = broker.ReportForm
	}
	return err
}

// skip reads a value that does not count.
func (r *resultsReader) skip() error {
	for depth := 0; ; {
		t, err := r.Token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
		if depth > deepestResults {
			return broker.ReportTooLarge
		}
	}
}

// Change is a check of two runs with another verdict in the later one.
type Change struct {
	Before, After EarlierVerdict // without a state: the run does not have the check
}

// Of is the verdict that names the check: the later one, where there is one.
func (c *Change) Of() *EarlierVerdict {
	if c.After.State == "" {
		return &c.Before
	}
	return &c.After
}

// Part is what of its subject a verdict is of, a member or a topic; empty: all of it.
func (v *EarlierVerdict) Part() string {
	part := v.Member
	if part == "" && !v.Device {
		part = v.Topic
	}
	if part == v.Subject {
		return ""
	}
	return part
}

// Comparison is how a run differs from an earlier one, in the order of the later one.
type Comparison struct {
	Worse     []Change
	Better    []Change
	Gone      []Change // checks that the later run does not have
	Added     []Change // that the earlier one does not have
	Same      int      // with the same state, or accepted as they are
	Checklist bool     // it is the same one, byte for byte
}

// Compare holds a run against an earlier one.
func Compare(before, after *Earlier) Comparison {
	c := Comparison{Checklist: before.Checklist == after.Checklist}
	was := make(map[identity]*EarlierVerdict, len(before.Verdicts))
	each(before, func(id identity, v *EarlierVerdict) { was[id] = v })
	each(after, func(id identity, v *EarlierVerdict) {
		old := was[id]
		delete(was, id)
		switch {
		case old == nil:
			c.Added = append(c.Added, Change{After: *v})
		case severity(v) > severity(old) && !v.Waived:
			c.Worse = append(c.Worse, Change{*old, *v})
		case severity(v) < severity(old):
			c.Better = append(c.Better, Change{*old, *v})
		default:
			c.Same++
		}
	})
	each(before, func(id identity, v *EarlierVerdict) {
		if was[id] != nil {
			c.Gone = append(c.Gone, Change{Before: *v})
		}
	})
	return c
}

// Fallen is how many checks are worse. With one checklist that is also one that had passed, or
// warned, and is gone, as of a topic that does not come any more, and a new one that fails. What
// is waived is none of them.
func (c *Comparison) Fallen() int {
	n := len(c.Worse)
	if !c.Checklist {
		return n
	}
	for i := range c.Gone {
		if s := c.Gone[i].Before.State; s == verify.Pass || s == verify.Warn {
			n++
		}
	}
	for i := range c.Added {
		if v := &c.Added[i].After; v.State == verify.Fail && !v.Waived {
			n++
		}
	}
	return n
}

// identity tells a check from all others of its run.
type identity struct {
	subject string
	device  bool
	member  string // or the topic, where none has a name
	check   string
	of      int // which of several with one name
}

// each calls a function for every verdict with its identity.
func each(e *Earlier, do func(identity, *EarlierVerdict)) {
	seen := make(map[identity]int)
	for i := range e.Verdicts {
		v := &e.Verdicts[i]
		id := identity{subject: v.Subject, device: v.Device, member: v.Member, check: v.Check}
		if v.Member == "" && !v.Device {
			id.member = v.Topic
		}
		seen[id]++
		id.of = seen[id]
		do(id, v)
	}
}

// severity orders verdicts by how much there is to do.
func severity(v *EarlierVerdict) int {
	switch {
	case v.State == verify.Pass:
		return 0
	case v.State == verify.Warn, v.Waived:
		return 1
	case v.State == verify.Fail:
		return 3
	default:
		return 2
	}
}
