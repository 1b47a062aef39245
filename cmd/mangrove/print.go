package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model"
	"mangrove/model/export"
	"mangrove/model/payload"
	"mangrove/model/printable"
	"mangrove/model/wording"
	"mangrove/ui/format"
)

// taken is a snapshot to print.
type taken struct {
	store   *model.Store
	address broker.Address
	version broker.Version
	births  *births // not nil when it is wanted what payloads mean
	note    string  // what there is to say of what was printed
}

// printers by the name of their format. They write nothing that a terminal
// would obey.
var printers = map[string]func(io.Writer, *taken) error{
	"tree": printTree,
	"json": printJSON,
	"csv":  printCSV,
}

// rawPrinters are the same for those who want the bytes as they came. JSON has
// them in any case.
var rawPrinters = map[string]func(io.Writer, *taken) error{
	"tree": printRaw,
	"json": printJSON,
	"csv":  printRawCSV,
}

func printJSON(w io.Writer, t *taken) error {
	head := export.Head{Broker: t.address.String(), Protocol: t.version.String()}
	if t.births != nil {
		t.births.take()
		head.Decode = t.births.decoded
	}
	return export.JSON(w, t.store, model.Root, head)
}

func printCSV(w io.Writer, t *taken) error {
	changed, err := export.CSV(w, t.store, model.Root, false)
	if changed > 0 {
		t.note = changedCells(changed)
	}
	return err
}

// changedCells says what was done to cells of a CSV.
func changedCells(n int) string {
	return wording.Count(n, "{count} cell was escaped so that spreadsheets do not read it as a formula and terminals do not obey it; --raw writes it unchanged",
		"{count} cells were escaped so that spreadsheets do not read them as formulas and terminals do not obey them; --raw writes them unchanged")
}

func printRawCSV(w io.Writer, t *taken) error {
	_, err := export.CSV(w, t.store, model.Root, true)
	return err
}

// printRaw writes a line for every topic: its name, a blank, and the bytes of
// its latest payload.
func printRaw(w io.Writer, t *taken) error {
	out := bufio.NewWriter(w)
	for _, id := range t.store.Tree().SortedBelow(model.Root) {
		e, _ := t.store.Latest(id, 0)
		put(out, "%s %s\n", t.store.Topic(id), e.Payload)
	}
	return out.Flush()
}

// printTree writes the topics as a person reads them.
func printTree(w io.Writer, t *taken) error {
	out := bufio.NewWriter(w)
	tree := t.store.Tree()
	tree.SetOpenBelow(model.Root, true)
	rows := make([]model.Row, 256)
	for from := 0; ; from += len(rows) {
		page := tree.Rows(from, rows)
		for i := range page {
			printRow(out, t, &page[i])
		}
		if len(page) < len(rows) {
			break
		}
	}
	in := t.store.Intake()
	put(out, "\n%s, %s, %d dropped, from %s with MQTT %s\n", counted(t.store.Topics(), "{count} topic", "{count} topics"), counted(in.Applied, "{count} message", "{count} messages"), in.Dropped, printable.Line(t.address.String()), t.version)
	return out.Flush()
}

func printRow(out *bufio.Writer, t *taken, r *model.Row) {
	put(out, "%s%s", indent(r.Depth), printable.Name(r.Name))
	if r.HasValue {
		e, _ := t.store.Latest(r.ID, 0)
		value := payload.Preview(e.Payload, len(e.Payload))
		if e.Lost > 0 {
			value = "(" + explain.Discarded(e.Lost) + ")"
		}
		put(out, " = %s  [%s]", printable.Line(value), rowFacts(t, r, e.Payload))
	}
	if r.Children > 0 {
		put(out, "  (%s, %s)", counted(r.Topics, "{count} topic", "{count} topics"), counted(r.Messages, "{count} message", "{count} messages"))
	}
	put(out, "\n")
}

// deepest is how many levels are told by the place of a row alone. A topic may have
// 65,536, and each would be a line of up to 130 kB.
const deepest = 50

// indent is what stands before the row of a level.
func indent(depth int) string {
	if depth <= deepest {
		return strings.Repeat("  ", depth)
	}
	return strings.Repeat("  ", deepest) + wording.Fill("({count} more levels)", "count", depth-deepest) + " "
}

// letGo says what of the topics is not there because there was no memory for it.
func letGo(s *model.Store) string {
	values, topics := s.Intake().LetGo, s.Folded().Topics
	about := []any{"values", counted(values, "{count} value", "{count} values"), "topics", wording.Count(topics, "{count} idle topic", "{count} idle topics")}
	switch {
	case values > 0 && topics > 0:
		return wording.Fill("{values} discarded: too large for the memory limit; {topics} discarded; raise it with --memory", about...)
	case values > 0:
		return wording.Fill("{values} discarded: too large for the memory limit; raise it with --memory", about...)
	case topics > 0:
		return wording.Fill("{topics} discarded; raise it with --memory", about...)
	}
	return ""
}

// put writes to out, which remembers an error until it is flushed.
func put(out *bufio.Writer, format string, args ...any) { _, _ = fmt.Fprintf(out, format, args...) }

func rowFacts(t *taken, r *model.Row, p []byte) string {
	facts := []string{fmt.Sprintf("QoS %d", r.QoS)}
	if r.Retained {
		facts = append(facts, "retained")
	}
	facts = append(facts, counted(t.store.Stats(r.ID, r.At).Messages, "{count} message", "{count} messages"))
	if odd := format.Odd(payload.Detect(p).Odd); odd != "" {
		facts = append(facts, odd)
	}
	return strings.Join(facts, ", ")
}

// counted says how many there are of something, in a sentence that has no other value.
func counted[T int | int64 | uint64](n T, one, several string) string {
	return wording.Count(n, one, several)
}
