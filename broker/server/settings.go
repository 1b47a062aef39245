package server

import (
	"log/slog"
	"time"

	mqtt "github.com/mochi-mqtt/server/v2"
)

const (
	// readBuffer is how many bytes are read from a client at once.
	readBuffer = 64 << 10
	// queueDepth is how many messages may wait to be encoded for one client.
	// mochi allocates the whole queue when the client connects, 8 bytes each:
	// at 2,000,000 twenty idle clients took 560 MB. It can be short because
	// encoded messages wait in the [outbox].
	queueDepth = 1 << 16
	// memoryBudget is how many encoded bytes may wait for all clients together,
	// half of it for a single one, and how many may wait to be encoded.
	memoryBudget = 512 << 20
	// retainedBudget is how many bytes of retained messages are kept; of these
	// retainedCost go to each, and userCost to each of its properties of the user.
	retainedBudget = 256 << 20
	retainedCost   = 1_000
	userCost       = 50
	// waitingBudget is how many bytes of messages with QoS 1 or 2 are kept for all
	// clients together until they acknowledge them; retainedCost go to each.
	waitingBudget = 512 << 20
	// filterBudget is how many bytes the subscriptions of all clients may take.
	filterBudget = 64 << 20
	// maxKeptSessions is how many sessions of clients that have gone are kept; mochi keeps
	// half a megabyte for each.
	maxKeptSessions = 1_000
	// maxInflight is how many messages with QoS 1 or 2 may wait for one
	// client's acknowledgement or return: all packet identifiers there are.
	maxInflight = 65_535
	// maxLevels is the deepest topic or filter. mochi's time for a topic grows
	// with the square of its levels: 65,000 of them take ten seconds.
	maxLevels = 1_000
	// connectPatience is how long a new connection may take to say CONNECT.
	connectPatience = 30 * time.Second
	// linger is how long a connection that is being closed may take to accept
	// what is still queued for it.
	linger = time.Second
	// sysInterval is the seconds between two rounds of $SYS, as in Mosquitto.
	sysInterval = 10
)

// settings are mochi's options where its defaults would drop, expire or refuse.
func settings() *mqtt.Options {
	limits := mqtt.NewDefaultServerCapabilities()
	limits.MaximumClientWritesPending = queueDepth
	limits.MaximumInflight = maxInflight
	limits.ReceiveMaximum = maxInflight     // at 1,024 a burst of QoS 2 is disconnected
	limits.MaximumMessageExpiryInterval = 0 // at a day every retained message is deleted after it
	limits.Compatibilities.NoInheritedPropertiesOnAck = true
	return &mqtt.Options{
		Capabilities:            limits,
		ClientNetReadBufferSize: readBuffer,
		// mochi's buffer keeps answers back while messages wait; the [outbox]
		// gathers better. 0 would mean the default.
		ClientNetWriteBufferSize: 1,
		SysTopicResendInterval:   sysInterval,
		// Its log holds whole packets, passwords included. Ours tells the same.
		Logger: slog.New(slog.DiscardHandler),
	}
}
