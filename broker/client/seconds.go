package client

import (
	"math"
	"time"
)

// wholeSeconds rounds up to what a property of MQTT 5 carries.
func wholeSeconds(d time.Duration) uint32 {
	return uint32(min(max(0, (d+time.Second-1)/time.Second), math.MaxUint32))
}
