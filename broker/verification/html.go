package verification

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

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
	Site     checklist.Site
	Words    string
	Class    string
	Broker   string
	Began    string
	Ended    string
	Heard    string
	Tally    tally
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
	Evidence *cited
}

// cited is a message that a verdict rests on.
type cited struct {
	Words   string
	Payload string
}

// verdictWords are the sentence for the whole.
var verdictWords = map[verify.State]string{
	verify.Pass:          "Passed: every check holds.",
	verify.Warn:          "Passed with warnings.",
	verify.Fail:          "Failed.",
	verify.Pending:       "Not finished: checks are pending.",
	verify.NotVerifiable: "Not verified: not everything could be checked.",
	verify.Manual:        "Not finished: steps that a person does were left out.",
}

// wholeWords are the sentence for a run.
func wholeWords(d *document) string {
	words := verdictWords[verify.State(d.State)]
	switch n := d.Tally.Waived; {
	case n == 0:
		return words
	case verify.State(d.State) == verify.Waived && n == 1:
		return "Accepted with a waiver: 1 check did not pass and is waived; no other failed."
	case verify.State(d.State) == verify.Waived:
		return fmt.Sprintf("Accepted with waivers: %d checks did not pass and are waived; no other failed.", n)
	default:
		return fmt.Sprintf("%s Checks that did not pass and are waived: %d.", words, n)
	}
}

// waivedWords say who accepts a verdict, and why.
func waivedWords(w *waiver) string { return "waived by " + w.By + ": " + w.Reason }

// HTML writes a page that refers to nothing outside of itself and prints on paper.
func (h *Handover) HTML(w io.Writer) error {
	d := h.document()
	p := page{
		Site:  checklist.Site{Name: line(d.Site.Name), Installer: line(d.Site.Installer), Customer: line(d.Site.Customer)},
		Words: wholeWords(&d), Class: class(d.State), Broker: line(d.Broker), Tally: d.Tally, Sum: d.Checklist, Program: d.Program,
		Began: longTime(d.Began), Ended: longTime(d.Ended), Heard: time.Duration(d.Heard * float64(time.Second)).Round(time.Second).String(),
		Account: accountWords(&d),
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
		return printable.Line(strings.ToValidUTF8(s[:longestShown], "")) + fmt.Sprintf(" [%d bytes more; the JSON has all of them]", more)
	}
	return printable.Line(s)
}

// class is the first word of a state, which the style sheet knows.
func class(state string) string {
	word, _, _ := strings.Cut(state, " ")
	return word
}

func longTime(t time.Time) string { return t.Format("2006-01-02 15:04:05 MST") }

// mostRefused is how many refused subscriptions are named.
const mostRefused = 10

// accountWords say how well the run could hear.
func accountWords(d *document) (all []string) {
	switch n := len(d.Gaps); n {
	case 0:
		all = append(all, "The connection was never lost.")
	default:
		all = append(all, fmt.Sprintf("Interruptions of the connection: %d. Time without it is not judged, nor is a silence that includes such a time.", n))
		for _, g := range d.Gaps {
			all = append(all, fmt.Sprintf("No connection from %s to %s.", longTime(g.From), longTime(g.To)))
		}
	}
	if d.Lost > 0 {
		all = append(all, fmt.Sprintf("Messages received that could not be judged: %d. What must hold for every message can only pass with a warning.", d.Lost))
	} else {
		all = append(all, "No message was lost here. Whether the broker dropped any is not known.")
	}
	if d.NotKept > 0 {
		all = append(all, fmt.Sprintf("Messages that verdicts rest on and that there was no room to keep: %d.", d.NotKept))
	}
	for i, filter := range d.Refused {
		if i == mostRefused {
			all = append(all, fmt.Sprintf("Further subscriptions were refused: %d.", len(d.Refused)-i))
			break
		}
		all = append(all, line(fmt.Sprintf("The broker refused the subscription to %s. What would have come by it is not verifiable.", filter)))
	}
	if d.Granted < 2 {
		all = append(all, fmt.Sprintf("The broker granted QoS %d at most, so a publisher's higher QoS cannot be seen.", d.Granted))
	}
	return append(all, "A subscriber cannot see which client published a message.")
}

// largestShown is how much of a payload is printed, in bytes.
const largestShown = 2_000

func shownRow(r *result) row {
	one := row{Name: line(r.Subject), Member: line(r.Member), Check: line(r.Check), State: r.State, Class: class(r.State), Why: line(r.Why)}
	if r.Waiver != nil {
		one.Waiver = line(waivedWords(r.Waiver))
	}
	if r.Member != "" {
		one.Name = one.Member
	}
	if r.Member == "" && !r.Device {
		one.Member = "all together"
	}
	if r.NotKept {
		one.Evidence = &cited{Payload: "[the message was not kept: there was no room for it]"}
	}
	if len(r.Evidence) == 0 {
		return one
	}
	e := r.Evidence[0]
	words := []string{e.At.Format("2006-01-02 15:04:05.000"), line(e.Topic), fmt.Sprintf("QoS %d", e.QoS)}
	if e.Retained {
		words = append(words, "retained")
	}
	one.Evidence = &cited{Words: strings.Join(words, ", "), Payload: printable.Text(string(e.Payload[:min(len(e.Payload), largestShown)]))}
	switch {
	case e.Hidden:
		one.Evidence.Payload = fmt.Sprintf("[%d bytes are not shown: they have a secret]", e.LeftOut)
	case e.LeftOut > 0:
		one.Evidence.Payload = fmt.Sprintf("[%d bytes were not kept: there was no room for them]", e.LeftOut)
	}
	if more := len(e.Payload) - largestShown; more > 0 {
		one.Evidence.Payload += fmt.Sprintf("\n[%d bytes more; the JSON has all of them]", more)
	}
	return one
}
