package loop

import (
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/ui/widgets/text"
)

// frame is the shortest time between two looks at what has changed.
const frame = time.Second / 30

// Loop is the only way from other goroutines to the one that draws. A ticker
// brings the models up to date beside the window and, when there is something
// to see, asks for one drawing. There is never more than one asked for: Fyne's
// own queue has no bound.
type Loop struct {
	Post    func(func()) // runs a function on the goroutine that draws
	prepare func(now time.Time) bool
	draw    func(now time.Time) (moving bool)

	asked  atomic.Bool // a drawing is under way
	moving atomic.Bool // something seen changes by itself
	done   chan struct{}
	ended  sync.WaitGroup

	mu    sync.Mutex
	later []func() // to run on the goroutine that draws, before the next drawing

	watch stopwatch // the goroutine that draws alone uses it
}

// New makes a loop that draws through Fyne.
func New(prepare, draw func(now time.Time) bool) *Loop {
	return &Loop{Post: fyne.Do, prepare: prepare, draw: draw, done: make(chan struct{})}
}

// Start runs the ticker until Stop.
func (l *Loop) Start() {
	l.ended.Add(1)
	go func() {
		defer l.ended.Done()
		ticker := time.NewTicker(frame)
		defer ticker.Stop()
		var second int64
		for {
			select {
			case <-l.done:
				return
			case now := <-ticker.C:
				changed := l.prepare(now)
				if s := now.Unix(); s != second { // ages are shown in seconds
					second, changed = s, true
				}
				if changed || l.moving.Load() || l.waiting() || text.Unfinished() {
					l.ask()
				}
			}
		}
	}()
}

// Stop ends the ticker and waits for it.
func (l *Loop) Stop() {
	close(l.done)
	l.ended.Wait()
}

// Run has f run on the goroutine that draws, soon.
func (l *Loop) Run(f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.later = append(l.later, f)
}

func (l *Loop) waiting() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.later) > 0
}

// ask has the goroutine that draws draw once. When the toolkit's own loop has
// ended it runs what it is asked to right here, inside Post; then there is
// nothing to draw on, and the ticker waits for its end.
func (l *Loop) ask() {
	if !l.asked.CompareAndSwap(false, true) {
		return
	}
	left := make(chan struct{})
	l.Post(func() {
		select {
		case <-left:
			l.DrawNow()
		case <-l.done:
		}
	})
	close(left)
}

// DrawNow runs on the goroutine that draws.
func (l *Loop) DrawNow() {
	began, worked := time.Now(), processor()
	l.asked.Store(false)
	l.mu.Lock()
	later := l.later
	l.later = nil
	l.mu.Unlock()
	for _, f := range later {
		f()
	}
	text.Continue()
	l.moving.Store(l.draw(time.Now()))
	end := time.Now()
	l.watch.add(task{end.Sub(began), processor() - worked}, end)
}

// WorkDone is what has been done on the goroutine that draws, for a task there.
func (l *Loop) WorkDone() Work {
	w := l.watch.work
	w.Text = text.DrawingTime()
	return w
}

// Quit ends the program from any goroutine.
func Quit(a fyne.App) { fyne.Do(a.Quit) }
