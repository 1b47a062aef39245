package retained

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// TestOneIsFound, to the last byte and at its QoS, and no other topic's; and nothing where the
// broker keeps nothing.
func TestOneIsFound(t *testing.T) {
	for name, url := range map[string]func(testing.TB) string{"built-in broker": builtIn, "Mosquitto": mosquitto} {
		for _, v := range []broker.Version{broker.V311, broker.V5} {
			t.Run(name+", "+v.String(), func(t *testing.T) {
				t.Parallel()
				p := profile(t, url(t), v)
				all := some(6, v)
				did(t, Restore(t.Context(), connect(t, p), all, nil), len(all))
				in := Search{Open: open, Quiet: quiet}
				for _, want := range all {
					found, err := FindOne(t.Context(), p, in, want.Topic)
					if err != nil || !reflect.DeepEqual(*found, Found{Messages: []broker.Publication{want}}) {
						t.Errorf("%s: %+v, %v", want.Topic, found, err)
					}
				}
				in.Quiet = time.Millisecond
				if found, err := FindOne(t.Context(), p, in, "site"); err != nil || len(found.Messages) > 0 {
					t.Errorf("nothing is kept: %+v, %v", found, err)
				}
			})
		}
	}
}

// TestOneThatCannotBeLookedFor: a topic of a group, and a broker that never answers.
func TestOneThatCannotBeLookedFor(t *testing.T) {
	p := profile(t, builtIn(t), broker.V5)
	if _, err := FindOne(t.Context(), p, Search{Open: open}, "$share/g/a"); !errors.Is(err, broker.ErrUnsupported) {
		t.Errorf("of a group: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	asked := make(chan struct{})
	never := func(broker.Profile, model.Sink) broker.Session {
		close(asked)
		return mute{}
	}
	go func() { // ends when it is asked
		<-asked
		cancel()
	}()
	if _, err := FindOne(ctx, p, Search{Open: never}, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("without an answer: %v", err)
	}
}

// mute is a broker that never answers.
type mute struct{ broker.Session }

func (mute) Status() broker.Status { return broker.Status{Phase: broker.Connecting} }
func (mute) Close() error          { return nil }
