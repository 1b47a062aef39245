package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client"
	"mangrove/broker/server"
	"mangrove/model"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// cut is a session that loses its connection after some messages.
type cut struct {
	broker.Session
	left *atomic.Int32
}

func (c cut) Publish(ctx context.Context, m broker.Publication) (broker.Acknowledgement, error) {
	if c.left.Add(-1) == 0 {
		go c.Session.Close()
	}
	return c.Session.Publish(ctx, m)
}

func startServer(t *testing.T) string {
	t.Helper()
	s, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s.Address()
}

// TestClearingIsCutOff: what was cleared and what not is said exactly, and Undo brings all of
// it back.
func TestClearingIsCutOff(t *testing.T) {
	const topics = 400
	url := startServer(t)
	b := newClearingBench(t, url, t.TempDir())
	b.keep(many(topics))
	before := all(t, url, topics, 0)
	left := new(atomic.Int32)
	left.Store(150)
	b.panel.Open = func(p broker.Profile, sink model.Sink) broker.Session {
		return cut{client.Network{}.Open(p, sink), left}
	}
	id, _ := b.conn.Store.Find("site")
	b.panel.AskClearBelow(id)
	b.typeAndPress(fmt.Sprintf("clear %d", topics), fmt.Sprintf("Clear %d", topics))
	b.until("it has ended", func() bool { return b.undo != nil })
	number := func(of string) int {
		if found := regexp.MustCompile(of).FindStringSubmatch(b.said); found != nil {
			n, _ := strconv.Atoi(found[1])
			return n
		}
		return 0
	}
	done, not, unsure := number(`Cleared (\d+) of 400`), number(`(\d+) messages? left as`), number(`For (\d+) the broker did not answer`)
	there := strings.Count(got(t, url, "-q", "0", "-t", "site/#", "-W", "4"), "\n") + 1
	if done+not+unsure != topics || done == 0 || not == 0 || there < not || there > not+unsure {
		t.Errorf("%d are there: %s", there, b.said)
	}
	if rows := uitest.Find[*widgets.Rows](b.window.Canvas().Overlays().Top()); len(rows) != 1 || rows[0].Source.Len() != not+unsure {
		t.Errorf("%d lists of what was not cleared", len(rows))
	}
	b.press("Close")
	b.undo()
	b.until("published again", func() bool { return strings.HasPrefix(b.said, "Published ") })
	if now := all(t, url, topics, 0); now != before {
		t.Errorf("it is not what it was; %s\n%d\n%d", b.said, len(before), len(now))
	}
}

// TestClearingWithoutReading: where a login may not subscribe, it goes by what was received,
// and says so.
func TestClearingWithoutReading(t *testing.T) {
	acl := filepath.Join(t.TempDir(), "acl")
	if err := os.WriteFile(acl, []byte("user u\ntopic readwrite site/#\n"), 0o644); err != nil { //nolint:gosec // Mosquitto may run as another user
		t.Fatal(err)
	}
	url := strings.Replace(brokertest.Start(t, brokertest.Options{User: "u", Password: "p", Lines: []string{"acl_file " + acl}}).URL(), "://", "://u:p@", 1)
	newClearingBench(t, url, "").keep(many(3))
	b := newClearingBench(t, url, "") // which is told that they are retained
	b.until("they are known", func() bool { return b.conn.Store.Topics() == 3 })
	b.panel.Open = func(p broker.Profile, sink model.Sink) broker.Session {
		p.Password = "wrong" // as a broker that lets nobody in a second time
		return client.Network{}.Open(p, sink)
	}
	id, _ := b.conn.Store.Find("site")
	b.panel.AskClearBelow(id)
	b.until("it is asked", func() bool { return uitest.DialogButton(b.window.Canvas(), "Clear 3") != nil })
	if words := uitest.DialogWords(b.window.Canvas()); !strings.Contains(words, "could not be fetched") || !strings.Contains(words, "received here") {
		t.Errorf("%s", words)
	}
	b.press("Clear 3")
	b.until("cleared", func() bool { return b.undo != nil && strings.HasPrefix(b.said, "Cleared 3 of 3 ") })
	b.undo()
	b.until("published again", func() bool { return strings.HasPrefix(b.said, "Published 3 ") })
}

// TestNothingIsClearedByAccident: keys, clicks where a question comes up by itself, and what
// is typed for another question clear nothing.
func TestNothingIsClearedByAccident(t *testing.T) {
	url := startServer(t)
	b := newClearingBench(t, url, "")
	b.keep(many(30))
	before := all(t, url, 30, 0)
	id, _ := b.conn.Store.Find("site")
	question := func(ask func(), button string) *widgets.Button {
		ask()
		b.until("it is asked", func() bool { return uitest.DialogButton(b.window.Canvas(), button) != nil })
		return uitest.DialogButton(b.window.Canvas(), button)
	}
	for what, ask := range map[string]func(){"below": func() { b.panel.AskClearBelow(id) }, "one": func() { b.panel.AskClear("site/1") }} {
		words := map[string]string{"below": "Clear 30", "one": "Clear"}[what]
		button := question(ask, words)
		test.Tap(button) // it has just come up
		for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyDelete, fyne.KeyBackspace} {
			if f := b.window.Canvas().Focused(); f != nil {
				f.TypedKey(&fyne.KeyEvent{Name: key})
			}
		}
		for _, e := range uitest.Find[*widgets.Entry](b.window.Canvas().Overlays().Top()) {
			for _, typed := range []string{"clear", "clear 3", "clear 300", "30", "yes"} {
				e.SetText(typed)
				test.Tap(button)
			}
		}
		if uitest.DialogButton(b.window.Canvas(), words) == nil {
			t.Errorf("%s: the question has been answered", what)
		}
		b.press("Cancel")
	}
	question(func() { b.panel.AskClear("site/1") }, "Clear")
	b.conn.Profile.ReadOnly = true
	b.press("Clear")
	b.until("it is refused", func() bool { return uitest.DialogButton(b.window.Canvas(), "Clear") == nil })
	b.panel.AskUndoClear()
	if now := all(t, url, 30, 0); now != before {
		t.Errorf("something is gone: %q\n%q", now, before)
	}
}
