package devices

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"mangrove/model"
	"mangrove/model/device"
	"mangrove/ui/connection"
)

// watch recognises the devices of a connection, beside the goroutine that draws and only
// while somebody looks: it goes through the history, from where it left off.
type watch struct {
	store *model.Store
	run   func(func()) // on the goroutine that draws
	drawn func()       // something new is known

	stop     chan struct{}                   // ends it; nil while nobody looks
	found    atomic.Pointer[found]           // nil before the first look
	selected atomic.Pointer[key]             // whose topics are wanted; nil: nobody's
	frozen   atomic.Pointer[time.Time]       // since when there is no connection; nil: there is one
	text     string                          // the template as it was typed
	template atomic.Pointer[device.Template] // nil: none

	mu       sync.Mutex        // one goroutine at a time has the rest
	turns    *connection.Turns // nil before the first one
	set      *device.Set
	missed   bool // some had been let go before they were looked at
	used     *device.Template
	appeared map[key]time.Time // the devices, by when they were listed first
	looked   time.Time         // the last time
	settled  time.Time         // from when on one that appears is new
}

// key names a device, see [device.Device].
type key string

func keyOf(d *device.Device) key { return key(d.Key) }

// found is what there is at a time, zero before the first look. It is not written to any more.
type found struct {
	at      time.Time
	devices []device.Device
	left    int          // devices beyond those that are kept
	behind  bool         // there is more of the history to be looked at
	missed  bool         // some messages were let go before they were looked at
	fresh   map[key]bool // those that have appeared lately
	of      key          // the device whose topics follow
	topics  []string
	about   []string // topics of the messages that say what it is
}

// device is the one of a key, nil when there is none.
func (f *found) device(k key) *device.Device {
	i := slices.IndexFunc(f.devices, func(d device.Device) bool { return keyOf(&d) == k })
	if i < 0 {
		return nil
	}
	return &f.devices[i]
}

const (
	// lookEvery is how often the devices are listed.
	lookEvery = time.Second
	// settling is how long after the first look devices are none that are new: what a broker
	// keeps comes then. For freshFor one stays new.
	settling = time.Minute
	freshFor = 10 * time.Minute
	// mostTopics are those of a device that are listed.
	mostTopics = 1_000
)

func newWatch(c *connection.Connection, run func(func()), drawn func()) *watch {
	return &watch{store: c.Store, run: run, drawn: drawn}
}

// begin has it look, if it does not.
func (w *watch) begin() {
	if w.stop != nil {
		return
	}
	w.stop = make(chan struct{})
	go w.follow(w.stop) // ends with that
}

// end has it look no more. What it knows stays.
func (w *watch) end() {
	if w.stop != nil {
		close(w.stop)
		w.stop = nil
	}
}

// setTemplate has topics of a form be devices too; empty: none.
func (w *watch) setTemplate(text string) {
	if text == w.text {
		return
	}
	w.text = text
	if t, err := device.ParseTemplate(text); err == nil {
		w.template.Store(&t)
	} else {
		w.template.Store(nil)
	}
}

// follow takes turns until it is stopped.
func (w *watch) follow(stop <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	tick := time.NewTicker(connection.TurnEvery)
	defer tick.Stop()
	for {
		before := w.isBehind()
		w.readOn()
		now := time.Now()
		if now.Sub(w.looked) >= lookEvery || before && !w.isBehind() || w.wants() {
			w.listDevices(now)
			w.run(w.drawn)
		}
		select {
		case <-stop:
			return
		case <-tick.C:
		}
	}
}

// wants reports whether the topics of another device are wanted, or another template.
func (w *watch) wants() bool {
	at, want := w.found.Load(), w.selected.Load()
	return at != nil && want != nil && at.of != *want
}

// readOn looks at what has come, for a while. Another template begins anew.
func (w *watch) readOn() {
	if template := w.template.Load(); w.turns == nil || template != w.used {
		w.turns, w.used, w.missed = connection.NewTurns(w.store), template, false
		w.appeared, w.settled = map[key]time.Time{}, time.Time{}
		w.set = device.New()
		if template != nil {
			w.set = device.New(*template)
		}
	}
	w.turns.Take(w.take)
}

// isBehind reports whether not all of the history has been looked at yet.
func (w *watch) isBehind() bool { return w.turns != nil && w.turns.Behind }

// take takes in a message. Of one whose payload was let go nothing can be said.
func (w *watch) take(m *model.Followed) {
	switch {
	case m.Missed:
		w.missed = true
		w.set.Interrupted()
	case m.Lost == 0:
		w.set.Take(&device.Message{Topic: string(m.Topic), Payload: m.Payload, At: m.At, Retained: m.Retained})
	}
}

// listDevices lists the devices as they stand. While there is no connection they stand as they did:
// nobody is late whom nobody could hear.
func (w *watch) listDevices(now time.Time) {
	f := &found{at: now, behind: w.isBehind(), missed: w.missed}
	at := now
	if since := w.frozen.Load(); since != nil {
		at = *since
	}
	f.devices, f.left = w.set.Devices(at)
	f.fresh = w.fresh(f.devices, now)
	if want := w.selected.Load(); want != nil {
		f.of, f.topics = *want, w.set.Topics(string(*want), mostTopics)
		f.about = w.set.Descriptions(string(*want), mostTopics)
	}
	w.found.Store(f)
}

// fresh are the devices that have appeared lately, while somebody looked.
func (w *watch) fresh(all []device.Device, now time.Time) map[key]bool {
	fresh := map[key]bool{}
	if w.isBehind() || w.settled.IsZero() || now.Sub(w.looked) > settling { // nobody has looked for a while
		w.settled = now.Add(settling)
	}
	w.looked = now
	for i := range all {
		k := keyOf(&all[i])
		since, known := w.appeared[k]
		if !known {
			if since = (time.Time{}); now.After(w.settled) {
				since = now
			}
			w.appeared[k] = since
		}
		if now.Sub(since) < freshFor {
			fresh[k] = true
		}
	}
	return fresh
}
