package request

import (
	"context"
	"maps"
	"sync"

	"mangrove/broker"
	"mangrove/model/template"
)

// Result is what came of the request to one device.
type Result struct {
	Device Device
	Index  int    // of the device in its list
	Topic  string // that the request went to; empty when none could be made
	Answer Answer
	Err    error // why there is no answer
}

// Round is one request to each of many devices.
type Round struct {
	Devices []Device
	Maker   *Maker
	Values  template.Values // what templates are answered with, besides the device's variables
	AtATime int             // how many requests are under way; 0: one
	// NeverClear makes no request that is empty and retained, which has the broker forget
	// what it keeps ([broker.ErrWouldClear]).
	NeverClear bool
}

// All makes the requests, and tells what comes of each, one at a time. It returns when all
// are over. Once ctx has ended no other is made, and those under way are not told.
//
// Two requests whose answers come on one filter, without correlation data, are never under
// way together: the answer to the one would be taken for that to the other.
func (c *Client) All(ctx context.Context, r Round, tell func(Result)) {
	var (
		under sync.WaitGroup
		mu    sync.Mutex
		turns sync.Map // of filters
	)
	slots := make(chan struct{}, max(1, r.AtATime))
	for i, d := range r.Devices {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			break
		}
		under.Go(func() { // ends with the answer, its time, or ctx
			defer func() { <-slots }()
			result := c.one(ctx, &r, i, &turns)
			mu.Lock()
			defer mu.Unlock()
			if result.Err == nil || ctx.Err() == nil {
				result.Device, result.Index = d, i
				tell(result)
			}
		})
	}
	under.Wait()
}

// one makes the request to one device.
func (c *Client) one(ctx context.Context, r *Round, i int, turns *sync.Map) (result Result) {
	v := r.Values
	v.Index, v.Variables = i, maps.Clone(r.Values.Variables)
	if v.Variables == nil {
		v.Variables = make(map[string]string)
	}
	maps.Copy(v.Variables, r.Devices[i].Variables)
	made, err := r.Maker.Make(v)
	if err == nil && r.NeverClear && made.WouldClear() {
		err = broker.ErrWouldClear
	}
	if err != nil {
		result.Err = err
		return result
	}
	result.Topic = made.Topic
	if !made.Correlated {
		turn, _ := turns.LoadOrStore(made.filter(), make(chan struct{}, 1))
		mine := turn.(chan struct{}) //nolint:forcetypeassert // there is nothing else in it
		select {
		case mine <- struct{}{}:
			defer func() { <-mine }()
		case <-ctx.Done():
			result.Err = ctx.Err()
			return result
		}
	}
	result.Answer, result.Err = c.Do(ctx, made)
	return result
}
