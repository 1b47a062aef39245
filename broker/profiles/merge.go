package profiles

import (
	"fmt"
	"reflect"
	"strings"
)

// replacement is a field that two programs have changed: what stood there is
// replaced.
type replacement struct{ field, value string }

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
				replaced(fieldName(name), f)
			}
			f.Set(n)
		}
	}
}

// fieldName is what a field is called in a sentence.
func fieldName(name string) string {
	if known, ok := fieldNames[name]; ok {
		return known
	}
	var words strings.Builder
	for i, r := range name {
		if i > 0 && r >= 'A' && r <= 'Z' {
			words.WriteByte(' ')
		}
		words.WriteRune(r)
	}
	return strings.ToLower(words.String())
}

// fieldNames are those that are not their words.
var fieldNames = map[string]string{
	"Color": "colour", "Version": "MQTT version", "ClientID": "client id", "Username": "user name", "CA": "authority",
	"PKCS12": "PKCS#12 file", "ALPN": "protocols of TLS", "QoS": "QoS", "User": "user properties", "Will": "last will",
	"MinVersion": "oldest TLS", "SkipVerify": "verification of the certificate", "Key": "private key", "MaxPacket": "largest message", "Formats": "formats of payloads",
}

// shown is the value of a field in a sentence; empty: it takes too many words.
func shown(v reflect.Value) string {
	switch v.Kind() {
	case reflect.String:
		s := v.String()
		if len(s) > 80 || strings.ContainsAny(s, "\n\r") || strings.TrimSpace(s) == "" {
			return ""
		}
		return s
	case reflect.Bool:
		if v.Bool() {
			return "on"
		}
		return "off"
	case reflect.Int, reflect.Int64, reflect.Uint8, reflect.Uint16, reflect.Uint32:
		if s, ok := v.Interface().(fmt.Stringer); ok {
			return s.String()
		}
		return fmt.Sprint(v.Interface())
	}
	return ""
}

// tell notes what of a profile was replaced.
func (b *Book) tell(p Profile, replaced []replacement) {
	name := p.Name
	if strings.TrimSpace(name) == "" {
		name = p.Address.String()
	}
	for _, r := range replaced {
		words := "Another window changed the " + r.field + " of " + name
		if r.value != "" {
			words += " to " + r.value
		}
		b.news = append(b.news, words+". The later change made here is kept.")
	}
}

// TakeNews gives sentences on what other programs have done that the user should
// know, each once.
func (b *Book) TakeNews() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	news := b.news
	b.news = nil
	return news
}
