package avro

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/twmb/avro"

	"mangrove/model/value"
)

// fallback is the default of a member as a document to encode, nil without one.
func fallback(f *avro.SchemaField) *value.Tree {
	if !f.HasDefault {
		return nil
	}
	text, err := json.Marshal(asTyped(f.Default))
	if err != nil {
		return nil
	}
	t, err := value.ReadJSON(text)
	if err != nil {
		return nil
	}
	return t
}

// asTyped is a default as it is typed: numbers that are not whole by their type have a
// point, so that they fit the branch of a union that they are of.
func asTyped(v any) any {
	switch v := v.(type) {
	case []byte:
		return map[string]any{"$base64": base64.StdEncoding.EncodeToString(v)}
	case float32:
		return fraction(float64(v), 32)
	case float64:
		return fraction(v, 64)
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = asTyped(v[i])
		}
		return list
	case map[string]any:
		all := make(map[string]any, len(v))
		for name := range v {
			all[name] = asTyped(v[name])
		}
		return all
	}
	return v
}

func fraction(f float64, bits int) any {
	text := value.FloatText(f, bits)
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return text
	}
	if !strings.ContainsAny(text, ".eE") {
		text = strconv.FormatFloat(f, 'f', 1, bits)
	}
	return json.Number(text)
}
