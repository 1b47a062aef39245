package main

import (
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"syscall"
)

// unread reports that nobody reads what is printed any more. Of a connection the
// system says the same, with another error around it.
func unread(err error) bool {
	var file *fs.PathError
	return errors.As(err, &file) && errors.Is(file, syscall.EPIPE)
}

// endings are the signals that end the program in order. One more than others
// take is that of a terminal or a desktop session that is left, unless it is to
// be ignored, as nohup has it.
func endings() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		all = append(all, syscall.SIGHUP)
	}
	return all
}
