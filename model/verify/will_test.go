package verify

import (
	"fmt"
	"strings"
	"testing"
)

// TestWill is what is known of a will, and what is not.
func TestWill(t *testing.T) {
	const (
		own    = "version: 1\ndevices:\n  - {id: d, topic: a, availability: {topic: st}, %s}"
		tested = "version: 1\ndevices:\n  - {id: d, topic: a, availability: {topic: st}, lwt_test: {operator: pull, within: 60s, back: 60s}, %s}"
		home   = "version: 1\ndevices:\n  - {id: d, use: homeassistant, name: Lamp, %s}"
		named  = "version: 1\nrules:\n  - {topic: \"s/{m}/v\", members: [1, 2], %s}"
		config = `{"device":{"name":"Lamp","identifiers":["x"]},"unique_id":"l","state_topic":"l/state","availability_topic":"l/av"}`
		plain  = `{"device":{"name":"Lamp","identifiers":["x"]},"unique_id":"l","state_topic":"l/state"}`
	)
	for _, c := range []struct{ name, form, script, want string }{
		{"kept offline", plug, "1s R tele/plug/LWT Offline\n60s end", "will kept"},
		{"went offline", plug, "1s R tele/plug/LWT Online\n2s tele/plug/STATE {}\n3s tele/plug/LWT Offline\n60s end", "will kept"},
		{"kept a word that it does not say", plug, "1s R tele/plug/LWT yes\n2s tele/plug/STATE {}\n60s ask\n60s asked\n60s end", "not verifiable, will unseen"},
		{"live only, and the broker was not asked", plug, "1s tele/plug/LWT Online\n60s end", "pending, not asked"},
		{"live only, and the broker keeps nothing", plug, "1s tele/plug/LWT Online\n60s ask\n60s asked\n60s end", "not verifiable, will unseen"},
		{"values only", plug, "1s tele/plug/STATE {}\n60s ask\n60s asked\n60s end", "not verifiable, will unseen"},
		{"cleared", plug, "1s R tele/plug/LWT Online\n2s tele/plug/STATE {}\n3s tele/plug/LWT \n60s ask\n60s asked\n60s end", "not verifiable, will unseen"},
		{"cleared, and kept again", plug, "1s R tele/plug/LWT Online\n2s tele/plug/STATE {}\n3s tele/plug/LWT \n4s tele/plug/LWT Online\n60s ask\n60s keeps tele/plug/LWT Online\n60s asked\n60s end", "will kept"},
		{"kept again after a disconnect", plug, "1s R tele/plug/LWT Online\n2s tele/plug/STATE {}\n3s down\n9s up\n10s R tele/plug/LWT Online\n60s end", "will kept"},
		{"the clearing may be lost", plug, "1s R tele/plug/LWT Online\n2s tele/plug/STATE {}\n3s lost 1\n60s ask\n60s asked\n60s end", "not verifiable, will unseen"},
		{"refused", plug, "1s tele/plug/STATE {}\n1s refused tele/plug/LWT\n60s end", "not verifiable, refused"},
		{"only empty", plug, "1s tele/plug/STATE \n60s end", "not verifiable, only empty"},

		{"kept by no convention", own, "1s R st online\n2s a x\n60s end", "not verifiable, will unseen"},
		{"of a tested device", tested, "1s st online\n10s done\n30s st offline\n50s st online\n60s end", "will seen"},
		{"of a tested device that went too late", tested, "1s st online\n10s done\n75s st offline\n80s end", "will seen"},
		{"of a tested device that never came back", tested, "1s st online\n10s done\n30s st offline\n100s other x\n110s end", "will seen"},
		{"of a device that went by itself", tested, "1s st online\n30s st offline\n40s st online\n500s done\n510s end", "not verifiable, will unseen"},
		{"of a device that nobody tested", tested, "1s st online\n2s unattended\n60s end", "not verifiable, will unseen"},

		{"born with the number of its will", edgeDevice, born + "60s end", "will named"},
		{"born, as the broker had kept", edgeDevice, "1s R NBIRTH 7\n2s DDATA 1 20.5\n60s end", "pending, will unborn"},
		{"never born", edgeDevice, "1s DDATA 1 20.5\n60s end", "pending, will unborn"},

		{"described", home, "1s R homeassistant/light/l/config " + config + "\n2s R l/av online\n3s l/state ON\n60s end", "will kept"},
		{"described, and not alive", home, "1s R homeassistant/light/l/config " + config + "\n2s R l/av online\n60s end", "not verifiable, only retained"},
		{"described without an availability", home, "1s R homeassistant/light/l/config " + plain + "\n3s l/state ON\n60s end", "not verifiable, no availability"},
		{"not described", home, "60s end", "fail, not described"},

		{"the broker knows it", own, "1s a x\n2s wills b/st st\n60s end", "will listed"},
		{"the broker knows no such will", plug, "1s R tele/plug/LWT Online\n2s tele/plug/STATE {}\n3s wills st\n60s end", "not verifiable, will not listed"},
		{"the broker knew it until it went", plug, "1s tele/plug/LWT Online\n2s wills tele/plug/LWT\n9s wills st\n60s end", "will listed"},
		{"the broker knows it, whatever a test says", tested, "1s st online\n2s wills st\n10s done\n71s other x\n80s end", "will listed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := said(play(t, fmt.Sprintf(c.form, "will: announced"), edgeScript(c.script)))
			want := "d will: pass, " + c.want
			if strings.Contains(c.want, ", ") {
				want = "d will: " + c.want
			}
			if lines := strings.Split(got, "\n"); lines[len(lines)-1] != want {
				t.Errorf("the verdicts are\n%s\nwant\n%s", got, want)
			}
		})
	}
	r := play(t, fmt.Sprintf(named, "will: announced"), "1s s/1/v x\n2s s/2/v x\n3s wills s/1/status s/22/status s\n60s end")
	if got := said(r); !strings.Contains(got, "1 will: pass, will listed\n") || !strings.Contains(got, "2 will: not verifiable, will unseen") {
		t.Errorf("the members of a rule are\n%s", got)
	}
}

// TestWillBehindABridge: what a device behind one is said to be reached by is no will of it.
func TestWillBehindABridge(t *testing.T) {
	const (
		home   = "version: 1\ndevices:\n  - {id: d, use: homeassistant, name: Lamp, %s}"
		config = `{"device":{"name":"Lamp","identifiers":["x"]},"unique_id":"l","state_topic":"l/state","availability_topic":"l/av"}`
		behind = `{"device":{"name":"Lamp","identifiers":["x"],"via_device":"bridge"},"unique_id":"l","state_topic":"l/state","availability_topic":"l/av"}`
		two    = `{"device":{"name":"Lamp","identifiers":["x"]},"unique_id":"l","state_topic":"l/state","availability":[{"topic":"bridge/state"},{"topic":"l/av"}]}`
	)
	for _, c := range []struct{ name, script string }{
		{"behind a bridge", "1s R homeassistant/light/l/config " + behind + "\n2s R l/av online\n3s l/state ON\n60s ask\n60s asked\n60s end"},
		{"behind a bridge, as is said later", "1s R homeassistant/light/l/config " + config + "\n2s R l/av online\n3s l/state ON\n4s R homeassistant/light/m/config " + behind + "\n60s ask\n60s asked\n60s end"},
		{"with the state of a bridge besides", "1s R homeassistant/light/l/config " + two + "\n2s R l/av online\n2s R bridge/state online\n3s l/state ON\n60s ask\n60s asked\n60s end"},
	} {
		if got := said(play(t, fmt.Sprintf(home, "will: announced"), c.script)); !strings.HasSuffix(got, "d will: not verifiable, will unseen") {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}
