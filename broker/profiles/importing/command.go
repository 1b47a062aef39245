package importing

import (
	"cmp"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
)

// What is read as a command: what is nested takes time and stack.
const (
	longestCommand = 100_000
	mostNested     = 5000 // brackets, and words such as if
)

// nested counts what may stand in one another.
func nested(text string) (n int) {
	for _, begin := range []string{"(", "{", "`", "if ", "while ", "until ", "for ", "case "} {
		n += strings.Count(text, begin)
	}
	return n
}

// command is a command line while it is read.
type command struct {
	Connection
	publishes bool // -t is where to, as for mosquitto_rr, too
	hosted    bool // the command says which host
	secure    bool
	plain     bool // a URL or --no-tls said that there is no TLS
	websocket bool
	port      int
	topics    []string
	answers   []string // the topic that mosquitto_rr has its answer on
	qos       profiles.QoS
	rap       bool
	handling  byte
	expiring  bool // it says how long a session is kept
	will      profiles.Will
	where     elsewhere

	misread bool     // something was not understood
	left    []string // options that are no part of a connection
	changed bool     // dashes were put back
}

// parseCommands reads all of Mosquitto's commands in a text. Those of the same
// connection become one.
func parseCommands(text string) ([]Connection, error) {
	found, more, changed, err := readClients(text)
	if err != nil {
		return nil, err
	}
	var all []Connection
	var failed error
	for _, run := range found {
		c, err := readCommand(run, changed)
		switch {
		case err == nil:
			all = join(all, c)
		case !errors.Is(err, errNoConnection):
			failed = err
		}
	}
	if len(all) == 0 {
		return nil, cmp.Or(failed, errNoConnection)
	}
	if failed != nil {
		all[0].note(finding.Note{Code: finding.CommandLeft, Err: failed})
	}
	if more {
		all[0].note(finding.Note{Code: finding.CommandsLeft, Limit: mostClients})
	}
	return all, nil
}

// readClients finds Mosquitto's commands in a text, and says whether there are more than
// are read, and whether signs were changed back.
func readClients(text string) (found []client, more, changed bool, err error) {
	if len(text) > longestCommand || nested(text) > mostNested {
		return nil, false, false, &finding.Fault{Code: finding.CommandTooLong}
	}
	text, file := cutOptions(text)
	straight := straighten(text)
	found, more, err = clientsOf(markPlaceholders(straight))
	for i := range found {
		found[i].args = file.before(found[i].args)
	}
	return found, more, straight != text, err
}

// errNoConnection is a text in which no command connects to anything.
var errNoConnection error = &finding.Fault{Code: finding.NoCommandRun}

// join adds a connection, or what is new in it to the one that is the same.
func join(all []Connection, c Connection) []Connection {
	for i := range all {
		old, other := all[i].Profile, c.Profile
		old.Subscriptions, other.Subscriptions = nil, nil
		if !reflect.DeepEqual(old, other) || !reflect.DeepEqual(all[i].Secrets, c.Secrets) {
			continue
		}
		for _, s := range c.Profile.Subscriptions {
			if !slices.Contains(all[i].Profile.Subscriptions, s) {
				all[i].Profile.Subscriptions = append(all[i].Profile.Subscriptions, s)
			}
		}
		for _, note := range c.Notes {
			if !slices.ContainsFunc(all[i].Notes, func(n finding.Note) bool { return reflect.DeepEqual(n, note) }) {
				all[i].Notes = append(all[i].Notes, note)
			}
		}
		return all
	}
	return append(all, c)
}

// readCommand reads the options that are about the connection, and notes the
// rest.
func readCommand(run client, straightened bool) (Connection, error) {
	c := &command{publishes: run.name != "mosquitto_sub", qos: profiles.QoS(broker.BestQoS), where: run.where, changed: straightened}
	understood := 0
	for args := run.args; len(args) > 0; understood++ {
		word := straightOption(args[0])
		c.changed = c.changed || word != args[0]
		n, err := c.option(append([]string{word}, args[1:]...))
		if err != nil {
			return Connection{}, err
		}
		if !strings.HasPrefix(word, "-") || word == "--help" || word == "--version" {
			understood--
		}
		args = args[n:]
	}
	if understood <= 0 {
		return Connection{}, errNoConnection
	}
	c.finish()
	return c.Connection, nil
}

// option reads the first option and says how many words it took.
func (c *command) option(args []string) (int, error) {
	name := args[0]
	if long, ok := longNames[name]; ok {
		name = long
	}
	if name == "-D" {
		return c.property(args)
	}
	if apply, ok := flags[name]; ok {
		apply(c)
		return 1, nil
	}
	apply, ok := valued[name]
	switch {
	case !ok && ignoredFlags[name]:
		c.left = append(c.left, args[0])
		return 1, nil
	case !ok && !ignoredValues[name]:
		return c.unknown(args), nil
	case len(args) < 2 && name == "-t":
		return 0, &finding.Fault{Code: finding.NoTopicValue, Name: args[0]}
	case len(args) < 2:
		return 0, &finding.Fault{Code: finding.NoOptionValue, Name: args[0]}
	case !ok:
		c.left = append(c.left, args[0])
		return 2, nil
	}
	if names := unknownIn(args[1]); names != nil && !slices.Contains(partly, name) {
		c.unsaid(name, finding.Part{Code: finding.TheValue, Value: args[0]}, names)
		return 2, nil
	}
	if err := apply(c, args[1]); err != nil {
		return 0, &finding.Fault{Code: finding.ValueUnusable, Name: args[0], Err: err}
	}
	return 2, nil
}

// partly are options of which a part may be unknown: they look for themselves.
var partly = []string{"-L", "--proxy", "-t", "-e"}

// unsaid notes a value that the text does not say.
func (c *command) unsaid(option string, what finding.Part, names []finding.Part) {
	if option == "-h" {
		c.hosted = true
	}
	c.note(finding.Note{Code: finding.Unsaid, Others: []finding.Part{what}, Parts: names})
}

// unknown notes an option with its values, which may be secrets and are not
// repeated.
func (c *command) unknown(args []string) (n int) {
	c.misread = true
	if strings.HasPrefix(args[0], "-") && unknownIn(args[0]) == nil {
		c.noteOf(finding.OptionUnknown, optionName(args[0]))
		n++
	} else {
		c.noteOf(finding.TextLeft, "")
	}
	for n < len(args) && straightOption(args[n])[:min(1, len(args[n]))] != "-" {
		n++
	}
	return max(1, n)
}

// optionName is what may be told of an option that is not known: a value may stand
// just behind its letter.
func optionName(word string) string {
	name, _, _ := strings.Cut(word, "=")
	long := strings.TrimLeft(name, "-")
	letter, size := utf8.DecodeRuneInString(long)
	if strings.HasPrefix(name, "--") && unicode.IsLower(letter) {
		return name
	}
	return "-" + long[:size]
}

// finish puts together what several options decide.
func (c *command) finish() {
	p := &c.Profile
	c.findHost()
	c.findAddress()
	if c.will.Topic != "" {
		p.Will = &c.will
	} else if !reflect.DeepEqual(c.will, profiles.Will{}) {
		c.noteOf(finding.WillWithoutTopic, "")
	}
	if p.Resume && !c.expiring && (p.Version == broker.Auto || p.Version == broker.V5) {
		p.SessionExpiry = profiles.Forever // as -c means it
	}
	c.subscribe()
	if c.changed {
		c.noteOf(finding.Straightened, "")
	}
	c.leaveElsewhere()
	if len(c.left) > 0 {
		slices.Sort(c.left)
		c.note(finding.Note{Code: finding.OptionsLeft, Parts: finding.Parts("", slices.Compact(c.left)...)})
	}
}

// subscribe takes the filters, which the publishing commands only have for
// answers.
func (c *command) subscribe() {
	if c.publishes {
		if topics := slices.DeleteFunc(c.topics, func(t string) bool { return unknownIn(t) != nil }); len(topics) > 0 {
			c.leftMessage(topics)
		}
		c.topics = c.answers
	}
	for _, filter := range c.topics {
		if names := unknownIn(filter); names != nil {
			c.note(finding.Note{Code: finding.FilterUnsaid, Parts: names})
			continue
		}
		c.addSubscription(profiles.Subscription{Filter: filter, QoS: c.qos, RetainAsPublished: c.rap, RetainHandling: c.handling})
	}
}

// leftMessage says that a message was left out, with the options that are about it.
func (c *command) leftMessage(topics []string) {
	var of, left []string
	for _, option := range c.left {
		if name := cmp.Or(longNames[option], option); ofMessage[name] {
			of = append(of, option)
		} else {
			left = append(left, option)
		}
	}
	c.left = left
	slices.Sort(of)
	c.note(finding.Note{Code: finding.MessageLeft, Parts: finding.Parts("", topics...), Others: finding.Parts("", slices.Compact(of)...)})
}

// findHost decides on the host where the command does not simply say it.
func (c *command) findHost() {
	host := &c.Profile.Address.Host
	switch {
	case *host == "" && c.hosted:
		return // it was told why
	case *host == "" && c.misread:
		c.noteOf(finding.HostDoubtful, "")
		return
	case *host == "":
		*host = "localhost" // Mosquitto's own default
	}
	if !isLoopback(*host) {
		return
	}
	switch {
	case c.where.container:
		c.noteOf(finding.HostInContainer, *host)
		*host = ""
	case c.where.host != "" && unknownIn(c.where.host) == nil:
		c.note(finding.Note{Code: finding.HostBySSH, Name: *host, Value: c.where.host})
		*host = c.place(c.where.host).host
	case c.where.host != "":
		c.noteOf(finding.HostAtSSH, *host)
		*host = ""
	}
}

func isLoopback(host string) bool {
	return strings.EqualFold(host, "localhost") || host == "::1" || strings.HasPrefix(host, "127.")
}

// findAddress decides on the scheme and the port.
func (c *command) findAddress() {
	a := &c.Profile.Address
	secure := !c.plain && (c.secure || c.port == 8883) // Mosquitto's clients take TLS at that port
	a.Scheme, a.Port = "mqtt", 1883
	if secure {
		a.Scheme, a.Port = "mqtts", 8883
	}
	if c.websocket {
		a.Scheme, a.Path = strings.Replace(a.Scheme, "mqtt", "ws", 1), "/mqtt"
	}
	if c.port != 0 {
		a.Port = c.port
	}
}

func (c *command) setVersion(value string) error {
	version, ok := map[string]broker.Version{
		"5": broker.V5, "mqttv5": broker.V5, "311": broker.V311, "mqttv311": broker.V311, "31": broker.V31, "mqttv31": broker.V31,
	}[value]
	if !ok {
		return &finding.Fault{Code: finding.NoVersionValue, Value: value}
	}
	c.Profile.Version = version
	return nil
}

func number(limit int64, set func(int64)) func(string) error {
	return func(value string) error {
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || n < 0 || n > limit {
			return &finding.Fault{Code: finding.NoNumber, Limit: limit}
		}
		set(n)
		return nil
	}
}
