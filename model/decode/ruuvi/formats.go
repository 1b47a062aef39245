package ruuvi

import (
	"bytes"
	"encoding/hex"
	"math"
	"strconv"
	"strings"

	"mangrove/model/value"
)

// dataFormat is one way to write measurements.
type dataFormat struct {
	name   string
	first  byte // of the bytes
	size   int  // of all of them
	fields []field
}

// field is one value of a data format.
type field struct {
	name, unit string
	from, size int // bytes
	read       func(all, own []byte) value.Node
}

var formats = []dataFormat{
	{"3", 3, 14, []field{
		{"humidity", "%", 1, 1, eachOf(2)}, {"temperature", "°C", 2, 2, signAndHundredths}, {"pressure", "Pa", 4, 2, pascals},
		{"acceleration_x", "mG", 6, 2, anyWhole}, {"acceleration_y", "mG", 8, 2, anyWhole}, {"acceleration_z", "mG", 10, 2, anyWhole},
		{"battery", "mV", 12, 2, eachOf(1)},
	}},
	{"5", 5, 24, []field{
		{"temperature", "°C", 1, 2, signed(200)}, {"humidity", "%", 3, 2, unsigned(400)}, {"pressure", "Pa", 5, 2, measuredPascals},
		{"acceleration_x", "mG", 7, 2, signed(1)}, {"acceleration_y", "mG", 9, 2, signed(1)}, {"acceleration_z", "mG", 11, 2, signed(1)},
		{"battery", "mV", 13, 2, battery}, {"tx_power", "dBm", 13, 2, power},
		{"movements", "", 15, 1, unsigned(1)}, {"sequence", "", 16, 2, unsigned(1)}, {"mac", "", 18, 6, address},
	}},
	{"6", 6, 20, []field{
		{"temperature", "°C", 1, 2, signed(200)}, {"humidity", "%", 3, 2, unsigned(400)}, {"pressure", "Pa", 5, 2, measuredPascals},
		{"pm2_5", "µg/m³", 7, 2, unsigned(10)}, {"co2", "ppm", 9, 2, unsigned(1)},
		{"voc", "", 11, 1, withFlag(16, 6)}, {"nox", "", 12, 1, withFlag(16, 7)}, {"luminosity", "lx", 13, 1, logarithmic},
		{"sequence", "", 15, 1, eachOf(1)}, {"calibrating", "", 16, 1, lowestBit}, {"mac", "", 17, 3, address},
	}},
	{"E1", 0xe1, 40, []field{
		{"temperature", "°C", 1, 2, signed(200)}, {"humidity", "%", 3, 2, unsigned(400)}, {"pressure", "Pa", 5, 2, measuredPascals},
		{"pm1_0", "µg/m³", 7, 2, unsigned(10)}, {"pm2_5", "µg/m³", 9, 2, unsigned(10)}, {"pm4_0", "µg/m³", 11, 2, unsigned(10)}, {"pm10_0", "µg/m³", 13, 2, unsigned(10)},
		{"co2", "ppm", 15, 2, unsigned(1)}, {"voc", "", 17, 1, withFlag(28, 6)}, {"nox", "", 18, 1, withFlag(28, 7)},
		{"luminosity", "lx", 19, 3, unsigned(100)}, {"sequence", "", 25, 3, unsigned(1)}, {"calibrating", "", 28, 1, lowestBit}, {"mac", "", 34, 6, address},
	}},
}

// none is a value that the sensor does not have.
var none = value.Node{Kind: value.Null, Text: "null"}

func number(v float64) value.Node {
	return value.Node{Kind: value.Number, Text: value.FloatText(v, 64)}
}

// whole is the number of some bytes, of which the first counts most.
func whole(b []byte) (u uint64) {
	for _, one := range b {
		u = u<<8 | uint64(one)
	}
	return u
}

// eachOf reads so many parts of one; there is no value that means none.
func eachOf(parts float64) func(all, own []byte) value.Node {
	return func(_, own []byte) value.Node { return number(float64(whole(own)) / parts) }
}

// unsigned reads so many parts of one; the largest means none.
func unsigned(parts float64) func(all, own []byte) value.Node {
	return func(_, own []byte) value.Node {
		u := whole(own)
		if u == 1<<(8*len(own))-1 {
			return none
		}
		return number(float64(u) / parts)
	}
}

// signed reads so many parts of one; the least means none.
func signed(parts float64) func(all, own []byte) value.Node {
	return func(_, own []byte) value.Node {
		v := int16(whole(own))
		if v == math.MinInt16 {
			return none
		}
		return number(float64(v) / parts)
	}
}

func anyWhole(_, own []byte) value.Node { return number(float64(int16(whole(own)))) }

const leastPressure = 50_000 // Pa

func pascals(_, own []byte) value.Node { return number(float64(whole(own)) + leastPressure) }

func measuredPascals(all, own []byte) value.Node {
	if whole(own) == math.MaxUint16 {
		return none
	}
	return pascals(all, own)
}

// signAndHundredths is a sign with whole degrees, and hundredths of one.
func signAndHundredths(_, own []byte) value.Node {
	v := float64(own[0]&0x7f)*100 + float64(own[1])
	if own[0]&0x80 != 0 && v != 0 {
		v = -v
	}
	return number(v / 100)
}

// battery is the upper 11 bits.
func battery(_, own []byte) value.Node {
	const least, noVoltage = 1600, 1<<11 - 1
	if v := whole(own) >> 5; v != noVoltage {
		return number(float64(v) + least)
	}
	return none
}

// power is the lower 5 bits.
func power(_, own []byte) value.Node {
	const least, each, noPower = -40, 2, 1<<5 - 1
	if v := whole(own) & noPower; v != noPower {
		return number(float64(v)*each + least)
	}
	return none
}

// withFlag reads 9 bits, of which the lowest stands among the flags.
func withFlag(flags, bit int) func(all, own []byte) value.Node {
	return func(all, own []byte) value.Node {
		const noIndex = 1<<9 - 1
		v := int(own[0])<<1 | int(all[flags]>>bit)&1
		if v == noIndex {
			return none
		}
		return number(float64(v))
	}
}

// logarithmic is a brightness from 0 to 65535 in 254 steps of the same ratio.
func logarithmic(_, own []byte) value.Node {
	const steps, digits = 254, 100
	if own[0] > steps {
		return none
	}
	return number(math.Round((math.Pow(65536, float64(own[0])/steps)-1)*digits) / digits)
}

func lowestBit(_, own []byte) value.Node {
	return value.Node{Kind: value.Bool, Text: strconv.FormatBool(own[0]&1 != 0)}
}

func address(_, own []byte) value.Node {
	if bytes.Count(own, []byte{0xFF}) == len(own) {
		return none
	}
	pairs := make([]string, len(own))
	for i := range own {
		pairs[i] = strings.ToUpper(hex.EncodeToString(own[i : i+1]))
	}
	return value.Node{Kind: value.Text, Text: strings.Join(pairs, ":")}
}
