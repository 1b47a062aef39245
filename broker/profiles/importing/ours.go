package importing

import (
	"bytes"
	"cmp"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
)

// parseOurs reads an export of this program, or its file of profiles. Each
// profile stands by itself; what it is not as it should be is mended or left out.
func parseOurs(version, list json.RawMessage) ([]Connection, error) {
	if profiles.CheckValues(list) != nil {
		return nil, errTooMany
	}
	if v, err := strconv.Atoi(strings.Trim(string(version), `"`)); err == nil && v > profiles.FileVersion {
		return nil, profiles.ErrNewer
	}
	var all []Connection
	var odd Connection
	n := 0
	err := array(list, mostConnections, func(raw json.RawMessage) {
		if n++; !isObject(raw) {
			odd.note(finding.Note{Code: finding.EntryNumbered, Count: int64(n)})
			return
		}
		all = append(all, ourConnection(raw))
	})
	if err != nil {
		return nil, damaged(err)
	}
	if len(all) > 0 {
		all[0].Notes = append(all[0].Notes, odd.Notes...)
	}
	return all, nil
}

func ourConnection(raw json.RawMessage) Connection {
	c := Connection{}
	p := &c.Profile
	if strict := json.NewDecoder(bytes.NewReader(raw)); strictly(strict, p) != nil {
		*p = profiles.Profile{}
		_ = json.Unmarshal(loosen(raw, reflect.TypeFor[profiles.Profile](), "", &c), p) // what could fail has been left out
	}
	c.settle()
	c.distrust()
	if len(p.Kept) > 0 {
		c.note(finding.Note{Code: finding.SecretsToSupply, Parts: finding.Parts(finding.SecretNamed, p.Kept...)})
	}
	return c
}

func strictly(d *json.Decoder, p *profiles.Profile) error {
	d.DisallowUnknownFields()
	return d.Decode(p)
}

// distrust leaves out what a shared file must not decide for whoever imports it:
// which files of this computer are opened, and that there is a connection without
// anybody asking for it. Our exports have certificates as text, and no paths.
func (c *Connection) distrust() {
	p := &c.Profile
	if p.AutoConnect {
		p.AutoConnect = false
		c.noteOf(finding.AutoConnectLeft, "")
	}
	for _, source := range []struct {
		at     *string
		what   finding.Code
		secret string // to be asked for instead
	}{
		{&p.TLS.CA, finding.ForAuthority, ""}, {&p.TLS.Certificate, finding.ForCertificate, ""},
		{&p.TLS.Key, finding.ForKey, profiles.SecretKey}, {&p.TLS.PKCS12, finding.ForPKCS12, profiles.SecretPKCS12},
	} {
		if *source.at == "" || profiles.IsPEM(*source.at) {
			continue
		}
		*source.at = ""
		c.note(finding.Note{Code: finding.PathLeft, Parts: []finding.Part{{Code: source.what}}})
		if source.secret != "" && !slices.Contains(p.Kept, source.secret) {
			p.Kept = append(p.Kept, source.secret)
		}
	}
	c.leaveSchemas()
	p.Kept = slices.DeleteFunc(p.Kept, func(name string) bool {
		if p.Uses(name) {
			return false
		}
		c.noteOf(finding.SecretLeft, short(name))
		return true
	})
}

// leaveSchemas leaves out the paths of schemas.
func (c *Connection) leaveSchemas() {
	left := false
	for i := range c.Profile.Formats {
		f := &c.Profile.Formats[i]
		left = left || len(f.Schema)+len(f.Folders) > 0
		f.Schema, f.Folders = nil, nil
	}
	if left {
		c.noteOf(finding.SchemasLeft, "")
	}
}

// settle makes the address one that can be used.
func (c *Connection) settle() {
	p := &c.Profile
	p.ID = ""
	a := p.Address
	known := slices.Contains([]string{"mqtt", "mqtts", "ws", "wss"}, a.Scheme)
	if !known || a.Port < 1 || a.Port > 65_535 || !isHost(a.Host) || a.WebSocket() && !strings.HasPrefix(a.Path, "/") {
		c.locate(located{protocol: a.Scheme, host: a.Host, path: a.Path, port: int64(a.Port)})
		if a.Host != "" {
			c.askForHost()
		}
	}
	p.Name = profiles.OwnName(p.Name, p.Address)
	if v := p.TLS.MinVersion; v != "" && !slices.Contains([]string{"1.0", "1.1", "1.2", "1.3"}, v) {
		c.noteOf(finding.TLSVersionLeft, v)
		p.TLS.MinVersion = ""
	}
	c.leaveElsewhere()
}

// loosen rewrites a value so that it can be read as the type: numbers, texts and
// truths become what they should be, and what cannot is left out with a note.
func loosen(raw json.RawMessage, as reflect.Type, name string, c *Connection) json.RawMessage {
	raw = bytes.TrimSpace(raw)
	if string(raw) == "null" || fits(raw, as) {
		return raw
	}
	if as.Kind() == reflect.Pointer {
		as = as.Elem()
	}
	var better json.RawMessage
	switch {
	case as.Kind() == reflect.Struct && isObject(raw):
		better = loosenMembers(raw, as, name, c)
	case as.Kind() == reflect.Slice && isList(raw):
		better = loosenElements(raw, as.Elem(), name, c)
	case raw[0] == '"': // a number or a truth, perhaps
		var text string
		_ = json.Unmarshal(raw, &text)
		better = json.RawMessage(cmp.Or(strings.ToLower(strings.TrimSpace(text)), "null"))
	case as.Kind() == reflect.Bool:
		better = json.RawMessage(map[string]string{"0": "false", "1": "true"}[string(raw)])
	default:
		better, _ = json.Marshal(string(raw))
	}
	if len(better) > 0 && json.Valid(better) && fits(better, as) {
		return better
	}
	what := finding.Part{Value: name}
	if name == "" {
		what.Code = finding.WholeProfile
	}
	c.note(finding.Note{Code: finding.FieldUnread, Parts: []finding.Part{what}})
	return json.RawMessage("null")
}

// fits reports whether a value can be read as the type, and nothing is lost.
func fits(raw json.RawMessage, as reflect.Type) bool {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return d.Decode(reflect.New(as).Interface()) == nil
}

func loosenMembers(raw json.RawMessage, as reflect.Type, name string, c *Connection) json.RawMessage {
	types := make(map[string]reflect.Type)
	for i := range as.NumField() {
		tag, _, _ := strings.Cut(as.Field(i).Tag.Get("json"), ",")
		types[strings.ToLower(cmp.Or(tag, as.Field(i).Name))] = as.Field(i).Type
	}
	better := make(map[string]json.RawMessage)
	_ = object(raw, mostFields, func(member string, value json.RawMessage) {
		as, ok := types[strings.ToLower(member)]
		if !ok {
			c.noteOf(finding.FieldUnknown, short(strings.TrimSpace(name+" "+member)))
			return
		}
		better[member] = loosen(value, as, strings.TrimSpace(name+" "+member), c)
	})
	text, err := json.Marshal(better)
	if err != nil {
		return nil
	}
	return text
}

func loosenElements(raw json.RawMessage, as reflect.Type, name string, c *Connection) json.RawMessage {
	better := []json.RawMessage{}
	_ = array(raw, mostFields, func(value json.RawMessage) {
		if one := loosen(value, as, name, c); string(one) != "null" {
			better = append(better, one)
		}
	})
	text, err := json.Marshal(better)
	if err != nil {
		return nil
	}
	return text
}
