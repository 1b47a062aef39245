package home

import (
	"context"
	"slices"
	"sync"

	"mangrove/broker/discovery"
)

// neighbours are the brokers that announce themselves on the network. They are
// looked for between start and stop. All but the looking belongs to the
// goroutine that draws.
type neighbours struct {
	browse  func(context.Context, func(discovery.Found)) error // nil: not looked for
	run     func(func())                                       // on the goroutine that draws
	changed func()
	found   []discovery.Found
	telling bool               // of what has been found, with the next drawing
	cancel  context.CancelFunc // nil while nothing is looked for
	ended   sync.WaitGroup
}

func newNeighbours(browse func(context.Context, func(discovery.Found)) error, run func(func())) *neighbours {
	return &neighbours{browse: browse, run: run, changed: func() {}}
}

// start looks for brokers, anew.
func (n *neighbours) start() {
	if n.cancel != nil || n.browse == nil {
		return
	}
	var ctx context.Context
	ctx, n.cancel = context.WithCancel(context.Background())
	n.found = nil
	n.changed()
	n.ended.Go(func() { // ends with ctx, up to a second later
		// Without a network there is nobody to be found, and nothing to say.
		_ = n.browse(ctx, func(f discovery.Found) {
			n.run(func() { n.add(ctx, f) })
		})
	})
}

func (n *neighbours) add(ctx context.Context, f discovery.Found) {
	known := slices.ContainsFunc(n.found, func(g discovery.Found) bool { return g.Name == f.Name && g.Address == f.Address })
	if ctx.Err() != nil || known || len(n.found) >= discovery.Most {
		return
	}
	n.found = append(n.found, f)
	if !n.telling {
		n.telling = true
		n.run(n.tell)
	}
}

// tell says once for all that were found meanwhile that there are more: the list
// is made anew each time.
func (n *neighbours) tell() {
	n.telling = false
	n.changed()
}

// stop has the looking end.
func (n *neighbours) stop() {
	if n.cancel != nil {
		n.cancel()
		n.cancel = nil
	}
}

// wait waits until it has ended.
func (n *neighbours) wait() { n.ended.Wait() }
