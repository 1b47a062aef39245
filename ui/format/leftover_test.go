package format

import (
	"strings"
	"testing"
	"time"

	"mangrove/model/codestest"
	"mangrove/model/homeassistant"
)

// TestLeftovers: each reason has its words, and what is suspected says so.
func TestLeftovers(t *testing.T) {
	for _, code := range codestest.Of(t, "../../model/homeassistant", "Reason") {
		v := &homeassistant.Verdict{Reason: homeassistant.Reason(code), Watched: 90 * time.Second, Expires: time.Minute}
		if words := Leftover(v); words == code || strings.HasPrefix(words, "Suspected: ") != v.Reason.Suspected() {
			t.Errorf("%s: %q", code, words)
		}
	}
	v := &homeassistant.Verdict{Reason: homeassistant.Silent, Watched: 12*time.Minute + 300*time.Millisecond}
	v.Device = homeassistant.Device{Name: "Hall", Maker: "Aqara", Model: "W"}
	v.Entities = []homeassistant.Entity{{Component: "sensor", Name: "Temperature"}}
	if got := Leftover(v) + " / " + LeftoverBrings(v); got != "Suspected: there is no retained state, and none came in 12 min / sensor Temperature of Hall (Aqara W)" {
		t.Error(got)
	}
	v.Entities, v.Left = append(v.Entities, v.Entities[0]), 1200
	if got, want := LeftoverBrings(v), "2 entities of Hall (Aqara W), the first sensor Temperature, and 1,200 more that are not checked"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	v.Entities, v.Left, v.Device = nil, 0, homeassistant.Device{}
	if got := LeftoverBrings(v); got != "something that cannot be read" {
		t.Error(got)
	}
	for _, entities := range []int{0, 1, 2} {
		for _, left := range []bool{false, entities == 2} { // more are left only where many were read
			for _, device := range []bool{false, true} {
				if leftoverForms[leftoverForm{entities, left, device}] == "" {
					t.Errorf("%d entities, more: %t, with a device: %t: there is no form", entities, left, device)
				}
			}
		}
	}
	v.Reason = homeassistant.Offline
	if got := LeftoverSince(v); got != "earlier" {
		t.Error(got)
	}
}
