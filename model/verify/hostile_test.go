package verify

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/checklist"
)

// under begins a run of a checklist with a schema.
func under(t *testing.T, file, schema string) *Run {
	t.Helper()
	list, err := checklist.Read([]byte("version: 1\n"+file), func(string, int64) ([]byte, error) { return []byte(schema), nil })
	if err != nil {
		t.Fatal(err)
	}
	r := New(list)
	r.Begin(time.Unix(1_700_000_000, 0))
	return r
}

func (r *Run) hear(topic, payload string) {
	r.Message(r.began, &model.Message{Topic: []byte(topic), Payload: []byte(payload)})
}

// TestDeepPayload: what is nested as deep as a broker likes is no JSON, and ends nothing.
func TestDeepPayload(t *testing.T) {
	r := under(t, "devices:\n  - {id: d, topic: a, fields: {x: {}, y: {stuck: 1m, skew: 1s}}, payload: {type: array}}\n"+
		"  - {id: z, use: zigbee2mqtt, name: z, battery: \">=1\", firmware: \">=1\"}", "")
	for _, topic := range []string{"a", "zigbee2mqtt/z", "zigbee2mqtt/bridge/devices"} {
		r.hear(topic, strings.Repeat("[", 30<<20))
	}
	if v := r.Results()[0].Verdict; v.State != Fail || v.Reason.Code != NoJSON {
		t.Errorf("%+v", v)
	}
}

// TestNumbersForSchemas: a few bytes of a payload do not become numbers of a million digits.
func TestNumbersForSchemas(t *testing.T) {
	many := func(one string) string { return "[" + strings.Repeat(one+",", 100_000) + "1]" }
	for payload, want := range map[string]Code{
		many("1e999999"): LongNumber, many("1e-999999"): LongNumber, many("1E+99999999999999999999"): LongNumber,
		`[{"a":{"b":[` + strings.Repeat("1", 4<<20-100) + `]}}]`: LongNumber,
		many("0"): TooFew, "[1e300, -1.5E-300, 12345678901234567890123456789]": TooFew,
		many(strings.Repeat("0", 30)): NoJSON, "[" + strings.Repeat(" ", largestCompared) + "]": TooMuch,
		`["1e999999"]`: NoSchema,
	} {
		r := under(t, "rules:\n  - {topic: a, schema: s.json}", `{"items": {"type": ["number", "object"], "minimum": -1}}`)
		r.hear("a", payload)
		if v := r.Results()[0].Verdict; v.Reason.Code != want {
			t.Errorf("%.30s: %s %+v", payload, v.State, v.Reason)
		}
	}
}

// TestPlaceInPayload: a name of megabytes is not kept, nor printed, for each verdict.
func TestPlaceInPayload(t *testing.T) {
	r := under(t, "rules:\n  - {topic: a, schema: s.json}", `{"additionalProperties": false, "patternProperties": {"k": {"type": "string"}}}`)
	r.hear("a", `{"`+strings.Repeat("k", 1<<20)+`": 1}`)
	if v := r.Results()[0].Verdict; v.Reason.Code != NoSchema || len(v.Reason.Found) > 200 {
		t.Errorf("%s, %d bytes", v.Reason.Code, len(v.Reason.Found))
	}
}

// TestEvidenceIsForgotten when no verdict rests on it any more, and the numbers stay.
func TestEvidenceIsForgotten(t *testing.T) {
	r := under(t, "devices:\n  - {id: z, use: zigbee2mqtt, name: z, online: true, present: true, battery: \">=1\"}", "")
	r.hear("zigbee2mqtt/z", `{"battery":5,"first":1}`)
	for i := range 20 * leastSwept {
		r.hear("zigbee2mqtt/z", fmt.Sprintf(`{"battery":%d}`, i+1))
		r.hear("zigbee2mqtt/z/availability", `{"state":"online"}`)
	}
	if n := len(r.evidence); n > 4*leastSwept {
		t.Errorf("%d messages are kept", n)
	}
	size := 0
	for _, e := range r.evidence {
		size += len(e.Payload)
	}
	if size != r.bytes {
		t.Errorf("%d bytes are kept, %d counted", size, r.bytes)
	}
	for _, one := range r.Results() {
		e := r.Evidence(one.Verdict.Evidence[0])
		want := map[checklist.Kind]string{checklist.Present: `{"battery":5,"first":1}`, checklist.Battery: fmt.Sprintf(`{"battery":%d}`, 20*leastSwept), checklist.Online: `{"state":"online"}`}
		if string(e.Payload) != want[one.Check.Kind] {
			t.Errorf("%s rests on %s", one.Check.Kind, e.Payload)
		}
	}
}

// TestRoomIsMade for evidence by that which no verdict rests on any more.
func TestRoomIsMade(t *testing.T) {
	r := under(t, "devices:\n  - {id: z, use: zigbee2mqtt, name: z, battery: \">=1\"}", "")
	const payload = `{"battery":5}`
	r.evidence[-1], r.bytes = Evidence{Payload: make([]byte, r.most.bytes-1)}, r.most.bytes-1
	r.cited++
	r.hear("zigbee2mqtt/z", payload)
	if e := r.Evidence(r.Results()[0].Verdict.Evidence[0]); e.LeftOut != 0 || string(e.Payload) != payload || r.bytes != len(payload) {
		t.Errorf("%d bytes are left out", e.LeftOut)
	}
}

// TestRoomForTopics: beyond it a message counts as lost, but for those of devices and of
// members that are waited for.
func TestRoomForTopics(t *testing.T) {
	const file = "devices:\n  - {id: d, topic: \"d/#\", size: {max: 1MB}}\nrules:\n  - {topic: \"r/#\", size: {max: 1MB}}\n  - {topic: \"s/{m}\", members: [x], size: {max: 1MB}}"
	for name, fill := range map[string]func(*Run){
		"names":  func(r *Run) { r.names = r.most.names },
		"judges": func(r *Run) { r.made = r.most.checks },
	} {
		r := under(t, file, "")
		fill(r)
		for i := range 10 {
			r.hear("d/"+strconv.Itoa(i%2), "x")
			r.hear("r/"+strconv.Itoa(i), "x")
			r.hear("s/x", "x")
		}
		if r.lost != 10 || len(r.subjects[0].members) != 1 || len(r.subjects[1].members) != 0 || len(r.subjects[2].members) != 1 {
			t.Errorf("%s: %d are lost", name, r.lost)
		}
		if a, b := r.subjects[0].members[0].judges[0].verdict, r.subjects[2].members[0].judges[0].verdict; a.Samples != 10 || b.Samples != 10 {
			t.Errorf("%s: %d and %d samples", name, a.Samples, b.Samples)
		}
	}
}

// TestManyAreAsFewForEach: 30,000 members, filters and topics are no more work for each than
// a few of them. With work for each pair the test would take many minutes.
func TestManyAreAsFewForEach(t *testing.T) {
	n := fewer(30_000)
	var file strings.Builder
	file.WriteString("devices:\n")
	for i := range n {
		fmt.Fprintf(&file, "  - {id: d%d, topic: \"d/%d\", present: true}\n", i, i)
	}
	file.WriteString("rules:\n  - {topic: \"r/{m}\", retained: true, members: [")
	for i := range n {
		fmt.Fprintf(&file, "m%d,", i)
	}
	file.WriteString("]}\n")
	r := under(t, file.String(), "")
	if got := len(r.Filters()); got != n+1 {
		t.Errorf("%d filters", got)
	}
	for i := n - 1; i > 0; i-- {
		r.hear("r/m"+strconv.Itoa(i), "x")
	}
	if why := r.Results()[n].Reason; why.Code != Missing || why.N != 1 || len(why.Names) != 1 || why.Names[0] != "m0" {
		t.Errorf("%+v", why)
	}
	if got := len(r.Unkept()); got != 1 { // m0 has no topic yet: the filter of all of them
		t.Errorf("%d filters to look again", got)
	}
	r.hear("r/m0", "x")
	if got := len(r.Unkept()); got != n {
		t.Errorf("%d filters to look again", got)
	}
	if v := r.Results()[n]; v.State != Pass {
		t.Errorf("%+v", v)
	}
	r.names = r.most.names
	for i := range n { // there is no room for them
		r.hear("r/other"+strconv.Itoa(i), "x")
	}
	if r.lost != n {
		t.Errorf("%d are lost", r.lost)
	}
}

// TestMissingNamesKeepTheirOrder: they are the first in the order of the list, whatever has come.
func TestMissingNamesKeepTheirOrder(t *testing.T) {
	r := under(t, "rules:\n  - {topic: \"r/{m}\", members: [a, b, c, d, e, f, g, h, i, j, k, l, m]}", "")
	for _, step := range [][2]string{{"b", "acdefghijk"}, {"k", "acdefghijl"}, {"a", "cdefghijlm"}, {"m", "cdefghijl"}, {"c", "defghijl"}} {
		r.hear("r/"+step[0], "x")
		if got := strings.Join(r.Results()[0].Reason.Names, ""); got != step[1] {
			t.Errorf("after %s: %s, want %s", step[0], got, step[1])
		}
	}
}
