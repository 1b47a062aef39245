package payloads

import (
	"encoding/hex"
	"fmt"
	"image/color"
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2/theme"

	"mangrove/model/decode"
	"mangrove/model/value"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// Measures of a row of the tree, in Fyne's units.
const (
	treeIndent = 16
	treeStart  = 8 // before the arrow of a first level, behind the mark of what has changed
	treeArrow  = 14
	treeMark   = 3
)

// How much of a value is drawn, and how much a tip says of it, in bytes.
const (
	mostDrawn = 1_000
	mostInTip = 4_000
)

// treeColours are the colours of the rows, taken from the theme once.
type treeColours struct {
	name, muted, warning, mark, hit color.NRGBA
	kinds                           [value.Bytes + 1]color.NRGBA
}

func readTreeColours() treeColours {
	mark := look.Colour(theme.ColorNameHyperlink)
	mark.A = 0xb0
	c := treeColours{
		name: look.Colour(look.Key), muted: look.Colour(look.Muted),
		warning: look.Colour(theme.ColorNameWarning), mark: mark, hit: look.Colour(theme.ColorNameWarning),
	}
	c.hit.A = 0x60
	for k := range c.kinds {
		c.kinds[k] = kindColour(value.Kind(k))
	}
	return c
}

// levelOf is how many levels a row is moved in, and how many it is deep: no more than
// leave room for a value.
func (t *treeView) levelOf(node int) (drawn, deep int) {
	deep = t.outline.tree.Depth(node)
	if t.outline.first() > 0 {
		deep--
	}
	return min(deep, max(4, int(0.4*t.width/treeIndent))), deep
}

// beginOf is where the arrow of a row stands.
func (t *treeView) beginOf(node int) float32 {
	drawn, _ := t.levelOf(node)
	return treeStart + float32(drawn)*treeIndent
}

// arrowOf is the arrow of a node that can be opened.
func arrowOf(open bool) string {
	if open {
		return "▾"
	}
	return "▸"
}

// spans lays out the row of a node: arrow, name, value, type, and what is odd about it.
func (t *treeView) spans(node int, into []text.Span) []text.Span {
	tree, c := t.outline.tree, &t.colours
	if t.isMarked(node) {
		into = append(into, text.Span{Bar: treeMark, X: 0, Colour: c.mark})
	}
	drawn, deep := t.levelOf(node)
	x := treeStart + float32(drawn)*treeIndent
	if t.outline.canOpen(node) {
		into = append(into, text.Span{Text: arrowOf(t.outline.isOpen(node)), Style: text.Mono, Colour: c.muted, X: x})
	}
	x += treeArrow
	w := &rowWriter{into: into, x: x, hit: c.hit}
	if t.marks[uint32(node)] {
		w.needle = t.needle
	}
	if deep > drawn {
		w.put(format.Fill("level {deep}  ", "deep", strconv.Itoa(deep)), text.Regular, c.muted)
	}
	switch up := tree.Parent(node); {
	case up < 0:
	case tree.Kind(up) == value.Object:
		w.found(nameWords(tree.Name(node)), c.name)
		w.put(": ", text.Mono, c.muted)
	default:
		w.put(strconv.Itoa(t.outline.placeIn(up, node))+"  ", text.Mono, c.muted)
	}
	if tree.Count(node) == 0 {
		w.found(t.valueWords(node), c.kinds[tree.Kind(node)])
	} else {
		w.put(t.valueWords(node), text.Mono, c.kinds[tree.Kind(node)])
	}
	if unit := tree.Unit(node); unit != "" && tree.Kind(node) != value.Null {
		w.put(" "+format.SignLevel(format.Beginning(unit)), text.Mono, c.muted)
	}
	if at := momentOf(tree, node); at != "" {
		w.put("  = "+at, text.Regular, c.muted)
	}
	t.about(w, node)
	return w.into
}

// about says what is behind the value of a node: what is in it when it is closed, its type,
// and what is odd about it.
func (t *treeView) about(w *rowWriter, node int) {
	tree, c := t.outline.tree, &t.colours
	if t.outline.canOpen(node) && !t.outline.isOpen(node) {
		w.put("  "+insideWords(tree, node), text.Mono, c.muted)
	}
	if typ := tree.Type(node); typ != "" {
		w.put("  "+format.SignLevel(format.Beginning(typ)), text.Regular, c.muted)
	}
	for _, f := range flagWords {
		if tree.Flags(node)&f.flag != 0 {
			w.put("  "+f.word, text.Regular, c.warning)
		}
	}
}

// momentOf is the time that a number stands for, by its type, or by its name and its
// magnitude; "" when it is none.
func momentOf(tree *value.Tree, node int) string {
	if tree.Kind(node) != value.Number {
		return ""
	}
	if unit, is := strings.CutPrefix(tree.Type(node), "epoch "); is {
		return format.Moment(tree.Text(node), unit)
	}
	if text := tree.Text(node); tree.Type(node) == "" && format.IsTimeName(tree.Name(node)) {
		return format.Moment(text, decode.EpochUnit(text))
	}
	return ""
}

// nameWords is the name of a member on one line.
func nameWords(name string) string {
	if name == "" {
		return `""`
	}
	if words := format.SignLevel(format.Beginning(name)); words != name || strings.Contains(name, `"`) {
		return `"` + words + `"`
	}
	return name
}

// valueWords is the value of a node on one line: of what has something below, how much.
func (t *treeView) valueWords(node int) string {
	tree := t.outline.tree
	switch n := tree.Count(node); {
	case n == 0:
		return leafWords(tree, node, mostDrawn)
	case tree.Kind(node) == value.Object:
		return format.Counted(n, "{ {count} member }", "{ {count} members }")
	default:
		return format.Counted(n, "[ {count} element ]", "[ {count} elements ]")
	}
}

// How much of what is closed its row says.
const (
	mostInside     = 12  // values
	longestInside  = 160 // characters
	longestOfThese = 40  // bytes of one value
)

// insideWords are the first values in what is closed.
func insideWords(tree *value.Tree, node int) string {
	var b strings.Builder
	count := 0
	for i := range tree.Below(node) {
		if count > 0 {
			b.WriteString(", ")
		}
		if count++; count > mostInside || b.Len() > longestInside {
			b.WriteString("…")
			break
		}
		if tree.Kind(node) == value.Object {
			fmt.Fprintf(&b, "%s: ", nameWords(tree.Name(i)))
		}
		switch kind := tree.Kind(i); {
		case kind == value.Object && tree.Count(i) > 0:
			b.WriteString("{…}")
		case kind == value.List && tree.Count(i) > 0:
			b.WriteString("[…]")
		default:
			b.WriteString(leafWords(tree, i, longestOfThese))
		}
	}
	return b.String()
}

// leafWords is a value with nothing below on one line.
func leafWords(tree *value.Tree, node, most int) string {
	switch kind := tree.Kind(node); kind {
	case value.Object:
		return "{}"
	case value.List:
		return "[]"
	case value.Null:
		return "null"
	default:
		return scalarWords(kind, tree.TextBytes(node), most)
	}
}

// scalarWords is a value with no more than so many bytes of it, as it is read: texts in
// quotes, bytes in hexadecimal.
func scalarWords(kind value.Kind, b []byte, most int) string {
	cut := ""
	if kind == value.Bytes {
		most /= 4
	}
	if size := len(b); size > most {
		for end := most; kind == value.Text && most > end-utf8.UTFMax && !utf8.RuneStart(b[most]); {
			most--
		}
		b, cut = b[:most], "…  ("+format.Size(size)+")"
	}
	switch kind {
	case value.Bytes:
		return hex.EncodeToString(b) + cut
	case value.Text:
		return `"` + string(b) + `"` + cut
	}
	return string(b) + cut
}

// kindColour is the colour of a kind of value.
func kindColour(k value.Kind) color.NRGBA {
	switch k {
	case value.Text:
		return look.Colour(look.String)
	case value.Number:
		return look.Colour(look.Number)
	case value.Bool, value.Null:
		return look.Colour(look.Literal)
	case value.Bytes:
		return look.Colour(theme.ColorNameForeground)
	}
	return look.Colour(look.Muted)
}

// flagWords name what is odd about a value, and say it in a sentence.
var flagWords = []struct {
	flag           value.Flags
	word, sentence string
}{
	{value.Doubled, "same name again", "This object already has a member with this name. Programs differ in which one they use."},
	{value.Replaced, "replaced", "A later field overrides this one: the format says that when a field comes twice, or two exclude each other, the last one counts."},
	{value.Unresolved, "name not known", "Its name is not known: neither a schema nor anything received names it."},
	{value.Stale, "stale", "Its source says that this value is out of date."},
	{value.Stray, "unexpected", "It does not match its schema or announcement."},
}

// tipWords are what a tip says of a row: the way to it, its value when that is cut, what
// is odd about it, and what it was before.
func (t *treeView) tipWords(key uint32) (words []string) {
	node, tree := int(key), t.outline.tree
	if node >= tree.Len() || t.outline.row(node) < 0 {
		return nil
	}
	cut := text.Cut(t.spans(node, nil), look.RowText, t.width, text.ScaleOf(t.rows))
	if _, deep := t.levelOf(node); cut || deep > 1 {
		words = append(words, format.ExcerptOf(tree.Path(node), mostInTip))
	}
	if kind := tree.Kind(node); !kind.HasBelow() && (cut || len(tree.TextBytes(node)) > mostDrawn) {
		words = append(words, scalarWords(kind, tree.TextBytes(node), mostInTip))
	}
	for _, f := range flagWords {
		if tree.Flags(node)&f.flag != 0 {
			words = append(words, f.sentence)
		}
	}
	if ch, changed := t.changed[node]; changed {
		words = append(words, t.changeWords(node, ch))
	}
	return words
}

// changeWords say what a value was in the message that was on view before.
func (t *treeView) changeWords(node int, c change) string {
	switch {
	case c.before < 0:
		return "It was not there before."
	case t.outline.tree.Kind(node).HasBelow() || t.before.Kind(c.before).HasBelow():
		return "It has changed."
	}
	return format.Fill("Before: {before}", "before", scalarWords(t.before.Kind(c.before), t.before.TextBytes(c.before), mostInTip))
}

// copyValue copies the value of a node.
func (t *treeView) copyValue(node int) {
	copyNode("Value", "", Field{Tree: t.outline.tree, Node: node}, t.saving())
}

// copyNode copies a value, with something before it. One that is too large is not made,
// and save is offered then.
func copyNode(what, before string, f Field, save func()) {
	text, whole := nodeText(f.Tree, f.Node, widgets.LargestCopy)
	c := widgets.Copying{What: what, Text: before + text, Save: save}
	if !whole {
		c.Size = -1
	}
	widgets.Copy(c)
}

// noSaving is when there is nothing to be saved instead.
func noSaving() func() { return nil }

// nodeText is a node as it is copied: an object or a list as it stands in its source when
// that is JSON. Of more than so many bytes it is the beginning, not whole.
func nodeText(tree *value.Tree, node, most int) (text string, whole bool) {
	b := tree.TextBytes(node)
	switch kind := tree.Kind(node); {
	case kind == value.Null:
		return "null", true
	case kind == value.Bytes:
		return hex.EncodeToString(b[:min(len(b), most/2)]), len(b) <= most/2
	case !kind.HasBelow():
		return string(b[:min(len(b), most)]), len(b) <= most
	}
	if from, to := tree.Range(node); from < to && (tree.Source()[from] == '{' || tree.Source()[from] == '[') {
		return string(tree.Source()[from:][:min(to-from, most)]), to-from <= most
	}
	out, whole := tree.AppendJSONUpTo(nil, node, most)
	return string(out), whole
}
