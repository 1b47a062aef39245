package checklist

import (
	"time"

	"go.yaml.in/yaml/v3"

	"mangrove/model"
	"mangrove/model/strictyaml"
)

// Outage is what a person does to a device: it loses its power or its network, and gets it back.
type Outage struct {
	Operator string        // what is to be done, as the file says it
	Back     time.Duration // how long it may take to be online again; 0: until the run ends
}

// Command is a message that is published once, and the reply that is awaited. It is never
// retained: the device would obey it again whenever it connects.
type Command struct {
	Topic   string
	Payload string
	QoS     byte
	Reply   string     // a filter
	Expect  []Expected // all of which are to hold of the reply
}

// Expected is what is wanted of a value of a reply.
type Expected struct {
	Path  string // a gjson path; empty: the whole payload
	Value *Value
}

// longestText is how much a person is told or says of a check, in bytes.
const longestText = 1_000

// said reads a text for people, which is not empty.
func (r *reader) said(into *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		r.Text(into)(n)
		switch {
		case len(*into) > longestText:
			r.Wrong(n, Fault{Code: strictyaml.TooMany, Found: string(TextBytes), Most: longestText})
		case *into == "" && n.Kind == yaml.ScalarNode:
			r.Wrong(n, Fault{Code: NoWords})
		}
	}
}

// outage reads a test that somebody has to make.
func (c *conditions) outage(n *yaml.Node) {
	check := Check{Kind: LWTTest, Outage: &Outage{}}
	c.Map(n, strictyaml.Keys{
		"operator": c.said(&check.Outage.Operator),
		"within":   c.Duration(&check.Within, time.Second),
		"back":     c.Duration(&check.Outage.Back, time.Second),
	}, "operator", "within")
	c.add(n, check)
}

// command reads what is published, and which reply is awaited.
func (c *conditions) command(n *yaml.Node) {
	cmd, qos := &Command{}, 0
	check := Check{Kind: Commanded, Command: cmd}
	there := c.Map(n, strictyaml.Keys{
		"publish": c.Text(&cmd.Topic),
		"payload": c.Text(&cmd.Payload),
		"qos":     c.Whole(&qos, 0, 2),
		"reply":   c.Text(&cmd.Reply),
		"expect":  func(n *yaml.Node) { c.expect(n, cmd) },
		"within":  c.Duration(&check.Within, time.Millisecond),
	}, "publish", "reply", "expect", "within")
	cmd.QoS = byte(qos) //nolint:gosec // 0, 1 or 2
	if at := there["publish"]; at != nil {
		c.topic(at, cmd.Topic)
		if control := model.ControlIn(cmd.Topic); control != nil { // some brokers close the connection for it
			c.Wrong(at, Fault{Code: NoTopic, Found: cmd.Topic, Err: control})
		}
	}
	if at := there["reply"]; at != nil {
		c.filter(at, cmd.Reply)
		if cmd.Reply == cmd.Topic {
			c.Wrong(at, Fault{Code: OwnReply, Found: cmd.Reply})
		}
	}
	c.add(n, check)
}

// expect reads what is wanted of a reply: of values in it, or what it is as a whole.
func (c *conditions) expect(n *yaml.Node, cmd *Command) {
	if n.Kind == yaml.ScalarNode {
		cmd.Expect = []Expected{{Value: &Value{Words: []string{c.word(n)}}}}
		return
	}
	c.Named("values", mostFields, func(key, value *yaml.Node) {
		one := Expected{Path: key.Value, Value: &Value{}}
		c.path(key, one.Path)
		c.value(value, one.Value, types, nil)
		cmd.Expect = append(cmd.Expect, one)
	})(n)
	if n.Kind == yaml.MappingNode && len(n.Content) == 0 {
		c.Wrong(n, Fault{Code: NothingAsked})
	}
}

// needsTopic reports whether a check is about the values of a device.
func (s *Subject) needsTopic() bool {
	for _, c := range s.Checks {
		if c.Kind != Commanded && c.Kind != LWTTest && c.Kind != Online && c.Kind != Will {
			return true
		}
	}
	return len(s.Checks) == 0
}

// Of are the checks of a kind, in the order of the file.
func (l *Checklist) Of(kind Kind) (all []*Check) {
	for _, s := range l.Subjects {
		for _, c := range s.Checks {
			if c.Kind == kind {
				all = append(all, c)
			}
		}
	}
	return all
}
