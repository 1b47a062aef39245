package verify

import (
	"strconv"
	"strings"
	"time"

	"github.com/tidwall/gjson"

	"mangrove/model/checklist"
	"mangrove/model/decode/sparkplug"
	"mangrove/model/value"
)

// addEdge notes which topics say how a node or device of Sparkplug stands. That its values
// come on some of them is noted already.
func (r *Run) addEdge(s *subject, m *member) {
	if s.Edge == nil {
		return
	}
	if r.network == nil {
		r.network = sparkplug.NewNetwork()
	}
	for _, topic := range s.Edge.Standing() {
		r.filters.add(topic, target{subject: s, member: m, as: asStanding})
	}
}

// nodeName names a node of Sparkplug.
type nodeName struct{ group, node string }

// numberingOf follows the numbers of the node of a subject, which many subjects may ask for.
func (r *Run) numberingOf(s *subject) *numbering {
	if s.Edge == nil || !s.asks(checklist.Seq) {
		return nil
	}
	name := nodeName{s.Edge.Group, s.Edge.Node}
	n := r.nodes[name]
	if n == nil {
		n = &numbering{of: name}
		if r.nodes == nil {
			r.nodes = map[nodeName]*numbering{}
		}
		r.nodes[name] = n
		r.filters.add(s.Edge.All(), target{as: asShared, shared: &shared{edge: true, take: func(h *hearing) { n.take(h.run, h) }}})
	}
	return n
}

// edgeFilters are those of what says how a node or device of Sparkplug stands.
func (s *subject) edgeFilters() []string {
	switch {
	case s.Edge == nil:
		return nil
	case s.asks(checklist.Seq):
		return []string{s.Edge.All()}
	}
	return s.Edge.Standing()
}

// passEdges lets time pass: numbers that have not come are missing.
func (r *Run) passEdges(at time.Time) {
	r.network.Pass(at)
	for _, n := range r.nodes {
		n.take(r, nil)
	}
}

// missedEdges notes that births and deaths may have been missed.
func (r *Run) missedEdges() {
	if r.network != nil {
		r.network.Missed()
	}
}

// follow follows what births and deaths say, and reads what a message says by them.
func (r *Run) follow(h *hearing) {
	r.position++
	m := h.message
	r.network.Take(&sparkplug.Message{Topic: m.Topic, Payload: m.Payload, At: h.at, Position: r.position, QoS: m.QoS, Retained: m.Retained})
	known, basis := r.network.Known(h.topic, sparkplug.Place{Position: r.position, At: h.at})
	if basis == sparkplug.BeforeGap { // since then an alias may have become that of another
		known = sparkplug.Known{}
	}
	h.read = []byte{}
	if tree, _, err := sparkplug.Decode(m.Payload, known); err == nil {
		h.read, h.unnamed = documentOf(tree)
		h.unnamed = h.unnamed && (basis == sparkplug.NoBirth || basis == sparkplug.BeforeGap)
	}
}

// content is what the values of a message are looked for in.
func (h *hearing) content() []byte {
	if h.read != nil {
		return h.read
	}
	return h.message.Payload
}

// documentOf is a payload of Sparkplug as [checklist.Edge] has it. Of a metric that comes
// several times the last counts, and what is told of before does not.
func documentOf(tree *value.Tree) (document []byte, unnamed bool) {
	const root = 0
	document = []byte{'{'}
	metrics := map[string][]byte{}
	var names []string
	for i := range tree.Below(root) {
		switch tree.Name(i) {
		case "timestamp":
			document = append(tree.AppendJSON(append(document, `"timestamp":`...), i), ',')
		case "metrics":
			for at := range tree.Below(i) {
				if tree.Flags(at)&value.Unresolved != 0 {
					unnamed = true
					continue
				}
				name := tree.Name(at)
				if _, again := metrics[name]; !again {
					names = append(names, name)
				}
				metrics[name] = appendMetric(nil, tree, at)
			}
		}
	}
	document = append(document, `"metrics":{`...)
	for i, name := range names {
		if i > 0 {
			document = append(document, ',')
		}
		document = append(append(gjson.AppendJSONString(document, name), ':'), metrics[name]...)
	}
	return append(document, "}}"...), unnamed
}

// appendMetric appends what counts of a metric: its value with its type, and its quality.
func appendMetric(out []byte, tree *value.Tree, metric int) []byte {
	out = append(out, '{')
	for i := range tree.Below(metric) {
		switch tree.Name(i) {
		case "is_historical":
			if tree.Text(i) == "true" {
				return append(out[:0], "{}"...)
			}
		case "value":
			out = append(gjson.AppendJSONString(append(out, `"type":`...), tree.Type(i)), `,"value":`...)
			out = append(tree.AppendJSON(out, i), ',')
		case "properties":
			if at := memberOf(tree, i, "Quality"); at >= 0 {
				out = append(tree.AppendJSON(append(out, `"quality":`...), at), ',')
			}
		}
	}
	if out[len(out)-1] == ',' {
		out = out[:len(out)-1]
	}
	return append(out, '}')
}

// memberOf is the node right below another that has a name and that no later one replaces;
// below 0: none. To find it from the root takes longer with each metric.
func memberOf(tree *value.Tree, up int, name string) int {
	for at := range tree.Below(up) {
		if tree.Flags(at)&value.Replaced == 0 && string(tree.NameBytes(at)) == name {
			return at
		}
	}
	return -1
}

// checkDatatype says what is wrong with the type of a metric.
func (h *hearing) checkDatatype(c *checklist.Check) (why Reason, fits bool) {
	at := strings.TrimSuffix(c.Places[0].Path, ".value") + ".type"
	if found := gjson.GetBytes(h.content(), at).String(); found != c.Value.Datatype {
		return Reason{Code: WrongType, Found: excerpt(found), Want: c.Value.Datatype}, false
	}
	return Reason{}, true
}

// noteNamed keeps whether the values of a message can be told apart, which a birth sees to.
func (m *member) noteNamed(h *hearing) {
	if h.topic == m.of.Edge.Topic("BIRTH") {
		m.unnamed = false
	}
	m.unnamed = m.unnamed || h.unnamed
}

// standing judges how a node or device stands by its births and deaths.
func (m *member) standing(h *hearing) {
	for _, j := range m.judges {
		if j.check.Kind == checklist.Online && m.of.Online == nil {
			j.standing(m, h)
		}
	}
}

func (j *judge) standing(m *member, h *hearing) {
	state, code := m.stands(h)
	if state == j.verdict.State && code == j.verdict.Reason.Code && h.topic != m.of.Edge.Topic("BIRTH") {
		return
	}
	if code != NeverSeen {
		j.set(state, Reason{Code: code, At: h.at}, h)
	}
}

// stands is what is to be said of whether a node or device is online. A device whose node
// has gone is offline, and is born only after its node [tck-id-message-flow-device-birth-publish-nbirth-wait].
func (m *member) stands(h *hearing) (State, Code) {
	e, network := m.of.Edge, h.run.network
	own, _ := network.Unit(e.Topic("DATA"), h.at)
	node, _ := network.Unit((&checklist.Edge{Group: e.Group, Node: e.Node}).Topic("DATA"), h.at)
	switch {
	case own.Status == sparkplug.Offline, node.Status == sparkplug.Offline && !node.Doubted:
		return Pending, SaysOffline
	case own.Status == sparkplug.Online && node.Status != sparkplug.Offline:
		return Pass, SaysOnline
	case m.live:
		return Pending, AwaitingBirth
	case m.kept:
		return Pending, OnlyRetained
	}
	return Pending, NeverSeen
}

// notSince takes back that a device is online that has not been heard since something was
// missed: its death may have been, and a broker does not keep that.
func (j *judge) notSince(m *member, end ending) {
	if j.verdict.State == Pass && m.of.Edge != nil && m.of.Online == nil && m.missed != end.missed {
		j.verdict.State, j.verdict.Reason = Pending, Reason{Code: NotSince, At: j.verdict.Reason.At}
	}
}

// numbering is how the numbers of a node's messages went.
type numbering struct {
	of      nodeName
	now     sparkplug.Numbers
	first   []int  // the first message
	suspect []int  // the one before which numbers are missing that may still come
	why     Reason // of the first time that they did not follow each other
	cited   []int  // the message that showed it
}

// take looks at the numbers after a message. One may come a little later than its number says,
// so what is missing is known only after a while; h is nil then.
func (n *numbering) take(r *Run, h *hearing) {
	before := n.now.Broken
	n.now = r.network.Numbers(n.of.group, n.of.node)
	if h != nil && n.first == nil && n.now.Came > 0 {
		n.first = h.cite()
	}
	if h != nil && n.now.Open && n.suspect == nil {
		n.suspect = h.cite()
	}
	if n.now.Broken > 0 && before == 0 {
		n.why = outOfOrder(&n.now)
		switch {
		case n.now.Why == sparkplug.SeqGap && n.suspect != nil:
			n.cited = n.suspect
		case h != nil:
			n.cited = h.cite()
		}
	}
	if !n.now.Open {
		n.suspect = nil
	}
}

// numbers judges how the numbers of a node went so far.
func (j *judge) numbers() {
	n := j.numbering
	j.verdict.Samples, j.verdict.Violations = n.now.Came, n.now.Broken
	switch {
	case n.now.Broken > 0:
		j.verdict.State, j.verdict.Reason, j.verdict.Evidence = Fail, n.why, n.cited
	case n.now.Came > 0:
		j.verdict.Evidence = n.first
		j.verdict.Reason = Reason{Code: TooFew, N: n.now.Came, Of: j.check.Samples}
		if n.now.Came >= j.check.Samples {
			j.verdict.Reason = Reason{Code: Held, N: n.now.Came}
		}
	}
}

// outOfOrder says why numbers do not follow each other.
func outOfOrder(n *sparkplug.Numbers) Reason {
	number := func(i int64) string { return strconv.FormatInt(i, 10) }
	switch n.Why {
	case sparkplug.SeqMissing:
		return Reason{Code: Absent, Want: "seq"}
	case sparkplug.SeqRange:
		return Reason{Code: OutOfRange, Found: number(n.Case.Got), Want: "0..255"}
	default: // BirthSeq wants 0
		return Reason{Code: NotNext, Found: number(n.Case.Got), Want: number(n.Case.Want)}
	}
}

// finishNumbers is for numbers that followed each other. What is still missing at the end may
// have been on its way.
func (j *judge) finishNumbers(m *member, end ending) {
	j.numbers()
	switch n := j.verdict.Samples; {
	case j.failed():
	case n == 0:
		j.unseen(m)
	case j.numbering.now.Open, n < j.check.Samples:
		j.verdict.Reason = Reason{Code: TooFew, N: n, Of: max(j.check.Samples, n+1)}
	default:
		j.held(Reason{Code: Held, N: n}, end)
	}
}
