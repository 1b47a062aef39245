package avro

import (
	"encoding/json"
	"math"

	"github.com/twmb/avro"
)

// parseSchema reads a schema. A logical type that is not valid, as a decimal with more
// digits behind the point than it has, does not count [Avro, Logical Types]; the library
// fails with it.
func parseSchema(cache *avro.SchemaCache, text string) (*avro.Schema, error) {
	parsed, err := cache.Parse(text)
	if err == nil {
		return parsed, nil
	}
	var all any
	if json.Unmarshal([]byte(text), &all) != nil || !dropInvalid(all) {
		return nil, err
	}
	valid, wrong := json.Marshal(all)
	if wrong != nil {
		return nil, err
	}
	if parsed, wrong = cache.Parse(string(valid)); wrong != nil {
		return nil, err
	}
	return parsed, nil
}

// dropInvalid takes logical types that are not valid out of a schema, and reports whether
// there were any.
func dropInvalid(schema any) (found bool) {
	switch s := schema.(type) {
	case []any:
		for _, one := range s {
			found = dropInvalid(one) || found
		}
	case map[string]any:
		if logical, has := s["logicalType"]; has && !validLogical(logical, s) {
			for _, name := range []string{"logicalType", "precision", "scale"} {
				delete(s, name)
			}
			found = true
		}
		for name, one := range s {
			if name != "default" { // is a value
				found = dropInvalid(one) || found
			}
		}
	}
	return found
}

// validLogical reports whether a logical type is as the specification has it. Of all of
// them only decimals say more than their name.
func validLogical(logical any, schema map[string]any) bool {
	if logical != "decimal" {
		_, isText := logical.(string)
		return isText
	}
	precision, ok := wholeNumber(schema["precision"])
	scale, fits := 0.0, true
	if schema["scale"] != nil {
		scale, fits = wholeNumber(schema["scale"])
	}
	if !ok || !fits || scale < 0 || precision < 1 || scale > precision || precision > mostScale {
		return false
	}
	size, fixed := wholeNumber(schema["size"])
	return !fixed || precision <= math.Floor((8*size-1)*math.Log10(2)) // [Avro, Decimal]
}

func wholeNumber(v any) (n float64, ok bool) {
	n, ok = v.(float64)
	return n, ok && n == math.Trunc(n)
}
