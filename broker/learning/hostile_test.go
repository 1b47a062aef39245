package learning

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"mangrove/model/checklist"
)

// replayed learns from messages, and wants what was learned to pass when they come again.
func replayed(t *testing.T, kept map[string]string, recorded []message) string {
	t.Helper()
	s := &site{kept: kept}
	text := s.learnFrom(t, recorded)
	for _, r := range s.judge(t, text, recorded, fault{}) {
		t.Errorf("%q %q %s %q: %s, %+v", r.Subject.ID, r.Member, r.Check.Kind, r.Check.Path, r.State, r.Reason)
	}
	if t.Failed() {
		t.Fatalf("%.20000s", text)
	}
	return string(text)
}

// every gives the same payloads on topics again and again.
func every(topics []string, payloads ...string) (all []message) {
	for n := range 60 {
		for _, topic := range topics {
			all = append(all, message{after: time.Duration(n) * 5 * time.Second, topic: topic, payload: payloads[n%len(payloads)], qos: 1})
		}
	}
	return all
}

// TestHostileKeys: names of members of which a path of gjson would make something else.
func TestHostileKeys(t *testing.T) {
	for _, key := range []string{
		`a.b`, `a\"b`, `a\\b`, `#`, `@this`, `@pretty`, `*`, `?`, `a*`, `..`, `.`, `{a,b}`, `[0]`, `!x`, `0`, `-1`, `|`, `a|b`, `(x)`, `#(a==1)`, `~true`,
		`true`, `null`, `yes`, `=`, `- a`, `a: b`, `'`, `&a`, `*a`, `%`, ``, ` `, `a b`, `\u0000`, `\n`, `\u202e`, `\ud800`, `é`, `\u00e9`, `<<`, `1e3`, `0x10`, `version`,
		strings.Repeat("k", 300),
	} {
		var payloads []string
		for n := range 7 {
			payloads = append(payloads, strings.NewReplacer("KEY", key, "N", strconv.Itoa(n), "M", strconv.Itoa(n*n%5)).Replace(`{"KEY":{"KEY":N,"ok":2},"list":[{"KEY":1}],"fine":M}`))
		}
		t.Run(fmt.Sprintf("%.20q", key), func(t *testing.T) {
			text := replayed(t, nil, every([]string{"a/b"}, payloads...))
			if !strings.Contains(text, "fine: {type: integer") {
				t.Error(text)
			}
		})
	}
}

// TestHostileTopics: levels of which YAML or a checklist would make something else.
func TestHostileTopics(t *testing.T) {
	for level, want := range map[string]string{
		"{x}": "Left out: 1 topic with a level in braces", "{}": `"a/{}/b"`, "": "a//b", " ": `"a/ /b"`, `"`: `"a/\"/b"`, "'": `"a/'/b"`, ": ": `"a/: /b"`, "~": `"a/~/b"`,
		"\x01": "cannot be shown", "\u202e": "cannot be shown", "\n": "cannot be shown", "é": `"a/é/b"`, "\\": `"a/\\/b"`, "%": `"a/%/b"`,
		strings.Repeat("x", 60_000): "more than 1000 bytes", strings.Repeat("x/", 200): "very many levels",
	} {
		t.Run(fmt.Sprintf("%.20q", level), func(t *testing.T) {
			topic := "a/" + level + "/b"
			if text := replayed(t, nil, every([]string{topic, "fine"}, `{"v":1}`)); !strings.Contains(text, want) {
				t.Errorf("no %s in %.3000s", want, text)
			}
		})
	}
}

// TestHostileSites: whatever comes on which topics, what is learned passes on the same again.
func TestHostileSites(t *testing.T) {
	levels := []string{"a", "b", "c", "d1", "d2", "d3", "0123456789ab", "0123456789ac", "{x}", "set", "state", "", "$x", "tele", "LWT", "STATE", "config", "homeassistant", "zigbee2mqtt", "bridge", "devices"}
	payloads := []string{
		"", "1", "2.5", "-0", "1e999", "-1e999", "NaN", "null", "true", "false", `"x"`, "ON", "OFF", "online", "Online", "offline", "[]", "{}", "[1,2]", `{"a":1}`, `{"a":"x"}`, `{"a":null}`, `{"a":[1]}`,
		`{"a":{"b":1}}`, `{"a":{"0":1}}`, `{"a":1e999}`, `{"a":1,"a":"x"}`, `{"a":true,"b":{"c":{"d":{"e":{"f":{"g":{"h":1}}}}}}}`, "\xff\xfe", "2026-11-27T12:00:00Z", "1795780800", `{"t":1795780800}`, `{"t":"2026-11-27T12:00:00Z"}`,
		`[{"ieee_address":"0x1","friendly_name":"a/b"}]`, `{"state":"online"}`, strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000), `{"a":` + strings.Repeat(`{"a":`, 50) + "1" + strings.Repeat("}", 51), `9223372036854775808`, `1e-320`,
	}
	seeds := uint64(300)
	if testing.Short() {
		seeds = 30
	}
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 9))
		topic := func() string {
			var all []string
			for range 1 + r.IntN(4) {
				all = append(all, levels[r.IntN(len(levels))])
			}
			if all[0] == "" && len(all) == 1 {
				return "x"
			}
			return strings.Join(all, "/")
		}
		kept := map[string]string{"always": "1"}
		for range r.IntN(10) {
			kept[topic()] = payloads[1+r.IntN(len(payloads)-1)] // none is empty: that clears one
		}
		var recorded []message
		var topics []string
		for range 1 + r.IntN(12) {
			topics = append(topics, topic())
		}
		few := payloads
		if r.IntN(2) == 0 {
			from := r.IntN(len(payloads) - 4)
			few = payloads[from : from+1+r.IntN(4)]
		}
		even := r.IntN(2) == 0
		for n := range 100 {
			next := r.IntN(len(topics))
			if even {
				next = n % len(topics)
			}
			recorded = append(recorded, message{
				after: time.Duration(n)*3*time.Second + time.Duration(r.IntN(2000))*time.Millisecond,
				topic: topics[next], payload: few[r.IntN(len(few))], qos: byte(r.IntN(3)), retain: r.IntN(4) == 0,
			})
		}
		t.Run(fmt.Sprint(seed), func(t *testing.T) { replayed(t, kept, recorded) })
	}
}

// TestKeptMeanwhile: what the broker sends again after a time without a connection may be what
// nobody has heard live.
func TestKeptMeanwhile(t *testing.T) {
	s := &site{kept: map[string]string{}, gap: [2]time.Duration{time.Minute, 2 * time.Minute}}
	var recorded []message
	for n := range 60 {
		payload := []string{"open", "closed"}[n%2]
		if n > 12 && n < 24 {
			payload = "jammed"
		}
		recorded = append(recorded, message{after: time.Duration(n) * 5 * time.Second, topic: "a/door", payload: payload, retain: true})
	}
	text := s.learnFrom(t, recorded)
	if strings.Contains(string(text), "enum") {
		for _, word := range []string{"open", "closed", "jammed"} {
			if !strings.Contains(string(text), word) {
				t.Errorf("no %s in %s", word, text)
			}
		}
	}
	for _, r := range s.judge(t, text, recorded, fault{}) {
		t.Errorf("%s %s: %s, %+v", r.Subject.ID, r.Check.Kind, r.State, r.Reason)
	}
}

// TestSecrets: what payloads tell of passwords does not come into a checklist.
func TestSecrets(t *testing.T) {
	text := replayed(t, map[string]string{"a/api_key": "hunter2"}, every([]string{"a/b", "a/wifi_password"}, `{"user":"ann","password":"hunter2","pin":{"token":4711}}`))
	text += replayed(t, nil, every([]string{"a/b/wifi_password", "a/b/token"}, "hunter2"))
	if strings.Contains(text, "hunter2") || strings.Contains(text, "4711") || !strings.Contains(text, "string: [password, user]") {
		t.Error(text)
	}
}

// TestSecretsUnderAnyName: neither a value nor its length or range is written of what a part of
// its path or a level of its topic calls a secret.
func TestSecretsUnderAnyName(t *testing.T) {
	text := replayed(t, nil, every([]string{"a/b"}, `{"wifiPassword":"hunter2","accessToken":"hunter2","wifi_pass":"hunter2","appkey":"hunter2","token":{"value":"hunter2","n":4711}}`))
	text += replayed(t, nil, every([]string{"cfg/password/a", "x/psk/value"}, "hunter2"))
	text += replayed(t, nil, every([]string{"cfg/pin/a", "x/appSKey/value"}, "4711"))
	text += replayed(t, nil, every([]string{"cfg/password/b"}, `{"is":"hunter2","n":4711}`))
	if strings.Contains(text, "hunter2") || strings.Contains(text, "4711") || !strings.Contains(text, "wifiPassword, wifi_pass]") {
		t.Error(text)
	}
}

// TestManyRules: what has no room in a checklist is left out, and said.
func TestManyRules(t *testing.T) {
	kept := map[string]string{}
	for i := range 25_000 {
		kept[fmt.Sprintf("t%d/a", i)] = "1"
	}
	text := (&site{kept: kept}).learnFrom(t, []message{{after: time.Second, topic: "x", payload: "1"}})
	if list, err := checklist.Read(text, nil); err != nil || len(list.Subjects) != 20_000 || !strings.Contains(string(text), "Left out: 5000 devices and rules") {
		t.Errorf("%v: %.1000s", err, text)
	}
}
