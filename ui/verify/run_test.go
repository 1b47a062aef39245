package verify

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/model/verify"
)

// TestConnectionOfARun does not take over that of the user.
func TestConnectionOfARun(t *testing.T) {
	b := running(t)
	if p := b.asked[0]; p.ClientID != "" || p.Resume || p.Will != nil || len(p.Subscriptions) != 2 || p.Address.Host != "plant.example" {
		t.Errorf("it connects as %+v", p)
	}
}

// TestNoBroker: a run that could not connect says why, and is no report.
func TestNoBroker(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.phase = broker.Waiting
	b.openFile(b.write(plant))
	test.Tap(b.start)
	b.until("it tries", func() bool { return b.first() != nil && strings.Contains(b.state.Text(), "Connecting") })
	b.judge()
	b.until("it is over", func() bool { return b.run.ended })
	if b.save.Visible() || b.run.hasBegun() {
		t.Error("there is a report of nothing")
	}
	if s := b.run.standing.Load(); s.Tally.State() == verify.Pass {
		t.Error("it passed")
	}
}

// TestAnotherChecklistWaits: one that runs is not replaced by an accident, nor is one that is
// read to be run.
func TestAnotherChecklistWaits(t *testing.T) {
	b := newBench(t)
	b.connect()
	path := b.write(plant)
	b.openFile(path)
	test.Tap(b.start)
	refused := func() bool { return strings.Contains(b.said, "Finish it before you open another") }
	b.Dropped(fyne.Position{}, b.write("version: 1\n"))
	b.until("the other was refused, and it runs", func() bool { return refused() && b.first() != nil && b.isRunning() })
	before := b.run
	b.said = ""
	b.Dropped(fyne.Position{}, b.write("version: 1\n"))
	b.until("the other was refused again", refused)
	if b.run != before || !b.isRunning() || b.list.path != path {
		t.Error("the run is gone")
	}
	b.Stop()
	if !b.first().isClosed() {
		t.Error("the connection is open behind the end of the program")
	}
}

// TestStartedOnce: Start that is pressed again while the file is read starts nothing more.
func TestStartedOnce(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.openFile(b.write(plant))
	test.Tap(b.start)
	b.Draw(time.Now()) // a frame, before what is read is taken over
	if !b.start.Disabled() {
		t.Error("it can be pressed again")
	}
	b.startOrFinish()
	b.until("it runs", func() bool { return b.first() != nil && b.isRunning() })
	b.judge()
	b.until("it is over", func() bool { return b.run.ended })
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, s := range b.sessions {
		if !s.isClosed() {
			t.Errorf("session %d is open", i)
		}
		if live := s.sink == model.Sink(b.run.live); !live && i == 0 {
			t.Error("the first run was not the one that is shown")
		}
	}
}

// TestTheEndOfAnotherRun does not end the one that is shown.
func TestTheEndOfAnotherRun(t *testing.T) {
	b := running(t)
	first := b.run
	b.judge()
	b.until("the first is over", func() bool { return first.ended })
	test.Tap(b.start)
	b.until("another runs", func() bool { return b.run != first && b.isRunning() })
	b.finished(first)
	if !b.isRunning() {
		t.Error("the end of the first has ended it")
	}
}

// TestTheFileOpenedLastIsShown, however long the one before takes to be read.
func TestTheFileOpenedLastIsShown(t *testing.T) {
	b := newBench(t)
	b.connect()
	first, last := b.write(plant), b.write(plant)
	b.took(b.reading(), read(first))
	before, now := b.reading(), b.reading()
	b.took(now, read(last))
	b.took(before, read(first))
	if b.list.path != last {
		t.Errorf("shown is %s", b.list.path)
	}
}

// TestARunKeepsNoClosedTab: the messages of a connection go with its tab, though it was verified.
func TestARunKeepsNoClosedTab(t *testing.T) {
	b := running(t)
	b.current = nil
	b.until("the connection is let go", func() bool {
		runtime.GC()
		return b.run.conn.Value() == nil
	})
}
