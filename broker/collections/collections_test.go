package collections

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/kept"
	"mangrove/broker/profiles/finding"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func add(t *testing.T, b *Book, all ...Message) []Message {
	t.Helper()
	added, err := b.Add(all...)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func titles(t *testing.T, b *Book) (names []string) {
	t.Helper()
	all, err := b.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		names = append(names, m.Title())
	}
	return names
}

func named(names ...string) (all []Message) {
	for _, name := range names {
		all = append(all, Message{Name: name, Draft: draft.Draft{Topic: "t"}})
	}
	return all
}

var everything = draft.Draft{Topic: "a/{{.site}}", Text: "{{now}}", As: "json", QoS: 2, Retain: true, Template: true, Schema: []string{"a.proto"}, Message: "M",
	Properties: &draft.Properties{Text: true, Expiry: 60, ContentType: "x", ResponseTopic: "r", CorrelationData: []byte{0, 255}, User: []broker.UserProperty{{Name: "n", Value: "v"}}}}

// TestSavedMessagesAreKept for the next run, all of them.
func TestSavedMessagesAreKept(t *testing.T) {
	dir := t.TempDir()
	added := add(t, NewBook(dir), Message{Name: " On ", Folder: "a//b ", Connection: "c", Draft: everything}, Message{Draft: draft.Draft{Topic: "t", Text: "\xff\x00"}})
	all, err := NewBook(dir).All()
	if err != nil || !reflect.DeepEqual(all, added) || len(all) != 2 || all[0].Name != "On" || all[0].Folder != "a/b" || all[0].ID == all[1].ID {
		t.Fatalf("got %+v, %v", all, err)
	}
	if !reflect.DeepEqual(all[0].Draft, everything) || string(all[1].Draft.Bytes) != "\xff\x00" {
		t.Errorf("got %+v", all)
	}
	if info, err := os.Stat(filepath.Join(dir, fileName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has the mode %v, %v", info.Mode(), err)
	}
	if _, err := NewBook(dir).Add(Message{Draft: draft.Draft{Topic: "\xff"}}); !errors.Is(err, kept.ErrInexact) {
		t.Errorf("a topic that is no text: %v", err)
	}
}

func TestRemoveAndPutBack(t *testing.T) {
	b := NewBook(t.TempDir())
	all := add(t, b, named("a", "b", "c", "d")...)
	gone, err := b.Remove(all[1].ID, all[2].ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := titles(t, b); !reflect.DeepEqual(got, []string{"a", "d"}) {
		t.Errorf("got %q", got)
	}
	if err := b.PutBack(gone); err != nil {
		t.Fatal(err)
	}
	if got := titles(t, b); !reflect.DeepEqual(got, []string{"a", "b", "c", "d"}) {
		t.Errorf("got %q", got)
	}
	all[0].Name = "z"
	if err := b.Put(all[0]); err != nil || titles(t, b)[0] != "z" {
		t.Errorf("got %q, %v", titles(t, b), err)
	}
	if err := b.Put(Message{ID: "none"}); !errors.Is(err, kept.ErrGone) {
		t.Errorf("one that is not there: %v", err)
	}
}

// TestPutBackWhereItWas, whichever they were.
func TestPutBackWhereItWas(t *testing.T) {
	names := []string{"a", "b", "c", "d", "e"}
	b := NewBook(t.TempDir())
	all := add(t, b, named(names...)...)
	for some := range 1 << len(names) {
		var ids []string
		for i, m := range all {
			if some>>i&1 != 0 {
				ids = append(ids, m.ID)
			}
		}
		gone, err := b.Remove(ids...)
		if err != nil || len(gone) != len(ids) {
			t.Fatal(len(gone), err)
		}
		if err := b.PutBack(gone); err != nil {
			t.Fatal(err)
		}
		if got := titles(t, b); !reflect.DeepEqual(got, names) {
			t.Fatalf("without %05b and back: %q", some, got)
		}
	}
}

// TestTwoWindows save at a time.
func TestTwoWindows(t *testing.T) {
	dir := t.TempDir()
	const each, windows = 20, 3
	var all sync.WaitGroup
	for w := range windows {
		all.Go(func() {
			b := NewBook(dir)
			for i := range each {
				if _, err := b.Add(named(fmt.Sprint(w, " ", i))...); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got := titles(t, NewBook(dir)); len(got) != each*windows {
		t.Errorf("%d are left", len(got))
	}
}

func TestFilesOfOthers(t *testing.T) {
	for _, c := range []struct {
		name, content string
		code          kept.Code
		aside         bool
	}{
		{"newer", `{"version":2,"messages":[]}`, kept.Newer, false},
		{"field that is not known", `{"version":1,"messages":[{"draft":{"topic":"a"},"colour":"red"}]}`, kept.Newer, false},
		{"no JSON", `{"version":1,"messages":[`, kept.Moved, true},
		{"no version", `{"messages":[]}`, kept.Moved, true},
		{"too dense", `{"version":1,"messages":[` + strings.Repeat("{},", 1_000_001) + `{}]}`, kept.Moved, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, fileName)
			if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := NewBook(dir).All()
			if !kept.Is(err, c.code) {
				t.Errorf("got %v", err)
			}
			asides, _ := filepath.Glob(path + ".broken-*") // the pattern is a good one
			if (len(asides) == 1) != c.aside {
				t.Fatalf("put aside: %v", asides)
			}
			if c.aside {
				path = asides[0]
			} else if _, err := NewBook(dir).Add(named("a")...); !kept.Is(err, kept.Newer) {
				t.Errorf("it is written to: %v", err)
			}
			if content, err := os.ReadFile(path); err != nil || string(content) != c.content {
				t.Errorf("it was touched: %d bytes, %v", len(content), err)
			}
		})
	}
}

// TestExport comes back as it was, but for what it was for.
func TestExport(t *testing.T) {
	content, err := Export([]Message{{ID: "1", Name: "On", Folder: "a/b", Connection: "c", Draft: everything}})
	if err != nil {
		t.Fatal(err)
	}
	got, notes, err := Parse(content)
	if err != nil || len(notes) > 0 || len(got) != 1 {
		t.Fatalf("got %+v, %v, %v", got, notes, err)
	}
	got[0].ID = ""
	if want := (Message{Name: "On", Folder: "a/b", Draft: everything}); !reflect.DeepEqual(got[0], want) {
		t.Errorf("got %+v", got[0])
	}
}

// TestImportsThatTellTheEnvironment are said: whoever wrote the file wants it published.
func TestImportsThatTellTheEnvironment(t *testing.T) {
	content := `{"version":1,"messages":[
		{"draft":{"topic":"a","text":"{{env TOKEN}}","template":true}},
		{"draft":{"topic":"{{env \"HOME\"}}/a","properties":{"contentType":"{{env TOKEN}}"},"template":true}},
		{"draft":{"topic":"a","text":"{{env NOT}} is sent as it is"}},
		{"draft":{"topic":"a","text":"{{now}}","template":true}}]}`
	all, notes, err := Parse([]byte(content))
	want := []finding.Note{{Code: finding.TellEnvironment, Count: 2, Parts: finding.Parts("", "HOME", "TOKEN")}}
	if err != nil || len(all) != 4 || !reflect.DeepEqual(notes, want) {
		t.Errorf("%d messages, %+v, %v", len(all), notes, err)
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name, content string
		n             int
		is            func(error) bool
	}{
		{"newer", `{"version":2,"messages":[]}`, 0, func(err error) bool { return kept.Is(err, kept.Newer) }},
		{"of MQTTX", `{"name":"x","host":"h","version":"5","messages":[{"out":true,"topic":"a","payload":"b"}]}`, 1, nil},
		{"a command", `mosquitto_pub -t a -m b`, 1, nil},
		{"something else", `hello`, 0, func(err error) bool { return err != nil }},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _, err := Parse([]byte(c.content))
			if len(got) != c.n || c.is == nil && err != nil || c.is != nil && !c.is(err) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"version":1,"messages":[{"name":"a","draft":{"topic":"t","text":"x"}}]}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		all, _, err := Parse(content)
		if err != nil {
			return
		}
		if _, err := Export(all); err != nil {
			t.Error(err)
		}
	})
}
