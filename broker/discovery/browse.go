package discovery

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/hashicorp/mdns"

	"mangrove/broker"
)

// ErrNoNetwork means that there is no network on which brokers could announce
// themselves.
var ErrNoNetwork error = &broker.DiscoveryFault{Code: broker.NoNetwork}

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
