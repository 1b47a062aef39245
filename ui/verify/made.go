package verify

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/learning"
	"mangrove/model/blueprint"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// made is a checklist that is made of a document: what was opened is none.
type made struct {
	of     *opened
	sketch *learning.Sketch
	file   []byte
	err    error // why there is none
}

// madeOf makes a checklist of what was opened, where it is a document that one can be made of;
// nil: it is none. A topic is given where it does not name one; empty: none is.
func madeOf(of *opened, topic string) *made {
	name := filepath.Base(of.path)
	if of.err == nil || len(of.file) == 0 || !blueprint.Is(of.file, name) {
		return nil
	}
	d, err := blueprint.Read(of.file, blueprint.Asked{Name: name, Topic: topic})
	m := &made{of: of, sketch: &learning.Sketch{Draft: d, File: name}, err: err}
	if err == nil {
		var file bytes.Buffer
		m.err = m.sketch.YAML(&file)
		m.file = file.Bytes()
	}
	return m
}

// offerMade says what was made, and saves it. It asks for the topic where one is missing.
func (p *Page) offerMade(m *made) {
	isList := m.sketch.Draft != nil && m.sketch.Form == blueprint.DeviceList
	switch {
	case errors.Is(m.err, blueprint.TopicMissing):
		p.askTopic(m, "A JSON Schema does not say whose payloads it describes. Name their topics, such as site/{device}/state or site/#.")
		return
	case errors.Is(m.err, blueprint.NothingThere) && isList:
		p.askTopic(m, "No device of this list has a topic or a convention. Name their topics with its columns in braces, such as site/{id}/#.")
		return
	case errors.Is(m.err, blueprint.NoTopicForm), errors.Is(m.err, blueprint.NoPlace):
		p.askTopic(m, explain.Error(m.err, broker.Address{}))
		return
	case m.err != nil:
		widgets.ShowToast(format.Fill("No checklist could be made of {file}. {why}", "file", m.sketch.File, "why", explain.Error(m.err, broker.Address{})), true)
		return
	}
	stem := strings.TrimSuffix(m.sketch.File, filepath.Ext(m.sketch.File))
	write := func(w io.Writer) error {
		_, err := w.Write(m.file)
		return err
	}
	var q *desk.Question
	save := widgets.NewButton("Save…", theme.DocumentSaveIcon(), func() {
		q.Close()
		p.do.Desk.Save(desk.FileName(stem+"-checklist", ".yaml"), write, func(path string) {
			widgets.ShowToast(format.Fill("Saved {path}.", "path", path), false)
			p.Read(path)
		})
	})
	q = p.do.Desk.Ask(format.Fill("A checklist of {file}", "file", m.sketch.File), widgets.NewSentences(m.words(), widget.MediumImportance), save)
	q.Dialog.Resize(fyne.NewSize(p.do.Desk.Width(learnedWidth), 0))
}

// askTopic asks for the topic that a document does not name, and makes the checklist with it.
func (p *Page) askTopic(m *made, why string) {
	topic := widgets.NewEntry("site/{id}/#")
	p.askWords(asking{format.Fill("A checklist of {file}", "file", m.sketch.File), why, []named{{"Topic", "document topic", topic}}, "Make", func() {
		given := strings.TrimSpace(topic.Value())
		go func() { // ends when it is made
			m := madeOf(m.of, given)
			p.do.Desk.Run(func() { p.offerMade(m) })
		}()
	}})
}

// mostUnused are the parts without use that the question has: the file has them all.
const mostUnused = 8

// words say what was made, and what of the document is not used.
func (m *made) words() string {
	devices := 0
	for _, s := range m.sketch.Subjects {
		if s.Device {
			devices++
		}
	}
	words := format.Fill("{devices} and {rules}, made of {form}. It says what was written about the site, not what the site does: check the file before you rely on it.",
		"devices", format.Counted(devices, "{count} device", "{count} devices"), "rules", format.Counted(len(m.sketch.Subjects)-devices, "{count} rule", "{count} rules"), "form", explain.BlueprintForm(m.sketch.Draft))
	if lines := explain.IgnoredAll(m.sketch.Draft, mostUnused); len(lines) > 0 {
		words += format.Fill("\nNot used, as the head of the file says:\n{lines}", "lines", strings.Join(lines, "\n"))
	}
	return words
}
