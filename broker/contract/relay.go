package contract

import (
	"net"
	"sync"

	"mangrove/broker"
)

// relay stands between a session and its broker, to be cut or stalled.
type relay struct {
	listener net.Listener
	to       string
	wg       sync.WaitGroup // its goroutines

	mu    sync.Mutex // guards what follows
	conns []net.Conn
	gate  chan struct{} // closed: bytes pass; open: they wait until it is closed
}

// newRelay listens until the test ends or it is cut.
func newRelay(s *site, url string) *relay {
	s.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.Fatal(err)
	}
	r := &relay{listener: l, to: s.profile(url, nil).Address.HostPort(), gate: make(chan struct{})}
	close(r.gate)
	r.wg.Add(1)
	go r.accept()
	s.Cleanup(r.cut)
	return r
}

// redirect makes a profile connect through the relay.
func (r *relay) redirect(p *broker.Profile) {
	p.Address.Host, p.Address.Port = "127.0.0.1", r.listener.Addr().(*net.TCPAddr).Port
}

func (r *relay) accept() {
	defer r.wg.Done()
	for {
		near, err := r.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", r.to)
		if err != nil {
			_ = near.Close()
			continue
		}
		r.mu.Lock()
		r.conns = append(r.conns, near, far)
		r.mu.Unlock()
		r.wg.Add(2)
		go r.copy(near, far)
		go r.copy(far, near)
	}
}

// copy ends with either connection, and ends both.
func (r *relay) copy(to, from net.Conn) {
	defer r.wg.Done()
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		<-r.passing()
		if _, failed := to.Write(buf[:n]); failed != nil || err != nil {
			break
		}
	}
	_ = to.Close()
	_ = from.Close()
}

func (r *relay) passing() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.gate
}

// stall lets nothing through any more, either way, and ends nothing: a network
// that has gone quiet.
func (r *relay) stall() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.gate = make(chan struct{})
}

// flow ends a stall.
func (r *relay) flow() {
	r.mu.Lock()
	defer r.mu.Unlock()
	select {
	case <-r.gate:
	default:
		close(r.gate)
	}
}

// interrupt ends every connection there is, as a network that fails for a moment.
func (r *relay) interrupt() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, conn := range r.conns {
		_ = conn.Close()
	}
	r.conns = nil
}

// cut ends every connection, as a network that fails.
func (r *relay) cut() {
	_ = r.listener.Close()
	r.flow()
	r.interrupt()
	r.wg.Wait()
}
