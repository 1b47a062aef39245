package server

import (
	"sync"
	"sync/atomic"
	"time"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/listeners"
	"github.com/mochi-mqtt/server/v2/packets"
)

// housekeep is a goroutine of its own, started by [Start] and ended by stop.
func (b *Broker) housekeep() {
	defer b.running.Done()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-b.stop:
			return
		case now := <-tick.C:
			b.retained.expire(now.Unix())
			b.retained.tell()
			b.waiting.recount(b.mqtt.Clients)
			b.reportDrops()
			b.reportEnded()
		}
	}
}

// retained is the broker's retained messages, kept out of the reach of mochi's
// own housekeeping, which copies all of them every second to look for expired
// ones: a quarter of a core for 100,000.
//
// mochi's background loop runs on a second server value, housekeeper. It is a
// copy that shares everything (clients, subscriptions, delayed wills, hooks,
// counters) except that its retained messages are a map of its own. What mochi
// retains there, $SYS and delayed wills, is moved to the real one.
type retained struct {
	server      *mqtt.Server // serves the clients
	housekeeper *mqtt.Server
	apart       *packets.Packets // what the housekeeper retained

	mu       sync.RWMutex     // guards what follows
	topics   topicTree        // of all retained messages
	expiries map[string]int64 // of topics whose message expires, as Unix time
	next     int64            // no message expires before
	sizes    map[string]int   // of what clients have had retained
	held     int              // all of them together
	limit    int              // what they may be together
}

// removed marks a topic in expiries whose message was taken away at the last
// look. See [retained.put].
const removed = -1

func newRetained(s *mqtt.Server) *retained {
	second, topics := *s, *s.Topics
	topics.Retained = packets.NewPackets()
	second.Topics = &topics
	second.Listeners = listeners.New()
	return &retained{server: s, housekeeper: &second, apart: topics.Retained, expiries: map[string]int64{}, sizes: map[string]int{}, limit: retainedBudget}
}

// count is how many retained messages there are, without those of $SYS.
func (r *retained) count() int {
	return max(0, r.server.Topics.Retained.Len()-r.apart.Len())
}

// matching gives the topics with a retained message that a filter matches.
func (r *retained) matching(filter string) []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.topics.matching(filter)
}

// system takes over the $SYS messages just published.
func (r *retained) system() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for topic, pk := range r.apart.GetAll() {
		r.server.Topics.Retained.Add(topic, pk)
		r.topics.add(topic)
	}
}

// put is told of every message that mochi has retained, or removed when it has
// no payload. What there is no room for it removes again: false. It runs on the
// publisher's goroutine, or the housekeeper's.
func (r *retained) put(pk packets.Packet) (fits bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	all, topic, keep := r.server.Topics.Retained, pk.TopicName, len(pk.Payload) > 0
	if pk.Connect.WillProperties.WillDelayInterval > 0 { // the housekeeper retained it
		pk.Expiry = 0 // that was the end of its delay
		r.apart.Delete(topic)
		all.Delete(topic)
		if keep {
			all.Add(topic, pk.Copy(false))
		}
	}
	now, there := all.Get(topic) // by now somebody else may have changed it
	if !there && keep && r.expiries[topic] == removed {
		now, there = pk.Copy(false), true // expire took it for its predecessor
		all.Add(topic, now)
	}
	fits = r.weigh(topic, &now, there)
	if !fits {
		// Also what was there before, which is not what was sent last.
		r.server.Topics.RetainMessage(packets.Packet{TopicName: topic})
		there, keep = false, false
	}
	if there {
		r.topics.add(topic)
	} else {
		r.topics.remove(topic)
	}
	if keep && pk.Expiry > 0 && pk.ProtocolVersion == 5 {
		r.expiries[topic] = pk.Expiry
		r.next = min(r.next, pk.Expiry)
	} else {
		delete(r.expiries, topic)
	}
	return fits
}

// weigh counts what is retained on a topic, if there is anything, and says whether
// there is room for it.
func (r *retained) weigh(topic string, pk *packets.Packet, there bool) (fits bool) {
	r.held -= r.sizes[topic]
	delete(r.sizes, topic)
	if !there {
		return true
	}
	size := retainedCost + len(topic) + len(pk.Payload) + len(pk.Properties.CorrelationData)
	for _, u := range pk.Properties.User {
		size += userCost + len(u.Key) + len(u.Val)
	}
	if r.held+size > r.limit {
		return false
	}
	r.sizes[topic] = size
	r.held += size
	return true
}

// expire removes what has expired at now [MQTT-3.3.2-5].
func (r *retained) expire(now int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now <= r.next {
		return
	}
	r.next = now + 3_600
	for topic, at := range r.expiries {
		if at == removed {
			delete(r.expiries, topic)
			continue
		}
		if at < now {
			if pk, ok := r.server.Topics.Retained.Get(topic); ok && pk.Expiry == at {
				r.server.Topics.RetainMessage(packets.Packet{TopicName: topic})
				r.weigh(topic, nil, false)
				r.topics.remove(topic)
			}
			r.expiries[topic], at = removed, now
		}
		r.next = min(r.next, at)
	}
}

// tell corrects mochi's counter, which the housekeeper sets to what it has.
func (r *retained) tell() {
	atomic.StoreInt64(&r.server.Info.Retained, int64(r.server.Topics.Retained.Len()))
}
