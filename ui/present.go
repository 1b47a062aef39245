package ui

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"mangrove/model/payload"
	"mangrove/model/printable"
	"mangrove/ui/widgets/text"
)

// count writes a number with a comma between the thousands, and from ten
// million on in millions.
func count[T int | uint64 | int64](n T) string {
	v := int64(n)
	if v >= 10_000_000 {
		return short(v)
	}
	s := strconv.FormatInt(v, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// short writes a number in at most five characters: 842, 1.2 k, 340 k, 1.2 M.
func short[T int | uint64 | int64](n T) string {
	v := float64(n)
	if v < 1000 {
		return strconv.FormatInt(int64(n), 10)
	}
	for _, unit := range []string{"k", "M", "G"} {
		v /= 1000
		switch {
		case v < 9.95:
			return fmt.Sprintf("%.1f %s", v, unit)
		case v < 999.5:
			return fmt.Sprintf("%.0f %s", v, unit)
		}
	}
	return fmt.Sprintf("%.1f T", v/1000)
}

// perSecond writes a rate: 842/s, 0.2/s, 1.4 k/s.
func perSecond(rate float64) string {
	switch {
	case rate < 0.05:
		return "0/s"
	case rate < 9.95:
		return fmt.Sprintf("%.1f/s", rate)
	}
	return short(int64(rate+0.5)) + "/s"
}

// age writes how long ago something was, in as few characters as a column
// has: now, 3 s, 4 min, 2 h, 5 d.
func age(now, then time.Time) string {
	d := now.Sub(then)
	switch {
	case d < time.Second: // or in the future: clocks go backwards
		return "now"
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d d", int(d.Hours()/24))
}

// ago is age as part of a sentence.
func ago(now, then time.Time) string {
	a := age(now, then)
	if a == "now" {
		return "just now"
	}
	return a + " ago"
}

// interval writes a duration between messages: 0.25 s, 12 s, 5 min, 1 h 30 min.
func interval(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()+0.5))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()+0.5))
	}
	return fmt.Sprintf("%.1f h", d.Hours())
}

// plural writes a number with its noun: 1 topic, 2 topics.
func plural[T int | uint64 | int64](n T, singular string) string {
	return count(n) + " " + noun(n, singular)
}

// noun is a noun as it stands behind a number.
func noun[T int | uint64 | int64](n T, singular string) string {
	if n == 1 {
		return singular
	}
	return singular + "s"
}

// emptyLevel is what is said of a level without a name.
const emptyLevel = "(empty level)"

// levelName is a level, or some, as they are drawn: an empty one has a name
// too, and blanks that would not be seen have signs.
func levelName(name string) string {
	if name == "" {
		return emptyLevel
	}
	return signed(name)
}

// topicWords is a topic in a sentence: in quotes, with signs for odd blanks and
// marks for what cannot be seen, when it would not be seen for what it is.
func topicWords(topic string) string {
	words := text.WithMarks(signed(topic))
	if words == topic && strings.Trim(topic, "/") != "" {
		return topic
	}
	return `"` + words + `"`
}

// sizeOf writes the size of a payload.
func sizeOf[T int | int64](n T) string { return payload.Size(n) }

// largestSentence is the text in bytes that a label is given to break into
// lines; it takes seconds for 50 kB.
const largestSentence = 600

// excerpt is a sentence as a label shows it: without the middle of it when it is
// too long to be read, because it quotes something that long, and with escapes for
// what could not be seen or would change the look of the rest. All that the toolkit
// draws comes through it, or through [excerpts] and [excerptOf].
func excerpt(words string) string {
	return printable.Text(middleOut(words, largestSentence))
}

// excerpts are lines of which none is too long to be read.
func excerpts(lines ...string) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(excerpt(line))
	}
	return b.String()
}

// excerptOf is the beginning of a text on one line, in characters.
func excerptOf(s string, most int) string {
	if len(s) > most*utf8.UTFMax { // the rest will not be seen: it need not be looked at
		s = strings.ToValidUTF8(s[:most*utf8.UTFMax], "")
	}
	if r := []rune(printable.Line(s)); len(r) > most {
		return string(r[:most]) + "…"
	}
	return printable.Line(s)
}

// middleOut takes the middle out of a text that is longer than so many bytes.
func middleOut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	from, to := most/2, len(s)-most/2
	for from > 0 && !utf8.RuneStart(s[from]) && from > most/2-utf8.UTFMax {
		from--
	}
	for !utf8.RuneStart(s[to]) && to < len(s)-most/2+utf8.UTFMax {
		to++
	}
	return s[:from] + " … " + s[to:]
}

// topicTitle is a topic as it is drawn by itself.
func topicTitle(topic string) string {
	if strings.Trim(topic, "/") == "" {
		return `"` + topic + `"`
	}
	return signed(topic)
}
