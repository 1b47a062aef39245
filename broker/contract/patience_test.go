//go:build interop

package contract

import "time"

func init() { patience = 8 * time.Second }
