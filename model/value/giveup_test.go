package value

import (
	"bytes"
	"errors"
	"testing"
)

// TestReadingIsGivenUp soon after somebody says so, and not before.
func TestReadingIsGivenUp(t *testing.T) {
	const values = 20 * askEach
	text := append(append([]byte{'['}, bytes.Repeat([]byte("1,"), values-1)...), "1]"...)
	asked := 0
	tree, err := ReadJSONUntil(text, func() bool {
		asked++
		return asked == 3
	})
	if tree != nil || !errors.Is(err, ErrGivenUp) || asked != 3 {
		t.Errorf("%v after it was asked %d times", err, asked)
	}
	if tree, err = ReadJSONUntil(text, func() bool { return false }); err != nil || tree.Len() != values+1 {
		t.Errorf("never given up: %v", err)
	}
}
