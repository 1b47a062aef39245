package audit

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"slices"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client"
)

// pretended is a broker of MQTT 5 that answers CONNECT with a code, one without a name with
// another, and a SUBSCRIBE with a code or by ending the connection.
type pretended struct {
	named, anonymous byte
	ends             bool // at whatever comes after CONNECT
	suback           byte
	says             []byte // a PUBLISH after each SUBACK
}

// serve listens until the test ends, and gives the address. Nobody may hear the answers.
func (b pretended) serve(t *testing.T) string {
	t.Helper()
	return brokertest.Listen(t, func(conn net.Conn) { _ = b.greet(conn) })
}

func (b pretended) greet(conn net.Conn) error {
	r := bufio.NewReader(conn)
	_, connect, err := packetOf(r)
	if err != nil || len(connect) < 8 {
		return errors.Join(err, io.ErrUnexpectedEOF)
	}
	code := b.named
	if connect[7]&0x80 == 0 { // no user name
		code = b.anonymous
	}
	if _, err := conn.Write([]byte{0x20, 3, 0, code, 0}); err != nil || code != 0 {
		return err
	}
	for {
		kind, body, err := packetOf(r)
		if err != nil || b.ends {
			return err
		}
		if kind>>4 != 8 || len(body) < 2 { // SUBSCRIBE
			continue
		}
		answer := append([]byte{0x90, 4, body[0], body[1], 0, b.suback}, b.says...)
		if _, err := conn.Write(answer); err != nil {
			return err
		}
	}
}

// packetOf reads one packet.
func packetOf(r *bufio.Reader) (kind byte, body []byte, err error) {
	if kind, err = r.ReadByte(); err != nil {
		return 0, nil, err
	}
	length, err := binary.ReadUvarint(r)
	if err != nil || length > 1<<16 {
		return 0, nil, errors.Join(err, io.ErrUnexpectedEOF)
	}
	body = make([]byte, length)
	_, err = io.ReadFull(r, body)
	return kind, body, err
}

// saidOf is what is found with a profile, each as its code and what was not tried.
func saidOf(t *testing.T, p broker.Profile, o Options) (got []string) {
	t.Helper()
	o.Network, o.Patience, o.Now = client.Network{}, 3*time.Minute, now
	found, err := Examine(t.Context(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		got = append(got, string(f.Code)+" "+string(f.What))
	}
	return got
}

// profileAt is one with a name, of an address.
func profileAt(t *testing.T, url string) broker.Profile {
	t.Helper()
	p, err := broker.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	p.Username, p.Password, p.PasswordSet, p.Version = "ann", "secret", true, broker.V5
	return p
}

// TestConnackDecides: a login that is taken is one, though the broker ends the session at
// SUBSCRIBE; that it is busy or bans this computer says nothing of logins.
func TestConnackDecides(t *testing.T) {
	for name, c := range map[string]struct {
		anonymous byte
		want      []string
	}{
		"taken":          {0, []string{"anonymous ", "not tried anonymous reads"}},
		"not authorized": {broker.NotAuthorized, nil},
		"bad login":      {broker.BadLogin, nil},
		"busy":           {broker.ServerBusy, []string{"not tried anonymous"}},
		"banned":         {broker.Banned, []string{"not tried anonymous"}},
	} {
		t.Run(name, func(t *testing.T) {
			address := pretended{anonymous: c.anonymous, ends: true}.serve(t)
			want := append([]string{"not tried everything", "not tried system topics", "not tried retained command"}, c.want...)
			if got := saidOf(t, profileAt(t, "mqtt://"+address), Options{}); !slices.Equal(got, want) {
				t.Errorf("it finds %q", got)
			}
		})
	}
}

// TestSubackDecides: what this login may not subscribe to has not been looked at; what it may
// is not read by it before something comes.
func TestSubackDecides(t *testing.T) {
	for name, c := range map[string]struct {
		broker pretended
		want   []string
	}{
		"refused": {pretended{anonymous: broker.BadLogin, suback: broker.NotAuthorized}, []string{"not tried retained command"}},
		"granted": {pretended{anonymous: broker.BadLogin}, []string{"everything ", "not tried system topics"}},
		"delivered": {pretended{anonymous: broker.BadLogin, says: []byte{0x30, 9, 0, 6, '$', 'S', 'Y', 'S', '/', 'x', 0}},
			[]string{"everything ", "system topics "}},
	} {
		t.Run(name, func(t *testing.T) {
			wait := time.Duration(0) // as long as it takes
			if c.broker.says == nil {
				wait = time.Millisecond
			}
			if got := saidOf(t, profileAt(t, "mqtt://"+c.broker.serve(t)), Options{Wait: wait}); !slices.Equal(got, c.want) {
				t.Errorf("it finds %q", got)
			}
		})
	}
}
