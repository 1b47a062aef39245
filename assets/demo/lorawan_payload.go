package demo

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"time"
)

// registry is the source of a location that somebody entered.
const registry = "SOURCE_REGISTRY"

// The JSON of The Things Stack 3, in its order; empty fields are left out.
type (
	loraEvent struct {
		Device       loraIdentity `json:"end_device_ids"`
		Correlations []string     `json:"correlation_ids"`
		Received     string       `json:"received_at"`
		Uplink       *loraUplink  `json:"uplink_message,omitempty"`
		Join         *loraJoin    `json:"join_accept,omitempty"`
	}
	loraIdentity struct {
		ID          string            `json:"device_id"`
		Application map[string]string `json:"application_ids"`
		DevEUI      string            `json:"dev_eui"`
		JoinEUI     string            `json:"join_eui"`
		Address     string            `json:"dev_addr"`
	}
	loraJoin struct {
		Session  string `json:"session_key_id"`
		Received string `json:"received_at"`
	}
	loraUplink struct {
		Session   string                  `json:"session_key_id"`
		Port      int                     `json:"f_port,omitempty"`
		Count     int                     `json:"f_cnt,omitempty"`
		Frame     string                  `json:"frm_payload"`
		Decoded   map[string]any          `json:"decoded_payload"`
		Gateways  []loraReception         `json:"rx_metadata"`
		Settings  loraSettings            `json:"settings"`
		Received  string                  `json:"received_at"`
		Airtime   string                  `json:"consumed_airtime"`
		Locations map[string]loraLocation `json:"locations"`
		Version   loraVersion             `json:"version_ids"`
		Network   loraNetwork             `json:"network_ids"`
	}
	loraReception struct {
		Gateway  loraGateway  `json:"gateway_ids"`
		Time     string       `json:"time"`
		Stamp    uint32       `json:"timestamp"`
		RSSI     int          `json:"rssi"`
		Channel  int          `json:"channel_rssi"`
		SNR      float64      `json:"snr,omitempty"`
		Location loraLocation `json:"location"`
		Token    string       `json:"uplink_token"`
		Index    int          `json:"channel_index,omitempty"`
		Received string       `json:"received_at"`
	}
	loraGateway struct {
		ID  string `json:"gateway_id"`
		EUI string `json:"eui"`
	}
	loraLocation struct {
		Latitude  float64 `json:"latitude"`
		Longitude float64 `json:"longitude"`
		Altitude  int     `json:"altitude"`
		Source    string  `json:"source"`
	}
	loraSettings struct {
		Rate      map[string]loraRate `json:"data_rate"`
		Frequency string              `json:"frequency"`
		Stamp     uint32              `json:"timestamp"`
		Time      string              `json:"time"`
	}
	loraRate struct {
		Bandwidth int    `json:"bandwidth"`
		Spreading int    `json:"spreading_factor"`
		Coding    string `json:"coding_rate"`
	}
	loraVersion struct {
		Brand    string `json:"brand_id"`
		Model    string `json:"model_id"`
		Hardware string `json:"hardware_version"`
		Firmware string `json:"firmware_version"`
		Band     string `json:"band_id"`
	}
	loraNetwork struct {
		NetID   string `json:"net_id"`
		NSID    string `json:"ns_id"`
		Tenant  string `json:"tenant_id"`
		Cluster string `json:"cluster_id"`
		Address string `json:"cluster_address"`
	}
)

// loraGateways hear the farm; the second one is further away and misses some.
var loraGateways = []struct {
	loraGateway
	loraLocation
	weaker float64 // dB
}{
	{loraGateway{"eui-58a0cbfffe8021f3", "58A0CBFFFE8021F3"}, loraLocation{51.98490, 5.66398, 21, registry}, 0},
	{loraGateway{"eui-a84041ffff2176c4", "A84041FFFF2176C4"}, loraLocation{51.97023, 5.64577, 34, registry}, 17},
}

// loraOverhead is what LoRaWAN adds to a frame payload: header, device
// address, control, counter, port and integrity code.
const loraOverhead = 13

// instant writes a time as protobuf's JSON does, to the nanosecond.
func instant(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

func (s *loraSensor) identity() loraIdentity {
	return loraIdentity{s.id, map[string]string{"application_id": loraApplication}, s.eui, "A000000000000100", s.address}
}

// uplink is one measurement as the application server publishes it. The frame
// reached the gateway a moment before now, the servers one after the other.
func (f *loraFarm) uplink(now time.Time, s *loraSensor) []Message {
	frame, decoded := s.read(now)
	aired := airtime(s.spreading, len(frame)+loraOverhead)
	atGateway, atNetwork := now.Add(-310*time.Millisecond), now.Add(-205*time.Millisecond)
	channel := f.rng.IntN(8)
	received := f.receptions(atGateway, atNetwork, s, channel)
	s.count++
	return one(loraBase+s.id+"/up", encode(loraEvent{
		Device:       s.identity(),
		Correlations: []string{"gs:uplink:" + f.correlation(atNetwork)},
		Received:     instant(now),
		Uplink: &loraUplink{
			Session: s.session, Port: s.port, Count: s.count % 65536,
			Frame: base64.StdEncoding.EncodeToString(frame), Decoded: decoded, Gateways: received,
			Settings: loraSettings{
				map[string]loraRate{"lora": {125_000, s.spreading, "4/5"}}, loraFrequencies[channel], received[0].Stamp, received[0].Time,
			},
			Received: instant(atNetwork), Airtime: seconds(aired), Locations: map[string]loraLocation{"user": s.place}, Version: s.model,
			Network: loraNetwork{"000013", "EC656E0000000181", loraTenant, "eu1", "eu1.cloud.thethings.network"},
		},
	}))
}

// loraFrequencies are the eight channels of the European plan, in Hz.
var loraFrequencies = []string{
	"868100000", "868300000", "868500000", "867100000", "867300000", "867500000", "867700000", "867900000",
}

// receptions are what each gateway that heard the frame reported.
func (f *loraFarm) receptions(atGateway, atNetwork time.Time, s *loraSensor, channel int) []loraReception {
	var all []loraReception
	for _, g := range loraGateways {
		power := s.signal(atNetwork) - g.weaker
		noise := -117 + 3*f.rng.NormFloat64()
		snr := math.Round(4*min(11, power-noise)) / 4
		if len(all) > 0 && snr < sensitivity(s.spreading) {
			continue // too weak to be heard there
		}
		token := binary.BigEndian.AppendUint64([]byte{0x0a, 0x22, 0x0a, 0x20, 0x0a, 0x14}, uint64(atNetwork.UnixNano()))
		all = append(all, loraReception{
			Gateway: g.loraGateway, Time: instant(atGateway), Stamp: uint32(atGateway.UnixMicro()), // a 32-bit counter that wraps
			RSSI: int(power), Channel: int(power), SNR: snr, Location: g.loraLocation,
			Token: base64.StdEncoding.EncodeToString(token), Index: channel, Received: instant(atNetwork),
		})
	}
	return all
}

// sensitivity is the least signal-to-noise ratio in dB at which a spreading
// factor is received.
func sensitivity(spreading int) float64 { return -7.5 - 2.5*float64(spreading-7) }

// join is what is published when the weather mast joins, once a connection;
// its session, address and frame counter begin anew.
func (f *loraFarm) join(now time.Time) []Message {
	s := f.mast
	s.session, s.count = base64.StdEncoding.EncodeToString(f.random(16)), 0
	s.address = fmt.Sprintf("260B%04X", f.rng.IntN(1<<16))
	return one(loraBase+s.id+"/join", encode(loraEvent{
		Device:       s.identity(),
		Correlations: []string{"gs:uplink:" + f.correlation(now)},
		Received:     instant(now),
		Join:         &loraJoin{s.session, instant(now.Add(-240 * time.Millisecond))},
	}))
}
