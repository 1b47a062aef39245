package editing

// What is kept to be taken back.
const (
	mostUndo  = 200
	undoBytes = 16 << 20
)

// undoing are the texts before each change. Letters typed into one field are one change.
type undoing struct {
	texts []string
	bytes int
	key   string // of the last change
}

// keep keeps the text before a change in a field; without a key it is a change by itself.
func (u *undoing) keep(text, key string) {
	if key != "" && key == u.key {
		return
	}
	u.key = key
	u.texts, u.bytes = append(u.texts, text), u.bytes+len(text)
	for len(u.texts) > mostUndo || u.bytes > undoBytes {
		u.bytes -= len(u.texts[0])
		u.texts = u.texts[1:]
	}
}

func (u *undoing) any() bool { return len(u.texts) > 0 }

// last takes the text before the last change.
func (u *undoing) last() (text string, ok bool) {
	if !u.any() {
		return "", false
	}
	n := len(u.texts) - 1
	text = u.texts[n]
	u.texts, u.bytes, u.key = u.texts[:n], u.bytes-len(text), ""
	return text, true
}
