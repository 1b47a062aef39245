package publish

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mangrove/broker/sent"
	"mangrove/ui/format"
)

// mostNamed are the messages of a sequence that a line of the list names.
const mostNamed = 20

// seriesWords name the messages of a sequence, "" where they are not kept.
func seriesWords(s *sent.Series) string {
	if s == nil {
		return ""
	}
	left := make(map[int]int)
	for _, c := range s.Cut {
		left[c.Step] = c.Left
	}
	var all []string
	for i, d := range s.Drafts() {
		if i == mostNamed {
			all = append(all, "…")
			break
		}
		all = append(all, fmt.Sprintf("%s %s", format.Topic(bothEnds(d.Topic, 60)), payloadOf(&d, left[i])))
	}
	return strings.Join(all, ", ")
}

// lackOf says what of a sequence is not kept, "" when all of it is.
func lackOf(s *sent.Series) string {
	if s.Whole() {
		return ""
	}
	var words []string
	var whole, texts []string
	for _, c := range s.Cut {
		if number := strconv.Itoa(c.Step + 1); c.Left > 0 {
			whole = append(whole, number)
		} else {
			texts = append(texts, number)
		}
	}
	for _, one := range []struct {
		steps []string
		what  string
	}{{whole, "message {steps}"}, {texts, "the exact text of message {steps}"}} {
		if len(one.steps) > 0 {
			words = append(words, format.Fill(one.what, "steps", strings.Join(one.steps, ", ")))
		}
	}
	if s.Lost > 0 {
		words = append(words, format.Counted(s.Lost, "{count} message at the end", "{count} messages at the end"))
	}
	return format.Fill("Not all of the sequence was kept: this is without {parts}. Add what is missing before you start it.",
		"parts", format.ExcerptOf(strings.Join(words, "; "), 250))
}

// takeSeries has the sequence be the one of the panel, and shows it. Another one that was
// there comes back with Undo. A message without its payload would be another message, so
// it is left out.
func (w *work) takeSeries(s *sent.Series) {
	before := w.sequence
	w.sequence = s.Sequence
	w.sequence.Steps = nil
	for i, step := range s.Sequence.Steps {
		if slices.ContainsFunc(s.Cut, func(c sent.Cut) bool { return c.Step == i && c.Left > 0 }) {
			continue
		}
		step.Draft = step.Draft.Clone()
		w.sequence.Steps = append(w.sequence.Steps, step)
	}
	d := w.showSequenceWith(lackOf(s))
	if len(before.Steps) > 0 {
		w.panel.OnUndo("The sequence of the publish panel was replaced.", func() {
			d.q.Close() // it is of the other one
			w.sequence = before
		})
	}
}

// takeStep has the message of a step be what is typed in the panel.
func (d *sequenceDialog) takeStep(i int) {
	d.keep()
	p, draft := d.work.panel, d.work.sequence.Steps[i].Draft.Clone()
	draft.Unattended = false
	d.q.Close()
	if undo := p.TakeDraft(draft); undo != nil {
		p.OnUndo("What was typed in the publish panel was replaced.", undo)
	}
	p.Enter()
}
