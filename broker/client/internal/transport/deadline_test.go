package transport

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// TestDeadlineWhileWriting: who takes leave sets a deadline while somebody else writes,
// and that ends the write, also one to a broker that takes nothing.
func TestDeadlineWhileWriting(t *testing.T) {
	accepted, done := make(chan *websocket.Conn, 1), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		upgrader := websocket.Upgrader{}
		ws, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		accepted <- ws
		<-done // and reads nothing
		ws.Close()
	}))
	defer server.Close()
	defer close(done)
	var writing *writeLimit
	dialer := websocket.Dialer{NetDialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := new(net.Dialer).DialContext(ctx, network, address)
		writing = &writeLimit{Conn: c}
		return writing, err
	}}
	ws, response, err := dialer.Dial("ws"+strings.TrimPrefix(server.URL, "http"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	<-accepted
	w := &webSocket{Conn: ws, framing: new(framing), writing: writing}
	defer ws.Close()
	began, ended := make(chan struct{}), make(chan struct{})
	go func() { // ends with the deadline
		message := make([]byte, 1<<20)
		_, err := w.Write(message)
		close(began)
		for err == nil {
			_, err = w.Write(message)
		}
		close(ended)
	}()
	<-began
	if err := w.SetWriteDeadline(time.Now()); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
	case <-time.After(3 * time.Minute):
		t.Error("the write goes on")
	}
}

// deadlines is a connection that notes the deadline for writing.
type deadlines struct {
	net.Conn
	at time.Time
}

func (d *deadlines) SetWriteDeadline(t time.Time) error {
	d.at = t
	return nil
}

// TestTheEarlierDeadlineCounts, in whichever order they are set: the library sets its own, or
// none, before each frame.
func TestTheEarlierDeadlineCounts(t *testing.T) {
	now := time.Now()
	for _, c := range []struct{ ours, library, want time.Time }{
		{now, time.Time{}, now}, {time.Time{}, now, now}, {now, now.Add(1), now}, {now.Add(1), now, now}, {time.Time{}, time.Time{}, time.Time{}},
	} {
		for _, oursFirst := range []bool{true, false} {
			under := new(deadlines)
			l := &writeLimit{Conn: under}
			set := []func(){func() { _ = l.limit(c.ours) }, func() { _ = l.SetWriteDeadline(c.library) }}
			if !oursFirst {
				set[0], set[1] = set[1], set[0]
			}
			set[0]()
			set[1]()
			if !under.at.Equal(c.want) {
				t.Errorf("ours %v, the library's %v, ours first %v: %v", c.ours, c.library, oursFirst, under.at)
			}
		}
	}
}
