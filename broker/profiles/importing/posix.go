package importing

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"mangrove/broker/profiles/finding"
)

// invocation is a command with its arguments, as a shell would start it. What
// cannot be known is marked in them.
type invocation struct {
	args  []string
	input string // what a here-document feeds it
}

const (
	mostCalls = 2000    // commands of a text that are looked at
	mostTurns = 50      // of a loop
	mostText  = 8 << 20 // that is made of a text, in bytes
	mostParts = 200     // of a word
)

// posix goes through a text as sh or bash would run it, and notes the commands.
// Nothing is run.
type posix struct {
	text      string // that is gone through
	vars      map[string]expand.Variable
	functions map[string]*syntax.Stmt
	calls     []invocation
	turns     int // of loops and functions, so far
	made      int // bytes, so far
}

// blankBehind is a backslash that a blank keeps from making the line go on.
var blankBehind = regexp.MustCompile(`\\[ \t]+\n`)

// readPosix gives the commands of a text for sh or bash.
func readPosix(text string) ([]invocation, error) {
	text = blankBehind.ReplaceAllString(text, "\\\n") // the line was to go on
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(text+"\n"), "")
	if err != nil {
		return nil, unreadable(err)
	}
	keepWindowsPaths(file)
	p := &posix{text: text, vars: make(map[string]expand.Variable), functions: make(map[string]*syntax.Stmt)}
	p.statements(file.Stmts)
	return p.calls, nil
}

// unreadable is the fault of a text that a shell would refuse.
func unreadable(err error) error {
	if syntax.IsIncomplete(err) || strings.Contains(err.Error(), "without closing quote") {
		return &finding.Fault{Code: finding.EndMissing}
	}
	var at syntax.ParseError
	if errors.As(err, &at) {
		return &finding.Fault{Code: finding.LineUnread, Count: int64(at.Pos.Line()), Err: err} //nolint:gosec // a text is not that long
	}
	return &finding.Fault{Code: finding.CommandUnread, Err: err}
}

var windowsPath = regexp.MustCompile(`^(?:[A-Za-z]:\\|\\\\\w|\.{1,2}\\)`)

// keepWindowsPaths makes backslashes of paths stand for themselves, which a
// shell of Unix would take away.
func keepWindowsPaths(file *syntax.File) {
	syntax.Walk(file, func(node syntax.Node) bool {
		if word, ok := node.(*syntax.Word); ok && len(word.Parts) > 0 {
			if begin, ok := word.Parts[0].(*syntax.Lit); ok && windowsPath.MatchString(begin.Value) {
				begin.Value = strings.ReplaceAll(strings.ReplaceAll(begin.Value, `\`, `\\`), `\\ `, `\ `)
			}
		}
		return true
	})
}

func (p *posix) statements(all []*syntax.Stmt) {
	for _, s := range all {
		p.statement(s)
	}
}

// statement goes through one, which is nil where the parser lets a command end
// before what it is to run.
func (p *posix) statement(s *syntax.Stmt) {
	if s == nil || len(p.calls) >= mostCalls || p.turns >= mostCalls {
		return
	}
	for _, r := range s.Redirs {
		p.inside(r)
	}
	switch c := s.Cmd.(type) {
	case *syntax.CallExpr:
		p.call(c, s.Redirs)
	case *syntax.DeclClause:
		p.assign(c.Args)
	case *syntax.BinaryCmd:
		p.statement(c.X)
		p.statement(c.Y)
	case *syntax.Block:
		p.statements(c.Stmts)
	case *syntax.Subshell:
		p.apart(func() { p.statements(c.Stmts) })
	case *syntax.TimeClause:
		p.statement(c.Stmt)
	case *syntax.CoprocClause:
		p.statement(c.Stmt)
	case *syntax.FuncDecl:
		if c.Name != nil { // the parser takes "() command", which bash does not
			p.functions[c.Name.Value] = c.Body
		}
	default:
		p.branching(c)
	}
}

// branching are the commands that run others once, several times or not at all.
func (p *posix) branching(c syntax.Command) {
	switch c := c.(type) {
	case *syntax.IfClause:
		p.statements(c.Cond)
		branches := []func(){func() { p.statements(c.Then) }, func() {}}
		if c.Else != nil {
			branches[1] = func() { p.branching(c.Else) }
		}
		p.either(branches)
	case *syntax.WhileClause:
		p.statements(c.Cond)
		p.either([]func(){func() { p.statements(c.Do) }, func() {}})
	case *syntax.CaseClause:
		branches := []func(){func() {}}
		for _, item := range c.Items {
			branches = append(branches, func() { p.statements(item.Stmts) })
		}
		p.either(branches)
	case *syntax.ForClause:
		p.loop(c)
	}
}

// either runs branches of which it cannot be known which one a shell takes:
// what they leave different is not known after them.
func (p *posix) either(branches []func()) {
	before := p.vars
	var after []map[string]expand.Variable
	for _, branch := range branches {
		p.vars = maps.Clone(before)
		branch()
		after = append(after, p.vars)
	}
	p.vars = make(map[string]expand.Variable)
	for name, value := range after[0] {
		same := true
		for _, other := range after[1:] {
			v, ok := other[name]
			same = same && ok && v.String() == value.String()
		}
		if same {
			p.vars[name] = value
		}
	}
}

// apart runs something that cannot change variables.
func (p *posix) apart(do func()) {
	before := maps.Clone(p.vars)
	do()
	p.vars = before
}

func (p *posix) loop(c *syntax.ForClause) {
	iter, ok := c.Loop.(*syntax.WordIter)
	if !ok {
		p.either([]func(){func() { p.statements(c.Do) }})
		return
	}
	values := p.fields(iter.Items)
	if !iter.InPos.IsValid() || c.Select || len(values) > mostTurns {
		values = []string{unknown("$" + iter.Name.Value)}
	}
	for _, value := range values {
		p.turns++
		p.vars[iter.Name.Value] = stringOf(value)
		p.statements(c.Do)
	}
}

func stringOf(value string) expand.Variable {
	return expand.Variable{Set: true, Kind: expand.String, Str: value}
}

// call notes a command, or sets variables where there is none.
func (p *posix) call(c *syntax.CallExpr, redirects []*syntax.Redirect) {
	for _, word := range c.Args {
		p.inside(word)
	}
	if len(c.Args) == 0 {
		p.assign(c.Assigns)
		return
	}
	args := p.fields(c.Args)
	if len(args) == 0 {
		return
	}
	p.doubtLogins(c.Args, args)
	if n := len(c.Assigns); n > 0 && c.Assigns[n-1].Value != nil && isClient(p.whole(c.Assigns[n-1].Value)) {
		args = append([]string{p.whole(c.Assigns[n-1].Value)}, args...) // ExecStart=… of a unit
	}
	if body, ok := p.functions[args[0]]; ok {
		p.function(body, args)
		return
	}
	if args[0] == "read" || args[0] == "unset" {
		for _, name := range args[1:] {
			delete(p.vars, name)
		}
	}
	call := invocation{args: args}
	for _, r := range redirects {
		if r.Hdoc != nil {
			call.input = p.whole(r.Hdoc)
		} else if r.Op == syntax.WordHdoc {
			call.input = p.whole(r.Word)
		}
	}
	p.calls = append(p.calls, call)
}

// doubtLogins marks passwords and user names that a shell ends at a character of
// its own, as in -P pa&ss: that may have been meant as a part of them.
func (p *posix) doubtLogins(words []*syntax.Word, args []string) {
	if len(args) != len(words) {
		return
	}
	for i := 1; i < len(words); i++ {
		if !slices.Contains([]string{"-P", "--pw", "-u", "--username"}, straightOption(args[i-1])) {
			continue
		}
		rest := p.text[min(len(p.text), int(words[i].End().Offset())):] //nolint:gosec // a text is not that long
		behind := strings.TrimLeft(rest, "&;|<>")
		if sign := rest[:len(rest)-len(behind)]; sign != "" && behind != "" && !strings.ContainsAny(behind[:1], " \t\r\n") {
			args[i] += unknownOf(finding.EndsWord, sign)
		}
	}
}

// function runs one that the text declares, but none that calls itself for ever.
func (p *posix) function(body *syntax.Stmt, args []string) {
	if p.turns++; p.turns > mostTurns {
		return
	}
	before := maps.Clone(p.vars)
	for i, arg := range args[1:] {
		p.vars[fmt.Sprint(i+1)] = stringOf(arg)
	}
	list := expand.Variable{Set: true, Kind: expand.Indexed, List: args[1:]}
	p.vars["@"], p.vars["*"] = list, list
	p.statement(body)
	p.vars = before
}

// inside runs what stands in $(…) and <(…).
func (p *posix) inside(node syntax.Node) {
	syntax.Walk(node, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CmdSubst:
			p.apart(func() { p.statements(n.Stmts) })
			return false
		case *syntax.ProcSubst:
			p.apart(func() { p.statements(n.Stmts) })
			return false
		}
		return true
	})
}

func (p *posix) assign(all []*syntax.Assign) {
	for _, a := range all {
		if a.Name == nil || a.Naked || a.Index != nil {
			continue
		}
		name := a.Name.Value
		switch {
		case a.Array != nil:
			var words []*syntax.Word
			for _, e := range a.Array.Elems {
				if e.Value != nil { // else it is [name]= with nothing behind
					words = append(words, e.Value)
				}
			}
			list := p.fields(words)
			if a.Append {
				list = append(append([]string{}, p.vars[name].List...), list...)
			}
			p.vars[name] = expand.Variable{Set: true, Kind: expand.Indexed, List: list}
		case a.Value == nil:
			p.vars[name] = stringOf("")
		default:
			p.inside(a.Value)
			value := p.whole(a.Value)
			if a.Append {
				value = p.Get(name).String() + value
			}
			p.vars[name] = stringOf(value)
		}
	}
}
