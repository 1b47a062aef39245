package profiles

import (
	"reflect"
	"strings"
	"testing"

	"mangrove/broker/explain"
	"mangrove/broker/profiles/finding"
)

// TestEveryFieldHasWords: what another program has changed is told by name.
func TestEveryFieldHasWords(t *testing.T) {
	var check func(of reflect.Type)
	check = func(of reflect.Type) {
		for i := range of.NumField() {
			field := of.Field(i)
			kind := field.Type
			if kind.Kind() == reflect.Pointer {
				kind = kind.Elem()
			}
			if kind.Kind() == reflect.Struct {
				check(kind)
			}
			if field.Type.Kind() == reflect.Struct || field.Name == "ID" || field.Name == "Kept" {
				continue // see mergeFields
			}
			said := explain.Parts(finding.Parts(finding.Field, field.Name))
			if strings.HasPrefix(said[0], `"`) {
				t.Errorf("the field %s has no words", field.Name)
			}
		}
	}
	check(reflect.TypeFor[Profile]())
}
