package profiles

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"mangrove/broker/profiles/finding"
	"mangrove/model/strictyaml"
)

// LargestMaterial is the most in bytes that is read of a file with certificates
// or a key: all authorities of a system take a fifth of it.
const LargestMaterial = 1 << 20

// Why a file is not read, where callers say it in their own words.
var (
	ErrNoFile   error = &finding.Fault{Code: finding.NotRegular}
	ErrTooLarge error = &finding.Fault{Code: finding.TooLarge}
)

var errNoPath error = &finding.Fault{Code: finding.NoPath}

// ReadFile reads a file of at most so many bytes. Devices and pipes are not even
// opened: the path may come from somebody else, and they give without end, or
// wait.
func ReadFile(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if err := checkRegular(info, most); err != nil {
		return nil, err
	}
	return readRegular(path, most)
}

// Beside reads files in the folder of another one, as [ReadFile] does. A link that leads out
// of it would have a file of somebody else's making publish what is private.
func Beside(path string) strictyaml.Files {
	return func(name string, most int64) ([]byte, error) {
		if !filepath.IsLocal(name) {
			return nil, strictyaml.ErrElsewhere
		}
		folder, err := filepath.EvalSymlinks(filepath.Dir(path))
		if err != nil {
			return nil, err
		}
		file, err := filepath.EvalSymlinks(filepath.Join(folder, name))
		if err != nil {
			return nil, err
		}
		if below, err := filepath.Rel(folder, file); err != nil || !filepath.IsLocal(below) {
			return nil, strictyaml.ErrElsewhere
		}
		return ReadFile(file, most)
	}
}

// checkRegular says why a file is not to be read.
func checkRegular(info fs.FileInfo, most int64) error {
	switch {
	case !info.Mode().IsRegular():
		return ErrNoFile
	case info.Size() > most:
		return ErrTooLarge
	}
	return nil
}

// readRegular is ReadFile for who has seen that it is a regular file. Somebody may
// have put a pipe in its place since: to open that does not wait, and what is open
// is looked at again.
func readRegular(path string, most int64) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if err := checkRegular(info, most); err != nil {
		return nil, err
	}
	// Those of /proc say that they are empty, and may have no end; others grow while
	// they are read.
	most = min(most, info.Size()+growth)
	// Room for all of it at once, and for what a large one may grow by: to make it as
	// it is read takes several times as much.
	room := info.Size() + 2*bytes.MinRead
	if info.Size() > growth {
		room += growth
	}
	content := bytes.NewBuffer(make([]byte, 0, room))
	switch _, err := content.ReadFrom(io.LimitReader(f, most+1)); {
	case err != nil:
		return nil, err
	case int64(content.Len()) > most:
		return nil, ErrTooLarge
	}
	return content.Bytes(), nil
}

// growth is by how many bytes a file may have grown when it is read.
const growth = 1 << 20

// ReadMaterial reads the file of a certificate or a key. What is no path is not
// repeated by the error: it may be the key.
func ReadMaterial(path string) ([]byte, error) {
	path = strings.TrimSpace(path)
	if !IsPath(path) {
		return nil, errNoPath
	}
	return ReadFile(atHome(path), LargestMaterial)
}

// IsRemotePath reports whether a path is that of another computer or of a device on
// Windows, which are told who the user is as soon as it is opened.
func IsRemotePath(path string) bool {
	path = strings.ReplaceAll(strings.TrimSpace(path), `\`, "/")
	return strings.HasPrefix(path, "//")
}

// IsPath reports whether what stands where a path should be can be one, rather
// than a certificate or a key that was pasted without its first line.
func IsPath(source string) bool {
	source = strings.TrimSpace(source)
	if len(source) > 4096 || strings.ContainsAny(source, "\n\r\x00") || strings.Contains(source, "PRIVATE KEY") {
		return false
	}
	der, err := base64.StdEncoding.DecodeString(source)
	return err != nil || len(der) < 40 || der[0] != 0x30 // a sequence, as all certificates and keys are
}

// unreadable says why a file with certificates or a key cannot be used.
func unreadable(path string, err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return &finding.Fault{Code: finding.NoSuchFile, Name: path}
	}
	if errors.Is(err, ErrNoFile) || errors.Is(err, ErrTooLarge) {
		return &finding.Fault{Code: finding.FileRefused, Name: filepath.Clean(path), Err: err}
	}
	return &finding.Fault{Code: finding.NotReadable, Name: path, Err: err}
}
