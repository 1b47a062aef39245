package verification

import (
	"fmt"
	"os"
	"testing"
	"time"

	"mangrove/model/verify"
)

func pastRun(n, verdicts int) Past {
	p := Past{Checklist: "sum", Broker: "mqtt://plant.example", Began: time.Unix(int64(n), 0).UTC(), Ended: time.Unix(int64(n)+1, 0).UTC(), Tally: verify.Tally{Pass: verdicts}}
	for i := range verdicts {
		p.Verdicts = append(p.Verdicts, EarlierVerdict{Subject: fmt.Sprint("device ", i), Device: true, Check: "present", State: verify.Pass, Why: "heard"})
	}
	return p
}

// TestHistory keeps the latest runs of a checklist, each once, apart from those of others.
func TestHistory(t *testing.T) {
	folder := t.TempDir() + "/verified"
	h := NewHistory(folder, "site.yaml")
	if runs, err := h.Runs(); err != nil || len(runs) != 0 {
		t.Fatal(runs, err)
	}
	for n := range mostPast + 5 {
		if _, err := h.Keep(pastRun(n, 2)); err != nil {
			t.Fatal(err)
		}
	}
	waived := pastRun(mostPast+4, 2)
	waived.Tally.Waived = 1
	if _, err := h.Keep(waived); err != nil {
		t.Fatal(err)
	}
	runs, err := NewHistory(folder, "site.yaml").Runs()
	if err != nil || len(runs) != mostPast || runs[0].Tally.Waived != 1 || !runs[0].Began.After(runs[1].Began) || len(runs[1].Verdicts) != 2 {
		t.Errorf("%d runs, the first %+v, %v", len(runs), runs[0], err)
	}
	if other, err := NewHistory(folder, "other.yaml").Runs(); err != nil || len(other) != 0 {
		t.Errorf("another checklist has %d runs, %v", len(other), err)
	}
	if info, err := os.Stat(h.file.Path); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others can read it: %v, %v", info.Mode(), err)
	}
}

// TestHistoryAfterTheClockWasSetBack: the run that was kept last is the latest.
func TestHistoryAfterTheClockWasSetBack(t *testing.T) {
	h := NewHistory(t.TempDir(), "site.yaml")
	for n := range mostPast {
		if _, err := h.Keep(pastRun(n, 2)); err != nil {
			t.Fatal(err)
		}
	}
	back := pastRun(-1_000, 2)
	runs, err := h.Keep(back)
	if err != nil || len(runs) != mostPast || !runs[0].Began.Equal(back.Began) || back.Before(runs).Began.Unix() != mostPast-1 {
		t.Errorf("%d runs, the first %+v, %v", len(runs), runs[0], err)
	}
}

// TestLargeHistory: what is written is read again, however many verdicts there were.
func TestLargeHistory(t *testing.T) {
	h := NewHistory(t.TempDir(), "site.yaml")
	for n := range 3 {
		run := pastRun(n, mostPastVerdicts)
		for i := range run.Verdicts {
			v := &run.Verdicts[i]
			v.Member, v.Topic, v.Waived = "m", "t", true
		}
		if _, err := h.Keep(run); err != nil {
			t.Fatal(err)
		}
	}
	runs, err := h.Runs()
	if err != nil || len(runs) != 2 || runs[0].Began.Unix() != 2 || len(runs[1].Verdicts) != mostPastVerdicts {
		t.Errorf("%d runs, %v", len(runs), err)
	}
}

// TestHistoryWithoutRoom lets the oldest runs go.
func TestHistoryWithoutRoom(t *testing.T) {
	h := NewHistory(t.TempDir(), "site.yaml")
	h.file.Most = 40_000
	for n := range 20 {
		if _, err := h.Keep(pastRun(n, 50)); err != nil {
			t.Fatal(err)
		}
	}
	runs, err := h.Runs()
	if err != nil || len(runs) == 0 || len(runs) == 20 || runs[0].Began.Unix() != 19 {
		t.Errorf("%d runs, %v", len(runs), err)
	}
}
