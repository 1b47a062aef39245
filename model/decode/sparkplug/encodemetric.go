package sparkplug

import (
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"

	"mangrove/model/value"
)

// metrics appends metrics, which are a list, or an object by their names.
func (e *encoder) metrics(out []byte, n protowire.Number, i int) []byte {
	if k := e.t.Kind(i); !k.HasBelow() {
		e.expectedPart(i, value.ExpectedMetrics)
	}
	for at := range e.t.Below(i) {
		if e.err != nil {
			break
		}
		out = appendBytes(out, n, e.metric(at, e.t.Kind(i) == value.Object))
	}
	return out
}

var metricParts = append([]string{"name", "alias", "timestamp", "is_historical", "is_transient", "metadata", "properties", "value"}, typeNames...)

// named begins a metric with its name, if it has one.
func (e *encoder) named(i int, member bool, p parts) []byte {
	switch {
	case p.has("name"):
		return e.string(nil, metricName, p, "name")
	case !member || e.t.Name(i) == "":
		if !p.has("alias") {
			e.missing(i, "name")
		}
	case !p.has("alias") || e.t.Name(i) != "alias "+strconv.FormatUint(e.integer(p["alias"], UInt64), 10): // as a name that is not known is shown
		return appendBytes(nil, metricName, e.t.NameBytes(i))
	}
	return nil
}

// metric is node i as a metric, which is named as the member that it is, or has its name.
func (e *encoder) metric(i int, member bool) (out []byte) {
	p := e.partsOf(i, metricParts...)
	if e.err != nil {
		return nil
	}
	out = e.named(i, member, p)
	at, is := p["value"]
	if !is {
		e.missing(i, "value")
		return nil
	}
	t, null := e.typeOf(p), e.t.Kind(at) == value.Null
	if t == Unknown && !null {
		if t = e.guessed(at); t == Unknown {
			e.missing(i, "type")
		}
	}
	out = e.number(out, metricAlias, p, "alias")
	out = e.time(out, metricTimestamp, p, "timestamp")
	if t != Unknown {
		out = appendNumber(out, metricDatatype, uint64(t))
	}
	out = e.boolean(out, metricHistorical, p, "is_historical")
	out = e.boolean(out, metricTransient, p, "is_transient")
	if null {
		out = appendNumber(out, metricNull, 1)
	}
	if at, is := p["metadata"]; is {
		out = appendBytes(out, metricMetadata, e.metadata(at))
	}
	if at, is := p["properties"]; is {
		out = appendBytes(out, metricProperties, e.propertySet(at))
	}
	if null || e.err != nil {
		return out
	}
	return e.value(out, metricHolders, t, at)
}

// guessed is the type of a value of which none is said, Unknown when it can be several.
func (e *encoder) guessed(i int) Datatype {
	switch e.t.Kind(i) {
	case value.Bool:
		return Boolean
	case value.Text:
		return String
	case value.Number:
		text := e.t.Text(i)
		if _, err := strconv.ParseInt(text, 10, 64); err == nil {
			return Int64
		}
		if _, err := strconv.ParseUint(text, 10, 64); err == nil {
			return UInt64
		}
		return Double
	case value.List:
		if e.t.Count(i) > 0 && e.allObjects(i) {
			return DataSet
		}
	case value.Object:
		if _, err := e.members(i, templateParts...); err == nil && e.t.Count(i) > 0 {
			return Template
		}
		if _, err := e.members(i, dataSetParts...); err == nil {
			return DataSet
		}
	}
	return Unknown
}

func (e *encoder) allObjects(i int) bool {
	for at := range e.t.Below(i) {
		if e.t.Kind(at) != value.Object {
			return false
		}
	}
	return true
}

// metadata is what is said of the content of a metric.
func (e *encoder) metadata(i int) (out []byte) {
	p := e.partsOf(i, "is_multi_part", "content_type", "size", "seq", "file_name", "file_type", "md5", "description")
	out = e.boolean(out, 1, p, "is_multi_part")
	out = e.string(out, 2, p, "content_type")
	out = e.number(out, 3, p, "size")
	out = e.number(out, 4, p, "seq")
	out = e.string(out, 5, p, "file_name")
	out = e.string(out, 6, p, "file_type")
	out = e.string(out, 7, p, "md5")
	return e.string(out, 8, p, "description")
}

// propertySet is an object as a property set. A property has a type of its own as an
// object of type and value; another object is a property set in it.
func (e *encoder) propertySet(i int) (out []byte) {
	if e.t.Kind(i) != value.Object {
		e.expectedPart(i, value.ExpectedObject)
	}
	var values []byte
	for at := range e.t.Below(i) {
		if e.err != nil {
			return nil
		}
		if e.t.Flags(at)&value.Doubled != 0 {
			e.fail(e.t.Fault(at, value.Unexpected, value.Again, e.t.Name(at)))
		}
		out = appendBytes(out, 1, e.t.NameBytes(at))
		values = appendBytes(values, 2, e.property(at))
	}
	return append(out, values...)
}

// property is one value of a property set.
func (e *encoder) property(i int) (out []byte) {
	const quality = "Quality"
	t, at := e.withType(i)
	null := e.t.Kind(at) == value.Null
	switch kind := e.t.Kind(at); {
	case t != Unknown || null:
	case kind == value.Object:
		t = PropertySet
	case kind == value.List:
		t = PropertySetList
	case kind == value.Number && e.t.Name(i) == quality: // [tck-id-payloads-propertyset-quality-value-type]
		t = Int32
	default:
		t = e.guessed(at)
	}
	if t != Unknown {
		out = appendNumber(out, 1, uint64(t))
	}
	if null {
		return appendNumber(out, 2, 1)
	}
	return e.value(out, propertyHolders, t, at)
}

// withType reads an object of a type and a value; another node is the value itself, and
// its type is Unknown.
func (e *encoder) withType(i int) (t Datatype, at int) {
	if e.t.Kind(i) != value.Object || e.t.Count(i) != 2 {
		return Unknown, i
	}
	p, err := e.members(i, append([]string{"value"}, typeNames...)...)
	if err != nil || !p.has("value") {
		return Unknown, i
	}
	return e.typeOf(p), p["value"]
}

// propertySets are the property sets of a list.
func (e *encoder) propertySets(i int) (out []byte) {
	if e.t.Kind(i) != value.List {
		e.expected(i, PropertySetList.String())
	}
	for at := range e.t.Below(i) {
		if e.enter() {
			out = appendBytes(out, 1, e.propertySet(at))
		}
		e.leave()
	}
	return out
}
