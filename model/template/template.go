package template

import (
	"bytes"
	"text/template"
	"text/template/parse"
)

// name is what the library calls a template in its errors.
const name = "message"

// Template is a text that has been read. It can be rendered as often as wanted, also by
// several goroutines at a time.
type Template struct {
	text   string
	parsed *template.Template
}

// Parse reads a text. It fails with an [*Error].
func Parse(text string) (*Template, error) {
	t, err := template.New(name).Option("missingkey=error").Funcs(names).Parse(text)
	if err != nil {
		return nil, faultOf(err, text)
	}
	if len(t.Templates()) > 1 {
		return nil, defined(text)
	}
	if t.Tree != nil && t.Root != nil {
		within(t.Root)
	}
	return &Template{text, t}, nil
}

// Render makes the bytes of one message. It fails with an [*Error].
func (t *Template) Render(v Values) ([]byte, error) {
	run := &rendering{values: v, most: v.most()}
	copied, err := t.parsed.Clone() // its functions are those of one rendering
	if err != nil {
		return nil, faultOf(err, t.text)
	}
	out := &bounded{run: run}
	if err := copied.Funcs(run.functions()).Execute(out, v.variables()); err != nil {
		return nil, faultOf(err, t.text)
	}
	return out.Bytes(), nil
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
// for long, as there are no templates within a template.
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

// turn is {{_turn}}: a node as the library makes it.
func turn() parse.Node {
	call := &parse.CommandNode{NodeType: parse.NodeCommand, Args: []parse.Node{parse.NewIdentifier(countedBy)}}
	return &parse.ActionNode{NodeType: parse.NodeAction, Pipe: &parse.PipeNode{NodeType: parse.NodePipe, Cmds: []*parse.CommandNode{call}}}
}
