package decode

// LazyReader is a [Reader] that has something to read before it can decode, as a schema,
// which may take long. Ready reports whether it has, and has it read beside when nobody
// has begun.
type LazyReader interface{ Ready() bool }

// Ready reports whether payloads can be read as the user asks for without waiting.
func (r *Rule) Ready() bool {
	if r == nil {
		return true
	}
	lazy, ok := r.Schema.(LazyReader)
	return !ok || lazy.Ready()
}
