package lint

import (
	"slices"
	"testing"
)

// TestCommands are told by their levels, as the programs have them; what a device says is none.
func TestCommands(t *testing.T) {
	for _, topic := range []string{
		"cmnd/plug/Power", "MyHome/Bathroom/cmnd/sonoff/POWER", "home/garage/ratgdo-65546/command/door", "home/OpenMQTTGateway/commands/MQTTtoX",
		"panasonic_heat_pump/commands/SetReset", "openWB/set/system/release_train", "zigbee2mqtt/lamp/set", "zigbee2mqtt/lamp/set/brightness",
		"zigbee2mqtt/lamp/set/state", "zigbee2mqtt/lamp/get", "shellies/x/relay/0/command", "shellyplus1/rpc", "a/ctl", "a/do", "a/CMD/b",
		"spBv1.0/G/NCMD/N", "spBv1.0/G/DCMD/N/D", "homeassistant/switch/plug/set",
	} {
		if !IsCommand(topic) {
			t.Errorf("%q is none", topic)
		}
	}
	for _, topic := range []string{
		"cmnd/home/node/status", "a/command/state", "a/cmd/response", "openWB/set/chargepoint/1/state", "home/settings/x", "rpc/x/value", "do/x", "control/x",
		"spBv1.0/cmd/NDATA/set", "spBv1.0/set/DBIRTH/N/D", "homie/d/set/$name", "homeassistant/number/set/config", "lamp", "",
	} {
		if IsCommand(topic) {
			t.Errorf("%q is one", topic)
		}
	}
}

// TestStates: what comes again when it is asked for, or every few minutes, need not be kept.
func TestStates(t *testing.T) {
	for topic, want := range map[string]bool{
		"a/state": true, "a/status": true, "tele/plug/LWT": true, "a/config": true, "stat/plug/status": true, "cmnd/home/node/status": true, "zigbee2mqtt/homeassistant/status": true,
		"homeassistant/status": false, "hass/status": false, "homeassistant/light/lamp/config": false, "homeassistant/light/node/lamp/config": false,
		"ha/sensor/t/config": false, "ha/binary_sensor/node/t/config": false, "tasmota/discovery/AABBCCDDEEFF/config": false,
		"tele/plug/STATE": false, "home/plug/tele/STATE": false, "tele/plug/state": false, "stat/plug/STATE": false, "stat/plug/STATUS": false, "home/stat/plug/STATUS": false,
		"zigbee2mqtt/lamp/set/state": false, "spBv1.0/G/NDATA/status": false,
	} {
		if roleOf(topic).has(state) != want {
			t.Errorf("%q: not %v", topic, want)
		}
	}
}

// TestRetainedCommands of a state word are none, and what Sparkplug never retains is told apart.
func TestRetainedCommands(t *testing.T) {
	l := New()
	sent(l, "retained panasonic_heat_pump/commands/SetReset = 1", "retained cmnd/home/node/status = Connected",
		"retained spBv1.0/G/NCMD/N = x", "retained spBv1.0/G/DCMD/N/D = x", "retained spBv1.0/G/NBIRTH/N = x", "retained spBv1.0/G/DDATA/N/D = x", "retained spBv1.0/G/NDEATH/M = x",
		"retained spBv1.0/STATE/host = x", "spBv1.0/G/NDATA/N = x")
	if got, want := l.Unsure(10), []string{"spBv1.0/G/NDATA/N"}; !slices.Equal(got, want) {
		t.Errorf("it asks for %q, not %q", got, want)
	}
	want := []string{
		"retained command: panasonic_heat_pump/commands/SetReset", "retained command: spBv1.0/G/DCMD/N/D", "retained command: spBv1.0/G/NCMD/N",
		"never retained: spBv1.0/G/DDATA/N/D", "never retained: spBv1.0/G/NBIRTH/N", "never retained: spBv1.0/G/NDEATH/M",
	}
	if got := found(l); !slices.Equal(got, want) {
		t.Errorf("it finds %q, not %q", got, want)
	}
}
