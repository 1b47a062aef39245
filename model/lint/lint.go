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
	Secret          Code = "secret"             // Found: the name of the member that holds it
	RetainedCommand Code = "retained command"   // a device gets it again whenever it connects
	NotRetained     Code = "state not retained" // who subscribes later knows nothing
	Ghost           Code = "ghost"              // kept of a device that its gateway does not list; Other: the gateway's base
	TypeFlip        Code = "type flip"          // N times; Found and Other: the kinds
	Exploding       Code = "exploding"          // N: levels below Topic that came once and not again
	NoWill          Code = "no will"            // Found: the device; nothing says when it goes
	TakingTurns     Code = "taking turns"       // N times; Found and Other: devices of which one comes when the other goes
	Reconnecting    Code = "reconnecting"       // N births in a minute; Found: the device; Other: its convention
	CaseTwin        Code = "case twin"          // Other: the topic that differs in its case only
	Blank           Code = "blank"              // characters that are not seen
	LeadingSlash    Code = "leading slash"      // an empty first level
)

// Codes are all of them, in the order in which they are listed.
var Codes = []Code{Secret, RetainedCommand, NotRetained, Ghost, TypeFlip, Exploding, NoWill, TakingTurns, Reconnecting, CaseTwin, Blank, LeadingSlash}

// Finding is one thing that is unwise.
type Finding struct {
	Code  Code
	Topic string // of a device: one of its conventions, or empty
	N     int
	Found string
	Other string
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
	kind     kind
	other    kind // that it has changed from or to
	flips    int
	live     bool // something was sent since we listen
	retained bool // the broker keeps a message, or kept one when we began
	asked    bool // whether it keeps one, since something was sent
	secret   bool
}

// New makes one that has seen nothing.
func New() *Lint {
	return &Lint{
		topics: map[string]*topic{}, levels: map[string]*level{}, folded: map[uint64]string{}, seed: maphash.MakeSeed(), devices: device.New(),
		findings: map[Code][]Finding{}, more: map[Code]int{},
	}
}

// Take takes in a message. They come in the order of their arrival.
func (l *Lint) Take(m *device.Message) {
	if strings.HasPrefix(m.Topic, "$") {
		return // the broker's own
	}
	l.devices.Take(m)
	t := l.topics[m.Topic]
	if t == nil {
		if len(l.topics) >= mostTopics || l.names+len(m.Topic) > mostNames {
			l.left++
			return
		}
		t = new(topic)
		l.topics[m.Topic] = t
		l.names += len(m.Topic)
		l.name(m.Topic)
	}
	l.grow(m)
	if !m.Retained {
		t.live = true
	} else if len(m.Payload) > 0 {
		l.keeps(m.Topic, t)
	}
	l.flip(t, m.Payload)
	if !t.secret {
		if found := secretIn(m.Payload); found != "" {
			t.secret = true
			l.find(Finding{Code: Secret, Topic: m.Topic, Found: found})
		}
	}
}

// Interrupted tells that messages may be missing.
func (l *Lint) Interrupted() { l.devices.Interrupted() }

// name judges the name of a topic.
func (l *Lint) name(of string) {
	if strings.HasPrefix(of, "/") {
		l.find(Finding{Code: LeadingSlash, Topic: of})
	}
	if hasBlank(of) {
		l.find(Finding{Code: Blank, Topic: of})
	}
}

// keeps notes that the broker keeps a message of a topic.
func (l *Lint) keeps(name string, t *topic) {
	if !t.retained && isCommand(name) {
		l.find(Finding{Code: RetainedCommand, Topic: name})
	}
	t.retained = true
}

// flip notes that a payload is of another kind than the one before it.
func (l *Lint) flip(t *topic, payload []byte) {
	now := kindOf(payload)
	if now == "" {
		return
	}
	if t.kind != "" && now != t.kind {
		t.flips++
		t.other = t.kind
	}
	t.kind = now
}

// find notes what was found; beyond what is kept it is counted.
func (l *Lint) find(f Finding) {
	if len(l.findings[f.Code]) >= mostFindings {
		l.more[f.Code]++
		return
	}
	l.findings[f.Code] = append(l.findings[f.Code], f)
}

// Unsure are topics whose names say that they hold a state or a command, and of which it is
// not known whether the broker keeps a message: it tells only who subscribes anew. At most
// these many are given.
func (l *Lint) Unsure(most int) (topics []string) {
	for name, t := range l.topics {
		if t.live && !t.retained && !t.asked && (isState(name) || isCommand(name)) {
			topics = append(topics, name)
		}
	}
	slices.Sort(topics)
	return topics[:min(len(topics), most)]
}

// Asked tells of which of some topics the broker keeps a message, and that it keeps none of
// the others.
func (l *Lint) Asked(topics, kept []string) {
	for _, name := range topics {
		if t := l.topics[name]; t != nil {
			t.asked = true
		}
	}
	for _, name := range kept {
		if t := l.topics[name]; t != nil {
			l.keeps(name, t)
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
	reconnecting(all, takingTurns(all, add), add)
	l.ofTopics(add)
	for path, at := range l.levels {
		if at.explodes() {
			add(Finding{Code: Exploding, Topic: path, N: at.once})
		}
	}
	for _, code := range Codes {
		slices.SortFunc(of[code], func(a, b Finding) int {
			return cmp.Or(cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Found, b.Found))
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
		if t.asked && !t.retained && isState(name) {
			add(Finding{Code: NotRetained, Topic: name})
		}
		if t.retained && !t.live && !isCommand(name) {
			if base, ok := l.devices.Unlisted(name); ok {
				add(Finding{Code: Ghost, Topic: name, Other: base})
			}
		}
	}
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
			add(Finding{Code: NoWill, Found: d.Name, Other: string(d.Convention)})
		}
	}
}
