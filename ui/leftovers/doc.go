// Package leftovers lists what devices have left behind in Home Assistant: discovery messages
// that a broker keeps of devices that seem to be gone. What is chosen of them is cleared by
// the publish panel.
package leftovers
