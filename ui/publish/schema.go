package publish

import (
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/model/decode"
	"mangrove/model/decode/schemas"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// schemaPaths say where a schema is, and what of it is meant.
type schemaPaths struct {
	files, folders []string
	message        string
}

// schemaPart is where the schema of a format is chosen that needs one.
type schemaPart struct {
	panel          *Panel
	files, folders []string
	names          *widgets.Strip
	shown          string // in it
	message        *widgets.Entry
	add, clear     *widgets.Button
	list           *widgets.Button // of messages in the schema
	object         *fyne.Container
}

func newSchemaPart(p *Panel) *schemaPart {
	s := &schemaPart{panel: p, names: widgets.NewStrip(18, 12)}
	s.message = widgets.NewEntry("name of the message, such as plant.Reading")
	s.message.OnChanged = func(string) { p.editedOf(s.message) }
	s.add = widgets.NewButton("Schema…", theme.FileIcon(), p.using(s.choose))
	s.clear = widgets.NewIconButton("Forget the schema", theme.CancelIcon(), p.using(func() { s.setPaths(schemaPaths{}) }))
	s.list = widgets.NewIconButton("Messages of the schema", theme.MenuDropDownIcon(), p.using(s.showNames))
	for _, b := range []*widgets.Button{s.add, s.clear, s.list} {
		b.Importance = widget.LowImportance
	}
	s.object = container.NewBorder(nil, nil, container.NewHBox(s.add, s.clear), s.list,
		container.New(arrange.Shares{First: 0.4}, arrange.Middle(s.names), s.message))
	s.object.Hide()
	return s
}

func (s *schemaPart) paths() schemaPaths {
	return schemaPaths{s.files, s.folders, strings.TrimSpace(s.message.Value())}
}

func (s *schemaPart) setPaths(p schemaPaths) {
	s.files, s.folders = slices.Clone(p.files), slices.Clone(p.folders)
	s.message.SetText(p.message)
}

// choose adds a file, .proto or .avsc. Its content is read anew.
func (s *schemaPart) choose() {
	s.panel.desk.ChooseFile(func(path string) {
		s.panel.shelf.Forget()
		if len(s.files) > 0 && !strings.EqualFold(filepath.Ext(s.files[0]), filepath.Ext(path)) {
			s.files, s.folders = nil, nil // it is of the other kind
		}
		if !slices.Contains(s.files, path) {
			s.files = append(s.files, path)
		}
	})
}

// follow takes the schema that payloads of the topic are read with, where none is chosen.
func (s *schemaPart) follow() {
	p := s.panel
	if f, _, ok := p.conn.FormatFor(p.topic.Value()); ok && len(s.files) == 0 && slices.Contains(f.As, string(p.how.as)) && p.how.as.NeedsSchema() {
		from := f.Source()
		s.setPaths(schemaPaths{from.Files, from.Folders, from.Message})
	}
}

// showNames lists the messages of the schema, to choose one.
func (s *schemaPart) showNames() {
	p, from := s.panel, schemas.Source{Files: slices.Clone(s.files), Folders: s.folders}
	if len(from.Files) == 0 {
		p.sayOf(s.message, "Choose a schema first: a .proto or .avsc file.")
		return
	}
	go func() { // ends when the schema is read, which has its bounds
		opened, err := p.shelf.Open(from)
		p.desk.Run(func() {
			if opened == nil {
				p.sayOf(s.message, format.SchemaProblem(err))
				return
			}
			var items []*fyne.MenuItem
			for _, name := range opened.Names[:min(len(opened.Names), mostNames)] {
				items = append(items, fyne.NewMenuItem(format.ExcerptOf(name, 80), func() { s.message.SetText(name) }))
			}
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.list)
			widgets.ShowMenu(s.list, at.AddXY(0, s.list.Size().Height), items...)
		})
	}()
}

// mostNames are the messages of a schema that are listed.
const mostNames = 200

// draw shows the part while it is needed.
func (s *schemaPart) draw() {
	seen := s.panel.how.as.NeedsSchema()
	if seen != s.object.Visible() {
		arrange.SetHidden(!seen, s.object)
		s.panel.turned = true
	}
	if !seen {
		return
	}
	words := "no schema"
	if s.panel.how.as == decode.Protobuf && len(s.files) == 0 {
		words = "no schema: fields by number"
	}
	if len(s.files) > 0 {
		var names []string
		for _, path := range s.files {
			names = append(names, filepath.Base(path))
		}
		words = strings.Join(names, ", ")
	}
	if words != s.shown {
		s.shown = words
		s.names.Set(text.Span{Text: words, Colour: look.Colour(look.Muted)})
	}
	arrange.SetHidden(len(s.files) == 0, s.clear)
}

func (s *schemaPart) report(r *report.Report) {
	open := s.panel.IsOpen() && s.object.Visible()
	r.PlaceIf(open, "publish schema", s.add)
	r.PlaceIf(open, "publish message", s.message)
	r.PlaceIf(open, "publish messages", s.list)
}
