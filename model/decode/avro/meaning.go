package avro

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"

	"mangrove/model/value"
)

// meaning writes node i where it is what a logical type means, as the decoder writes it:
// a time, a decimal, an id. Not done: it may be a value of the type beneath.
func (w *writer) meaning(k *kind, i int) (done bool, err error) {
	text := w.t.Text(i)
	switch kind := w.t.Kind(i); {
	case kind == value.Number && (k.logical == "decimal" || k.logical == "big-decimal"):
		return true, w.decimal(k, i)
	case kind != value.Text:
		return false, nil
	case k.logical == "uuid" && k.base == "fixed":
		if b, ok := uuidBytes(text); ok {
			return true, w.raw(k, i, b)
		}
	case k.logical == "duration":
		if b, ok := spanBytes(text); ok {
			return true, w.raw(k, i, b)
		}
	case k.base == "int", k.base == "long":
		v, ok := momentOf(k.logical, text)
		if !ok {
			return false, w.expected(k, i)
		}
		w.long(v)
		return true, nil
	}
	return false, nil
}

// means reports whether node i is what a logical type means.
func (w *writer) means(k *kind, i int) bool {
	trial := writer{t: w.t}
	done, err := trial.meaning(k, i)
	return done && err == nil
}

// layouts are how times are written; fractions of seconds may follow any of them.
var layouts = map[string]string{
	"date": time.DateOnly, "time": time.TimeOnly, "timestamp": time.RFC3339, "local-timestamp": "2006-01-02T15:04:05",
}

var finest = map[string]time.Duration{"millis": time.Millisecond, "micros": time.Microsecond, "nanos": time.Nanosecond}

// momentOf reads a date or time as the number that its logical type has for it. Not ok: it
// is none, or is finer than the type, or is too far away.
func momentOf(logical, text string) (v int64, ok bool) {
	name, unit := logical, 24*time.Hour
	if at := strings.LastIndexByte(logical, '-'); at >= 0 {
		name, unit = logical[:at], finest[logical[at+1:]]
	}
	t, err := time.Parse(layouts[name], text)
	if err != nil || unit == 0 {
		return 0, false
	}
	seconds, rest := t.Unix(), int64(t.Nanosecond())
	if name == "time" {
		h, m, s := t.Clock()
		seconds = int64(h*3600 + m*60 + s)
	}
	if unit > time.Second {
		return seconds / int64(unit/time.Second), rest == 0
	}
	each := int64(time.Second / unit)
	if rest%int64(unit) != 0 || seconds > (math.MaxInt64-each)/each || seconds < math.MinInt64/each {
		return 0, false
	}
	return seconds*each + rest/int64(unit), true
}

func uuidBytes(text string) ([]byte, bool) {
	const form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
	if len(text) != len(form) {
		return nil, false
	}
	for i := range form {
		if (form[i] == '-') != (text[i] == '-') {
			return nil, false
		}
	}
	b, err := hex.DecodeString(strings.ReplaceAll(text, "-", ""))
	return b, err == nil
}

// spanForm is a duration [ISO 8601] of whole numbers, with milliseconds.
var spanForm = regexp.MustCompile(`^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,3}))?S)?)?$`)

// spanBytes reads a duration as [span] writes it, or with years, weeks, hours and minutes.
func spanBytes(text string) ([]byte, bool) {
	parts := spanForm.FindStringSubmatch(text)
	if parts == nil || strings.HasSuffix(text, "P") || strings.HasSuffix(text, "T") {
		return nil, false
	}
	number := func(n int) uint64 {
		v, err := strconv.ParseUint(parts[n], 10, 32)
		if parts[n] != "" && err != nil {
			return math.MaxUint32 + 1
		}
		return v
	}
	if parts[9] != "" {
		parts[9] = (parts[9] + "00")[:3]
	}
	sums := []uint64{number(1)*12 + number(2), number(3)*7 + number(4), ((number(6)*60+number(7))*60+number(8))*1000 + number(9)}
	var b []byte
	for _, sum := range sums {
		if sum > math.MaxUint32 {
			return nil, false
		}
		b = binary.LittleEndian.AppendUint32(b, uint32(sum))
	}
	return b, true
}

// decimal writes a number with the point where its type has it. No digit is rounded away.
func (w *writer) decimal(k *kind, i int) error {
	digits, scale, ok := pointed(w.t.Text(i))
	if !ok {
		return w.outOfRange(i)
	}
	if k.logical == "big-decimal" {
		b := twos(digits)
		if len(b) > largestDecimal {
			return w.outOfRange(i)
		}
		content := append(binary.AppendVarint(nil, int64(len(b))), b...)
		return w.raw(k, i, binary.AppendVarint(content, int64(scale)))
	}
	if scale > k.scale {
		var rest big.Int
		if digits.QuoRem(digits, power(scale-k.scale), &rest); rest.Sign() != 0 {
			return w.outOfRange(i)
		}
		scale = k.scale
	}
	digits.Mul(digits, power(k.scale-scale))
	b := twos(digits)
	if len(strings.TrimPrefix(digits.String(), "-")) > max(k.digits, 1) || len(b) > largestDecimal || k.base == "fixed" && len(b) > k.size {
		return w.outOfRange(i)
	}
	if k.base == "fixed" {
		sign := byte(0)
		if digits.Sign() < 0 {
			sign = 0xFF
		}
		for filled := len(b); filled < k.size; filled++ {
			w.out = append(w.out, sign)
		}
		w.out = append(w.out, b...)
		return nil
	}
	return w.raw(k, i, b)
}

// power is so many tens multiplied.
func power(tens int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(tens)), nil)
}

// pointed reads a number as its digits and how many of them are behind the point.
func pointed(text string) (digits *big.Int, scale int, ok bool) {
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		n, err := strconv.Atoi(text[at+1:])
		if err != nil || n > mostScale || n < -mostScale {
			return nil, 0, false
		}
		text, scale = text[:at], -n
	}
	if whole, fraction, has := strings.Cut(text, "."); has {
		text, scale = whole+fraction, scale+len(fraction)
	}
	if len(text) > 2*mostScale || scale > mostScale {
		return nil, 0, false
	}
	if digits, ok = new(big.Int).SetString(text, 10); !ok {
		return nil, 0, false
	}
	if scale < 0 {
		digits.Mul(digits, power(-scale))
		scale = 0
	}
	return digits, scale, true
}

// twos is a number in two's complement, big-endian, in as few bytes as it needs.
func twos(n *big.Int) []byte {
	if n.Sign() >= 0 {
		return append(make([]byte, 1, 1+len(n.Bytes())), n.Bytes()...)[lead(n.BitLen()):]
	}
	bits := new(big.Int).Not(n).BitLen() + 1 // with the sign
	size := (bits + 7) / 8
	all := new(big.Int).Add(n, new(big.Int).Lsh(big.NewInt(1), uint(8*size)))
	return all.Bytes()
}

// lead is 1 where a number of so many bits needs no byte for its sign before it.
func lead(bits int) int {
	if bits > 0 && bits%8 != 0 {
		return 1
	}
	return 0
}
