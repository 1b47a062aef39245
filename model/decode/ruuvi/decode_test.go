package ruuvi

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"mangrove/model/value"
)

// measurements are the data formats with what their documentation has as examples, and
// with values of our own.
var measurements = []struct {
	name, hex, want string
}{
	{"format 3", "03291A1ECE1EFC18F94202CA0B53", `{"humidity":20.5,"temperature":26.3,"pressure":102766,"acceleration_x":-1000,"acceleration_y":-1726,"acceleration_z":714,"battery":2899}`},
	{"format 3, the largest", "03FF7F63FFFF7FFF7FFF7FFFFFFF", `{"humidity":127.5,"temperature":127.99,"pressure":115535,"acceleration_x":32767,"acceleration_y":32767,"acceleration_z":32767,"battery":65535}`},
	{"format 3, the least", "0300FF6300008001800180010000", `{"humidity":0,"temperature":-127.99,"pressure":50000,"acceleration_x":-32767,"acceleration_y":-32767,"acceleration_z":-32767,"battery":0}`},
	{"format 5", "0512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F", `{"temperature":24.3,"humidity":53.49,"pressure":100044,"acceleration_x":4,"acceleration_y":-4,"acceleration_z":1036,"battery":2977,"tx_power":4,"movements":66,"sequence":205,"mac":"CB:B8:33:4C:88:4F"}`},
	{"format 5, the largest", "057FFFFFFEFFFE7FFF7FFF7FFFFFDEFEFFFECBB8334C884F", `{"temperature":163.835,"humidity":163.835,"pressure":115534,"acceleration_x":32767,"acceleration_y":32767,"acceleration_z":32767,"battery":3646,"tx_power":20,"movements":254,"sequence":65534,"mac":"CB:B8:33:4C:88:4F"}`},
	{"format 5, the least", "058001000000008001800180010000000000CBB8334C884F", `{"temperature":-163.835,"humidity":0,"pressure":50000,"acceleration_x":-32767,"acceleration_y":-32767,"acceleration_z":-32767,"battery":1600,"tx_power":-40,"movements":0,"sequence":0,"mac":"CB:B8:33:4C:88:4F"}`},
	{"format 5 of a sensor that has nothing", "058000FFFFFFFF800080008000FFFFFFFFFFFFFFFFFFFFFF", `{"temperature":null,"humidity":null,"pressure":null,"acceleration_x":null,"acceleration_y":null,"acceleration_z":null,"battery":null,"tx_power":null,"movements":null,"sequence":null,"mac":null}`},
	{"format 6", "06170C5668C79E007000C90501D9FFCD004C884F", `{"temperature":29.5,"humidity":55.3,"pressure":101102,"pm2_5":11.2,"co2":201,"voc":10,"nox":2,"luminosity":13026.67,"sequence":205,"calibrating":false,"mac":"4C:88:4F"}`},
	{"format 6 with lowest bits among the flags", "06170C5668C79E007000C9050100FFCDC14C884F", `{"temperature":29.5,"humidity":55.3,"pressure":101102,"pm2_5":11.2,"co2":201,"voc":11,"nox":3,"luminosity":0,"sequence":205,"calibrating":true,"mac":"4C:88:4F"}`},
	{"format 6 of a sensor that has nothing", "068000FFFFFFFFFFFFFFFFFFFFFFFFFFC0FFFFFF", `{"temperature":null,"humidity":null,"pressure":null,"pm2_5":null,"co2":null,"voc":null,"nox":null,"luminosity":null,"sequence":255,"calibrating":false,"mac":null}`},
	{"format E1", "E1170C5668C79E0065007004BD11CA00C90A0213E0ACFFFFFFDECDEE10FFFFFFFFFFCBB8334C884F", `{"temperature":29.5,"humidity":55.3,"pressure":101102,"pm1_0":10.1,"pm2_5":11.2,"pm4_0":121.3,"pm10_0":455.4,"co2":201,"voc":20,"nox":4,"luminosity":13027,"sequence":14601710,"calibrating":false,"mac":"CB:B8:33:4C:88:4F"}`},
	{"format E1 of a sensor that has nothing", "E18000" + strings.Repeat("FF", 25) + "C0" + strings.Repeat("FF", 11), `{"temperature":null,"humidity":null,"pressure":null,"pm1_0":null,"pm2_5":null,"pm4_0":null,"pm10_0":null,"co2":null,"voc":null,"nox":null,"luminosity":null,"sequence":null,"calibrating":false,"mac":null}`},
}

// TestMeasurements reads each data format in every way that it is published.
func TestMeasurements(t *testing.T) {
	for _, c := range measurements {
		raw, err := hex.DecodeString(c.hex)
		if err != nil {
			t.Fatal(err)
		}
		flags, makers := "020106", hex.EncodeToString([]byte{byte(len(raw) + 3), 0xff, 0x99, 0x04})
		all, _ := hex.DecodeString(flags + makers + c.hex)
		for how, payload := range map[string]string{
			"bytes": string(raw), "hexadecimal": c.hex, "in small letters with a line break": strings.ToLower(c.hex) + "\n",
			"the whole broadcast": string(all), "the whole broadcast in hexadecimal": flags + makers + c.hex, "with the company only": "9904" + c.hex,
			"a document": `{"rssi":-71,"data":"` + flags + makers + c.hex + `","aoa":[],"more":{"a":[1,{}]}}`,
		} {
			tree, consumed, err := Decode([]byte(payload))
			if err != nil || consumed != len(payload) {
				t.Errorf("%s, %s: %d of %d bytes, %v", c.name, how, consumed, len(payload), err)
				continue
			}
			at, want := 0, c.want
			if how == "a document" {
				at = tree.Find("ruuvi")
				want = `{"rssi":-71,"data":"` + flags + makers + c.hex + `","ruuvi":` + c.want + `,"aoa":[],"more":{"a":[1,{}]}}`
			}
			if got := string(tree.AppendJSON(nil, 0)); got != want {
				t.Errorf("%s, %s:\nis   %s\nwant %s", c.name, how, got, want)
			}
			if each := len(payload) / len(raw); tree.Type(at) != "Ruuvi "+strings.Fields(strings.ReplaceAll(c.name, ",", ""))[1] || each == 0 {
				t.Errorf("%s, %s: it is %q", c.name, how, tree.Type(at))
			}
		}
	}
}

// TestPlaces: each value has the bytes that it came from, whatever they are written in.
func TestPlaces(t *testing.T) {
	const raw = "0512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F"
	for _, c := range []struct{ name, payload, path, bytes string }{
		{"hexadecimal", "  " + raw, "temperature", "12FC"},
		{"a document", `{"ts":1,"data":"0201061BFF9904` + raw + `"}`, "ruuvi.temperature", "12FC"},
		{"the last", `{"ts":1,"data":"0201061BFF9904` + raw + `"}`, "ruuvi.mac", "CBB8334C884F"},
		{"all of it", `{"ts":1,"data":"0201061BFF9904` + raw + `"}`, "ruuvi", raw},
	} {
		tree, _, err := Decode([]byte(c.payload))
		if err != nil {
			t.Fatal(err)
		}
		from, to := tree.Range(tree.Find(c.path))
		if got := c.payload[from:to]; got != c.bytes {
			t.Errorf("%s: %s is of %q, want %q", c.name, c.path, got, c.bytes)
		}
	}
	tree, _, err := Decode([]byte(`{"ts":1,"data":"0201061BFF9904` + raw + `"}`))
	if err != nil || tree.Unit(tree.Find("ruuvi.pressure")) != "Pa" || tree.Text(tree.Find("data")) != "0201061BFF9904"+raw {
		t.Errorf("%v, pressure in %s", err, tree.Unit(tree.Find("ruuvi.pressure")))
	}
}

// TestWhatIsNoMeasurement tells what is of something else from what is broken.
func TestWhatIsNoMeasurement(t *testing.T) {
	for _, c := range []struct {
		name, payload string
		none          bool
		fault         string
		offset        int
	}{
		{"nothing", "", true, "", 0},
		{"the state of a gateway", `{"state":"online"}`, true, "", 0},
		{"another maker", `{"data":"02010603FF4C00"}`, true, "", 0},
		{"no hexadecimal", `{"data":"02010"}`, true, "", 0},
		{"a number", `{"data":5}`, true, "", 0},
		{"digits in escapes", `{"data":"\u00305"}`, true, "", 0},
		{"a text", "online", true, "", 0},
		{"encrypted", `{"data":"9904088812"}`, false, "unexpected: data format 8", 13},
		{"cut off", "990405128812", false, "cut off", 12},
		{"cut off in the company", "020106031BFF99", true, "", 0},
		{"JSON that is none", `{"data":`, false, "cut off", 8},
	} {
		_, _, err := Decode([]byte(c.payload))
		var fault *value.Fault
		switch {
		case c.none && !errors.Is(err, ErrNone):
			t.Errorf("%s: %v", c.name, err)
		case !c.none && (!errors.As(err, &fault) || fault.Error() != c.fault || fault.Offset != c.offset):
			t.Errorf("%s: %#v, want %s at %d", c.name, err, c.fault, c.offset)
		}
	}
}

// FuzzDecode: whatever comes has its ranges in it, in order.
func FuzzDecode(f *testing.F) {
	for _, c := range measurements {
		f.Add([]byte(c.hex))
		f.Add([]byte(`{"data":"0201061BFF9904` + c.hex + `"}`))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		tree, consumed, err := Decode(b)
		if err != nil {
			return
		}
		last := 0
		for i := range tree.Len() {
			from, to := tree.Range(i)
			if from < last && tree.Name(i) != "tx_power" || to < from || to > len(b) {
				t.Errorf("node %d is from %d to %d of %d", i, from, to, len(b))
			}
			last = from
		}
		if consumed != len(b) || !json.Valid(tree.AppendJSON(nil, 0)) {
			t.Errorf("%d of %d bytes", consumed, len(b))
		}
	})
}
