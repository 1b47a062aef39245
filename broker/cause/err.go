package cause

import (
	"crypto/tls"
	"errors"
	"net"
	"slices"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/request"
	"mangrove/model"
	"mangrove/model/template"
	"mangrove/model/value"
)

// words are an error that is known by its words only.
type words string

// Error has them.
func (w words) Error() string { return string(w) }

// Err is the error again, as far as package explain looks at it; nil of nil. What no error
// is made of, as by a newer program, is the cause itself.
func (c *Cause) Err() error {
	if c == nil {
		return nil
	}
	for _, form := range []func() error{c.ofDraft, c.ofAnswer, c.ofWay, c.ofSession, c.sentinel} {
		if err := form(); err != nil {
			return err
		}
	}
	return c
}

func (c *Cause) ofDraft() error {
	switch c.Code {
	case Draft:
		err := c.Inner.Err()
		if err == nil {
			err = words("")
		}
		return &draft.Error{Field: draft.Field(c.Part), Err: err}
	case Template:
		return &template.Error{Code: template.Code(c.Kind), Line: c.Line, Column: c.Column, Found: c.Text, Most: c.Limit, Detail: c.Said, Err: c.Inner.Err()}
	case Value:
		return &value.Fault{Code: value.FaultCode(c.Kind), Offset: c.Number, Part: value.FaultPart(c.Part), Found: c.Text}
	case Topic:
		return model.TopicFault(c.Kind)
	}
	return nil
}

func (c *Cause) ofAnswer() error {
	switch c.Code {
	case NoReply:
		return &request.NoAnswer{Filter: c.Text, Within: c.After, Others: c.Number, Acknowledged: broker.Acknowledgement{Code: c.Reason}}
	case Unanswered:
		return &broker.Unanswered{Packet: c.Part, Subjects: c.Names, After: c.After}
	case Refused:
		return &broker.Refusal{Packet: c.Part, Version: broker.Version(c.Version), Code: c.Reason, Subject: c.Text, Reason: c.Said, Reference: c.Reference}
	}
	return nil
}

func (c *Cause) ofWay() error {
	switch c.Code {
	case WithWill:
		return errors.Join(broker.ErrHungUp, broker.ErrWithWill)
	case Certificate:
		return &tls.CertificateVerificationError{Err: words(x509Words + c.Said)}
	case Alert:
		return &net.OpError{Op: remoteError, Err: words(c.Said)}
	case NoHost:
		return &net.DNSError{IsNotFound: true}
	case NoLookup:
		return &net.DNSError{}
	}
	for _, s := range ofSystem {
		if s.code == c.Code {
			return s.err
		}
	}
	return nil
}

func (c *Cause) ofSession() error {
	switch c.Code {
	case Subscribing:
		return &broker.SubscribeError{Filters: c.Names, Err: broker.ErrLost}
	case Pending:
		return &broker.Pending{Err: broker.ErrUnconfirmed}
	case Unfit:
		kind := c.Inner.Err()
		if kind == nil {
			kind = broker.ErrInvalid
		}
		return &broker.Unfit{Err: kind, Code: broker.UnfitCode(c.Kind), Text: broker.UnfitText(c.Part), LastWill: c.Will, Name: c.Text,
			Number: c.Number, Limit: c.Limit, Version: broker.Version(c.Version)}
	case Other:
		return words(c.Said)
	}
	return nil
}

func (c *Cause) sentinel() error {
	for _, s := range slices.Concat(onTheWay, ofSession) {
		switch {
		case s.code != c.Code:
		case c.Kind == "":
			return s.err
		default:
			return &broker.Found{Kind: s.err, Code: broker.FoundCode(c.Kind), Text: c.Text, Names: c.Names, Number: c.Number, Limit: c.Limit,
				Serial: c.Said, After: c.After}
		}
	}
	return nil
}
