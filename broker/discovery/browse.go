package discovery

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/hashicorp/mdns"
)

// ErrNoNetwork means that there is no network on which brokers could announce
// themselves.
var ErrNoNetwork = errors.New("this computer is on no network where brokers can be looked for; connect it and try again")

// Most is how many brokers are given: more is no network, but somebody who
// announces without end.
const Most = 100

const (
	answerTime = time.Second     // how long answers to a question are waited for
	pause      = 5 * time.Second // between two rounds of questions
)

// Browse looks for brokers until ctx ends, and gives each of them once, [Most] at
// most, from the calling goroutine. It returns nil then, up to a second later, or an error
// when nothing can be asked at all.
func Browse(ctx context.Context, found func(Found)) error {
	some, err := networks()
	if err != nil {
		return errors.Join(ErrNoNetwork, err)
	}
	return browse(ctx, some, found)
}

func browse(ctx context.Context, on []net.Interface, found func(Found)) error {
	known := make(map[identity]bool)
	ticker := time.NewTicker(pause)
	defer ticker.Stop()
	for {
		asked := ask(ctx, on, func(e *mdns.ServiceEntry) {
			if f, ok := parse(e); ok && !known[key(f)] && len(known) < Most {
				known[key(f)] = true
				found(f)
			}
		})
		if ctx.Err() != nil {
			return nil
		}
		if !asked {
			return ErrNoNetwork
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return nil
		}
	}
}

// identity is what makes two answers the same broker.
type identity struct{ name, address string }

func key(f Found) identity { return identity{f.Name, f.Address.String()} }

// ask puts one round of questions: each service, on each network, over IPv4 and
// IPv6 apart, because the library gives up on both when one has no route. It
// tells whether any could be put.
func ask(ctx context.Context, on []net.Interface, heard func(*mdns.ServiceEntry)) bool {
	entries := make(chan *mdns.ServiceEntry, 256)
	results := make(chan error, 4*len(on))
	var asking sync.WaitGroup
	for i := range on {
		for _, service := range []string{plainService, secureService} {
			for _, v6 := range []bool{false, true} {
				asking.Go(func() { // ends after answerTime
					results <- mdns.QueryContext(ctx, &mdns.QueryParam{
						Service: service, Timeout: answerTime, Interface: &on[i], Entries: entries,
						DisableIPv4: v6, DisableIPv6: !v6, Logger: silent,
					})
				})
			}
		}
	}
	go func() { // ends with the questions
		asking.Wait()
		close(entries)
	}()
	for e := range entries {
		heard(e)
	}
	close(results)
	asked := false
	for err := range results {
		asked = asked || err == nil
	}
	return asked
}
