package client

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // what RFC 6455 asks for
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
)

// upgraded is a server that answers the request for a WebSocket with some
// headers more than are needed, takes CONNECT, and then sends bytes.
func upgraded(headers string, frames []byte) func(*peer) {
	return func(p *peer) {
		request, err := http.ReadRequest(p.in)
		if err != nil {
			return
		}
		sum := sha1.Sum([]byte(request.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")) //nolint:gosec // see above
		p.write([]byte("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
			"Sec-WebSocket-Accept: " + base64.StdEncoding.EncodeToString(sum[:]) + "\r\n" + headers + "\r\n"))
		if _, err := p.in.ReadByte(); err == nil {
			p.write(frames)
		}
		for err == nil {
			_, err = p.in.ReadByte()
		}
	}
}

// TestWebSocketsThatCarryNoMQTT: what a server does with a WebSocket that it has
// accepted is told as that, and never as a reason to do without one.
func TestWebSocketsThatCarryNoMQTT(t *testing.T) {
	const mqtt = "Sec-WebSocket-Protocol: mqtt\r\n"
	yes := wiretest.Connack(broker.V311, 0)
	frame := func(head byte, body []byte) []byte { return append([]byte{head, byte(len(body))}, body...) }
	for _, c := range []struct {
		name    string
		headers string
		frames  []byte
		want    error
		says    string
	}{
		{"another subprotocol", "Sec-WebSocket-Protocol: chat\r\n", nil, broker.ErrNotWebSocket, `the subprotocol "chat" instead of mqtt`},
		{"that of MQTT 3.1, not asked for", "Sec-WebSocket-Protocol: mqttv3.1\r\n", nil, broker.ErrNotWebSocket, `"mqttv3.1"`},
		{"packing, not asked for", mqtt + "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n",
			frame(0xC2, []byte{0x52, 0x60, 0x62, 0x60, 0, 0}), broker.ErrNotWebSocket, `the extension "permessage-deflate; `},
		{"another extension", mqtt + "Sec-WebSocket-Extensions: x-other\r\n", frame(0x82, yes), broker.ErrNotWebSocket, `the extension "x-other"`},
		{"text before all", mqtt, frame(0x81, yes), broker.ErrMalformed, "WebSocket frame of text"},
		{"text later", mqtt, append(frame(0x82, yes), frame(0x81, []byte{0x30, 3, 0, 1, 't'})...), broker.ErrMalformed, "WebSocket frame of text"},
		{"a masked frame", mqtt, append(frame(0x82, yes), 0x82, 0x81, 0, 0, 0, 0, 0x30), broker.ErrMalformed, "broken WebSocket frame"},
		{"a frame of no known kind", mqtt, append(frame(0x82, yes), 0x83, 0), broker.ErrMalformed, "broken WebSocket frame"},
		{"closed with a reason", mqtt, frame(0x88, []byte("\x03\xF0denied")), broker.ErrHungUp, "code 1008, policy violation, and says: denied. It may"},
		{"closed without a frame of MQTT", mqtt, frame(0x88, nil), broker.ErrHungUp, "accepted the WebSocket and closed it without an MQTT answer. It may"},
		{"closed later", mqtt, append(frame(0x82, yes), frame(0x88, []byte("\x03\xF4"))...), broker.ErrLost, "code 1012, service restart"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := startFake(t, nil, upgraded(c.headers, c.frames))
			profile := f.profile("ws", broker.V311)
			profile.Address.Path = "/mqtt"
			status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped)
			said := explain.Error(status.Problem, profile.Address)
			if !errors.Is(status.Problem, c.want) || !strings.Contains(said, c.says) || strings.Contains(said, "mqtt://") {
				t.Errorf("%v\ntold as: %s", status.Problem, said)
			}
		})
	}
}

// TestWebSocketsWithoutASubprotocolWork: many a proxy leaves it out.
func TestWebSocketsWithoutASubprotocolWork(t *testing.T) {
	for _, headers := range []string{"", "Sec-WebSocket-Protocol: MQTT\r\n"} {
		f := startFake(t, nil, upgraded(headers, append([]byte{0x82, 4}, wiretest.Connack(broker.V311, 0)...)))
		reaches(t, connectFake(t, f.profile("ws", broker.V311), &wiretest.Keeper{}), broker.Connected)
	}
}

// TestRequestsThatAreNotRead: a server of HTTPS answers a plain request in HTTP, and
// what it needs is TLS.
func TestRequestsThatAreNotRead(t *testing.T) {
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	secure.StartTLS()
	defer secure.Close()
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadRequest) }))
	defer plain.Close()
	for address, says := range map[string]string{
		secure.Listener.Addr().String(): "expects TLS. Use wss://" + secure.Listener.Addr().String() + "/mqtt.",
		plain.Listener.Addr().String():  "(HTTP 400 Bad Request). Check the port and the path",
	} {
		profile, err := broker.ParseURL("ws://" + address)
		if err != nil {
			t.Fatal(err)
		}
		status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped)
		if said := explain.Error(status.Problem, profile.Address); !strings.Contains(said, says) {
			t.Errorf("%v\ntold as %q, without %q", status.Problem, said, says)
		}
	}
}

// TestRedirectionsAreTold: with the place they point to, and without what may be
// secret in it.
func TestRedirectionsAreTold(t *testing.T) {
	for _, c := range []struct{ name, location, says string }{
		{"to another host", "https://u:s3cret@other.example/mqtt?sig=s3cret#s3cret", "wss://other.example/mqtt."},
		{"to another path", "/login?next=s3cret", "/login."},
		{"to no web server", "mailto:s3cret@example", "Check the port and the path"},
		{"to nowhere", "", "Check the port and the path"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := startFake(t, nil, func(p *peer) {
				if _, err := http.ReadRequest(p.in); err != nil {
					return
				}
				var b bytes.Buffer
				b.WriteString("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n")
				if c.location != "" {
					b.WriteString("Location: " + c.location + "\r\n")
				}
				b.WriteString("\r\n")
				p.write(b.Bytes())
			})
			profile := f.profile("ws", broker.V311)
			status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped)
			said := explain.Error(status.Problem, profile.Address)
			if !strings.Contains(said, c.says) || strings.Contains(said+status.Problem.Error(), "s3cret") {
				t.Errorf("%v\ntold as: %s", status.Problem, said)
			}
		})
	}
}
