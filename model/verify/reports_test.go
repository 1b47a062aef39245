package verify

import (
	"testing"

	"mangrove/model/checklist"
)

// The forms of the reports, to which the checks are added.
const (
	reportedDevice = "version: 1\ndevices:\n  - {id: d, topic: a, "
	reportedZigbee = "version: 1\ndevices:\n  - {id: d, use: zigbee2mqtt, name: l, "
	reportedEvent  = `{"properties": {"event_time": {"type": "string", "format": "date-time"}}}`
)

// reported is what others have judged wrong, by their public reports.
var reported = []struct{ name, file, schema, script, want string }{
	{"MQTT-Explorer 282: what is kept is cleared, and that is no sign of life", reportedZigbee + "present: 1m}", "", `
			1s R zigbee2mqtt/l {"battery":90}
			5s zigbee2mqtt/l
			61s other x
			62s tick`, "d present: fail, only retained"},
	{"MQTT-Explorer 282: nor is it a value", reportedDevice + "fields: {v: {type: number, samples: 1}}}", "", `
			1s R a {"v":1}
			5s a
			6s a {"v":2}
			9s end`, "d field v: pass, held"},
	{"MQTT-Explorer 282: and it is kept no longer", reportedDevice + "retained: true}", "", `
			1s R a {"v":1}
			5s a
			8s asked
			9s end`, "d retained: fail, not kept"},
	{"MQTT-Explorer 282: until there is another", reportedDevice + "retained: true}", "", `
			1s R a {"v":1}
			5s a
			6s a {"v":2}
			7s R a {"v":2}
			8s asked
			9s end`, "d retained: pass, kept"},
	{"MQTT-Explorer 696: a message with nothing in it, where none is kept, may be nobody's", reportedDevice + "present: 1m}", "", `
			5s a`, "d present: pending, only empty"},
	{"Tasmota 4030: a time without its zone", reportedDevice + "fields: {Time: {time: true, skew: 5s, samples: 1}}}", "", `
			1s a {"Time":"LOCAL"}
			2s a {"Time":"LOCAL"}
			3s a {"Time":"LOCAL"}
			4s a {"Time":"LOCAL"}
			5s a {"Time":"LOCAL"}
			9s end`, "d skew Time: pass, clock right\nd field Time: pass, held"},
	{"rtl_433 2293: the same with a blank", reportedDevice + "fields: {time: {time: true, samples: 1}}}", "", `
			1s a {"time":"2022-12-31 05:33:33"}
			2s end`, "d field time: pass, held"},
	{"rtl_433 2293: a time of the day is none", reportedDevice + "fields: {time: {time: true, samples: 1}}}", "", `
			1s a {"time":"05:33:33"}
			2s end`, "d field time: fail, wrong type"},
	{"jsonschema 122: a format that is not kept", reportedDevice + "schema: s.json}", reportedEvent, `
			1s a {"event_time":"someinvalid datetime"}
			2s end`, "d schema: fail, against schema"},
	{"jsonschema 122: one that is", reportedDevice + "schema: s.json}", reportedEvent, `
			1s a {"event_time":"2026-11-26T12:00:00Z"}
			2s a {"event_time":"2026-11-26T12:00:00.5+01:00"}
			3s a {}
			4s end`, "d schema: pass, held"},
	{"jsonschema 43: a format that nobody knows asks for nothing", reportedDevice + "schema: s.json}", `{"properties": {"v": {"format": "our-own"}}}`, `
			1s a {"v":"x"}
			2s a {"v":"x"}
			3s a {"v":"x"}
			4s end`, "d schema: pass, held"},
	{"go-yaml 214: on is no truth value", reportedDevice + "fields: {v: {enum: [on, off], samples: 1}}}", "", `
			1s a {"v":"on"}
			2s a {"v":"off"}
			3s end`, "d field v: pass, held"},
	{"go-yaml 723: digits that begin with a 0 are a text", reportedDevice + "fields: {v: {equals: 00112031220200827145, samples: 1}}}", "", `
			1s a {"v":"00112031220200827145"}
			2s end`, "d field v: pass, held"},
	{"go-yaml 171: numbers that JSON writes in another way", reportedDevice + "fields: {v: {enum: [.5, +7, 0x10, 1_000, 5.], samples: 1}}}", "", `
			1s a {"v":0.5}
			2s a {"v":7}
			3s a {"v":16}
			4s a {"v":1000}
			5s a {"v":5}
			6s end`, "d field v: pass, held"},
	{"zigbee2mqtt 142: a charge in quotes", reportedZigbee + `battery: ">=30"}`, "", `
			1s zigbee2mqtt/l {"battery":"69.00"}
			2s end`, "d battery: pass, fits"},
	{"zigbee2mqtt 142: one in quotes that is none", reportedZigbee + `battery: ">=30"}`, "", `
			1s zigbee2mqtt/l {"battery":"full"}
			2s end`, "d battery: fail, no number"},
}

// TestWhatIsReported plays them.
func TestWhatIsReported(t *testing.T) {
	for _, c := range reported {
		t.Run(c.name, func(t *testing.T) {
			list, err := checklist.Read([]byte(c.file), func(string, int64) ([]byte, error) { return []byte(c.schema), nil })
			if err != nil {
				t.Fatal(err)
			}
			if got := said(playList(t, list, c.script)); got != c.want {
				t.Errorf("the verdicts are\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}
