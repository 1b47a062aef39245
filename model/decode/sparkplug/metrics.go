package sparkplug

import (
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"

	"mangrove/model/value"
)

// metrics adds all metrics of a message as one object, beginning with the first.
func (d *decoder) metrics(r *fields, first *field, known *Definitions) {
	d.open(value.Node{Kind: value.Object, Name: "metrics", From: first.from, To: first.to})
	rest := *r
	end := first.to
	for one := *first; ; {
		if one.num == first.num {
			rest.must(&one, protowire.BytesType)
			m := rest.metric(&one)
			if !d.check(&rest) {
				return
			}
			d.metric(&m, known)
			end = one.to
		}
		if !d.next(&rest, &one) {
			break
		}
	}
	d.close(end)
}

// metric adds a metric as an object with its value and what else is said of it.
func (d *decoder) metric(m *metric, known *Definitions) {
	n := value.Node{Kind: value.Object, From: m.from, To: m.to}
	of, flags := d.announced(m, known, &n)
	d.open(n)
	if m.unknown > d.b.Room() && d.err == nil {
		d.err = value.ErrTooMuch
	}
	if d.err != nil {
		return
	}
	var room [16]field
	for _, one := range m.parts(d.src, room[:]) {
		d.part(m, one, of, flags)
	}
	d.close(m.to)
}

// announced names a metric, and says what its birth announced, and the flags of its value.
func (d *decoder) announced(m *metric, known *Definitions, n *value.Node) (of Definition, flags value.Flags) {
	announced := false
	switch {
	case m.named():
		n.NameIn = m.given[metricName].content()
		of, announced = known.Named(m.name(d.src))
	case m.has(metricAlias):
		if of, announced = known.Aliased(m.given[metricAlias].bits); announced {
			n.Name = of.Name
			break
		}
		n.Name = "alias " + strconv.FormatUint(m.given[metricAlias].bits, 10)
		n.Flags |= value.Unresolved
	default:
		n.Flags |= value.Unresolved
	}
	if m.typed() {
		if announced && of.Datatype.Known() && of.Datatype != m.datatype() {
			flags |= value.Stray
		}
		of.Datatype = m.datatype()
	}
	if unit := d.unit(m); unit != "" {
		of.Unit = unit
	}
	if d.known.Stale || d.quality(m) == staleQuality {
		flags |= value.Stale
	}
	return of, flags
}

// part adds one thing that is said of a metric.
func (d *decoder) part(m *metric, one field, of Definition, flags value.Flags) {
	r := fields{src: d.src, to: len(d.src)}
	switch one.num {
	case metricAlias:
		d.varint(&r, &one, "alias", "")
	case metricTimestamp:
		d.varint(&r, &one, "timestamp", timestampType)
	case metricHistorical:
		d.boolean(&r, &one, "is_historical")
	case metricTransient:
		d.boolean(&r, &one, "is_transient")
	case metricMetadata:
		d.metadata(&r, &one)
	case metricProperties:
		d.propertySet(&r, &one, value.Node{Name: "properties"})
	case 0:
		n := value.Node{Name: "value", Unit: of.Unit, Flags: flags, From: one.at, To: one.to}
		if m.null() {
			d.none(n, of.Datatype)
			return
		}
		d.value(&m.value, of.Datatype, n, of.Members)
	default:
		d.unresolved(&one)
	}
}

// none adds a value that is not there.
func (d *decoder) none(n value.Node, t Datatype) {
	n.Kind = value.Null
	if t != Unknown {
		n.Type = t.String()
	}
	d.add(n)
}

// metadata adds what is said of the content of a metric.
func (d *decoder) metadata(r *fields, whole *field) {
	in := r.in(whole)
	d.open(value.Node{Kind: value.Object, Name: "metadata", From: whole.at, To: whole.to})
	var one field
	for d.next(&in, &one) {
		switch one.num {
		case 1:
			d.boolean(&in, &one, "is_multi_part")
		case 2:
			d.text(&in, &one, "content_type")
		case 3:
			d.varint(&in, &one, "size", "uint64")
		case 4:
			d.varint(&in, &one, "seq", "uint64")
		case 5:
			d.text(&in, &one, "file_name")
		case 6:
			d.text(&in, &one, "file_type")
		case 7:
			d.text(&in, &one, "md5")
		case 8:
			d.text(&in, &one, "description")
		default:
			d.unresolved(&one)
		}
	}
	d.close(whole.to)
}
