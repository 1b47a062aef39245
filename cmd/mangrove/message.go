package main

import (
	"encoding/hex"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model/decode"
	"mangrove/model/encode"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// messageOptions are the flags for a message to publish.
type messageOptions struct {
	topic      string
	payload    string
	file       string
	hex        string
	as         string
	qos        int
	retain     bool
	properties []string
	template   bool
	variables  []string
	schema     schemaOptions
}

// propertyHelp is what the help of the commands says of --property.
const propertyHelp = "Properties of MQTT 5 are given as --property NAME=VALUE: content-type, response-topic, correlation-data,\n" +
	"correlation-hex, expiry (seconds), topic-alias, format (text or bytes), and user:NAME=VALUE for one of your own, as often as\n" +
	"wanted.\n\n"

func (o *messageOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.topic, "topic", "", "topic to publish to")
	f.StringVar(&o.payload, "payload", "", "the payload as text")
	f.StringVar(&o.file, "file", "", "file that holds the payload, byte for byte; - for standard input")
	f.StringVar(&o.hex, "hex", "", "the payload as hexadecimal digits")
	f.StringVar(&o.as, "as", "text", wording.Fill("how the payload is written: {encodings}", "encodings", encodings()))
	f.IntVar(&o.qos, "qos", 1, "0, 1 or 2; at 0 nothing is acknowledged")
	f.BoolVar(&o.retain, "retain", false, "have the broker keep the message for new subscribers")
	f.StringArrayVar(&o.properties, "property", nil, "a property of MQTT 5, as NAME=VALUE; may be repeated")
	f.BoolVar(&o.template, "template", false, "replace {{…}} in topic, payload and properties, such as {{now}} or {{counter}}")
	f.StringArrayVar(&o.variables, "var", nil, "a variable for the template, as NAME=VALUE; may be repeated")
	o.schema.flags(f, "write")
}

// encodings are the ways that a payload can be written.
func encodings() string {
	var names []string
	for _, f := range encode.Formats() {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}

// draft is the message that the flags describe.
func (o *messageOptions) draft(cmd *cobra.Command) (draft.Draft, error) {
	var none draft.Draft
	if o.topic == "" {
		return none, problem.NoTopic
	}
	if o.qos < 0 || o.qos > 2 {
		return none, problem.NoQoS.With("QoS", o.qos)
	}
	as := decode.Format(strings.ToLower(o.as))
	if !slices.Contains(encode.Formats(), as) {
		return none, problem.NotWritable.With("format", strconv.Quote(o.as), "formats", encodings())
	}
	d := draft.Draft{Topic: o.topic, As: as, QoS: byte(o.qos), Retain: o.retain, Template: o.template}
	d.Schema, d.Folders, d.Message = append(slices.Clone(o.schema.proto), o.schema.avsc...), o.schema.folders, o.schema.message
	text, raw, err := o.content(cmd)
	if err != nil {
		return none, err
	}
	if d.Text, d.Bytes = text, raw; raw != nil && (o.template || as != decode.Text) {
		d.Text, d.Bytes = string(raw), nil
	}
	if d.Properties, err = propertiesOf(o.properties); err != nil {
		return none, err
	}
	return d, nil
}

// content is the payload as it is given: as text, or as bytes.
func (o *messageOptions) content(cmd *cobra.Command) (text string, raw []byte, err error) {
	given := 0
	for _, name := range []string{"payload", "file", "hex"} {
		if cmd.Flags().Changed(name) {
			given++
		}
	}
	switch {
	case given > 1:
		return "", nil, problem.PayloadTwice
	case cmd.Flags().Changed("payload"):
		return o.payload, nil, nil
	case cmd.Flags().Changed("hex"):
		raw, err = encode.Bytes(encode.Input{As: decode.Hex, Text: []byte(o.hex)})
		if err != nil {
			return "", nil, &draft.Error{Field: draft.Payload, Err: err}
		}
		return "", append([]byte{}, raw...), nil
	case given == 0 && isTerminal(cmd):
		return "", nil, problem.NoPayload
	}
	raw, err = givenPayload(cmd, []string{o.fileOr("-")})
	if err == nil && len(raw) == 0 {
		err = o.empty()
	}
	return "", raw, err
}

// empty is why nothing is not published for what was to be read: mostly, what was to write
// it has failed. Retained, it would clear what the broker keeps. A file may be empty.
func (o *messageOptions) empty() error {
	switch {
	case o.fileOr("-") == "-":
		return problem.NothingCame
	case o.retain:
		return problem.WouldClear.With("file", printable.Name(o.file))
	}
	return nil
}

// mayBecomeEmpty reports whether a template could clear what the broker keeps without
// anybody having asked for it: an empty payload that was typed has.
func mayBecomeEmpty(d *draft.Draft) bool { return d.Template && d.Text != "" }

func (o *messageOptions) fileOr(other string) string {
	if o.file == "" {
		return other
	}
	return o.file
}

// isTerminal reports whether standard input is somebody at a keyboard.
func isTerminal(cmd *cobra.Command) bool {
	f, ok := cmd.InOrStdin().(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// environmentVariable is one of this process, for a template.
func environmentVariable(name string) (string, bool) {
	if name == passwordVariable {
		return "", false
	}
	return os.LookupEnv(name)
}

// environment are the variables of templates.
func (o *messageOptions) environment() (map[string]string, error) {
	all := make(map[string]string, len(o.variables))
	for _, v := range o.variables {
		name, value, ok := strings.Cut(v, "=")
		if !ok || name == "" {
			return nil, problem.NoVariable.With("given", strconv.Quote(v))
		}
		all[name] = value
	}
	return all, nil
}

// propertiesOf reads --property.
func propertiesOf(given []string) (*draft.Properties, error) {
	if len(given) == 0 {
		return nil, nil
	}
	p := &draft.Properties{}
	for _, one := range given {
		if user, ok := strings.CutPrefix(one, "user:"); ok {
			name, value, ok := strings.Cut(user, "=")
			if !ok {
				return nil, problem.NoUserProperty.With("given", strconv.Quote(one))
			}
			p.User = append(p.User, broker.UserProperty{Name: name, Value: value})
			continue
		}
		name, value, ok := strings.Cut(one, "=")
		if !ok {
			return nil, problem.NoProperty.With("given", strconv.Quote(one))
		}
		if err := setProperty(p, strings.ToLower(name), value); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func setProperty(p *draft.Properties, name, value string) (err error) {
	switch name {
	case "content-type":
		p.ContentType = value
	case "response-topic":
		p.ResponseTopic = value
	case "correlation-data":
		p.CorrelationData = []byte(value)
	case "correlation-hex":
		if p.CorrelationData, err = hex.DecodeString(value); err != nil {
			return problem.NoHex.With("given", strconv.Quote(value))
		}
	case "expiry", "topic-alias":
		return setNumber(p, name, value)
	case "format":
		if value != "text" && value != "bytes" {
			return problem.NoPayloadFormat.With("given", strconv.Quote(value))
		}
		p.Text = value == "text"
	default:
		return problem.UnknownProperty.With("name", strconv.Quote(name))
	}
	return nil
}

// setNumber sets a property that is a number.
func setNumber(p *draft.Properties, name, value string) error {
	bits, beyond := 32, problem.NoExpiry
	if name == "topic-alias" {
		bits, beyond = 16, problem.NoTopicAlias
	}
	n, err := strconv.ParseUint(value, 10, bits)
	switch {
	case err != nil || n == 0:
		return beyond.With("given", strconv.Quote(value))
	case bits == 16:
		p.TopicAlias = uint16(n) //nolint:gosec // it has 16 bits
	default:
		p.Expiry = int64(n) //nolint:gosec // it has 32 bits
	}
	return nil
}
