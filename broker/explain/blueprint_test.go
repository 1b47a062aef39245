package explain

import (
	"errors"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/model/blueprint"
	"mangrove/model/codestest"
)

// TestBlueprintWords: each reason and each problem has its words, with what was found.
func TestBlueprintWords(t *testing.T) {
	for _, code := range codestest.Of(t, "../../model/blueprint", "Code") {
		one := blueprint.Ignored{Path: "/channels/a", Code: blueprint.Code(code), Found: "found", Err: errors.New("why")}
		if got := Ignored(one); got == code || !strings.HasPrefix(got, "/channels/a: ") || strings.Contains(got, "%!") {
			t.Errorf("%s: %q", code, got)
		}
	}
	for _, code := range codestest.Of(t, "../../model/blueprint", "Problem") {
		if got := Error(blueprint.Problem(code), broker.Address{}); got == "" || got == "." || strings.Contains(got, "blueprint") {
			t.Errorf("%s: %q", code, got)
		}
	}
}

// TestListsThatCannotBeRead say in which line.
func TestListsThatCannotBeRead(t *testing.T) {
	_, err := blueprint.Read([]byte("id,topic\nfan,\"a\n"), blueprint.Asked{Name: "a.csv"})
	if got := Error(err, broker.Address{}); !strings.Contains(got, "of the list has a quotation mark") {
		t.Errorf("%q", got)
	}
}

// TestIgnoredAll: what is for people is counted, and so is what there is no room for.
func TestIgnoredAll(t *testing.T) {
	d := &blueprint.Draft{More: 3, Ignored: []blueprint.Ignored{
		{Path: "/info", Code: blueprint.Prose}, {Path: "/servers", Code: blueprint.Servers}, {Path: "/a", Code: blueprint.Unknown}, {Path: "/b", Code: blueprint.Unknown},
	}}
	got := strings.Join(IgnoredAll(d, 2), "\n")
	want := "/servers: a checklist is run against the broker that you name\n/a: nothing is known of this key\n… and 4 parts more\n1 part for people only, as titles and descriptions"
	if got != want {
		t.Errorf("got\n%s", got)
	}
}
