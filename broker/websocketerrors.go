package broker

import (
	"fmt"
	"net/http"
	"net/url"
)

// WebSocketRefusal is an HTTP answer other than the upgrade to a WebSocket. It
// counts as [ErrNotWebSocket].
type WebSocketRefusal struct {
	Status int
	// Elsewhere is where a redirection points to, without a query. Nobody
	// connects there unasked: it would get the login.
	Elsewhere string
}

// Error names the status.
func (r *WebSocketRefusal) Error() string { return ErrNotWebSocket.Error() + ": " + r.Answer() }

// Unwrap makes it known as [ErrNotWebSocket].
func (r *WebSocketRefusal) Unwrap() error { return ErrNotWebSocket }

// Answer is the status with its name.
func (r *WebSocketRefusal) Answer() string {
	return fmt.Sprintf("HTTP %d %s", r.Status, http.StatusText(r.Status))
}

// Passing reports that the refusal may be a matter of time: a proxy whose broker
// is away answers 502, 503 or 504.
func (r *WebSocketRefusal) Passing() bool {
	return r.Status >= 500 || r.Status == http.StatusTooManyRequests
}

// Denied reports that the server knows the place and does not let us in.
func (r *WebSocketRefusal) Denied() bool {
	return r.Status == http.StatusUnauthorized || r.Status == http.StatusForbidden
}

// RedirectTarget is where a redirection points to, as an address of ours: with the
// scheme of a WebSocket, and without a login and a query, which may be secret.
func RedirectTarget(to *url.URL) string {
	scheme, ok := map[string]string{"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}[to.Scheme]
	if !ok || to.Host == "" {
		return ""
	}
	return (&url.URL{Scheme: scheme, Host: to.Host, Path: to.Path, RawPath: to.RawPath}).String()
}

// WebSocketEnd is the end of a WebSocket that had been accepted, with the code
// and the reason of its close frame (RFC 6455, 7.4). The code is 1006 where
// there was none.
type WebSocketEnd struct {
	Code   int
	Reason string
	Err    error
}

// Error has the words of the library.
func (e *WebSocketEnd) Error() string { return e.Err.Error() }

// Unwrap is the library's error.
func (e *WebSocketEnd) Unwrap() error { return e.Err }
