package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"mangrove/broker/explain"
	"mangrove/model/lint"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// mostListed is how many findings of a kind people are shown; JSON has all.
const mostListed = 20

// writeFindings writes each kind with what to do about it, and what was found of it.
func writeFindings(f *lint.Found, w io.Writer) error {
	var b strings.Builder
	for i := 0; i < len(f.Findings); {
		code, n := f.Findings[i].Code, 0
		for i+n < len(f.Findings) && f.Findings[i+n].Code == code {
			n++
		}
		b.WriteString(printable.Line(fmt.Sprintf("%s: %d", explain.LintTitle(code), n+f.More[code])) + "\n  " + printable.Line(explain.LintAdvice(code)) + "\n")
		for _, one := range f.Findings[i : i+min(n, mostListed)] {
			b.WriteString("    " + printable.Line(explain.LintFinding(one)) + "\n")
		}
		if more := n + f.More[code] - min(n, mostListed); more > 0 {
			b.WriteString("    " + wording.Fill("… and {count} more", "count", more) + "\n")
		}
		b.WriteByte('\n')
		i += n
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// lintLine is a finding in JSON.
type lintLine struct {
	Code  lint.Code `json:"code"`
	Topic string    `json:"topic,omitempty"`
	N     int       `json:"n,omitempty"`
	More  bool      `json:"or_more,omitempty"`
	Found string    `json:"found,omitempty"`
	Other string    `json:"other,omitempty"`

	ID      string `json:"id,omitempty"`
	OtherID string `json:"other_id,omitempty"`
	Words   string `json:"words"`
	Do      string `json:"do"`
}

// writeFindingsAsJSON writes an array, a finding in each line. Of each kind it has as many as are kept.
func writeFindingsAsJSON(f *lint.Found, w io.Writer) error {
	out := []byte("[")
	for i, one := range f.Findings {
		b, err := json.Marshal(lintLine{
			one.Code, one.Topic, one.N, one.More, one.Found, one.Other, one.ID, one.OtherID, explain.LintFinding(one), explain.LintAdvice(one.Code),
		})
		if err != nil {
			return err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(out, '\n'), printable.JSON(b)...)
	}
	_, err := w.Write(append(out, "\n]\n"...))
	return err
}
