package template

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"sync"
	"text/template"
	"text/template/parse"
	"unicode/utf8"
)

// name is what the library calls a template in its errors.
const name = "message"

// Template is a text that has been read. It can be rendered as often as wanted, also by
// several goroutines at a time.
type Template struct {
	text   string
	parsed *template.Template
	idle   sync.Pool // of *copied
}

// copied is a copy of a template whose functions answer one rendering after the other: to
// copy it takes longer than most renderings.
type copied struct {
	*template.Template

	run rendering
}

// Parse reads a text. It fails with an [*Error].
func Parse(text string) (*Template, error) {
	if fault := tooManyBlocks(text); fault != nil {
		return nil, fault
	}
	t, err := read(text, nil)
	var bare template.FuncMap
	if err != nil {
		if bare = bareNames(text); len(bare) > 0 {
			t, err = read(text, bare)
		}
	}
	if err != nil {
		return nil, faultOf(err, text)
	}
	if len(t.Templates()) > 1 || t.Tree != nil && calls(t.Root) {
		return nil, defined(text)
	}
	if t.Tree != nil && t.Root != nil {
		if wrong := quote(t.Root, bare); wrong != nil {
			return nil, noFunction(wrong, text)
		}
		within(t.Root)
	}
	return &Template{text: text, parsed: t}, nil
}

// read has the library read a text; there are more functions than ours.
func read(text string, more template.FuncMap) (*template.Template, error) {
	return template.New(name).Option("missingkey=error").Funcs(names).Funcs(more).Parse(text)
}

// Render makes the bytes of one message. It fails with an [*Error].
func (t *Template) Render(v Values) ([]byte, error) {
	c, err := t.copy()
	if err != nil {
		return nil, faultOf(err, t.text)
	}
	c.run = rendering{values: v, most: v.most()}
	out := &bounded{run: &c.run}
	err = c.Execute(out, v.variables())
	c.run = rendering{} // there are secrets among the values
	t.idle.Put(c)
	if err != nil {
		return nil, t.concealed(faultOf(err, t.text), offsetOf(err, t.text))
	}
	return out.Bytes(), nil
}

// copy gives a copy that nobody else uses.
func (t *Template) copy() (*copied, error) {
	if c, ok := t.idle.Get().(*copied); ok {
		return c, nil
	}
	clone, err := t.parsed.Clone()
	if err != nil {
		return nil, err
	}
	c := &copied{Template: clone}
	c.Funcs(c.run.functions())
	return c, nil
}

// bounded takes what a template makes, up to the most there may be of it.
type bounded struct {
	bytes.Buffer
	run *rendering
}

// Write fails when it becomes too much.
func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > b.run.most {
		return 0, &Error{Code: TooLarge, Most: b.run.most}
	}
	return b.Buffer.Write(p)
}

// countedBy is the function that every turn of a loop calls first: nothing else can go on
// for long, as there are no templates within a template, and none calls itself.
const countedBy = "_turn"

// counted puts that call into what a loop repeats, and into the loops in it.
func counted(list *parse.ListNode) {
	within(list)
	list.Nodes = append([]parse.Node{turn()}, list.Nodes...)
}

// within looks for loops in a list of nodes.
func within(list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.ActionNode:
			numbered(n.Pipe)
		case *parse.RangeNode:
			counted(n.List)
			within(n.ElseList)
		case *parse.IfNode:
			within(n.List)
			within(n.ElseList)
		case *parse.WithNode:
			within(n.List)
			within(n.ElseList)
		}
	}
}

// calls reports whether a list of nodes has a call of a template in it. That could only be
// the one that it stands in.
func calls(list *parse.ListNode) bool {
	if list == nil {
		return false
	}
	return slices.ContainsFunc(list.Nodes, func(node parse.Node) bool {
		switch n := node.(type) {
		case *parse.TemplateNode:
			return true
		case *parse.RangeNode:
			return calls(n.List) || calls(n.ElseList)
		case *parse.IfNode:
			return calls(n.List) || calls(n.ElseList)
		case *parse.WithNode:
			return calls(n.List) || calls(n.ElseList)
		}
		return false
	})
}

// mostBlocks is how many blocks there may be. The library reads those that stand in one
// another by calling itself, and the stack of Go ends the program.
const mostBlocks = 10_000

var block = regexp.MustCompile(`\{\{-?\s*(if|range|with|else\s+(if|with))\b`)

// tooManyBlocks is where there is one more than there may be; nil: nowhere.
func tooManyBlocks(text string) *Error {
	if strings.Count(text, "{{") <= mostBlocks {
		return nil
	}
	all := block.FindAllStringIndex(text, mostBlocks+1)
	if len(all) <= mostBlocks {
		return nil
	}
	before := text[:all[mostBlocks][0]]
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	return &Error{Code: TooManyBlocks, Line: strings.Count(before, "\n") + 1, Column: column, Most: mostBlocks}
}

// numbered has {{.1}} and {{json .1}} be the variable of that name, as it is where a
// filter has found devices, and not the number 0.1, which nobody has printed.
func numbered(pipe *parse.PipeNode) {
	args := pipe.Cmds[0].Args
	if called, ok := args[0].(*parse.IdentifierNode); ok && called.Ident == "json" {
		args = args[1:]
	}
	if len(args) != 1 {
		return
	}
	n, ok := args[0].(*parse.NumberNode)
	if !ok || len(n.Text) < 2 || n.Text[0] != '.' || n.Text[1] == '0' || strings.Trim(n.Text[1:], "0123456789") != "" {
		return
	}
	args[0] = &parse.FieldNode{NodeType: parse.NodeField, Pos: n.Pos, Ident: []string{n.Text[1:]}}
}

// turn is {{_turn}}: a node as the library makes it.
func turn() parse.Node {
	call := &parse.CommandNode{NodeType: parse.NodeCommand, Args: []parse.Node{parse.NewIdentifier(countedBy)}}
	return &parse.ActionNode{NodeType: parse.NodeAction, Pipe: &parse.PipeNode{NodeType: parse.NodePipe, Cmds: []*parse.CommandNode{call}}}
}
