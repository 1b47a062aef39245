package connection

import (
	"sync"
	"time"

	"mangrove/model"
	"mangrove/model/homeassistant"
)

// Units are what numbers are of by what devices have announced. Any goroutine may ask.
type Units struct {
	mu   sync.Mutex
	list map[NumberOf]string
}

const (
	// mostUnits is how many are kept.
	mostUnits = 50_000
	// unitsTime is how long announcements are taken in at a time.
	unitsTime = 10 * time.Millisecond
)

// Of is what a number is of, "" where nothing has announced it.
func (u *Units) Of(number NumberOf) string {
	if u == nil {
		return ""
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.list[number]
}

func (u *Units) add(list []homeassistant.Unit) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.list == nil {
		u.list = make(map[NumberOf]string)
	}
	for _, one := range list {
		if number := (NumberOf{one.Topic, one.Path}); len(u.list) < mostUnits || u.list[number] != "" {
			u.list[number] = one.Unit
		}
	}
}

// followUnits takes in what has been announced since the last time.
func (f *Feed) followUnits() {
	if f.Numbers == nil {
		return
	}
	if f.announced == nil {
		f.announced = f.Store.Follow(homeassistant.Prefix)
	}
	take := func(m *model.Followed) {
		if !m.Missed {
			f.Numbers.Units.add(homeassistant.Units(string(m.Topic), m.Payload))
		}
	}
	for start := time.Now(); f.announced.Take(take) && time.Since(start) < unitsTime; {
	}
}
