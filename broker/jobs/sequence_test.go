package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/request"
	"mangrove/model"
	"mangrove/model/decode/schemas"
)

// answering is a session whose device answers on answer, unless it is deaf.
type answering struct {
	session
	listeners model.Listeners
	sink      model.Sink
	deaf      bool
}

func (s *answering) Publish(ctx context.Context, p broker.Publication) (broker.Acknowledgement, error) {
	a, err := s.session.Publish(ctx, p)
	if err == nil && !s.deaf {
		go func() { // ends at once
			<-time.After(30 * time.Millisecond)
			s.sink.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte("answer"), Payload: []byte("done " + string(p.Payload))}}})
		}()
	}
	return a, err
}

func (s *answering) Subscribe(context.Context, ...broker.Subscription) error { return nil }
func (s *answering) Unsubscribe(context.Context, ...string) error            { return nil }

func newAnswering() (*answering, *request.Client) {
	s := &answering{}
	s.sink = s.listeners.Before(model.NewStore(model.Options{Budget: -1}))
	return s, request.NewClient(s, &s.listeners)
}

var twoSteps = Sequence{Rounds: 2, Every: 1000, Steps: []SequenceStep{
	{Draft: draft.Draft{Topic: "a", Text: "{{counter}}", Template: true, QoS: 1}, Reply: &request.Reply{Filter: "answer", Where: "~done", Within: 500}},
	{Draft: draft.Draft{Topic: "b", Text: "off"}, After: 200},
}}

// TestSequenceWaitsForAnswers before it goes on, and every round begins at its time.
func TestSequenceWaitsForAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := newAnswering()
		plan, err := twoSteps.Plan(c, &schemas.Shelf{})
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		j := Start(t.Context(), s, plan)
		<-j.Done()
		if want := []string{"a 1", "b off", "a 3", "b off"}; !slices.Equal(s.got, want) {
			t.Fatalf("got %q, want %q: %+v", s.got, want, j.Status())
		}
		for i, want := range []time.Duration{0, 230 * time.Millisecond, time.Second, 1230 * time.Millisecond} {
			if got := s.at[i].Sub(began); got != want {
				t.Errorf("message %d came at %v, want %v", i, got, want)
			}
		}
		if got := j.Status(); got.Published != 4 || got.Unanswered != 0 || got.Latency.Most != 30*time.Millisecond || got.Problem != nil {
			t.Errorf("%+v", got)
		}
		<-time.After(time.Second) // the answers that are still to come
	})
}

// TestSequenceWithoutAnAnswer ends, and says which was missing.
func TestSequenceWithoutAnAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := newAnswering()
		s.deaf = true
		plan, err := twoSteps.Plan(c, &schemas.Shelf{})
		if err != nil {
			t.Fatal(err)
		}
		j := Start(t.Context(), s, plan)
		<-j.Done()
		var none *request.NoAnswer
		if got := j.Status(); !errors.As(got.Problem, &none) || got.Unanswered != 1 || got.Published != 1 || got.Refused != 0 {
			t.Errorf("%+v", got)
		}
	})
}

// TestSequenceIsStoppedWhileItWaits at once.
func TestSequenceIsStoppedWhileItWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := newAnswering()
		s.deaf = true
		plan, err := twoSteps.Plan(c, &schemas.Shelf{})
		if err != nil {
			t.Fatal(err)
		}
		j := Start(t.Context(), s, plan)
		<-time.After(100 * time.Millisecond)
		began := time.Now()
		j.Stop()
		if got := j.Status(); !got.Stopped || got.Problem != nil || time.Since(began) != 0 {
			t.Errorf("%+v after %v", got, time.Since(began))
		}
	})
}

// TestSequenceIsKept as it was typed, and what cannot begin names its step.
func TestSequenceIsKept(t *testing.T) {
	b, err := json.Marshal(twoSteps)
	if err != nil {
		t.Fatal(err)
	}
	var got Sequence
	if err := json.Unmarshal(b, &got); err != nil || !reflect.DeepEqual(got, twoSteps) {
		t.Errorf("%s: %+v, %v", b, got, err)
	}
	got.Steps[1].Draft.Topic = "a/#"
	_, err = got.Plan(nil, &schemas.Shelf{})
	var wrong *StepError
	if !errors.As(err, &wrong) || wrong.Step != 1 || !errors.Is(err, model.ErrWildcard) {
		t.Error(err)
	}
}

// TestSequenceSaysWhatWithoutAConnection is kept with it, and in its plan.
func TestSequenceSaysWhatWithoutAConnection(t *testing.T) {
	for _, gone := range []WhenGone{Wait, End} {
		text, err := json.Marshal(Sequence{Rounds: 2, Gone: gone})
		if err != nil {
			t.Fatal(err)
		}
		var q Sequence
		if err := json.Unmarshal(text, &q); err != nil || q.Gone != gone {
			t.Errorf("%s is read as %v, %v", text, q.Gone, err)
		}
		if p, err := q.Plan(nil, &schemas.Shelf{}); err != nil || p.Gone != gone {
			t.Errorf("%v plans %v, %v", gone, p.Gone, err)
		}
	}
	if text, err := json.Marshal(Sequence{Gone: End}); err != nil || string(text) != `{"gone":1}` {
		t.Errorf("%s, %v", text, err)
	}
}
