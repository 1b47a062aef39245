package publish

import (
	"reflect"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/model/decode"
	"mangrove/ui/runs"
)

// drafts are messages as they are typed, one of each kind.
var drafts = map[string]draft.Draft{
	"text":       {Topic: "a/b", Text: "ON\n\ttab", QoS: 1, Retain: true},
	"nothing":    {Topic: "a"},
	"JSON":       {Topic: "a", As: decode.JSON, Text: "{\n\"a\": 1.0}"},
	"hex":        {Topic: "a", As: decode.Hex, Text: "00 ff 0"},
	"template":   {Topic: "{{.site}}/a", Text: "{{counter}}", Template: true, QoS: 2},
	"bytes":      {Topic: "a", Bytes: []byte{0, 0xff}},
	"text bytes": {Topic: "a", As: decode.Hex, Bytes: []byte("00 ff")},
	"schema":     {Topic: "a", As: decode.Protobuf, Text: "{}", Schema: []string{"/a.proto"}, Folders: []string{"/b"}, Message: "m.M"},
	"newer":      {Topic: "a", As: "of a newer program", Text: "x"},
	"properties": {Topic: "a", Text: "x", Properties: &draft.Properties{Text: true, Expiry: 60, ContentType: "x/y", ResponseTopic: "r", CorrelationData: []byte{0, 1},
		User: []broker.UserProperty{{Name: "n", Value: "2"}, {Name: "n", Value: "1"}, {Name: "", Value: "v"}}}},
	"correlation text": {Topic: "a", Text: "x", Properties: &draft.Properties{CorrelationData: []byte("id 7")}},
}

// TestDraftsGoThroughThePanel: what is put into the fields is what stands in them.
func TestDraftsGoThroughThePanel(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	for name, d := range drafts {
		p.TakeDraft(d)
		b.step()
		if got := p.Draft(); !reflect.DeepEqual(normal(got), normal(d)) {
			t.Errorf("%s: %+v became %+v", name, d, got)
		}
	}
}

// TestDraftsOutlastTheProgram as they are typed.
func TestDraftsOutlastTheProgram(t *testing.T) {
	b := newBench(t)
	for name, d := range drafts {
		p := b.connect()
		p.TakeDraft(d)
		kept := p.Typed()
		next := b.connect()
		next.PutBack(kept)
		b.step()
		if got := next.Draft(); !reflect.DeepEqual(normal(got), normal(d)) {
			t.Errorf("%s: %+v became %+v", name, d, got)
		}
	}
}

// normal has no slices of nothing.
func normal(d draft.Draft) draft.Draft {
	if len(d.Schema) == 0 {
		d.Schema = nil
	}
	if len(d.Folders) == 0 {
		d.Folders = nil
	}
	if p := d.Properties; p != nil && len(p.CorrelationData) == 0 {
		p.CorrelationData = nil
	}
	return d
}

// TestWhatIsWrongOutlastsTheProgram too: it is typed on.
func TestWhatIsWrongOutlastsTheProgram(t *testing.T) {
	b := newBench(t)
	typed := runs.Publish{Topic: "a", Text: "x", Properties: runs.Properties{Expiry: "soon", CorrelationData: "0", Hex: true}}
	p := b.connect()
	p.PutBack(typed)
	if got := p.Typed(); !reflect.DeepEqual(got, typed) {
		t.Errorf("%+v became %+v", typed, got)
	}
	p.publish()
	if len(b.sent()) > 0 || !strings.Contains(p.words, "hex") {
		t.Errorf("it says %q, and sent %v", p.words, b.sent())
	}
	p.more.correlation.SetText("00")
	if p.publish(); len(b.sent()) > 0 || !strings.Contains(p.words, "seconds") {
		t.Errorf("it says %q, and sent %v", p.words, b.sent())
	}
	p.more.expiry.SetText("9")
	p.publish()
	b.until("published", func() bool { return len(b.sent()) == 1 })
}

// TestUndoOfADraftBringsBackAll that was typed.
func TestUndoOfADraftBringsBackAll(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.payload.SetText("mine")
	p.how.choose(decode.Base64)
	p.more.content.SetText("x/y")
	before := p.Draft()
	undo := p.TakeDraft(drafts["properties"])
	if undo == nil {
		t.Fatal("nothing brings it back")
	}
	if undo(); !reflect.DeepEqual(p.Draft(), before) {
		t.Errorf("it is %+v", p.Draft())
	}
}
