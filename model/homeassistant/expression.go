package homeassistant

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
)

// expression is worked out in a scope; not ok when Jinja would fail, or do what is not
// done here.
type expression func(in *scope) (v any, ok bool)

// tokens are texts in quotes, numbers, names and signs; anything else is none.
var tokens = regexp.MustCompile(`^(?:'[^'\\]*'|"[^"\\]*"|\d+(?:\.\d+)?|[A-Za-z_]\w*|==|!=|[.\[\]()|])`)

// parser reads an expression from its beginning to its end.
type parser struct {
	rest  []string
	depth int
}

// deepest is how many expressions may be in each other.
const deepest = 50

// readExpression is nil for what is not understood.
func readExpression(source string) expression {
	source = strings.TrimSpace(strings.Trim(strings.TrimSpace(source), "-"))
	var p parser
	for source != "" {
		at := tokens.FindStringIndex(source)
		if len(at) != 2 {
			return nil
		}
		p.rest = append(p.rest, source[:at[1]])
		source = strings.TrimSpace(source[at[1]:])
	}
	e := p.choice()
	if len(p.rest) > 0 {
		return nil
	}
	return e
}

func (p *parser) next() string {
	if len(p.rest) == 0 {
		return ""
	}
	return p.rest[0]
}

// accept goes on when a token is the next.
func (p *parser) accept(token string) bool {
	if p.next() != token {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

// choice: A if CONDITION else B.
func (p *parser) choice() expression {
	if p.depth++; p.depth > deepest {
		return nil
	}
	yes := p.either()
	if !p.accept("if") {
		return yes
	}
	asked := p.either()
	if !p.accept("else") {
		return nil
	}
	no := p.choice()
	if yes == nil || asked == nil || no == nil {
		return nil
	}
	return func(in *scope) (any, bool) {
		v, ok := asked(in)
		switch {
		case !ok:
			return nil, false
		case truth(v):
			return yes(in)
		}
		return no(in)
	}
}

// either: A or B.
func (p *parser) either() expression {
	return p.joined("or", p.both, true)
}

// both: A and B.
func (p *parser) both() expression {
	return p.joined("and", p.negated, false)
}

// joined reads operands with a word between them, of which the first counts whose truth is
// the one that decides.
func (p *parser) joined(by string, operand func() expression, decides bool) expression {
	left := operand()
	for left != nil && p.accept(by) {
		first, second := left, operand()
		if second == nil {
			return nil
		}
		left = func(in *scope) (any, bool) {
			v, ok := first(in)
			if !ok || truth(v) == decides {
				return v, ok
			}
			return second(in)
		}
	}
	return left
}

// negated: not A.
func (p *parser) negated() expression {
	if !p.accept("not") {
		return p.compared()
	}
	if p.depth++; p.depth > deepest {
		return nil
	}
	e := p.negated()
	if e == nil {
		return nil
	}
	return func(in *scope) (any, bool) {
		v, ok := e(in)
		return !truth(v), ok
	}
}

// compared: A == B, A != B, A is defined, A is not defined.
func (p *parser) compared() expression {
	left := p.filtered()
	if left == nil {
		return nil
	}
	switch {
	case p.accept("=="), p.next() == "!=":
		differs := p.accept("!=")
		right := p.filtered()
		if right == nil {
			return nil
		}
		return func(in *scope) (any, bool) {
			a, known := left(in)
			b, also := right(in)
			equal, sure := same(a, b)
			return equal != differs, known && also && sure
		}
	case p.accept("is"):
		absent := p.accept("not")
		if !p.accept("defined") {
			return nil
		}
		return func(in *scope) (any, bool) {
			v, ok := left(in)
			_, gone := v.(missing)
			return gone == absent, ok
		}
	}
	return left
}

// same compares two values; not ok for those that Python takes for equal across kinds.
func same(a, b any) (equal, ok bool) {
	switch one := a.(type) {
	case json.Number:
		if other, number := b.(json.Number); number {
			x, errX := one.Float64()
			y, errY := other.Float64()
			return x == y, errX == nil && errY == nil
		}
		_, mixed := b.(bool)
		return false, !mixed
	case bool:
		if _, mixed := b.(json.Number); mixed {
			return false, false
		}
		return a == b, true
	case string, nil, missing:
		return a == b, true
	}
	return false, false
}

// filtered: A | lower and the like.
func (p *parser) filtered() expression {
	e := p.operand()
	for e != nil && p.accept("|") {
		inner, name := e, p.next()
		change := map[string]func(string) string{"lower": strings.ToLower, "upper": strings.ToUpper, "trim": strings.TrimSpace, "string": strings.Clone}[name]
		if change == nil || !p.accept(name) {
			return nil
		}
		e = func(in *scope) (any, bool) {
			v, ok := inner(in)
			return change(textOf(v)), ok
		}
	}
	return e
}

// operand: a constant, value, value_json with its members, or an expression in brackets.
func (p *parser) operand() expression {
	token := p.next()
	if token == "" {
		return nil
	}
	p.rest = p.rest[1:]
	switch token {
	case "value":
		return func(in *scope) (any, bool) { return in.value, true }
	case "value_json":
		return p.members(func(in *scope) (any, bool) { return in.json, true })
	case "(":
		e := p.choice()
		if !p.accept(")") {
			return nil
		}
		return e
	}
	v, ok := constant(token)
	if !ok {
		return nil
	}
	return func(*scope) (any, bool) { return v, true }
}

// constant is what a token stands for by itself.
func constant(token string) (any, bool) {
	switch {
	case token[0] == '\'' || token[0] == '"':
		return token[1 : len(token)-1], true
	case token[0] >= '0' && token[0] <= '9':
		return json.Number(token), true
	}
	v, ok := map[string]any{"true": true, "True": true, "false": false, "False": false, "none": nil, "None": nil}[token]
	return v, ok
}

// members: A.name, A['name'] and A[0].
func (p *parser) members(e expression) expression {
	for e != nil {
		var name string
		of, dotted := e, p.accept(".")
		switch {
		case dotted:
			name = p.next()
		case p.accept("["):
			name = strings.Trim(p.next(), `'"`)
		default:
			return e
		}
		if len(p.rest) == 0 {
			return nil
		}
		if p.rest = p.rest[1:]; !dotted && !p.accept("]") {
			return nil
		}
		e = func(in *scope) (any, bool) {
			v, ok := of(in)
			if !ok {
				return nil, false
			}
			return member(v, name)
		}
	}
	return nil
}

// member is one of an object or a list. What is not there has none, which is where Jinja
// fails.
func member(v any, name string) (any, bool) {
	switch of := v.(type) {
	case map[string]any:
		if v, there := of[name]; there {
			return v, true
		}
		return missing{}, true
	case []any:
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(of) {
			return of[i], true
		}
		return missing{}, true
	case missing:
		return nil, false
	}
	return missing{}, true
}
