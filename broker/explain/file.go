package explain

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"

	"mangrove/broker"
	"mangrove/broker/kept"
	"mangrove/broker/profiles/finding"
	"mangrove/model"
	"mangrove/model/printable"
	"mangrove/model/safefile"
	"mangrove/model/wording"
)

// File says what stood in the way of a file, for a sentence that has named it already.
func File(err error) string {
	if len(systemErrors(err)) == 0 {
		return Error(err, broker.Address{})
	}
	return broker.Shorten(printable.Text(sentence(wordsOf(err, false))))
}

// words are those of an error, with ours in the place of what the system says of files and
// of the network: that names the call that failed, which means nothing to the user.
func words(err error) string { return wordsOf(err, true) }

func wordsOf(err error, named bool) string { return wordsAfter(err, "", named) }

// wordsAfter are the words for an error behind others, which need not say a path again.
func wordsAfter(err error, said string, named bool) string {
	before, rest := "", err.Error()
	known := knownErrors(err)
	for i, e := range known {
		at := strings.Index(rest, e.Error())
		if i == len(known)-1 { // words around it may be those of a short code
			at = strings.LastIndex(rest, e.Error())
		}
		if at < 0 {
			continue
		}
		before += rest[:at]
		before += wordsFor(e, said+before, named)
		rest = rest[at+len(e.Error()):]
	}
	return before + rest
}

// wordsFor are the words for an error that is known here.
func wordsFor(err error, said string, named bool) string {
	switch e := err.(type) { //nolint:errorlint // it has been found
	case *finding.Fault:
		return fill(finding.Note(*e), said, named)
	case model.TopicFault:
		return Topic(e)
	case *broker.AddressFault:
		return addressWords(e)
	case *broker.DiscoveryFault:
		return discoveryWords(e)
	case *broker.ReportFault:
		return reportWords(e)
	case broker.ReportCode:
		return reportWords(&broker.ReportFault{Code: e})
	case kept.RetainedFault:
		return retainedFaults[e]
	case *kept.LineError:
		return damagedLine(e)
	}
	path := pathOf(err)
	if !named || strings.Contains(said, path) {
		path = "" // it has been said
	}
	return systemWords(err, path)
}

// knownErrors are the outermost errors in another for which there are words here.
func knownErrors(err error) (found []error) {
	switch e := err.(type) { //nolint:errorlint // the tree is walked here
	case *finding.Fault, model.TopicFault, *broker.AddressFault, *broker.DiscoveryFault, *broker.ReportFault, broker.ReportCode, kept.RetainedFault, *kept.LineError, *fs.PathError, *os.LinkError, *os.SyscallError, *net.OpError:
		return []error{err}
	case interface{ Unwrap() error }:
		return knownErrors(e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, part := range e.Unwrap() {
			found = append(found, knownErrors(part)...)
		}
	}
	return found
}

// systemErrors are the outermost errors in another that tell of a call of the system.
func systemErrors(err error) (found []error) {
	switch e := err.(type) { //nolint:errorlint // the tree is walked here
	case *fs.PathError, *os.LinkError, *os.SyscallError, *net.OpError:
		return []error{err}
	case interface{ Unwrap() error }:
		return systemErrors(e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, part := range e.Unwrap() {
			found = append(found, systemErrors(part)...)
		}
	}
	return found
}

// pathOf is the file that an error is about, empty when it is about none.
func pathOf(err error) string {
	switch e := err.(type) { //nolint:errorlint // it has been found
	case *fs.PathError:
		return e.Path
	case *os.LinkError:
		return e.New
	}
	return ""
}

// systemWords says what an error of the system means for a file, or for a connection.
func systemWords(err error, path string) string {
	var number syscall.Errno
	if !errors.As(err, &number) {
		return ownWords(err, path)
	}
	faults := networkFaults
	if !errors.As(err, new(*net.OpError)) {
		faults = fileFaults
	}
	for _, w := range faults {
		if errors.Is(err, w.is) || w.windows != 0 && number == w.windows {
			if path == "" {
				return w.alone
			}
			return wording.Fill(w.of, "path", path)
		}
	}
	if path == "" {
		return wording.Fill("the system refused it with error {number}", "number", int(number))
	}
	return wording.Fill("the system refused the use of {path} with error {number}", "path", path, "number", int(number))
}

// ownWords are for what no call of the system said, as "it is a folder".
func ownWords(err error, path string) string {
	inner := errors.Unwrap(err)
	switch {
	case inner == nil || errors.As(err, new(*net.OpError)):
		return err.Error()
	case path == "":
		return refusalWords(inner)
	}
	return wording.Fill("the file {path} cannot be used: {why}", "path", path, "why", refusalWords(inner))
}

// fileRefusals are why something is not written to.
var fileRefusals = map[safefile.Refusal]string{
	safefile.LaidLink: "it is a link that another user has created; choose another name or folder",
	safefile.Folder:   "it is a folder",
	safefile.Pipe:     "it is a pipe; choose a file",
	safefile.Disk:     "it is a disk; choose a file",
}

func refusalWords(err error) string {
	var refusal safefile.Refusal
	if errors.As(err, &refusal) && fileRefusals[refusal] != "" {
		return fileRefusals[refusal]
	}
	return err.Error()
}

// fault is what one error of the system means.
type fault struct {
	is        error
	windows   syscall.Errno // package syscall invents its own numbers there
	of, alone string        // with the path, and where that has been said
}

var fileFaults = []fault{
	{fs.ErrNotExist, 0, "there is no file or folder {path}", "there is no such file or folder"},
	{syscall.EROFS, 19, "the disk that {path} is on cannot be written to", "its disk cannot be written to"},
	{fs.ErrPermission, 0, "this user has no permission for {path}", "this user has no permission for it"},
	{syscall.ENOTDIR, 267, "a part of the path {path} is a file and not a folder", "a part of its path is a file and not a folder"},
	{syscall.ENOTEMPTY, 145, "the folder {path} is not empty", "the folder is not empty"},
	{fs.ErrExist, 0, "the file or folder {path} already exists", "it already exists"},
	{syscall.ENOSPC, 112, "there is no room left on the disk for {path}", "there is no room left on the disk"},
	{syscall.EDQUOT, 1295, "this user has no room left on the disk for {path}", "this user has no room left on the disk"},
	{syscall.EISDIR, 0, "the path {path} is a folder", "it is a folder"},
	{syscall.ENAMETOOLONG, 206, "the name {path} is too long", "its name is too long"},
	{syscall.ELOOP, 0, "the links at {path} form a loop", "its links form a loop"},
	{syscall.EMFILE, 4, "too many files are open for {path}; close some connections", "too many files are open; close some connections"},
	{syscall.ENFILE, 0, "too many files are open on this computer for {path}", "too many files are open on this computer"},
	{syscall.ETIMEDOUT, 121, "the drive that {path} is on did not answer in time", "its drive did not answer in time"},
	{syscall.EIO, 1117, "the disk that {path} is on reports a fault", "its disk reports a fault"},
	{syscall.EBUSY, 32, "another program is using {path}", "another program is using it"},
	{syscall.EFBIG, 223, "the disk that {path} is on cannot hold a file of that size", "its disk cannot hold a file of that size"},
	{syscall.EPIPE, 109, "nothing reads {path} any more", "nothing reads it any more"},
	{syscall.ENXIO, 0, "nothing answers at {path}", "nothing answers there"},
	{syscall.EINVAL, 123, "a file cannot be named {path}", "it is not a valid file name"},
}

var networkFaults = []fault{
	{syscall.ECONNREFUSED, 10061, "", "nothing listens there"},
	{syscall.EHOSTUNREACH, 10065, "", "it cannot be reached from this computer"},
	{syscall.ENETUNREACH, 10051, "", "it cannot be reached from this computer"},
	{syscall.ETIMEDOUT, 10060, "", "there was no answer in time"},
	{syscall.ECONNRESET, 10054, "", "the other side reset the connection"},
	{syscall.ECONNABORTED, 10053, "", "the connection was aborted"},
	{syscall.EPIPE, 109, "", "the other side has closed the connection"},
	{syscall.EADDRINUSE, 10048, "", "another program uses the port"},
	{syscall.EADDRNOTAVAIL, 10049, "", "this computer does not have that address"},
	{syscall.ENETDOWN, 10050, "", "this computer's network is down"},
	{fs.ErrNotExist, 0, "", "nothing listens there"},
	{fs.ErrPermission, 10013, "", "this user has no permission for it"},
	{syscall.EMFILE, 10024, "", "too many connections and files are open; close some"},
}
