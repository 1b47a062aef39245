package brokers

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/broker/facts"
	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/look"
	"mangrove/ui/uitest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is the page of brokers on a bench: the test draws.
type bench struct {
	*Page
	t       *testing.T
	window  fyne.Window
	fake    *uitest.Box // what is started
	boxErr  error       // or why it is not
	current *connection.Connection
	posted  uitest.Posted
}

func newBench(t *testing.T) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Dark})
	b := &bench{t: t, fake: uitest.NewBox(), window: test.NewTempWindow(t, nil)}
	b.Page = New(Options{
		Desk:    desk.New(b.window, b.posted.Add, error.Error),
		Start:   func(string) (broker.Box, error) { return b.fake, b.boxErr },
		Current: func() *connection.Connection { return b.current },
		OnStop:  func() {},
	})
	b.window.SetContent(container.NewStack(b.Object()))
	b.window.Resize(fyne.NewSize(1280, 800))
	t.Cleanup(b.Stop)
	return b
}

// connect makes a connection the current one.
func (b *bench) connect() *connection.Connection {
	o := broker.Opened{Store: model.NewStore(model.Options{}), System: model.NewStore(model.Options{})}
	b.current = &connection.Connection{Store: o.Store, System: o.System, Facts: facts.New(o)}
	b.current.Status = broker.Status{Phase: broker.Connected, Version: broker.V5}
	b.step()
	return b.current
}

// step is one turn of the loop.
func (b *bench) step() {
	b.posted.Run()
	b.Draw(time.Now())
}

func batch(m ...model.Message) model.Batch { return model.Batch{At: time.Now(), Messages: m} }

func msg(topic, payload string) model.Message {
	return model.Message{Topic: []byte(topic), Payload: []byte(payload), QoS: 1}
}
