package audit

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client"
)

// strict is the URL of a broker that answers CONNECT with a code, one without a name with
// another, and ends the connection at whatever comes next.
func strict(t *testing.T, named, anonymous byte) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() { // ends with the listener
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() { // ends with the session
				defer conn.Close()
				_ = greet(conn, named, anonymous)
			}()
		}
	}()
	return fmt.Sprintf("mqtt://%s", l.Addr())
}

func greet(conn net.Conn, named, anonymous byte) error {
	r := bufio.NewReader(conn)
	if _, err := r.ReadByte(); err != nil {
		return err
	}
	length, err := binary.ReadUvarint(r)
	if err != nil {
		return err
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(r, body); err != nil || len(body) < 8 {
		return errors.Join(err, io.ErrUnexpectedEOF)
	}
	code := named
	if body[7]&0x80 == 0 { // no user name
		code = anonymous
	}
	if _, err := conn.Write([]byte{0x20, 3, 0, code, 0}); err != nil || code != 0 {
		return err
	}
	_, err = r.ReadByte()
	return err
}

// TestConnackDecides: a login that is taken is one, though the broker ends the session at
// SUBSCRIBE; that it is busy or bans this computer says nothing of logins.
func TestConnackDecides(t *testing.T) {
	for name, c := range map[string]struct {
		anonymous byte
		want      []string
	}{
		"taken":          {0, []string{"not tried everything", "not tried system topics", "anonymous ", "not tried anonymous reads"}},
		"not authorized": {broker.NotAuthorized, []string{"not tried everything", "not tried system topics"}},
		"bad login":      {broker.BadLogin, []string{"not tried everything", "not tried system topics"}},
		"busy":           {broker.ServerBusy, []string{"not tried everything", "not tried system topics", "not tried anonymous"}},
		"banned":         {broker.Banned, []string{"not tried everything", "not tried system topics", "not tried anonymous"}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := broker.ParseURL(strict(t, 0, c.anonymous))
			if err != nil {
				t.Fatal(err)
			}
			p.Username, p.Password, p.PasswordSet, p.Version = "ann", "secret", true, broker.V5
			found, err := Examine(t.Context(), p, Options{Network: client.Network{}, Patience: 3 * time.Minute, Now: now})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range found {
				got = append(got, string(f.Code)+" "+string(f.What))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("it finds %q", got)
			}
		})
	}
}
