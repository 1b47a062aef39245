package verify

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mangrove/model"
)

// Devices that only their discovery messages of Home Assistant describe.
const (
	byName = "version: 1\ndevices:\n  - {id: d, use: homeassistant, name: Heat pump, %s}"
	byID   = "version: 1\ndevices:\n  - {id: d, use: homeassistant, device: \"AA:BB:CC:00:11:22\", %s}"

	pump    = "homeassistant/sensor/pump/flow/config {\"stat_t\":\"hp/flow\",\"avty_t\":\"hp/here\",\"dev\":{\"ids\":[\"hp1\"],\"cns\":[[\"mac\",\"aabbcc001122\"]],\"name\":\"Heat pump\",\"sw\":\"2.4.1\"}}\n"
	brief   = "homeassistant/sensor/pump/back/config {\"~\":\"hp\",\"stat_t\":\"~/back\",\"dev\":{\"ids\":[\"hp1\"]}}\n"
	whole   = "homeassistant/device/pump/config {\"dev\":{\"ids\":[\"hp1\"],\"name\":\"Heat pump\"},\"o\":{\"name\":\"x\"},\"avty\":[{\"t\":\"gw/here\"},{\"t\":\"hp/here\"}],\"avty_mode\":\"all\",\"cmps\":{\"a\":{\"p\":\"sensor\",\"unique_id\":\"1\",\"stat_t\":\"hp/flow\"}}}\n"
	another = "homeassistant/sensor/other/config {\"stat_t\":\"other/flow\",\"dev\":{\"ids\":[\"o1\"],\"name\":\"Other\"}}\n"
)

// naming is a discovery message that names a topic of a state.
func naming(topic string) string {
	return "homeassistant/sensor/pump/" + strings.Map(func(r rune) rune {
		if strings.ContainsRune("+#/$", r) {
			return '_'
		}
		return r
	}, topic) + "/config {\"stat_t\":\"" + topic + "\",\"dev\":{\"ids\":[\"hp1\",\"aabbcc001122\"],\"name\":\"Heat pump\"}}\n"
}

var describedCases = []struct{ name, form, checks, script, want string }{
	{"present", byName, "present: true", "1s R " + pump + "2s hp/flow 21\n9s end", "d present: pass, seen"},
	{"present by its address", byID, "present: true", "1s R " + pump + "2s hp/flow 21\n9s end", "d present: pass, seen"},
	{"its description is no sign of life", byName, "present: true", "1s " + pump + "9s end", "d present: fail, never seen"},
	{"what is kept is none", byName, "present: true", "1s R " + pump + "2s R hp/flow 21\n9s end", "d present: fail, only retained"},
	{"its will is none", byName, "present: true", "1s R " + pump + "2s hp/here offline\n9s end", "d present: fail, never seen"},
	{"what another sends is none", byName, "present: true", "1s R " + pump + "1s R " + another + "2s other/flow 21\n9s end", "d present: fail, never seen"},
	{"by nobody described", byName, "present: true, online: true", "1s R " + another + "2s hp/flow 21\n9s end", "d present: fail, not described\nd online: fail, not described"},
	{"described without a name before it is known", byName, "present: true", "1s R " + brief + "2s R " + pump + "3s hp/back 21\n9s end", "d present: pass, seen"},
	{"described without a name after it is known", byName, "present: true", "1s R " + pump + "2s R " + brief + "3s hp/back 21\n9s end", "d present: pass, seen"},
	{"no discovery message", byName, "present: true", "1s R homeassistant/sensor/x/config nonsense\n9s end", "d present: fail, not described"},

	{"online", byName, "online: true", "1s R " + pump + "2s hp/here online\n9s end", "d online: pass, says online"},
	{"online of before", byName, "online: true", "1s R " + pump + "2s R hp/here online\n9s end", "d online: fail, only retained"},
	{"online of before, and alive", byName, "online: true", "1s R " + pump + "2s R hp/here online\n3s hp/flow 21\n9s end", "d online: pass, says online"},
	{"offline", byName, "online: true", "1s R " + pump + "2s hp/here online\n3s hp/here offline\n9s end", "d online: fail, says offline"},
	{"all of several must say so", byName, "online: true", "1s R " + whole + "2s hp/here online\n9s end", "d online: fail, never seen"},
	{"all of several say so", byName, "online: true", "1s R " + whole + "2s hp/here online\n3s gw/here online\n9s end", "d online: pass, says online"},
	{"its gateway is off", byName, "online: true", "1s R " + whole + "2s hp/here online\n3s gw/here online\n4s gw/here offline\n9s end", "d online: fail, says offline"},
	{"neither", byName, "online: true", "1s R " + pump + "2s hp/here true\n9s end", "d online: fail, says other"},
	{"neither, and then online", byName, "online: true", "1s R " + pump + "2s hp/here true\n3s hp/here online\n9s end", "d online: pass, says online"},
	{"no availability", "version: 1\ndevices:\n  - {id: d, use: homeassistant, name: Other, %s}", "online: true", "1s R " + another + "2s other/flow 21\n9s end", "d online: not verifiable, no availability"},

	{"by any of several gateways", byName, "present: true", "1s R " + naming("+/+/BTtoMQTT/AABBCC001122") + "2s home/1/BTtoMQTT/AABBCC001122 {}\n9s end", "d present: pass, seen"},
	{"all topics", byName, "present: true", "1s R " + naming("#") + "2s whatever/x 21\n9s end", "d present: not verifiable, unfit topic"},
	{"those of a level", byName, "present: true", "1s R " + naming("hp/+/v") + "2s hp/1/v 21\n9s end", "d present: not verifiable, unfit topic"},
	{"what ends in a word that is an identifier", byName, "present: true", "1s R " + naming("+/hp1") + "2s x/hp1 21\n9s end", "d present: not verifiable, unfit topic"},
	{"what ends in the address of another", byName, "present: true", "1s R " + naming("+/AABBCC009999") + "2s x/AABBCC009999 21\n9s end", "d present: not verifiable, unfit topic"},
	{"what the broker says of itself", byName, "present: true", "1s R " + naming("$SYS/broker/uptime") + "2s $SYS/broker/uptime 21\n9s end", "d present: not verifiable, unfit topic"},
	{"a share of what is for others", byName, "present: true", "1s R " + naming("$share/billing/orders/#") + "9s end", "d present: not verifiable, unfit topic"},
	{"what describes it", byName, "present: true", "1s R homeassistant/sensor/pump/x/config {\"stat_t\":\"homeassistant/sensor/pump/x/config\",\"dev\":{\"ids\":[\"hp1\"],\"name\":\"Heat pump\"}}\n2s homeassistant/sensor/pump/x/config {\"stat_t\":\"hp/flow\",\"dev\":{\"ids\":[\"hp1\"],\"name\":\"Heat pump\"}}\n9s end", "d present: fail, never seen"},
	{"one that fits besides", byName, "present: true", "1s R " + naming("#") + "1s R " + pump + "2s whatever/x 21\n9s end", "d present: fail, never seen"},
	{"an availability that is all topics", byName, "online: true", "1s R homeassistant/sensor/pump/x/config {\"avty_t\":\"#\",\"dev\":{\"ids\":[\"hp1\"],\"name\":\"Heat pump\"}}\n2s whatever/x online\n9s end", "d online: not verifiable, unfit topic"},

	{"what was found is refused", byName, "present: true, online: true", "1s R " + pump + "2s refused hp/flow\n2s refused hp/here\n9s end", "d present: not verifiable, refused\nd online: not verifiable, refused"},
	{"its state alone is refused", byName, "present: true, online: true", "1s R " + pump + "2s refused hp/flow\n2s hp/here online\n9s end", "d present: not verifiable, refused\nd online: pass, says online"},
	{"its firmware needs no more", byName, `present: true, firmware: ">=2.5"`, "1s R " + pump + "2s refused hp/flow\n9s end", "d present: not verifiable, refused\nd firmware: fail, fits not"},
	{"firmware", byName, `firmware: ">=2.4"`, "1s R " + pump, "d firmware: pass, fits"},
	{"firmware too old", byName, `firmware: ">=2.5"`, "1s R " + pump, "d firmware: fail, fits not"},
	{"value", byName, "payload: {range: [0, 40], samples: 1}", "1s R " + pump + "2s hp/flow 21\n9s end", "d field: pass, held"},
	{"value out of range", byName, "payload: {range: [0, 40], samples: 1}", "1s R " + pump + "2s hp/flow 41\n9s end", "d field: fail, out of range"},
	{"rhythm", byName, "interval: {max: 60s, samples: 2}", "1s R " + pump + "2s hp/flow 21\n30s hp/flow 22\n60s hp/flow 23\n90s end", "d interval: pass, in time"},
}

// TestDescribed are devices whose topics only their discovery tells.
func TestDescribed(t *testing.T) {
	for _, c := range describedCases {
		t.Run(c.name, func(t *testing.T) {
			if got := said(play(t, fmt.Sprintf(c.form, c.checks), c.script)); got != c.want {
				t.Errorf("the verdicts are\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestFound: what discovery messages tell of is subscribed to, each topic once, and not what is
// already.
func TestFound(t *testing.T) {
	r := play(t, fmt.Sprintf(byName, "present: true"), "")
	if got := strings.Join(r.Filters(), " "); got != "homeassistant/+/+/config homeassistant/+/+/+/config" {
		t.Errorf("at first: %s", got)
	}
	r = play(t, fmt.Sprintf(byName, "present: true"), "1s R "+pump+"2s R "+pump+"3s R "+another)
	if got := strings.Join(r.Found(), " "); got != "hp/here hp/flow" || len(r.Found()) != 0 {
		t.Errorf("it has found %s", got)
	}
	r = play(t, fmt.Sprintf(byName, "present: true")+"\nrules:\n  - {topic: \"hp/#\", present: true}", "1s R hp/here online\n1s R "+pump)
	if got := r.Found(); len(got) != 0 {
		t.Errorf("it has found %s", got)
	}
}

// TestFoundLate: what the broker kept may come before it is known whose it is.
func TestFoundLate(t *testing.T) {
	const file = "version: 1\ndevices:\n  - {id: d, use: homeassistant, name: Heat pump, online: true}\nrules:\n  - {topic: \"hp/#\", size: {max: 1MB}}"
	r := play(t, file, "1s R hp/here online\n1s R "+pump+"2s hp/flow 21\n9s end")
	if v := r.Results()[0]; v.State != Pass || r.Evidence(v.Evidence[0]).Topic != "hp/here" {
		t.Errorf("%+v", v)
	}
}

// TestFoundThatOverlaps: what has come by another subscription may come twice from when on a
// wider topic is found.
func TestFoundThatOverlaps(t *testing.T) {
	const file = "version: 1\ndevices:\n  - {id: d, use: homeassistant, name: Heat pump, present: true}\nrules:\n  - {topic: hp/1/AABBCC001122, interval: {max: 1h}}"
	const script = "1s hp/1/AABBCC001122 {\"n\":1}\n2s R %s3s hp/1/AABBCC001122 {\"n\":2}\n3s hp/1/AABBCC001122 {\"n\":2}\n4s hp/1/AABBCC001122 {\"n\":3}\n4s hp/1/AABBCC001122 {\"n\":3}\n9s end"
	r := play(t, file, fmt.Sprintf(script, naming("hp/+/AABBCC001122")))
	if v := r.Results()[1]; v.Samples != 2 {
		t.Errorf("%+v", v)
	}
}

// TestFoundWithoutEnd: however much discovery messages name, and whatever comes meanwhile, there
// is an end of what is kept and done, and a verdict that says so.
func TestFoundWithoutEnd(t *testing.T) {
	at := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	r := New(mustRead(t, fmt.Sprintf(byName, "present: true")+"\nrules:\n  - {topic: \"all/#\", size: {max: 1MB}}"))
	r.Begin(at)
	large := []byte(strings.Repeat("x", largestReached))
	for i := range 2 * mostBytes / largestReached {
		r.Message(at, &model.Message{Topic: fmt.Appendf(nil, "all/%d", i), Payload: large})
	}
	for i := range 2 * mostWide {
		topic := fmt.Sprintf("%d/+/AABBCC001122", i)
		r.Message(at, &model.Message{Topic: fmt.Appendf(nil, "homeassistant/sensor/%d/config", i), Payload: fmt.Appendf(nil, `{"stat_t":%q,"dev":{"ids":["aabbcc001122"],"name":"Heat pump"}}`, topic)})
	}
	if got := len(r.Found()); got != mostWide {
		t.Errorf("%d topics with wildcards", got)
	}
	size := 0
	for topic, m := range r.discovery.latest {
		size += len(topic) + len(m.payload)
	}
	if size > mostBytes || size != r.discovery.bytes {
		t.Errorf("%d bytes are kept, and counted %d", size, r.discovery.bytes)
	}
	r.Finish(at.Add(time.Second))
	if v := r.Results()[0]; v.State != NotVerifiable || v.Reason.Code != TooManyTopics {
		t.Errorf("%+v", v)
	}
}
