package safefile

import (
	"bytes"
	"sync"
)

// Latest keeps the latest of something in a file, beside the goroutine that has
// it. What comes while a write is under way takes the place of what waits, and a
// content that the file has already is not written again.
type Latest[T any] struct {
	// Passing is set before the first Put for what need not survive a power cut.
	Passing bool
	// Own is set before the first Put for what nobody else has a place for: a link there is
	// replaced and not followed, and no folder is made for it.
	Own bool

	path   string
	encode func(T) ([]byte, error)
	failed func(error)

	waiting chan T // holds one; one goroutine puts
	ended   sync.WaitGroup
	written []byte // the goroutine's own
}

// NewLatest starts to keep a file, until Stop. failed is called on a goroutine of
// its own.
func NewLatest[T any](path string, encode func(T) ([]byte, error), failed func(error)) *Latest[T] {
	l := &Latest[T]{path: path, encode: encode, failed: failed, waiting: make(chan T, 1)}
	l.ended.Go(func() { // ends with Stop
		for what := range l.waiting {
			if err := l.write(what); err != nil {
				l.failed(err)
			}
		}
	})
	return l
}

// Put has something written, in place of what has not been yet. What it shares
// with others must not change after.
func (l *Latest[T]) Put(what T) {
	select {
	case <-l.waiting:
	default:
	}
	l.waiting <- what
}

func (l *Latest[T]) write(what T) error {
	content, err := l.encode(what)
	if err != nil || l.written != nil && bytes.Equal(content, l.written) {
		return err
	}
	begin := createIn
	if l.Own {
		begin = createOwn
	}
	if err := keep(begin, l.path, content, l.Passing); err != nil {
		l.written = nil
		return err
	}
	l.written = content
	return nil
}

// Stop ends when what was put last is in the file.
func (l *Latest[T]) Stop() {
	close(l.waiting)
	l.ended.Wait()
}
