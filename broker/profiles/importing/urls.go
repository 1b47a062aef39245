package importing

import (
	"strconv"
	"strings"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
)

// longestURL is the longest text in bytes that is read as a URL: one with a
// token for a password has thousands.
const longestURL = 100_000

// parseURL reads a broker's URL.
func parseURL(text string) (Connection, error) {
	if names := unknownIn(markPlaceholders(text)); names != nil {
		return Connection{}, &finding.Fault{Code: finding.Placeholder, Parts: names}
	}
	p, err := broker.ParseURL(text)
	if err != nil {
		return Connection{}, err
	}
	c := Connection{Profile: profiles.Profile{Address: p.Address, Username: p.Username}}
	if p.PasswordSet || p.Password != "" {
		c.givenPassword(p.Password)
	}
	return c, nil
}

// cutsPassword reports whether what stands before the host of a URL seems to go on
// behind the first slash, as with one in a password that is not escaped.
func cutsPassword(text string) bool {
	end := strings.IndexAny(text, "/?#")
	if end < 0 {
		return false
	}
	before, after := text[:end], text[end:]
	at := strings.LastIndex(after, "@")
	return at >= 0 && strings.Contains(before+after[:at], ":")
}

var errURL error = &finding.Fault{Code: finding.URLUnread}

// setURL reads -L, which is scheme://user:password@host:port/topic. As
// Mosquitto's clients do, it takes everything as it is written.
func (c *command) setURL(value string) error {
	scheme, rest, ok := strings.Cut(value, "://")
	scheme = strings.ToLower(scheme)
	port, known := map[string]int{"mqtt": 1883, "mqtts": 8883, "ws": 1883, "wss": 8883}[scheme]
	if !ok || !known {
		return &finding.Fault{Code: finding.URLScheme}
	}
	authority, topic, _ := strings.Cut(rest, "/")
	if cutsPassword(rest) {
		return errURL
	}
	host := authority
	if at := strings.LastIndex(authority, "@"); at >= 0 {
		user, password, has := strings.Cut(authority[:at], ":")
		host = authority[at+1:]
		c.login(user, password, has)
	}
	if found := hostPort.FindStringSubmatch(host); found != nil {
		host = found[1]
		port, _ = strconv.Atoi(found[2])
	} else if before, after, ok := strings.Cut(host, ":"+unknownBegin); ok {
		c.unsaid("-p", finding.Part{Code: finding.ThePort}, unknownIn(unknownBegin+after))
		host = before
	}
	host = strings.Trim(host, "[]")
	switch names := unknownIn(host); {
	case names != nil:
		c.unsaid("-h", finding.Part{Code: finding.TheHost}, names)
		host = ""
	case !isHost(host), port > 65_535:
		return errURL
	}
	c.Profile.Address.Host, c.port, c.hosted = host, port, true
	c.secure = scheme == "mqtts" || scheme == "wss"
	c.plain = !c.secure
	c.websocket = strings.HasPrefix(scheme, "ws")
	if topic != "" {
		c.topics = append(c.topics, topic)
	}
	return nil
}

// login takes what stands before the host of a URL.
func (c *command) login(user, password string, has bool) {
	if names := unknownIn(user); names != nil {
		c.unsaid("-u", finding.Part{Code: finding.TheUsername}, names)
	} else {
		c.Profile.Username = user
	}
	switch names := unknownIn(password); {
	case names != nil:
		c.unsaid("-P", finding.Part{Code: finding.ThePassword}, names)
	case has:
		c.givenPassword(password)
	}
}

// setProxy reads socks5h://user:password@host:port.
func (c *command) setProxy(value string) error {
	rest, ok := strings.CutPrefix(value, "socks5h://")
	if !ok {
		return &finding.Fault{Code: finding.ProxyScheme}
	}
	if names := unknownIn(value); names != nil {
		c.unsaid("--proxy", finding.Part{Code: finding.TheProxy}, names)
		return nil
	}
	if !strings.Contains(rest[strings.LastIndex(rest, "@")+1:], ":") {
		rest += ":1080"
	}
	p, err := broker.ParseURL(rest)
	if err != nil {
		return err
	}
	c.Profile.Proxy = profiles.Proxy{Kind: "socks5", Host: p.Address.Host, Port: p.Address.Port, Username: p.Username}
	c.secret(profiles.SecretProxyPassword, p.Password)
	return nil
}
