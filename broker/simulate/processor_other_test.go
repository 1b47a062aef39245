//go:build !unix

package simulate

import "time"

// processorTime is not known here.
func processorTime() time.Duration { return 0 }
