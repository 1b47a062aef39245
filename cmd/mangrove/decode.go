package main

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"mangrove/broker/profiles"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model/decode"
	"mangrove/model/export"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// largestPayload is what MQTT lets a message carry, in bytes.
const largestPayload = 256 << 20

// decodeOptions are the flags of the decode command.
type decodeOptions struct {
	as          string
	topic       string
	contentType string
	format      string
	schema      schemaOptions
}

func newDecodeCommand() *cobra.Command {
	var o decodeOptions
	cmd := &cobra.Command{
		Use:   "decode [FILE]",
		Short: "Decode a payload and explain how",
		Long: "Read a payload from a file, or from standard input without one, and print its value, and how its format was\n" +
			"detected. JSON has the formats (as, the outermost first), the reason for each (because), the value, and how many\n" +
			"of the bytes were decoded (consumed, size). With --as, or if the payload only begins like a format, problem says\n" +
			"what is wrong and where. The exit code is not 0 when the payload does not match --as or the schema.\n\n" +
			wording.Fill("The formats are: {formats}", "formats", formatList()),
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return decodePayload(cmd, args, o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.as, "as", "", "read it as a format, or as one in another: json; gzip,cbor")
	f.StringVar(&o.topic, "topic", "", "the topic that it was published to, which may say what it is")
	f.StringVar(&o.contentType, "content-type", "", "the content type that it was published with")
	f.StringVar(&o.format, "format", "json", "json, or tree for people")
	o.schema.flags(f, "read")
	return cmd
}

// formatList is all formats with commas between, in lines.
func formatList() string {
	var b strings.Builder
	width := len("The formats are: ")
	for i, f := range decode.Formats() {
		word := string(f)
		if i > 0 {
			b.WriteByte(',')
		}
		switch width += len(word) + 2; {
		case width > 110:
			b.WriteByte('\n')
			width = len(word)
		case i > 0:
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}

func decodePayload(cmd *cobra.Command, args []string, o decodeOptions) error {
	printer := map[string]func(io.Writer, *decode.Result) error{"json": printDecoded, "tree": printValues}[o.format]
	if printer == nil {
		return problem.NoFormatDecoding.With("format", strconv.Quote(o.format))
	}
	rule, err := o.rule()
	if err != nil {
		return err
	}
	b, err := givenPayload(cmd, args)
	if err != nil {
		return err
	}
	r := decode.Payload(decode.Input{Payload: b, Topic: o.topic, ContentType: o.contentType, Rule: rule})
	err = printer(cmd.OutOrStdout(), &r)
	switch fits := rule == nil || begins(r.As, rule.As); {
	case rule != nil && rule.Schema != nil && (!fits || r.Problem != nil || r.Rest > 0):
		err = errors.Join(err, problem.NotOfSchema)
	case !fits:
		err = errors.Join(err, problem.NotInFormat)
	}
	return err
}

// begins reports whether a payload is read as what was asked for. That its characters are
// UTF-16 is no format that anybody asks for.
func begins(as, asked []decode.Format) bool {
	as = slices.DeleteFunc(slices.Clone(as), func(f decode.Format) bool { return f == decode.UTF16 })
	return len(as) >= len(asked) && slices.Equal(as[:len(asked)], asked)
}

// rule is what --as and a schema ask for, nil for nothing.
func (o *decodeOptions) rule() (*decode.Rule, error) {
	if o.as == "" {
		return o.schema.complete(nil)
	}
	r := &decode.Rule{From: "--as"}
	for name := range strings.SplitSeq(o.as, ",") {
		f := decode.Format(strings.ToLower(strings.TrimSpace(name)))
		if !slices.Contains(decode.Formats(), f) {
			return nil, problem.UnknownFormat.With("format", strconv.Quote(name), "formats", strings.ReplaceAll(formatList(), "\n", " "))
		}
		r.As = append(r.As, f)
	}
	return o.schema.complete(r)
}

// givenPayload reads the file that is named, or standard input.
func givenPayload(cmd *cobra.Command, args []string) (b []byte, err error) {
	if len(args) > 0 && args[0] != "-" {
		if b, err = profiles.ReadFile(args[0], largestPayload); err != nil {
			return nil, problem.PayloadUnread.Because(err, "limit", printable.Size(largestPayload))
		}
		return b, nil
	}
	b, err = io.ReadAll(io.LimitReader(cmd.InOrStdin(), largestPayload+1))
	switch {
	case err != nil:
		return nil, problem.InputUnread.Because(err)
	case len(b) > largestPayload:
		return nil, problem.InputTooLarge.With("limit", printable.Size(largestPayload))
	}
	return b, nil
}

// printDecoded writes what a payload means as one line of JSON.
func printDecoded(w io.Writer, r *decode.Result) error {
	b, err := json.Marshal(export.DecodedOf(r))
	if err != nil {
		return err
	}
	_, err = w.Write(append(printable.JSON(b), '\n'))
	return err
}
