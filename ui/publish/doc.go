// Package publish is the panel that publishes messages: a topic, a payload that is typed,
// pasted or dropped as a file, and how it is to be sent. It clears retained messages, too,
// and brings them back. It knows nothing of the page that it stands on.
package publish
