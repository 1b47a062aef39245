package sparkplug

import (
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"

	"mangrove/model/value"
)

// columns are what a data set says of its columns.
type columns struct {
	count uint64
	names []value.Part
	types []Datatype
	rows  int
	most  int // of names, and of types
}

// tooMany reports whether there are more columns than are read.
func (c *columns) tooMany() bool { return len(c.names) > c.most || len(c.types) > c.most }

// columns reads what a data set says of its columns, so many at the most.
func (f *fields) columns(whole *field, most int) columns {
	in := f.in(whole)
	c := columns{most: most}
	var one field
	for in.next(&one) && !c.tooMany() {
		switch one.num {
		case 1:
			in.must(&one, protowire.VarintType)
			c.count = one.bits
		case 2:
			in.must(&one, protowire.BytesType)
			c.names = append(c.names, one.content())
		case 3:
			in.datatypes(&one, &c)
		case 4:
			in.must(&one, protowire.BytesType)
			c.rows++
		}
	}
	if in.fault != nil {
		f.fault = in.fault
	}
	return c
}

// datatypes reads types, one by one or packed.
func (f *fields) datatypes(one *field, c *columns) {
	if one.wire != protowire.BytesType {
		f.must(one, protowire.VarintType)
		c.types = append(c.types, Datatype(uint32(one.bits)))
		return
	}
	for b := f.content(one); len(b) > 0 && !c.tooMany(); {
		v, n := protowire.ConsumeVarint(b)
		if n < 0 {
			f.note(value.CutOff, one.to)
			break
		}
		c.types = append(c.types, Datatype(uint32(v)))
		b = b[n:]
	}
}

// dataSet adds the rows of a data set: objects with a member for each column. One
// without rows is an object that has the names of its columns.
func (d *decoder) dataSet(r *fields, whole *field, n value.Node) {
	c := r.columns(whole, d.b.Room())
	if !d.check(r) {
		return
	}
	if c.tooMany() {
		d.err = value.ErrTooMuch
		return
	}
	if c.count != uint64(len(c.names)) || len(c.names) != len(c.types) {
		n.Flags |= value.Stray
	}
	in := r.in(whole)
	if c.rows == 0 {
		d.noRows(&in, n)
		return
	}
	n.Kind = value.List
	d.open(n)
	var one field
	for d.next(&in, &one) {
		switch one.num {
		case 1, 2, 3:
		case 4:
			d.row(&in, &one, &c)
		default:
			d.unresolved(&one)
		}
	}
	d.close(whole.to)
}

func (d *decoder) noRows(in *fields, n value.Node) {
	n.Kind = value.Object
	end := n.To
	d.open(n)
	opened := false
	var one field
	for d.next(in, &one) {
		if one.num != 2 {
			continue
		}
		if !opened {
			d.open(value.Node{Kind: value.List, Name: "columns", From: one.from, To: one.to})
		}
		opened = true
		d.text(in, &one, "")
	}
	if opened {
		d.close(end)
	}
	d.close(end)
}

func (d *decoder) row(r *fields, whole *field, c *columns) {
	in := r.in(whole)
	d.open(value.Node{Kind: value.Object, From: whole.at, To: whole.to})
	var one field
	for i := 0; d.next(&in, &one); {
		if one.num != 1 {
			d.unresolved(&one)
			continue
		}
		in.must(&one, protowire.BytesType)
		n := value.Node{From: one.at, To: one.to}
		if i < len(c.names) {
			n.NameIn = c.names[i]
		} else {
			n.Name = "column " + strconv.Itoa(i+1)
			n.Flags |= value.Stray
		}
		var t Datatype
		if i < len(c.types) {
			t = c.types[i]
		}
		d.cell(&in, &one, t, n)
		i++
	}
	d.close(whole.to)
}

func (d *decoder) cell(r *fields, whole *field, t Datatype, n value.Node) {
	in := r.in(whole)
	var v held
	var one field
	for d.next(&in, &one) {
		if v.take(&in, &one, cellHolders) {
			n.From, n.To = one.at, one.to
		}
	}
	if !d.check(&in) {
		return
	}
	if v.holder == nothing { // a cell without a value is null
		d.none(n, t)
		return
	}
	d.value(&v, t, n, nil)
}
