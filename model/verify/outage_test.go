package verify

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/checklist"
)

// TestOutages: a device is online, a person takes its power away, it says so, and comes back.
func TestOutages(t *testing.T) {
	const ready = "1s st online\n"
	for _, c := range []struct{ name, more, script, want string }{
		{"passes", "", ready + "10s done\n69s st offline\n500s st online", "pass, went and came"},
		{"at the limit", "", ready + "10s done\n70s st offline\n500s st online", "pass, went and came"},
		{"read before it was done, and told behind it", "", ready + "10s done\n9.9s st offline\n20s st online", "pass, went and came"},
		{"offline too late", "", ready + "10s done\n70.1s st offline\n80s st online", "fail, offline late"},
		{"never offline", "", ready + "10s done\n69s other x\n71s other x", "fail, not offline"},
		{"never offline, and nobody else is heard", "", ready + "10s done\n69s other x\n71s tick", "pending, not offline"},
		{"the same at the end", "", ready + "10s done\n71s tick\n90s end", "fail, not offline"},
		{"too late, before anybody else is heard", "", ready + "10s done\n71s tick\n75s st offline", "fail, offline late"},
		{"back in time", ", back: 30s", ready + "10s done\n20s st offline\n50s st online", "pass, went and came"},
		{"back too late", ", back: 30s", ready + "10s done\n20s st offline\n51s st online", "fail, back late"},
		{"not back", ", back: 30s", ready + "10s done\n20s st offline\n51s other x", "fail, not back"},
		{"ended before it is back", ", back: 30s", ready + "10s done\n20s st offline\n30s end", "pending, too early"},
		{"ended before it is back, by any time", "", ready + "10s done\n20s st offline\n30s end", "fail, not back"},
		{"ended before it is offline", "", ready + "10s done\n30s end", "pending, too early"},
		{"not done", "", ready + "30s end", "manual, not done"},
		{"skipped", "", ready + "10s skip the plug is behind a wall", "manual, skipped"},
		{"skipped, and went all the same", "", ready + "10s skip no\n20s st offline\n30s st online\n40s end", "manual, skipped"},
		{"skipped while it is away", "", ready + "10s done\n20s st offline\n30s skip the fuse is gone\n40s st online", "manual, skipped"},
		{"skipped before it is online", "", "1s tick\n2s skip it is not mounted\n40s end", "manual, skipped"},
		{"unattended", "", "0s unattended\n" + ready + "40s end", "manual, unattended"},
		{"unattended, once it is over", "", ready + "10s done\n20s st offline\n30s st online\n35s unattended\n40s end\n41s unattended", "pass, went and came"},
		{"unattended, once the run is over", "", ready + "10s done\n40s end\n41s unattended", "pending, too early"},
		{"the subscription is refused", "", "0s refused st\n60s end", "not verifiable, refused"},
		{"not online before", "", "1s st offline\n30s end", "fail, not online"},
		{"online of before, and alive", "", "1s R st online\n2s a x\n10s done\n20s st offline\n30s st online", "pass, went and came"},
		{"offline of before", "", ready + "10s done\n20s R st offline\n30s R st online\n71s other x", "fail, not offline"},
		{"says something else", "", ready + "10s done\n20s st asleep\n71s other x", "fail, not offline"},
		{"a disconnect before it is offline", "", ready + "10s done\n20s down\n25s up\n30s st offline\n40s st online\n50s end", "pending, interrupted"},
		{"a disconnect before it is back", "", ready + "10s done\n20s st offline\n25s down\n30s up\n40s st online\n50s end", "pending, interrupted"},
		{"a disconnect at the end", "", ready + "10s done\n20s st offline\n25s down\n50s end", "pending, interrupted"},
		{"done again after a disconnect", "", ready + "10s done\n20s down\n25s up\n26s R st online\n30s done\n40s st offline\n50s st online", "pass, went and came"},
		{"a disconnect before it is done", "", ready + "5s down\n8s up\n9s tick\n10s done\n20s st offline\n50s st online", "pass, went and came"},
		{"lost messages, and it was heard", "", ready + "10s done\n15s lost 3\n20s st offline\n50s st online", "pass, went and came"},
		{"lost messages, and it was not", "", ready + "10s done\n15s lost 3\n71s other x\n80s end", "pending, interrupted"},
		{"lost messages, and late before the next look", "", ready + "10s done\n69.99s lost 3\n70.05s st offline\n80s end", "pending, interrupted"},
		{"lost messages, and back late before the next look", ", back: 30s", ready + "10s done\n20s st offline\n49.99s lost 3\n50.05s st online\n60s end", "pending, interrupted"},
		{"offline before it is done, in time", "", ready + "40s st offline\n300s done\n310s st online", "pass, went and came"},
		{"offline before it is done, who knows when", "", ready + "90s st offline\n100s done\n110s st online", "warn, went untold"},
		{"offline and back before it is done", "", ready + "10s st offline\n20s st online\n50s done", "warn, came untold"},
		{"offline and back by itself, long before", "", ready + "200s st offline\n210s st online\n900s done\n905s other x\n961s other x", "fail, not offline"},
		{"offline and back, too late", ", back: 30s", ready + "10s st offline\n50s st online\n55s done", "fail, back late"},
		{"offline and back by itself, said twice", ", back: 30s", ready + "10s st offline\n11s st offline\n20s st online\n55s st online\n58s done", "warn, came untold"},
		{"offline before a disconnect", "", ready + "10s st offline\n11s down\n12s up\n13s R st offline\n20s end", "fail, not online"},
		{"the clock is set back while it is awaited", "", ready + "10s done\n69s tick\n-3600s tick\n-3590s other x\n-3500s end", "pending, interrupted"},
		{"the clock is set forward", "", ready + "10s done\n4000s st offline", "fail, offline late"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := fmt.Sprintf(device, "availability: {topic: st}, lwt_test: {operator: pull the plug, within: 60s"+c.more+"}")
			r := play(t, file, c.script)
			if got := said(r); got != "d lwt_test: "+c.want || r.Results()[0].Reason.Span < 0 {
				t.Errorf("the verdict is %s, want %s: %+v", got, c.want, r.Results()[0].Reason)
			}
		})
	}
}

// TestEvidenceOfAnOutage are both messages: that it went, and that it came.
func TestEvidenceOfAnOutage(t *testing.T) {
	for _, script := range []string{
		"1s st online\n10s done\n20s st offline\n30s st online", "1s st online\n5s st offline\n10s done\n30s st online", "1s st online\n5s st offline\n8s st online\n10s done",
	} {
		r := play(t, fmt.Sprintf(device, "availability: {topic: st}, lwt_test: {operator: pull, within: 60s}"), script)
		v := r.Results()[0].Verdict
		var got []string
		for _, n := range v.Evidence {
			got = append(got, string(r.Evidence(n).Payload))
		}
		if strings.Join(got, " ") != "offline online" {
			t.Errorf("%q: it rests on %v", script, got)
		}
	}
}

// TestTakenAway: what a device does not send while a person has taken it away is not held
// against it.
func TestTakenAway(t *testing.T) {
	const checks = "availability: {topic: st}, online: true, interval: {max: 30s, samples: 2}, fields: {n: {seq: true, samples: 1}}, lwt_test: {operator: pull, within: 60s}"
	const before = "1s st online\n5s a {\"n\":7}\n25s a {\"n\":8}\n45s a {\"n\":9}\n50s done\n"
	for _, c := range []struct{ name, script, want string }{
		{"back", before + "100s st offline\n150s other x\n200s st online\n205s a {\"n\":0}\n225s a {\"n\":1}\n240s end",
			"d online: pass, says online\nd interval: pass, in time\nd seq n: pass, held\nd lwt_test: pass, went and came"},
		{"silent when it is back", before + "100s st offline\n200s st online\n231s other x\n240s end",
			"d online: pass, says online\nd interval: fail, silent\nd seq n: pending, too few\nd lwt_test: pass, went and came"},
		{"away at the end", before + "100s st offline\n200s other x\n240s end",
			"d online: fail, says offline\nd interval: pass, in time\nd seq n: pending, too few\nd lwt_test: fail, not back"},
		{"silent before", "1s st online\n5s a {\"n\":7}\n40s other x\n50s done\n60s st offline\n70s st online\n80s end",
			"d online: pass, says online\nd interval: fail, silent\nd seq n: pending, too few\nd lwt_test: pass, went and came"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for line := range strings.Lines(said(play(t, fmt.Sprintf(device, checks), c.script))) {
				if !strings.Contains(line, " field ") {
					got = append(got, strings.TrimSpace(line))
				}
			}
			if all := strings.Join(got, "\n"); all != c.want {
				t.Errorf("the verdicts are\n%s\nwant\n%s", all, c.want)
			}
		})
	}
}

// TestNotTakenAway: what a device does not send while it is away by itself is held against it: nobody
// has said that it was done, or the step has become void and the device never came back.
func TestNotTakenAway(t *testing.T) {
	const checks = "availability: {topic: st}, interval: {max: 30s, samples: 2}, fields: {n: {seq: true, samples: 1, optional: true}}, lwt_test: {operator: pull, within: 60s}"
	const file = "version: 1\ndevices:\n  - {id: d, topic: a, " + checks + "}\n  - {id: e, availability: {topic: ste}, lwt_test: {operator: pull it, within: 60s}}"
	const before = "1s st online\n1s ste offline\n2s a {\"n\":6}\n5s a {\"n\":7}\n25s a {\"n\":8}\n33s a {\"n\":9}\n"
	const after = "51s a {\"n\":1}\n61s a {\"n\":2}\n71s a {\"n\":3}\n"
	const silence = "2000s b x\n3000s end"
	for _, c := range []struct{ name, script, interval, seq, test string }{
		{"the terminal is closed in the middle", before + "34s done\n40s st offline\n45s unattended\n50s st online\n" + after + silence, "fail, silent", "pass, held", "manual, unattended"},
		{"the terminal is closed before it is done", before + "40s st offline\n45s unattended\n" + silence, "fail, silent", "pass, held", "manual, unattended"},
		{"the connection is lost, and it is never back", before + "34s done\n40s st offline\n45s down\n46s up\n" + silence, "fail, silent", "pass, held", "pending, interrupted"},
		{"another step is offered then", before + "34s done\n40s st offline\n45s down\n46s up\n47s ste online\n48s tick\n50s st online\n" + after + silence, "fail, silent", "pass, held", "pending, interrupted"},
		{"it is away for long, and comes back", before + "34s done\n40s st offline\n45s down\n46s up\n47s ste online\n2000s st online\n2001s a {\"n\":1}\n2010s a {\"n\":2}\n2020s end", "pass, in time", "pass, held", "pending, interrupted"},
		{"it dies by itself", before + "40s st offline\n" + silence, "fail, silent", "pass, held", "manual, not done"},
		{"it dies by itself, and the connection is lost", before + "40s st offline\n45s down\n46s up\n" + silence, "fail, silent", "pass, held", "fail, not online"},
		{"it drops out again and again", before + "34s st offline\n400s st online\n401s a {\"n\":14}\n410s st offline\n800s st online\n801s a {\"n\":20}\n802s a {\"n\":21}\n805s end", "fail, silent", "fail, not next", "manual, not done"},
		{"it drops out again and again, and then it is done", before + "34s st offline\n400s st online\n401s a {\"n\":10}\n402s a {\"n\":11}\n410s st offline\n420s done\n800s st online\n801s a {\"n\":20}\n802s a {\"n\":21}\n805s end", "fail, silent", "pass, held", "warn, went untold"},
		{"it went before it was done", before + "34s st offline\n80s done\n800s st online\n801s a {\"n\":0}\n802s a {\"n\":1}\n805s end", "pass, in time", "pass, held", "pass, went and came"},
		{"it went before the step is skipped", before + "34s st offline\n80s skip it is done by hand\n85s a {\"n\":0}\n90s a {\"n\":1}\n95s end", "pass, in time", "pass, held", "manual, skipped"},
		{"it went long before the step is skipped", before + "60s a {\"n\":10}\n88s a {\"n\":11}\n90s st offline\n800s st online\n801s a {\"n\":0}\n805s skip no\n807s end", "fail, silent", "fail, not next", "manual, skipped"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := said(play(t, file, c.script))
			for _, want := range []string{"d interval: " + c.interval, "d seq n: " + c.seq, "d lwt_test: " + c.test} {
				if !strings.Contains(got, want+"\n") {
					t.Errorf("the verdicts are\n%s\nwant %s", got, want)
				}
			}
		})
	}
}

// TestTakenAwayFromRules: what a person has a device do is not held against it by a rule over its
// topics either; what it does by itself is.
func TestTakenAwayFromRules(t *testing.T) {
	const file = `version: 1
devices:
  - {id: d, use: tasmota, topic: d, lwt_test: {operator: pull, within: 60s}}
rules:
  - {topic: "tele/{plug}/LWT", payload: {enum: [Online], samples: 1}}
  - {topic: "tele/{plug}/STATE", interval: {max: 30s, samples: 1}}
`
	const before = "1s tele/d/LWT Online\n1s tele/e/LWT Online\n5s tele/d/STATE x\n5s tele/e/STATE x\n25s tele/d/STATE x\n25s tele/e/STATE x\n30s done\n" +
		"40s tele/d/LWT Offline\n50s tele/e/STATE x\n75s tele/e/STATE x\n100s tele/e/STATE x\n"
	for _, c := range []struct{ name, script, want string }{
		{"back", before + "110s tele/d/LWT Online\n115s tele/d/STATE x\n120s tele/e/STATE x\n125s end", "d field: pass, held\ne field: pass, held\nd interval: pass, in time\ne interval: pass, in time"},
		{"silent when it is back", before + "110s tele/d/LWT Online\n120s tele/e/STATE x\n141s tele/e/STATE x\n142s end", "d field: pass, held\ne field: pass, held\nd interval: fail, silent\ne interval: pass, in time"},
		{"away by itself later", before + "110s tele/d/LWT Online\n111s tele/d/STATE x\n115s tele/d/LWT Offline\n116s tele/e/STATE x\n120s end", "d field: fail, not listed\ne field: pass, held\nd interval: pass, in time\ne interval: pass, in time"},
		{"another one meanwhile", before + "101s tele/e/LWT Offline\n110s tele/d/LWT Online\n111s tele/d/STATE x\n111s tele/e/STATE x\n115s end", "d field: pass, held\ne field: fail, not listed\nd interval: pass, in time\ne interval: pass, in time"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.TrimPrefix(said(play(t, file, c.script)), "d lwt_test: pass, went and came\n")
			if got != c.want {
				t.Errorf("the verdicts are\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestWhateverHappensToAnOutage: a test that has passed rests on the device having gone and come
// while it was tested, on one connection, in its time.
func TestWhateverHappensToAnOutage(t *testing.T) {
	list, err := checklist.Read(fmt.Appendf(nil, device, "availability: {topic: st}, lwt_test: {operator: pull, within: 10s, back: 20s}"), nil)
	if err != nil {
		t.Fatal(err)
	}
	passed := 0
	for seed := range uint64(3_000) {
		r := New(list)
		r.Begin(time.Unix(1_700_000_000, 0))
		c := &chance{Run: r, rng: rand.New(rand.NewPCG(seed, 1)), now: r.began}
		for range 40 {
			c.happen()
			if v := r.Results()[0].Verdict; v.State == Pass || v.State == Warn {
				passed++
				if why := provenOutage(r, v, c.done, c.down); why != "" {
					t.Fatalf("seed %d: %s: %+v", seed, why, v)
				}
				break
			}
		}
	}
	if passed < 100 {
		t.Errorf("only %d of them have passed", passed)
	}
}

// chance is a run to which anything happens.
type chance struct {
	*Run
	rng  *rand.Rand
	now  time.Time
	done time.Time // when a person said that it is done, the latest time
	down time.Time // when the connection was there again
}

func (c *chance) happen() {
	c.now = c.now.Add(time.Duration(c.rng.IntN(8_000)) * time.Millisecond)
	say := []string{"online", "offline", "asleep"}[c.rng.IntN(3)]
	switch c.rng.IntN(11) {
	case 0, 1, 2, 3:
		c.Message(c.now, &model.Message{Topic: []byte("st"), Payload: []byte(say)})
	case 4:
		c.Message(c.now, &model.Message{Topic: []byte("st"), Payload: []byte(say), Retained: true})
	case 5, 6:
		if c.Done(c.now, c.list.Subjects[0].Checks[0]) {
			c.done = c.now
		}
	case 7:
		c.Message(c.now, &model.Message{Topic: []byte("a"), Payload: []byte("x")})
	case 8:
		c.Tick(c.now)
	case 9:
		c.Lost(c.rng.IntN(2))
	case 10:
		c.Disconnected(c.now)
		c.now = c.now.Add(time.Second)
		c.Connected(c.now)
		c.down = c.now
	}
}

// provenOutage is what is wrong with a verdict that has passed; empty: nothing.
func provenOutage(r *Run, v Verdict, done, down time.Time) string {
	if len(v.Evidence) != 2 {
		return "it does not rest on two messages"
	}
	gone, back := r.Evidence(v.Evidence[0]), r.Evidence(v.Evidence[1])
	switch {
	case string(gone.Payload) != "offline" || string(back.Payload) != "online" || gone.Retained || back.Retained:
		return "it rests on others"
	case done.IsZero() || done.Before(down):
		return "nobody did it on this connection"
	case gone.At.Before(down) || back.At.Before(gone.At):
		return "it went before, or came before it went"
	case v.State == Pass && gone.At.Sub(done) > 10*time.Second, back.At.Sub(gone.At) > 20*time.Second:
		return "it took too long"
	}
	return ""
}
