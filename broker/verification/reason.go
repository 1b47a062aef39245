package verification

import (
	"encoding/json"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model/checklist"
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
}

func valuesOf(r verify.Reason) *values {
	return &values{r.Found, r.Want, r.N, r.Of, r.Span, r.Limit, r.At, r.Names, r.Others}
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
	reason := verify.Reason{Code: r.Code, Found: r.Found, Want: r.Want, N: r.N, Of: r.Of, Span: r.Span, Limit: r.Limit, At: r.At, Names: r.Names, Others: r.Others}
	if said := explain.Verdict(reason); said != string(r.Code) || v.Why == "" {
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
	if err := r.open('['); err != nil {
		return nil, err
	}
	for r.More() {
		if len(all) == mostNames {
			return nil, broker.ReportTooLarge
		}
		s, err := r.text()
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	_, err = r.Token()
	return all, err
}
