package widgets

import (
	"cmp"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"mangrove/ui/format"
)

// LargestCopy is how many bytes are given to the clipboard. An X server takes
// 16 MB in one request, and the toolkit's window library answers whoever pastes
// with one request: of more than that the server ends the program. Other
// systems have no such limit, but programs that paste have.
const LargestCopy = 15_000_000

// Copying is what is to be put on the clipboard.
type Copying struct {
	What string // as a sentence begins with it: "Payload"
	Text string // any bytes
	Of   string // what it says of how much it is, as "5 bytes in hexadecimal"; empty: the bytes of the text
	Save func() // keeps it as a file, offered when it is too large; nil: not offered
	// Size is how many bytes it has when Text is not made, or not all of it, because that
	// is too large for the clipboard; below zero: it is not known how many. Zero: Text is all.
	Size int
}

// Copy puts something on the clipboard and tells the window. What a clipboard
// cannot hold goes there in hexadecimal: it holds text, which ends at a zero
// byte. It never leaves the clipboard empty.
func Copy(c Copying) { c.to(fyne.CurrentApp().Clipboard()) }

// to reports whether the clipboard has it now.
func (c Copying) to(clipboard fyne.Clipboard) (done bool) {
	if c.Size != 0 {
		c.tooLarge(c.Size, asText).send()
		return false
	}
	text, size, form := c.form()
	told := &Note{Words: format.Fill(copiedWords[form], "what", c.What, "size", cmp.Or(c.Of, bytesOf(len(c.Text))), "place", strings.IndexByte(c.Text, 0))}
	switch {
	case size == 0:
		told = &Note{Words: "Nothing was copied: there is no text. The clipboard is unchanged.", Bad: true}
	case size > LargestCopy:
		told = c.tooLarge(size, form)
	default:
		clipboard.SetContent(text)
		done = true
	}
	told.send()
	return done
}

// copiedAs is how something goes to the clipboard.
type copiedAs int

const (
	asText     copiedAs = iota
	hexForZero          // it would end at a zero byte
	hexForBytes
)

var copiedWords = [...]string{
	asText:      "{what} copied: {size}.",
	hexForZero:  "{what} copied as hex, because byte {place} is zero and would end the text: {size}.",
	hexForBytes: "{what} copied as hex, because it is not UTF-8 text: {size}.",
}

var tooLargeWords = [...]string{
	asText:      "Nothing was copied: the clipboard holds up to {limit}, and this is {size}.",
	hexForZero:  "Nothing was copied: the clipboard holds up to {limit}, and this is {size} as hex, because byte {place} is zero and would end the text.",
	hexForBytes: "Nothing was copied: the clipboard holds up to {limit}, and this is {size} as hex, because it is not UTF-8 text.",
}

func (c Copying) tooLarge(size int, form copiedAs) *Note {
	words := tooLargeWords[form]
	if size <= 0 {
		words = "Nothing was copied: the clipboard holds up to {limit}, and this is larger."
	}
	words = format.Fill(words, "limit", bytesOf(LargestCopy), "size", bytesOf(size), "place", strings.IndexByte(c.Text, 0))
	if c.Save != nil {
		words += " Save the payload to a file instead."
	}
	return &Note{Words: words, Bad: true, Save: c.Save}
}

// form is the text as the clipboard can hold it, its size, and how that differs. What is too large is not made.
func (c Copying) form() (text string, size int, form copiedAs) {
	switch {
	case strings.IndexByte(c.Text, 0) >= 0:
		form = hexForZero
	case !utf8.ValidString(c.Text):
		form = hexForBytes
	default:
		return c.Text, len(c.Text), asText
	}
	if size = hex.EncodedLen(len(c.Text)); size <= LargestCopy {
		text = hex.EncodeToString([]byte(c.Text))
	}
	return text, size, form
}

// door is a clipboard that everything a field copies goes through.
type door struct{ to fyne.Clipboard }

// Content is asked by Fyne.
func (d door) Content() string { return d.to.Content() }

// SetContent is called by Fyne with what the user copies.
func (d door) SetContent(s string) { Copying{What: "Text", Text: s}.to(d.to) }

// CopyText puts a text on the clipboard and says so. What is what it is, as a
// sentence begins with it.
func CopyText(what, s string) { Copy(Copying{What: what, Text: s}) }

// CopyPayload puts a payload on the clipboard and says so; save keeps one that
// is too large as a file.
func CopyPayload(b []byte, save func()) {
	if len(b) == 0 {
		ShowToast("The payload is empty. The clipboard is unchanged.", false)
		return
	}
	Copy(Copying{What: "Payload", Text: string(b), Save: save})
}
