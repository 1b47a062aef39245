package broker

import (
	"reflect"
	"testing"
	"time"
)

func TestReadProperties(t *testing.T) {
	cases := []struct {
		name, block string
		want        *Properties
		bad         bool
	}{
		{"none", "", nil, false},
		{"all", "\x01\x01\x02\x00\x00\x0e\x10\x03\x00\x04text\x08\x00\x03a/b\x09\x00\x02\x00\xff\x26\x00\x01k\x00\x01v\x26\x00\x01k\x00\x00",
			&Properties{Text: true, Expiry: time.Hour, ContentType: "text", ResponseTopic: "a/b", CorrelationData: []byte{0, 0xff},
				User: []UserProperty{{"k", "v"}, {"k", ""}}}, false},
		{"how it came only", "\x0b\x80\x01\x23\x00\x07", nil, false},
		{"a subscription among others", "\x0b\x05\x03\x00\x01x", &Properties{ContentType: "x"}, false},
		{"the longest expiry", "\x02\xff\xff\xff\xff", &Properties{Expiry: 4294967295 * time.Second}, false},
		{"cut in a number", "\x02\x00", nil, true},
		{"cut in a string", "\x03\x00\x05ab", nil, true},
		{"a pair without its value", "\x26\x00\x01k", nil, true},
		{"a number without end", "\x0b\x80", nil, true},
		{"one that no PUBLISH has", "\x11\x00\x00\x00\x01", nil, true},
	}
	for _, c := range cases {
		got, err := ReadProperties([]byte(c.block))
		if (err != nil) != c.bad || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, %v; want %+v", c.name, got, err, c.want)
		}
	}
}

func FuzzReadProperties(f *testing.F) {
	f.Add([]byte("\x26\x00\x01k\x00\x01v\x0b\x80\x01"))
	f.Add([]byte("\x01\x01\x02\x00\x00\x0e\x10\x03\x00\x04text\x08\x00\x03a/b\x09\x00\x02\x00\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ReadProperties(b)
		if p == nil || err != nil {
			return
		}
		size := len(p.ContentType) + len(p.ResponseTopic) + len(p.CorrelationData)
		for _, u := range p.User {
			size += len(u.Name) + len(u.Value)
		}
		if size > len(b) || len(p.User) > len(b)/5 {
			t.Errorf("%d bytes in properties of %d", size, len(b))
		}
	})
}
