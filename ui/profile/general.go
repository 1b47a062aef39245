package profile

import (
	"errors"
	"image/color"
	"net"
	"slices"
	"strconv"
	"strings"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
)

// schemeNames are the schemes with what they mean.
var (
	schemes     = []string{"mqtt", "mqtts", "ws", "wss"}
	schemeNames = []string{"mqtt: plain TCP", "mqtts: over TLS", "ws: WebSocket", "wss: WebSocket over TLS"}
)

// VersionNames are what the versions of MQTT are called where one is chosen.
var VersionNames = []string{"automatic: 5, then older", "5", "3.1.1", "3.1"}

// connectionGroup is what most connections need and nothing else.
func (f *Form) connectionGroup() {
	f.text(nameField("Name", "empty: the address", func(p *profiles.Profile) *string { return &p.Name }))
	f.choice("Protocol", schemeNames,
		func(p *profiles.Profile) int { return slices.Index(schemes, p.Address.Scheme) },
		func(p *profiles.Profile, i int) { setScheme(&p.Address, schemes[i]) })
	f.text(textField{
		code: hostCode, hint: "name or IP address, or a whole URL",
		get:  func(p *profiles.Profile) string { return p.Address.Host },
		set:  setHost,
		left: f.takeURL,
	})
	f.text(textField{
		code: "Port", width: 100,
		get: func(p *profiles.Profile) string { return number(int64(p.Address.Port)) },
		set: func(p *profiles.Profile, s string) error {
			n, err := whole(s, 1, 65_535)
			p.Address.Port = int(n)
			return err
		},
	})
	web := func(p *profiles.Profile) bool { return p.Address.WebSocket() }
	f.text(textField{
		code: "Path", hint: "/mqtt",
		get:  func(p *profiles.Profile) string { return p.Address.Path },
		set:  setPath,
		left: f.takeQuery,
		when: web,
	})
	f.secret("Query", profiles.SecretQuery, web)
	f.bundle()
	f.text(stringField("User name", "if the broker needs one", func(p *profiles.Profile) *string { return &p.Username }))
	f.secret("Password", profiles.SecretPassword, nil)
	empty := f.checked("", "send an empty password", func(p *profiles.Profile) *bool { return &p.EmptyPassword })
	empty.when = func(p *profiles.Profile) bool {
		return p.EmptyPassword || p.Username != "" && !slices.Contains(p.Kept, profiles.SecretPassword)
	}
	f.text(stringField("Client id", "empty: a random one each time", func(p *profiles.Profile) *string { return &p.ClientID }))
	f.choice("MQTT version", VersionNames,
		func(p *profiles.Profile) int { return slices.Index(broker.Versions, p.Version) },
		func(p *profiles.Profile, i int) { p.Version = broker.Versions[i] })
	f.colours()
	f.text(nameField("Folder", "groups connections, such as house/cellar", func(p *profiles.Profile) *string { return &p.Folder }))
	f.checked("At start", "connect when Mangrove starts", func(p *profiles.Profile) *bool { return &p.AutoConnect })
	f.checked("Read only", "never publish on this connection", func(p *profiles.Profile) *bool { return &p.ReadOnly })
}

// stringField is a field for a text that may be anything.
func stringField(code fieldCode, hint string, at func(p *profiles.Profile) *string) textField {
	return textField{
		code: code, hint: hint,
		get: func(p *profiles.Profile) string { return *at(p) },
		set: func(p *profiles.Profile, s string) error { *at(p) = s; return nil },
	}
}

// nameField is a field for a name, which everything shows and which is no longer
// than one that is imported can be.
func nameField(code fieldCode, hint string, at func(p *profiles.Profile) *string) textField {
	field := stringField(code, hint, at)
	field.set = func(p *profiles.Profile, s string) error {
		if len(s) > profiles.LongestName {
			return errors.New(format.Fill("this is longer than {limit} bytes; shorten it", "limit", profiles.LongestName))
		}
		*at(p) = s
		return nil
	}
	return field
}

// number writes a number as a field shows it: 0 is left empty.
func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// whole reads a whole number within bounds; empty is 0 where that is allowed.
func whole(s string, least, most int64) (int64, error) {
	s = strings.TrimSpace(s)
	if s == "" && least == 0 {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < least || n > most {
		return 0, errors.New(format.Fill("this must be a whole number from {least} to {most}", "least", least, "most", most))
	}
	return n, nil
}

// setScheme changes the scheme, and the port with it unless it is one of the
// user's own.
func setScheme(a *broker.Address, scheme string) {
	if a.Port == 0 || a.Port == broker.UsualPort(a.Scheme) {
		a.Port = broker.UsualPort(scheme)
	}
	a.Scheme = scheme
	switch {
	case a.WebSocket() && a.Path == "":
		a.Path = "/mqtt"
	case !a.WebSocket():
		a.Path = ""
	}
}

func setHost(p *profiles.Profile, s string) error {
	s = strings.Trim(strings.TrimSpace(s), "[]")
	if strings.Contains(s, "://") || isHostPort(s) {
		return errUnfinished // a URL, which is taken apart when the field is left
	}
	if s != "" {
		if err := broker.CheckHost(s); err != nil {
			return err
		}
	}
	p.Address.Host = s
	return nil
}

func setPath(p *profiles.Profile, s string) error {
	switch {
	case strings.Contains(s, "?"):
		return errUnfinished // with a query, which is taken off when the field is left
	case s != "" && !strings.HasPrefix(s, "/"):
		return errors.New("a path begins with a slash, such as /mqtt")
	case strings.ContainsAny(s, "# \t"):
		return errors.New("a path cannot contain a space or #; write %20 and %23")
	}
	p.Address.Path = s
	return nil
}

// takeQuery takes the query off a path: it is a secret.
func (f *Form) takeQuery(p *profiles.Profile, s string) {
	path, query, found := strings.Cut(s, "?")
	if !found {
		return
	}
	key := p.ID + " Path"
	if err := setPath(p, path); err != nil {
		f.invalid[key] = invalid{s, explain.Error(err, broker.Address{})}
		return
	}
	delete(f.invalid, key)
	f.shelf.SetSecret(p.ID, profiles.SecretQuery, query)
}

// hostField is a field for the name of a host or nothing: what is no host may be a
// URL with a password, which must not get into the file.
func hostField(code fieldCode, hint string, at func(p *profiles.Profile) *string) textField {
	field := stringField(code, hint, at)
	field.set = func(p *profiles.Profile, s string) error {
		s = strings.TrimSpace(s)
		if s != "" {
			if err := broker.CheckHost(s); err != nil {
				return err
			}
		}
		*at(p) = s
		return nil
	}
	return field
}

// isHostPort tells host:port from an IPv6 address.
func isHostPort(s string) bool {
	host, port, err := net.SplitHostPort(s)
	_, bad := strconv.ParseUint(port, 10, 16)
	return err == nil && bad == nil && host != ""
}

// takeURL takes a URL apart that was put into the field of the host.
func (f *Form) takeURL(p *profiles.Profile, s string) {
	whole := strings.Contains(s, "://")
	if !whole && !isHostPort(strings.TrimSpace(s)) {
		return
	}
	read, err := broker.ParseURL(s)
	if err != nil {
		f.invalid[p.ID+" Host"] = invalid{s, explain.Error(err, broker.Address{})}
		return
	}
	delete(f.invalid, p.ID+" Host")
	if !whole {
		p.Address.Host, p.Address.Port = read.Address.Host, read.Address.Port
		return
	}
	p.Address = read.Address
	p.Address.Query = ""
	if read.Address.WebSocket() {
		f.shelf.SetSecret(p.ID, profiles.SecretQuery, read.Address.Query)
	}
	if read.Username != "" {
		p.Username = read.Username
	}
	p.EmptyPassword = read.PasswordSet && read.Password == ""
	if read.Password != "" {
		f.shelf.SetSecret(p.ID, profiles.SecretPassword, read.Password)
	}
}

// colours adds the choice of the colour.
func (f *Form) colours() {
	var all []color.Color
	for _, m := range look.Marks {
		c, _ := look.MarkColour(m)
		all = append(all, c)
	}
	s := &swatchPart{}
	s.swatches = widgets.NewSwatches(all, func(i int) {
		f.change(func(p *profiles.Profile) { p.Color = append([]string{""}, look.Marks...)[i] })
	})
	s.row = newRow("Colour", s.swatches)
	f.add("Colour", s, s.swatches)
}

// swatchPart is the choice of the colour.
type swatchPart struct {
	*row
	swatches *widgets.Swatches
}

func (s *swatchPart) show(p *profiles.Profile) {
	s.swatches.Choose(slices.Index(look.Marks, p.Color) + 1)
}
