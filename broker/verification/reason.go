package verification

import (
	"encoding/json"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model/checklist"
	"mangrove/model/lint"
	"mangrove/model/verify"
)

// values are those of the reason for a verdict, as JSON has them beside its code.
type values struct {
	Found  string        `json:"found,omitempty"`
	Want   string        `json:"want,omitempty"`
	N      int           `json:"n,omitempty"`
	Of     int           `json:"of,omitempty"`
	Span   time.Duration `json:"span_ns,omitempty"`
	Limit  time.Duration `json:"limit_ns,omitempty"`
	At     time.Time     `json:"at,omitzero"`
	Names  []string      `json:"names,omitempty"`
	Others []string      `json:"others,omitempty"`

	Findings []warning    `json:"findings,omitempty"`
	Parts    []partReason `json:"parts,omitempty"`
}

// partReason is why one of several values is not as it has to be.
type partReason struct {
	Path   string      `json:"path"`
	Reason verify.Code `json:"reason"`
	Values *values     `json:"values"`
}

// warning is a finding that a reason names, but for the keys of its devices: no sentence has them.
type warning struct {
	Code    lint.Code `json:"code"`
	Topic   string    `json:"topic,omitempty"`
	N       int       `json:"n,omitempty"`
	More    bool      `json:"more,omitempty"`
	Found   string    `json:"found,omitempty"`
	Other   string    `json:"other,omitempty"`
	ID      string    `json:"id,omitempty"`
	OtherID string    `json:"other_id,omitempty"`
}

func valuesOf(r verify.Reason) *values {
	v := &values{Found: r.Found, Want: r.Want, N: r.N, Of: r.Of, Span: r.Span, Limit: r.Limit, At: r.At, Names: r.Names, Others: r.Others}
	for i := range r.Findings {
		f := &r.Findings[i]
		v.Findings = append(v.Findings, warning{f.Code, f.Topic, f.N, f.More, f.Found, f.Other, f.ID, f.OtherID})
	}
	for _, one := range r.Values {
		v.Parts = append(v.Parts, partReason{one.Path, one.Code, valuesOf(one.Reason)})
	}
	return v
}

// reason is the one that has the values.
func (v *values) reason(code verify.Code) verify.Reason {
	r := verify.Reason{Code: code, Found: v.Found, Want: v.Want, N: v.N, Of: v.Of, Span: v.Span, Limit: v.Limit, At: v.At, Names: v.Names, Others: v.Others}
	for _, w := range v.Findings {
		r.Findings = append(r.Findings, lint.Finding{Code: w.Code, Topic: w.Topic, N: w.N, More: w.More, Found: w.Found, Other: w.Other, ID: w.ID, OtherID: w.OtherID})
	}
	for _, one := range v.Parts {
		if one.Values != nil {
			r.Values = append(r.Values, verify.ValueReason{Path: one.Path, Reason: one.Values.reason(one.Reason)})
		}
	}
	return r
}

// packedReason is a reason in one text: a file of many verdicts has no room for more values.
type packedReason struct {
	Code verify.Code `json:"code"`
	*values
}

func packReason(code verify.Code, v *values) string {
	text, err := json.Marshal(packedReason{code, v})
	if err != nil { // a time that no JSON has
		return ""
	}
	return string(text)
}

// Sentence says why the verdict is what it is. What a program kept that knew other reasons is
// as that program said it.
func (v *EarlierVerdict) Sentence() string {
	r := packedReason{values: new(values)}
	if v.Reason == "" || json.Unmarshal([]byte(v.Reason), &r) != nil {
		return v.Why
	}
	if said := explain.Verdict(r.reason(r.Code)); said != string(r.Code) || v.Why == "" {
		return said
	}
	return v.Why
}

// Name is what the check is called.
func (v *EarlierVerdict) Name() string {
	kind, of, _ := strings.Cut(v.Check, " ")
	return explain.CheckNamed(checklist.Kind(kind), of)
}

// checkCode tells a check from the others of its subject: its kind, and what of the subject
// it is of.
func checkCode(kind checklist.Kind, of string) string {
	if of == "" {
		return string(kind)
	}
	return string(kind) + " " + of
}

// namedKinds are the kinds of checks by the names that earlier programs kept in their place,
// where these are other words.
var namedKinds = []struct {
	name string
	kind checklist.Kind
}{
	{"QoS", checklist.QoS}, {"payload", checklist.Field}, {"clock", checklist.Skew}, {"changes", checklist.Stuck},
	{"sequence", checklist.Seq}, {"outage test", checklist.LWTTest},
}

// checkCodeOf is the code of a check by its name, or by its code.
func checkCodeOf(name string) string {
	for _, one := range namedKinds {
		if rest, ok := strings.CutPrefix(name, one.name); ok && (rest == "" || rest[0] == ' ') {
			return string(one.kind) + rest
		}
	}
	return name
}

// values reads the values of a reason.
func (r *resultsReader) values(v *values) error {
	return r.members(func(name string) (err error) {
		switch name {
		case "found":
			v.Found, err = r.text()
		case "want":
			v.Want, err = r.text()
		case "n":
			v.N, err = number[int](r)
		case "of":
			v.Of, err = number[int](r)
		case "span_ns":
			v.Span, err = number[time.Duration](r)
		case "limit_ns":
			v.Limit, err = number[time.Duration](r)
		case "at":
			err = r.time(&v.At)
		case "names":
			v.Names, err = r.texts()
		case "others":
			v.Others, err = r.texts()
		case "findings":
			v.Findings, err = r.warnings()
		default:
			err = r.skip()
		}
		return err
	})
}

// number reads a whole number: exactly up to 2^53, beyond which none counts.
func number[T ~int | ~int64](r *resultsReader) (T, error) {
	t, err := r.Token()
	if err != nil {
		return 0, err
	}
	const most = 1 << 53
	n, ok := t.(float64)
	if !ok || n < -most || n > most {
		return 0, broker.ReportForm
	}
	return T(n), nil
}

// mostNames are more than a reason has.
const mostNames = 1_000

func (r *resultsReader) texts() (all []string, err error) {
	err = r.each(func() error {
		s, err := r.text()
		all = append(all, s)
		return err
	})
	return all, err
}

// each goes through a list of no more than a reason has.
func (r *resultsReader) each(read func() error) error {
	if err := r.open('['); err != nil {
		return err
	}
	for n := 0; r.More(); n++ {
		if n == mostNames {
			return broker.ReportTooLarge
		}
		if err := read(); err != nil {
			return err
		}
	}
	_, err := r.Token()
	return err
}

func (r *resultsReader) warnings() (all []warning, err error) {
	err = r.each(func() error {
		w, err := r.warning()
		all = append(all, w)
		return err
	})
	return all, err
}

func (r *resultsReader) warning() (w warning, err error) {
	err = r.members(func(name string) (err error) {
		switch name {
		case "code":
			var code string
			code, err = r.text()
			w.Code = lint.Code(code)
		case "topic":
			w.Topic, err = r.text()
		case "n":
			w.N, err = number[int](r)
		case "more":
			err = r.flag(&w.More)
		case "found":
			w.Found, err = r.text()
		case "other":
			w.Other, err = r.text()
		case "id":
			w.ID, err = r.text()
		case "other_id":
			w.OtherID, err = r.text()
		default:
			err = r.skip()
		}
		return err
	})
	return w, err
}
