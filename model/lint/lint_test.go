package lint

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/model/device"
)

var start = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// sent are messages of a topic, retained ones of before with "retained" in front.
func sent(l *Lint, lines ...string) {
	for i, line := range lines {
		before := strings.HasPrefix(line, "retained ")
		topic, payload, _ := strings.Cut(strings.TrimPrefix(line, "retained "), " = ")
		l.Take(&device.Message{Topic: topic, Payload: []byte(payload), At: start.Add(time.Duration(i) * time.Second), Retained: before})
	}
}

// found are the findings in short.
func found(l *Lint) (all []string) {
	for _, f := range l.Report(start.Add(10 * time.Minute)).Findings {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s: %s %s %s", f.Code, f.Topic, f.Found, f.Other)))
	}
	return all
}

func TestFindings(t *testing.T) {
	for name, c := range map[string]struct{ sent, want []string }{
		"nothing unwise":          {[]string{"home/hall/temperature = 21.5", "home/hall/temperature = 22", "home/door = OPEN"}, nil},
		"a leading slash":         {[]string{"/home/lamp = 1"}, []string{"leading slash: /home/lamp"}},
		"case twins":              {[]string{"home/Lamp/a = 1", "home/lamp/a = 1", "home/lamp/b = 1"}, []string{"case twin: home/lamp  home/Lamp"}},
		"a case twin of the root": {[]string{"Home/a = 1", "home/a = 1"}, []string{"case twin: home  Home"}},
		"blanks":                  {[]string{"home/lamp /a = 1", "home/a\u00a0b = 1", "home/a b = 1"}, []string{"blank: home/a\u00a0b", "blank: home/lamp /a"}},
		"joined words":            {[]string{"home/\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645/a = 1", "home/\U0001f468\u200d\U0001f469\u200d\U0001f467 x/a = 1", "home/\u2764\ufe0f\u200d\U0001f525/a = 1", "a/\U0001f3f4\U000e0067\U000e0062\U000e007f = 1"}, nil},
		"joiners elsewhere":       {[]string{"home/la\u200dmp = 1", "home/x\u200c = 1", "home/\u0645\u200c = 1", "home/a\U000e0067 = 1"}, []string{"blank: home/a\U000e0067", "blank: home/la\u200dmp", "blank: home/x\u200c", "blank: home/\u0645\u200c"}},
		"no JSON":                 {[]string{`a/t = {"temperature":nan}`, "a/u = {temperature: 1}", `a/v = {"t":1}`, `a/v = {"t":nan}`, "log = [INFO] started [main]", "tag = {OPEN}", "many = {\"a\":1}\n{\"a\":2}\n"}, []string{"bad json: a/t", "bad json: a/u", "bad json: a/v"}},
		"no width":                {[]string{"home/la\u200bmp = 1"}, []string{"blank: home/la\u200bmp"}},
		"a number becomes a text": {[]string{"a/t = 1", "a/t = 2", "a/t = error", "a/t = 3"}, []string{"type flip: a/t text number"}},
		"a value that is missing": {[]string{"a/t = 1", "a/t = unavailable", "a/t = 2", "a/t = "}, nil},
		"a retained command":      {[]string{"retained z/lamp/set = ON", "retained cmnd/plug/Power = ON", "z/other/set = ON"}, []string{"retained command: cmnd/plug/Power", "retained command: z/lamp/set"}},
		"a command that is empty": {[]string{"retained z/lamp/set = "}, nil},
		"a password":              {[]string{`a/config/wifi = {"ssid":"x","wifi_password":"hunter2","list":[1]}`}, []string{"secret: a/config/wifi wifi_password"}},
		"one in an array":         {[]string{`a = [{"b":{"apiKey":"k"}}]`}, []string{"secret: a apiKey"}},
		"one in camel case":       {[]string{`a = {"wifiPassword":"hunter2"}`, `b = {"accessToken":"t"}`, `c = {"wifi_pass":"p"}`}, []string{"secret: a wifiPassword", "secret: b accessToken", "secret: c wifi_pass"}},
		"one that is hidden":      {[]string{`a = {"password":"********"}`, `b = {"token":"{{ token }}"}`, `c = {"secret":""}`, `d = {"password":1}`, `e = {"tokens":"x"}`}, nil},
		"a token of a network":    {[]string{`a = {"uplink_token":"CiIK"}`}, nil},
		"a private key":           {[]string{"a = -----BEGIN RSA PRIVATE KEY-----"}, []string{"secret: a private key"}},
		"of the broker":           {[]string{"$SYS/broker/Uptime = 1", "$SYS/broker/uptime = x"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			l := New()
			sent(l, c.sent...)
			if got := found(l); !slices.Equal(got, c.want) {
				t.Errorf("it finds %q, not %q", got, c.want)
			}
		})
	}
}

// TestWhatIsKeptIsAsked: only a new subscription tells whether what is sent now is kept.
func TestWhatIsKeptIsAsked(t *testing.T) {
	l := New()
	sent(l, "retained a/status = 1", "a/status = 1", "b/state = ON", "c/state = ON", "d/set = ON", "e/value = 1")
	if got := found(l); len(got) > 0 {
		t.Errorf("before anything is known: %q", got)
	}
	unsure := l.Unsure(10)
	if !slices.Equal(unsure, []string{"b/state", "c/state", "d/set"}) || l.Report(start).Unsure != 3 || len(l.Unsure(2)) != 2 {
		t.Fatalf("it asks for %q", unsure)
	}
	l.Asked(unsure, map[string][]byte{"c/state": []byte("ON"), "d/set": []byte("ON")})
	if got, want := found(l), []string{"retained command: d/set", "state not retained: b/state"}; !slices.Equal(got, want) {
		t.Errorf("it finds %q, not %q", got, want)
	}
	if l.Report(start).Unsure != 0 {
		t.Error("it asks again")
	}
}

// TestOutOfDate: the broker keeps a state of before, though another one has been sent since.
func TestOutOfDate(t *testing.T) {
	kept := func(payload string) map[string][]byte { return map[string][]byte{"a/status": []byte(payload)} }
	lost := func(l *Lint) { l.Interrupted() }
	for name, c := range map[string]struct {
		sent   []string
		then   func(l *Lint)
		answer map[string][]byte // nil: it is not asked
		want   []string
	}{
		"not asked":                  {[]string{"retained a/status = offline", "a/status = online"}, nil, nil, nil},
		"the old one is kept":        {[]string{"retained a/status = offline", "a/status = online"}, nil, kept("offline"), []string{"out of date: a/status"}},
		"the new one is kept":        {[]string{"retained a/status = offline", "a/status = online"}, nil, kept("online"), nil},
		"another one is kept":        {[]string{"retained a/status = 1", "a/status = 2"}, nil, kept("3"), nil},
		"none is kept any more":      {[]string{"retained a/status = offline", "a/status = online"}, nil, map[string][]byte{}, []string{"state not retained: a/status"}},
		"it was sent again":          {[]string{"retained a/status = ON", "a/status = OFF", "a/status = ON", "a/status = OFF"}, nil, kept("ON"), nil},
		"a subscription tells":       {[]string{"retained a/status = offline", "a/status = online", "retained a/status = offline"}, nil, nil, []string{"out of date: a/status"}},
		"messages may be missing":    {[]string{"retained a/status = offline", "a/status = online"}, lost, kept("offline"), nil},
		"it has been cleared":        {[]string{"retained a/status = offline", "a/status = online", "a/status = "}, nil, kept("offline"), nil},
		"it is what was sent, after": {[]string{"retained a/status = offline", "a/status = online", "retained a/status = offline", "a/status = offline"}, nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			l := New()
			sent(l, c.sent...)
			if c.then != nil {
				c.then(l)
			}
			if c.answer != nil {
				if unsure := l.Unsure(10); c.then == nil && !slices.Equal(unsure, []string{"a/status"}) && !strings.HasPrefix(name, "it was sent") {
					t.Errorf("it asks for %q", unsure)
				}
				l.Asked([]string{"a/status"}, c.answer)
			}
			if got := found(l); !slices.Equal(got, c.want) {
				t.Errorf("it finds %q, not %q", got, c.want)
			}
		})
	}
}

// TestExplodingLevels: a new topic for each message; many devices that send again, or that
// the broker keeps messages of, are none.
func TestExplodingLevels(t *testing.T) {
	l := New()
	for i := range 150 {
		sent(l, fmt.Sprintf("log/%d/line = x", i), fmt.Sprintf("retained kept/%d = x", i), fmt.Sprintf("again/%d/t = 1", i))
	}
	for i := range 140 {
		sent(l, fmt.Sprintf("again/%d/t = 2", i))
	}
	if got := found(l); !slices.Equal(got, []string{"exploding: log"}) {
		t.Errorf("it finds %q", got)
	}
}

// TestLevelsThatEnd: addresses that are new all the time and are heard for a quarter of an hour.
// Those that begin together, or are heard of now and then, are of devices that are there.
func TestLevelsThatEnd(t *testing.T) {
	l := New()
	send := func(at time.Duration, topic string) {
		l.Take(&device.Message{Topic: topic, Payload: []byte("1"), At: start.Add(at)})
	}
	for i := range 150 {
		for n := range 2 {
			send(time.Duration(n)*time.Second, fmt.Sprintf("boot/%d/t", i))
		}
	}
	for minute := range 20 * 60 {
		at := time.Duration(minute) * time.Minute
		for i := max(0, minute/5-3); i <= minute/5; i++ { // each is heard of in four times five minutes
			send(at, fmt.Sprintf("ble/%d/rssi", i))
		}
		send(at, fmt.Sprintf("seldom/%d/t", minute%150))
	}
	got := l.Report(start.Add(20 * time.Hour)).Findings
	if len(got) != 1 || got[0].Code != Exploding || got[0].Topic != "ble" || got[0].N < 200 {
		t.Errorf("it finds %+v", got)
	}
}

// TestLevelsThatStay are no explosion, however few messages come of them.
func TestLevelsThatStay(t *testing.T) {
	type level struct {
		begins, ends, every time.Duration
		n                   int
	}
	const night = 20 * time.Hour
	for name, c := range map[string]struct {
		levels []level // one begins a minute after the other
		found  bool
	}{
		"gone after two messages":            {[]level{{ends: 5 * time.Minute, every: 5 * time.Minute, n: 120}}, true},
		"silent for as long as it always is": {[]level{{ends: 15 * time.Hour, every: 5 * time.Hour, n: 120}}, false},
		"one message each":                   {[]level{{every: time.Hour, n: 120}}, true},
		"nine of ten go":                     {[]level{{every: time.Hour, n: 117}, {ends: night, every: 10 * time.Minute, n: 13}}, true},
		"a few more stay":                    {[]level{{every: time.Hour, n: 117}, {ends: night, every: 10 * time.Minute, n: 14}}, false},
		"half of them stay":                  {[]level{{every: time.Hour, n: 100}, {ends: night, every: 10 * time.Minute, n: 100}}, false},
		"begun within an hour":               {[]level{{begins: time.Hour, ends: time.Hour + time.Second, every: time.Second, n: 60}, {begins: time.Hour, ends: time.Hour + time.Second, every: time.Second, n: 60}}, false},
	} {
		l := New()
		for i, of := range c.levels {
			for k := range of.n {
				for at := of.begins; at <= of.ends || at == of.begins; at += of.every {
					m := device.Message{Topic: fmt.Sprintf("x/%d-%d/t", i, k), Payload: []byte("1"), At: start.Add(at + time.Duration(k)*time.Minute)}
					l.Take(&m)
				}
			}
		}
		got := l.Report(start.Add(night)).Findings
		if is := len(got) == 1 && got[0].Code == Exploding && got[0].Topic == "x"; is != c.found || len(got) > 1 {
			t.Errorf("%s: it finds %+v", name, got)
		}
	}
}

// TestWithoutAWill: a device of a convention that can say when it goes, and does not.
func TestWithoutAWill(t *testing.T) {
	l := New()
	sent(l, `retained zigbee2mqtt/bridge/devices = [{"ieee_address":"0x1","type":"EndDevice","friendly_name":"hall"},{"ieee_address":"0x2","type":"EndDevice","friendly_name":"shed"}]`,
		`retained zigbee2mqtt/shed/availability = {"state":"online"}`, `zigbee2mqtt/hall = {"temperature":21}`, `zigbee2mqtt/shed = {"temperature":21}`)
	if got := found(l); !slices.Equal(got, []string{"no will:  hall zigbee2mqtt"}) {
		t.Errorf("it finds %q", got)
	}
}

// TestGhosts are what the broker keeps of a device that its gateway lists no more. It has to have
// listed its devices and its groups, and what is sent now is of somebody who is there.
func TestGhosts(t *testing.T) {
	devices := `retained zigbee2mqtt/bridge/devices = [{"ieee_address":"0x1","type":"Coordinator","friendly_name":"Coordinator"},{"ieee_address":"0x2","type":"Router","friendly_name":"hall/lamp"}]`
	groups := `retained zigbee2mqtt/bridge/groups = [{"id":1,"friendly_name":"downstairs"}]`
	kept := []string{
		`retained zigbee2mqtt/hall/lamp = {"state":"ON"}`, `retained zigbee2mqtt/hall/lamp/availability = {"state":"offline"}`, `retained zigbee2mqtt/downstairs = {"state":"ON"}`,
		`retained zigbee2mqtt/old/lamp = {"state":"ON"}`, `retained zigbee2mqtt/old/lamp/availability = {"state":"offline"}`, `retained zigbee2mqtt/hall = 1`,
		`retained zigbee2mqtt/bridge/state = {"state":"online"}`, `retained other/old = 1`, `retained zigbee2mqtt/gone = `,
	}
	ghosts := []string{"ghost: zigbee2mqtt/hall  zigbee2mqtt", "ghost: zigbee2mqtt/old/lamp  zigbee2mqtt", "ghost: zigbee2mqtt/old/lamp/availability  zigbee2mqtt"}
	for name, c := range map[string]struct{ sent, want []string }{
		"listed first":       {append([]string{devices, groups}, kept...), ghosts},
		"listed last":        {append(slices.Clone(kept), groups, devices), ghosts},
		"groups not listed":  {append([]string{devices}, kept...), nil},
		"devices not listed": {append([]string{groups, `retained zigbee2mqtt/bridge/info = {"version":"2","coordinator":{}}`}, kept...), nil},
		"a list that is cut": {append([]string{devices[:len(devices)-2], groups}, kept...), nil},
		"it sent before":     {append([]string{`retained zigbee2mqtt/old = {"state":"ON"}`, devices, `zigbee2mqtt/old = {"state":"OFF"}`}, groups), []string{"ghost: zigbee2mqtt/old  zigbee2mqtt"}},
		"it was cleared":     {append([]string{`retained zigbee2mqtt/old = {"state":"ON"}`, devices, `zigbee2mqtt/old = `}, groups), nil},
		"a group is removed": {[]string{devices, groups, kept[2], `zigbee2mqtt/bridge/groups = []`}, []string{"ghost: zigbee2mqtt/downstairs  zigbee2mqtt"}},
		"a group is cut off": {[]string{devices, groups, kept[2], `zigbee2mqtt/bridge/groups = [{"id":2,`}, []string{"type flip: zigbee2mqtt/bridge/groups JSON array text"}},
		"the coordinator":    {[]string{devices, groups, `retained zigbee2mqtt/Coordinator = {"state":"ON"}`, `retained zigbee2mqtt/Coordinator/availability = {"state":"online"}`}, nil},
		"it sends":           {append([]string{devices, groups}, `retained zigbee2mqtt/old = {"state":"ON"}`, `zigbee2mqtt/old = {"state":"OFF"}`), nil},
		"of another gateway": {[]string{
			devices, groups, `retained zigbee2mqtt/attic/bridge/devices = [{"ieee_address":"0x3","type":"Router","friendly_name":"fan"}]`, `retained zigbee2mqtt/attic/fan = {"state":"ON"}`,
			`retained zigbee2mqtt/attic/other = {"state":"ON"}`,
		}, nil},
		"a command": {[]string{devices, groups, `retained zigbee2mqtt/old/set = ON`}, []string{"retained command: zigbee2mqtt/old/set"}},
	} {
		t.Run(name, func(t *testing.T) {
			l := New()
			sent(l, c.sent...)
			if got := found(l); !slices.Equal(got, c.want) {
				t.Errorf("it finds %q, not %q", got, c.want)
			}
		})
	}
}

// TestFindingsHaveALimit: what is beyond is counted, and what there is no room for is said.
func TestFindingsHaveALimit(t *testing.T) {
	l := New()
	for i := range mostFindings + 7 {
		sent(l, fmt.Sprintf("/%d = 1", i), fmt.Sprintf("/%d = x", i))
	}
	r := l.Report(start)
	if r.More[LeadingSlash] != 7 || r.More[TypeFlip] != 7 || len(r.Findings) != 2*mostFindings {
		t.Errorf("%d found, and %v", len(r.Findings), r.More)
	}
	long := strings.Repeat("x", 60_000)
	for i := range mostNames/len(long) + 100 {
		sent(l, fmt.Sprintf("%s%d = 1", long, i))
	}
	if got := l.Report(start).Left; got == 0 || l.names > mostNames {
		t.Errorf("%d are left out, %d bytes of names", got, l.names)
	}
}

// TestHostileTopicsTakeLittle: topics of as many levels as there can be.
func TestHostileTopicsTakeLittle(t *testing.T) {
	l := New()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := range 1_000 {
		l.Take(&device.Message{Topic: fmt.Sprint(i) + strings.Repeat("/", 60_000), Payload: []byte(strings.Repeat("[", 70_000)), At: start})
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if took := int64(after.HeapAlloc) - int64(before.HeapAlloc); took > 200<<20 {
		t.Errorf("1,000 topics of 60 kB take %d MB", took>>20)
	}
	if len(l.levels) > 1_000*deepest {
		t.Errorf("%d levels", len(l.levels))
	}
	runtime.KeepAlive(l)
}

// TestLongLevelsTakeLittle: what a topic takes does not grow with its levels.
func TestLongLevelsTakeLittle(t *testing.T) {
	l := New()
	level := strings.Repeat("Xy", 1_000)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := range 100 {
		l.Take(&device.Message{Topic: fmt.Sprint(i) + strings.Repeat("/"+level, deepest-1), Payload: []byte("1"), At: start})
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if took := int64(after.HeapAlloc) - int64(before.HeapAlloc); took > 50<<20 {
		t.Errorf("100 topics of 62 kB take %d MB", took>>20)
	}
	runtime.KeepAlive(l)
}
