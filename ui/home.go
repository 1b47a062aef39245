package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/assets"
	"mangrove/broker"
	"mangrove/ui/widgets"
)

// home is what the window shows while nothing is connected: what one can do.
type home struct {
	object  fyne.CanvasObject
	window  *Window
	url     *widget.Entry
	user    *widget.Entry
	secret  *widget.Entry
	version *widget.Select
	button  *widget.Button
	demo    *widget.Button
	problem *widget.Label
	recent  *fyne.Container
}

// recentKey is where the addresses last connected to are kept, without any
// password.
const (
	recentKey  = "recent"
	mostRecent = 8
)

var versionNames = []string{"automatic: 5, then older", "5", "3.1.1", "3.1"}

func newHome(w *Window) *home {
	h := &home{window: w, recent: container.NewVBox()}
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("icon.svg", assets.IconSVG))
	icon.SetMinSize(fyne.NewSize(56, 56))
	icon.FillMode = canvas.ImageFillContain
	title := widget.NewLabelWithStyle("Mangrove", fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	title.SizeName = theme.SizeNameHeadingText
	about := widget.NewLabel("Browse the topics of an MQTT broker, look into messages, publish, and check an installation.")
	about.Importance = widget.LowImportance
	head := container.NewHBox(icon, container.NewVBox(title, about))

	h.demo = widget.NewButtonWithIcon("Open the demo", theme.MediaPlayIcon(), w.openDemo)
	actions := container.NewGridWithColumns(2,
		padded(0, 4, card("Open the demo", "A broker with simulated devices, on this machine only: a house, a plant, a farm.",
			h.demo)),
		padded(4, 0, card("Start a broker here", "The broker in the box, for devices and programs on this machine.",
			widget.NewButtonWithIcon("Start a broker", theme.ComputerIcon(), w.showBox))))

	page := container.New(layout.NewCustomPaddedVBoxLayout(12), head, h.form(), actions, h.recent)
	h.object = container.NewVScroll(container.New(columnLayout{760}, container.NewPadded(container.NewPadded(page))))
	h.listRecent()
	return h
}

// padded leaves room on the left and on the right of an object.
func padded(left, right float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(0, 0, left, right), o)
}

// form asks for a broker's address.
func (h *home) form() fyne.CanvasObject {
	h.url = widget.NewEntry()
	h.url.SetPlaceHolder("mqtt://host:1883, mqtts://, ws:// or wss://")
	h.url.OnSubmitted = func(string) { h.connect() }
	h.user = widget.NewEntry()
	h.user.SetPlaceHolder("user name, if the broker asks for one")
	h.user.OnSubmitted = h.url.OnSubmitted
	h.secret = widget.NewPasswordEntry()
	h.secret.SetPlaceHolder("password, not kept")
	h.secret.OnSubmitted = h.url.OnSubmitted
	h.version = widget.NewSelect(versionNames, nil)
	h.version.SetSelectedIndex(0)
	h.problem = widget.NewLabel("")
	h.problem.Wrapping = fyne.TextWrapWord
	h.problem.Importance = widget.DangerImportance
	h.problem.Hide()
	h.button = widget.NewButtonWithIcon("Connect", theme.LoginIcon(), h.connect)
	h.button.Importance = widget.HighImportance
	form := container.New(layout.NewFormLayout(),
		widget.NewLabel("Address"), h.url,
		widget.NewLabel("User name"), h.user,
		widget.NewLabel("Password"), h.secret,
		widget.NewLabel("MQTT version"), h.version)
	return card("Connect to a broker", "", form, h.problem, container.NewBorder(nil, nil, nil, h.button))
}

// card is a titled group on a panel.
func card(title, about string, content ...fyne.CanvasObject) fyne.CanvasObject {
	heading := widget.NewLabelWithStyle(title, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	list := []fyne.CanvasObject{heading}
	if about != "" {
		words := widget.NewLabel(about)
		words.Wrapping = fyne.TextWrapWord
		words.Importance = widget.LowImportance
		list = append(list, words)
	}
	panel := widgets.NewPanel(colorPanel, container.NewVBox(append(list, content...)...), 10, 14)
	panel.Round = true
	return panel
}

func (h *home) connect() {
	p, err := broker.ParseURL(h.url.Text)
	if err != nil {
		h.say(broker.Explain(err, broker.Address{}))
		return
	}
	if h.user.Text != "" {
		p.Username = h.user.Text
	}
	if h.secret.Text != "" {
		p.Password = h.secret.Text
	}
	if i := h.version.SelectedIndex(); i > 0 {
		p.Version, _ = broker.ParseVersion(versionNames[i]) // the names are its own
	}
	h.say("")
	h.remember(p)
	h.window.Connect(p)
}

// say shows a problem, or none.
func (h *home) say(words string) {
	h.problem.SetText(words)
	setHidden(words == "", h.problem)
}

// remember puts an address first among the recent ones.
func (h *home) remember(p broker.Profile) {
	prefs := fyne.CurrentApp().Preferences()
	list := []string{p.Address.String()}
	for _, old := range prefs.StringList(recentKey) {
		if old != list[0] && len(list) < mostRecent {
			list = append(list, old)
		}
	}
	prefs.SetStringList(recentKey, list)
	h.listRecent()
}

func (h *home) listRecent() {
	h.recent.RemoveAll()
	list := fyne.CurrentApp().Preferences().StringList(recentKey)
	if len(list) == 0 {
		return
	}
	var buttons []fyne.CanvasObject
	for _, url := range list {
		b := widget.NewButtonWithIcon(url, theme.HistoryIcon(), func() {
			h.url.SetText(url)
			h.connect()
		})
		b.Alignment = widget.ButtonAlignLeading
		b.Importance = widget.LowImportance
		buttons = append(buttons, b)
	}
	h.recent.Add(card("Recent", "", buttons...))
}

// columnLayout keeps a page readable on a wide window: a column in the middle.
type columnLayout struct{ width float32 }

// Layout implements fyne.Layout.
func (l columnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(l.width, size.Width)
	for _, o := range objects {
		o.Move(fyne.NewPos((size.Width-width)/2, 0))
		o.Resize(fyne.NewSize(width, size.Height))
	}
}

// MinSize implements fyne.Layout.
func (l columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}
