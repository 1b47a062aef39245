// Package chart draws numbers over time: lines, their axes, a legend that says what each
// of them is, and a cursor. Charts may share one timeline. It knows no MQTT, and nothing
// of where numbers come from: a [Source] gives the lowest and the highest of each column
// of pixels.
//
// Everything in it belongs to the goroutine that draws.
package chart
