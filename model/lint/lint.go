package lint

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
	"time"

	"mangrove/model/device"
)

// Code is what is unwise.
type Code string

// The codes, with what of a [Finding] has a value, in the order in which they are listed.
const (
	Secret          Code = "secret"             // Found: the name of the member or the level that holds it
	RetainedCommand Code = "retained command"   // a device gets it again whenever it connects
	NeverRetained   Code = "never retained"     // a birth, data or a death of Sparkplug that is kept
	OutOfDate       Code = "out of date"        // a state was sent, and another one is kept
	NotRetained     Code = "state not retained" // who subscribes later knows nothing
	Ghost           Code = "ghost"              // kept of a device that its gateway does not list; Other: the gateway's base
	BadJSON         Code = "bad json"           // N times: in braces, and no JSON
	TypeFlip        Code = "type flip"          // N times; Found and Other: the kinds
	Exploding       Code = "exploding"          // N: levels below Topic that came and went
	NoWill          Code = "no will"            // Found: the device; Other: its convention; nothing says when it goes
	TakingTurns     Code = "taking turns"       // N times; Found and Other: devices of which one comes when the other goes
	Reconnecting    Code = "reconnecting"       // N births in a minute; Found: the device; Other: its convention
	CaseTwin        Code = "case twin"          // Other: the topic that differs in its case only
	Blank           Code = "blank"              // characters that are not seen
	LeadingSlash    Code = "leading slash"      // an empty first level
)

// Codes are all of them, in the order in which they are listed.
var Codes = []Code{
	Secret, RetainedCommand, NeverRetained, OutOfDate, NotRetained, Ghost, BadJSON, TypeFlip, Exploding, NoWill, TakingTurns, Reconnecting,
	CaseTwin, Blank, LeadingSlash,
}

// Finding is one thing that is unwise.
type Finding struct {
	Code  Code
	Topic string // empty where it is of a device
	N     int
	More  bool // N or more: what was before is not kept
	Found string
	Other string
	// ID and OtherID are what the conventions of devices tell them by: several may have one name.
	ID, OtherID string
	Key         string // names the devices that it is of, as [device.Device.Key]; empty: of none
}

// Bounds of what is kept of a broker, whatever it sends.
const (
	mostTopics   = 500_000
	mostNames    = 100_000_000 // bytes of all topics
	mostLevels   = 1_000_000
	deepest      = 32 // levels that are looked at one by one
	mostFindings = 1_000
	largestText  = 64 << 10 // bytes of a payload that is searched for secrets
)

// Lint looks at the messages of a broker. One goroutine uses it.
type Lint struct {
	topics   map[string]*topic
	names    int
	levels   map[string]*level // by the path from the first one on
	folded   map[uint64]string // the first path of each that differ in case only, by a hash of all
	seed     maphash.Seed
	devices  *device.Set
	findings map[Code][]Finding
	more     map[Code]int
	left     int // messages on topics for which there was no room
}

// topic is what has come on one.
type topic struct {
	is     role
	kind   kind
	other  kind // that it has changed from or to
	flips  int
	broken int       // payloads that try to be JSON
	sent   time.Time // the latest message since we listen; zero: none
	secret bool

	asked    bool // whether the broker keeps a message, since something was sent
	retained bool // it does, or did when we began
	stale    bool // it keeps what it kept before something else was sent
	// Since the broker told what it keeps: was something else sent, and was the same?
	others, same bool
	// latest and kept are hashes of the payloads of a state that were sent and are kept.
	latest, kept uint64
}

// New makes one that has seen nothing.
func New() *Lint {
	return &Lint{
		topics: map[string]*topic{}, levels: map[string]*level{}, folded: map[uint64]string{}, seed: maphash.MakeSeed(), devices: device.New(),
		findings: map[Code][]Finding{}, more: map[Code]int{},
	}
}

// Take takes in a message. They come in the order of their arrival. It gives what the message shows
// that none of its topic did before, of what one message can show.
func (l *Lint) Take(m *device.Message) (shows []Code) {
	if strings.HasPrefix(m.Topic, "$") {
		return nil // the broker's own
	}
	l.devices.Take(m)
	t := l.topics[m.Topic]
	if t == nil {
		if len(l.topics) >= mostTopics || l.names+len(m.Topic) > mostNames {
			l.left++
			return nil
		}
		t = &topic{is: roleOf(m.Topic)}
		l.topics[m.Topic] = t
		l.names += len(m.Topic)
		l.name(m.Topic)
	}
	l.grow(m)
	was := *t
	switch {
	case !m.Retained:
		l.sends(t, m)
	case len(m.Payload) > 0:
		l.keeps(t, m.Payload)
	}
	k := kindOf(m.Payload)
	t.flip(k)
	l.secretOf(t, m, k)
	return t.since(&was)
}

// since is what has been shown of a topic since it was otherwise.
func (t *topic) since(was *topic) (shown []Code) {
	add := func(code Code, now, before bool) {
		if now && !before {
			shown = append(shown, code)
		}
	}
	add(Secret, t.secret, was.secret)
	add(RetainedCommand, t.keeping() == RetainedCommand, was.keeping() == RetainedCommand)
	add(NeverRetained, t.keeping() == NeverRetained, was.keeping() == NeverRetained)
	add(OutOfDate, t.keeping() == OutOfDate, was.keeping() == OutOfDate)
	add(BadJSON, t.broken > 0, was.broken > 0)
	add(TypeFlip, t.flips > 0, was.flips > 0)
	return shown
}

// Interrupted tells that messages may be missing.
func (l *Lint) Interrupted() {
	l.devices.Interrupted()
	for _, t := range l.topics {
		t.others, t.same = false, false // what is kept now may have been sent meanwhile
	}
}

// name judges the name of a topic.
func (l *Lint) name(of string) {
	if strings.HasPrefix(of, "/") {
		l.find(Finding{Code: LeadingSlash, Topic: of})
	}
	if hasBlank(of) {
		l.find(Finding{Code: Blank, Topic: of})
	}
}

// sends notes that a message was sent. An empty one clears what the broker keeps, if it is to be
// kept; on the topic of a command it may be a question.
func (l *Lint) sends(t *topic, m *device.Message) {
	t.sent = m.At
	switch {
	case t.is.has(command):
	case len(m.Payload) == 0:
		t.retained, t.asked, t.stale = false, false, false // which that may have done
	case t.is.has(state):
		t.latest = maphash.Bytes(l.seed, m.Payload)
		t.same = t.same || t.latest == t.kept
		t.others = t.others || t.latest != t.kept
	}
}

// keeps notes what the broker keeps of a topic.
func (l *Lint) keeps(t *topic, payload []byte) {
	if t.is.has(state) {
		kept := maphash.Bytes(l.seed, payload)
		t.stale = t.retained && kept == t.kept && t.differs()
		t.kept, t.others, t.same = kept, false, false
	}
	t.retained = true
}

// differs reports whether the broker has to keep something else now, as far as it is known what
// it kept.
func (t *topic) differs() bool { return t.retained && t.others && !t.same }

// flip notes that a payload is of another kind than the one before it.
func (t *topic) flip(now kind) {
	if now == broken {
		t.broken++
		return
	}
	if now == "" {
		return
	}
	if t.kind != "" && now != t.kind {
		t.flips++
		t.other = t.kind
	}
	t.kind = now
}

// secretOf looks for a secret in a payload, or one that is all of it.
func (l *Lint) secretOf(t *topic, m *device.Message, k kind) {
	if t.secret {
		return
	}
	found := secretIn(m.Payload, k)
	if found == "" && t.is.has(secretly) {
		if name := secretLevel(m.Topic); isPlainSecret(name, m.Payload, k) {
			found = name
		}
	}
	if found != "" {
		t.secret = true
		l.find(Finding{Code: Secret, Topic: m.Topic, Found: found})
	}
}

// find notes what was found; beyond what is kept it is counted.
func (l *Lint) find(f Finding) {
	if len(l.findings[f.Code]) >= mostFindings {
		l.more[f.Code]++
		return
	}
	l.findings[f.Code] = append(l.findings[f.Code], f)
}

// Unsure are topics of which it is not known what the broker keeps, though their names say that
// they hold a state, a command, or what is never retained: it tells only who subscribes anew. At
// most these many are given.
func (l *Lint) Unsure(most int) (topics []string) {
	for name, t := range l.topics {
		if t.isUnsure() {
			topics = append(topics, name)
		}
	}
	slices.Sort(topics)
	return topics[:min(len(topics), most)]
}

func (t *topic) isUnsure() bool {
	return !t.asked && !t.sent.IsZero() && (t.is.has(state|command|never) && !t.retained || t.is.has(state) && t.differs())
}

// Asked tells what the broker keeps of some topics, by topic, and that it keeps none of the
// others. The payloads are only read, and not kept.
func (l *Lint) Asked(topics []string, kept map[string][]byte) {
	for _, name := range topics {
		t := l.topics[name]
		if t == nil {
			continue
		}
		t.asked = true
		if payload, is := kept[name]; is {
			l.keeps(t, payload)
		} else {
			t.retained, t.stale = false, false
		}
	}
}

// Report is what was found.
type Report struct {
	Findings []Finding    // in the order of [Codes], each by topic
	More     map[Code]int // that are not listed
	Topics   int
	Left     int // messages on topics that there was no room for
	Unsure   int // states and commands of which it is not known whether the broker keeps them
}

// Report says what was found until now.
func (l *Lint) Report(now time.Time) Report {
	r := Report{More: map[Code]int{}, Topics: len(l.topics), Left: l.left, Unsure: len(l.Unsure(len(l.topics)))}
	of := make(map[Code][]Finding, len(l.findings))
	for code, all := range l.findings {
		of[code] = slices.Clone(all)
		r.More[code] = l.more[code]
	}
	add := func(f Finding) {
		if len(of[f.Code]) >= mostFindings {
			r.More[f.Code]++
			return
		}
		of[f.Code] = append(of[f.Code], f)
	}
	all, _ := l.devices.Devices(now) // which take what they had to wait with
	withoutWill(all, add)
	reconnecting(all, takingTurns(all, now, add), add)
	l.ofTopics(add)
	l.exploding(now, add)
	for _, code := range Codes {
		slices.SortFunc(of[code], func(a, b Finding) int {
			return cmp.Or(cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Found, b.Found), cmp.Compare(a.Key, b.Key))
		})
		r.Findings = append(r.Findings, of[code]...)
		if r.More[code] == 0 {
			delete(r.More, code)
		}
	}
	return r
}

// ofTopics finds what only all that has come on a topic tells.
func (l *Lint) ofTopics(add func(Finding)) {
	for name, t := range l.topics {
		if t.flips > 0 {
			add(Finding{Code: TypeFlip, Topic: name, N: t.flips, Found: string(t.other), Other: string(t.kind)})
		}
		if t.broken > 0 {
			add(Finding{Code: BadJSON, Topic: name, N: t.broken})
		}
		if code := t.keeping(); code != "" {
			add(Finding{Code: code, Topic: name})
		}
		if t.retained && !t.is.has(command) {
			if base, asOf, ok := l.devices.Unlisted(name); ok && t.sent.Before(asOf) {
				add(Finding{Code: Ghost, Topic: name, Other: base})
			}
		}
	}
}

// keeping is what is unwise about what the broker keeps of a topic, or does not; empty: nothing.
func (t *topic) keeping() Code {
	switch {
	case t.retained && t.is.has(command):
		return RetainedCommand
	case t.retained && t.is.has(never):
		return NeverRetained
	case t.stale && t.latest != t.kept:
		return OutOfDate
	case t.asked && !t.retained && t.is.has(state):
		return NotRetained
	}
	return ""
}

// tells are the conventions whose devices can say when they go.
var tells = []device.Convention{
	device.Zigbee2MQTT, device.Tasmota, device.Shelly, device.ShellyRPC, device.ESPHome, device.Homie, device.HomeAssistant, device.OpenMQTTGateway,
}

// withoutWill finds the devices of which nothing says whether they are there.
func withoutWill(all []device.Device, add func(Finding)) {
	for i := range all {
		d := &all[i]
		if d.Messages > 0 && !d.Tells && slices.Contains(tells, d.Convention) {
			add(findingOf(NoWill, d))
		}
	}
}

// findingOf names the device, and keeps by what its topics are found.
func findingOf(code Code, d *device.Device) Finding {
	return Finding{Code: code, Found: d.Name, Other: string(d.Convention), ID: d.ID, Key: d.Key}
}
