//go:build interop

package contract

import "time"

func init() { patience = 30 * time.Second }
