package main

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"mangrove/broker/server"
)

// TestDevices lists the devices of a broker with what it keeps of them, in each format.
func TestDevices(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	run := func(args ...string) (string, error) {
		return command(t.Context(), "", append([]string{args[0], b.Address()}, args[1:]...)...)
	}
	for topic, payload := range map[string]string{
		"zigbee2mqtt/bridge/devices":    `[{"ieee_address":"0x01","friendly_name":"=hall\u001b[2J","definition":{"vendor":"Aqara","model":"W1"}}]`,
		"zigbee2mqtt/=hall\x1b[2J":      `{"battery":5}`,
		"tele/plug/LWT":                 "Offline",
		"site/north/meter-1/state":      "1",
		"site/north/meter-1/state/more": "2",
	} {
		if _, err := run("publish", "--topic", topic, "--payload", payload, "--retain"); err != nil && !strings.Contains(topic, "\x1b") {
			t.Fatal(topic, err)
		}
	}
	listen := []string{"devices", "--for", "300ms", "--template", "site/{area}/{device}/#"}
	out, err := run(listen...)
	if err != nil || strings.Contains(out, "\x1b") {
		t.Fatalf("%q, %v", out, err)
	}
	for _, want := range []string{"Aqara W1", "Tasmota", "offline, a retained message says so", "meter-1", "4 devices"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	devicesInJSON(t, func() (string, error) { return run(append(listen, "--format", "json")...) })
	devicesInCSV(t, func() (string, error) { return run(append(listen, "--format", "csv")...) })
	for _, args := range [][]string{{"devices", "--format", "xml"}, {"devices", "--template", "a/+"}, {"devices", "--topic", "a/#/b"}} {
		if _, err := run(args...); err == nil {
			t.Errorf("%q is taken", args)
		}
	}
}

func devicesInJSON(t *testing.T, run func() (string, error)) {
	t.Helper()
	out, err := run()
	var list []map[string]any
	if begin, end := strings.Index(out, "["), strings.LastIndex(out, "]"); err != nil || begin < 0 || json.Unmarshal([]byte(out[begin:end+1]), &list) != nil || len(list) != 4 {
		t.Fatalf("%q, %v", out, err)
	}
	if list[0]["convention"] != "tasmota" || list[0]["status"] != "offline" || list[0]["basis"] != "said before" {
		t.Errorf("the first is %v", list[0])
	}
}

func devicesInCSV(t *testing.T, run func() (string, error)) {
	t.Helper()
	out, err := run()
	rows, wrong := csv.NewReader(strings.NewReader(out[:strings.LastIndex(out, "\r\n")+2])).ReadAll()
	if err != nil || wrong != nil || len(rows) != 5 || !strings.Contains(out, `'=hall\x1b[2J`) {
		t.Fatalf("%q, %v, %v", out, err, wrong)
	}
}
