package device

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestStormsEnd: births that follow one another are told of while they do, and a while longer.
func TestStormsEnd(t *testing.T) {
	for name, birth := range map[string]string{"Tasmota": "tele/a/LWT Online", "Sparkplug": "spBv1.0/G/NBIRTH/N 0x120b0a056264536571200858001800"} {
		t.Run(name, func(t *testing.T) {
			s := New()
			storm := func(from time.Duration) {
				var script strings.Builder
				for i := range 6 {
					fmt.Fprintf(&script, "%s %s\n", from+time.Duration(i)*time.Second, birth)
				}
				play(t, s, script.String())
			}
			storms := func(at time.Duration) bool {
				devices, _ := s.Devices(begin.Add(at))
				return slices.ContainsFunc(devices[0].Problems, func(p Problem) bool { return p.Code == BirthStorm && p.N == 6 })
			}
			for _, from := range []time.Duration{0, 2 * time.Hour} {
				storm(from)
				if !storms(from+10*time.Second) || storms(from+time.Hour) {
					t.Errorf("after %s: %v, and an hour later %v", from, storms(from+10*time.Second), storms(from+time.Hour))
				}
			}
		})
	}
}
