// Package devices is the page of the devices behind the messages of the current connection:
// all of them in a table, and one with its topics, its values and its comings and goings.
package devices
