package explain

import (
	"errors"
	"strings"

	"mangrove/model/decode"
	"mangrove/model/printable"
	"mangrove/model/value"
	"mangrove/model/wording"
)

// formatNames are what formats are called in sentences; others by their code.
var formatNames = map[decode.Format]string{
	decode.Empty: "nothing", decode.JSON: "JSON", decode.Text: "text", decode.Number: "a number", decode.Boolean: "true or false", decode.Time: "a time",
	decode.Hex: "hexadecimal", decode.Base64: "base64", decode.MsgPack: "MessagePack", decode.CBOR: "CBOR", decode.Protobuf: "Protobuf", decode.Avro: "Avro",
	decode.Sparkplug: "Sparkplug B", decode.Ruuvi: "Ruuvi", decode.Meshtastic: "Meshtastic", decode.Image: "an image", decode.UTF16: "UTF-16", decode.Gzip: "gzip", decode.Zlib: "zlib", decode.Deflate: "deflate",
	decode.Zstd: "zstd", decode.Bytes: "bytes",
}

// FormatName is what a format is called in a sentence: JSON, an image.
func FormatName(f decode.Format) string {
	if name := formatNames[f]; name != "" {
		return name
	}
	return string(f)
}

// Unreadable says why bytes are not of a format, for a sentence that has named it: "it ends
// too early, at byte 7".
func Unreadable(err error) string {
	var f *value.Fault
	switch {
	case err == nil:
		return ""
	case errors.Is(err, value.ErrTooDeep):
		return "it is nested too deeply"
	case errors.Is(err, value.ErrTooMuch):
		return "it has too many values to format"
	case !errors.As(err, &f):
		return err.Error()
	}
	switch f.Code {
	case value.CutOff:
		return wording.Fill("it ends too early, at byte {offset}", "offset", f.Offset)
	case value.Unexpected:
		if about := faultAbout(f); about != "" {
			return wording.Fill("at byte {offset} this is not valid: {about}", "offset", f.Offset, "about", about)
		}
		return wording.Fill("the data at byte {offset} is not valid there", "offset", f.Offset)
	case value.OutOfRange:
		return wording.Fill("the number at byte {offset} is out of range", "offset", f.Offset)
	case value.NotUTF8:
		return wording.Fill("byte {offset} is not UTF-8", "offset", f.Offset)
	case value.NoSchema:
		switch {
		case f.Err != nil: // why its schema cannot be used
			return noSchemaForIt.say(Schema(f.Err))
		case f.Part != "":
			return noSchemaForIt.say(faultAbout(f))
		}
		return "there is no schema or format for it"
	case value.Mismatch:
		return schemaUnmet.say(faultAbout(f), "offset", f.Offset)
	case value.TooLarge:
		return "unpacked, it would exceed the size limit"
	}
	return f.Error()
}

// Discarded says of a message that so many bytes of it are not there any more.
func Discarded(bytes int) string {
	return wording.Fill("value discarded: too large for the memory limit, {size}", "size", printable.Size(bytes))
}

// faultParts are what parts of formats are called.
var faultParts = map[value.FaultPart]string{
	value.Tag: "tag {found}", value.Length: "length {found}", value.Size: "size {found}", value.Branch: "branch {found}", value.Symbol: "symbol {found}", value.Codec: "codec {found}",
	value.Damaged: "damaged {found}", value.Fingerprint: "fingerprint {found}", value.Schema: "schema {found}", value.Mark: "another mark between blocks {found}",
	value.Expected: "expected {found}", value.Missing: "missing {found}", value.NoMember: "it has no member {found}", value.Again: "a second {found}",
	value.Ambiguous:  "more than one type of the union fits; name it as {form}, one of {found}",
	value.DataFormat: "data format {found}", value.NoBroadcast: "no broadcast of {found}",
	value.ExpectedObject: "expected an object {found}", value.ExpectedList: "expected a list {found}", value.ExpectedMetrics: "expected a list of metrics {found}",
	value.ExpectedRows: "expected a list of rows {found}", value.ExpectedDatatype: "expected a datatype {found}", value.ExpectedValues: "number of values expected: {found}",
	value.ExpectedTypes: "number of types expected: {found}", value.ExpectedOther: "expected another type than {found}",
}

// faultAbout is what a fault is about: tag 7.
func faultAbout(f *value.Fault) string {
	if faultParts[f.Part] == "" {
		return f.Found
	}
	return strings.TrimSpace(wording.Fill(faultParts[f.Part], "found", f.Found, "form", `{"type": value}`))
}
