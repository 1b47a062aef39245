package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"

	"mangrove/model/decode"
	"mangrove/model/printable"
	"mangrove/model/value"
	"mangrove/model/wording"
	"mangrove/ui/format"
)

// mostBytes is how many bytes are printed in hexadecimal for a person.
const mostBytes = 256

// printValues writes what a payload means as a person reads it: what it is and why, and a
// line for each value.
func printValues(w io.Writer, r *decode.Result) error {
	out := bufio.NewWriter(w)
	for i, f := range r.Because {
		put(out, "%s, because %s\n", printable.Line(format.NameOf(r.As[i])), printable.Line(format.Because(f)))
	}
	if len(r.Odd) > 0 {
		put(out, "with %s\n", printable.Line(format.Odd(r.Odd)))
	}
	if r.Problem != nil {
		put(out, "%s\n", printable.Line(format.Problem(r.Problem)))
	}
	if left := r.Size - r.Consumed; left > 0 {
		put(out, "the last %s of %d mean nothing\n", counted(left, "{count} byte", "{count} bytes"), r.Size)
	}
	put(out, "\n")
	printTreeOf(out, r.Tree)
	return out.Flush()
}

// printTreeOf writes a line for each node.
func printTreeOf(out *bufio.Writer, t *value.Tree) {
	var depths []int // by the node that stands above
	for i := range t.Len() {
		for len(depths) > 0 && i >= t.Next(depths[len(depths)-1]) {
			depths = depths[:len(depths)-1]
		}
		depth := len(depths)
		if t.Kind(i).HasBelow() {
			depths = append(depths, i)
		}
		if i == 0 { // which may be a text of many lines
			put(out, "%s\n", printable.Text(nodeValue(t, i)))
			continue
		}
		put(out, "%s%s%s\n", indent(depth), printable.Line(nodeName(t, i)), printable.Line(nodeValue(t, i)))
	}
}

// nodeName is how a node is called, with what stands before its value.
func nodeName(t *value.Tree, i int) string {
	switch {
	case t.Kind(t.Parent(i)) == value.List:
		return "- "
	case t.Flags(i)&value.Doubled != 0:
		return wording.Fill("{name} (again):", "name", printable.Name(t.Name(i))) + " "
	case t.Flags(i)&value.Replaced != 0:
		return wording.Fill("{name} (replaced):", "name", printable.Name(t.Name(i))) + " "
	case t.Flags(i)&value.Unresolved != 0:
		return wording.Fill("{name} (name not known):", "name", printable.Name(t.Name(i))) + " "
	}
	return fmt.Sprintf("%s: ", printable.Name(t.Name(i)))
}

// nodeValue is what a node has, and what its format calls it.
func nodeValue(t *value.Tree, i int) (text string) {
	switch t.Kind(i) {
	case value.Object:
		text = "{" + strconv.Itoa(t.Count(i)) + "}"
	case value.List:
		text = "[" + strconv.Itoa(t.Count(i)) + "]"
	case value.Bytes:
		b := t.TextBytes(i)
		text = hex.EncodeToString(b[:min(len(b), mostBytes)])
		if len(b) > mostBytes {
			text += "… (" + counted(len(b), "{count} byte", "{count} bytes") + ")"
		}
	default:
		text = t.Text(i)
	}
	if unit := t.Unit(i); unit != "" && t.Kind(i) != value.Null {
		text += " " + unit
	}
	if kind := t.Type(i); kind != "" {
		text += " (" + kind + ")"
	}
	return text
}
