package protobuf

import (
	"regexp"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/dynamicpb"

	"mangrove/model/value"
)

// Encode makes a message of its form in JSON, as the language of Protobuf gives it
// [ProtoJSON]. It fails with a [value.Fault] whose offset is in the document.
func (r Reader) Encode(document *value.Tree) ([]byte, error) {
	m := r.Schema.find(r.Message)
	if m == nil {
		return nil, &value.Fault{Code: value.NoSchema, Found: r.Message}
	}
	message := dynamicpb.NewMessage(m)
	read := protojson.UnmarshalOptions{Resolver: r.Schema.types, RecursionLimit: mostNested}
	if err := read.Unmarshal(document.Source(), message); err != nil {
		return nil, misfit(document.Source(), err)
	}
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(message)
	if err != nil {
		return nil, misfit(document.Source(), err)
	}
	return b, nil
}

// mostNested is how deep messages may be in each other.
const mostNested = 100

// place is where the library says that something is wrong: "(line 3:14): unknown field".
var place = regexp.MustCompile(`\(line (\d+):(\d+)\): `)

// misfit is an error of the library, whose place counts lines and characters.
func misfit(source []byte, err error) error {
	words := strings.TrimPrefix(strings.ReplaceAll(err.Error(), "\u00a0", " "), "proto: ")
	words = strings.TrimPrefix(words, "syntax error ")
	fault := &value.Fault{Code: value.Mismatch, Found: words}
	at := place.FindStringSubmatchIndex(words)
	if at == nil {
		return fault
	}
	line, _ := strconv.Atoi(words[at[2]:at[3]])
	column, _ := strconv.Atoi(words[at[4]:at[5]])
	fault.Found = words[at[1]:]
	for ; line > 1; line-- {
		end := strings.IndexByte(string(source[fault.Offset:]), '\n')
		if end < 0 {
			break
		}
		fault.Offset += end + 1
	}
	for r := range string(source[fault.Offset:]) {
		if column--; column == 0 {
			fault.Offset += r
			break
		}
	}
	return fault
}
