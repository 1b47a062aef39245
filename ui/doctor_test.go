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
	p := e.conn.profile
	p.Address.Host = "127.0.0.1"
	d := b.examine(p)
	b.until("the verdict", func() bool { return d.verdict.Text != "" })
	if !strings.Contains(d.verdict.Text, "does not work") || d.verdict.Importance != widget.DangerImportance {
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

func TestSubscriptionsShowTheBrokersAnswers(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	p := e.subs
	p.show()
	b.step()
	for _, c := range []struct {
		grant broker.Grant
		want  string
	}{
		{broker.Grant{Subscription: broker.Subscription{Filter: "a", QoS: 1}}, "waiting for the broker's answer"},
		{broker.Grant{Subscription: broker.Subscription{Filter: "a", QoS: 2}, Answered: true, Granted: 1}, "granted with QoS 1 only; QoS 2 was asked for"},
		{broker.Grant{Subscription: broker.Subscription{Filter: "a", QoS: broker.BestQoS}, Answered: true, Granted: 2}, "granted with QoS 2"},
		{broker.Grant{Subscription: broker.Subscription{Filter: "a"}, Answered: true,
			Denied: &broker.Refusal{Packet: "SUBACK", Version: broker.V5, Code: broker.NotAuthorized, Subject: "a"}}, "Refused. "},
	} {
		if got, _ := grantWords(c.grant, e.conn.status, e.conn.profile.Address); !strings.Contains(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
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
