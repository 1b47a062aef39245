package demo

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"time"
)

// The application as The Things Stack names it in topics and payloads.
const (
	loraApplication = "farm"
	loraTenant      = "ttn"
	loraBase        = "v3/" + loraApplication + "@" + loraTenant + "/devices/"
)

// loraFarm is an application of The Things Network with six sensors. All of
// them come through one client, for the devices themselves speak LoRaWAN.
type loraFarm struct {
	*Device
	sensors []*loraSensor
	mast    *loraSensor // the one that joins anew with every connection
}

// loraSensor is one end device. read takes a measurement and gives it both as
// the bytes on the air and as the payload formatter's object.
type loraSensor struct {
	id, eui, address string
	model            loraVersion
	port             int
	spreading        int // LoRa spreading factor, 7 to 12
	every            time.Duration
	place            loraLocation
	signal           curve // dBm at the nearest gateway
	read             func(now time.Time) (frame []byte, decoded map[string]any)
	session          string
	count            int
}

func newLoraFarm(seed uint64) *Device {
	d := newDevice(seed, "lorawan-farm", "ttn-farm-bridge", "LoRaWAN farm with six sensors, as The Things Network forwards it")
	f := &loraFarm{Device: d}
	f.sensors = f.endDevices()
	for _, s := range f.sensors {
		s.session = base64.StdEncoding.EncodeToString(f.random(16))
		s.count = 200 + d.rng.IntN(9000)
		s.signal = d.noisy(constant(-88-float64(d.rng.IntN(18))), 4, 5*time.Minute)
		d.every(s.every, func(now time.Time) []Message { return f.uplink(now, s) })
	}
	d.birth = f.join
	return d
}

// endDevices are three soil probes, a weather station and two tanks.
func (f *loraFarm) endDevices() []*loraSensor {
	soil := loraVersion{"dragino", "lse01", "_unknown_hw_version_", "1.1.4", "EU_863_870"}
	level := loraVersion{"dragino", "ldds75", "_unknown_hw_version_", "1.1.4", "EU_863_870"}
	station := loraVersion{"example", "weather-mast", "2.0", "1.3.0", "EU_863_870"}
	outside := daily(5.5, 17, 15)
	at := func(latitude, longitude float64, altitude int) loraLocation {
		return loraLocation{latitude, longitude, altitude, registry}
	}
	f.mast = f.weather(loraSensor{id: "weather-mast", eui: "70B3D57ED0067B21", address: "260B10E8", model: station, spreading: 8, place: at(51.98488, 5.66407, 14)}, outside)
	return []*loraSensor{
		f.soil(loraSensor{id: "soil-field-north", eui: "A840411B31865C07", address: "260B4F1A", model: soil, spreading: 9, place: at(51.98741, 5.65902, 9)}, outside, 31),
		f.soil(loraSensor{id: "soil-field-south", eui: "A840411B31865C2D", address: "260B92C5", model: soil, spreading: 7, place: at(51.98217, 5.66133, 9)}, outside, 26),
		f.soil(loraSensor{id: "soil-orchard", eui: "A84041C7D1869E40", address: "260BD377", model: soil, spreading: 10, place: at(51.98506, 5.67290, 11)}, outside, 37),
		f.mast,
		f.tank(loraSensor{id: "tank-water", eui: "A84041B6F1871D58", address: "260BA9D2", model: level, spreading: 7, place: at(51.98455, 5.66512, 12)}, daily(780, 1450, 17)),
		f.tank(loraSensor{id: "tank-diesel", eui: "A84041B6F1871D93", address: "260B6E04", model: level, spreading: 9, place: at(51.98462, 5.66548, 12)}, constant(614)),
	}
}

// soil is a probe: battery, an unused temperature input, moisture, soil
// temperature, conductivity and a status byte, big endian, on port 2.
func (f *loraFarm) soil(s loraSensor, air curve, wet float64) *loraSensor {
	warmth := f.noisy(plus(air, constant(-1.2)), 0.2, 30*time.Minute)
	moisture := clamped(f.noisy(constant(wet), 1.1, 40*time.Minute), 3, 60)
	salts := clamped(f.noisy(constant(9*wet), 6, 40*time.Minute), 0, 2000)
	battery := 3.55 + 0.07*f.rng.Float64()
	s.port, s.every = 2, 50*time.Second
	s.read = func(now time.Time) ([]byte, map[string]any) {
		t, m, c := round(warmth(now), 2), round(moisture(now), 2), int(salts(now))
		b := binary.BigEndian.AppendUint16(nil, uint16(math.Round(1000*battery)))
		b = append(b, 0, 0)
		b = binary.BigEndian.AppendUint16(b, uint16(math.Round(100*m)))
		b = binary.BigEndian.AppendUint16(b, uint16(int16(math.Round(100*t))))
		b = binary.BigEndian.AppendUint16(b, uint16(c))
		b = append(b, 0)
		return b, map[string]any{
			"battery_v": round(battery, 3), "soil_moisture": m, "soil_temperature": t, "soil_conductivity": c,
		}
	}
	return &s
}

// weather speaks Cayenne LPP: temperature, humidity, pressure, wind and light.
func (f *loraFarm) weather(s loraSensor, air curve) *loraSensor {
	temperature := f.noisy(air, 0.25, 10*time.Minute)
	humidity := clamped(f.noisy(daily(86, 58, 15), 1.5, 15*time.Minute), 20, 100)
	pressure := f.noisy(constant(1013.2), 2.5, 3*time.Hour)
	wind := clamped(f.noisy(daily(1.8, 4.6, 14), 0.9, time.Minute), 0, 30)
	light := clamped(f.noisy(daily(-18000, 42000, 13), 2500, 4*time.Minute), 0, 65000)
	s.port, s.every = 1, 40*time.Second
	s.read = func(now time.Time) ([]byte, map[string]any) {
		t, h, p := round(temperature(now), 1), round(humidity(now)*2, 0)/2, round(pressure(now), 1)
		w, l := round(wind(now), 2), int(light(now))
		b := []byte{1, 0x67}
		b = binary.BigEndian.AppendUint16(b, uint16(int16(math.Round(10*t))))
		b = append(b, 2, 0x68, byte(2*h), 3, 0x73)
		b = binary.BigEndian.AppendUint16(b, uint16(math.Round(10*p)))
		b = append(b, 4, 0x02)
		b = binary.BigEndian.AppendUint16(b, uint16(math.Round(100*w)))
		b = append(b, 5, 0x65)
		b = binary.BigEndian.AppendUint16(b, uint16(l))
		return b, map[string]any{
			"temperature_1": t, "relative_humidity_2": h, "barometric_pressure_3": p, "analog_in_4": w, "luminosity_5": l,
		}
	}
	return &s
}

// tank measures the distance to the surface in mm: battery, distance,
// interrupt, an unused temperature and the sensor flag, big endian, port 2.
func (f *loraFarm) tank(s loraSensor, distance curve) *loraSensor {
	surface := clamped(f.noisy(distance, 4, 5*time.Minute), 280, 2200)
	battery := 3.4 + 0.2*f.rng.Float64()
	s.port, s.every = 2, 55*time.Second
	s.read = func(now time.Time) ([]byte, map[string]any) {
		mm := int(surface(now))
		b := binary.BigEndian.AppendUint16(nil, uint16(math.Round(1000*battery)))
		b = binary.BigEndian.AppendUint16(b, uint16(mm))
		b = append(b, 0, 0, 0, 1)
		return b, map[string]any{
			"battery_v": round(battery, 3), "distance_mm": mm, "fill_percent": round(100*float64(2400-mm)/2120, 1), "sensor_ok": true,
		}
	}
	return &s
}

func (f *loraFarm) random(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(f.rng.Uint32())
	}
	return b
}

// correlation is an identifier as The Things Stack makes them: a ULID, whose
// first ten digits are the time.
func (f *loraFarm) correlation(now time.Time) string {
	const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	var id [26]byte
	ms := uint64(now.UnixMilli())
	for i := 9; i >= 0; i-- {
		id[i] = digits[ms&31]
		ms >>= 5
	}
	for i := 10; i < len(id); i++ {
		id[i] = digits[f.rng.IntN(32)]
	}
	return string(id[:])
}

// airtime is how long a LoRa frame of so many bytes is on the air at 125 kHz
// and coding rate 4/5 (Semtech SX1276 data sheet, 4.1.1.7).
func airtime(spreading, bytes int) time.Duration {
	symbol := float64(int(1)<<spreading) / 125_000
	slow := 0.0
	if spreading >= 11 {
		slow = 1 // low data rate optimisation
	}
	sf := float64(spreading)
	symbols := 8 + max(0, 5*math.Ceil((8*float64(bytes)-4*sf+28+16)/(4*(sf-2*slow))))
	return time.Duration((8 + 4.25 + symbols) * symbol * float64(time.Second)).Round(time.Microsecond)
}

// seconds writes a duration as protobuf's JSON does.
func seconds(d time.Duration) string { return fmt.Sprintf("%.6fs", d.Seconds()) }
