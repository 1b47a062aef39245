package main

import (
	"slices"

	"github.com/spf13/pflag"

	"mangrove/cmd/mangrove/problem"
	"mangrove/model/decode"
	"mangrove/model/decode/schemas"
	"mangrove/model/wording"
	"mangrove/ui/format"
)

// schemaOptions are the flags of the decode command that name a schema.
type schemaOptions struct {
	proto   []string
	folders []string
	avsc    []string
	message string
}

func (o *schemaOptions) flags(f *pflag.FlagSet, verb string) {
	f.StringArrayVar(&o.proto, "proto", nil, wording.Fill("{verb} it as protobuf by this .proto file; may be given several times", "verb", verb))
	f.StringArrayVar(&o.folders, "import", nil, "a folder that .proto files import from, besides their own; may be given several times")
	f.StringArrayVar(&o.avsc, "schema", nil, wording.Fill("{verb} it as avro by this .avsc file; may be given several times", "verb", verb))
	f.StringVar(&o.message, "message", "", "the full name of the message, or of the record of Avro")
}

// schemaError is a schema that cannot be used.
type schemaError struct{ err error }

// Error is a sentence.
func (e *schemaError) Error() string { return format.SchemaProblem(e.err) }

// Unwrap gives what is wrong with the schema.
func (e *schemaError) Unwrap() error { return e.err }

// complete adds the schema to what is asked for, which may be nothing yet.
func (o *schemaOptions) complete(r *decode.Rule) (*decode.Rule, error) {
	from := schemas.Source{Files: o.proto, Folders: o.folders, Message: o.message}
	flag, as := "--proto", decode.Protobuf
	switch {
	case len(o.proto) > 0 && len(o.avsc) > 0:
		return nil, problem.TwoSchemas
	case len(o.avsc) > 0:
		from.Files, flag, as = o.avsc, "--schema", decode.Avro
	case len(o.proto) == 0:
		return r, nil
	}
	if from.Format() != as {
		return nil, problem.OtherSchema.With("flag", flag)
	}
	if r == nil {
		r = &decode.Rule{As: []decode.Format{as}, From: flag}
	}
	if !slices.Contains(r.As, as) {
		return nil, problem.SchemaNotAsked.With("flag", flag, "format", as)
	}
	s, err := schemas.Open(from)
	if err != nil {
		return nil, &schemaError{err}
	}
	r.Schema = s.Reader
	return r, nil
}
