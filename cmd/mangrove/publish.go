package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/draft"
	"mangrove/broker/explain"
	"mangrove/broker/jobs"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model"
	"mangrove/model/decode/schemas"
	"mangrove/model/printable"
	"mangrove/model/template"
	"mangrove/model/wording"
)

// publishOptions are the flags of the publish command.
type publishOptions struct {
	*login
	messageOptions
	resultOptions
	every  time.Duration
	jitter time.Duration
	count  int
	within time.Duration
}

func newPublishCommand(l *login) *cobra.Command {
	o := publishOptions{login: l}
	cmd := &cobra.Command{
		Use:   "publish [URL]",
		Short: "Publish a message, once or repeatedly",
		Long: "Publish a message and wait for its acknowledgement. The exit code is 0 only when every message was acknowledged,\n" +
			"or sent at QoS 0, which has no acknowledgement. With --every or --count it is published repeatedly, until an\n" +
			"interrupt or for --count messages; without a connection it waits for the next one.\n\n" +
			"With --format json each message is a line: topic, qos, retain, bytes, acknowledged, reason (the code of MQTT 5;\n" +
			"16 says that nobody subscribes), latency_ms, and error if it was not published.\n\n" +
			propertyHelp + loginHelp,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return publish(cmd, args, &o) },
	}
	l.addFlags(cmd)
	o.messageOptions.flags(cmd)
	f := cmd.Flags()
	f.DurationVar(&o.every, "every", 0, "publish again after this time, such as 10ms or 1m")
	f.DurationVar(&o.jitter, "jitter", 0, "random extra delay before each message, up to this")
	f.IntVar(&o.count, "count", 0, "how many messages; by default one, or with --every until an interrupt")
	f.DurationVar(&o.within, "within", 30*time.Second, "how long an acknowledgement may take")
	o.resultOptions.flags(f)
	return cmd
}

// profile is the connection, without subscriptions or a will.
func (o *publishOptions) profile(cmd *cobra.Command, args []string) (broker.Profile, error) {
	if err := o.check(); err != nil {
		return broker.Profile{}, err
	}
	if o.every < 0 || o.jitter < 0 || o.count < 0 || o.within <= 0 {
		return broker.Profile{}, problem.PacesNegative
	}
	return publishingProfile(cmd, args, o.login, o.protocol)
}

// publishingProfile is a connection for a command that publishes.
func publishingProfile(cmd *cobra.Command, args []string, l *login, protocol string) (broker.Profile, error) {
	version, err := broker.ParseVersion(protocol)
	if err != nil {
		return broker.Profile{}, err
	}
	p, stored, err := l.named(cmd, args)
	if err != nil {
		return broker.Profile{}, err
	}
	if !stored || cmd.Flags().Changed("protocol") {
		p.Version = version
	}
	p.Subscriptions, p.Will = nil, nil
	return p, nil
}

func publish(cmd *cobra.Command, args []string, o *publishOptions) error {
	p, err := o.profile(cmd, args)
	if err != nil {
		return err
	}
	plan, err := o.plan(cmd)
	if err != nil {
		return err
	}
	p.Once = plan.Rounds == 1
	store := model.NewStore(model.Options{Budget: -1})
	s := careful{client.Open(p, store, client.Options{Log: logger(cmd), Keep: true}), &warnings{cmd: cmd}}
	defer s.Close() //nolint:errcheck // all that was wanted is published
	if err := connected(cmd.Context(), s); err != nil {
		return failure{err, p.Address}
	}
	t := &telling{out: cmd.OutOrStdout(), json: o.asJSON(), at: p.Address}
	plan.Values.Topic = asking(cmd.Context(), s, store)
	plan.Steps[0].Publish = func(ctx context.Context, m broker.Publication) (broker.Acknowledgement, error) {
		ctx, cancel := context.WithTimeout(ctx, o.within)
		defer cancel()
		start := time.Now()
		a, err := s.Publish(ctx, m)
		if pending := (*broker.Pending)(nil); errors.As(err, &pending) && !p.Once {
			a, err = pending.Wait(ctx)
		}
		gone := errors.Is(err, broker.ErrNotConnected)
		t.waited = t.waited || gone
		if !gone || p.Once {
			t.coded = t.json && s.Status().Version == broker.V5
			t.published(m, a, time.Since(start), err)
		}
		return a, err
	}
	job := jobs.Start(cmd.Context(), s, plan)
	<-job.Done()
	ended := job.Status()
	if err := o.outcome(ended, t); err != nil {
		return failure{err, p.Address}
	}
	if t.waited {
		return nil // the rate is that of what there was to wait for
	}
	return say(cmd, pace(ended))
}

// pace says when not as many messages were published in a second as --every asks for.
func pace(s jobs.Status) string {
	const few, most = 3, 0.95 // rounds that say nothing, and the part of it that is near enough
	if s.Rounds <= few || s.Rate == 0 || s.Rate >= most*s.Wanted {
		return ""
	}
	return wording.Fill("Published {rate} messages a second, not the {wanted} that --every asks for, because each message takes longer than that.",
		"rate", fmt.Sprintf("%.1f", s.Rate), "wanted", fmt.Sprintf("%.1f", s.Wanted))
}

// connected waits for the first connection. Without it there is nothing to go on with.
func connected(ctx context.Context, s broker.Session) error {
	for {
		switch st := s.Status(); st.Phase {
		case broker.Connected:
			return nil
		case broker.Stopped, broker.Waiting:
			return errors.Join(st.Problem)
		}
		if !wait(ctx, 5*time.Millisecond) {
			return problem.ConnectStopped
		}
	}
}

// plan is what is published, and when.
func (o *publishOptions) plan(cmd *cobra.Command) (jobs.Plan, error) {
	d, err := o.draft(cmd)
	if err != nil {
		return jobs.Plan{}, err
	}
	d.Unattended = mayBecomeEmpty(&d)
	variables, err := o.environment()
	if err != nil {
		return jobs.Plan{}, err
	}
	maker, err := draft.NewMaker(d, &schemas.Shelf{})
	if err != nil {
		return jobs.Plan{}, err
	}
	plan := jobs.Plan{Steps: []jobs.Step{{Maker: maker}}, Every: o.every, Jitter: o.jitter, Rounds: o.count}
	plan.Values = template.Values{Variables: variables, Environment: environmentVariable}
	if o.count == 0 && o.every == 0 {
		plan.Rounds, plan.Gone = 1, jobs.End
	}
	return plan, nil
}

// asking answers templates with values of topics, which are subscribed to when the first
// one asks.
func asking(ctx context.Context, s broker.Session, store *model.Store) func(topic, path string) (string, error) {
	const patience = 2 * time.Second
	var mu sync.Mutex
	asked := make(map[string]bool)
	latest := draft.Latest(store)
	return func(topic, path string) (string, error) {
		mu.Lock()
		defer mu.Unlock()
		if asked[topic] {
			return latest(topic, path)
		}
		if err := model.CheckTopic(topic); err != nil {
			return "", err
		}
		if err := s.Subscribe(ctx, broker.Subscription{Filter: topic, QoS: broker.BestQoS}); err != nil {
			return "", err
		}
		asked[topic] = true
		for end := time.Now().Add(patience); ; {
			value, err := latest(topic, path)
			if !errors.Is(err, draft.ErrNoMessage) || time.Now().After(end) || !wait(ctx, 5*time.Millisecond) {
				return value, err
			}
		}
	}
}

// outcome is why the command fails, nil when it does not.
func (o *publishOptions) outcome(s jobs.Status, t *telling) error {
	switch {
	case t.failed != nil:
		return t.failed
	case errors.Is(s.Problem, draft.ErrClears):
		return problem.BecameEmpty
	case s.Problem != nil:
		return s.Problem
	case s.Unconfirmed > 0:
		return problem.NotAcknowledged.With("unconfirmed", s.Unconfirmed, "all", s.Unconfirmed+s.Published)
	case s.Stopped && s.Messages > 0 && s.Published < s.Messages:
		return problem.PublishingStopped.With("published", s.Published, "all", s.Messages)
	}
	return nil
}

// telling prints what becomes of messages, a line for each.
type telling struct {
	out    io.Writer
	json   bool
	at     broker.Address
	coded  bool  // acknowledgements have codes: MQTT 5
	waited bool  // for a connection
	failed error // printing did
}

// publishedLine is a line of JSON.
type publishedLine struct {
	Topic        string  `json:"topic"`
	QoS          byte    `json:"qos"`
	Retain       bool    `json:"retain"`
	Bytes        int     `json:"bytes"`
	Acknowledged bool    `json:"acknowledged"`
	Reason       *byte   `json:"reason,omitempty"` // MQTT 5
	Words        string  `json:"words,omitempty"`  // the broker's
	Latency      float64 `json:"latency_ms"`
	Error        string  `json:"error,omitempty"`
}

func (t *telling) published(m broker.Publication, a broker.Acknowledgement, took time.Duration, err error) {
	if t.json {
		line := publishedLine{Topic: m.Topic, QoS: m.QoS, Retain: m.Retain, Bytes: len(m.Payload), Acknowledged: a.Came, Words: a.Reason, Latency: milliseconds(took)}
		if refused := (*broker.Refusal)(nil); errors.As(err, &refused) && strings.HasPrefix(refused.Packet, "PUB") {
			line.Reason, line.Words = &refused.Code, refused.Reason
		} else if a.Came && t.coded {
			line.Reason = &a.Code
		}
		line.Error = explain.Error(err, t.at)
		t.print(line)
		return
	}
	if err != nil {
		return // the command ends with it
	}
	words := wording.Fill("Sent {size} to {topic} at QoS 0, which is not acknowledged", "size", printable.Size(len(m.Payload)), "topic", m.Topic)
	if a.Came {
		words = wording.Fill("Published {size} to {topic}, acknowledged at QoS {QoS} in {took} ms",
			"size", printable.Size(len(m.Payload)), "topic", m.Topic, "QoS", m.QoS, "took", fmt.Sprintf("%.1f", milliseconds(took)))
	}
	facts := []string{words}
	if m.Retain && len(m.Payload) == 0 {
		facts = append(facts, "the broker no longer keeps a message on it")
	}
	if a.NoSubscribers() {
		facts = append(facts, "nobody subscribes to it")
	}
	if _, err := fmt.Fprintln(t.out, printable.Line(strings.Join(facts, "; "))); err != nil {
		t.failed = err
	}
}

// print writes a value as a line of JSON.
func (t *telling) print(v any) {
	b, err := json.Marshal(v)
	if err == nil {
		_, err = t.out.Write(append(printable.JSON(b), '\n'))
	}
	if err != nil {
		t.failed = err
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
