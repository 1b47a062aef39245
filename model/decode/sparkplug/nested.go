package sparkplug

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"

	"mangrove/model/value"
)

// Fields of a template.
const (
	templateVersion protowire.Number = iota + 1
	templateMetrics
	templateParameters
	templateRef
	templateIsDefinition
)

func (d *decoder) template(r *fields, whole *field, n value.Node, members *Definitions) {
	in := r.in(whole)
	n.Kind = value.Object
	d.open(n)
	var one field
	for metrics, parameters := false, false; d.next(&in, &one); {
		switch one.num {
		case templateVersion:
			d.text(&in, &one, "version")
		case templateMetrics:
			if !metrics {
				d.metrics(&in, &one, members)
			}
			metrics = true
		case templateParameters:
			if !parameters {
				d.parameters(&in, &one)
			}
			parameters = true
		case templateRef:
			d.text(&in, &one, "template_ref")
		case templateIsDefinition:
			d.boolean(&in, &one, "is_definition")
		default:
			d.unresolved(&one)
		}
	}
	d.close(whole.to)
}

// parameters adds all parameters of a template as one object, beginning with the first.
func (d *decoder) parameters(r *fields, first *field) {
	d.open(value.Node{Kind: value.Object, Name: "parameters", From: first.from, To: first.to})
	rest, end := *r, first.to
	for one := *first; ; {
		if one.num == first.num {
			d.parameter(&rest, &one)
			end = one.to
		}
		if !d.next(&rest, &one) {
			break
		}
	}
	d.close(end)
}

func (d *decoder) parameter(r *fields, whole *field) {
	r.must(whole, protowire.BytesType)
	if !d.check(r) {
		return
	}
	in := r.in(whole)
	n := value.Node{From: whole.at, To: whole.at}
	var t Datatype
	var v held
	var one field
	for d.next(&in, &one) {
		switch {
		case one.num == 1 && in.must(&one, protowire.BytesType):
			n.NameIn = one.content()
		case one.num == 2 && in.must(&one, protowire.VarintType):
			t = Datatype(uint32(one.bits))
		case v.take(&in, &one, paramHolders):
			n.From, n.To = one.at, one.to
		}
	}
	if d.check(&in) {
		d.value(&v, t, n, nil)
	}
}

// Qualities of a metric [tck-id-payloads-propertyset-quality-value-value].
const (
	staleQuality = 500
	noQuality    = -1
)

// property is one value of a property set.
type property struct {
	t     Datatype
	null  bool
	value held
	whole field
}

func (f *fields) property(whole *field) (p property) {
	in := f.in(whole)
	p.whole = *whole
	var one field
	for in.next(&one) {
		switch {
		case one.num == 1 && in.must(&one, protowire.VarintType):
			p.t = Datatype(uint32(one.bits))
		case one.num == 2 && in.must(&one, protowire.VarintType):
			p.null = one.bits != 0
		default:
			p.value.take(&in, &one, propertyHolders)
		}
	}
	if in.fault != nil {
		f.fault = in.fault
	}
	return p
}

// keys goes through the names of a property set, which stand apart from the values.
type keys struct{ fields }

func (k *keys) next(one *field) bool {
	for k.fields.next(one) {
		if one.num == 1 && k.must(one, protowire.BytesType) {
			return true
		}
	}
	return false
}

// propertyNamed looks for a property of a metric by its name, which is one of several.
func (f *fields) propertyNamed(m *metric, names ...string) (p property, ok bool) {
	if !m.has(metricProperties) {
		return p, false
	}
	in := f.in(&m.given[metricProperties])
	k := keys{in}
	var one, key field
	for in.next(&one) {
		if one.num != 2 {
			continue
		}
		if !k.next(&key) {
			break
		}
		if slices.Contains(names, string(k.content(&key))) && one.wire == protowire.BytesType {
			if p = in.property(&one); in.fault == nil {
				return p, true
			}
		}
	}
	return p, false
}

// quality is what a metric says of its own value, noQuality when it does not.
func (d *decoder) quality(m *metric) int {
	r := read(d.src)
	if p, ok := r.propertyNamed(m, "Quality"); ok && p.value.whole() {
		return int(int32(uint32(p.value.field.bits)))
	}
	return noQuality
}

// longestUnit is how many bytes a unit has at the most.
const longestUnit = 16

// unit is what a metric says that it is a number of, in the words of Ignition and of
// others; "" when it does not.
func (f *fields) unit(m *metric) string {
	p, ok := f.propertyNamed(m, "engUnit", "EngUnit", "Engineering Units", "unit", "units", "Unit", "Units")
	if !ok || p.null || p.value.holder != stringHolder {
		return ""
	}
	unit := f.content(&p.value.field)
	if len(unit) > longestUnit || !utf8.Valid(unit) {
		return ""
	}
	return string(unit)
}

func (d *decoder) unit(m *metric) string {
	r := read(d.src)
	return r.unit(m)
}

func (d *decoder) propertySet(r *fields, whole *field, n value.Node) {
	in := r.in(whole)
	k := keys{in}
	n.Kind = value.Object
	n.From, n.To = whole.at, whole.to
	d.open(n)
	var one, key field
	for count := 1; d.next(&in, &one); {
		switch one.num {
		case 1:
		case 2:
			in.must(&one, protowire.BytesType)
			p := in.property(&one)
			if !d.check(&in) {
				return
			}
			named := value.Node{Name: "value " + strconv.Itoa(count), Flags: value.Stray}
			if k.next(&key) {
				named = value.Node{NameIn: key.content()}
			}
			d.property(&p, named)
			count++
		default:
			d.unresolved(&one)
		}
	}
	for d.err == nil && k.next(&key) { // names without values
		d.add(value.Node{Kind: value.Null, NameIn: key.content(), Flags: value.Stray, From: d.last, To: d.last})
	}
	d.check(&k.fields)
	d.close(whole.to)
}

// property adds one to a node that has its name.
func (d *decoder) property(p *property, n value.Node) {
	n.From, n.To = p.whole.at, p.whole.at
	if p.null {
		d.none(n, p.t)
		return
	}
	if p.value.holder != nothing {
		n.From, n.To = p.value.field.at, p.value.field.to
	}
	if string(d.src[n.NameIn.From:n.NameIn.To]) == "Quality" && p.value.whole() && p.value.field.bits == staleQuality {
		n.Flags |= value.Stale
	}
	d.value(&p.value, p.t, n, nil)
}

func (d *decoder) propertySets(r *fields, whole *field, n value.Node) {
	in := r.in(whole)
	n.Kind = value.List
	d.open(n)
	var one field
	for d.next(&in, &one) {
		if one.num != 1 {
			d.unresolved(&one)
			continue
		}
		in.must(&one, protowire.BytesType)
		if d.check(&in) && d.enter() {
			d.propertySet(&in, &one, value.Node{Type: PropertySet.String()})
		}
		d.leave()
	}
	d.close(whole.to)
}
