package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/model/export"
	"mangrove/model/payload"
)

// taken is a snapshot to print.
type taken struct {
	store   *model.Store
	address broker.Address
	version broker.Version
}

// printers by the name of their format.
var printers = map[string]func(io.Writer, *taken) error{
	"tree": printTree,
	"json": printJSON,
	"csv":  printCSV,
}

func printJSON(w io.Writer, t *taken) error {
	return export.JSON(w, t.store, model.Root, export.Head{Broker: t.address.String(), Protocol: t.version.String()})
}

func printCSV(w io.Writer, t *taken) error { return export.CSV(w, t.store, model.Root) }

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
	put(out, "\n%d topics, %d messages, %d dropped, from %s with MQTT %s\n", t.store.Topics(), in.Applied, in.Dropped, t.address, t.version)
	return out.Flush()
}

func printRow(out *bufio.Writer, t *taken, r *model.Row) {
	put(out, "%s%s", strings.Repeat("  ", r.Depth), printable(r.Name))
	if r.HasValue {
		e, _ := t.store.Latest(r.ID, 0)
		put(out, " = %s  [%s]", payload.Preview(e.Payload, len(e.Payload)), rowFacts(t, r))
	}
	if r.Children > 0 {
		put(out, "  (%d topics, %d messages)", r.Topics, r.Messages)
	}
	put(out, "\n")
}

// put writes to out, which remembers an error until it is flushed.
func put(out *bufio.Writer, format string, args ...any) { _, _ = fmt.Fprintf(out, format, args...) }

func rowFacts(t *taken, r *model.Row) string {
	facts := fmt.Sprintf("QoS %d, ", r.QoS)
	if r.Retained {
		facts += "retained, "
	}
	n := t.store.Stats(r.ID, r.At).Messages
	if n == 1 {
		return facts + "1 message"
	}
	return facts + strconv.FormatUint(n, 10) + " messages"
}

// printable quotes a level that would not show as it is.
func printable(level string) string {
	if level == "" || strconv.Quote(level) != `"`+level+`"` {
		return strconv.Quote(level)
	}
	return level
}
