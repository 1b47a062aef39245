// Package lint finds what is unwise about the topics of a broker: names that are easily
// mistaken, commands that are retained, states that are not, payloads that change their kind,
// secrets in the open. It judges what has come, and asks nothing.
package lint
