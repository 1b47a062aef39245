package demo

import (
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// The payloads of Tasmota, in the order in which it writes the fields.
type (
	tasmotaInfo1 struct{ Module, Version, FallbackTopic, GroupTopic string }
	tasmotaInfo2 struct {
		WebServerMode, Hostname, IPAddress string
	}
	tasmotaInfo3 struct {
		RestartReason string
		BootCount     int
	}

	tasmotaState struct {
		Time, Uptime string
		UptimeSec    int
		Heap         int
		SleepMode    string
		Sleep        int
		LoadAvg      int
		MqttCount    int
		Power        string `json:"POWER"`
		Wifi         tasmotaWifi
	}
	tasmotaWifi struct {
		AP        int
		SSID      string `json:"SSId"`
		BSSID     string `json:"BSSId"`
		Channel   int
		Mode      string
		RSSI      int // %
		Signal    int // dBm
		LinkCount int
		Downtime  string
	}

	tasmotaSensor struct {
		Time  string
		Meter tasmotaMeter `json:"ENERGY"`
	}
	tasmotaMeter struct {
		Start                   string      `json:"TotalStartTime"`
		Total, Yesterday, Today json.Number // kWh
		Period                  json.Number // Wh since the last report
		Power                   json.Number // W
		Apparent                json.Number `json:"ApparentPower"` // VA
		Reactive                json.Number `json:"ReactivePower"` // VAr
		Factor                  json.Number
		Voltage                 json.Number // V
		Current                 json.Number // A
	}

	tasmotaDiscovery struct {
		IP          string         `json:"ip"`
		Name        string         `json:"dn"`
		Friendly    []any          `json:"fn"`
		Host        string         `json:"hn"`
		MAC         string         `json:"mac"`
		Module      string         `json:"md"`
		Tuya        int            `json:"ty"`
		Fan         int            `json:"if"`
		Offline     string         `json:"ofln"`
		Online      string         `json:"onln"`
		State       []string       `json:"state"`
		Software    string         `json:"sw"`
		Topic       string         `json:"t"`
		FullTopic   string         `json:"ft"`
		Prefixes    []string       `json:"tp"`
		Relays      []int          `json:"rl"`
		Switches    []int          `json:"swc"`
		SwitchNames []any          `json:"swn"`
		Buttons     []int          `json:"btn"`
		Options     map[string]int `json:"so"`
		Light       int            `json:"lk"`
		LightType   int            `json:"lt_st"`
		Battery     int            `json:"bat"`
		DeepSleep   int            `json:"dslp"`
		Shutters    []int          `json:"sho"`
		Tilt        []int          `json:"sht"`
		Version     int            `json:"ver"`
	}
)

// padded is a list of a fixed length: the first values, then the filler.
func padded[T any](length int, filler T, first ...T) []T {
	list := append(make([]T, 0, length), first...)
	for len(list) < length {
		list = append(list, filler)
	}
	return list
}

// tasmotaUptime writes a duration as days, T and the time.
func tasmotaUptime(up time.Duration) string {
	s := int(up.Seconds())
	return fmt.Sprintf("%dT%02d:%02d:%02d", s/86400, s/3600%24, s/60%60, s%60)
}

// reactive is the share of apparent power that does no work at a power factor.
func reactive(factor float64) float64 { return math.Sqrt(1 - factor*factor) }

// washing is one programme: how long each phase lasts and what it draws.
var washing = []struct {
	minutes float64
	watts   float64
}{
	{2, 18},    // fill
	{9, 2080},  // heat
	{16, 140},  // wash
	{3, 32},    // drain and fill
	{6, 165},   // rinse
	{4, 430},   // spin
	{20, 1.9},  // standing, until somebody starts it again
	{0.5, 6.5}, // door and display
}

// washingMachine draws power by the phase of its programme, which repeats.
func washingMachine(now time.Time) float64 {
	length := 0.0
	for _, phase := range washing {
		length += phase.minutes
	}
	at := math.Mod(float64(now.UnixMilli())/60_000, length)
	for _, phase := range washing {
		if at < phase.minutes {
			return phase.watts
		}
		at -= phase.minutes
	}
	return 0
}
