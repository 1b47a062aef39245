package lint

import (
	"hash/maphash"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"mangrove/model/device"
)

// level is a path of levels, as far as there is something below it.
type level struct {
	up    *level
	count uint64 // messages at or below it, since we listen
	fresh int    // levels right below it that began since we listen
	once  int    // of these, those that one message came of
	began bool   // it began since we listen
	// first and last are when a message came, in seconds.
	first, last int64
}

// leastExploding is how many levels make an explosion: a site that starts has fewer new ones,
// and they send again.
const leastExploding = 100

const (
	// overAfter is how long a level has to be silent to be over, and longer than it lived by
	// overTimes.
	overAfter = 30 * 60
	overTimes = 4
	// leastSpread is over how long levels that are over have to have begun: those of devices that
	// are switched on together, and say what they are twice, are none.
	leastSpread = 60 * 60
)

// isOver reports whether nothing is to be expected of it any more, at a time in seconds: several
// messages came, and then none for far longer.
func (l *level) isOver(now int64) bool {
	silent := now - l.last
	return l.began && l.count > 1 && silent >= overAfter && silent > overTimes*(l.last-l.first)
}

// ended are the levels right below one that are over.
type ended struct {
	n        int
	from, to int64 // when they began, in seconds
}

func (e *ended) add(l *level) {
	if e.n == 0 {
		e.from, e.to = l.first, l.first
	}
	e.n++
	e.from, e.to = min(e.from, l.first), max(e.to, l.first)
}

// exploding finds the levels below which new ones appear all the time, of which nothing comes
// again: after one message, or after those of a while.
func (l *Lint) exploding(now time.Time, add func(Finding)) {
	over := map[*level]*ended{}
	for _, at := range l.levels {
		if up := at.up; up != nil && up.fresh >= leastExploding && at.isOver(now.Unix()) {
			if over[up] == nil {
				over[up] = new(ended)
			}
			over[up].add(at)
		}
	}
	for path, at := range l.levels {
		n := at.once
		if e := over[at]; e != nil && e.to-e.from >= leastSpread {
			n += e.n
		}
		if n >= leastExploding && n*10 >= at.fresh*9 {
			add(Finding{Code: Exploding, Topic: path, N: n})
		}
	}
}

// grow notes a message at all levels of its topic.
func (l *Lint) grow(m *device.Message) {
	live := !m.Retained
	var up *level
	for depth, end := 0, 0; depth < deepest && end >= 0; depth++ {
		next := strings.IndexByte(m.Topic[end:], '/')
		path := m.Topic
		if next >= 0 {
			path = m.Topic[:end+next]
		}
		at := l.levels[path]
		if at == nil {
			if len(l.levels) >= mostLevels {
				return
			}
			at = &level{up: up, began: live}
			l.levels[path] = at
			l.twin(path)
			if live && up != nil {
				up.fresh++
			}
		}
		if live {
			at.count++
			at.counted(m.At.Unix())
		}
		up = at
		if next < 0 {
			return
		}
		end += next + 1
	}
}

// counted notes when a message came, and at the level above whether it was more than one.
func (l *level) counted(at int64) {
	if l.last = at; l.count == 1 {
		l.first = at
	}
	if !l.began || l.up == nil {
		return
	}
	switch l.count {
	case 1:
		l.up.once++
	case 2:
		l.up.once--
	}
}

// twin finds a level that differs from an earlier one in its case only.
func (l *Lint) twin(path string) {
	above, name := "", path
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		above, name = path[:i+1], path[i+1:]
	}
	var h maphash.Hash // and not a copy of the path for each of its levels
	h.SetSeed(l.seed)
	h.WriteString(above)
	for _, r := range name {
		var b [utf8.UTFMax]byte
		h.Write(b[:utf8.EncodeRune(b[:], unicode.ToLower(r))])
	}
	folded := h.Sum64()
	if first, there := l.folded[folded]; !there {
		l.folded[folded] = path
	} else if first != path && strings.EqualFold(first, path) {
		l.find(Finding{Code: CaseTwin, Topic: path, Other: first})
	}
}
