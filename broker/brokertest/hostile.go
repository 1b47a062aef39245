package brokertest

import (
	"bufio"
	"bytes"
	"crypto/sha1" //nolint:gosec // RFC 6455 asks for it
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// Harm is a way in which a broker, or what poses as one, can mean harm. Serve is
// for [Listen]; it ends with the connection at the latest.
type Harm struct {
	Name   string
	Scheme string // to connect with: mqtt, mqtts or ws
	Heavy  bool   // it takes seconds of the processor
	Serve  func(net.Conn)
}

// victim is a client as a hostile broker sees it.
type victim struct {
	net.Conn
	in   *bufio.Reader
	five bool // it speaks MQTT 5
}

// read gives the next packet; the first byte is 0 at the end.
func (v *victim) read() (head byte, body []byte) {
	head, _ = v.in.ReadByte()
	size, err := binary.ReadUvarint(v.in)
	if err != nil || size > 1<<20 {
		return 0, nil
	}
	body = make([]byte, size)
	if _, err := io.ReadFull(v.in, body); err != nil {
		return 0, nil
	}
	return head, body
}

// connect takes CONNECT.
func (v *victim) connect() {
	if head, body := v.read(); head == 0x10 && len(body) > 8 {
		v.five = body[2+body[1]] == 5
	}
}

// send writes a packet; properties are left out before MQTT 5.
func (v *victim) send(head byte, front, properties, back []byte) error {
	body := bytes.Clone(front)
	if v.five {
		body = append(binary.AppendUvarint(body, uint64(len(properties))), properties...)
	}
	body = append(body, back...)
	_, err := v.Write(append(binary.AppendUvarint([]byte{head}, uint64(len(body))), body...))
	return err
}

// welcome takes CONNECT and says yes.
func (v *victim) welcome(properties ...byte) {
	v.connect()
	_ = v.send(0x20, []byte{0, 0}, properties, nil)
}

// serve answers everything, SUBSCRIBE and PUBLISH with a code and properties.
func (v *victim) serve(code byte, properties []byte) {
	for {
		head, body := v.read()
		var err error
		switch head >> 4 {
		case 8:
			err = v.send(0x90, body[:2], properties, []byte{code})
		case 10:
			err = v.send(0xB0, body[:2], nil, v.codes(0))
		case 3:
			at := 2 + int(binary.BigEndian.Uint16(body))
			if head&6 == 2 && v.five {
				err = v.send(0x40, append(bytes.Clone(body[at:at+2]), code), properties, nil)
			} else if head&6 != 0 {
				err = v.send(0x40+head&4<<2, body[at:at+2], nil, nil)
			}
		case 12:
			_, err = v.Write([]byte{0xD0, 0})
		case 0, 14:
			return
		}
		if err != nil {
			return
		}
	}
}

// codes are left out before MQTT 5.
func (v *victim) codes(codes ...byte) []byte {
	if v.five {
		return codes
	}
	return nil
}

func over(serve func(*victim)) func(net.Conn) {
	return func(c net.Conn) { serve(&victim{Conn: c, in: bufio.NewReader(c)}) }
}

// text is a property with a text.
func text(id byte, s string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{id}, uint16(len(s))), s...)
}

// user is a user property of twice a text.
func user(s string) []byte { return append(text(0x26, s), text(0, s)[1:]...) }

// Harms are all of them. They say a text, of 65,535 bytes at most, wherever there
// is room for words.
func Harms(say string) []Harm {
	reason := append(text(0x1F, say), user(say)...)
	all := []Harm{
		{Name: "refuses in many words", Scheme: "mqtt", Serve: over(func(v *victim) {
			v.connect()
			_ = v.send(0x20, []byte{0, map[bool]byte{true: 0x9D, false: 5}[v.five]}, append(text(0x1C, say), reason...), nil)
			v.serve(0, nil)
		})},
		{Name: "welcomes with all it can say", Scheme: "mqtt", Serve: over(func(v *victim) { v.welcome(everyProperty(say)...); v.serve(0, reason) })},
		{Name: "denies in many words", Scheme: "mqtt", Serve: over(func(v *victim) { v.welcome(); v.serve(map[bool]byte{true: 0x87, false: 0x80}[v.five], reason) })},
		{Name: "ends in many words", Scheme: "mqtt", Serve: over(func(v *victim) {
			v.welcome()
			_, _ = v.read()
			_ = v.send(0xE0, []byte{0x9D}, append(text(0x1C, say), reason...), nil)
		})},
		{Name: "sends back what it gets", Scheme: "mqtt", Serve: func(c net.Conn) { _, _ = io.Copy(c, c) }},
		{Name: "speaks no MQTT", Scheme: "mqtt", Serve: over(func(v *victim) { v.connect(); _, _ = io.WriteString(v, say); v.serve(0, nil) })},
		{Name: "speaks HTTP", Scheme: "mqtt", Serve: over(func(v *victim) { v.connect(); _, _ = io.WriteString(v, "HTTP/1.1 400 "+say); v.serve(0, nil) })},
		{Name: "says a byte at a time", Scheme: "mqtt", Serve: over(func(v *victim) { v.welcome(); drip(v, "\x30\xFF\xFF\xFF\x7F\x00\x01t") })},
		{Name: "says its answer a byte at a time", Scheme: "mqtt", Serve: over(func(v *victim) { drip(v, "\x20\xFF\xFF\x03\x00\x00") })},
		{Name: "never stops", Scheme: "mqtt", Heavy: true, Serve: over(func(v *victim) { v.welcome(); flood(v, "\x30\x04\x00\x01t\x00") })},
		{Name: "publishes the longest topics", Scheme: "mqtt", Heavy: true, Serve: over(func(v *victim) { v.welcome(); publishTopics(v, say); v.serve(0, nil) })},
		{Name: "publishes 60 MB", Scheme: "mqtt", Heavy: true, Serve: over(func(v *victim) {
			v.welcome()
			_ = v.send(0x30, []byte("\x00\x05large"), nil, bytes.Repeat([]byte("60 MB "), 10_000_000))
			v.serve(0, nil)
		})},
		{Name: "says nothing", Scheme: "mqtts", Serve: func(c net.Conn) { _, _ = io.Copy(io.Discard, c) }},
		{Name: "says a TLS record a byte at a time", Scheme: "mqtts", Serve: over(func(v *victim) { drip(v, "\x16\x03\x03\x40\x00\x02\x00\x3F\xFC") })},
	}
	return append(all, webHarms(say)...)
}

// everyProperty is what CONNACK may have, each as large as it can be.
func everyProperty(say string) (all []byte) {
	for _, p := range [][]byte{
		{0x11, 0xFF, 0xFF, 0xFF, 0xFF}, text(0x12, say), {0x13, 0xFF, 0xFF}, text(0x1A, say), text(0x1C, say), text(0x1F, say),
		{0x21, 0xFF, 0xFF}, {0x22, 0xFF, 0xFF}, {0x24, 1}, {0x25, 0}, {0x27, 0xFF, 0xFF, 0xFF, 0xFF}, {0x28, 1}, {0x29, 0}, {0x2A, 0},
		user(say), user(say),
	} {
		all = append(all, p...)
	}
	return all
}

// publishTopics sends topics of every harmful kind.
func publishTopics(v *victim, say string) {
	for _, topic := range []string{
		strings.Repeat("x", 65_535), strings.Repeat("/", 65_000), strings.Repeat("a/", 32_000) + "b", say,
		"\x00", "\x1b]0;title\x07", "\x9b31m", "\u202egpj.exe", strings.Repeat("\u0301", 30_000), strings.Repeat("漢字", 10_000),
	} {
		topic = topic[:min(len(topic), 65_535)]
		topic = strings.NewReplacer("#", "", "+", "").Replace(topic)
		_ = v.send(0x31, text(0, topic)[1:], nil, []byte(topic))
	}
}

// drip says something and then zeros, a byte at a time, until nobody listens.
func drip(c net.Conn, begin string) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for at := 0; ; at++ {
		b := []byte{0}
		if at < len(begin) {
			b[0] = begin[at]
		}
		if _, err := c.Write(b); err != nil {
			return
		}
		<-tick.C
	}
}

// flood says the same until nobody listens.
func flood(w io.Writer, what string) {
	for all := []byte(strings.Repeat(what, 64<<10/len(what)+1)); ; {
		if _, err := w.Write(all); err != nil {
			return
		}
	}
}

// webHarms are those of WebSockets.
func webHarms(say string) []Harm {
	line := strings.NewReplacer("\r", "", "\n", "", "\x00", "").Replace(say)
	accept := func(headers string, then func(*victim)) func(net.Conn) {
		return over(func(v *victim) {
			request, err := http.ReadRequest(v.in)
			if err != nil {
				return
			}
			sum := sha1.Sum([]byte(request.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")) //nolint:gosec // see above
			_, _ = fmt.Fprintf(v, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n%s\r\n",
				base64.StdEncoding.EncodeToString(sum[:]), headers)
			then(v)
		})
	}
	answer := func(words string) func(net.Conn) {
		return over(func(v *victim) {
			if _, err := http.ReadRequest(v.in); err == nil {
				_, _ = io.WriteString(v, words)
			}
		})
	}
	const mqtt = "Sec-WebSocket-Protocol: mqtt\r\n"
	closing := "\x03\xF0" + line[:min(len(line), 120)]
	return []Harm{
		{Name: "answers with a head without end", Scheme: "ws", Serve: accept("X: ", func(v *victim) { flood(v, "x") })},
		{Name: "answers with headers without end", Scheme: "ws", Serve: accept("", func(v *victim) { flood(v, "X: y\r\n") })},
		{Name: "refuses in many words of HTTP", Scheme: "ws", Serve: answer("HTTP/1.1 400 " + line + "\r\nContent-Length: 9\r\n\r\n" + line[:min(9, len(line))])},
		{Name: "answers with no HTTP", Scheme: "ws", Serve: answer(line + "\r\n\r\n")},
		{Name: "points elsewhere at length", Scheme: "ws", Serve: answer("HTTP/1.1 302 Found\r\nLocation: https://elsewhere/" + strings.ReplaceAll(line, " ", "")[:min(len(line), 60_000)/2] + "\r\n\r\n")},
		{Name: "chooses a long subprotocol", Scheme: "ws", Serve: accept("Sec-WebSocket-Protocol: "+line[:min(len(line), 60_000)]+"\r\n", func(*victim) {})},
		{Name: "closes with a reason", Scheme: "ws", Serve: accept(mqtt, func(v *victim) {
			_, _ = v.Write(append([]byte{0x88, byte(len(closing))}, closing...))
			_, _ = io.Copy(io.Discard, v.in)
		})},
		{Name: "pings without end", Scheme: "ws", Serve: accept(mqtt, func(v *victim) { flood(v, "\x89\x00") })},
		{Name: "sends frames of nothing without end", Scheme: "ws", Serve: accept(mqtt, func(v *victim) { flood(v, "\x02\x00") })},
		{Name: "announces a frame of all there is", Scheme: "ws", Serve: accept(mqtt, func(v *victim) {
			_, _ = v.Write([]byte{0x82, 127, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x20})
			flood(v, "\x00")
		})},
		{Name: "says a frame a byte at a time", Scheme: "ws", Serve: accept(mqtt, func(v *victim) { drip(v, "\x82\x7E\xFF\xFF\x20\xFF\x7F") })},
	}
}
