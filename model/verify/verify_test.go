package verify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/checklist"
)

// play drives a run with a clock of its own. The script has a line for everything that
// happens:
//
//	10s a/b {"v":1}     a message at 10 s from the beginning
//	10s R a/b {"v":1}   one that the broker had kept
//	10s Q1 a/b x        one with QoS 1
//	10s down / up       the connection
//	10s lost 3          messages lost
//	10s ask             the broker is asked what it keeps
//	10s asked           the broker has been asked what it keeps
//	10s keeps a/b x     what it says then
//	10s wills a/st      the broker tells the wills of its clients
//	10s refused a/#     a subscription that it does not take
//	10s granted 1       the QoS of the subscriptions
//	10s tick / end      time passes; the run is finished
//	10s done / skip x   a person has done the step that is to be done, or says why not
//	10s allow           commands may be published
//	10s send / took     the next one is published; the broker has taken it
//	10s unsent x        it could not be published; without x: the connection ended
func play(t *testing.T, file, script string) *Run {
	t.Helper()
	list, err := checklist.Read([]byte(file), schemas)
	if err != nil {
		t.Fatal(err)
	}
	return playList(t, list, script)
}

func playList(t *testing.T, list *checklist.Checklist, script string) *Run {
	t.Helper()
	begin := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	r := New(list)
	r.Begin(begin)
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		when, what, _ := strings.Cut(line, " ")
		after, err := time.ParseDuration(when)
		if err != nil {
			t.Fatal(err)
		}
		happen(t, r, begin.Add(after), what)
	}
	return r
}

// schemas has the one schema of the cases.
func schemas(string, int64) ([]byte, error) {
	return []byte(`{"properties": {"v": {"type": "number"}}}`), nil
}

// happenings are those of one word.
var happenings = map[string]func(*Run, time.Time){
	"down": (*Run).Disconnected, "up": (*Run).Connected, "tick": (*Run).Tick, "end": (*Run).Finish, "asked": func(r *Run, _ time.Time) { r.Asked() },
	"ask": func(r *Run, _ time.Time) { r.Unkept() },
}

func happen(t *testing.T, r *Run, at time.Time, what string) {
	t.Helper()
	word, rest, _ := strings.Cut(what, " ")
	if do := happenings[word]; do != nil {
		do(r, at)
		return
	}
	switch word {
	case "refused":
		r.Refused(rest)
	case "keeps":
		topic, payload, _ := strings.Cut(rest, " ")
		r.Kept(at, &model.Message{Topic: []byte(topic), Payload: []byte(payload), Retained: true})
	case "wills":
		r.Wills(at, strings.Fields(rest))
	case "granted":
		r.Granted(rest[0] - '0')
	case "done", "skip", "allow", "send", "took", "unsent", "unattended":
		if !step(r, at, word, rest) {
			t.Fatalf("%s at %s: there is nothing to be done", word, at.Format(time.TimeOnly))
		}
	case "lost":
		n, err := strconv.Atoi(rest)
		if err != nil {
			t.Fatal(err)
		}
		r.Lost(n)
	default:
		arrive(r, at, what)
	}
}

// arrive brings a message.
func arrive(r *Run, at time.Time, what string) {
	m := model.Message{}
	for {
		word, rest, _ := strings.Cut(what, " ")
		switch {
		case word == "R":
			m.Retained = true
		case len(word) == 2 && word[0] == 'Q':
			m.QoS = word[1] - '0'
		default:
			now := strings.NewReplacer("NOW", at.Format(time.RFC3339), "LOCAL", at.Local().Format("2006-01-02T15:04:05"))
			m.Topic, m.Payload = []byte(word), onTheWire(word, now.Replace(rest))
			r.Message(at, &m)
			return
		}
		what = rest
	}
}

// said are the verdicts in few words: member, kind and path, state and reason.
func said(r *Run) string {
	var all []string
	for _, one := range r.Results() {
		name := one.Subject.ID
		if one.Member != "" {
			name = one.Member
		}
		what := strings.TrimSpace(string(one.Check.Kind) + " " + one.Check.Path)
		all = append(all, fmt.Sprintf("%s %s: %s, %s", name, what, one.State, one.Reason.Code))
	}
	return strings.Join(all, "\n")
}

// TestConventions are devices whose topics are known.
func TestConventions(t *testing.T) {
	const zigbee = "version: 1\ndevices:\n  - {id: d, use: zigbee2mqtt, name: hall/one, %s}"
	const tasmota = "version: 1\ndevices:\n  - {id: d, use: tasmota, topic: plug, %s}"
	for _, c := range []struct{ name, form, checks, script, want string }{
		{"online", zigbee, "online: true", "1s zigbee2mqtt/hall/one/availability {\"state\":\"online\"}", "d online: pass, says online"},
		{"online in plain text", zigbee, "online: true", "1s zigbee2mqtt/hall/one/availability online", "d online: pass, says online"},
		{"online of before", zigbee, "online: true", "1s R zigbee2mqtt/hall/one/availability online\n5s end", "d online: fail, only retained"},
		{"online of before, and alive", zigbee, "online: true", "1s R zigbee2mqtt/hall/one/availability online\n2s zigbee2mqtt/hall/one {}\n5s end", "d online: pass, says online"},
		{"online, and once more by the broker", zigbee, "online: true", "1s zigbee2mqtt/hall/one/availability online\n2s down\n9s up\n10s R zigbee2mqtt/hall/one/availability online\n20s end", "d online: pass, says online"},
		{"alive, and online of before", zigbee, "online: true", "1s zigbee2mqtt/hall/one {}\n2s R zigbee2mqtt/hall/one/availability online\n5s end", "d online: pass, says online"},
		{"died while we were not connected", zigbee, "online: true", "1s zigbee2mqtt/hall/one/availability online\n2s down\n9s up\n10s R zigbee2mqtt/hall/one/availability offline\n20s end", "d online: fail, says offline"},
		{"battery of before", zigbee, `battery: ">=30"`, "1s R zigbee2mqtt/hall/one {\"battery\":87}\n5s end", "d battery: fail, only retained"},
		{"battery of before, low", zigbee, `battery: ">=30"`, "1s R zigbee2mqtt/hall/one {\"battery\":9}\n5s end", "d battery: fail, fits not"},
		{"battery of before, and alive", zigbee, `battery: ">=30"`, "1s R zigbee2mqtt/hall/one {\"battery\":87}\n2s zigbee2mqtt/hall/one {}\n5s end", "d battery: pass, fits"},
		{"went offline", zigbee, "online: true", "1s zigbee2mqtt/hall/one/availability online\n2s zigbee2mqtt/hall/one/availability offline\n5s end", "d online: fail, says offline"},
		{"battery", zigbee, `battery: ">=30"`, "1s zigbee2mqtt/hall/one {\"battery\":87.5}", "d battery: pass, fits"},
		{"battery low", zigbee, `battery: ">=30"`, "1s zigbee2mqtt/hall/one {\"battery\":9}", "d battery: fail, fits not"},
		{"no battery", zigbee, `battery: ">=30"`, "1s zigbee2mqtt/hall/one {}\n5s end", "d battery: fail, no value"},
		{"firmware", zigbee, `firmware: ">=2.3"`, "1s R zigbee2mqtt/bridge/devices [{\"friendly_name\":\"x\",\"software_build_id\":\"1\"},{\"friendly_name\":\"hall/one\",\"software_build_id\":\"2.3.087\"}]", "d firmware: pass, fits"},
		{"LWT", tasmota, "online: true", "1s tele/plug/LWT Online", "d online: pass, says online"},
		{"values on two topics", tasmota, "fields: {ENERGY.Power: {range: [0, 10], samples: 1}, Wifi.RSSI: {type: number, samples: 1}}", "1s tele/plug/SENSOR {\"ENERGY\":{\"Power\":5}}\n2s tele/plug/STATE {\"Wifi\":{\"RSSI\":50}}\n5s end", "d field ENERGY.Power: pass, held\nd field Wifi.RSSI: pass, held"},
		{"version", tasmota, `firmware: ">=13"`, "1s tele/plug/INFO1 {\"Info1\":{\"Module\":\"x\",\"Version\":\"13.4.0(tasmota)\"}}", "d firmware: pass, fits"},
		{"version of another", tasmota, `firmware: ">=13"`, "1s R tasmota/discovery/AA/config {\"t\":\"other\",\"sw\":\"12.1\"}\n2s R tasmota/discovery/BB/config {\"t\":\"plug\",\"sw\":\"14.1\"}", "d firmware: pass, fits"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := said(play(t, fmt.Sprintf(c.form, c.checks), c.script)); got != c.want {
				t.Errorf("the verdicts are\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestEvidence: a verdict names the message that it rests on, to the last byte.
func TestEvidence(t *testing.T) {
	r := play(t, "version: 1\ndevices:\n  - {id: d, topic: a, fields: {v: {range: [1, 2]}}}", "1s a {\"v\":1}\n2s Q1 a {\"v\": 3.0}\n3s a {\"v\":4}")
	v := r.Results()[0].Verdict
	if len(v.Evidence) != 1 {
		t.Fatalf("the evidence is %v", v.Evidence)
	}
	if e := r.Evidence(v.Evidence[0]); string(e.Payload) != `{"v": 3.0}` || e.Topic != "a" || e.QoS != 1 || e.At.Second() != 2 {
		t.Errorf("the evidence is %+v", e)
	}
	if v.Samples != 3 || v.Violations != 2 || v.Reason.Found != "3.0" || v.Reason.Want != "1..2" {
		t.Errorf("the verdict is %+v", v)
	}
}

// TestBounds: a broker may send more than there is memory for. What is not judged counts as
// lost, and evidence that is not kept is told.
func TestBounds(t *testing.T) {
	const file = "version: 1\nrules:\n  - {topic: \"#\", size: {max: 1MB}, present: true}"
	for _, c := range []struct {
		name                           string
		most                           limits
		topics, lost, notKept, leftOut int
	}{
		{"topics", limits{7, 100, 100, 100, 100}, 7, 3, 0, 0},
		{"bytes of their names", limits{100, 21, 100, 100, 100}, 7, 3, 0, 0},
		{"checks", limits{100, 100, 14, 100, 100}, 7, 3, 0, 0},
		{"messages", limits{100, 100, 100, 7, 100}, 10, 0, 3, 0},
		{"bytes of their payloads", limits{100, 100, 100, 100, 7}, 10, 0, 0, 7},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := play(t, file, "")
			r.most = c.most
			for range 2 { // what was not kept is told once
				for i := range 10 {
					r.Message(r.began, &model.Message{Topic: fmt.Appendf(nil, "a/%d", i), Payload: []byte("12"), Retained: true})
				}
			}
			leftOut, without := 0, 0
			for _, one := range r.Results() {
				switch {
				case one.Evidence == nil:
					t.Errorf("%s rests on nothing", one.Topic)
				case len(one.Evidence) == 0:
					without++
				case r.Evidence(one.Evidence[0]).LeftOut == 2:
					leftOut++
				}
			}
			a := r.Account()
			if len(r.topics) != c.topics || a.Lost != 2*c.lost || a.NotKept != c.notKept || without != 2*c.notKept || leftOut != 2*c.leftOut {
				t.Errorf("%d topics, %+v, %d verdicts without evidence, %d without a payload", len(r.topics), a, without, leftOut)
			}
		})
	}
}

// TestDeadline ends the run; the time without a connection does not count.
func TestDeadline(t *testing.T) {
	const file = "version: 1\ndeadline: 60s\nrules:\n  - {topic: a, present: true}"
	begin := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	if r := play(t, file, "10s down\n100s up\n149s tick"); r.Due(begin.Add(149 * time.Second)) {
		t.Error("it ended before its time")
	}
	r := play(t, file, "10s down\n100s up\n150s tick\n150s a x")
	if !r.Due(begin.Add(150 * time.Second)) {
		t.Error("it does not end at its time")
	}
	r.Finish(begin.Add(150 * time.Second))
	if !r.finished || r.Results()[0].State != Fail {
		t.Errorf("finished: %v, %+v", r.finished, r.Results())
	}
	if a := r.Account(); a.Heard != time.Minute || len(a.Gaps) != 1 || a.Gaps[0].To.Sub(a.Gaps[0].From) != 90*time.Second {
		t.Errorf("the account is %+v", a)
	}
}

// TestFilters are those that have to be subscribed to.
func TestFilters(t *testing.T) {
	r := play(t, `version: 1
devices:
  - {id: a, use: tasmota, topic: plug, online: true, present: true}
  - {id: b, topic: "x/+", present: true}
rules:
  - {topic: "x/#", present: true}
  - {topic: "x/1", present: true}
  - {topic: "{any}/y", present: true}
`, "")
	if got := strings.Join(r.Filters(), " "); got != "tele/plug/SENSOR tele/plug/STATE tele/plug/LWT x/# +/y" {
		t.Errorf("the filters are %s", got)
	}
}

// TestFiltersMatch as [model.Match] has it.
func TestFiltersMatch(t *testing.T) {
	all := []string{"#", "+", "a", "a/#", "a/+", "+/b", "a/b", "+/+/c", "$SYS/#", "$SYS/+", "/", "+/", "/+", "a//b", "+/#"}
	var f filters[string]
	for _, filter := range all {
		f.add(filter, filter)
	}
	for _, topic := range []string{"a", "a/b", "a/b/c", "$SYS", "$SYS/x", "/", "", "a/", "/b", "a//b", "x/y/z"} {
		found := map[string]bool{}
		if topic != "" {
			f.matching(topic, func(filter string) { found[filter] = true })
		}
		for _, filter := range all {
			if found[filter] != model.Match(filter, topic) {
				t.Errorf("%q matches %q: %v", filter, topic, found[filter])
			}
		}
	}
}

// TestMissingNames: a reason names the first ten that have not come, in the order of the list,
// whatever order the others come in.
func TestMissingNames(t *testing.T) {
	var names []string
	for i := range 30 {
		names = append(names, fmt.Sprintf("m%02d", i))
	}
	r := play(t, "version: 1\nrules:\n  - {topic: \"s/{m}/v\", members: ["+strings.Join(names, ", ")+"]}", "")
	came := map[string]bool{}
	for _, i := range []int{3, 0, 20, 12, 1, 11, 2, 29, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15} {
		came[names[i]] = true
		r.Message(r.began, &model.Message{Topic: []byte("s/" + names[i] + "/v"), Payload: []byte("x")})
		var left []string
		for _, name := range names {
			if !came[name] {
				left = append(left, name)
			}
		}
		got := r.Results()[0].Reason
		if want := firstOf(left); got.N != len(left) || !slices.Equal(got.Names, want) {
			t.Fatalf("after %s %d are missing: %v, want %d: %v", names[i], got.N, got.Names, len(left), want)
		}
	}
}

// TestUncovered leaves out what [model.Covers] says that another filter covers.
func TestUncovered(t *testing.T) {
	all := []string{"#", "+", "a", "a/#", "a/+", "+/b", "a/b", "a/b", "+/+/c", "$SYS/#", "$SYS/+", "/", "+/", "/+", "a//b", "+/#", "a/+/#", "+/b/#", "a/b/c", "$SYS/a"}
	for from := range all {
		for to := from + 1; to <= len(all); to++ {
			wanted := all[from:to]
			var want []string
			for i, f := range wanted {
				if !slices.Contains(wanted[:i], f) && !slices.ContainsFunc(wanted, func(other string) bool { return other != f && model.Covers(other, f) }) {
					want = append(want, f)
				}
			}
			if got := uncovered(wanted); !slices.Equal(got, want) {
				t.Errorf("of %q are left %q, want %q", wanted, got, want)
			}
		}
	}
}

// fewer is how many of so many there are in a test of large amounts: an eighth where time is
// short, which is under the race detector and with 32 bits.
func fewer(n int) int {
	if testing.Short() {
		return n / 8
	}
	return n
}
