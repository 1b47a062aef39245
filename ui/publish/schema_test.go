package publish

import (
	"strings"
	"testing"

	"mangrove/broker/draft"
	"mangrove/model/decode"
)

// TestChosenSchemaIsSeen: the names of the files have a part of the line.
func TestChosenSchemaIsSeen(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.SetFolded(false)
	p.TakeDraft(draft.Draft{Topic: "a", As: decode.Protobuf, Text: "{}", Schema: []string{"/a/plant.proto"}})
	b.until("the schema is on view", func() bool { return p.schema.object.Visible() })
	b.step()
	if names := p.schema.names; !strings.Contains(names.Text(), "plant.proto") || names.Size().Width < 40 || names.Size().Height < 10 {
		t.Errorf("%q has %v", names.Text(), names.Size())
	}
}
