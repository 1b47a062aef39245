package checklist

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"

	"go.yaml.in/yaml/v3"
)

// pattern reads a regular expression.
func (c *conditions) pattern(into **regexp.Regexp) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := c.Scalar(n)
		if !ok {
			return
		}
		p, err := c.compilePattern(s)
		if err != nil {
			c.Wrong(n, Fault{Code: NoPattern, Found: s, Err: err})
			return
		}
		*into = p
	}
}

// compilePattern compiles a regular expression of a checklist or of a schema. A few letters,
// such as x{1000}, become a program of thousands of steps, through all of which a text may go.
func (r *reader) compilePattern(s string) (*regexp.Regexp, error) {
	tree, err := syntax.Parse(s, syntax.Perl)
	if wrong := (*syntax.Error)(nil); errors.As(err, &wrong) {
		return nil, &syntax.Error{Code: wrong.Code, Expr: excerpt(wrong.Expr)} // which may be all of it
	} else if err != nil {
		return nil, err
	}
	tooLarge := &syntax.Error{Code: syntax.ErrLarge, Expr: excerpt(s)}
	if r.steps >= mostSteps {
		return nil, tooLarge
	}
	program, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return nil, err
	}
	if r.steps += len(program.Inst); len(program.Inst) > longestProgram || r.steps > mostSteps {
		return nil, tooLarge
	}
	return regexp.Compile(s)
}

// excerpt is the beginning of an expression, as an error shows it.
func excerpt(s string) string {
	const most = 100
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
