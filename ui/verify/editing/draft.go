package editing

import (
	"encoding/hex"

	"mangrove/ui/runs"
)

// Draft is what is written here and in no file; false: there is nothing.
func (r *Room) Draft() (d runs.Checklist, is bool) {
	if !r.Changed() {
		return d, false
	}
	return runs.Checklist{Path: r.path, Text: r.text, Base: hex.EncodeToString(r.base[:])}, true
}

// PutBack puts back what was written, and not saved.
func (r *Room) PutBack(d runs.Checklist) {
	var base [32]byte
	if sum, err := hex.DecodeString(d.Base); err == nil {
		copy(base[:], sum)
	}
	r.begin(d.Path, d.Text, base)
}
