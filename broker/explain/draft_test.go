package explain

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/request"
	"mangrove/model"
	"mangrove/model/template"
	"mangrove/model/value"
)

func TestDrafts(t *testing.T) {
	for want, err := range map[string]error{
		"The template of the payload, line 2, column 8: }} is missing.":                                        &draft.Error{Field: draft.Payload, Err: &template.Error{Code: template.Unclosed, Line: 2, Column: 8}},
		"The template of the topic, line 1: {{end}} is missing.":                                               &draft.Error{Field: draft.Topic, Err: &template.Error{Code: template.NoEnd, Line: 1}},
		"The template of the user property: It makes more than 7 bytes.":                                       &draft.Error{Field: draft.UserProperty, Err: &template.Error{Code: template.TooLarge, Most: 7}},
		"An empty retained message clears what the broker keeps. Publish it by hand.":                          &draft.Error{Field: draft.Payload, Err: draft.ErrClears},
		"The payload cannot be made: It ends too early, at byte 5.":                                            &draft.Error{Field: draft.Payload, Err: &value.Fault{Code: value.CutOff, Offset: 5}},
		"A topic needs at least one character.":                                                                &draft.Error{Field: draft.Topic, Err: model.ErrEmpty},
		"No answer came on a/b within 2s.":                                                                     &request.NoAnswer{Filter: "a/b", Within: 2 * time.Second},
		"No answer came on a/b within 2s. 3 messages came there that do not answer it.":                        &request.NoAnswer{Filter: "a/b", Within: 2 * time.Second, Others: 3},
		"No answer came on a/b within 2s. The broker said that nobody subscribes to the topic of the request.": &request.NoAnswer{Filter: "a/b", Within: 2 * time.Second, Acknowledged: broker.Acknowledgement{Came: true, Code: 0x10}},
		"It is not known where the answer comes. Give a response topic, or a filter for the answer.":           request.ErrNoFilter,
	} {
		if got := Error(err, broker.Address{}); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

// TestEveryTemplateCodeHasASentence, also one that is added.
func TestEveryTemplateCodeHasASentence(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../../model/template/error.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); !ok || name.Name != "Code" {
			return true
		}
		for _, v := range spec.Values {
			code, err := strconv.Unquote(v.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			n++
			fault := &template.Error{Code: template.Code(code), Detail: "detail"}
			if got := templateWords(fault); got == fault.Error() || strings.Contains(got, code+" \"") {
				t.Errorf("%s has no sentence: %q", code, got)
			}
		}
		return true
	})
	if n < 10 {
		t.Errorf("only %d codes were found", n)
	}
}
