package blueprint

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// alikeNames refers in many channels to many schemas, whose names are one without what needs escapes.
func alikeNames() string {
	var all, refs, channels strings.Builder
	for i := range mostReferred {
		name := strings.NewReplacer("0", "é", "1", "è").Replace(fmt.Sprintf("%011b", i))
		fmt.Fprintf(&refs, "{$ref: '#/components/schemas/%s'}, ", name)
		fmt.Fprintf(&all, "    %s: {}\n", name)
	}
	for i := range 10 {
		fmt.Fprintf(&channels, "  c%d: {subscribe: {message: {payload: {anyOf: *refs}}}}\n", i)
	}
	file := "asyncapi: 2.6.0\nchannels:\n" + channels.String() + "components:\n  schemas:\n" + all.String()
	return strings.ReplaceAll(file, "*refs", "["+refs.String()+"]")
}

// longKey has a schema whose name is long, and within it many others, of which each stands below it.
func longKey() string {
	var all strings.Builder
	for i := range 30_000 {
		fmt.Fprintf(&all, `"p%d": {}, `, i)
	}
	return `{"asyncapi": "2.6.0", "channels": {"a": {"subscribe": {"message": {"payload": {"properties": {"` + strings.Repeat("k", 1<<20) +
		`": {"properties": {` + all.String() + `"last": {"$ref": "x.json"}}}}}}}}}}`
}

// TestLongNames: what has a long name, or one that many have, takes no longer for it.
func TestLongNames(t *testing.T) {
	d, err := Read([]byte(alikeNames()), Asked{Name: "a.yaml"})
	if err != nil || len(d.Subjects) != 10 || d.Subjects[9].Schema == nil {
		t.Errorf("names that are alike: %v", err)
	}
	d, err = Read([]byte(longKey()), Asked{Name: "a.json"})
	if err != nil {
		t.Fatal(err)
	}
	if told := d.Ignored[0]; told.Code != External || len(told.Path) > 2*longestPath || !strings.HasSuffix(told.Path, cutMark) {
		t.Errorf("a long name: %s, %d bytes", told.Code, len(told.Path))
	}
}

// TestLongTopics: channels are compared level by level, each with each.
func TestLongTopics(t *testing.T) {
	var all strings.Builder
	for i := range mostChannels {
		fmt.Fprintf(&all, "  %sc%d: {}\n", strings.Repeat("a/", 100), i)
	}
	if _, err := Read([]byte("asyncapi: 2.6.0\nchannels:\n"+all.String()), Asked{Name: "a.yaml"}); !errors.Is(err, TooMany) {
		t.Errorf("they are read: %v", err)
	}
}

// TestLongReference leads nowhere.
func TestLongReference(t *testing.T) {
	file := `{"asyncapi": "2.6.0", "channels": {"a": {"subscribe": {"message": {"payload": {"items": {"$ref": "#` + strings.Repeat("/", longestRef) + `"}}}}}}}`
	d, err := Read([]byte(file), Asked{Name: "a.json"})
	if err != nil || d.Ignored[0].Code != Broken {
		t.Errorf("%v, %v", err, d.Ignored)
	}
}
