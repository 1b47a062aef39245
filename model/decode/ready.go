package decode

// Waiting is a [Reader] that has something to read first, as a schema, which may take
// long. Ready reports whether it has, and has it read beside when nobody has begun.
type Waiting interface{ Ready() bool }

// Ready reports whether payloads can be read as the user asks for without waiting.
func (r *Rule) Ready() bool {
	if r == nil {
		return true
	}
	w, waits := r.Schema.(Waiting)
	return !waits || w.Ready()
}
