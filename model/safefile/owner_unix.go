//go:build unix

package safefile

import (
	"io/fs"
	"os"
	"syscall"
)

// ownedByUser reports whether a file belongs to who runs the program.
func ownedByUser(info fs.FileInfo) bool {
	of, known := info.Sys().(*syscall.Stat_t)
	return !known || int64(of.Uid) == int64(os.Geteuid())
}

func sameOwner(a, b fs.FileInfo) bool {
	of, known := a.Sys().(*syscall.Stat_t)
	other, too := b.Sys().(*syscall.Stat_t)
	return !known || !too || of.Uid == other.Uid
}
