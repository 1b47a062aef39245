package homeassistant

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// template works out what an availability says: the part of Jinja that those in use need.
// It gives a text, not ok when that cannot be told from a payload.
type template func(payload []byte) (text string, ok bool)

// longestTemplate is how long a template may be, in bytes.
const longestTemplate = 4 << 10

// readTemplate reads {{ an expression }} or {% if condition %}a text{% else %}another{%
// endif %}. It is nil when that is not all there is.
func readTemplate(source string) template {
	source = strings.TrimSpace(source)
	if len(source) > longestTemplate {
		return nil
	}
	if inner, ok := between(source, "{{", "}}"); ok {
		return rendered(readExpression(inner))
	}
	inner, ok := between(source, "{%", "%}")
	if !ok {
		return nil
	}
	parts := strings.FieldsFunc(strings.NewReplacer("%}", "\x00", "{%", "\x00").Replace(inner), func(r rune) bool { return r == 0 })
	if len(parts) != 5 || word(parts[2]) != "else" || word(parts[4]) != "endif" || strings.Contains(parts[1]+parts[3], "{{") {
		return nil
	}
	condition, isIf := strings.CutPrefix(word(parts[0]), "if")
	asked := readExpression(condition)
	if !isIf || asked == nil {
		return nil
	}
	return rendered(func(in *scope) (any, bool) {
		held, ok := asked(in)
		if truth(held) {
			return strings.TrimSpace(parts[1]), ok
		}
		return strings.TrimSpace(parts[3]), ok
	})
}

// between is what is between two marks at the ends, which may have a dash that takes the
// white space around them away.
func between(source, before, after string) (string, bool) {
	source, opened := strings.CutPrefix(source, before)
	source, closed := strings.CutSuffix(source, after)
	return source, opened && closed
}

func word(part string) string { return strings.TrimSpace(strings.Trim(part, "-")) }

// rendered is an expression written as Jinja does: True and None, and nothing for what is
// not there.
func rendered(e expression) template {
	if e == nil {
		return nil
	}
	return func(payload []byte) (string, bool) {
		in := scope{value: string(payload), json: missing{}}
		if v, err := decode(payload); err == nil {
			in.json = v
		}
		v, ok := e(&in)
		return strings.TrimSpace(textOf(v)), ok
	}
}

// decode reads JSON with numbers as they are written.
func decode(payload []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(payload))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, end := d.Token(); !errors.Is(end, io.EOF) {
		return nil, ErrNotConfig
	}
	return v, nil
}

// textOf is a value as Python writes it; that of a list or an object is not needed.
func textOf(v any) string {
	switch one := v.(type) {
	case string:
		return one
	case json.Number:
		return one.String()
	case bool:
		if one {
			return "True"
		}
		return "False"
	case nil:
		return "None"
	}
	return ""
}

// scope is what an expression is worked out with.
type scope struct {
	value string
	json  any
}

// missing is what is not there.
type missing struct{}

func truth(v any) bool {
	switch one := v.(type) {
	case bool:
		return one
	case string:
		return one != ""
	case json.Number:
		f, err := one.Float64()
		return err != nil || f != 0
	case []any:
		return len(one) > 0
	case map[string]any:
		return len(one) > 0
	}
	return false
}
