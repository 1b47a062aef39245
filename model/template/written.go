package template

import (
	"strings"
	"text/template"
	"text/template/parse"
)

// eachPipe goes through all pipes of a list of nodes, those in brackets too.
func eachPipe(list *parse.ListNode, do func(*parse.PipeNode)) {
	if list == nil {
		return
	}
	branch := func(b *parse.BranchNode) {
		pipes(b.Pipe, do)
		eachPipe(b.List, do)
		eachPipe(b.ElseList, do)
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.ActionNode:
			pipes(n.Pipe, do)
		case *parse.RangeNode:
			branch(&n.BranchNode)
		case *parse.IfNode:
			branch(&n.BranchNode)
		case *parse.WithNode:
			branch(&n.BranchNode)
		}
	}
}

// pipes goes through a pipe and those in brackets in it.
func pipes(pipe *parse.PipeNode, do func(*parse.PipeNode)) {
	if pipe == nil {
		return
	}
	do(pipe)
	for _, command := range pipe.Cmds {
		for _, arg := range command.Args {
			if chain, ok := arg.(*parse.ChainNode); ok {
				arg = chain.Node
			}
			if inner, ok := arg.(*parse.PipeNode); ok {
				pipes(inner, do)
			}
		}
	}
}

// bareNames are the words that stand after env without quotation marks, as functions that
// the library can read.
func bareNames(text string) template.FuncMap {
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	read, err := tree.Parse(text, "", "", make(map[string]*parse.Tree))
	if err != nil {
		return nil
	}
	found := make(template.FuncMap)
	eachPipe(read.Root, func(pipe *parse.PipeNode) {
		for _, command := range pipe.Cmds {
			if word := bareName(command); word != nil && names[word.Ident] == nil {
				found[word.Ident] = func() string { return "" }
			}
		}
	})
	return found
}

// bareName is the word after env; nil: it is no such command.
func bareName(command *parse.CommandNode) *parse.IdentifierNode {
	if called, ok := command.Args[0].(*parse.IdentifierNode); !ok || called.Ident != "env" || len(command.Args) != 2 {
		return nil
	}
	word, _ := command.Args[1].(*parse.IdentifierNode)
	return word
}

// quote has {{env NAME}} be {{env "NAME"}}. It gives the first word of bare that stands
// elsewhere, where it is no function; nil: none does.
func quote(list *parse.ListNode, bare template.FuncMap) (wrong *parse.IdentifierNode) {
	eachPipe(list, func(pipe *parse.PipeNode) {
		for _, command := range pipe.Cmds {
			if word := bareName(command); word != nil {
				command.Args[1] = &parse.StringNode{NodeType: parse.NodeString, Pos: word.Pos, Quoted: `"` + word.Ident + `"`, Text: word.Ident}
			}
			for _, arg := range command.Args {
				if word, ok := arg.(*parse.IdentifierNode); ok && bare[word.Ident] != nil && wrong == nil {
					wrong = word
				}
			}
		}
	})
	return wrong
}

// concealed has an error of a rendering say what is written in the template, and not what
// became of it: a variable may be a secret.
func (t *Template) concealed(e *Error, at int) *Error {
	switch e.Code {
	case BadArgument, NoTopic, NoEnvVar:
	case Failed:
		if what, _, ok := strings.Cut(e.Detail, " over "); ok && strings.HasPrefix(what, "range") {
			e.Detail = "range can't iterate over this value"
		}
		return e
	default:
		return e
	}
	value := e.Found
	e.Found = "…"
	if t.parsed.Tree != nil {
		eachPipe(t.parsed.Root, func(pipe *parse.PipeNode) {
			for i, command := range pipe.Cmds {
				if int(command.Args[0].Position()) == at {
					e.Found = written(e.Code, pipe, i)
				}
			}
		})
	}
	if e.Err != nil && e.Found != value && strings.Contains(e.Err.Error(), value) {
		e.Err = nil
	}
	return e
}

// written is the part of a command of a pipe that an error is about, as it was typed.
func written(code Code, pipe *parse.PipeNode, i int) string {
	command := pipe.Cmds[i]
	switch {
	case code == BadArgument && i > 0:
		return pipe.Cmds[i-1].String() + " | " + command.String()
	case code == BadArgument:
		return command.String()
	case len(command.Args) > 1:
		return asTyped(command.Args[1])
	case i > 0 && len(pipe.Cmds[i-1].Args) == 1:
		return asTyped(pipe.Cmds[i-1].Args[0])
	case i > 0:
		return pipe.Cmds[i-1].String()
	}
	return command.String()
}

// asTyped is a value as it stands in the template: a text without its quotation marks.
func asTyped(node parse.Node) string {
	if text, ok := node.(*parse.StringNode); ok {
		return text.Text
	}
	return node.String()
}

// EnvironmentNames are the environment variables of the process that a template asks for, as
// they are written; "…" is one whose name it makes.
func (t *Template) EnvironmentNames() (all []string) {
	if t.parsed.Tree == nil {
		return nil
	}
	eachPipe(t.parsed.Root, func(pipe *parse.PipeNode) {
		for _, command := range pipe.Cmds {
			if called, ok := command.Args[0].(*parse.IdentifierNode); !ok || called.Ident != "env" {
				continue
			}
			asked := "…"
			if len(command.Args) > 1 {
				if text, ok := command.Args[1].(*parse.StringNode); ok {
					asked = text.Text
				}
			}
			all = append(all, asked)
		}
	})
	return all
}
