package brokertest

import (
	"os"
	"runtime"
	"testing"
	"time"
)

func TestUsageOfThisProcess(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("there is no /proc")
	}
	before := UsageOf(t, os.Getpid())
	if before.Resident < 1<<20 || before.Resident > 1<<40 {
		t.Errorf("%d bytes of memory", before.Resident)
	}
	deadline := time.Now().Add(time.Minute)
	for UsageOf(t, os.Getpid()).Processor < before.Processor+50*time.Millisecond {
		if time.Now().After(deadline) {
			t.Fatal("working takes no time")
		}
	}
	if after := UsageOf(t, os.Getpid()); after.Received <= before.Received {
		t.Errorf("reading /proc went from %d to %d bytes read", before.Received, after.Received)
	}
}

func TestUsageOfNobody(t *testing.T) {
	if _, err := usage(1 << 30); err == nil {
		t.Error("a process that cannot be has a usage")
	}
}
