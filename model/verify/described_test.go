package verify

import (
	"fmt"
	"strings"
	"testing"
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

	{"on topics of a filter", byName, "present: true", "1s R homeassistant/sensor/pump/all/config {\"stat_t\":\"hp/+/v\",\"dev\":{\"ids\":[\"hp1\"],\"name\":\"Heat pump\"}}\n2s hp/1/v 21\n9s end", "d present: pass, seen"},
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
