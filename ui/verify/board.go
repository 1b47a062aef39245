package verify

import (
	"cmp"
	"slices"
	"strings"

	"mangrove/broker/explain"
	"mangrove/model/checklist"
	"mangrove/model/verify"
)

// column is what a column of the grid has the verdicts of: a kind of checks, and of which value.
type column struct {
	kind checklist.Kind
	path string
}

// columnOrder is the order of the columns.
var columnOrder = func() map[checklist.Kind]int {
	order := map[checklist.Kind]int{}
	for i, kind := range []checklist.Kind{
		checklist.Present, checklist.Online, checklist.Will, checklist.LWTTest, checklist.Commanded, checklist.Interval, checklist.Battery, checklist.Firmware,
		checklist.Count, checklist.Members, checklist.Retained, checklist.QoS, checklist.Size, checklist.Rate, checklist.Naming, checklist.Schema,
		checklist.Seq, checklist.Types, checklist.Field, checklist.Skew, checklist.Stuck, checklist.Lint,
	} {
		order[kind] = i
	}
	return order
}()

func compareColumns(a, b column) int {
	return cmp.Or(columnOrder[a.kind]-columnOrder[b.kind], strings.Compare(a.path, b.path))
}

// title stands over a column: of a field its path and of a warning which it is, which have more
// to say than that they are one.
func (c column) title() string {
	if (c.kind == checklist.Field || c.kind == checklist.Lint) && c.path != "" {
		return c.path
	}
	return strings.TrimSpace(explain.CheckName(&checklist.Check{Kind: c.kind, Path: c.path}))
}

// board is verdicts as a grid: a row for each device, each rule and each member of one, a
// column for each kind of check. It is not written to once it is made.
type board struct {
	results []verify.Result
	columns []column
	rows    []boardRow
}

// boardRow is a device, a rule or a member of one.
type boardRow struct {
	board *board
	of    *verify.Result // the first of its verdicts
	cells []cell         // in the order of the columns, each once
	worst int            // the rank of its worst state
	from  int32          // its verdicts in the results follow each other
	count int32
}

// cell is a verdict in a row.
type cell struct {
	column int32
	at     int32 // in the results
	more   int32 // verdicts of the same row and column, none of them worse
}

// rowKey names a row.
type rowKey struct {
	subject *checklist.Subject
	member  string
	topic   string
}

func rowOf(r *verify.Result) rowKey { return rowKey{r.Subject, r.Member, r.Topic} }

// formerRow names the row of a member before anything of it had come.
func formerRow(r *verify.Result) (former rowKey, had bool) {
	k, had := formerKey(r)
	return rowKey{k.subject, k.member, k.topic}, had
}

// newBoard makes a grid of verdicts. Those of a row follow each other, as a run has them.
func newBoard(results []verify.Result) *board {
	b := &board{results: results}
	number := map[column]int32{}
	var filled []int // by column: the row that it was filled in last, from 1
	for i := range results {
		r := &results[i]
		if n := len(b.rows); n == 0 || rowOf(b.rows[n-1].of) != rowOf(r) {
			b.rows = append(b.rows, boardRow{board: b, of: r, worst: stateRank[stateOf(r)], from: int32(i)}) //nolint:gosec // as many as there are checks
		}
		c := column{r.Check.Kind, r.Check.Path}
		at, known := number[c]
		if !known {
			at = int32(len(b.columns)) //nolint:gosec // likewise
			number[c] = at
			b.columns, filled = append(b.columns, c), append(filled, 0)
		}
		n := len(b.rows)
		b.rows[n-1].add(at, int32(i), filled[at] == n) //nolint:gosec // likewise
		filled[at] = n
	}
	b.order()
	return b
}

// add takes a verdict into a row. Of several in one place the worst is seen.
func (r *boardRow) add(column, at int32, again bool) {
	results := r.board.results
	rank := stateRank[stateOf(&results[at])]
	r.worst = min(r.worst, rank)
	r.count++
	if !again {
		r.cells = append(r.cells, cell{column: column, at: at})
		return
	}
	c := &r.cells[slices.IndexFunc(r.cells, func(c cell) bool { return c.column == column })]
	c.more++
	if rank < stateRank[stateOf(&results[c.at])] {
		c.at = at
	}
}

// order puts the columns into their order.
func (b *board) order() {
	by := make([]int32, len(b.columns))
	for i := range by {
		by[i] = int32(i) //nolint:gosec // likewise
	}
	slices.SortFunc(by, func(x, y int32) int { return compareColumns(b.columns[x], b.columns[y]) })
	columns, now := make([]column, len(by)), make([]int32, len(by))
	for i, was := range by {
		columns[i], now[was] = b.columns[was], int32(i) //nolint:gosec // likewise
	}
	b.columns = columns
	for i := range b.rows {
		cells := b.rows[i].cells
		for n := range cells {
			cells[n].column = now[cells[n].column]
		}
		slices.SortFunc(cells, func(x, y cell) int { return cmp.Compare(x.column, y.column) })
	}
}

// cellAt is what a row has in a column.
func (r *boardRow) cellAt(column int) (c cell, ok bool) {
	i, ok := slices.BinarySearchFunc(r.cells, column, func(c cell, column int) int { return int(c.column) - column })
	if !ok {
		return cell{}, false
	}
	return r.cells[i], true
}

// worstColumn is the first with the worst verdict of a row.
func (r *boardRow) worstColumn() int {
	for _, c := range r.cells {
		if stateRank[stateOf(&r.board.results[c.at])] == r.worst {
			return int(c.column)
		}
	}
	return 0
}

// failsOutside reports whether a verdict has failed in a column that is not one of some.
func (r *boardRow) failsOutside(from, count int) bool {
	return r.worst == stateRank[verify.Fail] && slices.ContainsFunc(r.cells, func(c cell) bool {
		outside := int(c.column) < from || int(c.column) >= from+count
		return outside && stateOf(&r.board.results[c.at]) == verify.Fail
	})
}

// words are what the filter looks in: all that the list has of these verdicts, those that stand
// behind a worse one, too.
func (r *boardRow) words() string {
	var all strings.Builder
	own := r.board.results[r.from : r.from+r.count]
	for i := range own {
		all.WriteString(words(&own[i]))
		all.WriteByte('\n')
	}
	return all.String()
}
