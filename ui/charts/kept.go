package charts

import (
	"encoding/json"
	"slices"

	"fyne.io/fyne/v2"

	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/widgets/chart"
)

// kept is what is pinned of a connection, as the preferences have it. Topics are bytes:
// not every one is a text.
type kept struct {
	Pins   []keptNumber `json:"pins,omitempty"`
	Charts []keptChart  `json:"charts,omitempty"`
}

type keptNumber struct {
	Topic []byte `json:"topic"`
	Path  string `json:"path,omitempty"`
}

type keptChart struct {
	Lines []keptLine  `json:"lines"`
	Axes  chart.Axes  `json:"axes,omitempty"`
	Style chart.Style `json:"style,omitzero"`
}

type keptLine struct {
	keptNumber

	Look chart.LineLook `json:"look,omitzero"`
}

// What can be pinned of a connection.
const (
	mostPins   = 50
	mostCharts = 24
	mostLines  = 6
	// mostKept is how long what is kept may be, in bytes.
	mostKept = 256 << 10
)

// keyOf is where what is pinned of a connection is kept: by the stored connection, or by
// its address.
func keyOf(c *connection.Connection) string {
	switch {
	case c.Demo:
		return "charts.demo"
	case c.Stored.ID != "":
		return "charts.of " + c.Stored.ID
	}
	return "charts.at " + c.Profile.Address.PublicURL()
}

// storedCharts reads what is pinned of a connection. What cannot be is left out.
func storedCharts(key string) (k kept) {
	text := fyne.CurrentApp().Preferences().String(key)
	if len(text) > mostKept || json.Unmarshal([]byte(text), &k) != nil {
		return kept{}
	}
	k.Pins = sound(k.Pins, mostPins, keptNumber.of)
	k.Charts = k.Charts[:min(len(k.Charts), mostCharts)]
	for i := range k.Charts {
		lines := sound(k.Charts[i].Lines, mostLines, keptLine.of)
		for n := range lines {
			lines[n].Look = lines[n].Look.Sound()
		}
		k.Charts[i].Lines = lines
		k.Charts[i].Style = k.Charts[i].Style.Sound()
		k.Charts[i].Axes = max(chart.AxesByScale, min(chart.OneAxis, k.Charts[i].Axes))
	}
	k.Charts = slices.DeleteFunc(k.Charts, func(c keptChart) bool { return len(c.Lines) == 0 })
	return k
}

// sound is a list without what is no topic, and without doubles.
func sound[T any](list []T, most int, of func(T) connection.NumberOf) (good []T) {
	for _, one := range list {
		same := func(other T) bool { return of(other) == of(one) }
		if topic := of(one).Topic; len(good) < most && topic != "" && len(topic) <= model.MaxTopic && !slices.ContainsFunc(good, same) {
			good = append(good, one)
		}
	}
	return good
}

func (n keptNumber) of() connection.NumberOf {
	return connection.NumberOf{Topic: string(n.Topic), Path: n.Path}
}

func keep(of connection.NumberOf) keptNumber { return keptNumber{[]byte(of.Topic), of.Path} }

// store keeps what is pinned. It reports whether that was short enough to be kept.
func (k kept) store(key string) bool {
	text, err := json.Marshal(k)
	if err != nil || len(text) > mostKept {
		return false
	}
	p := fyne.CurrentApp().Preferences()
	if len(k.Pins) == 0 && len(k.Charts) == 0 {
		p.RemoveValue(key)
		return true
	}
	p.SetString(key, string(text))
	return true
}
