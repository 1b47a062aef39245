package blueprint

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"mangrove/model/checklist"
	"mangrove/model/columns"
	"mangrove/model/strictyaml"
)

// Columns of a list that are keys of a device in a checklist.
var (
	nameKeys      = []string{"id", "use", "name", "base", "topic", "app", "group", "node", "device", "gateway"}
	conditionKeys = []string{"present", "online", "firmware", "battery", "retained", "interval"}
	withUse       = []string{"online", "firmware", "battery"} // which mean nothing without a convention
)

func isKey(name string) bool {
	return slices.Contains(nameKeys, name) || slices.Contains(conditionKeys, name)
}

// readList reads a list of devices: the first line names the columns, each other one is a
// device.
func readList(content []byte, a Asked) (*Draft, error) {
	if len(content) > LargestFile {
		return nil, strictyaml.Faults{{Code: strictyaml.TooLarge, Most: LargestFile}}
	}
	d := &Draft{Form: DeviceList}
	table, guessed, err := columns.AnyText(content)
	switch {
	case err != nil:
		return nil, &TableError{1, err}
	case guessed:
		d.Ignore(Ignored{Path: "line 1", Code: Latin1})
	}
	rows, err := columns.Form{Ragged: true, Rows: mostDevices}.Read(table)
	if err != nil {
		return nil, tableProblem(err)
	}
	l := &list{draft: d, topic: a.Topic, ids: map[string]bool{}, alike: map[string]int{}}
	for _, name := range rows.Names {
		name = columnName(name)
		l.again, l.keys = append(l.again, slices.Contains(l.names, name)), append(l.keys, isKey(name))
		l.names = append(l.names, name)
	}
	l.seen = slices.Contains(l.names, conventionColumn)
	l.asUse = l.seen && !slices.Contains(l.names, "use")
	if err := l.template(); err != nil {
		return nil, err
	}
	for i, line := range rows.Lines {
		l.device(line, rows.Row(i))
	}
	if len(d.Subjects) == 0 {
		return d, NothingThere
	}
	return d, nil
}

// columnName is what a column is called: keys of a checklist in small letters, whatever its head has.
func columnName(name string) string {
	name = strings.TrimSpace(name)
	if small := strings.ToLower(name); isKey(small) || small == conventionColumn {
		return small
	}
	return name
}

// tableProblem is why a table cannot be read, in the words of this package.
func tableProblem(err error) error {
	var wrong *csv.ParseError
	switch {
	case errors.As(err, &wrong):
		return &TableError{wrong.Line, wrong.Err}
	case errors.Is(err, io.EOF):
		return NoColumns
	case errors.Is(err, columns.ErrCells), errors.Is(err, columns.ErrColumns), errors.Is(err, columns.ErrRows):
		return TooMany
	}
	return err
}

// list makes devices of the lines of a list.
type list struct {
	draft *Draft
	names []string
	again []bool // columns that are named like one before
	keys  []bool // columns that are keys of a checklist
	topic string
	ids   map[string]bool
	alike map[string]int // how often a name was given with a number behind it
	seen  bool           // it is of devices that were seen, as the page of devices saves one
	asUse bool           // and their convention is the one that they use
}

// template sees that the columns are there that the topic of devices names.
func (l *list) template() error {
	for rest := l.topic; ; {
		_, after, ok := strings.Cut(rest, "{")
		if !ok {
			return nil
		}
		name, after, ok := strings.Cut(after, "}")
		if !ok || !slices.Contains(l.names, columnName(name)) {
			return NoPlace
		}
		rest = after
	}
}

// device makes a device of a line.
func (l *list) device(line int, cells []string) {
	at := fmt.Sprintf("line %d", line)
	values, notes := l.values(cells, at)
	if len(values) == 0 {
		return // a spreadsheet writes empty lines
	}
	if use := values[conventionColumn]; l.asUse && canName(use, values) {
		values["use"] = use
	}
	if values["use"] == "" && values["topic"] == "" && l.topic != "" {
		topic, lacks := l.fill(values)
		if lacks != "" {
			l.draft.Ignore(Ignored{Path: at, Code: EmptyColumn, Found: lacks})
			return
		}
		values["topic"] = topic
	}
	if l.seen {
		notes = l.ofSeen(values, notes)
	}
	if values["id"] == "" {
		values["id"] = idOf(values)
	}
	switch id := values["id"]; {
	case values["use"] == "" && values["topic"] == "":
		l.draft.Ignore(Ignored{Path: at, Code: NoTopicOfIt, Found: id})
		return
	case id != "" && l.ids[id]: // one without any is told by the checklist
		l.draft.Ignore(Ignored{Path: at, Code: SameDevice, Found: id})
		return
	default:
		l.ids[id] = true
	}
	l.draft.Subjects = append(l.draft.Subjects, l.subject(at, values, notes))
}

// values are those of a line, by their columns, and those of them that are no keys of a
// checklist.
func (l *list) values(cells []string, at string) (values map[string]string, notes []Key) {
	values = map[string]string{}
	for i, v := range cells {
		switch v = strings.TrimSpace(v); {
		case v == "":
		case i >= len(l.names), l.names[i] == "":
			l.draft.Ignore(Ignored{Path: inColumn(at, i), Code: NoColumn, Found: v})
		case l.again[i]:
			l.draft.Ignore(Ignored{Path: inColumn(at, i), Code: SameColumn, Found: l.names[i]})
		default:
			if values[l.names[i]] = v; !l.keys[i] {
				notes = append(notes, Key{l.names[i], v})
			}
		}
	}
	return values, notes
}

func inColumn(at string, i int) string { return fmt.Sprintf("%s, column %d", at, i+1) }

// idOf is what a device is called whose line has no id. A node of Sparkplug has only a name within its group.
func idOf(values map[string]string) string {
	for _, name := range []string{"name", "device", "topic"} {
		if v := values[name]; v != "" {
			return v
		}
	}
	if node := values["node"]; node != "" {
		return values["group"] + "/" + node
	}
	return ""
}

// fill is the topic of a device by its columns: what stands in these is not filled again. lacks is
// a column that is needed for it and has nothing.
func (l *list) fill(values map[string]string) (topic, lacks string) {
	var made strings.Builder
	for rest := l.topic; ; {
		before, after, ok := strings.Cut(rest, "{")
		made.WriteString(before)
		if !ok {
			return made.String(), ""
		}
		name, after, _ := strings.Cut(after, "}")
		v := values[columnName(name)]
		if v == "" {
			return "", name
		}
		made.WriteString(v)
		rest = after
	}
}

// subject is a device with what a line says of it: what is no key of a checklist is a note.
func (l *list) subject(at string, values map[string]string, notes []Key) *Subject {
	s := &Subject{Device: true, Where: at, QoS: -1, Present: true}
	use := values["use"]
	names := checklist.NameKeys(use)
	for _, key := range nameKeys {
		switch v := values[key]; {
		case v == "":
		case use == "homeassistant" && key == "name" && values["device"] != "": // what people call it
			s.Notes = append(s.Notes, Key{key, v})
		case key == "id", key == "use", slices.Contains(names, key):
			s.Keys = append(s.Keys, Key{key, v})
		default:
			s.Notes = append(s.Notes, Key{key, v})
		}
	}
	for _, key := range conditionKeys {
		v := values[key]
		if small := strings.ToLower(v); small == "true" || small == "false" { // spreadsheets write TRUE
			v = small
		}
		switch {
		case v == "":
		case use == "" && slices.Contains(withUse, key):
			l.draft.Ignore(Ignored{Path: at, Code: NotOfDevice, Found: key})
		default:
			s.Keys = append(s.Keys, Key{key, v})
			s.Present = false
		}
	}
	s.Notes = append(s.Notes, notes...)
	return s
}
