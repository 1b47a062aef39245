package avro

import (
	"encoding/binary"
	"encoding/hex"
	"math/big"
	"strconv"
	"strings"
	"time"

	"mangrove/model/value"
)

// largestDecimal is the most in bytes that is written as digits, which take a time that
// grows with its square.
const largestDecimal = 4096

// mostScale is the most digits behind the point of a decimal.
const mostScale = 10_000

// meant is what bytes are by their logical type; not ok: as they are.
func meant(k *kind, b []byte) (text string, kind value.Kind, ok bool) {
	switch k.logical {
	case "decimal":
		text, ok = decimal(b, int64(k.scale))
		return text, value.Number, ok
	case "big-decimal":
		text, ok = bigDecimal(b)
		return text, value.Number, ok
	case "uuid":
		if k.base != "fixed" {
			return "", 0, false
		}
		d := hex.EncodeToString(b)
		return d[:8] + "-" + d[8:12] + "-" + d[12:16] + "-" + d[16:20] + "-" + d[20:], value.Text, true
	case "duration":
		return span(b), value.Text, true
	}
	return "", 0, false
}

// decimal is a whole number, big-endian in two's complement, with the point moved to the
// left.
func decimal(b []byte, scale int64) (string, bool) {
	if len(b) == 0 || len(b) > largestDecimal || scale < -mostScale || scale > mostScale {
		return "", false
	}
	n := new(big.Int).SetBytes(b)
	if b[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	digits, sign := n.String(), ""
	if n.Sign() < 0 {
		digits, sign = digits[1:], "-"
	}
	switch {
	case scale < 0 && n.Sign() != 0:
		digits += strings.Repeat("0", int(-scale))
	case scale > 0:
		if short := int(scale) + 1 - len(digits); short > 0 {
			digits = strings.Repeat("0", short) + digits
		}
		point := len(digits) - int(scale)
		digits = digits[:point] + "." + digits[point:]
	}
	return sign + digits, true
}

// bigDecimal is a decimal that brings its scale along.
func bigDecimal(b []byte) (string, bool) {
	w := walker{src: b}
	size, err := w.length()
	if err != nil {
		return "", false
	}
	unscaled := b[w.at:][:size]
	w.at += size
	scale, err := w.long()
	if err != nil || w.at != len(b) {
		return "", false
	}
	return decimal(unscaled, scale)
}

// span is a duration as ISO 8601 writes it: months, days and milliseconds, none of which
// is a number of the others.
func span(b []byte) string {
	months, days, millis := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:]), binary.LittleEndian.Uint32(b[8:])
	text := "P"
	if months > 0 {
		text += strconv.FormatUint(uint64(months), 10) + "M"
	}
	if days > 0 {
		text += strconv.FormatUint(uint64(days), 10) + "D"
	}
	if millis > 0 || text == "P" {
		text += "T" + strconv.FormatUint(uint64(millis/1000), 10)
		if rest := millis % 1000; rest > 0 {
			text += "." + strconv.Itoa(int(1000 + rest))[1:]
		}
		text += "S"
	}
	return text
}

// moment writes a number as the date or time that its logical type says it is; not ok:
// it says none, or there is no such time.
func moment(logical string, v int64) (string, bool) {
	const day = 24 * time.Hour
	name, zone := strings.TrimPrefix(logical, "local-"), "Z"
	if name != logical {
		zone = ""
	}
	switch name {
	case "date":
		return dated(time.Unix(0, 0).UTC().AddDate(0, 0, int(v)), "2006-01-02")
	case "time-millis":
		return time.UnixMilli(v).UTC().Format("15:04:05.000"), v >= 0 && v < day.Milliseconds()
	case "time-micros":
		return time.UnixMicro(v).UTC().Format("15:04:05.000000"), v >= 0 && v < day.Microseconds()
	case "timestamp-millis":
		return dated(time.UnixMilli(v).UTC(), "2006-01-02T15:04:05.000"+zone)
	case "timestamp-micros":
		return dated(time.UnixMicro(v).UTC(), "2006-01-02T15:04:05.000000"+zone)
	case "timestamp-nanos":
		return dated(time.Unix(0, v).UTC(), "2006-01-02T15:04:05.000000000"+zone)
	}
	return "", false
}

// dated is a time in years that have four digits.
func dated(t time.Time, layout string) (string, bool) {
	return t.Format(layout), t.Year() >= 1 && t.Year() <= 9999
}
