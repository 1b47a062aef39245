// Package sparkplug reads Sparkplug B (Eclipse Sparkplug 3.0): what a payload means, and,
// from the messages of a connection in the order of their arrival, how the edge nodes and
// devices stand: what their births announced, what is missing, and what breaks the rules.
// It makes the payload that asks a node for another birth. It knows no store and no
// connection, and says what it finds in codes with values.
package sparkplug
