package ui

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/model"
)

// closedNetwork is one where nothing listens.
type closedNetwork struct{}

var errRefused = errors.New("connection refused")

func (closedNetwork) Dial(context.Context, broker.Profile) (net.Conn, error) { return nil, errRefused }

func (closedNetwork) Handshake(context.Context, broker.Profile) (tls.ConnectionState, error) {
	return tls.ConnectionState{}, errRefused
}

func (closedNetwork) Open(broker.Profile, model.Sink) broker.Session { return newFakeSession() }

func TestDoctorShowsEachStepAndAVerdict(t *testing.T) {
	b := newBench(t)
	b.services.Network = closedNetwork{}
	e := b.connect()
	p := e.Conn.Profile
	p.Address.Host = "127.0.0.1"
	d := b.examine(p)
	b.until("the verdict", func() bool { return d.verdict.Text != "" })
	if !strings.Contains(d.verdict.Text, "has a problem") || d.verdict.Importance != widget.DangerImportance {
		t.Errorf("%q", d.verdict.Text)
	}
	report := strings.Join(d.report, "\n")
	for _, want := range []string{"passed   Name: ", "failed   Port: ", "skipped  MQTT: "} {
		if !strings.Contains(report, want) {
			t.Errorf("the report says %q, want %q in it", report, want)
		}
	}
	steps := len(d.steps.Objects)
	test.Tap(d.again)
	b.until("the second verdict", func() bool { return d.verdict.Text != "" })
	if len(d.steps.Objects) != steps {
		t.Errorf("%d steps, then %d", steps, len(d.steps.Objects))
	}
	d.stop()
}

// openNetwork is one where all goes well up to the session.
type openNetwork struct{ session *fakeSession }

func (openNetwork) Dial(context.Context, broker.Profile) (net.Conn, error) {
	c, _ := net.Pipe()
	return c, nil
}

func (openNetwork) Handshake(context.Context, broker.Profile) (tls.ConnectionState, error) {
	return tls.ConnectionState{}, nil
}

func (n openNetwork) Open(broker.Profile, model.Sink) broker.Session {
	n.session.closed = make(chan struct{})
	return n.session
}

// TestDoctorPublishesOnlyWhenToldTo: opening it sends nothing, and what the
// broker denies of the messages asked for is a warning.
func TestDoctorPublishesOnlyWhenToldTo(t *testing.T) {
	b := newBench(t)
	session := newFakeSession()
	session.status.Limits.MaxQoS = 2
	session.refuse = &broker.Refusal{Packet: "PUBACK", Version: broker.V5, Code: broker.NotAuthorized, Subject: "mine"}
	b.services.Network = openNetwork{session}
	d := b.examine(broker.Profile{Address: broker.Address{Host: "127.0.0.1", Port: 1883}})
	b.until("the verdict", func() bool { return d.verdict.Text != "" })
	if d.verdict.Text != "This connection works." || len(session.published) > 0 || d.publish.Checked {
		t.Errorf("opened: %q, %d messages published\n%s", d.verdict.Text, len(session.published), strings.Join(d.report, "\n"))
	}
	if !strings.HasPrefix(d.topic.Text, "mangrove/doctor/") {
		t.Errorf("the topic proposed is %q", d.topic.Text)
	}
	d.publish.SetChecked(true)
	d.topic.SetText("a/#")
	test.Tap(d.again)
	if len(session.published) > 0 || d.verdict.Importance != widget.DangerImportance || !strings.Contains(d.verdict.Text, "#") {
		t.Errorf("a filter for a topic: %q", d.verdict.Text)
	}
	d.topic.SetText("mine")
	test.Tap(d.again)
	b.until("the second verdict", func() bool { return d.verdict.Text != "" })
	if len(session.published) != 3 || session.published[0].Topic != "mine" {
		t.Errorf("%+v was published", session.published)
	}
	if d.verdict.Importance != widget.WarningImportance || !strings.Contains(d.verdict.Text, "works") {
		t.Errorf("%q\n%s", d.verdict.Text, strings.Join(d.report, "\n"))
	}
	d.stop()
}

func TestSubscriptionsShowTheBrokersAnswers(t *testing.T) {
	b := newBench(t)
	b.connect()
	p := b.subscriptions()
	b.step()
	p.filter.SetText("a/#/b")
	test.Tap(p.button)
	if !strings.Contains(p.problem.Text, "#") || !p.problem.Visible() {
		t.Errorf("a bad filter: %q", p.problem.Text)
	}
	p.filter.SetText("site/+/t")
	p.qos.Choose(2)
	p.noLocal.SetChecked(true)
	test.Tap(p.button)
	b.until("it was asked for", func() bool { return p.filter.Text == "" })
	want := broker.Subscription{Filter: "site/+/t", QoS: 1, NoLocal: true}
	if got := b.session.asked(); len(got) != 1 || got[0] != want {
		t.Errorf("%+v was asked for, want %+v", got, want)
	}
}
