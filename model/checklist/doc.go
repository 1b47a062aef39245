// Package checklist is what an installation has to fulfil, as an engineer writes it down:
// devices and rules over topics, with what is to hold of each. It reads the file, says all
// that is wrong with it at once, and turns conventions into topics. It judges nothing and
// knows no connection; [mangrove/model/verify] does the one and is told by the other.
package checklist
