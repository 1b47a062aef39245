// Package wording puts values into sentences. A sentence stands whole where it is said, with
// a name in braces for each value, as in "{count} messages for {topic}": so that it can be
// read, and put into another language, whose words have another order, without its code.
//
// It owns how the places are filled, and which of two sentences a number takes. It knows no
// sentence.
package wording

import (
	"fmt"
	"strings"
)

// Fill puts values into the places of a sentence: after it come the name of a place and its
// value, in turns. What a value has in braces is left as it is.
func Fill(text string, values ...any) string {
	pairs := make([]string, len(values)/2*2)
	for i := 0; i+1 < len(values); i += 2 {
		pairs[i], pairs[i+1] = "{"+fmt.Sprint(values[i])+"}", fmt.Sprint(values[i+1])
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// Count fills the sentence for one of something, or the one for another number of them:
// {count} is their number.
func Count[T int | int64 | uint64](n T, one, several string, values ...any) string {
	return Fill(Of(n, one, several), append([]any{"count", n}, values...)...)
}

// Of is the sentence for one of something, or the one for another number of them.
func Of[T int | int64 | uint64](n T, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}
