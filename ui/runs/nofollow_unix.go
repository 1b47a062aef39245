//go:build unix

package runs

import "syscall"

// noFollow has no link followed, which may lead to files of others.
const noFollow = syscall.O_NOFOLLOW
