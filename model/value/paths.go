package value

// Paths names many nodes of a tree: in a list it counts on from the node that it named
// last.
type Paths struct {
	tree    *Tree
	counted map[int]counted // by the list
}

// counted is a node of a list, and how many stand before it.
type counted struct{ node, place int }

// Paths gives names to nodes of the tree.
func (t *Tree) Paths() *Paths { return &Paths{t, make(map[int]counted)} }

// Of is [Tree.Path].
func (p *Paths) Of(i int) string { return p.tree.path(i, p.index) }

// Tree is what the nodes are of.
func (p *Paths) Tree() *Tree { return p.tree }

func (p *Paths) index(up, i int) int {
	c, known := p.counted[up]
	if !known || c.node > i {
		c = counted{up + 1, 0}
	}
	for ; c.node < i; c.node = p.tree.Next(c.node) {
		c.place++
	}
	p.counted[up] = c
	return c.place
}
