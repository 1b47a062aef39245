package connection

import (
	"time"

	"mangrove/model"
	"mangrove/model/series"
	"mangrove/model/value"
)

// offer is the numbers in the latest payload of a topic.
type offer struct {
	found  []series.Found
	of     model.Position // the message they are in, 0 for none
	wanted bool           // since it was looked for
	decode func(*model.Entry) *value.Tree
}

const (
	// mostOffered is how many numbers of a payload are offered, and largestOffered the
	// payload in bytes that is looked through for them.
	mostOffered    = 60
	largestOffered = 256 << 10
	// mostOffers is how many topics are looked through. Beyond that it begins anew: more
	// are not on view.
	mostOffers = 200
)

// Offer gives the numbers of a payload of a topic, and which message has them, 0 as long
// as none has been looked through. The latest one is looked through beside.
func (n *Numbers) Offer(topic string) (found []series.Found, of model.Position) {
	n.mu.Lock()
	defer n.mu.Unlock()
	o := n.offers[topic]
	if o == nil {
		if o = new(offer); n.offers == nil || len(n.offers) >= mostOffers {
			n.offers = make(map[string]*offer)
		}
		n.offers[topic] = o
	}
	o.wanted, o.decode = true, n.reader(topic)
	return o.found, o.of
}

// findOffers looks through the payloads that are wanted, for a while.
func (n *Numbers) findOffers() (changed bool) {
	start := time.Now()
	n.mu.Lock()
	var topics []string
	for topic, o := range n.offers {
		if o.wanted {
			topics = append(topics, topic)
		}
	}
	n.mu.Unlock()
	for _, topic := range topics {
		if time.Since(start) > collectTime {
			return true
		}
		if n.findOffer(topic) {
			changed = true
		}
	}
	return changed
}

func (n *Numbers) findOffer(topic string) (changed bool) {
	id, known := n.store.Find(topic)
	if !known {
		return false
	}
	at := n.store.Position(id)
	n.mu.Lock()
	o := n.offers[topic]
	if o == nil || o.of == at {
		n.mu.Unlock()
		return false
	}
	o.wanted = false
	decode := o.decode
	n.mu.Unlock()
	m, _ := n.store.Latest(id, 0)
	var found []series.Found
	if m.Lost == 0 && m.Size <= largestOffered {
		found = numbersIn(&m, decode)
	}
	n.mu.Lock()
	o.found, o.of = found, at
	n.mu.Unlock()
	return true
}

// numbersIn lists the numbers in a message.
func numbersIn(e *model.Entry, decode func(*model.Entry) *value.Tree) []series.Found {
	if t := decode(e); t != nil {
		return series.NumbersOf(t, mostOffered)
	}
	return series.Numbers(e.Payload, mostOffered)
}
