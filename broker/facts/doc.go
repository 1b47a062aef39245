// Package facts reads what a broker says of itself below $SYS: figures by the names
// that brokers give them, how fast they grow, and how they were of late.
package facts
