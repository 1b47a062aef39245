package main

import (
	"fmt"
	"io/fs"
	"net"
	"os"
	"syscall"
	"testing"
)

// TestUnread: a reader that has gone is nobody to tell; a connection that has is.
func TestUnread(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"nothing":       {nil, false},
		"our output":    {fmt.Errorf("printing: %w", &fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}), true},
		"a connection":  {&net.OpError{Op: "write", Err: os.NewSyscallError("write", syscall.EPIPE)}, false},
		"another fault": {&fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}, false},
	} {
		if got := unread(c.err); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
