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
//	10s asked           the broker has been asked what it keeps
//	10s granted 1       the QoS of the subscriptions
//	10s tick / end      time passes; the run is finished
func play(t *testing.T, file, script string) *Run {
	t.Helper()
	list, err := checklist.Read([]byte(file), schemas)
	if err != nil {
		t.Fatal(err)
	}
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

func happen(t *testing.T, r *Run, at time.Time, what string) {
	t.Helper()
	word, rest, _ := strings.Cut(what, " ")
	switch word {
	case "down":
		r.Disconnected(at)
	case "up":
		r.Connected(at)
	case "tick":
		r.Tick(at)
	case "end":
		r.Finish(at)
	case "asked":
		r.Asked()
	case "granted":
		r.Granted(rest[0] - '0')
	case "lost":
		n, err := strconv.Atoi(rest)
		if err != nil {
			t.Fatal(err)
		}
		r.Lost(n)
	default:
		m := model.Message{}
		for {
			switch {
			case word == "R":
				m.Retained = true
			case len(word) == 2 && word[0] == 'Q':
				m.QoS = word[1] - '0'
			default:
				m.Topic, m.Payload = []byte(word), []byte(strings.ReplaceAll(rest, "NOW", at.Format(time.RFC3339)))
				r.Message(at, &m)
				return
			}
			word, rest, _ = strings.Cut(rest, " ")
		}
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

// The checklists that the cases put their checks into.
const (
	device = "version: 1\ndevices:\n  - {id: d, topic: a, %s}"
	rule   = "version: 1\nrules:\n  - {topic: s/+/v, %s}"
)

// verdicts are the meaning of every check, one case for each thing that may happen.
var verdicts = []struct{ name, form, checks, script, want string }{
	{"present", device, "present: 1m", "5s a x", "d present: pass, seen"},
	{"present: nothing yet", device, "present: 1m", "5s tick", "d present: pending, never seen"},
	{"present: late, or the connection is dead", device, "present: 1m", "61s tick", "d present: pending, late"},
	{"present: the connection was dead", device, "present: 1m", "61s tick\n62s down\n90s up\n91s a x", "d present: fail, late"},
	{"present: too late", device, "present: 1m", "61s other x\n62s tick", "d present: fail, late"},
	{"present: came after all", device, "present: 1m", "61s tick\n70s a x", "d present: fail, late"},
	{"present: only kept", device, "present: 1m", "1s R a x\n61s tick\n62s end", "d present: fail, only retained"},
	{"present: kept and live", device, "present: 1m", "1s R a x\n2s a x", "d present: pass, seen"},
	{"present: while there was no connection", device, "present: 1m", "5s down\n300s up\n310s tick", "d present: pending, never seen"},
	{"present: too late, though our clock was set back", device, "present: 1m", "50s tick\n-3600s tick\n-3580s a x", "d present: fail, late"},
	{"present: by the end", device, "present: true", "5s end", "d present: fail, never seen"},

	{"field holds", device, "fields: {v: {range: [1, 2]}}", "1s a {\"v\":1}\n2s a {\"v\":2}\n3s a {\"v\":1.5}\n4s end", "d field v: pass, held"},
	{"field: too few", device, "fields: {v: {range: [1, 2]}}", "1s a {\"v\":1}\n2s a {\"v\":2}\n4s end", "d field v: pending, too few"},
	{"field: out of range", device, "fields: {v: {range: [1, 2]}}", "1s a {\"v\":3}", "d field v: fail, out of range"},
	{"field: stays failed", device, "fields: {v: {range: [1, 2]}}", "1s a {\"v\":3}\n2s a {\"v\":1}\n3s a {\"v\":1}\n4s a {\"v\":1}\n5s end", "d field v: fail, out of range"},
	{"field: one is let pass", device, "fields: {v: {range: [1, 2], allow: 1}}", "1s a {\"v\":3}\n2s a {\"v\":1}\n3s a {\"v\":1}\n5s end", "d field v: pass, held"},
	{"field: one too many", device, "fields: {v: {range: [1, 2], allow: 1}}", "1s a {\"v\":3}\n2s a {\"v\":4}", "d field v: fail, out of range"},
	{"field: only kept, and sent by the broker with each connection", device, "fields: {v: {range: [1, 2]}}", "1s R a {\"v\":1}\n2s down\n3s up\n4s R a {\"v\":1}\n5s down\n6s up\n7s R a {\"v\":1}\n9s end", "d field v: pending, only retained"},
	{"field: kept anew while we were not connected", device, "fields: {v: {range: [1, 2]}}", "1s R a {\"v\":1}\n2s down\n3s up\n4s R a {\"v\":3}", "d field v: fail, out of range"},
	{"field: one that is let pass is kept", device, "fields: {v: {range: [1, 2], allow: 1, samples: 2}}", "1s a {\"v\":3}\n2s down\n3s up\n4s R a {\"v\":3}\n5s a {\"v\":1}\n9s end", "d field v: pass, held"},
	{"field: of a device with many topics", "version: 1\ndevices:\n  - {id: d, topic: a/#, %s}", "fields: {v: {range: [1, 2], samples: 1}}", "1s a/config {\"w\":1}\n2s a/state {\"v\":1}\n3s a/status online\n9s end", "d field v: pass, held"},
	{"field: of a device with many topics, in none", "version: 1\ndevices:\n  - {id: d, topic: a/#, %s}", "fields: {v: {range: [1, 2], samples: 1}}", "1s a/config {\"w\":1}\n9s end", "d field v: fail, no value"},
	{"naming: of a device with many topics", "version: 1\ndevices:\n  - {id: d, topic: a/#, %s}", "naming: '^a/[a-z]+$'", "1s a/x 1\n2s a/X 1\n3s a/y 1", "d naming: fail, no match"},
	{"field: lost meanwhile", device, "fields: {v: {range: [1, 2]}}", "1s a {\"v\":1}\n2s a {\"v\":2}\n2s lost 1\n3s a {\"v\":1}\n4s end", "d field v: warn, held but lost"},
	{"field: never seen", device, "fields: {v: {range: [1, 2]}}", "4s end", "d field v: fail, never seen"},
	{"field: in none", device, "fields: {v: {range: [1, 2], optional: true}, w: {type: number, optional: true}}", "1s a {\"v\":1}\n2s a {\"v\":1}\n3s a {\"v\":1}\n4s end", "d field v: pass, held\nd field w: pass, left out"},
	{"field: absent", device, "fields: {v: {type: number}}", "1s a {\"w\":1}", "d field v: fail, absent"},
	{"field: absent means", device, "fields: {v: {range: [0, 2], absent_means: 0}}", "1s a {\"w\":1}\n2s a {}\n3s a {\"v\":2}\n4s end", "d field v: pass, held"},
	{"field: no JSON", device, "fields: {v: {type: number}}", "1s a warm", "d field v: fail, no JSON"},
	{"field: number in quotes", device, "fields: {v: {range: [1, 2]}}", "1s a {\"v\":\"1\"}", "d field v: fail, wrong type"},
	{"field: true is no number", device, "fields: {v: {type: number}}", "1s a {\"v\":true}", "d field v: fail, wrong type"},
	{"field: whole", device, "fields: {v: {type: integer}}", "1s a {\"v\":1.0}\n2s a {\"v\":1.5}", "d field v: fail, wrong type"},
	{"field: listed", device, "fields: {v: {enum: [ON, 1, true]}}", "1s a {\"v\":\"ON\"}\n2s a {\"v\":1.0}\n3s a {\"v\":true}\n4s end", "d field v: pass, held"},
	{"field: not listed", device, "fields: {v: {enum: [1]}}", "1s a {\"v\":\"1\"}", "d field v: fail, not listed"},
	{"field: large numbers differ", device, "fields: {v: {equals: 9007199254740993}}", "1s a {\"v\":9007199254740992}", "d field v: fail, not listed"},
	{"field: pattern", device, "fields: {v: {pattern: '^[0-9]+$'}}", "1s a {\"v\":\"12x\"}", "d field v: fail, no match"},
	{"payload itself", device, "payload: {range: [20, 30]}", "1s a 21.5\n2s a 22\n3s a 23\n4s end", "d field: pass, held"},
	{"payload is text", device, "payload: {enum: [ON, OFF]}", "1s a ON\n2s a OFF\n3s a ONLINE", "d field: fail, not listed"},
	{"payload: empty", device, "payload: {type: number}", "1s a ", "d field: fail, wrong type"},

	{"interval holds", device, "interval: {max: 60s, samples: 2}", "1s a x\n50s a x\n100s a x\n130s end", "d interval: pass, regular"},
	{"interval: one reading", device, "interval: {max: 60s, samples: 2}", "1s a x\n30s end", "d interval: pending, too few"},
	{"interval: only kept", device, "interval: {max: 60s}", "1s R a x\n200s tick\n300s end", "d interval: fail, only retained"},
	{"interval: silent, or the connection is dead", device, "interval: {max: 60s}", "1s a x\n62s tick", "d interval: pending, silent"},
	{"interval: the connection was dead", device, "interval: {max: 60s, samples: 1}", "1s a x\n62s tick\n63s down\n90s up\n91s a x\n92s a x\n93s end", "d interval: pass, regular"},
	{"interval: silent now", device, "interval: {max: 60s}", "1s a x\n62s other x\n63s tick", "d interval: fail, silent"},
	{"interval: silent at the end", device, "interval: {max: 60s, samples: 1}", "1s a x\n2s a x\n70s end", "d interval: fail, silent"},
	{"interval: was silent", device, "interval: {max: 60s}", "1s a x\n61.5s a x", "d interval: fail, paused"},
	{"interval: we were not connected", device, "interval: {max: 60s, samples: 2}", "1s a x\n50s a x\n60s down\n600s up\n610s a x\n650s a x\n660s end", "d interval: pass, regular"},
	{"interval: lost meanwhile", device, "interval: {max: 60s, samples: 1}", "1s a x\n10s a x\n20s lost 1\n90s a x\n100s end", "d interval: warn, held but lost"},
	{"interval: the clock was set back", device, "interval: {max: 60s, samples: 1}", "100s a x\n130s a x\n20s a x\n50s a x\n60s end", "d interval: pass, regular"},
	{"interval: it died while we were not connected", device, "interval: {max: 60s, samples: 2}", "1s a x\n20s a x\n40s a x\n45s down\n90s up\n160s other x\n161s tick", "d interval: fail, silent"},
	{"interval: it died when messages were lost", device, "interval: {max: 60s, samples: 2}", "1s a x\n20s a x\n40s a x\n45s lost 1\n160s end", "d interval: fail, silent"},
	{"interval: ended without a connection", device, "interval: {max: 60s, samples: 2}", "1s a x\n20s a x\n40s a x\n45s down\n50s lost 1\n160s end", "d interval: warn, held but lost"},
	{"interval expected", device, "interval: {expect: 60s, tolerance: 10%, samples: 3}", "0s a x\n60s a x\n119s a x\n182s a x\n190s end", "d interval: pass, regular"},
	{"interval expected: too slow", device, "interval: {expect: 60s, tolerance: 10%, samples: 3}", "0s a x\n70s a x\n140s a x\n210s a x\n215s end", "d interval: fail, irregular"},

	{"kept", device, "retained: true", "1s R a x", "d retained: pass, kept"},
	{"kept: only live", device, "retained: true", "1s a x\n5s asked\n5s end", "d retained: fail, not kept"},
	{"kept though unwanted", device, "retained: false", "1s R a x", "d retained: fail, kept"},
	{"not kept, as wanted", device, "retained: false", "1s a x\n5s asked\n5s end", "d retained: pass, not kept"},
	{"kept: the broker was not asked", device, "retained: true", "1s a x\n5s end", "d retained: pending, not asked"},
	{"not kept: the broker was not asked", device, "retained: false", "1s a x\n5s end", "d retained: pending, not asked"},
	{"not kept and never seen", device, "retained: false", "5s end", "d retained: fail, never seen"},

	{"size: only kept", device, "size: {max: 2B}", "1s R a xx\n5s end", "d size: pass, at rest"},
	{"size: only kept, and too large", device, "size: {max: 2B}", "1s R a xxx\n5s end", "d size: fail, too large"},
	{"size: once", device, "size: {max: 2B}", "1s a xx\n5s end", "d size: pass, held"},
	{"size: only kept, and some were lost", device, "size: {max: 2B}", "1s R a xx\n2s lost 1\n5s end", "d size: warn, held but lost"},
	{"size: never seen", device, "size: {max: 2B}", "5s end", "d size: fail, never seen"},
	{"size", device, "size: {max: 2B}", "1s a xx\n2s a x\n3s a xxx", "d size: fail, too large"},
	{"qos", device, "qos: {min: 1}", "1s Q1 a x\n2s Q2 a x\n3s Q0 a x", "d qos: fail, low QoS"},
	{"qos: granted less", device, "qos: {min: 1}", "0s granted 0\n1s a x", "d qos: not verifiable, low granted"},
	{"qos: granted less, as is known afterwards", device, "qos: {min: 1}", "1s a x\n2s granted 0", "d qos: not verifiable, low granted"},
	{"qos: granted enough", device, "qos: {min: 1}", "1s a x\n2s granted 1", "d qos: fail, low QoS"},
	{"naming", rule, "naming: '^s/[a-z]+/v$'", "1s s/a/v x\n2s s/B/v x", "a naming: pass, fits\nB naming: fail, no match"},
	{"rate", device, "rate: {max: 2/s}", "1s a x\n1.1s a x\n1.2s a x\n31s a x\n31.1s a x\n31.2s a x", "d rate: fail, too often"},
	{"rate: only kept", device, "rate: {max: 2/s}", "1s R a x\n40s end", "d rate: pass, at rest"},
	{"rate: only kept, and not watched for as long", device, "rate: {max: 2/min}", "1s R a x\n40s end", "d rate: pending, watched"},
	{"rate: only kept, and some were lost", device, "rate: {max: 2/s}", "1s R a x\n2s lost 1\n40s end", "d rate: warn, held but lost"},
	{"rate: never seen", device, "rate: {max: 2/s}", "40s end", "d rate: fail, never seen"},
	{"rate: sent while settling only", device, "rate: {max: 2/s}", "1s a x\n40s end", "d rate: pass, at rest"},
	{"rate: not while settling", device, "rate: {max: 2/s}", "1s a x\n1.1s a x\n1.2s a x\n31s a x\n40s end", "d rate: pass, held"},

	{"rate: no whole minute without a gap", device, "rate: {max: 2/min}", "31s a x\n80s down\n90s up\n92s a x\n130s end", "d rate: pending, watched"},

	{"clock", device, "fields: {t: {time: true, skew: 5s}}", strings.Repeat("1s a {\"t\":\"NOW\"}\n", 5) + "2s end", "d skew t: pass, clock right\nd field t: pass, held"},
	{"clock: off by an hour", device, "fields: {t: {time: true, skew: 5s}}", strings.Repeat("1s a {\"t\":\"2026-11-26T11:00:00Z\"}\n", 5), "d skew t: fail, time zone\nd field t: pending, held"},
	{"clock: off", device, "fields: {t: {time: true, skew: 5s}}", strings.Repeat("1s a {\"t\":1795694350}\n", 5), "d skew t: fail, clock off\nd field t: pending, held"},
	{"clock: set right", device, "fields: {t: {time: true, skew: 5s}}", strings.Repeat("1s a {\"t\":\"2026-11-26T11:58:00Z\"}\n", 5) + strings.Repeat("2s a {\"t\":\"NOW\"}\n", 5) + "3s end", "d skew t: warn, was off\nd field t: pass, held"},
	{"clock: ours was set back", device, "fields: {t: {time: true, skew: 5s}}", strings.Repeat("1s a {\"t\":\"NOW\"}\n", 2) + strings.Repeat("-3600s a {\"t\":\"2026-11-26T12:00:02Z\"}\n", 5), "d skew t: not verifiable, our clock\nd field t: pending, held"},
	{"no time", device, "fields: {t: {time: true}}", "1s a {\"t\":\"noon\"}", "d field t: fail, wrong type"},

	{"stuck", device, "fields: {v: {stuck: 60s}}", "1s a {\"v\":1}\n30s a {\"v\":1}\n62s a {\"v\":1}", "d stuck v: fail, stuck at\nd field v: pending, held"},
	{"changes", device, "fields: {v: {stuck: 60s}}", "1s a {\"v\":1}\n30s a {\"v\":2}\n70s a {\"v\":3}\n80s end", "d stuck v: pass, changes\nd field v: pass, held"},
	{"stuck: watched too short", device, "fields: {v: {stuck: 60s, samples: 1}}", "1s a {\"v\":1}\n30s a {\"v\":2}\n31s end", "d stuck v: pending, watched\nd field v: pass, held"},
	{"stuck: a single message", device, "fields: {v: {stuck: 60s, samples: 1}}", "1s a {\"v\":1}\n200s end", "d stuck v: pending, watched\nd field v: pass, held"},
	{"stuck: no stretch was long enough", device, "fields: {v: {stuck: 60s, samples: 1}}", "1s a {\"v\":1}\n40s a {\"v\":1}\n50s down\n60s up\n62s a {\"v\":1}\n110s a {\"v\":1}\n112s end", "d stuck v: pending, watched\nd field v: pass, held"},
	{"stuck: not across a lost connection", device, "fields: {v: {stuck: 60s, samples: 1}}", "1s a {\"v\":1}\n10s down\n100s up\n101s a {\"v\":1}\n110s end", "d stuck v: pending, watched\nd field v: pass, held"},

	{"count: enough", rule, "count: {min: 2}", "1s s/a/v x\n1s s/b/v x", "s/+/v count: pass, counted"},
	{"count: too few", rule, "count: {min: 2}", "1s s/a/v x\n5s end", "s/+/v count: fail, counted"},
	{"count: too many", rule, "count: {exactly: 1}", "1s s/a/v x\n1s s/b/v x", "s/+/v count: fail, counted"},
	{"count: exactly", rule, "count: {exactly: 1}", "1s s/a/v x\n5s end", "s/+/v count: pass, counted"},
	{"count: not yet", rule, "count: {exactly: 1}", "1s s/a/v x", "s/+/v count: pending, counted"},
	{"count: at most, and none", rule, "count: {max: 5}", "1s x x\n5s end", "s/+/v count: fail, no topic"},
	{"count: none wanted", rule, "count: {exactly: 0}", "1s x x\n5s end", "s/+/v count: pass, counted"},
	{"count: at most, and some were lost", rule, "count: {max: 5}", "1s s/a/v x\n2s lost 1\n5s end", "s/+/v count: warn, counted but lost"},
	{"count: at least, and some were lost", rule, "count: {min: 1}", "1s s/a/v x\n2s lost 1\n5s end", "s/+/v count: pass, counted"},
	{"members", rule, "members: [a, b]", "1s s/a/v x\n2s s/b/v x", "s/+/v members: pass, complete"},
	{"members: one is missing", rule, "members: [a, b]", "1s s/a/v x\n5s end", "s/+/v members: fail, missing"},
	{"members: one is missing beside one more", rule, "members: [a, b]", "1s s/c/v x\n2s s/a/v x\n5s end", "s/+/v members: fail, unexpected"},
	{"members: one more", rule, "members: [a]", "1s s/a/v x\n2s s/c/v x", "s/+/v members: fail, unexpected"},
	{"members: the one that never came fails by itself", rule, "members: [a, b], payload: {samples: 1}", "1s s/a/v x\n5s end", "s/+/v members: fail, missing\na field: pass, held\nb field: fail, never seen"},
	{"rule without a topic", rule, "payload: {type: number}", "1s x/a/v 1\n5s end", "s/+/v field: fail, no topic"},
}

func TestVerdicts(t *testing.T) {
	for _, c := range verdicts {
		t.Run(c.name, func(t *testing.T) {
			if got := said(play(t, fmt.Sprintf(c.form, c.checks), c.script)); got != c.want {
				t.Errorf("the verdicts are\n%s\nwant\n%s", got, c.want)
			}
		})
	}
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
	if !r.Finished() || r.Results()[0].State != Fail {
		t.Errorf("finished: %v, %+v", r.Finished(), r.Results())
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
		r.Message(r.began, &model.Message{Topic: []byte("s/" + names[i] + "/v")})
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
