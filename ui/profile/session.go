package profile

import (
	"encoding/hex"
	"errors"
	"math"
	"strings"
	"unicode/utf8"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/model"
	"mangrove/ui/format"
)

// forever is how a session without end is typed.
const forever = "forever"

// sessionGroup is what the broker keeps of the connection, and the last will.
func (f *Form) sessionGroup() {
	f.checked("Session", "resume instead of a clean start", func(p *profiles.Profile) *bool { return &p.Resume })
	f.text(textField{
		code: "Session expiry", hint: "seconds, or forever; MQTT 5",
		get: func(p *profiles.Profile) string {
			if p.SessionExpiry == profiles.Forever {
				return forever
			}
			return number(p.SessionExpiry)
		},
		set: func(p *profiles.Profile, s string) error {
			if strings.TrimSpace(s) == forever {
				p.SessionExpiry = profiles.Forever
				return nil
			}
			n, err := whole(s, 0, math.MaxUint32-1)
			if err != nil {
				return errors.New("this must be a number of seconds, or the word forever")
			}
			p.SessionExpiry = n
			return nil
		},
	})
	f.addWords(heading("Last will"))
	f.willSwitch()
	f.willFields()
}

// willSwitch sets a last will, or none. One that was switched off comes back as
// it was.
func (f *Form) willSwitch() {
	on := false
	c := f.checked("", "publish if connection is lost", nil)
	c.at = func(p *profiles.Profile) *bool {
		on = p.Will != nil
		return &on
	}
	c.check.OnChanged = func(want bool) {
		if f.showing {
			return
		}
		f.change(func(p *profiles.Profile) {
			if !want {
				f.wills[p.ID], p.Will = p.Will, nil
				return
			}
			if p.Will = f.wills[p.ID]; p.Will == nil {
				p.Will = &profiles.Will{}
			}
		})
		f.showAll()
	}
}

// willOf is the last will to write to: a copy, since the shelf has the other.
func willOf(p *profiles.Profile) *profiles.Will {
	w := profiles.Will{}
	if p.Will != nil {
		w = *p.Will
	}
	p.Will = &w
	return &w
}

// willField makes a field of the last will out of one of its own.
func willField(code fieldCode, hint string, get func(w *profiles.Will) string, set func(w *profiles.Will, s string) error) textField {
	return textField{
		code: code, hint: hint, when: hasWill,
		get: func(p *profiles.Profile) string {
			if p.Will == nil {
				return ""
			}
			return get(p.Will)
		},
		set: func(p *profiles.Profile, s string) error { return set(willOf(p), s) },
	}
}

func hasWill(p *profiles.Profile) bool { return p.Will != nil }

func willNumber(code fieldCode, hint string, at func(w *profiles.Will) *int64) textField {
	return willField(code, hint,
		func(w *profiles.Will) string { return number(*at(w)) },
		func(w *profiles.Will, s string) error {
			n, err := whole(s, 0, math.MaxUint32)
			if err == nil {
				*at(w) = n
			}
			return err
		})
}

func willString(code fieldCode, hint string, at func(w *profiles.Will) *string) textField {
	return willField(code, hint,
		func(w *profiles.Will) string { return *at(w) },
		func(w *profiles.Will, s string) error { *at(w) = s; return nil })
}

func (f *Form) willFields() {
	f.text(willField("Topic", "topic to publish to", func(w *profiles.Will) string { return w.Topic },
		func(w *profiles.Will, s string) error { w.Topic = s; return model.CheckTopic(s) }))
	payload := willField("Payload", "", func(w *profiles.Will) string { return bytesText(w.Payload) },
		func(w *profiles.Will, s string) (err error) { w.Payload, err = textBytes(s); return err })
	payload.lines = 3
	payload.when = func(p *profiles.Profile) bool { return hasWill(p) && !p.Will.SecretPayload }
	f.text(payload)
	f.secret("Secret payload", profiles.SecretWillPayload, func(p *profiles.Profile) bool { return hasWill(p) && p.Will.SecretPayload })
	f.secretPayload()
	f.choice("QoS", []string{"0", "1", "2"},
		func(p *profiles.Profile) int {
			if p.Will == nil {
				return 0
			}
			return int(p.Will.QoS)
		},
		func(p *profiles.Profile, i int) { willOf(p).QoS = byte(i) }).when = hasWill
	f.willCheck("retain it", func(w *profiles.Will) *bool { return &w.Retain })
	note := newWords(func(p *profiles.Profile) string {
		if p.Will == nil {
			return ""
		}
		return "The following need MQTT 5."
	})
	f.addWords(note)
	f.text(willNumber("Delay", "seconds before publishing", func(w *profiles.Will) *int64 { return &w.Delay }))
	f.text(willNumber("Message expiry", "seconds; empty: never", func(w *profiles.Will) *int64 { return &w.Expiry }))
	f.willCheck("the payload is UTF-8 text", func(w *profiles.Will) *bool { return &w.Text })
	f.text(willString("Content type", "such as application/json", func(w *profiles.Will) *string { return &w.ContentType }))
	f.text(willString("Response topic", "", func(w *profiles.Will) *string { return &w.ResponseTopic }))
	f.text(willField("Correlation data", "text, or 0x and hex digits",
		func(w *profiles.Will) string { return bytesText(w.CorrelationData) },
		func(w *profiles.Will, s string) (err error) { w.CorrelationData, err = textBytes(s); return err }))
	f.willProperties()
}

// secretPayload marks the payload of the last will as a secret. Without the mark
// it is forgotten, and typed anew.
func (f *Form) secretPayload() {
	none := false
	c := f.checked("", "the payload is a secret", func(p *profiles.Profile) *bool {
		if p.Will == nil {
			none = false
			return &none
		}
		return &willOf(p).SecretPayload
	})
	c.when = hasWill
	mark := c.check.OnChanged
	c.check.OnChanged = func(on bool) {
		if mark(on); f.showing {
			return
		}
		if !on {
			f.shelf.SetSecret(f.profile.ID, profiles.SecretWillPayload, "")
		}
		f.showAll()
	}
}

// willProperties adds those of the last will.
func (f *Form) willProperties() {
	var none []broker.UserProperty
	var unmarked []string
	f.userProperties(propertyList{
		label: "User properties", when: hasWill, secret: profiles.WillPropertySecret,
		at: func(p *profiles.Profile) *[]broker.UserProperty {
			if p.Will == nil {
				none = nil
				return &none
			}
			return &willOf(p).User
		},
		marks: func(p *profiles.Profile) *[]string {
			if p.Will == nil {
				unmarked = nil
				return &unmarked
			}
			return &willOf(p).Secret
		},
	})
}

func (f *Form) willCheck(name string, at func(w *profiles.Will) *bool) {
	none := false
	f.checked("", name, func(p *profiles.Profile) *bool {
		if p.Will == nil {
			none = false
			return &none
		}
		return at(willOf(p))
	}).when = hasWill
}

// bytesText shows bytes as text, or in hexadecimal when they are none.
func bytesText(b []byte) string {
	if utf8.Valid(b) && !strings.HasPrefix(string(b), "0x") {
		return string(b)
	}
	return "0x" + hex.EncodeToString(b)
}

// textBytes reads what bytesText shows.
func textBytes(s string) ([]byte, error) {
	digits, is := strings.CutPrefix(s, "0x")
	if !is {
		return []byte(s), nil
	}
	b, err := hex.DecodeString(digits)
	if err != nil {
		return nil, errors.New("after 0x, write two hex digits for each byte; other text cannot begin with 0x")
	}
	return b, nil
}

// mqtt5Group is what MQTT 5 alone lets a client say.
func (f *Form) mqtt5Group() {
	f.addWords(newWords(func(p *profiles.Profile) string {
		if p.Version == broker.Auto || p.Version == broker.V5 {
			return ""
		}
		return format.Fill("MQTT {version}, chosen under {name}, has none of these settings.", "version", p.Version.String(), "name", GeneralGroup.Title())
	}))
	f.text(wordField("Receive maximum", "unacknowledged messages; empty: 65535", math.MaxUint16, func(p *profiles.Profile) (int64, func(int64)) {
		return int64(p.Connect.ReceiveMaximum), func(n int64) { p.Connect.ReceiveMaximum = uint16(n) }
	}))
	f.text(wordField("Maximum packet", "bytes, announced to the broker; empty: no limit", math.MaxUint32, func(p *profiles.Profile) (int64, func(int64)) {
		return int64(p.Connect.MaximumPacket), func(n int64) { p.Connect.MaximumPacket = uint32(n) }
	}))
	f.checked("", "request response information", func(p *profiles.Profile) *bool { return &p.Connect.ResponseInformation })
	f.userProperties(propertyList{
		label: "User properties", secret: profiles.PropertySecret,
		at:    func(p *profiles.Profile) *[]broker.UserProperty { return &p.Connect.User },
		marks: func(p *profiles.Profile) *[]string { return &p.Connect.Secret },
	})
	f.addWords(heading("Extended authentication"))
	f.text(stringField("Method", "name known to the broker; empty: none", func(p *profiles.Profile) *string { return &p.AuthMethod }))
	f.secret("Data", profiles.SecretAuthData, func(p *profiles.Profile) bool { return p.AuthMethod != "" })
}

// wordField is a smallField for a number of another size.
func wordField(code fieldCode, hint string, most int64, at func(p *profiles.Profile) (int64, func(int64))) textField {
	return textField{
		code: code, hint: hint, width: 300,
		get: func(p *profiles.Profile) string { n, _ := at(p); return number(n) },
		set: func(p *profiles.Profile, s string) error {
			n, err := whole(s, 0, most)
			if err == nil {
				_, set := at(p)
				set(n)
			}
			return err
		},
	}
}
