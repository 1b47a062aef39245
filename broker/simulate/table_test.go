package simulate

import (
	"errors"
	"strings"
	"testing"

	"mangrove/model/columns"
)

// TestSeparatorsInQuotedNames are none.
func TestSeparatorsInQuotedNames(t *testing.T) {
	table := columnsOf("id;\"Name, first, last\"\n1;Ann\n")
	if column := table.columns["Name, first, last"]; table.err != nil || len(column) != 1 || column[0] != "Ann" {
		t.Errorf("%+v", table)
	}
}

// TestTablesOfSpreadsheets say what stands between their columns, and have so many cells.
func TestTablesOfSpreadsheets(t *testing.T) {
	table := columnsOf("sep=;\nid;Name, first, last\n1;Ann\n")
	if column := table.columns["Name, first, last"]; table.err != nil || len(column) != 1 || column[0] != "Ann" {
		t.Errorf("%+v", table)
	}
	if table := columnsOf(strings.Repeat(strings.Repeat(",", 999)+"\n", columns.MostCells/1000+1)); !errors.Is(table.err, columns.ErrCells) {
		t.Errorf("too many cells: %v", table.err)
	}
}
