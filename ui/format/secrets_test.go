package format

import "testing"

// TestWhereKept: there are words for each thing that can become of a secret.
func TestWhereKept(t *testing.T) {
	said := make(map[string]bool)
	for k := NotStored; k <= WillBeStored; k++ {
		said[WhereKept(k)] = true
	}
	if len(said) != len(keepings) || said[""] {
		t.Errorf("%v", said)
	}
}
