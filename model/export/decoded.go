package export

import (
	"encoding/json"
	"errors"

	"mangrove/model/decode"
	"mangrove/model/payload"
	"mangrove/model/value"
)

// Decoded is what a payload means, as it stands in JSON.
type Decoded struct {
	As       []decode.Format `json:"as"`      // the outermost first, as gzip and then json
	Because  []Reason        `json:"because"` // why each of them
	Odd      []Reason        `json:"odd,omitempty"`
	Names    string          `json:"names,omitempty"` // where those of Sparkplug's metrics are from, as sparkplug.Basis has it
	Value    json.RawMessage `json:"value"`           // bytes in base64
	Consumed int             `json:"consumed"`
	Size     int             `json:"size"`
	Problem  *Problem        `json:"problem,omitempty"`
}

// Reason is a [payload.Finding]; what does not belong to its code is left out.
type Reason struct {
	Code  payload.Code `json:"code"`
	Found string       `json:"found,omitempty"`
	At    *int         `json:"at,omitempty"`
	Count int          `json:"count,omitempty"`
	Of    int          `json:"of,omitempty"`
}

// Problem is why a payload is not of a format.
type Problem struct {
	As     decode.Format   `json:"as"`
	Code   value.FaultCode `json:"code"`
	Offset *int            `json:"offset,omitempty"`
	Found  string          `json:"found,omitempty"`
}

// What can be wrong with a payload besides the codes of package value.
const (
	tooMuch value.FaultCode = "too much"
	tooDeep value.FaultCode = "too deep"
	broken  value.FaultCode = "broken"
)

// DecodedOf makes JSON of what a payload means.
func DecodedOf(r *decode.Result) *Decoded {
	d := &Decoded{As: r.As, Because: reasons(r.Because), Odd: reasons(r.Odd), Value: json.RawMessage("null"), Consumed: r.Consumed, Size: r.Size}
	if r.Tree != nil && r.Tree.Len() > 0 && r.Format() != decode.Empty {
		d.Value = r.Tree.AppendJSON(nil, 0)
	}
	if r.Problem != nil {
		d.Problem = problemOf(r.Problem)
	}
	return d
}

func reasons(findings []payload.Finding) (all []Reason) {
	for _, f := range findings {
		r := Reason{Code: f.Code, Found: f.Found, Count: f.Count, Of: f.Of}
		switch f.Code {
		case payload.NotUTF8, payload.ZeroByte, payload.ZerosInside, payload.Controls, payload.Latin1:
			r.At = &f.At
		}
		all = append(all, r)
	}
	return all
}

func problemOf(p *decode.Problem) *Problem {
	var fault *value.Fault
	switch {
	case errors.As(p.Err, &fault):
		return &Problem{As: p.As, Code: fault.Code, Offset: &fault.Offset, Found: fault.About()}
	case errors.Is(p.Err, value.ErrTooMuch):
		return &Problem{As: p.As, Code: tooMuch}
	case errors.Is(p.Err, value.ErrTooDeep):
		return &Problem{As: p.As, Code: tooDeep}
	}
	return &Problem{As: p.As, Code: broken, Found: p.Err.Error()}
}
