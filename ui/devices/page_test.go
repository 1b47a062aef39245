package devices

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/charts"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/look"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is the page on a bench: the test draws.
type bench struct {
	*Page
	t        *testing.T
	window   fyne.Window
	current  *connection.Connection
	template string
	room     *charts.Room // of the connection; nil: there is none
	gone     string       // the topic that was gone to
	posted   uitest.Posted
}

func newBench(t *testing.T) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Dark})
	b := &bench{t: t, window: test.NewTempWindow(t, nil)}
	b.Page = New(Options{
		Desk:     desk.New(b.window, b.posted.Add, error.Error),
		Current:  func() *connection.Connection { return b.current },
		GoTo:     func(_ *connection.Connection, topic string, _ bool) { b.gone = topic },
		Charts:   func(*connection.Connection) *charts.Room { return b.room },
		Template: func() string { return b.template }, KeepTemplate: func(text string) { b.template = text },
	})
	b.window.SetContent(container.NewStack(b.Object()))
	b.window.Resize(fyne.NewSize(1280, 800))
	b.Seen(true)
	t.Cleanup(func() {
		b.Stop()
		for _, w := range b.watches {
			await(w)
		}
	})
	return b
}

// await waits until the goroutine of a watch that was ended has gone.
func await(w *watch) {
	w.mu.Lock()
	left := w.stop
	w.mu.Unlock()
	if left != nil {
		panic("it was not ended")
	}
}

// connect makes another connection the current one.
func (b *bench) connect() *connection.Connection {
	b.current = &connection.Connection{Store: model.NewStore(model.Options{})}
	b.current.Status = broker.Status{Phase: broker.Connected, Version: broker.V5}
	b.step()
	return b.current
}

func (b *bench) step() {
	b.posted.Run()
	b.Draw(time.Now())
}

func (b *bench) until(what string, done func() bool) {
	b.t.Helper()
	uitest.Until(b.t, what, b.step, done)
}

// receive applies messages, each "topic payload", or with an R before a retained one.
func (b *bench) receive(lines ...string) { receive(b.current, lines...) }

func receive(c *connection.Connection, lines ...string) {
	batch := model.Batch{At: time.Now()}
	for _, line := range lines {
		line, retained := strings.CutPrefix(line, "R ")
		topic, payload, _ := strings.Cut(line, " ")
		batch.Messages = append(batch.Messages, model.Message{Topic: []byte(topic), Payload: []byte(payload), Retained: retained})
	}
	c.Store.Apply(batch)
}

// lines are the rows that are seen, as texts.
func (b *bench) lines() (lines []string) {
	b.table.Rows.Update()
	rows, _, _ := b.table.Rows.Seen()
	for i := range rows {
		lines = append(lines, widgets.LineText(rows[i].Spans))
	}
	return lines
}

func (b *bench) has(want string) bool {
	return strings.Contains(strings.Join(b.lines(), "\n"), want)
}

// site is a small one.
func site() []string {
	return []string{
		`R zigbee2mqtt/bridge/devices [{"type":"EndDevice","friendly_name":"hall","ieee_address":"0x01","supported":true,"interview_completed":true,"definition":{"vendor":"Aqara","model":"WSDCGQ11LM"}}]`,
		`R zigbee2mqtt/bridge/state {"state":"online"}`,
		`R zigbee2mqtt/hall/availability {"state":"online"}`,
		`zigbee2mqtt/hall {"temperature":21.5,"battery":9,"linkquality":120}`,
		`R tele/plug/LWT Offline`,
		`tele/lamp/STATE {"POWER":"ON"}`,
	}
}

// TestDevicesAppear with what is known of them, and those that come later too.
func TestDevicesAppear(t *testing.T) {
	b := newBench(t)
	b.step()
	if !strings.Contains(b.table.Said(), "Nothing is connected") {
		t.Errorf("without a connection it says %q", b.table.Said())
	}
	b.connect()
	b.until("it says that there are none", func() bool { return strings.Contains(b.table.Said(), "No devices are recognised") })
	b.receive(site()...)
	b.until("all are listed", func() bool { return len(b.lines()) == 4 })
	for _, want := range []string{"hall  Aqara WSDCGQ11LM  Zigbee2MQTT  ●  online", "9 %", "LQI 120", "battery at 9 %", "plug", "offline", "lamp"} {
		if !b.has(want) {
			t.Errorf("without %q:\n%s", want, strings.Join(b.lines(), "\n"))
		}
	}
	if got := b.counts.Text(); !strings.Contains(got, "4 devices") || !strings.Contains(got, "1 offline") || !strings.Contains(got, "with problems") {
		t.Errorf("it counts %q", got)
	}
	if words := b.table.Said(); words != "" {
		t.Errorf("it says %q", words)
	}
	b.receive("tele/fan/STATE {}")
	b.until("the fifth is listed", func() bool { return b.has("fan") })
}

// TestFilterAndOrder of the table.
func TestFilterAndOrder(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(site()...)
	b.until("they are listed", func() bool { return len(b.lines()) == 4 })
	b.filter.SetText("tasm OFFLINE")
	b.until("one is listed", func() bool {
		return len(b.lines()) == 1 && b.has("plug") && strings.Contains(b.counts.Text(), "1 shown")
	})
	b.filter.SetText("nothing of the kind")
	b.until("it says that there is none", func() bool { return strings.Contains(b.table.Said(), "No device matches") })
	b.filter.SetText("")
	b.until("all are listed again", func() bool { return len(b.lines()) == 4 && b.table.Said() == "" })
	names := func() string {
		var all []string
		for _, line := range b.lines() {
			name, _, _ := strings.Cut(line, "  ")
			all = append(all, strings.TrimPrefix(name, "zigbee2mqtt/"))
		}
		return strings.Join(all, " ")
	}
	click := func(c column, want string) {
		places := placesIn(b.table.Width())
		b.sort((places[c].from + places[c].to) / 2)
		b.until("they are in the order of "+columnTitles[c]+", "+want, func() bool { return names() == want })
	}
	asFound := names()
	for _, c := range []struct {
		by   column
		want [2]string
	}{
		{byName, [2]string{"hall lamp plug bridge", "bridge plug lamp hall"}},
		{byStatus, [2]string{"plug hall lamp bridge", "hall lamp bridge plug"}},
		{byBattery, [2]string{"hall lamp plug bridge", "hall lamp plug bridge"}}, // what is not known comes last, whichever way
		{byKind, [2]string{"lamp plug hall bridge", "hall bridge lamp plug"}},
	} {
		click(c.by, c.want[0])
		click(c.by, c.want[1])
		click(c.by, asFound)
	}
}

// TestOneDevice is opened with its topics, their latest values, and what it did, and leads to
// the tree.
func TestOneDevice(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(site()...)
	b.until("they are listed", func() bool { return len(b.lines()) == 4 })
	rows, _, _ := b.table.Rows.Seen()
	b.table.Rows.OnSelect(rows[2].Key) // hall: by convention and name
	topics := func() string {
		var all []string
		for _, l := range b.one.topics.Lines {
			all = append(all, widgets.LineText(l.Spans))
		}
		return strings.Join(all, "\n")
	}
	b.until("its topics are listed", func() bool { return strings.Contains(topics(), "zigbee2mqtt/hall") })
	if got := topics(); !strings.Contains(got, `"temperature":21.5`) || !strings.Contains(got, "zigbee2mqtt/hall/availability") {
		t.Errorf("its topics are\n%s", got)
	}
	if got := b.one.title.Text() + b.one.state.Text(); !strings.Contains(got, "hall") || !strings.Contains(got, "Aqara") || !strings.Contains(got, "online") {
		t.Errorf("it says %q", got)
	}
	if got := b.one.wrong.Text(); got != "Battery at 9 %." {
		t.Errorf("its problems are %q", got)
	}
	b.receive(`zigbee2mqtt/hall {"temperature":22.5,"battery":9}`)
	b.until("the value is new", func() bool { return strings.Contains(topics(), "22.5") })
	for i, want := range []string{"zigbee2mqtt/bridge/devices", "zigbee2mqtt/hall"} { // what describes it comes first
		if b.one.open(b.one.topics.Lines[i].Key); b.gone != want {
			t.Errorf("line %d leads to %q", i, b.gone)
		}
	}
	if got := topics(); strings.Count(got, describes) != 1 || !strings.HasPrefix(got, "zigbee2mqtt/bridge/devices  "+describes) {
		t.Errorf("its topics are\n%s", got)
	}
	b.table.Rows.OnKey(0, &fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.below.IsOpen() {
		t.Error("Escape does not close it")
	}
}

// TestTemplate has topics of one's own be devices, and what is typed wrong is told and stays.
func TestTemplate(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive("site/roof/fan1/rpm 900", "site/roof/fan2/rpm 700")
	b.until("it says that there are none", func() bool { return strings.Contains(b.table.Said(), "No devices are recognised") })
	test.Tap(b.shape)
	var field *widgets.Entry
	for _, o := range b.do.Desk.Asked {
		if o.Name == "template" {
			field = o.Object.(*widgets.Entry)
		}
	}
	field.SetText("site/roof/fan1")
	test.Tap(uitest.DialogButton(b.window.Canvas(), "Use it"))
	if words := uitest.DialogWords(b.window.Canvas()); !strings.Contains(words, "names no device") || b.template != "" {
		t.Fatalf("it says %q and keeps %q", words, b.template)
	}
	field.SetText("site/{area}/{device}/{metric}")
	test.Tap(uitest.DialogButton(b.window.Canvas(), "Use it"))
	b.until("they are devices", func() bool { return b.has("fan1") && b.has("fan2") })
	if b.template != "site/{area}/{device}/{metric}" {
		t.Errorf("kept is %q", b.template)
	}
}

// TestColumnsGiveWay: at any width name, status and problems are there, and nothing stands on
// anything else or out of the table.
func TestColumnsGiveWay(t *testing.T) {
	for width := float32(300); width < 2_000; width += 7 {
		p := placesIn(width)
		end := float32(0)
		for c := range columnsEnd {
			if p[c].to == 0 {
				continue
			}
			if p[c].from < end || p[c].to <= p[c].from || p[c].to > width {
				t.Fatalf("at %v column %s is from %v to %v, behind %v", width, columnTitles[c], p[c].from, p[c].to, end)
			}
			end = p[c].to
		}
		for _, c := range []column{byName, byStatus, byProblems} {
			if p[c].to == 0 {
				t.Errorf("at %v there is no %s", width, columnTitles[c])
			}
		}
	}
	if p := placesIn(1_300); p[byRate].to == 0 {
		t.Error("not all columns at 1300")
	}
}
