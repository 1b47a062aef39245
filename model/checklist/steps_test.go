package checklist

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestSteps reads what a person does, what is published, and what is waived.
func TestSteps(t *testing.T) {
	l, err := Read([]byte(`version: 1
deadline: 10s
devices:
  - {id: boiler, use: tasmota, topic: boiler_plug, lwt_test: {operator: Unplug the boiler plug, within: 90s, back: 5m}}
  - {id: door, availability: {topic: door/status}, lwt_test: {operator: Pull its battery, within: 5s}}
  - {id: ahu-7, command: {publish: plant/ahu7/cmd, payload: '{"fan":1}', qos: 1, reply: "plant/ahu7/+", expect: {fan: {equals: 1}, rpm: {range: [1, null]}}, within: 2s}}
  - {id: plug, command: {publish: cmnd/plug/POWER, payload: "ON", reply: stat/plug/POWER, expect: ON, within: 2s},
     waive: [{check: command, reason: wired next week, by: A. Smith}]}
rules:
  - {topic: "m/{id}/v", present: true, payload: {type: number}, waive: [{check: payload, member: m7, reason: old meter, by: Jo}]}
`), nil)
	if err != nil {
		t.Fatal(err)
	}
	checks := map[string]*Check{}
	for _, s := range l.Subjects {
		for _, c := range s.Checks {
			checks[s.ID+" "+c.Name()] = c
		}
	}
	if c := checks["boiler lwt_test"]; *c.Outage != (Outage{"Unplug the boiler plug", 5 * time.Minute}) || c.Within != 90*time.Second {
		t.Errorf("the test of the boiler is %+v, %+v", c, c.Outage)
	}
	if s := l.Subjects[1]; len(s.Filters) != 0 || s.Online.Topic != "door/status" || checks["door lwt_test"].Outage.Back != 0 {
		t.Errorf("the door is %+v", s)
	}
	if c := checks["m/{id}/v payload"]; c.Waivers[0] != (Waiver{"m7", "old meter", "Jo"}) {
		t.Errorf("the meters: %+v", c.Waivers)
	}
	if len(l.Doubts) != 1 || l.Doubts[0].Code != TooShort || strings.Join(l.Doubts[0].Names, " ") != "10s 1m30s" {
		t.Errorf("the doubts are %v", l.Doubts)
	}
	commandsRead(t, checks)
}

func commandsRead(t *testing.T, checks map[string]*Check) {
	t.Helper()
	c := checks["ahu-7 command"].Command
	if got := fmt.Sprint(c.Topic, c.Payload, c.QoS, c.Reply, len(c.Expect)); got != `plant/ahu7/cmd{"fan":1}1plant/ahu7/+2` {
		t.Errorf("the command is %s", got)
	}
	if c.Expect[0].Path != "fan" || c.Expect[0].Value.Words[0] != "1" || *c.Expect[1].Value.Low != 1 {
		t.Errorf("it expects %+v", c.Expect)
	}
	if c := checks["plug command"]; c.Command.Expect[0].Value.Words[0] != `"ON"` || c.Waivers[0] != (Waiver{"", "wired next week", "A. Smith"}) {
		t.Errorf("the plug: %+v, %+v", c.Command, c.Waivers)
	}
}

// TestFaultsOfSteps: all that is wrong is told at once, with its place.
func TestFaultsOfSteps(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"a test of what nobody says", "version: 1\ndevices:\n  - {id: a, topic: t, lwt_test: {operator: pull, within: 5s}}", `3:23: together "lwt_test"`},
		{"tests", `version: 1
devices:
  - {id: a, use: tasmota, topic: a, lwt_test: {operator: "", within: 5s, limit: 1m}}
  - {id: b, use: tasmota, topic: b, lwt_test: {back: 0s}}
`, `3:58: no words ""
3:74: unknown "limit"
4:47: missing "operator"
4:47: missing "within"
4:54: out of range "0s"`},
		{"commands", `version: 1
devices:
  - {id: a, command: {publish: a/+, payload: x, reply: "a#", expect: {}, within: 1s}}
  - {id: b, command: {publish: "b\tc", reply: b, expect: {x: {range: [1]}, y: {samples: 3}}, within: 1}}
  - {id: c, command: {publish: c, reply: c, expect: ON, within: 1s, qos: 3, retain: true}}
  - {id: d, command: {payload: x}}
  - {id: e, topic: e/#, command: {publish: e, reply: d, expect: "1", within: 1s}}
  - {id: f, present: true, command: {publish: e, reply: d, expect: "1", within: 1s}}
rules:
  - {topic: a, command: {publish: e, reply: d, expect: "1", within: 1s}}
`, `3:23: no topic "a/+"
3:49: no filter "a#"
3:70: nothing asked ""
4:23: no topic "b\tc"
4:70: no range ""
4:80: unknown "samples"
4:102: no duration "1"
5:35: own reply "c"
5:74: out of range "3"
5:77: unknown "retain"
6:22: missing "publish"
6:22: missing "reply"
6:22: missing "expect"
6:22: missing "within"
8:5: no topic given "f"
10:16: unknown "command"`},
		{"waivers", `version: 1
devices:
  - {id: a, topic: a, present: true, waive: [{check: presnt, reason: x, by: y}, {check: present, reason: "", by: y}, {check: present, reason: x, by: y}]}
  - {id: b, topic: b, present: true, waive: [{check: present, member: m, reason: x}]}
rules:
  - {topic: "r/+", present: true, waive: [{check: present, member: m, reason: x, by: y}, {check: present, member: n, reason: x, by: y}]}
`, `3:47: no such check "presnt"
3:106: no words ""
3:119: doubled "present"
4:46: missing "by"
4:63: unknown "member"`},
	} {
		t.Run(c.name, func(t *testing.T) { hasFaults(t, c.file, c.want) })
	}
}

// TestAQuestionIsDoubted: a person who is asked a question can only answer that it is done.
func TestAQuestionIsDoubted(t *testing.T) {
	for operator, want := range map[string]int{"Is the lamp on?": 1, "Unplug the lamp": 0} {
		l, err := Read([]byte(fmt.Sprintf("version: 1\ndevices:\n  - {id: a, use: tasmota, topic: a, lwt_test: {operator: %q, within: 5s}}\n", operator)), nil)
		if err != nil || len(l.Doubts) != want || want > 0 && l.Doubts[0].Code != Question {
			t.Errorf("%s: %v, %v", operator, err, l.Doubts)
		}
	}
}
