package brokertest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Usage is what a running process has taken of the machine. It is read from
// /proc, so only Linux can tell.
type Usage struct {
	Processor time.Duration // of all its threads, in the program and in the system
	Painting  time.Duration // of that, threads that do OpenGL without a graphics card (Mesa's llvmpipe)
	Resident  int64         // bytes of memory now
	Received  int64         // bytes it has read, from files and sockets alike
}

// tick is the unit of times in /proc, which is the same on every architecture
// that Go runs on.
const tick = 10 * time.Millisecond

// UsageOf reads the usage of a process.
func UsageOf(tb testing.TB, pid int) Usage {
	tb.Helper()
	u, err := usage(pid)
	if err != nil {
		tb.Fatalf("the usage of process %d: %v", pid, err)
	}
	return u
}

func usage(pid int) (u Usage, err error) {
	proc := fmt.Sprintf("/proc/%d/", pid)
	f, err := stat(proc)
	if err != nil {
		return u, err
	}
	u.Processor, u.Resident = f.processor, f.pages*int64(os.Getpagesize())
	threads, err := filepath.Glob(proc + "task/*")
	if err != nil {
		return u, err
	}
	for _, thread := range threads {
		if t, err := stat(thread); err == nil && strings.HasPrefix(t.name, "llvmpipe") { // others may have ended
			u.Painting += t.processor
		}
	}
	io, err := os.ReadFile(proc + "io")
	if err != nil {
		return u, err
	}
	_, err = fmt.Sscanf(string(io), "rchar: %d", &u.Received)
	return u, err
}

// fields are what the file stat says of a process or of a thread (man 5 proc).
type fields struct {
	name      string
	processor time.Duration
	pages     int64
}

func stat(folder string) (f fields, err error) {
	b, err := os.ReadFile(filepath.Join(folder, "stat"))
	if err != nil {
		return f, err
	}
	from, to := bytes.IndexByte(b, '('), bytes.LastIndexByte(b, ')') // the name may hold anything, brackets too
	rest := strings.Fields(string(b[to+1:]))
	if len(rest) < 22 {
		return f, fmt.Errorf("%d fields in stat", len(rest))
	}
	user, _ := strconv.ParseInt(rest[11], 10, 64)
	system, _ := strconv.ParseInt(rest[12], 10, 64)
	f.name, f.processor = string(b[from+1:to]), time.Duration(user+system)*tick
	f.pages, err = strconv.ParseInt(rest[21], 10, 64)
	return f, err
}

// Usage is what the broker's process takes.
func (b *Broker) Usage() Usage {
	b.tb.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	return UsageOf(b.tb, b.process.Process.Pid)
}
