package topics

import (
	"strings"

	"mangrove/broker/explain"
	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets/text"
)

// tipWords is what a tip says of a row: the whole topic when its level is cut,
// and what stands behind it when that is. It is nothing when all is to be seen.
func (p *Pane) tipWords(key uint32) []string {
	row := p.tree.Row(model.ID(key))
	if p.tree.Index(row.ID) < 0 {
		return nil
	}
	name := p.nameSpans(&row, nil)
	level, behind := name, []text.Span(nil)
	for i := range name { // what is said of a level follows with blanks before it
		if strings.HasPrefix(name[i].Text, "  ") {
			level, behind = name[:i], name[i:]
			break
		}
	}
	scale := text.ScaleOf(p.rows)
	var words []string
	if text.Cut(level, look.RowText, p.width, scale) {
		words = append(words, format.Topic(p.conn.Store.Topic(row.ID)))
	}
	if len(behind) > 0 && text.Cut(name, look.RowText, p.width, scale) {
		said := ""
		for _, s := range behind {
			said += s.Text
		}
		words = append(words, strings.TrimSpace(said))
	}
	if row.HasValue && text.Cut(p.valueSpans(&row, name), look.RowText, p.width, scale) {
		if row.Lost > 0 {
			words = append(words, explain.Discarded(row.Lost))
		} else if v := payload.Preview(row.Preview, row.Size); v != "" {
			words = append(words, v)
		}
	}
	return words
}
