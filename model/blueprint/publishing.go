package blueprint

import (
	"cmp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// publishing is what MQTT has to do with an operation: the QoS and the retain flag that messages
// are published with.
type publishing struct {
	qos      string // empty: nothing is said
	retained *bool  // nil: likewise
}

// published takes how messages are published, as an operation or its traits say. Of several
// operations the least QoS counts, and where they contradict each other nothing is asked.
func (r *reader) published(c *channel, n *yaml.Node, at string) {
	said := []publishing{r.bindings(n, at)}
	r.traits(n, at, func(trait *yaml.Node, at string) {
		said = append(said, r.bindings(trait, at))
		r.rest(trait, at, "bindings")
	})
	var p publishing
	for _, one := range r.merged(len(said)) {
		p.qos, p.retained = cmp.Or(said[one].qos, p.qos), cmp.Or(said[one].retained, p.retained)
	}
	if p.qos != "" {
		if qos := int(p.qos[0] - '0'); c.QoS < 0 || qos < c.QoS {
			c.QoS = qos
		}
	}
	switch {
	case p.retained == nil || c.contrary:
	case c.Retained != nil && *c.Retained != *p.retained:
		c.Retained, c.contrary = nil, true
		r.ignore(at, Contrary, "retain")
	default:
		c.Retained = p.retained
	}
}

// merged is the order in which an object, 0, and its traits, from 1, are merged: of two that say
// something the later one counts. In version 2 traits have the say over the object, in version 3
// it has the say over them.
func (r *reader) merged(all int) []int {
	var order []int
	for i := range all {
		order = append(order, i)
	}
	if r.version == 3 {
		order = append(order[1:], 0)
	}
	return order
}

// bindings are what an operation or a trait says of MQTT.
func (r *reader) bindings(n *yaml.Node, at string) (p publishing) {
	list := get(n, "bindings")
	if list == nil {
		return p
	}
	list, at = r.followed(list, join(at, "bindings"))
	r.all(list, at, func(key string, one *yaml.Node) {
		if key != "mqtt" && key != "mqtt5" {
			r.ignore(join(at, key), Bindings, key)
			return
		}
		one, at := r.followed(one, join(at, key))
		r.all(one, at, func(key string, v *yaml.Node) {
			switch {
			case key == "qos" && (v.Value == "0" || v.Value == "1" || v.Value == "2"):
				p.qos = v.Value
			case key == "retain" && v.ShortTag() == "!!bool":
				kept := strings.EqualFold(v.Value, "true")
				p.retained = &kept
			case key != "bindingVersion":
				r.ignore(join(at, key), Bindings, key)
			}
		})
	})
	return p
}
