package verification

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/model/checklist"
)

// TestAnotherSigner: who has another key can sign a report anew, but not as the one that its
// list names. Reports of before named none.
func TestAnotherSigner(t *testing.T) {
	parts := unpacked(t, bundled(t, parsed(t, testKey(t, ""))))
	manifest, signature := &parts[len(parts)-2].content, &parts[len(parts)-1].content
	other := parsed(t, keyFile(t, ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize)), ""))
	sign := func(k *Key) {
		t.Helper()
		s, err := k.sign(*manifest)
		if err != nil {
			t.Fatal(err)
		}
		*signature = s
	}
	sign(other)
	if c := checked(t, parts); c.Intact() || c.Key != other.name() || c.Signer == c.Key {
		t.Errorf("signed by another: %+v", c)
	}
	_, *manifest = announced(*manifest)
	sign(other)
	if c := checked(t, parts); !c.Intact() || c.Signer != "" || c.Key != other.name() {
		t.Errorf("of before: %+v", c)
	}
	*manifest = append([]byte(announces+strings.Repeat("x", 1000)+"\n"), *manifest...)
	if c := checked(t, parts[:len(parts)-1]); c.Intact() {
		t.Errorf("a line of anything: %+v", c)
	}
}

// TestSchemasAreHandedOver with their sums, under names that do no harm where they are unpacked.
func TestSchemasAreHandedOver(t *testing.T) {
	l := New(read(t, lamp))
	l.Run().Finish(time.Now())
	list := read(t, lamp)
	want := []string{"sub/lamp.json", "a_b_.json", "3.json", "4.json", "5.json"}
	for i, name := range []string{"sub/lamp.json", "a\\b\n.json", "SUB/lamp.json", "../../x.json", strings.Repeat("x", 300) + ".json"} {
		list.Schemas = append(list.Schemas, checklist.File{Name: name, Content: []byte{byte('0' + i)}})
	}
	h := Handover{List: list, File: []byte(lamp), Run: l.Run(), Broker: "mqtt://localhost", Version: "1"}
	var b bytes.Buffer
	if err := h.Bundle(&b, nil); err != nil {
		t.Fatal(err)
	}
	parts := unpacked(t, b.Bytes())
	for i, p := range parts[len(partNames) : len(parts)-1] {
		if p.name != schemaFolder+want[i] || string(p.content) != string(rune('0'+i)) {
			t.Errorf("%d: %s with %s", i, p.name, p.content)
		}
	}
	if c := checked(t, parts); !c.Intact() || c.Files != len(partNames)+len(want) {
		t.Errorf("%+v", c)
	}
	parts[len(partNames)].content = []byte("{}")
	if c := checked(t, parts); !slices.Equal(c.Changed, []string{schemaFolder + want[0]}) {
		t.Errorf("changed: %+v", c)
	}
}

// TestAMessageIsWrittenOnce in the JSON, however many verdicts rest on it: the bytes of one
// of 128 MB that breaks a thousand checks would fill a disk.
func TestAMessageIsWrittenOnce(t *testing.T) {
	const checks, size = 50, 100_000
	text := "version: 1\nrules:\n  - topic: a\n    fields:\n"
	for i := range checks {
		text += fmt.Sprintf("      f%d: {type: number}\n", i)
	}
	list := read(t, text)
	l := New(list)
	send(l, "a", `{"f0":"`+strings.Repeat("x", size)+`"}`)
	send(l, "a", "")
	l.Run().Finish(time.Now())
	h := Handover{List: list, File: []byte(text), Run: l.Run()}
	var b bytes.Buffer
	if err := h.JSON(&b); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 2*size {
		t.Errorf("%d bytes for %d verdicts on one message of %d", b.Len(), checks, size)
	}
	var d document
	if err := json.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	written := make(map[int]int)
	for _, r := range d.Results {
		for _, e := range r.Evidence {
			if e.Payload != nil {
				written[e.Message]++
			} else if written[e.Message] != 1 {
				t.Errorf("message %d comes %d times before the verdict of %s names it", e.Message, written[e.Message], r.Check)
			}
		}
	}
	if len(written) == 0 {
		t.Error("no message is written")
	}
}

// largestWrite is the most in bytes that was written at once.
type largestWrite struct {
	bytes.Buffer
	most int
}

// Write notes how much it is.
func (w *largestWrite) Write(p []byte) (int, error) {
	w.most = max(w.most, len(p))
	return w.Buffer.Write(p)
}

// TestJSONIsWrittenBitByBit: the bytes are those of the document, and no more than a result is
// written at once.
func TestJSONIsWrittenBitByBit(t *testing.T) {
	for _, payloads := range [][]string{nil, {`{"on":true}`}, {`{"on":true,"<&>":1}`, `{"on":1}`, strings.Repeat("x", 100)}} {
		for _, text := range []string{lamp, lamp + "rules:\n  - {topic: home/hall/lamp, present: true, retained: false}\n"} {
			list := read(t, text)
			l := New(list)
			for _, p := range payloads {
				send(l, "home/hall/lamp", p)
			}
			l.Run().Finish(time.Now())
			h := Handover{List: list, File: []byte(text), Run: l.Run(), Broker: "mqtt://localhost", Version: "1"}
			d := h.document()
			d.bytesOnce()
			var want bytes.Buffer
			e := json.NewEncoder(&want)
			e.SetIndent("", "  ")
			if err := e.Encode(d); err != nil {
				t.Fatal(err)
			}
			var got largestWrite
			if err := h.JSON(&got); err != nil || !bytes.Equal(got.Bytes(), want.Bytes()) {
				t.Errorf("%v: it writes\n%s\nand not\n%s", err, got.String(), want.String())
			}
			if len(d.Results) > 1 && got.most > want.Len()*3/4 {
				t.Errorf("%d of %d bytes at once", got.most, want.Len())
			}
		}
	}
}
