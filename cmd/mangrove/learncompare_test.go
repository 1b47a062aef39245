package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/server"
	"mangrove/model"
)

// comparedSite starts a site of two meters, and gives what holds it against the rules of a
// checklist.
func comparedSite(t *testing.T) (compare func(list string, args ...string) (string, int)) {
	t.Helper()
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	sendUntilDone(t, b.Address(),
		broker.Publication{Topic: "site/m1/state", Payload: []byte(`{"value":1,"unit":"C"}`), Retain: true},
		broker.Publication{Topic: "site/m2/state", Payload: []byte(`{"value":2,"unit":"C"}`), Retain: true},
	)
	return func(list string, args ...string) (string, int) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "site.yaml")
		if err := os.WriteFile(path, []byte("version: 1\nrules:\n"+list), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := command(t.Context(), "", append([]string{"learn", b.Address(), "--for", "2s", "--compare", path}, args...)...)
		if err == nil {
			return out, 0
		}
		return out, exitCode(err)
	}
}

// sameMeters are the rules that the site of [comparedSite] fulfils.
const sameMeters = "  - {topic: \"site/{m}/state\", members: [m1, m2], retained: true, fields: {value: {type: number, samples: 1}, unit: {enum: [C], samples: 1}}}\n"

// TestLearnCompare: a site is as its checklist has it, and another one is told to be otherwise.
func TestLearnCompare(t *testing.T) {
	compare := comparedSite(t)
	if out, code := compare(sameMeters); code != 0 || !strings.Contains(out, "0 differences, 0 checks not compared") {
		t.Errorf("the same site: %d, %s", code, out)
	}
	const other = "  - {topic: \"site/{m}/state\", members: [m1, m3], fields: {value: {type: string}, unit: {enum: [F]}}}\n"
	out, code := compare(other)
	for _, want := range []string{
		"MISSING       site/{m}/state  1 missing: m3.", "EXTRA         site/{m}/state  1 not on the list: m2", "TYPE          site/{m}/state  m1  field value",
		"UNIT          site/{m}/state  m1  field unit",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if code != notPassed {
		t.Errorf("it ends with %d", code)
	}
}

// TestLearnCompareJSON has the same for programs.
func TestLearnCompareJSON(t *testing.T) {
	compare := comparedSite(t)
	out, code := compare("  - {topic: nothing, present: true}\n", "--format", "json")
	var told struct {
		Differences []differenceLine `json:"differences"`
	}
	if begin := strings.IndexByte(out, '{'); begin < 0 || json.NewDecoder(strings.NewReader(out[begin:])).Decode(&told) != nil || code != notPassed {
		t.Fatalf("%d: %s", code, out)
	}
	if len(told.Differences) != 3 || told.Differences[0].Way != "missing" || told.Differences[1].Names[0] != "site/m1/state" {
		t.Errorf("%+v", told.Differences)
	}
}

// TestLearnCompareCutOff: what was compared is told when the broker ends the connection for good.
func TestLearnCompareCutOff(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	sendUntilDone(t, b.Address(), broker.Publication{Topic: "a/b", Payload: []byte("1"), Retain: true})
	path := filepath.Join(t.TempDir(), "site.yaml")
	if err := os.WriteFile(path, []byte("version: 1\nrules:\n  - {topic: c, present: true}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var said screenful
	cmd := newRoot()
	cmd.SetOut(&said)
	cmd.SetErr(&said)
	cmd.SetArgs([]string{"learn", b.Address(), "--for", "1h", "--compare", path})
	ended := make(chan error, 1)
	go func() { ended <- cmd.ExecuteContext(t.Context()) }() // ends with the connection
	for !strings.Contains(said.String(), " 1 topic, ") {
		if !wait(t.Context(), 10*time.Millisecond) {
			t.Fatal(said.String())
		}
	}
	p, err := broker.ParseURL(b.Address())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range b.Clients() {
		if c.Subscriptions == 0 {
			continue
		}
		p.ClientID = c.ID // the broker has one connection a client
		other := client.Open(p, model.NewStore(model.Options{}), client.Options{})
		t.Cleanup(func() { _ = other.Close() })
	}
	err = <-ended
	if exitCode(err) != unreachable || !strings.Contains(said.String(), "MISSING       c") || !strings.Contains(said.String(), "EXTRA         a/b") {
		t.Errorf("%v: %s", err, said.String())
	}
}

// TestLearnCompareFlags: what does not go together is refused.
func TestLearnCompareFlags(t *testing.T) {
	compare := comparedSite(t)
	for name, args := range map[string][]string{"a file as well": {"-o", "x.yaml"}, "a document": {"--from", "x.yaml"}, "an odd format": {"--format", "xml"}, "some topics": {"--topic", "other/#"}} {
		if out, code := compare(sameMeters, args...); code != unusable {
			t.Errorf("%s: %d, %s", name, code, out)
		}
	}
	if out, err := command(t.Context(), "", "learn", "mqtt://127.0.0.1", "--format", "json", "-o", "-"); err == nil || exitCode(err) != unusable {
		t.Errorf("a format without a comparison: %s", out)
	}
}
