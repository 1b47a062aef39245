// Package brokers is the page of brokers: what the broker of the current connection says
// of itself, and the built-in broker, which it starts and stops.
package brokers
