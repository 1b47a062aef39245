package verify

import (
	"cmp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker/explain"
	"mangrove/model/checklist"
	"mangrove/model/verify"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// key names a verdict.
type key struct {
	subject *checklist.Subject
	member  string
	topic   string
	check   *checklist.Check
}

func keyOf(r *verify.Result) key { return key{r.Subject, r.Member, r.Topic, r.Check} }

// formerKey names the verdict of a member that its rule named before anything of it had come.
func formerKey(r *verify.Result) (former key, had bool) {
	former = keyOf(r)
	former.topic = ""
	return former, r.Topic != "" && len(r.Subject.Members) > 0
}

// stateRank is the order of the states: what needs somebody first.
var stateRank = map[verify.State]int{verify.Fail: 0, verify.Warn: 1, verify.Pending: 2, verify.Manual: 3, verify.NotVerifiable: 4, verify.Waived: 5, verify.Pass: 6}

// stateOf is the state of a verdict as it is listed: waived, where somebody accepts it.
func stateOf(r *verify.Result) verify.State {
	if r.Waiver != nil {
		return verify.Waived
	}
	return r.State
}

// stateColour is that of the mark of a state.
func stateColour(s verify.State) fyne.ThemeColorName {
	switch s {
	case verify.Fail:
		return theme.ColorNameError
	case verify.Warn, verify.Manual, verify.Waived:
		return theme.ColorNameWarning
	case verify.Pass:
		return theme.ColorNameSuccess
	default:
		return look.Muted
	}
}

// Columns of the table.
const (
	stateWidth  = 110
	columnGap   = 10
	memberShare = 0.24
	checkShare  = 0.2
	leastColumn = 70
)

// newTable makes the table of verdicts, what needs somebody first.
func newTable(run func(func()), shown func()) *widgets.Arranged[verify.Result, key] {
	t := widgets.NewArranged(widgets.Items[verify.Result, key]{Key: keyOf, Before: formerKey, Words: words, Line: line, Tip: tip, Titles: titles, Run: run, Shown: shown})
	t.Sort(func(a, b *verify.Result) int { return cmp.Compare(stateRank[stateOf(a)], stateRank[stateOf(b)]) })
	return t
}

// tip says all of a row.
func tip(r *verify.Result) []string {
	name, of := namesOf(r)
	return []string{stateWord(r) + "  ·  " + name + of + "  ·  " + explain.CheckName(r.Check), foundWords(r)}
}

// stateWord is the word for a verdict; one that is waived keeps its own.
func stateWord(r *verify.Result) string {
	word := explain.VerdictState(r.State)
	if r.Waiver != nil {
		return format.Fill("{verdict}, waived", "verdict", word)
	}
	return word
}

// foundWords say what was found, and who accepts it.
func foundWords(r *verify.Result) string {
	words := explain.Verdict(r.Reason)
	if r.Waiver != nil {
		words += format.Fill(" Waived by {by}: {reason}", "by", r.Waiver.By, "reason", r.Waiver.Reason)
	}
	return words
}

// namesOf is the device of a verdict, or a member and its rule.
func namesOf(r *verify.Result) (name, of string) {
	if r.Member != "" {
		return format.SignTopic(r.Member), format.Fill("  of {ID}", "ID", format.SignTopic(r.Subject.ID))
	}
	return format.SignTopic(r.Subject.ID), ""
}

// words are what the filter looks in.
func words(r *verify.Result) string {
	name, of := namesOf(r)
	return strings.ToLower(stateWord(r) + "\n" + name + of + "\n" + explain.CheckName(r.Check) + "\n" + foundWords(r))
}

// titles stand over the columns.
func titles(width float32) (spans []text.Span) {
	p := placesIn(width)
	for i, title := range []string{"Verdict", "Device or rule", "Check", "What was found"} {
		spans = append(spans, text.Span{Text: title, Colour: look.Colour(look.Muted), X: p[i].from, Limit: p[i].to})
	}
	return spans
}

// place is where a column stands.
type place struct{ from, to float32 }

// placesIn gives the columns their places: verdict, name, check, and what was found.
func placesIn(width float32) (p [4]place) {
	room := max(0, width-stateWidth-2*look.PageEdge-3*columnGap)
	name, check := max(min(leastColumn, room/3), room*memberShare), max(min(leastColumn, room/3), room*checkShare)
	x := float32(look.PageEdge)
	for i, w := range []float32{stateWidth, name, check, room - name - check} {
		p[i] = place{x, x + w}
		x += w + columnGap
	}
	return p
}

// line writes a verdict.
func line(r *verify.Result, width float32) []text.Span {
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	p := placesIn(width)
	const mark = 14
	found := plain
	if r.State == verify.Pass || r.State == verify.Pending {
		found = muted
	}
	name, of := namesOf(r)
	return []text.Span{
		{Text: "●", Colour: look.Colour(stateColour(stateOf(r))), X: p[0].from, Limit: p[0].to},
		{Text: stateWord(r), Colour: plain, X: p[0].from + mark, Limit: p[0].to},
		{Text: name, Colour: plain, X: p[1].from, Limit: p[1].to, Keep: "/"},
		{Text: of, Colour: muted, X: -1, Limit: p[1].to, Keep: "/"},
		{Text: format.Excerpt(explain.CheckName(r.Check)), Colour: muted, X: p[2].from, Limit: p[2].to},
		{Text: format.Excerpt(foundWords(r)), Colour: found, X: p[3].from, Limit: p[3].to},
	}
}
