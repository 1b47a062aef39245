package uitest

import "sync"

// Posted is what waits to be run on the goroutine that draws, which is the test's.
type Posted struct {
	mu   sync.Mutex
	list []func()
}

// Add has a function run by the next [Posted.Run]. Any goroutine may call it.
func (p *Posted) Add(do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = append(p.list, do)
}

// Run runs all there is, and what is added meanwhile.
func (p *Posted) Run() {
	for {
		p.mu.Lock()
		list := p.list
		p.list = nil
		p.mu.Unlock()
		if len(list) == 0 {
			return
		}
		for _, do := range list {
			do()
		}
	}
}

// Waiting is how many functions wait to be run.
func (p *Posted) Waiting() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.list)
}
