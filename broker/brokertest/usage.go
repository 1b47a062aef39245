package brokertest

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Usage is what a running process has taken of the machine. It is read from
// /proc, so only Linux can tell.
type Usage struct {
	Processor time.Duration // of all its threads, in the program and in the system
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
	stat, err := os.ReadFile(proc + "stat")
	if err != nil {
		return u, err
	}
	// Behind the name in brackets, which may hold anything (man 5 proc).
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 22 {
		return u, fmt.Errorf("%d fields in stat", len(fields))
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	pages, _ := strconv.ParseInt(fields[21], 10, 64)
	u.Processor = time.Duration(user+system) * tick
	u.Resident = pages * int64(os.Getpagesize())
	io, err := os.ReadFile(proc + "io")
	if err != nil {
		return u, err
	}
	_, err = fmt.Sscanf(string(io), "rchar: %d", &u.Received)
	return u, err
}

// Usage is what the broker's process takes.
func (b *Broker) Usage() Usage {
	b.tb.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	return UsageOf(b.tb, b.process.Process.Pid)
}
