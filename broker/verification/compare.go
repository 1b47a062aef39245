package verification

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"time"

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
	Device  bool         `json:"device"`
	Member  string       `json:"member"`
	Topic   string       `json:"topic"`
	Check   string       `json:"check"`
	State   verify.State `json:"state"`
	Why     string       `json:"why"`
}

// The limits of the results that are compared, in bytes and verdicts.
const (
	largestResults = 2_000_000_000
	mostVerdicts   = 3_000_000
)

// ErrNoResults says that a bundle has no results that can be read.
var ErrNoResults = errors.New("its results.json cannot be read")

// ReadEarlier reads the results of a bundle. Whether they are as they were written says [Check].
func ReadEarlier(bundle []byte) (*Earlier, error) {
	z, err := zip.NewReader(bytes.NewReader(bundle), int64(len(bundle)))
	if err != nil {
		return nil, ErrNoBundle
	}
	f, err := z.Open(partNames[1])
	if err != nil {
		return nil, ErrNoBundle
	}
	defer f.Close() //nolint:errcheck // it was only read
	e := new(Earlier)
	if err := e.read(json.NewDecoder(io.LimitReader(f, largestResults))); err != nil {
		return nil, errors.Join(ErrNoResults, err)
	}
	return e, nil
}

// read takes the members of the document that count, and never has more than one verdict of it
// in memory: the rest of them may be long.
func (e *Earlier) read(d *json.Decoder) error {
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		switch name {
		case "checklist_sha256":
			err = d.Decode(&e.Checklist)
		case "began":
			err = d.Decode(&e.Began)
		case "ended":
			err = d.Decode(&e.Ended)
		case "results":
			err = e.readVerdicts(d)
		default:
			var left json.RawMessage
			err = d.Decode(&left)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *Earlier) readVerdicts(d *json.Decoder) error {
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		if len(e.Verdicts) == mostVerdicts {
			return errTooLarge
		}
		var v EarlierVerdict
		if err := d.Decode(&v); err != nil {
			return err
		}
		e.Verdicts = append(e.Verdicts, v)
	}
	_, err := d.Token()
	return err
}

// Change is a check of two runs with another verdict in the later one.
type Change struct {
	Before, After EarlierVerdict // without a state: the run does not have the check
}

// Comparison is how a run differs from an earlier one, in the order of the later one.
type Comparison struct {
	Worse     []Change
	Better    []Change
	Gone      []Change // checks that the later run does not have
	Added     []Change // that the earlier one does not have
	Same      int      // with the same state
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
		case severity(v.State) > severity(old.State):
			c.Worse = append(c.Worse, Change{*old, *v})
		case severity(v.State) < severity(old.State):
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

// Fallen is how many checks are worse. With one checklist that is also one that had passed and
// is gone, as of a topic that does not come any more, and a new one that fails.
func (c *Comparison) Fallen() int {
	n := len(c.Worse)
	if !c.Checklist {
		return n
	}
	for i := range c.Gone {
		if severity(c.Gone[i].Before.State) < severity(verify.Pending) {
			n++
		}
	}
	for i := range c.Added {
		if c.Added[i].After.State == verify.Fail {
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

// severity orders states by how much there is to do.
func severity(s verify.State) int {
	switch s {
	case verify.Pass:
		return 0
	case verify.Warn:
		return 1
	case verify.Fail:
		return 3
	default:
		return 2
	}
}
