// Package numbers reads bytes as numbers of a fixed size, in the order of either end.
package numbers

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"

	"mangrove/model/value"
)

// format is a way to read so many bytes as a number.
type format struct {
	name   string
	size   int // bytes
	text   func(u uint64, size int) string
	little bool // the last byte counts most
}

// formats are all of them; those of one byte have no order.
var formats = []format{
	{"int8", 1, signed, false}, {"uint8", 1, unsigned, false},
	{"int16be", 2, signed, false}, {"int16le", 2, signed, true}, {"uint16be", 2, unsigned, false}, {"uint16le", 2, unsigned, true},
	{"int24be", 3, signed, false}, {"int24le", 3, signed, true}, {"uint24be", 3, unsigned, false}, {"uint24le", 3, unsigned, true},
	{"int32be", 4, signed, false}, {"int32le", 4, signed, true}, {"uint32be", 4, unsigned, false}, {"uint32le", 4, unsigned, true},
	{"int64be", 8, signed, false}, {"int64le", 8, signed, true}, {"uint64be", 8, unsigned, false}, {"uint64le", 8, unsigned, true},
	{"float32be", 4, float, false}, {"float32le", 4, float, true}, {"float64be", 8, float, false}, {"float64le", 8, float, true},
}

// Formats are what the formats are called, as "int16le" and "float32be".
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// Decode reads bytes as one number of a format, or as a list when there are more. What is
// left of them at the end is not consumed. It fails with a [value.Fault] when there are
// too few, or when there is no such format, and with [value.ErrTooMuch].
func Decode(name string, b []byte) (tree *value.Tree, consumed int, err error) {
	i := slices.IndexFunc(formats, func(f format) bool { return f.name == name })
	if i < 0 {
		return nil, 0, &value.Fault{Code: value.NoSchema, Found: name}
	}
	f := formats[i]
	if len(b) < f.size {
		return nil, 0, &value.Fault{Code: value.CutOff, Offset: len(b)}
	}
	builder := value.NewBuilder(b)
	consumed = len(b) / f.size * f.size
	list := consumed > f.size
	if list {
		if err := builder.Open(value.Node{Kind: value.List}); err != nil {
			return nil, 0, err
		}
		builder.Expect(consumed / f.size)
	}
	for at := 0; at < consumed; at += f.size {
		n := value.Node{Kind: value.Number, Type: f.name, Text: f.read(b[at:]), From: at, To: at + f.size}
		if err := builder.Add(n); err != nil {
			return nil, 0, err
		}
	}
	if list {
		builder.Close(consumed)
	}
	return builder.Tree(), consumed, nil
}

// read is the number that bytes begin with.
func (f *format) read(b []byte) string {
	var whole [8]byte
	if f.little {
		copy(whole[:], b[:f.size])
		return f.text(binary.LittleEndian.Uint64(whole[:]), f.size)
	}
	copy(whole[8-f.size:], b)
	return f.text(binary.BigEndian.Uint64(whole[:]), f.size)
}

func unsigned(u uint64, _ int) string { return strconv.FormatUint(u, 10) }

func signed(u uint64, size int) string {
	unused := 64 - 8*size
	return strconv.FormatInt(int64(u<<unused)>>unused, 10)
}

func float(u uint64, size int) string {
	if size == 4 {
		return value.FloatText(float64(math.Float32frombits(uint32(u))), 32)
	}
	return value.FloatText(math.Float64frombits(u), 64)
}
