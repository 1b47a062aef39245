package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"mangrove/broker"
	"mangrove/broker/packet"
)

// startWebSocket lays a WebSocket on the transport, which is connected and, for
// wss, encrypted already. MQTT asks for the subprotocol mqtt and binary frames
// (MQTT 5, 6.0).
func (t *Conn) startWebSocket(ctx context.Context, p broker.Profile) error {
	counted := &framing{Conn: t.Conn, left: endless}
	writing := &writeLimit{Conn: counted}
	under := &headLimit{Conn: writing, left: largestHead}
	use := func(context.Context, string, string) (net.Conn, error) { return under, nil }
	dialer := websocket.Dialer{
		NetDialContext:    use,
		NetDialTLSContext: use,
		Subprotocols:      []string{subprotocol},
		ReadBufferSize:    64 << 10,
		WriteBufferSize:   64 << 10,
	}
	to, err := requestURL(p.Address)
	if err != nil {
		return err
	}
	ws, response, err := dialer.DialContext(ctx, to, p.Way.Header.Clone()) //nolint:bodyclose // its documentation: not to be closed
	if err != nil {
		return t.classifyWebSocket(err, response, broker.RedactorOf(p))
	}
	under.left = endless
	counted.useful()
	t.Conn = &webSocket{Conn: ws, framing: counted, writing: writing, redactor: broker.RedactorOf(p)}
	// Some answer with none, which works. Another was not asked for, and is not
	// MQTT (RFC 6455, 4.1; MQTT 5, 6.0).
	if name := ws.Subprotocol(); name != "" && !strings.EqualFold(name, subprotocol) {
		return &broker.Found{Kind: broker.ErrNotWebSocket, Code: broker.OtherSubprotocol, Text: packet.Clip(broker.RedactorOf(p).Words(name))}
	}
	// Nor was any extension (RFC 6455, 4.1): the library would unpack a thousand bytes
	// of each that comes.
	if name := response.Header.Get("Sec-WebSocket-Extensions"); name != "" {
		return &broker.Found{Kind: broker.ErrNotWebSocket, Code: broker.OtherExtension, Text: packet.Clip(broker.RedactorOf(p).Words(name))}
	}
	return nil
}

// subprotocol is what MQTT is called among WebSockets [MQTT-6.0.0-3].
const subprotocol = "mqtt"

// requestURL is what the WebSocket is asked for. The port is left out where it is
// the scheme's (RFC 6455, 4.1, 4): there are servers that know themselves by
// their name alone.
func requestURL(a broker.Address) (string, error) {
	host := a.NetworkName()
	switch {
	case a.Port != broker.UsualPort(a.Scheme):
		host = net.JoinHostPort(host, strconv.Itoa(a.Port))
	case strings.Contains(host, ":"):
		host = "[" + host + "]"
	}
	to := a.Scheme + "://" + strings.Replace(host, "%", "%25", 1) + a.RequestURI()
	if _, err := url.Parse(to); err != nil { // whose words would repeat the query
		return "", &broker.Unfit{Err: broker.ErrInvalid, Code: broker.BadPath}
	}
	return to, nil
}

// notUpgraded is the HTTP answer that came instead of an upgrade.
func notUpgraded(response *http.Response, redactor broker.Redactor) *broker.WebSocketRefusal {
	r := &broker.WebSocketRefusal{Status: response.StatusCode}
	if to, err := response.Location(); err == nil {
		r.Elsewhere = redactor.Words(broker.RedirectTarget(to))
	}
	return r
}

func (t *Conn) classifyWebSocket(err error, response *http.Response, redactor broker.Redactor) error {
	switch alien := DetectForeign(t.pulse.first()); {
	case response != nil && errors.Is(err, websocket.ErrBadHandshake):
		return notUpgraded(response, redactor)
	case errors.Is(alien, broker.ErrSpeaksTLS):
		return fmt.Errorf("%w: %w", alien, err)
	case IsTimeout(err):
		return fmt.Errorf("%w: %w", broker.ErrNoAnswer, err)
	case IsHangUp(err):
		return fmt.Errorf("%w: %w", broker.ErrHungUp, err)
	}
	return unreadAnswer(broker.ErrNotWebSocket, broker.Because, err)
}

// webSocket makes a stream of a WebSocket's messages: MQTT packets do not keep
// to their borders [MQTT-6.0.0-2]. Writes must not overlap; the wire sees to it.
type webSocket struct {
	*websocket.Conn
	framing  *framing // the reader's
	redactor broker.Redactor
	writing  *writeLimit
	message  io.Reader // the rest of the message being read, nil between two
}

// Read gives the next bytes of the stream.
func (w *webSocket) Read(b []byte) (int, error) {
	for {
		if w.message == nil {
			kind, next, err := w.NextReader()
			if err != nil {
				return 0, streamError(err, w.redactor)
			}
			if kind != websocket.BinaryMessage { // [MQTT-6.0.0-1]
				return 0, &broker.Fault{Code: broker.TextFrame, Clause: "MQTT-6.0.0-1", Answer: broker.ProtocolError}
			}
			w.message = next
		}
		n, err := w.message.Read(b)
		if n > 0 {
			w.framing.useful()
		}
		if err == io.EOF {
			w.message, err = nil, nil
		}
		if err != nil {
			return n, streamError(err, w.redactor)
		}
		if n > 0 {
			return n, nil
		}
	}
}

// streamError makes of a close frame what the end of a TCP stream is, and tells
// frames that are broken from a connection that is.
func streamError(err error, redactor broker.Redactor) error {
	var closed *websocket.CloseError
	switch {
	case errors.As(err, &closed):
		return &broker.WebSocketEnd{Code: closed.Code, Reason: redactor.Words(closed.Text), Err: fmt.Errorf("%w: %w", io.EOF, err)}
	case errors.Is(err, errFraming):
		return &broker.Fault{Code: broker.EmptyFrames, Clause: "RFC 6455, 5", Answer: broker.ProtocolError, Err: err}
	case strings.HasPrefix(err.Error(), "websocket: "): // the library has no other mark for these
		return &broker.Fault{Code: broker.BrokenFrame, Clause: "RFC 6455, 5", Answer: broker.MalformedPacket, Err: err}
	}
	return err
}

// SetWriteDeadline holds for what is being written as well, by somebody else: the
// library's own is for who writes.
func (w *webSocket) SetWriteDeadline(t time.Time) error { return w.writing.limit(t) }

// Write sends b as one binary message [MQTT-6.0.0-1].
func (w *webSocket) Write(b []byte) (int, error) {
	if err := w.WriteMessage(websocket.BinaryMessage, b); err != nil {
		return 0, err
	}
	return len(b), nil
}

// writeLimit has two deadlines for writing, of which the earlier counts. The library sets one
// before each frame, which would undo ours if that has just been set.
type writeLimit struct {
	net.Conn
	mu            sync.Mutex // guards the rest, and which of both is set last
	library, ours time.Time  // zero: none
}

// SetWriteDeadline sets the library's.
func (l *writeLimit) SetWriteDeadline(t time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.library = t
	return l.set()
}

// limit sets ours.
func (l *writeLimit) limit(t time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ours = t
	return l.set()
}

func (l *writeLimit) set() error {
	t := l.ours
	if t.IsZero() || !l.library.IsZero() && l.library.Before(t) {
		t = l.library
	}
	return l.Conn.SetWriteDeadline(t)
}

// SetDeadline is never needed: deadlines are set on the socket below.
func (w *webSocket) SetDeadline(time.Time) error { return errors.ErrUnsupported }

// Close says goodbye, briefly, and closes what lies below.
func (w *webSocket) Close() error {
	_ = w.WriteControl(websocket.CloseMessage,
		websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(100*time.Millisecond))
	return w.Conn.Close()
}
