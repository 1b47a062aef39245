package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/model/decode/schemas"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// session is a broker in the test's own time.
type session struct {
	broker.Session
	takes time.Duration // until a message is acknowledged

	mu     sync.Mutex
	gone   bool
	lose   bool                                                  // the next message: its acknowledgement does not come
	later  func(context.Context) (broker.Acknowledgement, error) // ... until then; nil: never
	refuse error
	got    []string
	at     []time.Time
}

func (s *session) Publish(ctx context.Context, p broker.Publication) (broker.Acknowledgement, error) {
	s.mu.Lock()
	if s.gone {
		s.mu.Unlock()
		return broker.Acknowledgement{}, broker.ErrNotConnected
	}
	s.got, s.at = append(s.got, fmt.Sprintf("%s %s", p.Topic, p.Payload)), append(s.at, time.Now())
	lose, refuse, later := s.lose, s.refuse, s.later
	s.lose = false
	s.mu.Unlock()
	if lose && later != nil {
		return broker.Acknowledgement{}, &broker.Pending{Err: broker.ErrUnconfirmed, Wait: later}
	}
	if lose {
		return broker.Acknowledgement{}, broker.ErrUnconfirmed
	}
	if refuse != nil {
		return broker.Acknowledgement{}, refuse
	}
	select {
	case <-time.After(s.takes):
	case <-ctx.Done():
		return broker.Acknowledgement{}, ctx.Err()
	}
	return broker.Acknowledgement{Came: p.QoS > 0, Code: 0x10}, nil
}

func (s *session) Status() broker.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gone {
		return broker.Status{Phase: broker.Waiting}
	}
	return broker.Status{Phase: broker.Connected}
}

func (s *session) set(do func(*session)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do(s)
}

func step(t *testing.T, d draft.Draft) Step {
	t.Helper()
	m, err := draft.NewMaker(d, &schemas.Shelf{})
	if err != nil {
		t.Fatal(err)
	}
	return Step{Maker: m}
}

func counted(t *testing.T, qos byte) Step {
	return step(t, draft.Draft{Topic: "t", Text: "{{counter}}", Template: true, QoS: qos})
}

// TestRoundsKeepTheirTimes: the time a message takes does not add to the interval.
func TestRoundsKeepTheirTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &session{takes: 7 * time.Millisecond}
		began := time.Now()
		j := Start(t.Context(), s, Plan{Steps: []Step{counted(t, 1)}, Every: 10 * time.Millisecond, Rounds: 500})
		<-j.Done()
		for i, at := range s.at {
			if want := began.Add(time.Duration(i) * 10 * time.Millisecond); !at.Equal(want) {
				t.Fatalf("message %d came at %v, want %v", i, at.Sub(began), want.Sub(began))
			}
		}
		got := j.Status()
		if got.Published != 500 || got.Acknowledged != 500 || got.NoSubscribers != 500 || got.Rounds != 500 || got.Messages != 500 || got.Late != 0 || got.Problem != nil || got.Stopped {
			t.Errorf("%+v", got)
		}
		if got.Rate < 99.9 || got.Rate > 100.1 || got.Latency.Mean() != 7*time.Millisecond {
			t.Errorf("%v messages/s, %v", got.Rate, got.Latency.Mean())
		}
	})
}

// TestWhatCannotBeHeldIsTold: the rate is the one that was reached.
func TestWhatCannotBeHeldIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &session{takes: 50 * time.Millisecond}
		j := Start(t.Context(), s, Plan{Steps: []Step{counted(t, 1)}, Every: 10 * time.Millisecond, Rounds: 100})
		<-j.Done()
		if got := j.Status(); got.Rate < 19 || got.Rate > 21 || got.Late == 0 || got.Published != 100 {
			t.Errorf("%v messages/s, late %v, %d published", got.Rate, got.Late, got.Published)
		}
	})
}

// TestSeveralUnderWay at a time hold an interval that is shorter than an acknowledgement.
func TestSeveralUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &session{takes: 50 * time.Millisecond}
		j := Start(t.Context(), s, Plan{Steps: []Step{counted(t, 1)}, Every: 10 * time.Millisecond, Rounds: 100, InFlight: 8})
		<-j.Done()
		if got := j.Status(); got.Rate < 99 || got.Rate > 101 || got.Late != 0 || got.Acknowledged != 100 {
			t.Errorf("%v messages/s, late %v, %d acknowledged", got.Rate, got.Late, got.Acknowledged)
		}
	})
}

// TestSequence goes from step to step, each after its time and the answer of the one before.
func TestSequence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &session{takes: 5 * time.Millisecond}
		one, two := step(t, draft.Draft{Topic: "a", Text: "on", QoS: 1}), step(t, draft.Draft{Topic: "b", Text: "off", QoS: 1})
		two.After = time.Second
		began := time.Now()
		j := Start(t.Context(), s, Plan{Steps: []Step{one, two}, Rounds: 2, Burst: 2})
		<-j.Done()
		if want := []string{"a on", "a on", "b off", "b off", "a on", "a on", "b off", "b off"}; !slices.Equal(s.got, want) {
			t.Errorf("got %q, want %q", s.got, want)
		}
		if got := s.at[2].Sub(began); got != 1010*time.Millisecond {
			t.Errorf("the second step came after %v", got)
		}
	})
}

// TestWithoutConnection nothing is lost, and nothing comes twice.
func TestWithoutConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &session{}
		j := Start(t.Context(), s, Plan{Steps: []Step{counted(t, 1)}, Every: 100 * time.Millisecond, Rounds: 10})
		<-time.After(350 * time.Millisecond)
		s.set(func(s *session) { s.gone = true })
		<-time.After(10 * time.Minute)
		if got := j.Status(); !got.Waiting || !errors.Is(got.Problem, broker.ErrNotConnected) || got.Published != 4 || got.Rate > 1 {
			t.Errorf("without a connection: %+v", got)
		}
		s.set(func(s *session) { s.gone, s.lose = false, true })
		<-j.Done()
		want := []string{"t 1", "t 2", "t 3", "t 4", "t 5", "t 6", "t 7", "t 8", "t 9", "t 10"}
		if got := j.Status(); !slices.Equal(s.got, want) || got.Unconfirmed != 1 || got.Published != 9 || got.Waiting {
			t.Errorf("got %q, %+v", s.got, got)
		}
	})
}

func TestEnds(t *testing.T) {
	refused := errors.New("refused")
	for _, c := range []struct {
		name  string
		gone  WhenGone
		do    func(s *session, j *Job)
		check func(Status) bool
	}{
		{"by the user", Wait, func(_ *session, j *Job) { j.Stop() }, func(s Status) bool { return s.Stopped && s.Problem == nil }},
		{"by the user while it is paused", Wait, func(_ *session, j *Job) { j.Pause(true); <-time.After(time.Hour); j.Stop() }, func(s Status) bool { return s.Stopped && s.Published < 20 }},
		{"by a refusal", Wait, func(s *session, _ *Job) { s.set(func(s *session) { s.refuse = refused }) }, func(s Status) bool { return errors.Is(s.Problem, refused) && s.Refused > 0 && !s.Stopped }},
		{"without a connection, when that was asked for", End, func(s *session, _ *Job) { s.set(func(s *session) { s.gone = true }) }, func(s Status) bool { return errors.Is(s.Problem, broker.ErrNotConnected) }},
	} {
		for _, under := range []int{1, 5} {
			t.Run(fmt.Sprint(c.name, ", under way ", under), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := &session{takes: 20 * time.Millisecond}
					j := Start(t.Context(), s, Plan{Steps: []Step{counted(t, 1)}, Every: 100 * time.Millisecond, Gone: c.gone, InFlight: under})
					<-time.After(time.Second)
					c.do(s, j)
					<-j.Done()
					if got := j.Status(); !c.check(got) || got.Ended.IsZero() {
						t.Errorf("%+v", got)
					}
					if got := j.Status(); got.Published+got.Unconfirmed+got.Refused != len(s.got) {
						t.Errorf("%d messages were sent: %+v", len(s.got), got)
					}
				})
			})
		}
	}
}

// TestAMessageThatCannotBeMade ends the job, and says why.
func TestAMessageThatCannotBeMade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &session{}
		j := Start(t.Context(), s, Plan{Steps: []Step{step(t, draft.Draft{Topic: `{{if lt counter 4}}t{{else}}#{{end}}`, Template: true})}, Every: time.Second})
		<-j.Done()
		var wrong *draft.Error
		if got := j.Status(); !errors.As(got.Problem, &wrong) || got.Published != 3 {
			t.Errorf("%+v", got)
		}
	})
}

// TestPause holds a job, which goes on where it was.
func TestPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &session{}
		j := Start(t.Context(), s, Plan{Steps: []Step{counted(t, 0)}, Every: 100 * time.Millisecond, Rounds: 6})
		<-time.After(250 * time.Millisecond)
		j.Pause(true)
		<-time.After(time.Hour)
		if got := j.Status(); !got.Paused || got.Published != 3 || !got.Ended.IsZero() {
			t.Errorf("paused: %+v", got)
		}
		j.Pause(false)
		<-j.Done()
		if got := j.Status(); got.Published != 6 || got.Acknowledged != 0 {
			t.Errorf("at the end: %+v", got)
		}
	})
}

// TestHeldTimeIsNotLate: what a job was paused or without a connection for is nothing it
// could not keep up with, and the rounds afterwards have their interval again.
func TestHeldTimeIsNotLate(t *testing.T) {
	const every = 100 * time.Millisecond
	for _, c := range []struct {
		name string
		hold func(s *session, j *Job, on bool)
	}{
		{"paused", func(_ *session, j *Job, on bool) { j.Pause(on) }},
		{"without a connection", func(s *session, _ *Job, on bool) { s.set(func(s *session) { s.gone = on }) }},
	} {
		for _, under := range []int{1, 5} {
			t.Run(fmt.Sprint(c.name, ", under way ", under), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := &session{takes: 20 * time.Millisecond}
					j := Start(t.Context(), s, Plan{Steps: []Step{counted(t, 1)}, Every: every, Rounds: 20, InFlight: under})
					<-time.After(time.Second + 50*time.Millisecond)
					c.hold(s, j, true)
					<-time.After(time.Hour)
					c.hold(s, j, false)
					<-j.Done()
					if got := j.Status(); got.Late != 0 || got.Published != 20 || len(s.at) != 20 {
						t.Errorf("late %v, %d published, %d sent", got.Late, got.Published, len(s.at))
					}
					long := 0
					for i := 1; i < len(s.at); i++ {
						switch gap := s.at[i].Sub(s.at[i-1]); {
						case gap > time.Hour-time.Minute:
							long++
						case gap == 0 && under > 1 && i > 1 && s.at[i-1].Sub(s.at[i-2]) > time.Minute: // it waited with the one before
						case gap != every && i < 19:
							t.Errorf("message %d came %v after the one before", i, gap)
						}
					}
					if long != 1 {
						t.Errorf("%d long gaps", long)
					}
				})
			})
		}
	}
}

// TestRateOfBursts is over whole rounds, not within the last burst.
func TestRateOfBursts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &session{takes: time.Millisecond}
		j := Start(t.Context(), s, Plan{Steps: []Step{counted(t, 1)}, Every: time.Second, Burst: 100})
		defer j.Stop()
		<-time.After(5500 * time.Millisecond)
		if got := j.Status(); got.Rate < 99 || got.Rate > 101 || got.Wanted != 100 {
			t.Errorf("%v messages/s, wanted %v", got.Rate, got.Wanted)
		}
	})
}

// TestRateOfTheFirstRound is known before it is over.
func TestRateOfTheFirstRound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &session{takes: time.Millisecond}
		j := Start(t.Context(), s, Plan{Steps: []Step{counted(t, 1)}, Rounds: 1, Burst: 10_000})
		defer j.Stop()
		<-time.After(5 * time.Second)
		if got := j.Status(); got.Rate < 990 || got.Rate > 1010 {
			t.Errorf("%v messages/s", got.Rate)
		}
	})
}

// TestAnEndedConnectionRefusesNothing: a message that found no session was not refused.
func TestAnEndedConnectionRefusesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &session{refuse: broker.ErrClosed}
		j := Start(t.Context(), s, Plan{Steps: []Step{counted(t, 1)}, Every: time.Second})
		<-j.Done()
		if got := j.Status(); got.Refused != 0 || !errors.Is(got.Problem, broker.ErrClosed) {
			t.Errorf("%+v", got)
		}
	})
}

// TestWhatIsPendingIsWaitedFor: a message that comes to its end on the next connection is
// published, and what it took is no delay of the others.
func TestWhatIsPendingIsWaitedFor(t *testing.T) {
	for _, c := range []struct {
		name                          string
		err                           error
		gone                          WhenGone
		published, again, unconfirmed int
	}{
		{"sent again", nil, Wait, 3, 1, 0},
		{"the session is gone", broker.ErrUnconfirmed, Wait, 2, 0, 1},
		{"the job ends without a connection", nil, End, 0, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &session{lose: true, later: func(context.Context) (broker.Acknowledgement, error) {
					<-time.After(time.Minute)
					return broker.Acknowledgement{Came: true, Again: true}, c.err
				}}
				j := Start(t.Context(), s, Plan{Steps: []Step{counted(t, 2)}, Every: time.Second, Rounds: 3, Gone: c.gone})
				synctest.Wait()
				if st := j.Status(); st.Waiting != (c.gone == Wait) {
					t.Errorf("meanwhile %+v", st)
				}
				<-j.Done()
				st := j.Status()
				if st.Published != c.published || st.Again != c.again || st.Unconfirmed != c.unconfirmed || st.Late != 0 || st.Waiting {
					t.Errorf("%+v", st)
				}
			})
		})
	}
}

// TestNothingIsCleared: a template that makes nothing of a retained message ends the job
// before the broker forgets what it keeps, where nobody looks at each message.
func TestNothingIsCleared(t *testing.T) {
	for unattended, want := range map[bool]int{true: 2, false: 4} {
		synctest.Test(t, func(t *testing.T) {
			s := &session{}
			d := draft.Draft{Topic: "t", Retain: true, Template: true, Text: `{{if lt counter 3}}x{{end}}`, Unattended: unattended}
			j := Start(t.Context(), s, Plan{Steps: []Step{step(t, d)}, Rounds: 4})
			<-j.Done()
			if got := j.Status(); len(s.got) != want || errors.Is(got.Problem, draft.ErrClears) != unattended || got.Refused != 0 {
				t.Errorf("unattended %v: %d published, %+v", unattended, len(s.got), got)
			}
		})
	}
}
