package demo

import (
	"encoding/binary"
	"math"
	"time"
)

// rawSize is the length of a raw sample in bytes.
const rawSize = 28

// newPressSampler is the data logger on press 1: ten packed binary samples a
// second. The retained topic site/config/factory/press1/raw says what is where.
func newPressSampler(seed uint64) *Device {
	d := newDevice(seed, "press-sampler", "daq-press1", "Data logger of press 1, which sends packed binary samples")
	p := press{} // the one that Sparkplug calls Press1
	var started time.Time
	sequence := uint32(0)
	oil := d.noisy(daily(44, 51, 17), 0.4, 4*time.Minute)
	shake := clamped(d.noisy(constant(2.8), 0.5, time.Second), 0.4, 18)
	d.connect = func(now time.Time) { started = now }
	d.every(100*time.Millisecond, func(now time.Time) []Message {
		sequence++
		s := rawSample{
			sequence: sequence, uptime: now.Sub(started), position: p.position(now), force: p.force(now),
			oil: oil(now), strokes: p.strokes(now), vibration: shake(now), running: p.running(now),
		}
		return one("factory/press1/raw", s.encode())
	})
	return d
}

// rawSample is what the logger reads at one moment.
type rawSample struct {
	sequence  uint32
	uptime    time.Duration
	position  float64 // mm
	force     float64 // kN
	oil       float64 // °C
	strokes   uint64
	vibration float64 // mm/s
	running   bool
}

// encode packs a sample, little endian.
func (s rawSample) encode() []byte {
	b := make([]byte, 0, rawSize)
	b = binary.LittleEndian.AppendUint32(b, s.sequence)
	b = binary.LittleEndian.AppendUint32(b, uint32(s.uptime.Milliseconds()))
	for _, scaled := range []float64{100 * s.position, 10 * s.force, 10 * (24 + 0.19*s.force), 10 * s.oil} {
		b = binary.LittleEndian.AppendUint16(b, uint16(int16(math.Round(scaled))))
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(s.strokes))
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(s.vibration)))
	b = binary.LittleEndian.AppendUint16(b, s.status())
	return binary.LittleEndian.AppendUint16(b, crc16(b))
}

// status are the bits: running, ram at top, guard closed, lubrication ok.
func (s rawSample) status() uint16 {
	bits := uint16(0b1100)
	if s.running {
		bits |= 1
	}
	if s.position > strokeLength-1 {
		bits |= 2
	}
	return bits
}

// crc16 is CRC-16/MODBUS.
func crc16(b []byte) uint16 {
	crc := uint16(0xffff)
	for _, c := range b {
		crc ^= uint16(c)
		for range 8 {
			carry := crc & 1
			crc >>= 1
			if carry != 0 {
				crc ^= 0xa001
			}
		}
	}
	return crc
}
