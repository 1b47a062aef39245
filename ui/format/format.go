package format

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"mangrove/model/printable"
	"mangrove/ui/widgets/text"
)

// Count writes a number with a comma between the thousands, and from ten
// million on in millions.
func Count[T int | uint64 | int64](n T) string {
	v := int64(n)
	if v >= 10_000_000 {
		return Short(v)
	}
	s := strconv.FormatInt(v, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Short writes a number in at most five characters: 842, 1.2 k, 340 k, 1.2 M.
func Short[T int | uint64 | int64](n T) string {
	if n < 1000 {
		return strconv.FormatInt(int64(n), 10)
	}
	return printable.Scaled(float64(n), "k", "M", "G", "T")
}

// PerSecond writes a rate: 842/s, 0.2/s, 1.4 k/s.
func PerSecond(rate float64) string {
	switch {
	case rate < 0.05:
		return "0/s"
	case rate < 9.95:
		return fmt.Sprintf("%.1f/s", rate)
	}
	return Short(int64(rate+0.5)) + "/s"
}

// Age writes how long ago something was, in as few characters as a column
// has: now, 3 s, 4 min, 2 h, 5 d.
func Age(now, then time.Time) string {
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

// Ago is age as part of a sentence.
func Ago(now, then time.Time) string {
	a := Age(now, then)
	if a == "now" {
		return "just now"
	}
	return a + " ago"
}

// Interval writes a duration between messages: 0.25 s, 12 s, 5 min, 1 h 30 min.
func Interval(d time.Duration) string {
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

// Plural writes a number with its noun: 1 topic, 2 topics.
func Plural[T int | uint64 | int64](n T, singular string) string {
	return Count(n) + " " + Noun(n, singular)
}

// Noun is a noun as it stands behind a number.
func Noun[T int | uint64 | int64](n T, singular string) string {
	if n == 1 {
		return singular
	}
	if stem, ok := strings.CutSuffix(singular, "rty"); ok { // property
		return stem + "rties"
	}
	return singular + "s"
}

// EmptyLevel is what is said of a level without a name.
const EmptyLevel = "(empty level)"

// Level is a level, or some, as they are drawn: an empty one has a name
// too, and blanks that would not be seen have signs.
func Level(name string) string {
	if name == "" {
		return EmptyLevel
	}
	return SignTopic(name)
}

// TopicInSentence is a topic in a sentence: in quotes, with signs for odd blanks and
// marks for what cannot be seen, when it would not be seen for what it is.
func TopicInSentence(topic string) string {
	words := text.WithMarks(SignTopic(topic))
	if words == topic && strings.Trim(topic, "/") != "" {
		return topic
	}
	return `"` + words + `"`
}

// mostListed is how many topics a sentence lists.
const mostListed = 5

// TopicsInSentence lists topics or filters in a sentence: the first ones, and how many
// more there are. Of a long one the ends are named. There may be thousands of 65 kB,
// and the sentence may be made for each drawing.
func TopicsInSentence(topics []string) string {
	var b strings.Builder
	for i, topic := range topics[:min(len(topics), mostListed)] {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(TopicInSentence(BothEnds(topic)))
	}
	if more := len(topics) - mostListed; more > 0 {
		b.WriteString(" and " + Count(more) + " more")
	}
	return b.String()
}

// Size writes the size of a payload.
func Size[T int | int64](n T) string { return printable.Size(n) }

// LargestSentence is the text in bytes that a label is given to break into
// lines; it takes seconds for 50 kB.
const LargestSentence = 600

// Excerpt is a sentence as a label shows it: without the middle of it when it is
// too long to be read, because it quotes something that long, and with escapes for
// what could not be seen or would change the look of the rest. All that the toolkit
// draws comes through it, or through [Excerpts] and [ExcerptOf].
func Excerpt(words string) string {
	return text.MarkBlanks(printable.Text(middleOut(words, LargestSentence)))
}

// Excerpts are lines of which none is too long to be read.
func Excerpts(lines ...string) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(Excerpt(line))
	}
	return b.String()
}

// ExcerptOf is the beginning of a text on one line, in characters.
func ExcerptOf(s string, most int) string {
	if len(s) > most*utf8.UTFMax { // the rest will not be seen: it need not be looked at
		s = strings.ToValidUTF8(s[:most*utf8.UTFMax], "")
	}
	line := text.MarkBlanks(printable.Line(s))
	if r := []rune(line); len(r) > most {
		return string(r[:most]) + "…"
	}
	return line
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

// Topic is a topic as it is drawn by itself.
func Topic(topic string) string {
	if strings.Trim(topic, "/") == "" {
		return `"` + topic + `"`
	}
	return SignTopic(topic)
}

// Join puts one sentence below another, if there is one.
func Join(words, more string) string {
	if words == "" || more == "" {
		return words + more
	}
	return words + "\n" + more
}

// ViewNames are what the views of a payload are called, in the order they are offered.
var ViewNames = []string{"Auto", "Tree", "Pretty text", "Text", "Hex", "Image", "Table"}

// RetainChoices are the ways to handle retained messages, by their number.
var RetainChoices = []string{"Send retained messages", "Only if the subscription is new", "No retained messages"}

// LeastRate is the least rate, in messages a second, that is shown.
const LeastRate = 0.05
