package contract_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"
)

// proxy is a web server that passes a WebSocket on to an MQTT port, as sites
// put one before their broker.
type proxy struct {
	to       string
	upgrader websocket.Upgrader
	wg       sync.WaitGroup // connections being served
}

// startProxy gives the proxy's URL.
func startProxy(t *testing.T, to string) string {
	t.Helper()
	p := &proxy{to: to, upgrader: websocket.Upgrader{Subprotocols: []string{"mqtt"}}}
	server := httptest.NewServer(p)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
		p.wg.Wait()
	})
	return strings.Replace(server.URL, "http", "ws", 1)
}

// ServeHTTP serves one connection; without a broker behind it is a bad gateway.
func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	tcp, err := net.Dial("tcp", p.to)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer tcp.Close()
	ws, err := p.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	p.wg.Add(1)
	go func() { // to the client, until either side ends
		defer p.wg.Done()
		defer ws.Close()
		defer tcp.Close()
		buf := make([]byte, 64<<10)
		for {
			n, err := tcp.Read(buf)
			if n > 0 && ws.WriteMessage(websocket.BinaryMessage, buf[:n]) != nil || err != nil {
				return
			}
		}
	}()
	for {
		_, b, err := ws.ReadMessage()
		if err != nil {
			return
		}
		if _, err := tcp.Write(b); err != nil {
			return
		}
	}
}
