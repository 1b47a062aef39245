package lint

import (
	"hash/maphash"
	"strings"
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
}

// leastExploding is how many levels make an explosion: a site that starts has fewer new ones,
// and they send again.
const leastExploding = 100

// explodes reports whether new levels appear below it all the time, which nothing comes of again.
func (l *level) explodes() bool { return l.once >= leastExploding && l.once*10 >= l.fresh*9 }

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
			at.counted()
		}
		up = at
		if next < 0 {
			return
		}
		end += next + 1
	}
}

// counted notes at the level above whether more than one message came.
func (l *level) counted() {
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
