//go:build e2e

package main

import (
	"fmt"
	"net"
	"testing"
	"time"
)

// load publishes at QoS 0 to topics in turn, at a rate, over a raw socket: a
// client library would need a processor of its own for it.
type load struct {
	topics  []string
	rate    int           // messages a second
	tick    time.Duration // between two writes
	payload func(dst []byte, n int) []byte
}

// loadTopics are topics under one level.
func loadTopics(level string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("%s/sensor%05d/temperature", level, i)
	}
	return list
}

// dialLoad opens a session over a raw socket. It ends with the test.
func dialLoad(tb testing.TB, address string) net.Conn {
	tb.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { conn.Close() })
	// CONNECT at level 4 with a clean session and without keep-alive (MQTT 3.1.1, 3.1).
	if _, err := conn.Write([]byte("\x10\x0c\x00\x04MQTT\x04\x02\x00\x00\x00\x00")); err != nil {
		tb.Fatal(err)
	}
	if _, err := conn.Read(make([]byte, 4)); err != nil { // CONNACK
		tb.Fatal(err)
	}
	return conn
}

// run publishes for so long and gives how many messages that were. A broker
// that is slower holds it up: the messages are made up for as it can.
func (l load) run(conn net.Conn, length time.Duration) (sent int, err error) {
	ticker := time.NewTicker(l.tick)
	defer ticker.Stop()
	var buffer, payload []byte
	due := int(length.Seconds() * float64(l.rate))
	for start := time.Now(); sent < due; <-ticker.C {
		now := min(due, int(time.Since(start).Seconds()*float64(l.rate)))
		for buffer = buffer[:0]; sent < now; sent++ {
			payload = l.payload(payload[:0], sent)
			buffer = appendPublish(buffer, l.topics[sent%len(l.topics)], payload)
		}
		if _, err := conn.Write(buffer); err != nil {
			return sent, err
		}
	}
	return sent, nil
}

// appendPublish appends a PUBLISH at QoS 0 of less than 16 KB (MQTT 3.1.1, 3.3).
func appendPublish(dst []byte, topic string, payload []byte) []byte {
	n := 2 + len(topic) + len(payload)
	dst = append(dst, 0x30, byte(n)|0x80, byte(n>>7), byte(len(topic)>>8), byte(len(topic)))
	return append(append(dst, topic...), payload...)
}
