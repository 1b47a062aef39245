package explain_test

import (
	"errors"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model"
	"mangrove/model/codestest"
)

func TestEvents(t *testing.T) {
	for code, c := range map[broker.EventCode]struct {
		event broker.Event
		want  string
	}{
		broker.BoxListens:      {broker.Event{Remote: "127.0.0.1:1883"}, "the broker listens on 127.0.0.1:1883"},
		broker.BoxOpen:         {broker.Event{Remote: "0.0.0.0:1883"}, "anyone who can reach 0.0.0.0:1883 can connect, read and publish"},
		broker.BoxStopping:     {broker.Event{}, "the broker is stopping"},
		broker.BoxStopped:      {broker.Event{}, "the broker has stopped"},
		broker.BoxConnected:    {broker.Event{Client: "a\x1b", Remote: "h:1", Version: broker.V5, User: "ada", Will: "w"}, `client a\x1b connected from h:1 (MQTT 5, user ada, will on w)`},
		broker.BoxDisconnected: {broker.Event{Client: "a", Why: broker.EndInOrder}, "client a disconnected: it sent DISCONNECT"},
		broker.BoxWill:         {broker.Event{Client: "a", Topic: "w"}, "the delayed will of client a was published on w"},
		broker.BoxSubscribed:   {broker.Event{Client: "a", Names: []string{"x", "y"}, Granted: []byte{0, 2}, More: 3}, "client a subscribed to x (QoS 0), y (QoS 2) and 3 more"},
		broker.BoxUnsubscribed: {broker.Event{Client: "a", Names: []string{"x", "y"}}, "client a unsubscribed from x, y"},
		broker.BoxNotGranted:   {broker.Event{Client: "a", Topic: "b\n", Why: broker.DenyTooMany}, `client a may not subscribe to b\n: the subscriptions of all clients take 64 MB already`},
		broker.BoxNoConnect:    {broker.Event{Remote: "h:1", Silence: 30 * time.Second}, "a connection from h:1 was closed: it sent no CONNECT within 30 s"},
		broker.BoxEndedEarly:   {broker.Event{Remote: "h:1"}, "a connection from h:1 ended before its CONNECT"},
		broker.BoxRefused:      {broker.Event{Remote: "h:1", Cause: "server busy"}, "a client from h:1 was refused: server busy"},
		broker.BoxMalformed:    {broker.Event{Remote: "h:1"}, "a client from h:1 was refused: a malformed packet"},
		broker.BoxWillRefused:  {broker.Event{Remote: "h:1", Fault: model.ErrNUL}, "a client from h:1 was refused: its will cannot be published: a topic cannot contain the NUL character"},
		broker.BoxDropped:      {broker.Event{Client: "a", Count: 2, Why: broker.DropTooLarge}, "2 messages of client a were dropped: larger than it accepts"},
		broker.BoxUnanswered:   {broker.Event{Count: 2, Names: []string{"a", "b"}, More: 1, Why: broker.DropUnanswered}, "2 messages with QoS 1 or 2 were dropped for clients a, b and 1 more: too many are already waiting for its acknowledgement or return"},
		broker.BoxEnded:        {broker.Event{Count: 2, Most: 1000}, "2 sessions of disconnected clients were ended, the oldest first: at most 1000 are kept"},
		broker.BoxNotAccepted:  {broker.Event{Cause: "too many open files"}, "a connection could not be accepted: too many open files"},
		broker.BoxFull:         {broker.Event{Most: 2000}, "no more connections are accepted: there are already 2000"},
	} {
		c.event.Code = code
		if got := explain.Event(c.event); got != c.want {
			t.Errorf("%s: %q, want %q", code, got, c.want)
		}
	}
	for _, code := range codestest.Of(t, "..", "EventCode") {
		if got := explain.Event(broker.Event{Code: broker.EventCode(code)}); got == code {
			t.Errorf("%s has no sentence", code)
		}
	}
}

func TestReasonsOfEvents(t *testing.T) {
	left, dropped, denied := broker.BoxDisconnected, broker.BoxDropped, broker.BoxNotGranted
	for _, c := range []struct {
		code  broker.EventCode
		event broker.Event
		want  string // the end
	}{
		{left, broker.Event{Why: broker.EndWithWill, Will: "w"}, "it sent DISCONNECT and asked for its will; its will was published on w"},
		{left, broker.Event{Why: broker.EndStopping}, "the broker is stopping"},
		{left, broker.Event{Why: broker.EndTakenOver}, "another client connected with the same client id"},
		{left, broker.Event{Why: broker.EndSilent, Silence: 7500 * time.Millisecond}, "its keep alive expired after 7 s of silence"},
		{left, broker.Event{Why: broker.EndLost, Will: "w", Delayed: true}, "the connection was lost without a DISCONNECT; its will on w follows after its delay"},
		{left, broker.Event{Why: broker.EndMalformed}, "protocol error: a malformed packet"},
		{left, broker.Event{Why: broker.EndProtocol, Cause: "second connect packet"}, "protocol error: second connect packet"},
		{dropped, broker.Event{Why: broker.DropTooSlow}, " were dropped: it does not receive its messages fast enough"},
		{dropped, broker.Event{Why: broker.DropReserved}, " were dropped: topics that begin with $SYS belong to the broker"},
		{dropped, broker.Event{Why: broker.DropTooDeep}, " were dropped: a topic has at most 1,000 levels here"},
		{dropped, broker.Event{Why: broker.DropNotKept}, " were not retained: the broker keeps at most 256 MB of them"},
		{dropped, broker.Event{Why: broker.DropTooMuch}, " were dropped: the broker keeps at most 512 MB of them until they are acknowledged"},
		{dropped, broker.Event{Why: broker.DropNotSafe}, " were not kept for redelivery: there is no room for more than 512 MB of them"},
		{dropped, broker.Event{Why: broker.DropUnanswered}, " were dropped: too many are already waiting for its acknowledgement or return"},
		{dropped, broker.Event{Count: 1, Client: "a", Why: broker.DropTooLarge}, "1 message of client a was dropped: larger than it accepts"},
		{broker.BoxUnanswered, broker.Event{Count: 1, Names: []string{"a"}, Why: broker.DropUnanswered}, "1 message with QoS 1 or 2 was dropped for client a: too many are already waiting for its acknowledgement or return"},
		{broker.BoxEnded, broker.Event{Count: 1, Most: 1000}, "1 session of disconnected clients was ended, the oldest first: at most 1000 are kept"},
		{denied, broker.Event{Why: broker.DenyTooDeep}, ": a topic or filter has at most 1,000 levels here"},
		{denied, broker.Event{Fault: model.ErrPlus}, ": the wildcard + must stand alone in its level, as in a/+/b"},
		{broker.BoxUnanswered, broker.Event{Count: 2, Why: broker.DropUnanswered}, "were dropped for a client: too many are already waiting for its acknowledgement or return"},
		{broker.BoxWillRefused, broker.Event{Why: broker.DropReserved}, "its will cannot be published: topics that begin with $SYS belong to the broker"},
	} {
		c.event.Code = c.code
		if got := explain.Event(c.event); !strings.HasSuffix(got, c.want) {
			t.Errorf("%s: %q, want %q", c.event.Why, got, c.want)
		}
	}
	for _, code := range codestest.Of(t, "..", "EventReason") {
		if got := explain.WillRefused(broker.EventReason(code), ""); strings.HasSuffix(got, ": "+code) {
			t.Errorf("%s has no words", code)
		}
	}
}

func TestListenErrors(t *testing.T) {
	for fault, c := range map[broker.ListenFault]struct{ on, want string }{
		broker.BadListenAddress: {"127.0.0.1", `"127.0.0.1" is not an address to listen on; write it as host:port, for example 127.0.0.1:1883, with a port from 0 to 65535.`},
		broker.PortInUse:        {":1883", "Port 1883 on this machine is already in use by another program; choose another port, or connect to the broker that is running there."},
		broker.PortForbidden:    {"127.0.0.1:80", "The system does not allow this user to listen on port 80; choose a port above 1023, for example 1883."},
		broker.NotThisMachine:   {"nowhere.invalid:1883", "nowhere.invalid is not an address of this machine; listen on 127.0.0.1 for this machine only, or on 0.0.0.0 for the whole network."},
		"":                      {"127.0.0.1:80", "The broker cannot listen on 127.0.0.1:80: it rains."},
	} {
		err := &broker.ListenError{Address: c.on, Fault: fault, Err: errors.New("it rains")}
		if got := explain.Error(err, broker.Address{}); got != c.want {
			t.Errorf("%s: %q, want %q", fault, got, c.want)
		}
	}
	for _, fault := range codestest.Of(t, "..", "ListenFault") {
		if got := explain.Error(&broker.ListenError{Fault: broker.ListenFault(fault), Err: errors.New(fault)}, broker.Address{}); strings.Contains(got, fault) {
			t.Errorf("%s: %q", fault, got)
		}
	}
	system := &broker.ListenError{Address: "h:1", Err: &net.OpError{Op: "listen", Net: "tcp", Err: syscall.EMFILE}}
	if got, want := explain.Error(system, broker.Address{}), "The broker cannot listen on h:1: too many connections and files are open; close some."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
