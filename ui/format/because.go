package format

import (
	"slices"

	"mangrove/model/decode"
	"mangrove/model/payload"
	"mangrove/model/printable"
)

// Because says why a payload is taken for what it is, as the end of a sentence: "shown
// as JSON, because it is valid UTF-8".
func Because(f payload.Finding) string {
	if words, ok := constantReasons[f.Code]; ok {
		return words
	}
	if words := reasons[f.Code]; words != nil {
		return words(f)
	}
	return string(f.Code)
}

var constantReasons = map[payload.Code]string{
	payload.NoBytes:     "it has no bytes",
	payload.ValidUTF8:   "it is valid UTF-8",
	payload.MostlyText:  "nearly all of it is text",
	payload.OnlyControl: "it is a control character",
	payload.MarkedUTF16: "it begins with a byte order mark of UTF-16",
	payload.UTF16:       "every other byte is zero, as in UTF-16",
	decode.ByIndicator:  "its sender marked it as text",
	decode.IsNumber:     "all of it is a number",
	decode.IsBoolean:    "all of it is true or false",
	decode.IsTime:       "all of it is a time",
}

// reasons are those with something in them that differs.
var reasons = map[payload.Code]func(f payload.Finding) string{
	payload.BeginsLike: func(f payload.Finding) string { return Fill("it begins like {found}", "found", beginning(f.Found)) },
	payload.WellFormed: func(f payload.Finding) string {
		return Fill("it begins with {found} and is well-formed to its end", "found", f.Found)
	},
	payload.NestedDeep: func(f payload.Finding) string {
		return Fill("it is nested more than {count} levels deep", "count", f.Count)
	},
	payload.LargeLayout: func(f payload.Finding) string {
		return Fill("laid out it would be larger than {size}", "size", printable.Size(f.Count))
	},
	payload.NotUTF8:  func(f payload.Finding) string { return Fill("byte {place} is not UTF-8", "place", f.At) },
	payload.ZeroByte: func(f payload.Finding) string { return Fill("byte {place} is zero", "place", f.At) },
	payload.ManyControls: func(f payload.Finding) string {
		return Fill("{count} of its {bytes} bytes are control characters", "count", f.Count, "bytes", f.Of)
	},
	decode.Asked:         asked,
	decode.ByTopic:       func(f payload.Finding) string { return Fill("its topic is one of {found}", "found", f.Found) },
	decode.ByContentType: func(f payload.Finding) string { return Fill("its content type is {found}", "found", f.Found) },
	decode.EpochTime: func(f payload.Finding) string {
		return Fill("all of it is a number, which may be a time in {found} since 1970", "found", f.Found)
	},
	decode.Holds: func(f payload.Finding) string {
		return Fill("what it holds is {format}", "format", NameOf(decode.Format(f.Found)))
	},
	decode.WholeObject: func(f payload.Finding) string {
		return Counted(f.Count, "all of its bytes are one object of {count} member", "all of its bytes are one object of {count} members")
	},
	decode.WholeList: func(f payload.Finding) string {
		return Counted(f.Count, "all of its bytes are one list of {count} element", "all of its bytes are one list of {count} elements")
	},
	decode.WholeMessage: func(f payload.Finding) string {
		return Counted(f.Count, "all of its bytes are one message of {count} field", "all of its bytes are one message of {count} fields")
	},
}

func asked(f payload.Finding) string {
	if f.Found == "" {
		return "it was asked for"
	}
	return Fill("{found} asks for it", "found", f.Found)
}

// beginning is what a payload begins like: an image, or bytes of a format.
func beginning(found string) string {
	if f := decode.Format(found); slices.Contains(decode.Formats(), f) {
		return NameOf(f)
	}
	return Fill("a {found} image", "found", found)
}
