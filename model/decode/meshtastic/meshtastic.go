// Package meshtastic reads the packets that gateways of a Meshtastic mesh publish. Of
// what is encrypted only the header can be read.
package meshtastic

import (
	_ "embed"
	"sync"

	"mangrove/model/decode/protobuf"
	"mangrove/model/value"
)

//go:embed meshtastic.proto
var source string

// schema is compiled when the first packet comes; it is ours, and tested.
var schema = sync.OnceValues(func() (*protobuf.Schema, error) {
	return protobuf.CompileOurs("meshtastic.proto", source, map[string]protobuf.Inner{
		"meshtastic.Data": {Says: 1, Bytes: 2, Are: map[uint64]string{
			1: "", 3: "meshtastic.Position", 4: "meshtastic.User", 67: "meshtastic.Telemetry",
		}},
	})
})

// Decode reads what a gateway publishes. It fails with a [value.Fault], also for a message
// that has no packet, [value.ErrTooMuch] or [value.ErrTooDeep].
func Decode(b []byte) (tree *value.Tree, consumed int, err error) {
	s, err := schema()
	if err != nil {
		return nil, 0, err
	}
	tree, consumed, err = s.Decode("meshtastic.ServiceEnvelope", b)
	if err == nil {
		if packet := tree.Find("packet"); packet < 0 || tree.Kind(packet) != value.Object || tree.Count(packet) == 0 {
			err = &value.Fault{Code: value.Mismatch, Part: value.Missing, Found: "packet"}
		}
	}
	return tree, consumed, err
}
