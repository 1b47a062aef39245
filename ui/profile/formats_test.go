package profile

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/profiles"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// payloadsGroup is the place of the group of formats.
const payloadsGroup = 6

// TestFormatsOfPayloads: a format is added, given a schema, which is said to be wrong
// until its file is mended, and removed.
func TestFormatsOfPayloads(t *testing.T) {
	s := newBench(t, at("one", "a.example"))
	s.choose(s.idOf("one"))
	s.Turn(payloadsGroup)
	test.Tap(uitest.Find[*widgets.FormButton](s.body)[0])
	said := func(words string) func() bool {
		return func() bool {
			for _, l := range uitest.Find[*widget.Label](s.body) {
				if l.Visible() && l.Importance == widget.DangerImportance && strings.Contains(l.Text, words) {
					return true
				}
			}
			return words == ""
		}
	}
	s.until("a filter is asked for", said("Type a filter"))
	path := filepath.Join(t.TempDir(), "plant.proto")
	write := func(content string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("syntax = \"proto3\";\npackage plant;\nmessage Reading {")
	entries := uitest.Find[*widgets.FormEntry](s.body)
	entries[0].SetText("plant/+/state")
	choices := uitest.Find[*widgets.FormSelect](s.body)
	if seen(s.body, entries[1]) {
		t.Error("a schema is asked for before a format needs one")
	}
	choices[0].SetSelected("gzip, then Protobuf")
	if !seen(s.body, entries[1]) || !seen(s.body, entries[2]) {
		t.Error("no schema is asked for")
	}
	choices[1].SetSelected("Hex")
	entries[1].SetText(path + "\n")
	s.until("what is wrong with the schema is said", said("plant.proto, line 3"))
	write("syntax = \"proto3\";\npackage plant;\nmessage Reading { int32 n = 1; }\nmessage Other {}")
	entries[2].SetText(filepath.Dir(path))
	s.until("a message is asked for", said("Type the name of one: plant.Other, plant.Reading."))
	entries[3].SetText("plant.Reading")
	want := []profiles.PayloadFormat{{Filter: "plant/+/state", View: "hex", As: []string{"gzip", "protobuf"}, Schema: []string{path}, Folders: []string{filepath.Dir(path)}, Message: "plant.Reading"}}
	s.until("it is stored", func() bool { return reflect.DeepEqual(s.book.All()[0].Formats, want) })
	s.until("nothing is wrong", func() bool {
		return s.shelf.Finding(s.profile.ID).Formats == nil && !said("e")()
	})
	choices[0].SetSelected("Avro")
	if seen(s.body, entries[2]) {
		t.Error("folders are asked for, which Avro has none of")
	}
	s.until("the other schema is refused", said("is a schema of protobuf"))
	test.Tap(s.buttons("Remove")[0])
	if n := len(s.profile.Formats); n != 0 {
		t.Errorf("%d formats are left", n)
	}
}

// seen reports whether an object is shown, with all that it stands in.
func seen(in, o fyne.CanvasObject) bool {
	if !in.Visible() {
		return false
	}
	if in == o {
		return true
	}
	var below []fyne.CanvasObject
	switch in := in.(type) {
	case *fyne.Container:
		below = in.Objects
	case fyne.Widget:
		below = test.WidgetRenderer(in).Objects()
	}
	for _, c := range below {
		if seen(c, o) {
			return true
		}
	}
	return false
}

// TestStoredChains: formats in each other that the form does not offer stay as they are.
func TestStoredChains(t *testing.T) {
	p := at("one", "a.example")
	p.Formats = []profiles.PayloadFormat{{Filter: "a", As: []string{"zstd", "cbor"}}, {Filter: "b", As: []string{"of a newer one"}}}
	s := newBench(t, p)
	s.choose(s.idOf("one"))
	s.Turn(payloadsGroup)
	choices := uitest.Find[*widgets.FormSelect](s.body)
	if got := choices[0].Selected + "; " + choices[2].Selected; got != "zstd, then CBOR; of a newer one" {
		t.Errorf("shown are %s", got)
	}
	choices[1].SetSelected("Text")
	s.until("stored", func() bool { return s.book.All()[0].Formats[0].View == "text" })
	if got := s.book.All()[0].Formats[0].As; !reflect.DeepEqual(got, []string{"zstd", "cbor"}) {
		t.Errorf("stored is %q", got)
	}
}

// buttons are those of the form with a tip.
func (s *bench) buttons(tip string) (list []*widgets.Button) {
	for _, b := range uitest.Find[*widgets.Button](s.body) {
		if b.Tip == tip {
			list = append(list, b)
		}
	}
	return list
}

// TestFormatsAreOrderedByKeyboard: a format is added, moved and removed without a mouse, and
// the keyboard stays with it. What has it is in view.
func TestFormatsAreOrderedByKeyboard(t *testing.T) {
	p := at("one", "a.example")
	for _, filter := range []string{"a", "b", "c", "d", "e"} {
		p.Formats = append(p.Formats, profiles.PayloadFormat{Filter: filter, View: "text"})
	}
	s := newBench(t, p)
	s.choose(s.idOf("one"))
	s.Turn(payloadsGroup)
	press := func(b *widgets.Button) {
		t.Helper()
		s.window.Canvas().Focus(b)
		b.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		o := s.window.Canvas().Focused().(fyne.CanvasObject)
		at, found := arrange.PlaceIn(s.body.Content, o)
		if top := at.Y - s.body.Offset.Y; !found || top < 0 || top+o.Size().Height > s.body.Size().Height {
			t.Errorf("%T with the keyboard stands at %g of %g", o, top, s.body.Size().Height)
		}
	}
	is := func(want string) {
		t.Helper()
		got := ""
		for _, one := range s.profile.Formats {
			got += one.Filter
		}
		if got != want {
			t.Errorf("the order is %s, want %s", got, want)
		}
	}
	press(s.buttons("Move down")[1])
	is("acbde")
	s.has("moved down", s.buttons("Move down")[2])
	press(s.buttons("Move down")[2])
	press(s.buttons("Move down")[3])
	is("acdeb")
	s.has("moved to the end", s.buttons("Move up")[4])
	press(s.buttons("Move up")[1])
	is("cadeb")
	s.has("moved to the beginning", s.buttons("Move down")[0])
	if !s.buttons("Move up")[0].Disabled() || !s.buttons("Move down")[4].Disabled() {
		t.Error("the ends can be moved beyond the list")
	}
	press(s.buttons("Remove")[1])
	is("cdeb")
	s.has("one was removed", s.buttons("Remove")[1])
	press(s.buttons("Remove")[3])
	is("cde")
	s.has("the last was removed", s.buttons("Remove")[2])
	add := uitest.Find[*widgets.FormButton](s.body)[0]
	s.window.Canvas().Focus(add)
	add.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	s.window.Canvas().Focused().TypedRune('x')
	is("cdex")
	for len(s.profile.Formats) > 0 {
		press(s.buttons("Remove")[0])
	}
	s.has("all were removed", uitest.Find[*widgets.FormButton](s.body)[0])
	s.until("it is stored", func() bool { return len(s.book.All()[0].Formats) == 0 })
}
