package home

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/assets"
	"mangrove/broker"
	"mangrove/broker/discovery"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/profile"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// quick is the part of the start page that takes an address and goes there,
// with the demo, the built-in broker and the addresses of before.
type quick struct {
	page     fyne.CanvasObject
	desk     *desk.Desk
	do       quickActions
	url      *widgets.Entry
	user     *widgets.Entry
	secret   *widgets.Entry
	version  *widget.Select
	keep     *widget.Check
	button   *widgets.Button
	demo     *widgets.Button
	problem  *widget.Label
	recent   *fyne.Container
	found    discovery.Found          // whose address was filled in
	replaced func()                   // is told when a connection that was filled in is made anew; nil for none
	trying   []*connection.Connection // to addresses that are remembered once connected
}

// quickActions are what it has done elsewhere in the window.
type quickActions struct {
	demo    func()                                        // opens the demo
	box     func()                                        // goes to the page of the built-in broker
	connect func(p broker.Profile) *connection.Connection // in a tab of its own
	// keep stores a connection with its secrets, connects with that, and calls then;
	// nil where none are stored.
	keep func(p profiles.Profile, secrets map[string]string, then func())
}

func newQuick(d *desk.Desk, do quickActions) *quick {
	q := &quick{desk: d, do: do, recent: container.NewVBox()}
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("icon.svg", assets.IconSVG))
	icon.SetMinSize(fyne.NewSize(56, 56))
	icon.FillMode = canvas.ImageFillContain
	title := widget.NewLabelWithStyle("Mangrove", fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	title.SizeName = theme.SizeNameHeadingText
	about := widget.NewLabel("Browse the topics of an MQTT broker, inspect messages, and publish.")
	about.Importance = widget.LowImportance
	about.Wrapping = fyne.TextWrapWord
	head := container.NewBorder(nil, nil, icon, nil, container.NewVBox(title, about))

	q.demo = widgets.NewButton("Open the demo", theme.MediaPlayIcon(), do.demo)
	actions := container.NewGridWithColumns(2,
		arrange.Padded(0, 4, widgets.Card("Open the demo", "A broker with simulated devices, on this computer only: a house, a plant, a farm.",
			q.demo)),
		arrange.Padded(4, 0, widgets.Card("Start a broker here", "The built-in broker, for devices and programs on this computer.",
			widgets.NewButton("Start a broker", theme.ComputerIcon(), do.box))))

	page := container.New(layout.NewCustomPaddedVBoxLayout(12), head, q.form(), actions, q.recent)
	q.page = container.NewVScroll(container.New(arrange.Column{Width: 760}, container.NewPadded(container.NewPadded(page))))
	q.listRecent()
	return q
}

// form asks for a broker's address.
func (q *quick) form() fyne.CanvasObject {
	q.url = widgets.NewEntry("mqtt://host:1883, mqtts://, ws:// or wss://")
	q.url.OnSubmitted = func(string) { q.connect() }
	q.user = widgets.NewEntry("user name, if the broker needs one")
	q.user.OnSubmitted = q.url.OnSubmitted
	q.secret = widgets.NewEntry("password, not stored")
	q.secret.Password = true
	q.secret.OnSubmitted = q.url.OnSubmitted
	q.version = widget.NewSelect(profile.VersionNames, nil)
	q.version.SetSelectedIndex(0)
	q.problem = widget.NewLabel("")
	q.problem.Wrapping = fyne.TextWrapWord
	q.problem.Importance = widget.DangerImportance
	q.problem.Hide()
	q.keep = widget.NewCheck("Keep this connection", nil)
	arrange.SetHidden(q.do.keep == nil, q.keep)
	q.button = widgets.NewButton("Connect", theme.LoginIcon(), q.connect)
	q.button.Importance = widget.HighImportance
	form := container.New(layout.NewFormLayout(),
		widget.NewLabel("Address"), q.url,
		widget.NewLabel("User name"), q.user,
		widget.NewLabel("Password"), q.secret,
		widget.NewLabel("MQTT version"), q.version)
	return widgets.Card("Connect to a broker", "", form, q.problem, container.NewBorder(nil, nil, q.keep, q.button))
}

// connect goes to the address that was typed.
func (q *quick) connect() {
	p, err := broker.ParseURL(q.url.Value())
	if err != nil {
		q.showProblem(explain.Error(err, broker.Address{}))
		return
	}
	if q.user.Value() != "" {
		p.Username = q.user.Value()
	}
	if q.secret.Value() != "" {
		p.Password = q.secret.Value()
	}
	if i := q.version.SelectedIndex(); i > 0 {
		p.Version, _ = broker.ParseVersion(profile.VersionNames[i]) // the names are its own
	}
	q.showProblem("")
	q.hide(p)
	if p.Address == q.found.Address && (p.Username != "" || p.Password != "" || p.PasswordSet) {
		q.desk.Confirm(loginForFound(q.found, func() { q.open(p) }))
		return
	}
	q.open(p)
}

// loginForFound asks before a login goes to a broker that has announced itself:
// what it calls itself is what somebody on the network says.
func loginForFound(f discovery.Found, do func()) *desk.Confirmation {
	at := f.Address.HostPort()
	way := format.Fill("The user name and password go to {address} without TLS, so anyone in between can read them.", "address", at)
	if f.Address.Secure() {
		way = format.Fill("The user name and password go to {address} over TLS, if it has a certificate for {host name}.",
			"address", at, "host name", cmp.Or(f.HostName, f.Address.Host))
	}
	return &desk.Confirmation{
		Title: format.Fill("Send the login to {address}?", "address", at), Action: "Connect", Do: do,
		Words: format.Fill(`"{name}" is the name this broker announces; anyone on the network can announce any name. {way}`,
			"name", format.ExcerptOf(f.Name, 80), "way", way),
	}
}

// open goes to an address with what was typed for it.
func (q *quick) open(p broker.Profile) {
	if q.keep.Checked || p.Address == q.found.Address && p.Address.Secure() {
		q.store(p)
		return
	}
	q.watch(q.do.connect(p))
	q.replace()
	q.clear()
	q.rememberConnected()
}

// clear empties the fields for the next address: a login is not for another
// broker.
func (q *quick) clear() {
	for _, field := range []*widgets.Entry{q.url, q.user, q.secret} {
		field.SetText("")
	}
	q.version.SetSelectedIndex(0)
	q.keep.SetChecked(false)
}

// change puts a connection into the fields, to be made anew. Then replaced is called.
func (q *quick) change(p broker.Profile, replaced func()) {
	q.showProblem("")
	q.replaced = replaced
	q.url.SetText(wholeURL(p.Address))
	q.user.SetText(p.Username)
	q.secret.SetText(p.Password)
	q.version.SetSelectedIndex(max(0, slices.Index(broker.Versions, p.Version)))
	q.desk.Focus(q.url)
}

// replace tells that a connection that was filled in has been made anew.
func (q *quick) replace() {
	if q.replaced != nil {
		q.replaced()
	}
	q.replaced = nil
}

// hide moves a login out of the address into its own fields, where nobody reads
// the password over somebody's shoulder.
func (q *quick) hide(p broker.Profile) {
	if text := q.url.Value(); p.Password == "" || !strings.Contains(text, "@") {
		return
	}
	q.user.SetText(p.Username)
	q.secret.SetText(p.Password)
	q.url.SetText(wholeURL(p.Address))
}

// wholeURL is an address as it is typed, with all that it asks a web server for.
func wholeURL(a broker.Address) string {
	if a.WebSocket() {
		return a.Scheme + "://" + a.HostPort() + a.RequestURI()
	}
	return a.String()
}

// watch remembers the address of a connection once it has turned out to be one of a
// broker.
func (q *quick) watch(c *connection.Connection) { q.trying = append(q.trying, c) }

// rememberConnected remembers the addresses that have turned out to be those of brokers.
func (q *quick) rememberConnected() {
	q.trying = slices.DeleteFunc(q.trying, func(c *connection.Connection) bool {
		phase := c.Session.Status().Phase
		if phase == broker.Connected {
			q.remember(c.Profile)
		}
		return phase == broker.Connected || phase == broker.Stopped && !c.Reconnecting
	})
}

// keptOf is what is stored of a connection that was typed, but for its password.
func keptOf(p broker.Profile) profiles.Profile {
	return profiles.Profile{Address: p.Address, Version: p.Version, Username: p.Username, EmptyPassword: p.PasswordSet && p.Password == ""}
}

// store keeps the connection and connects with that. A broker found on the
// network has its certificate made out to its name, not to its address.
func (q *quick) store(p broker.Profile) {
	kept := keptOf(p)
	if p.Address == q.found.Address {
		kept.Name, kept.TLS.ServerName = q.found.Name, q.found.HostName
	}
	q.clear()
	secrets := map[string]string{profiles.SecretPassword: p.Password}
	q.do.keep(kept, secrets, q.replace)
}

// fill puts in the address of a broker found on the network.
func (q *quick) fill(f discovery.Found) {
	q.found = f
	q.showProblem("")
	q.enter(f.Address.String())
}

// enter puts in an address that was not typed. A login that was typed for another
// one does not go there.
func (q *quick) enter(url string) {
	if url != q.url.Value() {
		q.forget()
	}
	q.url.SetText(url)
}

// forget empties the fields of the login.
func (q *quick) forget() {
	q.user.SetText("")
	q.secret.SetText("")
}

// showProblem says what is wrong with the address, or with what was started here;
// empty: nothing is.
func (q *quick) showProblem(words string) { widgets.ShowProblem(q.problem, words) }
