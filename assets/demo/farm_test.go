package demo

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"
)

// uplink is what an application reads of an uplink.
type uplink struct {
	Device struct {
		ID     string `json:"device_id"`
		DevEUI string `json:"dev_eui"`
	} `json:"end_device_ids"`
	Received time.Time `json:"received_at"`
	Message  struct {
		Port     int                `json:"f_port"`
		Count    int                `json:"f_cnt"`
		Frame    string             `json:"frm_payload"`
		Decoded  map[string]float64 `json:"decoded_payload"`
		Received time.Time          `json:"received_at"`
		Gateways []struct {
			RSSI float64
			SNR  float64
			Time time.Time
		} `json:"rx_metadata"`
	} `json:"uplink_message"`
}

func TestUplinks(t *testing.T) {
	counts := map[string]int{}
	for _, e := range hourLong().events {
		if !strings.HasPrefix(e.Topic, loraBase) || !strings.HasSuffix(e.Topic, "/up") {
			continue
		}
		payload := strings.Replace(string(e.Payload), `"sensor_ok":true`, `"sensor_ok":1`, 1) // numbers only, for this test
		u := decodeJSON[uplink](t, []byte(payload))
		if e.Topic != loraBase+u.Device.ID+"/up" || len(u.Device.DevEUI) != 16 || e.QoS != 0 || e.Retain {
			t.Fatalf("%s carries %+v", e.Topic, u.Device)
		}
		if before, ok := counts[u.Device.ID]; ok && u.Message.Count != before+1 {
			t.Fatalf("%s: frame counter went from %d to %d", u.Device.ID, before, u.Message.Count)
		}
		counts[u.Device.ID] = u.Message.Count
		checkReception(t, u)
		checkFrame(t, u)
	}
	if len(counts) != 6 {
		t.Errorf("%d devices sent: %v", len(counts), counts)
	}
}

// checkReception checks that the frame went from device to gateway to servers.
func checkReception(t *testing.T, u uplink) {
	t.Helper()
	if len(u.Message.Gateways) == 0 || !u.Message.Gateways[0].Time.Before(u.Message.Received) || !u.Message.Received.Before(u.Received) {
		t.Fatalf("%s: the times are out of order: %+v", u.Device.ID, u)
	}
	for _, g := range u.Message.Gateways {
		if g.RSSI > -60 || g.RSSI < -135 || g.SNR > 12 || g.SNR < -20 {
			t.Fatalf("%s: heard at %v dBm, %v dB", u.Device.ID, g.RSSI, g.SNR)
		}
	}
}

// checkFrame decodes the bytes again and compares with the decoded object.
func checkFrame(t *testing.T, u uplink) {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(u.Message.Frame)
	if err != nil {
		t.Fatal(err)
	}
	word := func(i int) float64 { return float64(int16(binary.BigEndian.Uint16(b[i:]))) }
	var got map[string]float64
	switch {
	case strings.HasPrefix(u.Device.ID, "soil"):
		got = map[string]float64{"battery_v": word(0) / 1000, "soil_moisture": word(4) / 100, "soil_temperature": word(6) / 100, "soil_conductivity": word(8)}
	case strings.HasPrefix(u.Device.ID, "tank"):
		got = map[string]float64{"battery_v": word(0) / 1000, "distance_mm": word(2), "sensor_ok": float64(b[7])}
	default: // Cayenne LPP: channel, type, value
		got = map[string]float64{
			"temperature_1": word(2) / 10, "relative_humidity_2": float64(b[6]) / 2, "barometric_pressure_3": word(9) / 10,
			"analog_in_4": word(13) / 100, "luminosity_5": float64(binary.BigEndian.Uint16(b[17:])),
		}
	}
	for name, v := range got {
		if want, ok := u.Message.Decoded[name]; !ok || math.Abs(v-want) > 1e-9 {
			t.Fatalf("%s: %s is %v in the bytes and %v decoded", u.Device.ID, name, v, want)
		}
	}
}

func TestJoinOnceAConnection(t *testing.T) {
	joins := 0
	for _, e := range hourLong().events {
		if strings.HasSuffix(e.Topic, "/join") {
			joins++
			join := decodeJSON[map[string]json.RawMessage](t, e.Payload)
			if join["join_accept"] == nil || join["uplink_message"] != nil {
				t.Errorf("a join is %s", e.Payload)
			}
		}
	}
	if joins != 1 {
		t.Errorf("%d joins", joins)
	}
}

func TestAirtime(t *testing.T) {
	for _, test := range []struct {
		spreading, bytes int
		want             time.Duration
	}{ // worked out by hand from the data sheet's formula
		{7, 24, 61_696 * time.Microsecond},
		{9, 24, 205_824 * time.Microsecond},
		{12, 24, 1_482_752 * time.Microsecond},
	} {
		if got := airtime(test.spreading, test.bytes); got != test.want {
			t.Errorf("SF%d, %d bytes: %v, want %v", test.spreading, test.bytes, got, test.want)
		}
	}
}
