package connection

import (
	"sync"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/series"
	"mangrove/model/value"
)

// slowly is told of each payload before it is read.
type slowly func()

func (slowly) Ready() bool { return true }

func (s slowly) Tree(*model.Entry) *value.Tree {
	s()
	return nil
}

// TestSlowPayloadsAreReadOneAtATime: what takes longer than there is time for is not
// begun again before others have had their turn.
func TestSlowPayloadsAreReadOneAtATime(t *testing.T) {
	n, send, _ := numbersOf(t)
	read := map[string]int{}
	n.Reader = func(topic string) PayloadReader {
		return slowly(func() {
			read[topic]++
			for began := time.Now(); time.Since(began) <= 2*collectTime; {
			}
		})
	}
	for range 20 {
		send("a", "1")
		send("b", "2")
	}
	n.Want(NumberOf{"a", ""})
	n.Want(NumberOf{"b", ""})
	for i := range 4 {
		n.Collect(time.Now())
		if all := read["a"] + read["b"]; all != i+1 {
			t.Errorf("%d payloads are read in %d turns", all, i+1)
		}
	}
	if read["a"] != 2 || read["b"] != 2 {
		t.Errorf("read so far: %v", read)
	}
	for _, topic := range []string{"a", "b"} {
		n.LookInto(Look{Topic: topic, Most: 9, Largest: 100, Then: func(*model.Entry, []series.Found) {}})
	}
	clear(read)
	n.Collect(time.Now())
	if all := read["a"] + read["b"]; all != 2 { // one is looked into, one is collected
		t.Errorf("%d payloads are read in a turn", all)
	}
}

// TestTheFeedWaitsForNoPayload: one that takes long is read beside, and only one.
func TestTheFeedWaitsForNoPayload(t *testing.T) {
	n, send, _ := numbersOf(t)
	begun, on := make(chan bool, 10), make(chan bool)
	n.Reader = func(string) PayloadReader {
		return slowly(func() {
			begun <- true
			<-on
		})
	}
	var beside sync.WaitGroup
	f := &Feed{Store: n.store, Numbers: n, Beside: beside.Go}
	send("a", "1")
	now := time.Now()
	r := n.Want(NumberOf{"a", ""})
	f.Prepare(now) // begins
	<-begun
	f.Prepare(now) // the tree is up to date
	for range 100 {
		if f.Prepare(now) {
			t.Error("something has changed")
		}
	}
	if len(begun) > 0 {
		t.Error("it is read more than once")
	}
	close(on)
	beside.Wait()
	if !f.Prepare(now) || r.Len() != 1 {
		t.Errorf("%d numbers", r.Len())
	}
	beside.Wait()
}
