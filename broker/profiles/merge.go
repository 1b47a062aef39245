package profiles

import (
	"fmt"
	"reflect"
	"strings"

	"mangrove/broker/profiles/finding"
)

// replacement is a field that two programs have changed: what stood there is
// replaced.
type replacement struct {
	field string // its name in the type
	value []finding.Part
}

// merge makes of a profile as it is in the file what a change of it, from was to
// now, makes of it.
func merge(was, now, inFile Profile) (merged Profile, replaced []replacement) {
	merged = inFile.clone()
	mergeFields(reflect.ValueOf(was), reflect.ValueOf(now.clone()), reflect.ValueOf(&merged).Elem(), func(field string, value reflect.Value) {
		replaced = append(replaced, replacement{field, shown(value)})
	})
	merged.ID = inFile.ID
	return merged, replaced
}

// mergeFields merges field by field what are structs, as deep as they go.
func mergeFields(was, now, into reflect.Value, replaced func(field string, value reflect.Value)) {
	for i := range into.NumField() {
		w, n, f := was.Field(i), now.Field(i), into.Field(i)
		name := into.Type().Field(i).Name
		switch {
		case name == "ID", name == "Kept", reflect.DeepEqual(w.Interface(), n.Interface()), reflect.DeepEqual(f.Interface(), n.Interface()):
		case f.Kind() == reflect.Struct:
			mergeFields(w, n, f, replaced)
		case f.Kind() == reflect.Pointer && !w.IsNil() && !n.IsNil() && !f.IsNil(): // a last will
			mergeFields(w.Elem(), n.Elem(), f.Elem(), replaced)
		default:
			if !reflect.DeepEqual(w.Interface(), f.Interface()) {
				replaced(name, f)
			}
			f.Set(n)
		}
	}
}

// shown is the value of a field, unless it takes too many words.
func shown(v reflect.Value) []finding.Part {
	switch v.Kind() {
	case reflect.String:
		s := v.String()
		if len(s) > 80 || strings.ContainsAny(s, "\n\r") || strings.TrimSpace(s) == "" {
			return nil
		}
		return finding.Parts("", s)
	case reflect.Bool:
		if v.Bool() {
			return finding.Parts(finding.SwitchedOn, "")
		}
		return finding.Parts(finding.SwitchedOff, "")
	case reflect.Int, reflect.Int64, reflect.Uint8, reflect.Uint16, reflect.Uint32:
		if s, ok := v.Interface().(fmt.Stringer); ok {
			return finding.Parts("", s.String())
		}
		return finding.Parts("", fmt.Sprint(v.Interface()))
	}
	return nil
}

// noteReplaced keeps what of a profile was replaced, for the user to be told.
func (b *Book) noteReplaced(p Profile, replaced []replacement) {
	name := p.Name
	if strings.TrimSpace(name) == "" {
		name = p.Address.String()
	}
	for _, r := range replaced {
		b.news = append(b.news, finding.Note{
			Code: finding.FieldReplaced, Name: name, Parts: finding.Parts(finding.Field, r.field), Others: r.value,
		})
	}
}

// DrainNotes gives what other programs have done that the user should know, each once.
func (b *Book) DrainNotes() []finding.Note {
	b.mu.Lock()
	defer b.mu.Unlock()
	news := b.news
	b.news = nil
	return news
}
