// Package series is numbers over time: what one topic, or one value in its payloads, has
// been. It reads numbers out of payloads, keeps them in bounded memory, gives the lowest
// and the highest of each column of pixels in a time that hardly depends on how many
// there are, and says what kind of series it is before it says numbers.
//
// It knows no broker and no window: what it finds out are codes with values.
package series
