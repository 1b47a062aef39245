package runs

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"mangrove/broker"
)

// TestPropertiesAreKept with what is to be published, or said to be lost; what an earlier
// Mangrove has written is read.
func TestPropertiesAreKept(t *testing.T) {
	user := few[broker.UserProperty]{{Name: "n", Value: "2"}, {Name: "n", Value: "1"}}
	publish := Publish{Topic: "a", Text: "x", As: "hex", Template: true, Schema: few[string]{"/a.proto"}, Folders: few[string]{"/b"}, Message: "m.M",
		Properties: Properties{Text: true, Expiry: "soon", ContentType: "x/y", ResponseTopic: "r", CorrelationData: "0", Hex: true, User: user}}
	many := publish
	many.Properties.User = slices.Repeat(user, mostTabs)
	large := publish
	large.Properties.ContentType = strings.Repeat("x", LargestPayload)
	lost := publish
	lost.Properties = Properties{Lost: true}
	for name, c := range map[string]struct{ typed, want Publish }{"all": {publish, publish}, "many": {many, lost}, "large": {large, lost}} {
		content, err := encode(Draft{Tabs: few[Tab]{{Publish: c.typed}}})
		if err != nil {
			t.Fatal(err)
		}
		d, err := decode(content)
		if err != nil || !reflect.DeepEqual(d.Tabs[0].Publish, c.want) {
			t.Errorf("%s: %+v, %v", name, d.Tabs, err)
		}
	}
	d, err := decode([]byte(`{"version":1,"tabs":[{"publish":{"topic":"a","text":"x","qos":1,"retain":true}}],"active":0}`))
	if want := (Publish{Topic: "a", Text: "x", QoS: 1, Retain: true}); err != nil || !reflect.DeepEqual(d.Tabs[0].Publish, want) {
		t.Errorf("of before: %+v, %v", d.Tabs, err)
	}
}

// TestChecklistsAreKeptWhole: one that is too large, or for which there is no room, is left out
// and not cut.
func TestChecklistsAreKeptWhole(t *testing.T) {
	large := strings.Repeat("a", LargestChecklist)
	d := Draft{Checklists: []Checklist{{Text: "one", Path: "p", Base: "b"}, {Text: large + "b"}, {Text: large}, {Text: large}, {Text: large}, {Text: large}, {Text: large}, {Text: "last"}}}
	content, err := encode(d)
	if err != nil {
		t.Fatal(err)
	}
	got, err := decode(content)
	if err != nil || len(got.Checklists) != 6 || got.Checklists[0] != d.Checklists[0] || got.Checklists[1].Text != large || got.Checklists[5].Text != "last" {
		t.Errorf("%d are kept: %v", len(got.Checklists), err)
	}
}
