package verify

import (
	"context"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/verification"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// keyChoice is the question which key signs: one that the SSH agent holds, or one in a file.
type keyChoice struct {
	question *desk.Question
	words    *widget.Label
	list     *widgets.List // of the agent's keys
	sign     *widgets.Button
	file     *widgets.Button
	held     []verification.HeldKey
	width    float32
	do       func(*verification.Key)
}

// saveSigned saves everything, signed with the key that is chosen before, and says what the
// customer needs to check it.
func (p *Page) saveSigned(name string, h *verification.Handover, saved func(words string)) {
	p.chooseKey(func(key *verification.Key) {
		write := func(w io.Writer) error { return h.Bundle(w, key) }
		p.do.Desk.Save(name, write, func(string) { saved(signedWords(key)) })
	})
}

// keysWidth is that of the question for a key.
const keysWidth = 760

// chooseKey asks for a key. What the agent holds is asked beside the goroutine that draws.
func (p *Page) chooseKey(do func(*verification.Key)) *keyChoice {
	c := &keyChoice{do: do, list: widgets.NewList("")}
	c.words = widgets.NewSentences("Asking the SSH agent for its keys …", widget.MediumImportance)
	c.list.Rows.OnSelect = func(uint32) { c.sayButton() }
	c.list.Rows.OnToggle = func(uint32) { c.useChosen() }
	c.list.Rows.OnLayout = c.write
	c.sign = widgets.NewButton("Sign", nil, c.useChosen)
	c.file = widgets.NewButton("Key file…", theme.FolderOpenIcon(), func() {
		c.question.Close()
		p.chooseKeyFile(do)
	})
	rows := arrange.Least{Height: func() float32 { return float32(min(len(c.held), keyRows)) * look.RowHeight }}
	content := container.NewBorder(c.words, nil, nil, nil, container.New(rows, c.list.Object))
	c.question = p.do.Desk.Ask("Sign with which SSH key?", content, c.sign, desk.NamedObject{Name: "agent keys", Object: c.list.Rows},
		desk.NamedObject{Name: "key file", Object: c.file})
	c.question.Dialog.SetButtons([]fyne.CanvasObject{c.question.Cancel, c.file, c.sign})
	c.width = p.do.Desk.Width(keysWidth)
	c.question.Fit(c.width)
	c.sayButton()
	p.do.Desk.Focus(c.file)
	ctx, cancel := context.WithCancel(context.Background())
	c.question.OnGone = cancel
	go func() { // ends when the agent has answered, for which there is a bound, or with the question
		held, unfit, err := p.do.Agent.Keys(ctx)
		p.do.Desk.Run(func() {
			if c.question.Gone {
				return
			}
			if c.show(held, unfit, err); len(held) > 0 {
				p.do.Desk.Focus(c.list.Rows)
			}
		})
	}()
	return c
}

// keyRows are the keys that there is room for: few agents hold more.
const keyRows = 6

// show shows what an agent holds, or says why there is nothing to choose from.
func (c *keyChoice) show(held []verification.HeldKey, unfit int, err error) {
	c.held = held
	words := "The SSH agent holds these keys. It may ask you to confirm once you have chosen where the report is saved."
	if err != nil {
		words = explain.Error(err, broker.Address{}) + "\nAdd a key with ssh-add and come back, or choose the file of a private key."
	} else if unfit > 0 {
		words += "\n" + format.Counted(unfit, "{count} key is left out: its kind signs no reports.", "{count} keys are left out: their kinds sign no reports.")
	}
	c.words.SetText(format.Excerpt(words + "\nYou have no key? ssh-keygen -t ed25519 -f report_key makes one, with its public half in report_key.pub."))
	c.question.Fit(c.width)
	c.write()
	if len(held) > 0 {
		c.list.Rows.Select(c.list.Lines[0].Key, true)
	}
	c.sayButton()
}

// Columns of the keys.
const (
	keyName    = 0.28 // of the width: what the agent calls it
	leastKey   = 110
	keySumRoom = 400 // for a fingerprint, which is read to its end
)

// write writes the keys, in the width that there is.
func (c *keyChoice) write() {
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	width := c.list.Rows.Size().Width
	sum := max(leastKey, min(keyName*width, width-keySumRoom))
	kind := sum + keySumRoom
	var lines [][]text.Span
	for i := range c.held {
		k := &c.held[i]
		name, colour := format.BothEnds(k.Comment), plain
		if name == "" {
			name, colour = "(without a name)", muted
		}
		lines = append(lines, []text.Span{
			{Text: name, Colour: colour, X: look.PageEdge, Limit: sum - columnGap, Keep: "@/"},
			{Text: k.Fingerprint, Style: text.Mono, Colour: plain, X: sum, Limit: min(kind-columnGap, width)},
			{Text: format.Excerpt(k.Kind), Colour: muted, X: min(kind, width), Limit: width},
		})
	}
	c.list.Set(lines)
}

// chosen is the key that is selected, nil where none is.
func (c *keyChoice) chosen() *verification.HeldKey {
	if key, ok := c.list.Rows.Selected(); ok {
		if i := c.list.Index(key); i >= 0 && i < len(c.held) {
			return &c.held[i]
		}
	}
	return nil
}

// sayButton has the button say whether there is a key to sign with.
func (c *keyChoice) sayButton() {
	if c.chosen() == nil {
		c.sign.Disable()
		return
	}
	c.sign.Enable()
}

// useChosen goes on with the key that is chosen.
func (c *keyChoice) useChosen() {
	k := c.chosen()
	if k == nil {
		return
	}
	c.question.Close()
	c.do(k.Key)
}
