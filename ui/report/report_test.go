package report

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/model"
	"mangrove/ui/loop"
)

// TestKeysAreFrozen: what scripts read stays where it is.
func TestKeysAreFrozen(t *testing.T) {
	frozen := []string{
		"at", "page", "state", "problem", "notices", "version", "address", "topics",
		"intake", "intake.received", "intake.applied", "intake.retained", "intake.kept", "intake.repeated", "intake.dropped", "intake.evicted",
		"intake.letGo", "intake.bytes", "intake.first", "intake.last",
		"history", "history.Held", "history.Used", "history.Budget", "history.Topics", "history.Memory",
		"work", "work.tasks", "work.slow", "work.busy", "work.text", "work.period", "work.longest", "work.hardest",
		"rows", "rows.topic", "rows.text", "rows.place", "rows.place.X", "rows.place.Y", "rows.place.W", "rows.place.H",
		"rows.arrow", "rows.arrow.X", "rows.arrow.Y", "rows.arrow.W", "rows.arrow.H",
		"tabs", "broker", "found", "listed", "status", "selected", "shown", "payload", "topic", "result", "box",
		"places", "places.X", "places.Y", "places.W", "places.H", "keyboard",
	}
	if got := keys("", reflect.TypeFor[Report]()); !slices.Equal(got, frozen) {
		t.Errorf("the keys are\n%q\nand were\n%q", got, frozen)
	}
}

// keys are those that JSON has for a type, with those within.
func keys(above string, of reflect.Type) (all []string) {
	switch of.Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer:
		return keys(above, of.Elem())
	case reflect.Struct:
		if of == reflect.TypeFor[time.Time]() {
			return nil
		}
		for i := range of.NumField() {
			f := of.Field(i)
			if !f.IsExported() {
				continue
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name == "" {
				name = f.Name
			}
			all = append(all, above+name)
			all = append(all, keys(above+name+".", f.Type)...)
		}
	}
	return all
}

func TestReportsBoundAllThereIs(t *testing.T) {
	long := strings.Repeat("\u20ac", longestReported)
	r := Report{Problem: long, Rows: make([]Row, 1_000), Tabs: []string{long}, Listed: make([]string, 1_000)}
	r.Rows[0].Topic = long
	r.Shorten()
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
		"a row":          {func(r *Report) { r.Rows = []Row{{Topic: "a"}} }, true},
		"a place":        {func(r *Report) { r.Places = map[string]Box{"publish": {}} }, true},
	} {
		after := before
		if c.change(&after); after.DiffersFrom(&before) != c.news {
			t.Errorf("%s: news %t", name, !c.news)
		}
	}
}

// drawnApp has a toolkit that has drawn all but one object.
type drawnApp struct {
	fyne.App
	driver fyne.Driver
}

func (a drawnApp) Driver() fyne.Driver { return a.driver }

type allBut struct {
	fyne.Driver
	not fyne.CanvasObject
}

func (d allBut) CanvasForObject(o fyne.CanvasObject) fyne.Canvas {
	if o == d.not {
		return nil
	}
	return d.Driver.CanvasForObject(o)
}

// TestWhatWasNotDrawnYetIsNowhere: the toolkit says that it stands in the corner of the
// window, and a script would click there.
func TestWhatWasNotDrawnYetIsNowhere(t *testing.T) {
	app := test.NewTempApp(t)
	drawn, not := widget.NewLabel("drawn"), widget.NewLabel("not")
	w := test.NewTempWindow(t, container.NewVBox(drawn, not))
	fyne.SetCurrentApp(drawnApp{app, allBut{app.Driver(), not}})
	t.Cleanup(func() { fyne.SetCurrentApp(app) })
	r := New(w.Canvas(), time.Now())
	r.Place("drawn", drawn)
	r.Place("not", not)
	if _, placed := r.Places["drawn"]; !placed || len(r.Places) != 1 || r.Object("not") != not {
		t.Errorf("the places are %v", r.Places)
	}
}
