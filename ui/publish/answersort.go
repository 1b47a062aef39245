package publish

import (
	"cmp"
	"slices"
	"time"

	"mangrove/broker/request"
)

// answers are what is shown of a round. They are not written to: others take their place, so
// that they may be read beside the goroutine that draws.
type answers struct {
	results []request.Result // in the order of the table
	words   []string         // what stands in the column of the answer, by the places of the devices
	without int              // of them, those without an answer
	index   map[uint32]int   // of the results, by their key
	in      answerOrder      // the order they are in
}

// answerOrder is an order of them.
type answerOrder struct {
	by      answerColumn
	falling bool
}

// answerColumn is a column of the table.
type answerColumn int

const (
	byPlace answerColumn = iota // in the list of devices
	byDevice
	byAnswer
	byLatency
)

// sort has what has come be taken in, and all be put in the order that is asked for, beside
// the goroutine that draws. What is to be done then is done at once where there is nothing
// to sort. What is asked for meanwhile comes with the next sort.
func (r *round) sort() {
	if r.sorting {
		return
	}
	then := r.then
	r.then = nil
	came := r.taken()
	if len(came) == 0 && r.in == r.order {
		for _, do := range then {
			do()
		}
		return
	}
	r.sorting, r.coming = true, len(came)
	before, order, d, address := r.answers, r.order, r.work.panel.desk, r.work.panel.conn.Profile.Address
	go func() { // ends when they are sorted
		began := time.Now()
		after := before.with(came, order, func(got *request.Result) string { return r.answerWords(got, address) })
		took := time.Since(began)
		d.Run(func() {
			r.sorting, r.coming, r.answers, r.at, r.took = false, 0, after, time.Now(), took
			if r.table != nil {
				r.table.epoch++
				r.table.draw()
			}
			for _, do := range then {
				do()
			}
			if r.in != r.order || len(r.then) > 0 {
				r.sort()
			}
		})
	}()
}

// taken are the answers that have come since.
func (r *round) taken() (came []request.Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	came, r.came = r.came, nil
	return came
}

// comes reports whether there are answers that are not shown yet.
func (r *round) comes() bool { return r.going || r.coming > 0 }

// with are the answers with more of them, in an order.
func (a answers) with(came []request.Result, order answerOrder, words func(*request.Result) string) answers {
	a.results, a.words, a.in = slices.Concat(a.results, came), slices.Clone(a.words), order
	for i := range came {
		got := &came[i]
		if got.Err != nil {
			a.without++
		}
		a.words = append(a.words, make([]string, max(0, got.Index+1-len(a.words)))...)
		a.words[got.Index] = words(got)
	}
	slices.SortFunc(a.results, a.compare)
	a.index = make(map[uint32]int, len(a.results))
	for i := range a.results {
		a.index[uint32(a.results[i].Index)] = i
	}
	return a
}

// compare is the order of two of them.
func (a *answers) compare(x, y request.Result) int {
	c := 0
	switch a.in.by {
	case byPlace:
	case byDevice:
		c = cmp.Compare(x.Device.Name, y.Device.Name)
	case byAnswer:
		c = cmp.Compare(a.words[x.Index], a.words[y.Index])
	case byLatency:
		c = cmp.Or(cmp.Compare(boolean(x.Err != nil), boolean(y.Err != nil)), cmp.Compare(x.Answer.Latency, y.Answer.Latency))
	}
	if a.in.falling {
		c = -c
	}
	return cmp.Or(c, cmp.Compare(x.Index, y.Index))
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}
