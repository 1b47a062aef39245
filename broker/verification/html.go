package verification

import (
	_ "embed"
	"html/template"
	"io"
	"strings"
	"time"

	"mangrove/broker/explain"
	"mangrove/model/checklist"
	"mangrove/model/printable"
	"mangrove/model/verify"
)

//go:embed report.html
var reportHTML string

var reportTemplate = template.Must(template.New("report").Parse(reportHTML))

// page is what the HTML shows. All its texts are safe to look at: what a device sent has
// no direction marks and no control characters any more, which JSON has to the last byte.
type page struct {
	Say      explain.Handover
	Site     checklist.Site
	Words    string
	Class    string
	Broker   string
	Span     string
	Heard    string
	Checks   string
	Sum      string
	Program  string
	Account  []string
	Open     []row
	Waived   []row
	Subjects []section
}

// section is a device or a rule.
type section struct {
	Name   string
	Rule   bool
	Checks []row
}

// row is a verdict.
type row struct {
	Name     string
	Member   string
	Check    string
	State    string
	Class    string
	Why      string
	Waiver   string // empty: there is none
	Evidence []cited
}

// cited is a message that a verdict rests on.
type cited struct {
	Words   string
	Payload string
}

// HTML writes a page that refers to nothing outside of itself and prints on paper.
func (h *Handover) HTML(w io.Writer) error {
	d := h.document()
	a := h.Run.Account()
	p := page{
		Say:   explain.HandoverTexts,
		Site:  checklist.Site{Name: line(d.Site.Name), Installer: line(d.Site.Installer), Customer: line(d.Site.Customer)},
		Words: explain.RunVerdict(verify.State(d.State), d.Tally.Waived), Class: class(d.State), Broker: line(d.Broker), Sum: d.Checklist,
		Program: d.Program, Checks: explain.RunTally(verify.Tally(d.Tally)), Span: explain.RunSpan(a.Began, a.Ended), Heard: a.Heard.Round(time.Second).String(),
	}
	for _, words := range explain.RunAccount(&a) {
		p.Account = append(p.Account, line(words))
	}
	for i := range d.Results {
		r := &d.Results[i]
		if i == 0 || !r.sameSubject(&d.Results[i-1]) {
			p.Subjects = append(p.Subjects, section{Name: line(r.Subject), Rule: !r.Device})
		}
		one := shownRow(r)
		s := &p.Subjects[len(p.Subjects)-1]
		s.Checks = append(s.Checks, one)
		switch {
		case r.Waiver != nil:
			p.Waived = append(p.Waived, one)
		case r.State != string(verify.Pass):
			p.Open = append(p.Open, one)
		}
	}
	return reportTemplate.Execute(w, p)
}

// longestShown is how much of a name or a sentence is printed, in bytes.
const longestShown = 600

// line is a text as one line that fits on a page.
func line(s string) string {
	if more := len(s) - longestShown; more > 0 {
		return printable.Line(strings.ToValidUTF8(s[:longestShown], "")) + " " + explain.MoreInJSON(more)
	}
	return printable.Line(s)
}

// class is the first word of a state, which the style sheet knows.
func class(state string) string {
	word, _, _ := strings.Cut(state, " ")
	return word
}

// largestShown is how much of a payload is printed, in bytes.
const largestShown = 2_000

func shownRow(r *result) row {
	one := row{Name: line(r.Subject), Member: line(r.Member), Check: line(r.Check), State: explain.VerdictState(verify.State(r.State)), Class: class(r.State), Why: line(r.Why)}
	if r.Waiver != nil {
		one.Waiver = line(explain.Waived(r.Waiver.By, r.Waiver.Reason))
	}
	if r.Member != "" {
		one.Name = one.Member
	}
	if r.Member == "" && !r.Device {
		one.Member = explain.HandoverTexts.Whole
	}
	if r.NotKept {
		one.Evidence = []cited{{Payload: explain.HandoverTexts.NoMessage}}
	}
	for i := range r.Evidence {
		one.Evidence = append(one.Evidence, shownMessage(&r.Evidence[i]))
	}
	return one
}

func shownMessage(e *evidence) cited {
	one := cited{Words: explain.Evidence(e.At, line(e.Topic), e.QoS, e.Retained), Payload: printable.Text(string(e.Payload[:min(len(e.Payload), largestShown)]))}
	switch {
	case e.Hidden:
		one.Payload = explain.PayloadHidden(e.LeftOut)
	case e.LeftOut > 0:
		one.Payload = explain.PayloadNotKept(e.LeftOut)
	}
	if more := len(e.Payload) - largestShown; more > 0 {
		one.Payload += "\n" + explain.MoreInJSON(more)
	}
	return one
}
