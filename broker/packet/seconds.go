package packet

import (
	"math"
	"time"
)

// Seconds is d in whole seconds, rounded up, as the intervals among the properties of
// MQTT 5 carry it: from 0 to the largest number of four bytes.
func Seconds(d time.Duration) uint32 {
	return uint32(min(max(0, (d+time.Second-1)/time.Second), math.MaxUint32))
}
