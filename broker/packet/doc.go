// Package packet is the form of MQTT's packets: how their parts are written and read,
// and what MQTT 3.1, 3.1.1 and 5 allow in them. It keeps nothing and knows no
// connection; what it reads it borrows.
//
// Its errors are those of broker.Fault, with the clause that was broken: clauses of
// the form [MQTT-1.5.4-1] and numbers of sections are those of MQTT 5 unless they say
// otherwise. The kind of a packet is its type, the upper four bits of its first byte.
package packet
