package verify

import (
	"fmt"
	"strings"
	"testing"

	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/lint"
)

// warned is a rule for all topics that asks for warnings.
const warned = "version: 1\nrules:\n  - {topic: \"#\", lint: %s}"

// live brings three messages of which nothing is unwise.
const live = "1s home/a/temperature 21\n2s home/a/temperature 22\n3s home/a/temperature 23\n"

// TestLint is the meaning of every warning that a checklist asks for.
func TestLint(t *testing.T) {
	for _, c := range []struct{ name, lint, script, want string }{
		{"nothing", "[secret, type flip]", live + "9s end", "# lint secret: pass, not unwise\n# lint type flip: pass, not unwise"},
		{"nothing yet", "[secret]", live + "9s tick", "# lint secret: pending, not unwise"},
		{"no message", "[secret]", "9s end", "# lint secret: fail, no topic"},
		{"too few", "[secret]", "1s a 1\n2s a 2\n9s end", "# lint secret: pending, too few"},
		{"only kept", "[secret]", "1s R a 1\n1s R b 2\n1s R c 3\n9s end", "# lint secret: pending, only retained"},
		{"the same kept one with each connection is one sample", "[secret]", "1s R a 1\n2s a 2\n3s down\n4s up\n5s R a 1\n6s down\n7s up\n8s R a 1\n9s end", "# lint secret: pending, too few"},
		{"lost", "[secret]", live + "4s lost 2\n9s end", "# lint secret: not verifiable, clean but lost"},
		{"found, and some were lost", "[secret]", live + "4s lost 2\n5s a {\"password\":\"hunter2\"}\n9s end", "# lint secret: fail, unwise"},
		{"our own disconnect", "[secret, type flip]", live + "4s down\n6s up\n9s end", "# lint secret: pass, not unwise\n# lint type flip: pass, not unwise"},
		{"refused", "[secret]", "1s refused #\n9s end", "# lint secret: not verifiable, refused"},

		{"secret", "[secret]", live + "4s a {\"password\":\"hunter2\"}\n9s end", "# lint secret: fail, unwise"},
		{"secret, kept", "[secret]", live + "4s R a {\"password\":\"hunter2\"}\n9s end", "# lint secret: fail, unwise"},
		{"secret, allowed", "{warnings: [secret], except: [{warning: secret, topic: a}]}", live + "4s a {\"password\":\"hunter2\"}\n9s end", "# lint secret: pass, not unwise"},
		{"secret, allowed elsewhere", "{warnings: [secret], except: [{warning: secret, topic: b/#}]}", live + "4s a {\"password\":\"hunter2\"}\n9s end", "# lint secret: fail, unwise"},

		{"retained command", "[retained command]", live + "4s R lamp/set ON\n9s end", "# lint retained command: fail, unwise"},
		{"retained command, cleared before the end", "[retained command]", "0s R lamp/set ON\n" + live + "9s asked\n9s end", "# lint retained command: fail, unwise"},
		{"retained command, of which the broker is asked", "[retained command]", live + "4s lamp/set ON\n9s ask\n9s keeps lamp/set ON\n9s asked\n9s end", "# lint retained command: fail, unwise"},
		{"retained command that was cleared", "[retained command]", "0s R lamp/set ON\n" + live + "9s ask\n9s asked\n9s end", "# lint retained command: pass, not unwise"},
		{"command that is not kept", "[retained command]", live + "4s lamp/set ON\n9s ask\n9s asked\n9s end", "# lint retained command: pass, not unwise"},
		{"command, and the broker was not asked", "[retained command]", live + "4s lamp/set ON\n9s end", "# lint retained command: pending, not asked"},
		{"command, and the broker did not tell all", "[retained command]", live + "4s lamp/set ON\n9s ask\n9s end", "# lint retained command: pending, not asked"},

		{"state that is not kept", "[state not retained]", live + "4s lamp/state ON\n9s ask\n9s asked\n9s end", "# lint state not retained: fail, unwise"},
		{"state that is kept", "[state not retained]", live + "4s lamp/state ON\n9s ask\n9s keeps lamp/state ON\n9s asked\n9s end", "# lint state not retained: pass, not unwise"},
		{"state that was kept of before", "[state not retained]", live + "4s R lamp/state ON\n9s ask\n9s asked\n9s end", "# lint state not retained: pass, not unwise"},
		{"state out of date", "[out of date]", live + "0s R lamp/state ON\n4s lamp/state OFF\n9s ask\n9s keeps lamp/state ON\n9s asked\n9s end", "# lint out of date: fail, unwise"},
		{"state that is kept anew", "[out of date]", live + "0s R lamp/state ON\n4s lamp/state OFF\n9s ask\n9s keeps lamp/state OFF\n9s asked\n9s end", "# lint out of date: pass, not unwise"},
		{"state that may have been kept again while we were away", "[out of date]", live + "0s R lamp/state ON\n4s lamp/state OFF\n5s down\n6s up\n7s R lamp/state ON\n9s ask\n9s asked\n9s end", "# lint out of date: pass, not unwise"},
		{"state that was sent again while the broker was asked", "[out of date]", live + "0s R lamp/state ON\n4s lamp/state OFF\n9s ask\n9s lamp/state ON\n9s keeps lamp/state ON\n9s asked\n9s end", "# lint out of date: pass, not unwise"},

		{"other kind", "[type flip]", live + "4s home/a/temperature {\"v\":1}\n9s end", "# lint type flip: fail, unwise"},
		{"no value is no other kind", "[type flip]", live + "4s home/a/temperature unavailable\n9s end", "# lint type flip: pass, not unwise"},
		{"bad JSON", "[bad json]", live + "4s a {\"v\":nan}\n9s end", "# lint bad json: fail, unwise"},
		{"slash, blank and twins", "[leading slash, blank, case twin]", live + "4s /a 1\n4s b\u00a0c 1\n5s Home/a/temperature 1\n9s end", "# lint leading slash: fail, unwise\n# lint blank: fail, unwise\n# lint case twin: fail, unwise"},
		{"one twin is allowed, so it is", "{warnings: [case twin], except: [{warning: case twin, topic: Home}]}", live + "5s Home/a/temperature 1\n9s end", "# lint case twin: pass, not unwise"},

		{"device without a will", "[no will]", live + "4s R tasmota/discovery/AABBCC/config {\"t\":\"plug\",\"mac\":\"AABBCC\",\"dn\":\"Plug\"}\n5s tele/plug/STATE {\"Wifi\":{\"RSSI\":50}}\n9s end", "# lint no will: fail, unwise"},
		{"device without a will, or its will was lost", "[no will]", live + "4s lost 1\n5s tele/plug/STATE {\"Wifi\":{\"RSSI\":50},\"Uptime\":\"1T\"}\n9s end", "# lint no will: not verifiable, unwise or lost"},
		{"device with a will", "[no will]", live + "4s R tele/plug/LWT Online\n5s tele/plug/STATE {\"Wifi\":{\"RSSI\":50}}\n9s end", "# lint no will: pass, not unwise"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := said(play(t, fmt.Sprintf(warned, c.lint), c.script)); got != c.want {
				t.Errorf("the verdicts are\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestLintOfSome: a narrower filter sees nothing else, and asks for no more than it can tell.
func TestLintOfSome(t *testing.T) {
	r := play(t, "version: 1\nrules:\n  - {topic: \"plant/#\", lint: all}", "1s plant/a 1\n2s plant/a 2\n3s plant/a 3\n4s home/lamp {\"password\":\"x\"}\n9s asked\n9s end")
	got := said(r)
	for _, kind := range []string{"no will", "taking turns", "reconnecting", "ghost"} {
		if strings.Contains(got, kind) {
			t.Errorf("%s is judged by some topics", kind)
		}
	}
	if r.Tally().Pass != 11 || r.Tally().All() != 11 {
		t.Errorf("the verdicts are\n%s", got)
	}
}

// TestLintEvidence: a finding rests on the message that shows it, and no report has the secret.
func TestLintEvidence(t *testing.T) {
	r := play(t, fmt.Sprintf(warned, "[secret, type flip, leading slash]"), live+
		"4s home/a/temperature warm\n5s /x 1\n6s a {\"w\":1}\n7s a {\"password\":\"hunter2\"}\n9s end")
	want := map[string]string{"secret": "a ", "type flip": "home/a/temperature warm", "leading slash": "/x 1"}
	for _, one := range r.Results() {
		if len(one.Evidence) != 1 {
			t.Errorf("%s rests on %v", one.Check.Path, one.Evidence)
			continue
		}
		e := r.Evidence(one.Evidence[0])
		if got := e.Topic + " " + string(e.Payload); got != want[one.Check.Path] {
			t.Errorf("%s rests on %q", one.Check.Path, got)
		}
		if e.Hidden != (one.Check.Path == "secret") || e.Hidden && e.LeftOut != len(`{"password":"hunter2"}`) {
			t.Errorf("%s: %+v", one.Check.Path, e)
		}
	}
}

// TestSecretIsHidden whatever a message is evidence of, and however it came to be: another check has
// the same message, and the one before and behind it.
func TestSecretIsHidden(t *testing.T) {
	r := play(t, "version: 1\nrules:\n  - {topic: a, present: true, size: {max: 30}}\n  - {topic: b, present: true}\n  - {topic: \"#\", lint: [secret]}\n",
		"1s a {\"password\":\"hunter1\"}\n2s a {\"password\":\"hunter2\",\"more\":\"and more\"}\n3s b {\"v\":1}\n9s end")
	seen := 0
	for _, one := range r.Results() {
		for _, n := range one.Evidence {
			e := r.Evidence(n)
			if seen++; strings.Contains(string(e.Payload), "hunter") || e.Hidden != (e.Topic == "a") || e.Hidden && e.LeftOut == 0 {
				t.Errorf("%s of %s has %+v", one.Check.Kind, one.Subject.ID, e)
			}
		}
	}
	if seen < 3 {
		t.Errorf("only %d messages are evidence of\n%s", seen, said(r))
	}
}

// TestLintAllowed counts what is let pass, and names what is not.
func TestLintAllowed(t *testing.T) {
	r := play(t, fmt.Sprintf(warned, "{warnings: [leading slash], except: [{warning: leading slash, topic: /a/+}]}"), live+
		"4s /a/1 1\n4s /a/2 1\n5s /b 1\n9s end")
	why := r.Results()[0].Reason
	if why.N != 1 || why.Of != 2 || len(why.Findings) != 1 || why.Findings[0].Topic != "/b" {
		t.Errorf("the reason is %+v", why)
	}
}

// TestLintAsksWhatIsKept of those topics only of which that is not known.
func TestLintAsksWhatIsKept(t *testing.T) {
	r := play(t, fmt.Sprintf(warned, "all"), live+"4s lamp/state ON\n5s lamp/set ON\n6s R door/set ON\n7s R door/state ON")
	if got := strings.Join(r.Unkept(), " "); got != "lamp/set lamp/state door/set" {
		t.Errorf("it asks for %s", got)
	}
}

// TestLintIsWaived by its name.
func TestLintIsWaived(t *testing.T) {
	const file = "version: 1\nrules:\n  - {topic: \"#\", lint: [leading slash], waive: [{check: lint leading slash, reason: known, by: Ann}]}"
	r := play(t, file, live+"4s /a 1\n9s end")
	if tally := r.Tally(); tally.State() != Waived || r.Results()[0].Check.Kind != checklist.Lint {
		t.Errorf("%+v", tally)
	}
}

// TestLintLeavesRoom: the first messages of all topics do not take all the room for evidence, and one
// that is left out is told to be.
func TestLintLeavesRoom(t *testing.T) {
	r := play(t, fmt.Sprintf(warned, "[leading slash]"), live)
	large := []byte(strings.Repeat("x", mostFirst/2+1))
	for _, topic := range []string{"/a", "/b"} {
		r.Message(r.latest, &model.Message{Topic: []byte(topic), Payload: large})
	}
	r.Finish(r.latest)
	cited := r.Results()[0].Evidence
	if len(cited) != 2 {
		t.Fatalf("it rests on %v", cited)
	}
	first, second := r.Evidence(cited[0]), r.Evidence(cited[1])
	if len(first.Payload) != len(large) || len(second.Payload) != 0 || second.LeftOut != len(large) || second.Hidden {
		t.Errorf("%d bytes are kept, then %d, %d left out, hidden: %v", len(first.Payload), len(second.Payload), second.LeftOut, second.Hidden)
	}
}

// TestLintIsBounded: a broker may send more topics than there is memory for, which counts as lost.
func TestLintIsBounded(t *testing.T) {
	r := play(t, fmt.Sprintf(warned, "[secret, leading slash]"), "")
	r.most = limits{topics: 7, names: 1_000, checks: 100, messages: 100, bytes: 1_000}
	for i := range 1_000 {
		r.Message(r.began, &model.Message{Topic: fmt.Appendf(nil, "/a/%d", i), Payload: []byte(`{"password":"hunter2"}`)})
	}
	l := r.lints["#"]
	if len(l.first) != 7 || len(l.secret) != 7 || len(l.shown[lint.Secret]) != 7 || r.Account().Lost != 993 {
		t.Errorf("%d first messages, %d secrets, %d shown, %d lost", len(l.first), len(l.secret), len(l.shown[lint.Secret]), r.Account().Lost)
	}
	r.Finish(r.began)
	if got := r.Results()[0]; got.State != Fail || got.Reason.N != 1_000 {
		t.Errorf("%s: %+v", got.State, got.Reason)
	}
}
