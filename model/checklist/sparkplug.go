package checklist

import (
	"slices"
	"time"

	"github.com/tidwall/gjson"
	"go.yaml.in/yaml/v3"

	"mangrove/model/decode/sparkplug"
)

// Edge is an edge node of Sparkplug, or a device behind one. Its messages are read as the
// JSON of [Place]: {"timestamp": …, "metrics": {NAME: {"value": …, "type": …, "quality": …}}}.
type Edge struct {
	Group, Node string
	Device      string // empty: the node itself
}

// Topic is what the node or device itself sends as a verb that both have: BIRTH, DATA or DEATH.
func (e *Edge) Topic(verb string) string {
	if e.Device == "" {
		return e.ofNode(verb)
	}
	return sparkplug.Namespace + "/" + e.Group + "/D" + verb + "/" + e.Node + "/" + e.Device
}

func (e *Edge) ofNode(verb string) string {
	return sparkplug.Namespace + "/" + e.Group + "/N" + verb + "/" + e.Node
}

// Standing are the topics besides its values that say how it stands.
func (e *Edge) Standing() []string {
	all := []string{e.ofNode("BIRTH"), e.ofNode("DEATH")}
	if e.Device != "" {
		all = append(all, e.Topic("DEATH"))
	}
	return all
}

// All matches everything that is sent of the node and of what is behind it, with one number
// after the other.
func (e *Edge) All() string { return sparkplug.Namespace + "/" + e.Group + "/+/" + e.Node + "/#" }

// edgeKeys are those that only Sparkplug has.
var edgeKeys = []string{"metrics", "seq", "quality", "clock_skew"}

func (c *conditions) metrics(n *yaml.Node) {
	c.Named("metrics", mostFields, func(key, value *yaml.Node) { c.metric(key.Value, value) })(n)
}

func (c *conditions) edgeSeq(n *yaml.Node) {
	var how string
	c.OneOf(&how, "continuous")(n)
	c.add(n, Check{Kind: Seq})
}

func (c *conditions) quality(n *yaml.Node) {
	var which string
	c.OneOf(&which, "good")(n)
}

func (c *conditions) clockSkew(n *yaml.Node) {
	check := Check{Kind: Skew, Path: "timestamp", Places: []Place{{Path: "timestamp"}}}
	c.Duration(&check.Within, time.Millisecond)(n)
	c.add(n, check)
}

// metric reads what is wanted of a metric, which is named as its birth names it. Messages
// have what has changed.
func (c *conditions) metric(name string, n *yaml.Node) {
	if len(name) > longestMetric {
		c.Wrong(n, Fault{Code: NoPath, Found: name})
		return
	}
	before := len(c.subject.Checks)
	c.valueAt(name, n, slices.Concat(types, sparkplug.Datatypes()))
	for _, check := range c.subject.Checks[before:] {
		check.Places = []Place{{Path: metricPath(name) + ".value"}}
		if check.Kind != Field {
			continue
		}
		v := check.Value
		v.Partly = true
		if slices.Contains(sparkplug.Datatypes(), string(v.Type)) {
			v.Datatype, v.Type = string(v.Type), AnyType
		}
	}
}

// longestMetric leaves room in a path for signs that have to be escaped.
const longestMetric = 400

func metricPath(name string) string { return "metrics." + gjson.Escape(name) }

// goodQuality is what the quality of a metric is when it is good.
const goodQuality = "192"

// sparkplug: births say what is there, data what has changed, deaths that it has gone
// (Sparkplug B 3.0).
func (r *reader) sparkplug(c *convention, s *Subject) {
	r.level(c, "group", "node", "device")
	r.refuse(c, "fields", "types", "payload", "schema")
	s.Edge = &Edge{Group: *c.said["group"], Node: *c.said["node"], Device: *c.said["device"]}
	s.Filters = []string{s.Edge.Topic("BIRTH"), s.Edge.Topic("DATA")}
	r.topic(c.at("device", c.there["node"]), s.Filters[0])
	at := c.there["quality"]
	switch {
	case at == nil:
	case c.there["metrics"] == nil:
		r.Wrong(at, Fault{Code: Together, Found: "quality", Names: []string{"metrics"}})
	default:
		addQualities(s, at.Line)
	}
}

// addQualities adds that the quality of each metric is to be good.
func addQualities(s *Subject, line int) {
	for _, check := range slices.Clone(s.Checks) {
		if check.Kind == Field {
			s.Checks = append(s.Checks, &Check{
				Kind: Field, Line: line, Path: check.Path + " quality", Samples: check.Samples, Places: []Place{{Path: metricPath(check.Path) + ".quality"}},
				Value: &Value{Words: []string{goodQuality}, Partly: true},
			})
		}
	}
}
