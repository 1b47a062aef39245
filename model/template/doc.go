// Package template makes topics and payloads of texts with {{…}} in them: the time, a
// counter, random values, values of other topics, and the named variables of an
// environment. It is Go's text/template with a small set of functions and with bounds: a
// template ends, and what it makes has a largest size.
package template
