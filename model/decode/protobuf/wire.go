package protobuf

import (
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"

	"mangrove/model/value"
)

// maxNesting is how deep messages may be nested. Other readers stop at 100, or, as Go's,
// at 10,000.
const maxNesting = 10_000

// maxGroups is how deep groups may be nested in groups. Where one ends is known only when
// all in it has been looked at, so that each level costs what is in it once more.
const maxGroups = 10

// field is one field of a message as it stands in the source.
type field struct {
	num      protowire.Number
	next     int32  // the next one of the same number, 0 when there is none
	from, to uint32 // what it has: without its tag, its length, and the end of a group
	typ      protowire.Type
	again    bool // there is an earlier one of the number
	replaced bool // a later one holds in its place
	merged   bool // it is a message that is one with an earlier one
}

// cursor goes through the fields between two places of the source.
type cursor struct {
	src     []byte
	at, to  int
	minimal bool // no number has taken more bytes than it needs
}

// next reads a field. It fails with a [value.Fault].
func (c *cursor) next() (f field, err error) {
	tag, begin, err := c.varint()
	if err != nil {
		return f, err
	}
	f.num, f.typ = protowire.DecodeTag(tag)
	if f.num < protowire.MinValidNumber || f.num > protowire.MaxValidNumber || f.typ == protowire.EndGroupType || f.typ > protowire.Fixed32Type {
		return f, &value.Fault{Code: value.Unexpected, Offset: begin, Part: value.Tag, Found: strconv.FormatUint(tag, 10)}
	}
	return c.body(f)
}

// body reads what comes behind the tag of a field.
func (c *cursor) body(f field) (field, error) {
	begin := c.at
	end := begin
	switch f.typ {
	case protowire.VarintType:
		if _, _, err := c.varint(); err != nil {
			return f, err
		}
		end = c.at
	case protowire.Fixed32Type:
		end += 4
	case protowire.Fixed64Type:
		end += 8
	case protowire.BytesType:
		n, _, err := c.varint()
		if err != nil {
			return f, err
		}
		if n > uint64(c.to-c.at) {
			return f, &value.Fault{Code: value.CutOff, Offset: c.at, Part: value.Length, Found: strconv.FormatUint(n, 10)}
		}
		begin = c.at
		end = begin + int(n)
	case protowire.StartGroupType:
		return c.group(f)
	}
	if end > c.to {
		return f, &value.Fault{Code: value.CutOff, Offset: begin}
	}
	f.from, f.to, c.at = uint32(begin), uint32(end), end
	return f, nil
}

// group finds the end of a group, behind whose tag the cursor is.
func (c *cursor) group(f field) (field, error) {
	open := []protowire.Number{f.num}
	f.from = uint32(c.at)
	for {
		begin := c.at
		tag, _, err := c.varint()
		if err != nil {
			return f, err
		}
		num, typ := protowire.DecodeTag(tag)
		switch {
		case typ == protowire.EndGroupType && num == open[len(open)-1]:
			if open = open[:len(open)-1]; len(open) == 0 {
				f.to = uint32(begin)
				return f, nil
			}
		case num < protowire.MinValidNumber || num > protowire.MaxValidNumber || typ == protowire.EndGroupType || typ > protowire.Fixed32Type:
			return f, &value.Fault{Code: value.Unexpected, Offset: begin, Part: value.Tag, Found: strconv.FormatUint(tag, 10)}
		case typ == protowire.StartGroupType:
			if open = append(open, num); len(open) > maxGroups {
				return f, value.ErrTooDeep
			}
		default:
			if _, err := c.body(field{num: num, typ: typ}); err != nil {
				return f, err
			}
		}
	}
}

// varint reads a number, and gives where it begins.
func (c *cursor) varint() (v uint64, begin int, err error) {
	begin = c.at
	v, n := protowire.ConsumeVarint(c.src[begin:c.to])
	if n < 0 {
		code := value.CutOff
		if c.to-begin >= 10 { // the most that a number takes
			code = value.OutOfRange
		}
		return 0, begin, &value.Fault{Code: code, Offset: begin}
	}
	if n > protowire.SizeVarint(v) {
		c.minimal = false
	}
	c.at += n
	return v, begin, nil
}

// fields gives the fields in parts of the source, those of one number linked, and whether
// these are all of the bytes; if not, it notes why. It fails with [value.ErrTooMuch] where
// there are more than a tree has room for, as each of them is a value. They are held until
// [decoder.drop].
func (d *decoder) fields(parts ...value.Part) (all []field, whole bool, err error) {
	count, whole := 0, true
	for _, p := range parts {
		n, _, wrong := countFields(d.src, p.From, p.To)
		if count += n; wrong != nil {
			d.wrong(wrong)
			whole = false
		}
	}
	if count > d.room-d.held {
		return nil, false, value.ErrTooMuch
	}
	d.held += count
	return fieldsOf(d.src, count, parts), whole, nil
}

// drop lets go of fields.
func (d *decoder) drop(all []field) { d.held -= len(all) }

// fieldsOf gives the fields in parts of the source, of which there are so many.
func fieldsOf(src []byte, count int, parts []value.Part) []field {
	all := make([]field, 0, count)
	last := make(map[protowire.Number]int32)
	for _, p := range parts {
		c := cursor{src: src, at: p.From, to: p.To}
		for c.at < c.to {
			f, err := c.next()
			if err != nil {
				break
			}
			if earlier, ok := last[f.num]; ok {
				all[earlier].next, f.again = int32(len(all)), true
			}
			last[f.num] = int32(len(all))
			all = append(all, f)
		}
	}
	return all
}

// countFields is how many fields there are, where they end, and why not all bytes are
// fields.
func countFields(src []byte, from, to int) (count, end int, err error) {
	c := cursor{src: src, at: from, to: to}
	for end = from; end < to; end = c.at {
		if _, err := c.next(); err != nil {
			return count, end, err
		}
		count++
	}
	return count, end, nil
}
