package protobuf

import (
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"

	"mangrove/model/value"
)

// What a Timestamp and a Duration may be [google/protobuf/timestamp.proto and
// duration.proto].
const (
	firstSecond  = -62_135_596_800 // 0001-01-01
	lastSecond   = 253_402_300_799 // 9999-12-31
	mostDuration = 315_576_000_000
)

// wellKnown reads what Google's own files define and everybody knows as one value: times,
// and numbers, texts and truths that may be absent. Where one is not as its definition
// says it is a message like others.
func (d *decoder) wellKnown(m protoreflect.MessageDescriptor, fields []field) (n value.Node, ok bool) {
	if m.ParentFile() == nil || m.FullName().Parent() != "google.protobuf" {
		return n, false
	}
	switch name := string(m.Name()); {
	case name == "Timestamp" || name == "Duration":
		seconds, nanos, ok := d.secondsNanos(fields)
		if !ok {
			return n, false
		}
		if name == "Duration" {
			n.Text, ok = durationText(seconds, nanos)
		} else {
			n.Text, ok = timeText(seconds, nanos)
		}
		n.Kind = value.Text
		return n, ok
	case strings.HasSuffix(name, "Value") && m.Fields().Len() == 1 && m.Fields().ByName("value") != nil && m.Fields().ByNumber(1).Message() == nil && !m.Fields().ByNumber(1).IsList():
		return d.wrapped(m.Fields().ByNumber(1), fields)
	}
	return n, false
}

// secondsNanos reads the two numbers of a time.
func (d *decoder) secondsNanos(fields []field) (seconds int64, nanos int32, ok bool) {
	for _, f := range fields {
		if f.typ != protowire.VarintType || f.num > 2 {
			return 0, 0, false
		}
		v, _ := protowire.ConsumeVarint(d.src[f.from:f.to])
		if f.num == 1 {
			seconds = int64(v)
		} else {
			nanos = int32(v)
		}
	}
	return seconds, nanos, true
}

func timeText(seconds int64, nanos int32) (string, bool) {
	if seconds < firstSecond || seconds > lastSecond || nanos < 0 || nanos >= 1e9 {
		return "", false
	}
	return time.Unix(seconds, 0).UTC().Format("2006-01-02T15:04:05") + fraction(nanos) + "Z", true
}

func durationText(seconds int64, nanos int32) (string, bool) {
	if seconds < -mostDuration || seconds > mostDuration || nanos <= -1e9 || nanos >= 1e9 || seconds > 0 && nanos < 0 || seconds < 0 && nanos > 0 {
		return "", false
	}
	sign := ""
	if seconds < 0 || nanos < 0 {
		sign, seconds, nanos = "-", -seconds, -nanos
	}
	return sign + strconv.FormatInt(seconds, 10) + fraction(nanos) + "s", true
}

// fraction is a part of a second in 3, 6 or 9 digits, as ProtoJSON has it.
func fraction(nanos int32) string {
	if nanos == 0 {
		return ""
	}
	digits := strconv.Itoa(1_000_000_000 + int(nanos))[1:]
	for strings.HasSuffix(digits, "000") {
		digits = digits[:len(digits)-3]
	}
	return "." + digits
}

// wrapped reads the value of a wrapper, which has its default when it is not written.
func (d *decoder) wrapped(known protoreflect.FieldDescriptor, fields []field) (n value.Node, ok bool) {
	n.Kind, n.Text = kindOf(known), defaultOf(known)
	for _, f := range fields {
		if f.num != 1 || f.typ != wireOf(known) {
			return n, false
		}
		n.From, n.To = int(f.from), int(f.to)
		n = d.scalar(n, known)
	}
	return n, true
}
