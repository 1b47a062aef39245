package ui

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/ui/loop"
)

// TestReportsAreBounded: what a broker sends has no end, and the report is made
// ten times a second.
func TestReportsAreBounded(t *testing.T) {
	b := newBench(t)
	long := strings.Repeat("x", 5_000_000)
	b.connect().conn.system.Apply(batch(msg("$SYS/broker/version", long)))
	b.receive(msg(strings.Repeat("t", 60_000), long), msg("a", long))
	e := b.tabs.active
	id, _ := e.conn.store.Find("a")
	e.conn.choose(id)
	e.publish.topic.SetText(strings.Repeat("p", 65_000))
	e.publish.say(long, true)
	for _, p := range []page{pageExplore, pageBox} {
		b.show(p)
		b.reported, b.told = time.Time{}, Report{}
		b.step()
		content, err := json.Marshal(b.reports[len(b.reports)-1])
		if err != nil || len(content) > 200_000 {
			t.Errorf("page %d: a report of %d bytes, %v", p, len(content), err)
		}
	}
}

func TestReportsBoundAllThereIs(t *testing.T) {
	long := strings.Repeat("\u20ac", longestReported)
	r := Report{Problem: long, Rows: make([]ReportRow, 1_000), Tabs: []string{long}, Listed: make([]string, 1_000)}
	r.Rows[0].Topic = long
	r.bound()
	for _, s := range []string{r.Problem, r.Rows[0].Topic, r.Tabs[0]} {
		if len(s) > longestReported+len("…") || !strings.HasSuffix(s, "€…") {
			t.Errorf("%d bytes", len(s))
		}
	}
	if len(r.Rows) != mostReported || len(r.Listed) != mostReported {
		t.Errorf("%d rows, %d messages", len(r.Rows), len(r.Listed))
	}
}

// TestReportsAreNews: a window in which nothing happens writes no file ten times
// a second.
func TestReportsAreNews(t *testing.T) {
	now := time.Now()
	before := Report{At: now, State: "connected", Work: loop.Work{Tasks: 1}}
	for name, c := range map[string]struct {
		change func(*Report)
		news   bool
	}{
		"nothing":        {func(r *Report) { r.At = now.Add(100 * time.Millisecond); r.Work.Tasks = 2 }, false},
		"after a while":  {func(r *Report) { r.At = now.Add(reportAnyway) }, true},
		"another state":  {func(r *Report) { r.State = "waiting" }, true},
		"a message came": {func(r *Report) { r.Intake = model.Intake{Received: 1} }, true},
		"a row":          {func(r *Report) { r.Rows = []ReportRow{{Topic: "a"}} }, true},
		"a place":        {func(r *Report) { r.Places = map[string]Box{"publish": {}} }, true},
	} {
		after := before
		if c.change(&after); after.news(&before) != c.news {
			t.Errorf("%s: news %t", name, !c.news)
		}
	}
}
