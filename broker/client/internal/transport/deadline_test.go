package transport

import (
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
	ws, response, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(server.URL, "http"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	<-accepted
	w := &webSocket{Conn: ws, framing: new(framing)}
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
	case <-time.After(time.Minute):
		t.Error("the write goes on")
	}
}
