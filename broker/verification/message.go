package verification

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"mangrove/broker/explain"
	"mangrove/model/decode"
	"mangrove/model/printable"
)

// How much of a payload is printed, in bytes: of a text, of what bytes say, and of bytes.
const (
	largestShown = 2_000
	longestRead  = 4_000
	mostBytes    = 512
	bytesInLine  = 16
	mostLines    = 20 // that are kept together on a page
)

// shownMessage is a message as it is printed: a text as it is; of bytes what they say, where that
// is known, beside the bytes themselves.
func shownMessage(e *evidence) cited {
	one := cited{Number: e.Message, Words: explain.Evidence(e.At, line(e.Topic), e.QoS, e.Retained)}
	switch {
	case e.Hidden:
		one.Payload = explain.PayloadHidden(e.LeftOut)
	case e.LeftOut > 0:
		one.Payload = explain.PayloadNotKept(e.LeftOut)
	case len(e.Payload) == 0:
		one.Payload = explain.HandoverTexts.Empty
	case isText(e.Payload):
		one.Payload = cut(printable.Text(string(e.Payload[:min(len(e.Payload), largestShown)])), len(e.Payload)-largestShown)
	default:
		one.Format, one.Decoded = readBytes(e)
		one.Payload = cut(hexLines(e.Payload[:min(len(e.Payload), mostBytes)]), len(e.Payload)-mostBytes)
	}
	one.Long = strings.Count(one.Payload, "\n") > mostLines || len(one.Payload)+len(one.Decoded) > largestShown
	return one
}

// isText reports whether a payload can be read as it is.
func isText(payload []byte) bool {
	return utf8.Valid(payload) && !strings.ContainsFunc(string(payload), func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\r' && r != '\t'
	})
}

// cut marks that so many bytes of a text are missing; none are below 1.
func cut(text string, more int) string {
	if more > 0 {
		text += "\n" + explain.MoreInJSON(more)
	}
	return text
}

// readBytes is what bytes say, as JSON, and of which format they are; nothing where neither is known.
func readBytes(e *evidence) (format, words string) {
	if len(e.read) > 0 {
		return explain.FormatName(decode.Sparkplug), shortened(e.read)
	}
	r := decode.Payload(decode.Input{Payload: e.Payload, Topic: e.Topic})
	if r.Format() == decode.Bytes || r.Tree == nil || r.Tree.Len() == 0 {
		return "", ""
	}
	document, whole := r.Tree.AppendJSONUpTo(nil, 0, longestRead)
	if !whole {
		return explain.FormatName(r.Format()), ""
	}
	return explain.FormatName(r.Format()), shortened(document)
}

// shortened is a document as it is printed; none where it is too long, which its bytes tell.
func shortened(document []byte) string {
	if len(document) > longestRead {
		return ""
	}
	return printable.Text(string(document))
}

// hexLines are bytes in lines, two digits each.
func hexLines(b []byte) string {
	var lines strings.Builder
	for i := range b {
		switch {
		case i > 0 && i%bytesInLine == 0:
			lines.WriteByte('\n')
		case i > 0:
			lines.WriteByte(' ')
		}
		lines.WriteString(hex.EncodeToString(b[i : i+1]))
	}
	return lines.String()
}
