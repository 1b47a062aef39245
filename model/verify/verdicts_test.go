package verify

import (
	"fmt"
	"strings"
	"testing"
)

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
	{"payload: empty", device, "payload: {type: number}", "1s a 1\n2s a ", "d field: fail, wrong type"},
	{"payload: empty, of anybody", device, "payload: {type: number}", "1s a \n2s end", "d field: not verifiable, only empty"},

	{"interval holds", device, "interval: {max: 60s, samples: 2}", "1s a x\n50s a x\n100s a x\n130s end", "d interval: pass, in time"},
	{"interval: one reading", device, "interval: {max: 60s, samples: 2}", "1s a x\n30s end", "d interval: pending, too few"},
	{"interval: only kept", device, "interval: {max: 60s}", "1s R a x\n200s tick\n300s end", "d interval: fail, only retained"},
	{"interval: silent, or the connection is dead", device, "interval: {max: 60s}", "1s a x\n62s tick", "d interval: pending, silent"},
	{"interval: the connection was dead", device, "interval: {max: 60s, samples: 1}", "1s a x\n62s tick\n63s down\n90s up\n91s a x\n92s a x\n93s end", "d interval: pass, in time"},
	{"interval: silent now", device, "interval: {max: 60s}", "1s a x\n62s other x\n63s tick", "d interval: fail, silent"},
	{"interval: silent at the end", device, "interval: {max: 60s, samples: 1}", "1s a x\n2s a x\n70s end", "d interval: fail, silent"},
	{"interval: was silent", device, "interval: {max: 60s}", "1s a x\n61.5s a x", "d interval: fail, paused"},
	{"interval: we were not connected", device, "interval: {max: 60s, samples: 2}", "1s a x\n50s a x\n60s down\n600s up\n610s a x\n650s a x\n660s end", "d interval: pass, in time"},
	{"interval: lost meanwhile", device, "interval: {max: 60s, samples: 1}", "1s a x\n10s a x\n20s lost 1\n90s a x\n100s end", "d interval: warn, held but lost"},
	{"interval: the clock was set back", device, "interval: {max: 60s, samples: 1}", "100s a x\n130s a x\n20s a x\n50s a x\n60s end", "d interval: pass, in time"},
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
	{"rate: too often over the end of a second", device, "rate: {max: 3/s}", "31s a x\n31.8s a x\n31.9s a x\n32.1s a x\n32.2s a x\n32.3s a x", "d rate: fail, too often"},
	{"rate: never too often", device, "rate: {max: 3/s}", "31s a x\n31.8s a x\n31.9s a x\n32s a x\n32.8s a x\n32.9s a x\n33s a x\n40s end", "d rate: pass, held"},
	{"rate: one is enough in a message more than are allowed", device, "rate: {max: 0/s}", "31s a x", "d rate: fail, too often"},
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
