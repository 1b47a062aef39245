package transport

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"golang.org/x/net/proxy"

	"mangrove/broker"
)

// dialTCP opens the connection below everything else, through the proxy if the
// profile names one.
func dialTCP(ctx context.Context, p broker.Profile) (net.Conn, error) {
	var direct net.Dialer
	via, to := p.Way.Proxy, net.JoinHostPort(p.Address.NetworkName(), strconv.Itoa(p.Address.Port))
	if via == nil {
		return direct.DialContext(ctx, "tcp", to)
	}
	var conn net.Conn
	var err error
	switch via.Scheme {
	case "http":
		conn, err = connectHTTP(ctx, via, to)
	case "socks5", "socks5h":
		conn, err = connectSOCKS(ctx, via, to)
	default:
		err = &broker.Found{Kind: broker.ErrProxy, Code: broker.ProxyScheme, Text: via.Scheme}
	}
	if err != nil {
		if IsTimeout(err) || errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return nil, &broker.Found{Kind: broker.ErrProxy, Code: broker.ProxyLate, Err: err} // half an answer looks broken to who reads it
		}
		if errors.Is(err, broker.ErrProxy) {
			return nil, err
		}
		return nil, &broker.Found{Kind: broker.ErrProxy, Code: broker.Because, Err: err}
	}
	return conn, nil
}

// connectSOCKS asks a SOCKS5 proxy (RFC 1928), which resolves the name as well.
func connectSOCKS(ctx context.Context, via *url.URL, to string) (net.Conn, error) {
	var login *proxy.Auth
	if via.User != nil {
		password, _ := via.User.Password()
		login = &proxy.Auth{User: via.User.Username(), Password: password}
	}
	dialer, err := proxy.SOCKS5("tcp", proxyHostPort(via, "1080"), login, nil)
	if err != nil {
		return nil, err
	}
	asking, ok := dialer.(proxy.ContextDialer)
	if !ok {
		return nil, errors.ErrUnsupported // the library's dialer can be cancelled
	}
	return asking.DialContext(ctx, "tcp", to)
}

// connectHTTP asks an HTTP proxy for a tunnel (RFC 9110, 9.3.6).
func connectHTTP(ctx context.Context, via *url.URL, to string) (net.Conn, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", proxyHostPort(via, "3128"))
	if err != nil {
		return nil, err
	}
	cancel := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	err = askTunnel(conn, via, to)
	if !cancel() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return conn, nil
}

func askTunnel(conn net.Conn, via *url.URL, to string) error {
	request := &http.Request{
		Method: http.MethodConnect, URL: &url.URL{Opaque: to}, Host: to, Header: make(http.Header),
	}
	if via.User != nil {
		password, _ := via.User.Password()
		request.SetBasicAuth(via.User.Username(), password)
		request.Header["Proxy-Authorization"] = request.Header["Authorization"]
		request.Header.Del("Authorization")
	}
	if err := request.Write(conn); err != nil {
		return err
	}
	// A byte at a time: what follows the answer belongs to the broker.
	// Whatever the answer says of a body, there is none (RFC 9110, 9.3.6): to close it
	// would read it.
	answer, err := http.ReadResponse(bufio.NewReaderSize(byByte{&headLimit{Conn: conn, left: largestHead}}, 16), request) //nolint:bodyclose // as said
	if err != nil {
		return unreadAnswer(broker.ErrProxy, broker.ProxyNotHTTP, err)
	}
	if answer.StatusCode/100 != 2 {
		return &broker.Found{Kind: broker.ErrProxy, Code: broker.ProxyAnswered, Text: answer.Status}
	}
	return nil
}

// byByte reads no more than is asked for.
type byByte struct{ io.Reader }

// Read gives one byte.
func (r byByte) Read(b []byte) (int, error) { return r.Reader.Read(b[:min(1, len(b))]) }

func proxyHostPort(via *url.URL, port string) string {
	if via.Port() != "" {
		port = via.Port()
	}
	return net.JoinHostPort(via.Hostname(), port)
}
