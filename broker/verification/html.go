package verification

import (
	_ "embed"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"mangrove/broker/explain"
	"mangrove/model/checklist"
	"mangrove/model/printable"
	"mangrove/model/verify"
)

//go:embed report.html
var reportHTML string

var reportTemplate = template.Must(template.New("report").Funcs(template.FuncMap{"word": func() string { return explain.HandoverTexts.Message }}).Parse(reportHTML))

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
	Devices  string // empty: there are none
	Sum      string
	Program  string
	Account  []string
	Open     []row
	Waived   []row
	Subjects []section
	Messages []cited // each once, by their numbers
}

// section is a device or a rule.
type section struct {
	Name   string
	Rule   bool
	Checks []row
}

// row is a verdict, or several that failed for the same.
type row struct {
	Name     string
	Member   string
	Check    string
	State    string
	Sign     string
	Class    string
	Why      string
	Waiver   string // empty: there is none
	Note     string // in place of the messages; empty: there is none
	Messages []int  // that the verdict rests on, by their numbers
}

// cited is a message that verdicts rest on.
type cited struct {
	Number  int
	Words   string
	Decoded string // what its bytes say, and of which format they are; empty: the payload is text
	Format  string
	Payload string
	Long    bool // it may be broken over pages
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
	if devices := h.devices(); devices.All() > 0 {
		p.Devices = explain.RunDevices(devices)
	}
	p.results(&d)
	return reportTemplate.Execute(w, p)
}

// devices counts the devices and members of the run.
func (h *Handover) devices() verify.Devices { return verify.CountDevices(h.Run.Results()) }

// results puts the verdicts where they stand: all below their devices, those that are open on the
// first page, too, and each message once.
func (p *page) results(d *document) {
	messages := map[int]*evidence{}
	for i := range d.Results {
		r := &d.Results[i]
		if i == 0 || !r.sameSubject(&d.Results[i-1]) {
			p.Subjects = append(p.Subjects, section{Name: line(r.Subject), Rule: !r.Device})
		}
		one := shownRow(r)
		s := &p.Subjects[len(p.Subjects)-1]
		s.Checks = append(s.Checks, one)
		for j := range r.Evidence {
			messages[r.Evidence[j].Message] = &r.Evidence[j]
		}
		if r.Waiver != nil {
			p.Waived = append(p.Waived, one)
		}
	}
	p.Open = openRows(d.Results)
	for _, n := range slices.Sorted(maps.Keys(messages)) {
		p.Messages = append(p.Messages, shownMessage(messages[n]))
	}
}

// openRows are the verdicts that somebody has to see to. All that a device that never came has
// failed for that is one of them.
func openRows(results []result) (all []row) {
	for from := 0; from < len(results); {
		to := from + 1
		for to < len(results) && results[to].sameSubject(&results[from]) && results[to].Member == results[from].Member && results[to].Topic == results[from].Topic {
			to++
		}
		all = append(all, openOf(results[from:to])...)
		from = to
	}
	return all
}

// openOf are those of one device, member or rule.
func openOf(results []result) (all []row) {
	var absent []string
	heard := false // something of it, as what passed tells
	for i := range results {
		r := &results[i]
		heard = heard || r.Samples > 0 || len(r.Evidence) > 0 || r.NotKept
		if r.Waiver != nil || r.State == string(verify.Pass) {
			continue
		}
		if r.absent {
			absent = append(absent, line(r.Check))
		}
		all = append(all, shownRow(r))
	}
	if heard || len(absent) < 2 || len(absent) != len(all) {
		return all
	}
	one := all[0]
	one.Check, one.Why = explain.CountedChecks(len(absent)), explain.NeverThere(absent)
	return []row{one}
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

// signs tell the states apart without colours.
var signs = map[verify.State]string{
	verify.Pass: "✓", verify.Warn: "!", verify.Fail: "✗", verify.Pending: "○", verify.NotVerifiable: "?", verify.Manual: "☞",
}

func shownRow(r *result) row {
	one := row{Name: line(r.Subject), Member: line(r.Member), Check: line(r.Check), State: explain.VerdictState(verify.State(r.State)), Sign: signs[verify.State(r.State)], Class: class(r.State), Why: line(r.Why)}
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
		one.Note = explain.HandoverTexts.NoMessage
	}
	for i := range r.Evidence {
		one.Messages = append(one.Messages, r.Evidence[i].Message)
	}
	return one
}
