package checklist

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"mangrove/model/strictyaml"
)

// conditions reads what is to hold of a subject.
type conditions struct {
	*reader
	subject *Subject
	waivers *yaml.Node // read when it is known what there is to be waived; nil: there are none
	linted  *yaml.Node // the warnings that are asked for; nil: none are
}

// keys are those of a device or of a rule that ask for something.
func (c *conditions) keys() strictyaml.Keys {
	known := strictyaml.Keys{}
	for _, one := range kinds {
		of := rule
		if c.subject.Device {
			of = device
		}
		if read := one.read; read != nil && one.Not != of {
			known[one.Key] = func(n *yaml.Node) { read(c, n) }
		}
	}
	return known
}

func (c *conditions) fields(n *yaml.Node) {
	c.Named("fields", mostFields, func(key, value *yaml.Node) { c.field(key.Value, value) })(n)
}

// add adds a check to the subject.
func (c *conditions) add(n *yaml.Node, check Check) {
	check.Line = n.Line
	if check.Samples == 0 {
		check.Samples = DefaultSamples
	}
	c.subject.Checks = append(c.subject.Checks, &check)
}

// present reads how soon a live message has to come: a time, or true for the deadline.
func (c *conditions) present(n *yaml.Node) {
	check := Check{Kind: Present}
	switch n.Value {
	case "true":
	case "false":
		c.Wrong(n, Fault{Code: strictyaml.NotOneOf, Found: n.Value, Names: []string{"true", "30m"}})
		return
	default:
		c.Duration(&check.Within, time.Second)(n)
	}
	c.add(n, check)
}

// flag reads a check that is either asked for or not.
func (c *conditions) flag(kind Kind) func(*yaml.Node) {
	return func(n *yaml.Node) {
		var wanted bool
		if c.Flag(&wanted)(n); wanted {
			c.add(n, Check{Kind: kind})
		}
	}
}

// will reads that the device is to have one, which the broker publishes when it is lost.
func (c *conditions) will(n *yaml.Node) {
	var how string
	if c.OneOf(&how, "announced")(n); how == "announced" {
		c.add(n, Check{Kind: Will})
	}
}

func (c *conditions) bound(kind Kind) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := c.Scalar(n)
		if !ok {
			return
		}
		b, ok := ParseBound(s)
		if !ok {
			c.Wrong(n, Fault{Code: NoBound, Found: s})
			return
		}
		c.add(n, Check{Kind: kind, Bound: b})
	}
}

func (c *conditions) retained(n *yaml.Node) {
	check := Check{Kind: Retained}
	c.Flag(&check.Kept)(n)
	c.add(n, check)
}

func (c *conditions) naming(n *yaml.Node) {
	check := Check{Kind: Naming}
	if c.pattern(&check.Pattern)(n); check.Pattern != nil {
		c.add(n, check)
	}
}

func (c *conditions) qos(n *yaml.Node) {
	least := 0
	c.Map(n, strictyaml.Keys{"min": c.Whole(&least, 0, 2)}, "min")
	c.add(n, Check{Kind: QoS, QoS: byte(least)}) //nolint:gosec // 0, 1 or 2
}

var sizeForm = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?) ?([kM]?B|KB)?$`)

// largestSize is more than any message may have.
const largestSize = 1e12

func (c *conditions) size(n *yaml.Node) {
	check := Check{Kind: Size, Samples: 1} // it is a limit: what was seen keeps it or not
	c.Map(n, strictyaml.Keys{"max": func(n *yaml.Node) {
		s, ok := c.Scalar(n)
		if !ok {
			return
		}
		m := sizeForm.FindStringSubmatch(s)
		if m == nil {
			c.Wrong(n, Fault{Code: NoSize, Found: s})
			return
		}
		f, _ := strconv.ParseFloat(m[1], 64)
		if f *= map[string]float64{"": 1, "B": 1, "kB": 1000, "KB": 1000, "MB": 1e6}[m[2]]; f > largestSize {
			c.Wrong(n, Fault{Code: NoSize, Found: s})
			return
		}
		check.Bytes = int64(f)
	}}, "max")
	c.add(n, check)
}

var rateForm = regexp.MustCompile(`^([0-9]{1,9}) ?/ ?(s|min|h)$`)

func (c *conditions) rate(n *yaml.Node) {
	check := Check{Kind: Rate}
	c.Map(n, strictyaml.Keys{"max": func(n *yaml.Node) {
		s, ok := c.Scalar(n)
		if !ok {
			return
		}
		m := rateForm.FindStringSubmatch(s)
		if m == nil {
			c.Wrong(n, Fault{Code: NoRate, Found: s})
			return
		}
		check.Most, _ = strconv.Atoi(m[1]) // digits, and few
		check.Window = map[string]time.Duration{"s": time.Second, "min": time.Minute, "h": time.Hour}[m[2]]
	}}, "max")
	c.add(n, check)
}

// interval reads a longest silence, or a usual time between two messages.
func (c *conditions) interval(n *yaml.Node) {
	check := Check{Kind: Interval, Samples: DefaultSamples, Tolerance: 0.2}
	there := c.Map(n, strictyaml.Keys{
		"max":       c.Duration(&check.Max, time.Millisecond),
		"expect":    c.Duration(&check.Expect, time.Millisecond),
		"tolerance": c.percent(&check.Tolerance),
		"samples":   c.Whole(&check.Samples, 1, 10_000),
	})
	if there["max"] == nil && there["expect"] == nil {
		c.Wrong(n, Fault{Code: Either, Names: []string{"max", "expect"}})
	}
	if at := there["tolerance"]; at != nil && there["expect"] == nil {
		c.Wrong(at, Fault{Code: Together, Found: "tolerance", Names: []string{"expect"}})
	}
	c.add(n, check)
}

// percent reads a part, such as 20%.
func (c *conditions) percent(into *float64) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := c.Scalar(n)
		if !ok {
			return
		}
		number, percent := strings.CutSuffix(s, "%")
		f, err := strconv.ParseFloat(number, 64)
		if err != nil || !percent || math.IsNaN(f) || f <= 0 || f > 100 {
			c.Wrong(n, Fault{Code: NoPercent, Found: s})
			return
		}
		*into = f / 100
	}
}

func (c *conditions) count(n *yaml.Node) {
	check, exactly := Check{Kind: Count, Low: -1, High: -1}, -1
	there := c.Map(n, strictyaml.Keys{
		"exactly": c.Whole(&exactly, 0, mostNames),
		"min":     c.Whole(&check.Low, 0, mostNames),
		"max":     c.Whole(&check.High, 0, mostNames),
	})
	switch {
	case len(there) == 0, there["exactly"] != nil && len(there) > 1:
		c.Wrong(n, Fault{Code: Either, Names: []string{"exactly", "min", "max"}})
	case exactly >= 0:
		check.Low, check.High = exactly, exactly
	case check.Low >= 0 && check.High >= 0 && check.Low > check.High:
		c.Wrong(n, Fault{Code: NoRange})
	}
	c.add(n, check)
}
