package importing

import (
	"io"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"mangrove/broker/profiles/finding"
)

// Get gives a variable to the expander. What the text does not set is marked.
func (p *posix) Get(name string) expand.Variable {
	if v, ok := p.vars[name]; ok {
		return v
	}
	switch {
	case name == "HOME": // it stands for the same as ~
		return stringOf("~")
	case name == "SYS":
		return stringOf(systemTopics)
	case name == "IFS", strings.HasPrefix(name, "HOME "):
		return expand.Variable{}
	}
	return stringOf(unknown("$" + name))
}

// Each is what the expander asks for names with; nothing here needs it.
func (p *posix) Each(func(name string, v expand.Variable) bool) {}

func (p *posix) config(word *syntax.Word) *expand.Config {
	return &expand.Config{
		Env: p.without(word),
		CmdSubst: func(w io.Writer, _ *syntax.CmdSubst) error {
			_, err := io.WriteString(w, unknownOf(finding.CommandOutput, ""))
			return err
		},
		ProcSubst: func(*syntax.ProcSubst) (string, error) { return unknownOf(finding.CommandOutput, ""), nil },
	}
}

// fields expands words as the arguments of a command.
func (p *posix) fields(words []*syntax.Word) (all []string) {
	for _, word := range words {
		if why := p.beyond(word); why != "" {
			all = append(all, why)
			continue
		}
		some, err := expand.Fields(p.config(word), word)
		if err != nil {
			some = []string{unknownOf(finding.ShellExpression, "")}
		}
		for _, one := range some {
			p.made += len(one)
		}
		all = append(all, some...)
	}
	return all
}

// whole expands a word that stays one.
func (p *posix) whole(word *syntax.Word) string {
	if why := p.beyond(word); why != "" {
		return why
	}
	text, err := expand.Literal(p.config(word), word)
	if err != nil {
		return unknownOf(finding.ShellExpression, "")
	}
	p.made += len(text)
	return text
}

// beyond marks what of a word is not worked out here: sums, pieces of what is not
// known, lists in braces.
func (p *posix) beyond(word *syntax.Word) (why string) {
	if p.made > mostText {
		return unknownOf(finding.LongText, "")
	}
	braces := &syntax.Word{Parts: word.Parts}
	if syntax.SplitBraces(braces) && slices.ContainsFunc(braces.Parts, isBraces) {
		return unknownOf(finding.BraceList, "")
	}
	parts := 0
	syntax.Walk(word, func(node syntax.Node) bool {
		switch n := node.(type) {
		case *syntax.CmdSubst, *syntax.ProcSubst:
			return false
		case *syntax.ArithmExp:
			why = unknownOf(finding.Arithmetic, "")
		case *syntax.ParamExp:
			if parts++; parts > mostParts {
				why = unknownOf(finding.LongText, "")
			}
			if _, set := p.vars[nameOf(n)]; !set && !plain(n) && !hasDefault(n) {
				why = unknown("$" + nameOf(n))
			}
		}
		return true
	})
	return why
}

func isBraces(part syntax.WordPart) bool {
	_, ok := part.(*syntax.BraceExp)
	return ok
}

func nameOf(n *syntax.ParamExp) string {
	if n.Param == nil {
		return ""
	}
	return n.Param.Value
}

func plain(n *syntax.ParamExp) bool {
	return !n.Excl && !n.Length && !n.Width && n.Slice == nil && n.Repl == nil && n.Names == 0 && n.Exp == nil && n.Index == nil
}

// hasDefault reports whether the text itself says what stands for a variable
// that is not set, as in ${HOST:-localhost}.
func hasDefault(n *syntax.ParamExp) bool {
	if n.Exp == nil || n.Exp.Word == nil {
		return false
	}
	switch n.Exp.Op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
		return true
	}
	return false
}

// without is the variables as a word sees them: those that it has a default for
// are not set.
func (p *posix) without(word *syntax.Word) expand.Environ {
	e := environ{p, make(map[string]bool)}
	syntax.Walk(word, func(node syntax.Node) bool {
		if n, ok := node.(*syntax.ParamExp); ok && hasDefault(n) {
			if _, set := p.vars[nameOf(n)]; !set {
				e.unset[nameOf(n)] = true
			}
		}
		return true
	})
	return e
}

// environ is the variables for the expander.
type environ struct {
	*posix
	unset map[string]bool
}

// Get gives a variable.
func (e environ) Get(name string) expand.Variable {
	if e.unset[name] {
		return expand.Variable{}
	}
	return e.posix.Get(name)
}
