package retained

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/broker/kept"
	"mangrove/model"
)

// What a look at the broker finds of what it has acknowledged. Before MQTT 5 a broker that
// does not let a login publish has no way to say so (MQTT 3.1.1, 3.3.5).
const (
	ErrStillKept       = kept.StillRetained
	ErrNotBack         = kept.NotBack
	ErrOtherBack       = kept.OtherBack
	ErrOtherQoS        = kept.OtherQoS
	ErrOtherProperties = kept.OtherProperties
)

// IsNotAsRestored reports whether an error is what [Result.ConfirmRestored] finds.
func IsNotAsRestored(err error) bool {
	return slices.ContainsFunc([]error{ErrNotBack, ErrOtherBack, ErrOtherQoS, ErrOtherProperties}, func(code error) bool { return errors.Is(err, code) })
}

// Confirm looks whether a broker has forgotten what was cleared of topics. Those for which it
// still keeps a message go from what is done to what has failed, with [ErrStillKept]. It
// fails as [Find] does.
func (r *Result) Confirm(ctx context.Context, p broker.Profile, in Search, topics []string) error {
	other := r.notDone()
	found, _, err := find(ctx, p, in, false)
	if err != nil {
		return err
	}
	for _, m := range found.Only(topics) {
		if !other[m.Topic] {
			r.Done--
			r.Failed = append(r.Failed, One{m.Topic, ErrStillKept})
		}
	}
	return nil
}

// ConfirmRestored looks whether a broker keeps what was published again, byte for byte. What
// it does not goes from what is done to what has failed, with the code of what differs;
// a message that has expired since is done. What is missing is looked for twice: a broker of
// several nodes passes it on by and by. It fails as [Find] does, and with [ErrTooMuch] when
// there is more than can be looked at.
func (r *Result) ConfirmRestored(ctx context.Context, p broker.Profile, in Search, messages []broker.Publication) error {
	differs, err := r.compare(ctx, p, in, messages)
	if err == nil && len(differs) > 0 {
		differs, err = r.compare(ctx, p, in, messages)
	}
	if err != nil {
		return err
	}
	r.Done -= len(differs)
	r.Failed = append(r.Failed, differs...)
	return nil
}

// compare looks at what the broker keeps of messages that count as done, and gives those that
// are not as they were published.
func (r *Result) compare(ctx context.Context, p broker.Profile, in Search, messages []broker.Publication) (differs []One, err error) {
	found, seen, err := find(ctx, p, in, true)
	if err != nil {
		return nil, err
	}
	there := make(map[string]*broker.Publication, len(found.Messages))
	for i := range found.Messages {
		there[found.Messages[i].Topic] = &found.Messages[i]
	}
	other := r.notDone()
	for i := range messages {
		want := &messages[i]
		if other[want.Topic] {
			continue
		}
		got := there[want.Topic]
		switch {
		case got == nil && r.expired(want):
		case got == nil && found.Full:
			return nil, ErrTooMuch
		case got == nil:
			differs = append(differs, One{want.Topic, ErrNotBack})
		default:
			err := seen.compare(want, got)
			if errors.Is(err, ErrOtherProperties) && r.expired(want) { // a broker that has no second left to tell says nothing of it
				continue
			}
			if err != nil {
				differs = append(differs, One{want.Topic, err})
			}
		}
	}
	return differs, nil
}

// notDone are the topics of which it is known already that they are not done.
func (r *Result) notDone() map[string]bool {
	not := make(map[string]bool, len(r.Failed)+len(r.Left))
	for _, one := range r.Failed {
		not[one.Topic] = true
	}
	for _, topic := range r.Left {
		not[topic] = true
	}
	return not
}

// expired reports whether a message had to go by now (MQTT 5, 3.3.2.3.3).
func (r *Result) expired(m *broker.Publication) bool {
	const rounding = time.Second // brokers count whole ones
	return m.Properties != nil && m.Properties.Expiry > 0 && time.Since(r.began)+rounding >= m.Properties.Expiry
}

// seen is what of the QoS of retained messages can be seen at all.
type seen struct {
	most   byte            // the highest QoS that all can come at, or be published at
	unsure map[string]bool // topics of which the QoS is not known
}

// compare gives the code of what differs between what was published and what is kept.
func (s *seen) compare(want, got *broker.Publication) error {
	switch {
	case !bytes.Equal(want.Payload, got.Payload):
		return ErrOtherBack
	case !sameProperties(want.Properties, got.Properties):
		return ErrOtherProperties
	case !s.unsure[want.Topic] && min(want.QoS, s.most) != min(got.QoS, s.most):
		return ErrOtherQoS
	}
	return nil
}

// Same reports whether two messages are the same as a broker keeps them.
func Same(a, b *broker.Publication) bool {
	return a.QoS == b.QoS && bytes.Equal(a.Payload, b.Payload) && sameProperties(a.Properties, b.Properties)
}

// sameProperties compares all that a message keeps; of its expiry some time has passed.
func sameProperties(want, got *broker.Properties) bool {
	none := &broker.Properties{}
	if want == nil {
		want = none
	}
	if got == nil {
		got = none
	}
	return want.Text == got.Text && want.ContentType == got.ContentType && want.ResponseTopic == got.ResponseTopic &&
		bytes.Equal(want.CorrelationData, got.CorrelationData) && slices.Equal(want.User, got.User) &&
		(want.Expiry > 0) == (got.Expiry > 0) && got.Expiry <= want.Expiry
}

// mostNamed is how many topics are looked for by their names.
const mostNamed = 100

// Looked are filters that find the messages of a file: those that it names, where they match
// all of it, which somebody may have changed.
func (k *Kept) Looked(messages []broker.Publication) (filters []string) {
	matched := func(m broker.Publication) bool {
		return slices.ContainsFunc(k.Filters, func(f string) bool { return model.Match(f, m.Topic) })
	}
	if !slices.ContainsFunc(messages, func(m broker.Publication) bool { return !matched(m) }) {
		return k.Filters
	}
	byName := len(messages) <= mostNamed
	for _, m := range messages {
		if (byName || strings.HasPrefix(m.Topic, "$")) && model.CheckTopic(m.Topic) == nil { // (MQTT 5, 4.7.2)
			filters = append(filters, m.Topic)
		}
	}
	if !byName {
		filters = append(filters, "#")
	}
	return filters
}
