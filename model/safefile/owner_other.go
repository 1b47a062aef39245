//go:build !unix

package safefile

import "io/fs"

// ownedByUser is for systems whose folders for all are each user's own.
func ownedByUser(fs.FileInfo) bool { return true }

func sameOwner(fs.FileInfo, fs.FileInfo) bool { return true }
