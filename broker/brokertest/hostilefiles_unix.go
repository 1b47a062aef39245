//go:build unix

package brokertest

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"
)

// HostileFiles are paths that a program may be given and nobody means well with,
// by what is there: what is no file, what has no end, and bombs. All that is made
// is below one folder, which ends with the test.
func HostileFiles(t testing.TB) map[string]string {
	t.Helper()
	dir := t.TempDir()
	all := map[string]string{
		"nothing":          filepath.Join(dir, "nothing"),
		"no name":          "",
		"a name of 64 kB":  filepath.Join(dir, strings.Repeat("x", 65_000)),
		"a name with NUL":  dir + "/a\x00b",
		"a folder":         dir,
		"a device":         "/dev/zero",
		"a full device":    "/dev/full",
		"memory":           "/proc/self/mem",
		"all of memory":    "/proc/self/pagemap",
		"below a file":     filepath.Join(dir, "empty", "below"),
		"a deep path":      filepath.Join(dir, strings.Repeat("d/", 2_000)),
		"no path in a key": "-----BEGIN PRIVATE KEY",
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	at := func(what, name string) string {
		all[what] = filepath.Join(dir, name)
		return all[what]
	}
	write := func(what, name string, content []byte) { must(os.WriteFile(at(what, name), content, 0o600)) }
	link := func(what, name, to string) { must(os.Symlink(to, at(what, name))) }

	must(syscall.Mkfifo(at("a pipe", "pipe"), 0o600))
	must(syscall.Mkfifo(at("a pipe with the name of an archive", "pipe.zip"), 0o600))
	short, err := os.MkdirTemp("", "s") //nolint:usetesting // an address of a socket has 108 bytes
	must(err)
	t.Cleanup(func() { _ = os.RemoveAll(short) })
	socket, err := net.Listen("unix", filepath.Join(short, "socket"))
	must(err)
	t.Cleanup(func() { _ = socket.Close() })
	all["a socket"] = filepath.Join(short, "socket")
	link("a link to nothing", "dangling", filepath.Join(dir, "gone"))
	link("a link to itself", "self", filepath.Join(dir, "self"))
	link("links in a circle", "one", filepath.Join(dir, "two"))
	must(os.Symlink(filepath.Join(dir, "one"), filepath.Join(dir, "two")))
	link("a link to a device", "zero", "/dev/zero")
	link("a link to a pipe", "topipe", filepath.Join(dir, "pipe"))
	for what, f := range hostileContents(t) {
		write(what, f.name, f.content)
	}
	for what, size := range map[string]int64{"a file of 10 TB": 10 << 40, "an archive of 10 TB": 10 << 40} {
		must(os.Truncate(all[what], size))
	}
	must(os.Chmod(all["a file nobody may read"], 0))
	odd := at("a folder of what is no file", "odd")
	must(os.Mkdir(odd, 0o700))
	must(syscall.Mkfifo(filepath.Join(odd, "pipe"), 0o600))
	must(os.Symlink("/dev/zero", filepath.Join(odd, "zero.pem")))
	must(os.Symlink(odd, filepath.Join(odd, "again")))
	grow(t, at("a file that grows", "growing"))
	return all
}

// hostileContents are files with a content, by what it is.
func hostileContents(t testing.TB) map[string]struct {
	name    string
	content []byte
} {
	t.Helper()
	return map[string]struct {
		name    string
		content []byte
	}{
		"an empty file":                           {"empty", nil},
		"a file nobody may read":                  {"secret", []byte{0}},
		"a name of control characters":            {"a\nb\x1b[31m\u202e\u009b.pem", []byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")},
		"a file of 10 TB":                         {"sparse", nil},
		"an archive of 10 TB":                     {"sparse.zip", nil},
		"zeros":                                   {"zeros", make([]byte, 200_000)},
		"JSON 400,000 levels deep":                {"deep.json", bytes.Repeat([]byte("["), 400_000)},
		"JSON objects 100,000 levels deep":        {"deeper.json", append([]byte(`{"profiles":`), bytes.Repeat([]byte(`{"a":`), 100_000)...)},
		"JSON of 200,000 nothings":                {"wide.json", []byte(`{"version":2,"profiles":[` + strings.Repeat("{},", 200_000) + `{}]}`)},
		"JSON with a long number":                 {"number.json", []byte(`{"version":1` + strings.Repeat("0", 500_000) + `}`)},
		"PEM without an end":                      {"endless.pem", bytes.Repeat([]byte("-----BEGIN CERTIFICATE-----\n"), 5_000)},
		"PEM of 4,000 blocks":                     {"blocks.pem", bytes.Repeat([]byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), 4_000)},
		"DER that holds itself":                   {"deep.der", bytes.Repeat([]byte{0x30, 0x80}, 100_000)},
		"DER of 4 GB":                             {"long.der", []byte{0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 2, 1, 3}},
		"a picture of 60,000,000 pixels in a row": {"row.png", flatPNG(60_000_000, 1)},
		"gzip of 16 MB":                           {"bomb.gz", gzipBomb(t)},
		"an archive of 64 MB a file":              {"bomb.zip", zipBomb(t, 3, 64<<20)},
		"an archive of 150 files of a MB":         {"bombs.zip", zipBomb(t, 150, 1<<20)},
		"an archive of 60,000 files":              {"many.zip", zipBomb(t, 60_000, 0)},
		"an archive with paths out of it":         {"out.zip", zipNames(t, "../../../../etc/passwd", "/etc/passwd", `C:\a`, "a\x00b", "a/../../b", "")},
		"half an archive":                         {"half.zip", zipBomb(t, 3, 10)[:60]},
	}
}

// ManyFiles is a folder of 10,000 empty files, a quarter in short tests, which ends
// with the test.
func ManyFiles(t testing.TB) string {
	t.Helper()
	dir, files := t.TempDir(), 10_000
	if testing.Short() {
		files /= 4
	}
	for i := range files {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// grow has a file grow, up to 64 MB, until the test ends.
func grow(t testing.TB, path string) {
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() { // ends with the test
		defer close(ended)
		line := make([]byte, 64<<10)
		ticker := time.NewTicker(time.Millisecond)
		defer ticker.Stop()
		for range 1_000 {
			_, _ = f.Write(line)
			select {
			case <-ticker.C:
			case <-done:
				return
			}
		}
		<-done
	}()
	t.Cleanup(func() {
		close(done)
		<-ended
		_ = f.Close()
	})
}

// flatPNG is the head of a picture with so many pixels, and nothing of it.
func flatPNG(width, height uint32) []byte {
	head := binary.BigEndian.AppendUint32(nil, width)
	head = append(binary.BigEndian.AppendUint32(head, height), 8, 0, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), append([]byte("IHDR"), head...)...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(append([]byte("IHDR"), head...)))
}

func gzipBomb(t testing.TB) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, flate.BestSpeed)
	if _, err := io.CopyN(w, zeros{}, 16<<20); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	return b.Bytes()
}

// zeros has no end.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// zipBomb is an archive of so many files, each of so many zeros, which are
// compressed once.
func zipBomb(t testing.TB, files int, size int64) []byte {
	t.Helper()
	var packed bytes.Buffer
	sum := crc32.NewIEEE()
	w, _ := flate.NewWriter(&packed, flate.BestSpeed)
	if _, err := io.CopyN(io.MultiWriter(w, sum), zeros{}, size); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for i := range files {
		f, err := archive.CreateRaw(&zip.FileHeader{
			Name: fmt.Sprintf("%d.pem", i), Method: zip.Deflate, CRC32: sum.Sum32(),
			CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(size),
		})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write(packed.Bytes())
	}
	_ = archive.Close()
	return b.Bytes()
}

func zipNames(t testing.TB, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for _, name := range names {
		if _, err := archive.CreateHeader(&zip.FileHeader{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	_ = archive.Close()
	return b.Bytes()
}

// Hostile tries something on every hostile file, and checks that it ends, that it
// does not need more memory than it may at once, and that what is there is what
// was there before. The collector is told how much that is: on a busy machine it
// lets far more than is needed lie about.
func Hostile(t *testing.T, most uint64, try func(t *testing.T, what, path string)) {
	t.Helper()
	for what, path := range HostileFiles(t) {
		t.Run(strings.ReplaceAll(what, " ", "-"), func(t *testing.T) {
			before := seen(path)
			var from, to runtime.MemStats
			runtime.ReadMemStats(&from)
			defer debug.SetMemoryLimit(debug.SetMemoryLimit(int64(from.Sys-from.HeapReleased) + int64(most)*3/4))
			ended := make(chan struct{})
			go func() { // ends with what is tried
				defer close(ended)
				try(t, what, path)
			}()
			select {
			case <-ended:
			case <-time.After(5 * time.Minute): // for a busy machine that looks for races
				t.Fatalf("%s: no end", what)
			}
			runtime.ReadMemStats(&to)
			if more := int64(to.Sys) - int64(from.Sys); more > int64(most) { // it may be less, too
				t.Errorf("%s: %d MB more of the system's memory", what, more>>20)
			}
			if after := seen(path); after != before {
				t.Errorf("%s: it was %s, and is %s", what, before, after)
			}
		})
	}
}

// seen is what there is at a path.
func seen(path string) string {
	info, err := os.Lstat(path)
	if err != nil {
		return "nothing"
	}
	s := info.Mode().String()
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		s += fmt.Sprint(" ", stat.Ino)
	}
	return s
}
