package explain

import (
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/broker/doctor"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// Trial names what a step of the doctor tries.
func Trial(t doctor.Trial) string {
	switch t.Kind {
	case doctor.Subscription:
		return wording.Fill("Subscription {filter}", "filter", t.Filter)
	case doctor.RoundTrip:
		return wording.Fill("Round trip at QoS {QoS}", "QoS", t.QoS)
	}
	if name, ok := trials[t.Kind]; ok {
		return name
	}
	return string(t.Kind)
}

var trials = map[doctor.Kind]string{
	doctor.Name: "Name", doctor.Port: "Port", doctor.TLS: "TLS", doctor.MQTT: "MQTT", doctor.LastWill: "Last will",
}

// StepState says in a word how a step went.
func StepState(s doctor.State) string {
	return map[doctor.State]string{
		doctor.Passed: "passed", doctor.Warned: "warned", doctor.Failed: "failed", doctor.Skipped: "skipped",
	}[s]
}

// Step says what a step of the doctor found and, unless it passed, what to do next.
func Step(s doctor.Step) string {
	return broker.Shorten(printable.Text(s.Redactor.Words(found(s))))
}

func found(s doctor.Step) string {
	if words, ok := constantFindings[s.Finding.Code]; ok {
		return words
	}
	if words := findings[s.Finding.Code]; words != nil {
		return words(s.Finding, s.Address)
	}
	return string(s.Finding.Code)
}

var constantFindings = map[doctor.Code]string{
	doctor.ProxyResolves:   "The proxy resolves the name.",
	doctor.ValidUnverified: "The broker's certificate is not verified, although it is valid. Turn verification on under TLS.",
	doctor.WillAccepted:    "The broker accepts a last will like this one. It was not set.",
	doctor.WillRetained:    "The broker keeps no retained messages, so it refuses the last will, which is retained. Switch off Retain for the last will.",
	doctor.TopicDenied:     "Not tried, because the topic could not be subscribed to. Choose another topic, one that this login may read and write.",
	doctor.ReadOnly:        "The connection is read-only, so nothing was published.",
	doctor.NotRequested:    "Publishing was not requested, so no message was sent.",
}

// findings are those with something in them that differs.
var findings = map[doctor.Code]func(doctor.Finding, broker.Address) string{
	doctor.Problem: func(f doctor.Finding, a broker.Address) string { return Error(f.Err, a) },
	doctor.TopicProblem: func(f doctor.Finding, a broker.Address) string {
		return Error(f.Err, a) + " Choose another topic for the test messages."
	},
	doctor.NotTried: func(f doctor.Finding, _ broker.Address) string {
		return wording.Fill("Not tried, because the previous step failed: {step}.", "step", Trial(f.Failed))
	},
	doctor.NotTriedEarlier: func(f doctor.Finding, _ broker.Address) string {
		return wording.Fill("Not tried, because an earlier step failed: {step}.", "step", Trial(f.Failed))
	},
	doctor.IsAddress: func(f doctor.Finding, _ broker.Address) string {
		return wording.Fill("{host} is an IP address; there is no name to look up.", "host", f.Host)
	},
	doctor.Resolves: resolves,
	doctor.ResolvesNowhere: func(f doctor.Finding, a broker.Address) string {
		return resolves(f, a) + " This is not a broker's address: name servers return it for names that they block, and it leads back to this computer. " +
			"Ask the administrator of the name server."
	},
	doctor.ProxyConnects: func(f doctor.Finding, a broker.Address) string {
		return wording.Fill("The proxy {host} connects to {address}.", "host", f.Host, "address", a.HostPort())
	},
	doctor.Accepts: func(f doctor.Finding, _ broker.Address) string {
		return wording.Fill("{host} accepts connections.", "host", f.Host)
	},
	doctor.Trusted: func(f doctor.Finding, _ broker.Address) string {
		return wording.Fill("{TLS} with a trusted certificate.", "TLS", f.TLS)
	},
	doctor.NotVerified: func(f doctor.Finding, a broker.Address) string {
		return "The broker's certificate is not verified, so anyone could pose as the broker. Verification would fail. " + Error(f.Err, a)
	},
	doctor.OutdatedTLS: func(f doctor.Finding, _ broker.Address) string {
		return wording.Fill("The broker uses outdated TLS ({outdated}), which can be broken, and the connection allows it. The broker should be updated.",
			"outdated", outdated(f.Outdated))
	},
	doctor.ExpiresSoon: func(f doctor.Finding, _ broker.Address) string {
		return wording.Fill("The broker's certificate expires on {until}. It must be renewed on the broker before then.", "until", f.Until.Format(time.DateOnly))
	},
	doctor.Connected: func(f doctor.Finding, _ broker.Address) string {
		return wording.Fill("The broker accepts this client with MQTT {version}.", "version", f.Version)
	},
	doctor.Noted: func(f doctor.Finding, _ broker.Address) string { return SessionNotes(f.Notes) },
	doctor.WillAboveQoS: func(f doctor.Finding, _ broker.Address) string {
		return wording.Fill("The broker accepts messages up to QoS {QoS}, so it refuses the last will at QoS {wished}. Choose a lower QoS for the last will.",
			"QoS", f.QoS, "wished", f.Wished)
	},
	doctor.Granted: func(f doctor.Finding, _ broker.Address) string {
		return wording.Fill("The broker grants {topic} at QoS {QoS}.", "topic", f.Topic, "QoS", f.QoS)
	},
	doctor.GrantedLower: func(f doctor.Finding, _ broker.Address) string {
		return wording.Fill("The broker grants {topic} at QoS {QoS} only, so messages may be lost on a bad connection. Ask its administrator if you need QoS {wished}.",
			"topic", f.Topic, "QoS", f.QoS, "wished", f.Wished)
	},
	doctor.TopicGranted: func(f doctor.Finding, _ broker.Address) string {
		return wording.Fill("The broker grants {topic}, the topic of the round trip.", "topic", f.Topic)
	},
	doctor.AboveQoS: func(f doctor.Finding, _ broker.Address) string {
		return wording.Fill("The broker accepts messages up to QoS {QoS} only.", "QoS", f.QoS)
	},
	doctor.CameBack: func(f doctor.Finding, _ broker.Address) string {
		return wording.Fill("A message came back after {time}.", "time", f.After.Round(10*time.Microsecond))
	},
	doctor.NotBack: func(f doctor.Finding, _ broker.Address) string {
		return wording.Fill("The message to {topic} did not come back in time: the broker may not let this login publish or read there. Ask for permission, or "+
			"choose another topic.",
			"topic", f.Topic)
	},
}

// resolves says which addresses a name has.
func resolves(f doctor.Finding, _ broker.Address) string {
	text := "{host} is {addresses}."
	if f.Asked != f.Host {
		text = "{host} ({asked}) is {addresses}."
	}
	return wording.Fill(text, "host", f.Host, "asked", f.Asked, "addresses", addresses(f.Found))
}

// mostAddresses are the addresses that are listed of a host: a name server may give a
// thousand.
const mostAddresses = 8

// addresses are listed as they stand in a sentence.
func addresses(all []string) string {
	if more := len(all) - mostAddresses; more > 1 {
		return wording.Count(more, "{addresses} and {count} more address", "{addresses} and {count} more addresses", "addresses", strings.Join(all[:mostAddresses], ", "))
	}
	return strings.Join(all, ", ")
}
