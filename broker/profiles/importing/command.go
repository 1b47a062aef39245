package importing

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"mangrove/broker"
	"mangrove/broker/profiles"
)

// isCommand reports whether a text is a command line of Mosquitto's clients.
func isCommand(text string) bool {
	return strings.Contains(text, "mosquitto_pub") || strings.Contains(text, "mosquitto_sub") || strings.Contains(text, "mosquitto_rr")
}

// command is a command line while it is read.
type command struct {
	Connection
	publishes bool // -t is where to, as for mosquitto_rr, too
	secure    bool
	plain     bool // a URL said that there is no TLS
	port      int
	topics    []string
	answers   []string // the topic that mosquitto_rr has its answer on
	qos       profiles.QoS
	rap       bool
	will      profiles.Will
}

// parseCommand reads the options that are about the connection, and notes the
// rest.
func parseCommand(text string) (Connection, error) {
	all, err := words(text)
	if err != nil {
		return Connection{}, err
	}
	begin := slices.IndexFunc(all, func(word string) bool {
		name := strings.TrimSuffix(path.Base(strings.ReplaceAll(word, `\`, "/")), ".exe")
		return name == "mosquitto_pub" || name == "mosquitto_sub" || name == "mosquitto_rr"
	})
	if begin < 0 {
		return Connection{}, fmt.Errorf("the text names a mosquitto command but does not run one; paste the command line itself")
	}
	c := &command{publishes: !strings.Contains(all[begin], "_sub"), qos: profiles.QoS(broker.BestQoS)}
	c.Profile.Address.Host = "localhost" // Mosquitto's own default
	for args := all[begin+1:]; len(args) > 0; {
		n, err := c.option(args)
		if err != nil {
			return Connection{}, err
		}
		args = args[n:]
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
		return 1, nil
	case !ok && ignoredValues[name]:
		return min(2, len(args)), nil
	case !ok:
		return c.unknown(args), nil
	case len(args) < 2:
		return 0, fmt.Errorf("the option %s has no value; paste all of the command", args[0])
	}
	if err := apply(c, args[1]); err != nil {
		return 0, fmt.Errorf("the value of %s cannot be used: %w", args[0], err)
	}
	return 2, nil
}

// unknown notes an option with its values, which may be secrets and are not
// repeated.
func (c *command) unknown(args []string) (n int) {
	if strings.HasPrefix(args[0], "-") {
		c.note("The option %s was not understood and left out.", args[0])
		n++
	} else {
		c.note("Something that belongs to no option was left out.")
	}
	for n < len(args) && !strings.HasPrefix(args[n], "-") {
		n++
	}
	return n
}

// finish puts together what several options decide.
func (c *command) finish() {
	p := &c.Profile
	secure := !c.plain && (c.secure || c.port == 8883) // Mosquitto's clients take TLS at that port
	p.Address.Scheme, p.Address.Port = "mqtt", 1883
	if secure {
		p.Address.Scheme, p.Address.Port = "mqtts", 8883
	}
	if c.port != 0 {
		p.Address.Port = c.port
	}
	p.Name = p.Address.Host
	if c.will.Topic != "" {
		p.Will = &c.will
	}
	if c.publishes {
		if len(c.topics) > 0 {
			c.note("The message to %s is no part of a connection and was left out.", strings.Join(c.topics, ", "))
		}
		c.topics = c.answers
	}
	for _, filter := range c.topics {
		p.Subscriptions = append(p.Subscriptions, profiles.Subscription{Filter: filter, QoS: c.qos, RetainAsPublished: c.rap})
	}
}

func (c *command) setVersion(value string) error {
	version, ok := map[string]broker.Version{
		"5": broker.V5, "mqttv5": broker.V5, "311": broker.V311, "mqttv311": broker.V311, "31": broker.V31, "mqttv31": broker.V31,
	}[value]
	if !ok {
		return fmt.Errorf("%q is not one of mqttv5, mqttv311 and mqttv31", value)
	}
	c.Profile.Version = version
	return nil
}

// setURL reads -L, which is scheme://user:password@host:port/topic.
func (c *command) setURL(value string) error {
	p, err := broker.ParseURL(value)
	if err != nil {
		return err
	}
	c.Profile.Address.Host, c.port = p.Address.Host, p.Address.Port
	c.secure, c.plain = p.Address.Secure(), !p.Address.Secure()
	if p.Username != "" {
		c.Profile.Username = p.Username
		c.Profile.EmptyPassword = p.PasswordSet && p.Password == ""
		c.secret(profiles.SecretPassword, p.Password)
	}
	rest := value
	if _, after, ok := strings.Cut(value, "://"); ok {
		rest = after
	}
	if _, topic, ok := strings.Cut(rest, "/"); ok && topic != "" {
		c.topics = append(c.topics, topic)
	}
	return nil
}

func number(limit int, set func(int)) func(string) error {
	return func(value string) error {
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n > limit {
			return fmt.Errorf("%q is not a number from 0 to %d", value, limit)
		}
		set(n)
		return nil
	}
}
