package explain_test

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model/codestest"
	"mangrove/model/safefile"
)

// TestWordsOfTheSystemAreNotTold: what a call of it failed with is said in our words, and a
// path once.
func TestWordsOfTheSystemAreNotTold(t *testing.T) {
	dir := t.TempDir()
	gone := filepath.Join(dir, "gone.json")
	_, stat := os.Stat(gone)
	_, open := os.Open(gone)
	_, below := os.Open(filepath.Join(os.Args[0], "x"))
	move := os.Rename(gone, gone+"2")
	_, folder := os.ReadFile(dir)
	of := func(err error) error { return &fs.PathError{Op: "write", Path: "/a/b", Err: err} }
	for name, c := range map[string]struct {
		err         error
		says, alone string
	}{
		"gone":             {stat, "There is no file or folder " + gone + ".", "There is no such file or folder."},
		"gone, wrapped":    {fmt.Errorf("the draft was not read: %w", open), "The draft was not read: there is no file or folder " + gone + ".", "The draft was not read: there is no such file or folder."},
		"named before":     {fmt.Errorf("%s was not read: %w", gone, open), gone + " was not read: there is no such file or folder.", gone + " was not read: there is no such file or folder."},
		"moved":            {move, "There is no file or folder " + gone + "2.", "There is no such file or folder."},
		"below a file":     {below, "A part of the path " + filepath.Join(os.Args[0], "x") + " is a file and not a folder.", "A part of its path is a file and not a folder."},
		"a folder":         {folder, "The path " + dir + " is a folder.", "It is a folder."},
		"no permission":    {of(syscall.EACCES), "This user has no permission for /a/b.", "This user has no permission for it."},
		"full":             {of(syscall.ENOSPC), "There is no room left on the disk for /a/b.", "There is no room left on the disk."},
		"read only":        {of(syscall.EROFS), "The disk that /a/b is on cannot be written to.", "Its disk cannot be written to."},
		"nobody knows":     {of(syscall.Errno(9999)), "The system refused the use of /a/b with error 9999.", "The system refused it with error 9999."},
		"not of a call":    {of(safefile.Pipe), "The file /a/b cannot be used: it is a pipe; choose a file.", "It is a pipe; choose a file."},
		"of a bare call":   {os.NewSyscallError("pipe2", syscall.EMFILE), "Too many files are open; close some connections.", "Too many files are open; close some connections."},
		"there is one":     {&fs.PathError{Op: "open", Path: "site.yaml", Err: syscall.EEXIST}, "The file or folder site.yaml already exists.", "It already exists."},
		"two":              {errors.Join(of(syscall.ENOSPC), stat), "There is no room left on the disk for /a/b\nthere is no file or folder " + gone + ".", ""},
		"of no system":     {errors.New("it is larger than allowed"), "It is larger than allowed.", "It is larger than allowed."},
		"the port is used": {&net.OpError{Op: "listen", Net: "tcp", Err: os.NewSyscallError("bind", syscall.EADDRINUSE)}, "Another program uses the port.", "Another program uses the port."},
	} {
		if got := explain.Error(c.err, broker.Address{}); got != c.says && strings.ReplaceAll(got, "\\n", "\n") != c.says {
			t.Errorf("%s: it says\n%s\nnot\n%s", name, got, c.says)
		}
		if got := explain.File(c.err); c.alone != "" && got != c.alone {
			t.Errorf("%s: where the file is named it says\n%s\nnot\n%s", name, got, c.alone)
		}
	}
}

// TestWordsOfTheSystemInBrackets: what is told of a broker has none of them either.
func TestWordsOfTheSystemInBrackets(t *testing.T) {
	err := &broker.Found{Kind: broker.ErrProxy, Code: broker.Because, Err: &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}}
	if got := explain.Error(err, here); !strings.Contains(got, "(nothing listens there)") || strings.Contains(got, "dial") {
		t.Errorf("it says %q", got)
	}
}

// TestRefusedFiles: each refusal has its words.
func TestRefusedFiles(t *testing.T) {
	for refusal, want := range map[safefile.Refusal]string{
		safefile.LaidLink: "it is a link that another user has created; choose another name or folder.",
		safefile.Folder:   "it is a folder.",
		safefile.Pipe:     "it is a pipe; choose a file.",
		safefile.Disk:     "it is a disk; choose a file.",
	} {
		err := fmt.Errorf("save: %w", &fs.PathError{Op: "write", Path: "/a/b", Err: refusal})
		if said := explain.Error(err, broker.Address{}); said != "Save: the file /a/b cannot be used: "+want {
			t.Errorf("%s: %q", refusal, said)
		}
	}
	for _, code := range codestest.Of(t, "../../model/safefile", "Refusal") {
		if said := explain.File(&fs.PathError{Op: "write", Path: "/a/b", Err: safefile.Refusal(code)}); strings.EqualFold(said, code+".") {
			t.Errorf("%s has no words", code)
		}
	}
}
