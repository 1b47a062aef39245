package packet

import "fmt"

// propertyNames are those of table 2-4, as a sentence names them.
var propertyNames = map[byte]string{
	0x01: "Payload Format Indicator", 0x02: "Message Expiry Interval", 0x03: "Content Type", 0x08: "Response Topic",
	0x09: "Correlation Data", 0x0B: "Subscription Identifier", 0x11: "Session Expiry Interval",
	0x12: "Assigned Client Identifier", 0x13: "Server Keep Alive", 0x15: "Authentication Method",
	0x16: "Authentication Data", 0x17: "Request Problem Information", 0x18: "Will Delay Interval",
	0x19: "Request Response Information", 0x1A: "Response Information", 0x1C: "Server Reference", 0x1F: "Reason String",
	0x21: "Receive Maximum", 0x22: "Topic Alias Maximum", 0x23: "Topic Alias", 0x24: "Maximum QoS",
	0x25: "Retain Available", 0x26: "User Property", 0x27: "Maximum Packet Size",
	0x28: "Wildcard Subscription Available", 0x29: "Subscription Identifier Available",
	0x2A: "Shared Subscription Available",
}

// propertyName is the name of a property, or its number.
func propertyName(id byte) string {
	if name := propertyNames[id]; name != "" {
		return name
	}
	return fmt.Sprintf("property 0x%02X", id)
}
