package publish

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/broker/simulate"
	"mangrove/model"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// simulation is devices that are played on the broker of the connection.
type simulation struct {
	name  string // of the file
	run   *simulate.Run
	seed  uint64
	ended bool // it is being ended
	rate  rateOf
}

// rateOf is how many messages there are in a second, by two looks at their number.
type rateOf struct {
	at    time.Time
	count int
	rate  float64
}

// rateEvery is how far apart these looks are.
const rateEvery = time.Second

func (r *rateOf) see(now time.Time, count int) float64 {
	if since := now.Sub(r.at); since >= rateEvery {
		if !r.at.IsZero() {
			r.rate = float64(count-r.count) / since.Seconds()
		}
		r.at, r.count = now, count
	}
	return r.rate
}

// chooseSimulation asks for a file with devices, and reads it.
func (w *work) chooseSimulation() {
	w.panel.desk.ChooseFile(w.readSimulation)
}

// readSimulation reads a file with devices, and asks how they are to be played.
func (w *work) readSimulation(path string) {
	p := w.panel
	go func() { // ends when the file and its tables are read, which have their bounds
		content, err := profiles.ReadFile(path, simulate.LargestFile)
		var f *simulate.File
		if err == nil {
			f, err = simulate.Read(content, profiles.Beside(path))
		}
		p.desk.Run(func() {
			var faults simulate.Faults
			switch {
			case errors.As(err, &faults):
				w.showFaults(filepath.Base(path), faults)
			case err != nil:
				p.offerNotice(format.Fill("The file {path} cannot be read. {why}", "path", format.ExcerptOf(path, 200), "why", explain.File(err)))
			default:
				w.askSimulation(filepath.Base(path), f)
			}
		})
	}()
}

// showFaults lists what is wrong with a file.
func (w *work) showFaults(name string, faults simulate.Faults) {
	lines := []string{format.Fill("{name} cannot be simulated:", "name", format.ExcerptOf(name, 100)), ""}
	for _, f := range faults {
		lines = append(lines, explain.Error(f, broker.Address{}))
	}
	label := widget.NewLabel(format.Excerpts(lines...))
	label.Wrapping = fyne.TextWrapWord
	d := w.panel.desk.NewDialog("Simulated devices", container.NewVScroll(label))
	d.Resize(fyne.NewSize(w.panel.desk.Width(680), min(360, w.panel.desk.Canvas().Size().Height-60)))
	w.panel.desk.Show(d)
}

// simulationTyped is how devices are to be played, as it is typed.
type simulationTyped struct{ end, seed string }

// read gives that, or what in it is wrong.
func (t *simulationTyped) read() (during time.Duration, seed uint64, wrong string) {
	during, ok := typedTime(t.end)
	if !ok {
		return 0, 0, "Type how long they run, such as 10m, or leave it empty."
	}
	if typed := strings.TrimSpace(t.seed); typed != "" {
		var err error
		if seed, err = strconv.ParseUint(typed, 10, 64); err != nil || seed == 0 {
			return 0, 0, "The seed is a whole number from 1. Leave it empty for a new one."
		}
	}
	for seed == 0 {
		seed = rand.Uint64N(1_000_000_000) //nolint:gosec // it is to be typed again, not to be secret
	}
	return during, seed, ""
}

// askSimulation asks how devices are to be played.
func (w *work) askSimulation(name string, f *simulate.File) {
	p := w.panel
	var t simulationTyped
	if f.Seed > 0 {
		t.seed = strconv.FormatUint(f.Seed, 10)
	}
	var kinds []string
	for _, k := range f.Kinds {
		kinds = append(kinds, format.Count(int64(k.Count))+" × "+format.ExcerptOf(k.Name, 40))
	}
	about := widgets.NewSentences(format.ExcerptOf(fmt.Sprintf("%s: %s", name, strings.Join(kinds, ", ")), 300)+
		format.Fill("\nEach connects to {address} as its own client, publishes there and answers commands, until they are stopped or this connection is closed.",
			"address", p.conn.Profile.Address), widget.LowImportance)
	end, seed := fieldOf("such as 10m; empty: until they are stopped", &t.end), fieldOf("the same number repeats the same run; empty: a new one", &t.seed)
	problem := widgets.NewSentences("", widget.DangerImportance)
	problem.Hide()
	start := widgets.NewButton("Start", theme.MediaPlayIcon(), nil)
	q := p.desk.Ask(format.Counted(f.Devices(), "Simulate {count} device", "Simulate {count} devices"), container.NewVBox(about, form(field{"End after", end}, field{"Seed", seed}), problem), start,
		desk.NamedObject{Name: "end after", Object: end}, desk.NamedObject{Name: "seed", Object: seed}, desk.NamedObject{Name: "problem", Object: problem})
	start.OnTapped = func() {
		during, with, wrong := t.read()
		if wrong == "" {
			wrong = w.cannotStart()
		}
		if wrong == "" && w.simulates() {
			wrong = othersPlayed
		}
		if wrong != "" {
			widgets.ShowProblem(problem, wrong)
			return
		}
		doubts := p.doubter()
		w.prepare(q, false, func() (func(), error) {
			ask := doubts.ofTopics(f.Topics(), f.Retained(with, mostLookedAt))
			return func() {
				q.Close()
				w.beginAfter(ask, "Start", func() { w.beginSimulation(name, f, during, with) })
			}, nil
		}, nil)
	}
	for _, e := range []*widgets.Entry{end, seed} {
		e.OnSubmitted = func(string) { start.OnTapped() }
	}
	q.Dialog.Resize(fyne.NewSize(p.desk.Width(560), 0))
	p.desk.Focus(end)
}

// beginSimulation has devices be played, or says why they cannot.
func (w *work) beginSimulation(name string, f *simulate.File, during time.Duration, seed uint64) {
	if wrong := w.simulate(name, f, during, seed); wrong != "" {
		w.panel.showOutcome(wrong, true)
	}
	w.draw()
}

// othersPlayed says why devices cannot be played.
const othersPlayed = "Other devices are being simulated. Stop them first."

// simulates reports whether devices are being played.
func (w *work) simulates() bool { return w.played != nil && !w.played.hasEnded() }

// simulate has devices be played; wrong is why they cannot.
func (w *work) simulate(name string, f *simulate.File, during time.Duration, seed uint64) (wrong string) {
	if w.simulates() {
		return othersPlayed
	}
	ctx, cancel := context.WithCancel(context.Background())
	if during > 0 {
		ctx, cancel = context.WithTimeout(context.Background(), during)
	}
	run, err := simulate.Start(ctx, f, simulate.Options{Profile: w.panel.conn.Profile, Open: w.openDevice, Seed: seed})
	if err != nil {
		cancel()
		return w.words(err)
	}
	w.played = &simulation{name: name, run: run, seed: seed}
	keep := w.panel.keeper()
	w.ending.Go(func() { // ends with the run, whom Stop ends
		<-run.Done()
		stopped, st := ctx.Err() == nil, run.Status()
		cancel()
		entry := simulationEntry(name, &st, time.Now())
		entry.Outcome = simulationOutcome(&st, stopped)
		keep(entry)
	})
	return ""
}

// openDevice opens the connection of a device.
func (w *work) openDevice(p broker.Profile, sink model.Sink) simulate.Session {
	s := w.panel.Open(p, sink)
	if device, ok := s.(simulate.Session); ok {
		return device
	}
	return orderly{s}
}

// orderly is a connection that can only be closed in order.
type orderly struct{ broker.Session }

// Abandon implements [simulate.Session].
func (o orderly) Abandon() { _ = o.Close() } // nobody is told

// hasEnded reports whether all devices have come to their end.
func (s *simulation) hasEnded() bool {
	select {
	case <-s.run.Done():
		return true
	default:
		return false
	}
}

// endSimulation has the devices leave in order, and does not wait until they have.
func (w *work) endSimulation() {
	if s := w.played; s != nil && !s.ended && !s.hasEnded() {
		s.ended = true
		w.ending.Go(s.run.Stop) // ends in bounded time
	}
}

// drawSimulation brings its line up to date.
func (w *work) drawSimulation() (turned bool) {
	s := w.played
	if s == nil {
		return w.playing.set("", false)
	}
	st := s.run.Status()
	rate := s.rate.see(time.Now(), st.Published)
	facts := []string{format.ExcerptOf(s.name, 60)}
	counts := s.counts(&st)
	if s.hasEnded() {
		gone := workAction{"Remove", theme.CancelIcon(), w.panel.using(func() { w.played = nil; w.draw() })}
		if st.Connects == 0 && st.Problem != nil {
			return w.playing.set(strings.Join(append(facts, "ended", w.words(st.Problem)), "  ·  "), true, gone)
		}
		return w.playing.set(strings.Join(append(facts, "ended", counts), "  ·  "), false, gone)
	}
	stop := workAction{"Stop the devices", theme.MediaStopIcon(), w.panel.using(w.endSimulation)}
	facts = append(facts, format.Fill("{count} of {all} connected", "count", format.Count(int64(st.Connected)), "all", format.Count(int64(st.Connections))))
	if rate > 0 {
		facts = append(facts, perSecond(rate))
	}
	bad := st.Connected == 0 && st.Problem != nil
	if bad {
		facts = append(facts, w.words(st.Problem))
	}
	facts = append(facts, counts, format.Fill("seed {seed}", "seed", s.seed))
	return w.playing.set(strings.Join(facts, "  ·  "), bad, stop)
}

// counts say what became of what the devices have published.
func (s *simulation) counts(st *simulate.Status) string {
	words := []string{format.Fill("{count} published", "count", format.Count(st.Published))}
	for _, c := range []struct {
		n            int
		one, several string
	}{
		{st.Failing, "{count} failing", "{count} failing"}, {st.Commands, "{count} command obeyed", "{count} commands obeyed"}, {st.Missed, "{count} missed", "{count} missed"},
		{st.Unconfirmed, "{count} unconfirmed", "{count} unconfirmed"}, {st.Refused, "{count} refused", "{count} refused"}, {st.Unmade, "{count} not made", "{count} not made"},
		{st.Overrun, "{count} command lost", "{count} commands lost"},
	} {
		if c.n > 0 {
			words = append(words, format.Counted(c.n, c.one, c.several))
		}
	}
	return strings.Join(words, ", ")
}
