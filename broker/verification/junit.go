package verification

import (
	"encoding/xml"
	"io"
	"strconv"

	"mangrove/broker/explain"
	"mangrove/model/printable"
	"mangrove/model/verify"
)

// The elements of a JUnit report: a suite for each device or rule, a case for each check.
type (
	suites struct {
		XMLName  xml.Name `xml:"testsuites"`
		Name     string   `xml:"name,attr"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Time     seconds  `xml:"time,attr"`
		Suites   []suite  `xml:"testsuite"`
	}
	suite struct {
		Name      string     `xml:"name,attr"`
		Tests     int        `xml:"tests,attr"`
		Failures  int        `xml:"failures,attr"`
		Errors    int        `xml:"errors,attr"`
		Skipped   int        `xml:"skipped,attr"`
		Time      seconds    `xml:"time,attr"`
		Timestamp string     `xml:"timestamp,attr"`
		Cases     []testcase `xml:"testcase"`
	}
	testcase struct {
		Class   string   `xml:"classname,attr"`
		Name    string   `xml:"name,attr"`
		Time    seconds  `xml:"time,attr"` // none of its own: all are judged side by side
		Failure *problem `xml:"failure"`
		Skipped *problem `xml:"skipped"`
		Out     string   `xml:"system-out,omitempty"`
	}
	problem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// seconds is a time as JUnit has it.
type seconds float64

// MarshalText is for attributes.
func (s seconds) MarshalText() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(s), 'f', 3, 64), nil
}

// JUnit writes the results for machines that build and test. What is pending, cannot be
// verified, was left to a person, or is waived, is skipped: it has not passed.
func (h *Handover) JUnit(w io.Writer) error {
	d := h.document()
	all := suites{Name: "Mangrove", Time: seconds(max(0, d.Ended.Sub(d.Began).Seconds()))}
	if d.Site.Name != "" {
		all.Name = printable.Line(d.Site.Name)
	}
	for i := range d.Results {
		r := &d.Results[i]
		if i == 0 || !r.sameSubject(&d.Results[i-1]) {
			all.Suites = append(all.Suites, suite{Name: printable.Line(r.Subject), Time: all.Time, Timestamp: d.Began.UTC().Format("2006-01-02T15:04:05")})
		}
		all.Suites[len(all.Suites)-1].add(r)
	}
	for _, s := range all.Suites {
		all.Tests, all.Failures = all.Tests+s.Tests, all.Failures+s.Failures
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (s *suite) add(r *result) {
	name := r.Check
	if r.Member != "" {
		name = r.Member + ": " + name
	}
	c := testcase{Class: printable.Line(r.Subject), Name: printable.Line(name)}
	s.Tests++
	switch state := verify.State(r.State); {
	case r.Waiver != nil:
		s.Skipped++
		c.Skipped = &problem{Message: printable.Line(explain.WaivedVerdict(r.Waiver.By, r.Waiver.Reason, state, r.Why))}
	case state == verify.Fail:
		s.Failures++
		why := printable.Line(r.Why)
		c.Failure = &problem{why, r.Reason, why}
	case state == verify.Pending, state == verify.NotVerifiable, state == verify.Manual:
		s.Skipped++
		c.Skipped = &problem{Message: printable.Line(explain.StatedVerdict(state, r.Why))}
	case state == verify.Warn:
		c.Out = printable.Line(explain.StatedVerdict(state, r.Why))
	case state == verify.Pass:
		c.Out = printable.Line(r.Why)
	}
	s.Cases = append(s.Cases, c)
}
