package explain

import (
	"errors"
	"strconv"
	"strings"

	"mangrove/broker"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// explainRefusal is for a broker that said no.
func explainRefusal(err error, a broker.Address) string {
	var r *broker.Refusal
	if !errors.As(err, &r) || errors.Is(err, broker.ErrNoVersion) || errors.Is(err, broker.ErrTakenOver) {
		return ""
	}
	var s string
	switch filters := askedFilters(err); {
	case r.Packet == "DISCONNECT" && overSubscription(r) && filters != nil:
		return explainThrownOut(r, filters)
	case r.Packet == "DISCONNECT" && errors.Is(err, broker.ErrUnconfirmed):
		s = explainDisconnect(r) + " The message that was being published may or may not have arrived."
		return s + refusalReason(r)
	}
	switch r.Packet {
	case "CONNACK":
		s = explainConnack(r, a)
	case "SUBACK":
		s = reasoned(r, "The broker denied the subscription to {subject}.", "The broker denied the subscription to {subject}: {reason}.") + " " + subscribeAdvice(r)
	case "UNSUBACK":
		s = reasoned(r, "The broker kept the subscription to {subject}.", "The broker kept the subscription to {subject}: {reason}.")
	case "DISCONNECT":
		s = explainDisconnect(r)
	default:
		s = reasoned(r, "The broker did not accept the message on {subject}.", "The broker did not accept the message on {subject}: {reason}.") + publishAdvice(r)
	}
	return s + refusalReason(r)
}

// refusalReason is what the broker itself said, behind the sentence.
func refusalReason(r *broker.Refusal) string {
	if r.Reason == "" {
		return ""
	}
	return wording.Fill(" The broker says: {reason}", "reason", sentence(printable.Line(r.Reason)))
}

// overSubscription reports that a DISCONNECT after a SUBSCRIBE is likely to be
// for that, and not for what happens to come at the same time.
func overSubscription(r *broker.Refusal) bool {
	switch r.Code {
	case 0x00, 0x80, broker.MalformedPacket, broker.ProtocolError, 0x83, broker.NotAuthorized, 0x8F, broker.PacketTooLarge, broker.QuotaExceeded,
		broker.QoSUnsupported, broker.NoSharedFilters, broker.NoIdentifiers, broker.NoWildcardFilters:
		return true
	}
	return false
}

// explainThrownOut is for a connection that ended over a subscription.
func explainThrownOut(r *broker.Refusal, filters []string) string {
	text := "The broker ended the connection when asked to subscribe to {filters}: {reason}."
	reason := because(r)
	if r.Code == 0 || reason == "" {
		text = "The broker ended the connection when asked to subscribe to {filters}."
	}
	return wording.Fill(text, "filters", list(filters), "reason", reason) + " " + subscribeAdvice(r) + refusalReason(r)
}

// subscribeAdvice is what to do about a subscription that was denied.
func subscribeAdvice(r *broker.Refusal) string {
	switch {
	case r.Version != broker.V5:
	case r.Code == broker.NoSharedFilters:
		return "Subscribe without the $share/group/ prefix."
	case r.Code == broker.NoWildcardFilters:
		return "Subscribe to exact topics, without + and #."
	case r.Code == broker.QuotaExceeded, r.Code == broker.PacketTooLarge:
		return "Subscribe to fewer topics."
	case r.Code == 0x8F:
		return "Choose another filter."
	}
	return "Choose a filter this login may read."
}

func explainConnack(r *broker.Refusal, a broker.Address) string {
	switch r.Kind() {
	case broker.UnsupportedVersion:
		return wording.Fill("The broker at {address} does not support this version of MQTT. Choose automatic, or an older version.", "address", a.HostPort())
	case broker.InvalidClientID:
		return "The broker did not accept the client id. Choose another, at most 23 letters and digits for old brokers." + keepAliveHint(r)
	case broker.BadLogin:
		return "The broker refused the user name or the password. Check both."
	case broker.NotAuthorized:
		return "The broker refused this client: not authorized. Check the user name and the password, and that the client id may connect."
	case broker.Banned:
		return "The broker has banned this client. Ask its administrator."
	case broker.BadAuthMethod:
		return "The broker requires another kind of authentication than user name and password. Ask its administrator."
	case broker.ServerUnavailable, broker.ServerBusy:
		return wording.Fill("The broker at {address} is running but not available now. Try again later.", "address", a.HostPort())
	case broker.UseAnotherServer, broker.ServerMoved:
		if r.Reference == "" {
			return wording.Fill("The broker at {address} asks to use another server. Ask its administrator for the new address.", "address", a.HostPort())
		}
		return wording.Fill("The broker at {address} asks to use another server: {server}. If you trust it, connect to that address; nothing was sent there.",
			"address", a.HostPort(), "server", sentenceless(r.Reference))
	}
	if s := explainWill(r); s != "" {
		return s
	}
	return reasoned(r, "The broker at {address} refused the connection.", "The broker at {address} refused the connection: {reason}.", "address", a.HostPort())
}

// keepAliveHint is for Mosquitto, which says so under MQTT 3.1.1 that a keep
// alive is longer than it allows (max_keepalive).
func keepAliveHint(r *broker.Refusal) string {
	if r.Version == broker.V5 {
		return ""
	}
	return " If the client id is in order, try a shorter keep alive."
}

// explainWill is for a CONNACK over the last will: nothing else in CONNECT has a
// QoS, a retain flag, a topic or a payload.
func explainWill(r *broker.Refusal) string {
	if r.Version != broker.V5 {
		return ""
	}
	switch r.Code {
	case broker.QoSUnsupported:
		return "The broker does not accept a last will with this QoS. Choose a lower QoS for the last will, or none."
	case broker.RetainUnsupported:
		return "The broker keeps no retained messages, so it does not accept a retained last will. Switch off Retain for the last will."
	case broker.TopicInvalid:
		return "The broker does not accept a last will on this topic. Choose another topic for the last will."
	case broker.PayloadInvalid:
		return "The payload of the last will does not match its declared format. Correct the payload, or do not mark it as text."
	case broker.PacketTooLarge:
		return "The CONNECT is too large for the broker. Make the last will smaller."
	}
	return ""
}

// sentenceless is a text of the broker's within a sentence.
func sentenceless(s string) string {
	return strings.TrimRight(strings.TrimSpace(printable.Line(s)), ".")
}

func explainDisconnect(r *broker.Refusal) string {
	switch r.Code {
	case 0x00:
		return "The broker ended the connection without giving a reason."
	case broker.ShuttingDown:
		return "The broker is shutting down. Try again once it has restarted."
	case broker.NotAuthorized:
		return "The broker ended the connection: not authorized. A subscription or message may not be allowed for this login."
	case broker.ServerMoved, broker.UseAnotherServer:
		if r.Reference == "" {
			return "The broker ended the connection and asks to use another server. Ask its administrator for the new address."
		}
		return wording.Fill("The broker ended the connection and asks to use another server: {server}. If you trust it, connect to that address; nothing was sent there.",
			"server", sentenceless(r.Reference))
	case broker.PacketTooLarge:
		return "The broker ended the connection because a message was too large for it. Publish smaller ones."
	case broker.QoSUnsupported:
		return "The broker ended the connection because it does not accept the QoS of a message. Publish with a lower QoS."
	case broker.RetainUnsupported:
		return "The broker ended the connection because it keeps no retained messages. Publish without Retain."
	}
	return reasoned(r, "The broker ended the connection.", "The broker ended the connection: {reason}.")
}

func publishAdvice(r *broker.Refusal) string {
	switch r.Code {
	case broker.NotAuthorized:
		return " This login may not publish there."
	case broker.PacketTooLarge:
		return " Publish smaller messages."
	case broker.RetainUnsupported:
		return " Publish without Retain."
	case broker.QoSUnsupported:
		return " Publish with a lower QoS."
	case broker.QuotaExceeded:
		return " Wait a moment and publish again."
	}
	return ""
}

// meaning puts the code in words.
func meaning(r *broker.Refusal) string {
	text := "the code {code}, which MQTT {version} does not define for {packet}"
	switch {
	case reasonName(r) != "":
		return reasonName(r)
	case olderReasonName(r) != "":
		text = "the code {code}, which MQTT {version} does not define for {packet}; in MQTT 3.1.1 it is {older}"
	}
	return wording.Fill(text, "code", hexOf(int(r.Code)), "version", r.Version, "packet", r.Packet, "older", strconv.Quote(olderReasonName(r)))
}

// because names the reason, unless the broker gave none worth reading.
func because(r *broker.Refusal) string {
	if r.Code == broker.OldSubackFailure && r.Name() != "" { // of MQTT 5 as well: unspecified
		return ""
	}
	return meaning(r)
}

// reasoned is the sentence without a reason, or the one with it.
func reasoned(r *broker.Refusal, without, with string, values ...any) string {
	reason := because(r)
	if reason == "" {
		with = without
	}
	return wording.Fill(with, append([]any{"subject", r.Subject, "reason", reason}, values...)...)
}
