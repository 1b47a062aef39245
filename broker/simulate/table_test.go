package simulate

import "testing"

// TestSeparatorsInQuotedNames are none.
func TestSeparatorsInQuotedNames(t *testing.T) {
	table := columnsOf("id;\"Name, first, last\"\n1;Ann\n")
	if column := table.columns["Name, first, last"]; table.err != nil || len(column) != 1 || column[0] != "Ann" {
		t.Errorf("%+v", table)
	}
}
