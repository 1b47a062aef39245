package checklist

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"mangrove/model/strictyaml"
)

// Waiver accepts that a check does not pass. The verdict stays what it is.
type Waiver struct {
	Member string // of a rule; empty: all of them, or the device
	Reason string
	By     string // who accepts it
}

// Name is what a check is called in a checklist: its key, with the path of a field.
func (c *Check) Name() string {
	if c.Kind == Field && c.Path == "" {
		return "payload"
	}
	return strings.TrimSpace(string(c.Kind) + " " + c.Path)
}

// mostWaivers are those of one device or rule.
const mostWaivers = 1_000

// waive reads what is accepted though it does not pass.
func (c *conditions) waive() {
	if c.waivers == nil {
		return
	}
	c.List("waivers", mostWaivers, func(n *yaml.Node) {
		var name string
		var w Waiver
		known := strictyaml.Keys{"check": c.Text(&name), "reason": c.said(&w.Reason), "by": c.said(&w.By)}
		if !c.subject.Device {
			known["member"] = c.Text(&w.Member)
		}
		there := c.Map(n, known, "check", "reason", "by")
		at := there["check"]
		if at == nil {
			return
		}
		i := slices.IndexFunc(c.subject.Checks, func(one *Check) bool { return one.Name() == name })
		if i < 0 {
			c.Wrong(at, Fault{Code: NoSuchCheck, Found: name, Names: c.names()})
			return
		}
		check := c.subject.Checks[i]
		if slices.ContainsFunc(check.Waivers, func(other Waiver) bool { return other.Member == w.Member }) {
			c.Wrong(at, Fault{Code: strictyaml.Doubled, Found: name})
			return
		}
		check.Waivers = append(check.Waivers, w)
	})(c.waivers)
}

// names are what the checks of the subject are called.
func (c *conditions) names() (all []string) {
	for _, one := range c.subject.Checks {
		all = append(all, one.Name())
	}
	return all
}
