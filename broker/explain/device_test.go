package explain

import (
	"strings"
	"testing"
	"time"

	"mangrove/model/codestest"
	"mangrove/model/device"
)

// TestDeviceWords: every code has words of its own, with its values in them.
func TestDeviceWords(t *testing.T) {
	for _, code := range codestest.Of(t, "../../model/device", "Convention") {
		if c := device.Convention(code); ConventionName(c) == code && c != device.ByTemplate {
			t.Errorf("%s has no name", c)
		}
	}
	for _, code := range codestest.Of(t, "../../model/device", "Status") {
		if s := device.Status(code); s != device.Unknown && DeviceStatus(s) == DeviceStatus(device.Unknown) {
			t.Errorf("%s has no word", s)
		}
	}
	for _, code := range codestest.Of(t, "../../model/device", "Basis") {
		if b := device.Basis(code); DeviceBasis(b) == "" && b != device.NoBasis {
			t.Errorf("%s has no words", b)
		}
	}
	for _, code := range codestest.Of(t, "../../model/device", "Code") {
		c := device.Code(code)
		said := DeviceProblem(device.Problem{Code: c, N: 7, Span: 90 * time.Second, Usual: 30 * time.Second})
		if said == string(c) {
			t.Errorf("%s has no words", c)
		}
		if counted := c == device.LowBattery || c == device.Flapping || c == device.BirthStorm; counted != strings.Contains(said, "7") {
			t.Errorf("%s is %q", c, said)
		}
	}
}
