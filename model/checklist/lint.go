package checklist

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"mangrove/model"
	"mangrove/model/lint"
	"mangrove/model/strictyaml"
)

// Exception is a warning that is let pass.
type Exception struct {
	Topic  string // a filter; empty: Device says it
	Device string // its name, or what its convention tells it by
}

// Allows reports whether a finding is one that is let pass.
func (e *Exception) Allows(f *lint.Finding) bool {
	if e.Device != "" {
		of := []string{f.Found, f.ID}
		if f.Code == lint.TakingTurns {
			of = append(of, f.Other, f.OtherID)
		}
		return slices.Contains(of, e.Device)
	}
	return model.Match(e.Topic, f.Topic) || f.Code == lint.CaseTwin && model.Match(e.Topic, f.Other)
}

// allWarnings stands for all of them.
const allWarnings = "all"

// mostExceptions are those of one rule.
const mostExceptions = 1_000

// lint reads which warnings are to be none: all, a list of some, or either with exceptions.
func (c *conditions) lint(n *yaml.Node) {
	var codes []lint.Code
	asked, except := n, (*yaml.Node)(nil)
	if n.Kind == yaml.MappingNode {
		asked = nil
		c.Map(n, strictyaml.Keys{
			"warnings": func(n *yaml.Node) { asked = n },
			"except":   func(n *yaml.Node) { except = n },
		}, "warnings")
	}
	if asked == nil {
		return
	}
	if codes = c.warnings(asked); len(codes) == 0 {
		return
	}
	exceptions := map[lint.Code][]Exception{}
	if except != nil {
		c.List("exceptions", mostExceptions, func(n *yaml.Node) { c.exception(n, codes, exceptions) })(except)
	}
	for _, code := range codes {
		c.add(n, Check{Kind: Lint, Path: string(code), Except: exceptions[code]})
	}
	c.linted = asked
	if c.warned++; c.warned == mostWarned+1 {
		c.Wrong(n, Fault{Code: strictyaml.TooMany, Found: string(Warned), Most: mostWarned})
	}
}

// warnings are those that are asked for; all of them are those that the topics of the rule can
// tell, which it is not known yet.
func (c *conditions) warnings(n *yaml.Node) (codes []lint.Code) {
	if n.Kind == yaml.ScalarNode {
		var all string
		if c.OneOf(&all, allWarnings)(n); all == allWarnings {
			return slices.Clone(lint.Codes)
		}
		return nil
	}
	c.List("warnings", len(lint.Codes), func(n *yaml.Node) {
		var name string
		before := len(c.Faults())
		c.OneOf(&name, warningNames(lint.Codes)...)(n)
		switch {
		case len(c.Faults()) > before:
		case slices.Contains(codes, lint.Code(name)):
			c.Wrong(n, Fault{Code: strictyaml.Doubled, Found: name})
		default:
			codes = append(codes, lint.Code(name))
		}
	})(n)
	return codes
}

// warningNames are what warnings are called in a checklist.
func warningNames(codes []lint.Code) (names []string) {
	for _, code := range codes {
		names = append(names, string(code))
	}
	return names
}

// exception reads what is let pass of one of the warnings that are asked for.
func (c *conditions) exception(n *yaml.Node, codes []lint.Code, into map[lint.Code][]Exception) {
	var name string
	var e Exception
	before := len(c.Faults())
	there := c.Map(n, strictyaml.Keys{
		"warning": c.OneOf(&name, warningNames(codes)...),
		"topic":   c.Text(&e.Topic),
		"device":  c.Text(&e.Device),
	}, "warning")
	code := lint.Code(name)
	switch {
	case len(c.Faults()) > before:
	case (e.Topic == "") == (e.Device == ""):
		c.Wrong(n, Fault{Code: Either, Names: []string{"topic", "device"}})
	case e.Device != "" && !code.OfDevices():
		c.Wrong(there["device"], Fault{Code: Together, Found: "device", Names: warningNames(lintWith(true))})
	case e.Topic != "" && code.OfDevices():
		c.Wrong(there["topic"], Fault{Code: Together, Found: "topic", Names: warningNames(lintWith(false))})
	default:
		if e.Topic != "" {
			c.filter(there["topic"], e.Topic)
		}
		into[code] = append(into[code], e)
	}
}

// lintWith are the warnings of devices, or the others.
func lintWith(devices bool) (codes []lint.Code) {
	for _, code := range lint.Codes {
		if code.OfDevices() == devices {
			codes = append(codes, code)
		}
	}
	return codes
}

// scope sees that the topics of a rule can tell the warnings that it asks for: of "all" it leaves
// out those that they cannot.
func (c *conditions) scope() {
	s := c.subject
	switch {
	case c.linted == nil, len(s.Filters) == 0, s.Filters[0] == "#":
		return
	case strings.HasPrefix(s.Filters[0], "$"):
		c.Wrong(c.linted, Fault{Code: BrokersOwn, Found: s.Filters[0]})
		return
	}
	s.Checks = slices.DeleteFunc(s.Checks, func(check *Check) bool {
		narrow := check.Kind == Lint && lint.Code(check.Path).NeedsAll()
		if narrow && c.linted.Kind != yaml.ScalarNode {
			c.Wrong(c.linted, Fault{Code: TooNarrow, Found: check.Path})
		}
		return narrow
	})
}
