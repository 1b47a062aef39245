package payloads

import (
	"encoding/binary"
	"runtime"
	"testing"
	"time"

	"mangrove/model"
)

// sharperJPEG begins an image that comes sharper and sharper, with planes that have
// these samples in a unit, and ends where the decoder has set all aside.
func sharperJPEG(side int, between []byte, planes ...byte) []byte {
	b := append([]byte{0xFF, 0xD8}, between...)
	b = append(b, 0xFF, 0xC2, 0, byte(8+3*len(planes)), 8)
	b = binary.BigEndian.AppendUint16(b, uint16(side))
	b = binary.BigEndian.AppendUint16(b, uint16(side))
	b = append(b, byte(len(planes)))
	for i, samples := range planes {
		b = append(b, byte(i), samples, 0)
	}
	b = append(b, 0xFF, 0xDA, 0, byte(6+2*len(planes)), byte(len(planes)))
	for i := range planes {
		b = append(b, byte(i), 0)
	}
	return append(b, 0, 0, 0)
}

// TestSharperJPEGs: what is set aside for an image while it is decoded is within
// what is allowed, whatever its planes and whatever stands before its header.
func TestSharperJPEGs(t *testing.T) {
	for name, content := range map[string][]byte{
		"three planes":                  sharperJPEG(2800, nil, 0x11, 0x11, 0x11),
		"four planes":                   sharperJPEG(2800, nil, 0x11, 0x11, 0x11, 0x11),
		"four planes after other bytes": sharperJPEG(4000, []byte{0xFF, 0, 1, 2, 0xFF, 0xD0}, 0x11, 0x11, 0x11, 0x11),
		"colours of half the sides":     sharperJPEG(2800, nil, 0x22, 0x11, 0x11), // it fits
	} {
		s := model.NewStore(model.Options{})
		s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{msg("a", string(content))}})
		id, _ := s.Find("a")
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		d := readable(Request{Store: s, ID: id, columns: 80})
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > largestImage+1<<20 {
			t.Errorf("%s: %d bytes were set aside: %s", name, took, d.words)
		}
	}
}
