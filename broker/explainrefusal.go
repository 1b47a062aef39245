package broker

import (
	"errors"
	"fmt"
	"strings"

	"mangrove/model/printable"
)

// explainRefusal is for a broker that said no.
func explainRefusal(err error, a Address) string {
	var r *Refusal
	if !errors.As(err, &r) || errors.Is(err, ErrNoVersion) || errors.Is(err, ErrTakenOver) {
		return ""
	}
	var s string
	switch filters := askedFilters(err); {
	case r.Packet == "DISCONNECT" && overSubscription(r) && filters != nil:
		return explainThrownOut(r, filters)
	case r.Packet == "DISCONNECT" && errors.Is(err, ErrUnconfirmed):
		s = explainDisconnect(r) + " The message that was being published may or may not have arrived."
		return s + refusalReason(r)
	}
	switch r.Packet {
	case "CONNACK":
		s = explainConnack(r, a)
	case "SUBACK":
		s = fmt.Sprintf("The broker denied the subscription to %s%s. %s", r.Subject, because(r), subscribeAdvice(r))
	case "UNSUBACK":
		s = fmt.Sprintf("The broker kept the subscription to %s%s.", r.Subject, because(r))
	case "DISCONNECT":
		s = explainDisconnect(r)
	default:
		s = fmt.Sprintf("The broker did not accept the message on %s%s.%s", r.Subject, because(r), publishAdvice(r))
	}
	return s + refusalReason(r)
}

// refusalReason are the broker's own, behind the sentence.
func refusalReason(r *Refusal) string {
	if r.Reason == "" {
		return ""
	}
	return " The broker says: " + sentence(printable.Line(r.Reason))
}

// overSubscription reports that a DISCONNECT after a SUBSCRIBE is likely to be
// for that, and not for what happens to come at the same time.
func overSubscription(r *Refusal) bool {
	switch r.Code {
	case 0x00, 0x80, MalformedPacket, ProtocolError, 0x83, NotAuthorized, 0x8F, PacketTooLarge, QuotaExceeded,
		QoSUnsupported, NoSharedFilters, NoIdentifiers, NoWildcardFilters:
		return true
	}
	return false
}

// explainThrownOut is for a connection that ended over a subscription.
func explainThrownOut(r *Refusal, filters []string) string {
	why := because(r)
	if r.Code == 0 {
		why = ""
	}
	return fmt.Sprintf("The broker ended the connection when asked to subscribe to %s%s. %s%s", list(filters), why, subscribeAdvice(r), refusalReason(r))
}

// subscribeAdvice is what to do about a subscription that was denied.
func subscribeAdvice(r *Refusal) string {
	switch {
	case r.Version != V5:
	case r.Code == NoSharedFilters:
		return "Subscribe without $share and the name of the group in front."
	case r.Code == NoWildcardFilters:
		return "Subscribe to topics by their names, without + and #."
	case r.Code == QuotaExceeded, r.Code == PacketTooLarge:
		return "Subscribe to less."
	case r.Code == 0x8F:
		return "Choose another filter."
	}
	return "Choose a filter this login may read."
}

func explainConnack(r *Refusal, a Address) string {
	switch r.Kind() {
	case UnsupportedVersion:
		return fmt.Sprintf("The broker at %s does not speak this version of MQTT. Choose the version auto, or an older one.", a.HostPort())
	case InvalidClientID:
		return "The broker did not accept the client id. Choose another, at most 23 letters and digits for old brokers." + keepAliveHint(r)
	case BadLogin:
		return "The broker refused the user name or the password. Check both."
	case NotAuthorized:
		return "The broker did not let this client in: not authorized. Check the user name and the password, and that the client id may connect."
	case Banned:
		return "The broker has banned this client. Ask its administrator."
	case BadAuthMethod:
		return "The broker wants another kind of authentication than user name and password. Ask its administrator."
	case ServerUnavailable, ServerBusy:
		return fmt.Sprintf("The broker at %s is there but not available now. Try again later.", a.HostPort())
	case UseAnotherServer, ServerMoved:
		return fmt.Sprintf("The broker at %s asks to use another server%s. %s", a.HostPort(), reference(r), referenceAdvice(r))
	}
	if s := explainWill(r); s != "" {
		return s
	}
	return fmt.Sprintf("The broker at %s refused the connection%s.", a.HostPort(), because(r))
}

// keepAliveHint is for Mosquitto, which says so under MQTT 3.1.1 that a keep
// alive is longer than it allows (max_keepalive).
func keepAliveHint(r *Refusal) string {
	if r.Version == V5 {
		return ""
	}
	return " If the client id is in order, try a shorter keep alive."
}

// explainWill is for a CONNACK over the last will: nothing else in CONNECT has a
// QoS, a retain flag, a topic or a payload.
func explainWill(r *Refusal) string {
	if r.Version != V5 {
		return ""
	}
	switch r.Code {
	case QoSUnsupported:
		return "The broker does not take a last will with this QoS. Choose a lower QoS for the last will, or none."
	case RetainUnsupported:
		return "The broker keeps no retained messages, so it does not take a last will that is retained. Switch off Retain for the last will."
	case TopicInvalid:
		return "The broker does not take a last will on this topic. Choose another topic for the last will."
	case PayloadInvalid:
		return "The payload of the last will is not of the format it claims. Correct the payload, or do not mark it as text."
	case PacketTooLarge:
		return "The broker does not take so large a CONNECT. Make the last will smaller."
	}
	return ""
}

// reference names the server to use instead, if the broker did.
func reference(r *Refusal) string {
	if r.Reference == "" {
		return ""
	}
	return ": " + sentenceless(r.Reference)
}

func referenceAdvice(r *Refusal) string {
	if r.Reference == "" {
		return "Ask its administrator for the new address."
	}
	return "If you trust it, make a connection to that address; nothing was sent there."
}

// sentenceless is a text of the broker's within a sentence.
func sentenceless(s string) string {
	return strings.TrimRight(strings.TrimSpace(printable.Line(s)), ".")
}

func explainDisconnect(r *Refusal) string {
	switch r.Code {
	case 0x00:
		return "The broker ended the connection without giving a reason."
	case ShuttingDown:
		return "The broker is shutting down. It can be reached again once it has started anew."
	case NotAuthorized:
		return "The broker ended the connection: not authorized. A subscription or message may not be allowed for this login."
	case ServerMoved, UseAnotherServer:
		return fmt.Sprintf("The broker ended the connection and asks to use another server%s. %s", reference(r), referenceAdvice(r))
	case PacketTooLarge:
		return "The broker ended the connection because a message was too large for it. Publish smaller ones."
	case QoSUnsupported:
		return "The broker ended the connection because it does not take the QoS of a message. Publish with a lower QoS."
	case RetainUnsupported:
		return "The broker ended the connection because it keeps no retained messages. Publish without Retain."
	}
	return fmt.Sprintf("The broker ended the connection%s.", because(r))
}

func publishAdvice(r *Refusal) string {
	switch r.Code {
	case NotAuthorized:
		return " This login may not publish there."
	case PacketTooLarge:
		return " Publish smaller messages."
	case RetainUnsupported:
		return " Publish without Retain."
	case QoSUnsupported:
		return " Publish with a lower QoS."
	case QuotaExceeded:
		return " Wait a little and publish again."
	}
	return ""
}

// because names the reason, unless the broker gave none worth reading.
func because(r *Refusal) string {
	if m := r.Meaning(); m != "unspecified error" && !strings.HasPrefix(m, "subscription refused") {
		return ": " + m
	}
	return ""
}
