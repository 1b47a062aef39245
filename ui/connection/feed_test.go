package connection

import (
	"strconv"
	"testing"
	"time"

	"mangrove/model"
)

// TestTheEndOfTheHistoryIsSaid: a list that a filter leaves nothing in, or nothing more,
// is complete once all of the history has been looked through.
func TestTheEndOfTheHistoryIsSaid(t *testing.T) {
	for name, words := range map[string]string{"nothing is found": "nothinglikethis", "what is found stands at the beginning": "first"} {
		t.Run(name, func(t *testing.T) {
			store := model.NewStore(model.Options{})
			b := model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte("first"), Payload: []byte("1")}}}
			for i := range 300_000 {
				b.Messages = append(b.Messages, model.Message{Topic: []byte("other"), Payload: []byte(strconv.Itoa(i))})
			}
			store.Apply(b)
			query, err := model.ParseQuery(words)
			if err != nil {
				t.Fatal(err)
			}
			f := &Feed{Store: store}
			f.Wanted.Store(&StreamRequest{Top: model.Root, Query: query})
			f.Prepare(time.Now())
			if !f.List.Load().More {
				t.Fatal("the history is looked through at once: it is too small for this test")
			}
			for more := true; more; _, more = f.stream.Catch() {
				f.Prepare(time.Now())
			}
			f.Prepare(time.Now())
			if f.List.Load().More {
				t.Error("the history is still said to be looked through")
			}
		})
	}
}
