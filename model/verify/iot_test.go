package verify

import (
	"fmt"
	"testing"
)

// Devices of conventions in a checklist, and topics of theirs.
const (
	homieForm   = "version: 1\ndevices:\n  - {id: d, use: homie, device: therm, %s}"
	homie5Form  = "version: 1\ndevices:\n  - {id: d, use: homie, device: therm, base: homie/5, %s}"
	shellyForm  = "version: 1\ndevices:\n  - {id: d, use: shelly, device: shelly1pm-A4, %s}"
	shelly2Form = "version: 1\ndevices:\n  - {id: d, use: shelly2, topic: attic/plug, %s}"
	espHomeForm = "version: 1\ndevices:\n  - {id: d, use: esphome, topic: hall, %s}"
	ttnForm     = "version: 1\ndevices:\n  - {id: d, use: ttn, app: farm@ttn, device: soil-01, %s}"
	chirpForm   = "version: 1\ndevices:\n  - {id: d, use: chirpstack, device: 24E124136B502217, %s}"
	gatewayForm = "version: 1\ndevices:\n  - {id: d, use: openmqttgateway, device: \"A4:C1:38:00:00:01\", %s}"

	uplink = "v3/farm@ttn/devices/soil-01/up "
	event  = "application/5c/device/24e124136b502217/event/"
)

// deviceCases are recorded streams of devices by their conventions, with the traps in them.
var deviceCases = []struct{ name, form, checks, script, want string }{
	{"homie: ready", homieForm, "online: true", "1s homie/therm/$state ready\n9s end", "d online: pass, says online"},
	{"homie: asks for a human", homieForm, "online: true", "1s homie/therm/$state alert\n9s end", "d online: pass, says online"},
	{"homie: sleeps", homieForm, "online: true", "1s homie/therm/$state sleeping\n9s end", "d online: pass, says online"},
	{"homie: lost", homieForm, "online: true", "1s homie/therm/$state ready\n2s homie/therm/$state lost\n9s end", "d online: fail, says offline"},
	{"homie: ends in order", homieForm, "online: true", "1s homie/therm/$state ready\n2s homie/therm/$state disconnected\n9s end", "d online: fail, says offline"},
	{"homie: begins", homieForm, "online: true", "1s homie/therm/$state init\n9s end", "d online: fail, says other"},
	{"homie: removed", homieForm, "online: true", "1s homie/therm/$state ready\n2s homie/therm/$state \n9s end", "d online: fail, says other"},
	{"homie: ready of before", homieForm, "online: true", "1s R homie/therm/$state ready\n9s end", "d online: fail, only retained"},
	{"homie: ready of before, and alive", homieForm, "online: true", "1s R homie/therm/$state ready\n2s homie/therm/sensor/temperature 21.5\n9s end", "d online: pass, says online"},
	{"homie: values of before", homieForm, "present: true", "1s R homie/therm/sensor/temperature 21.5\n9s end", "d present: fail, only retained"},
	{"homie: told to, which it is not", homieForm, "present: true", "1s homie/therm/sensor/target/set 21.5\n9s end", "d present: fail, never seen"},
	{"homie: the will is no sign of life", homieForm, "present: true", "1s homie/therm/$state lost\n9s end", "d present: fail, never seen"},
	{"homie: a value", homieForm, "fields: {sensor/temperature: {range: [5, 40], samples: 2}}", "1s homie/therm/sensor/temperature 21.5\n2s homie/therm/sensor/humidity 99\n3s homie/therm/sensor/temperature 22\n9s end", "d field sensor/temperature: pass, held"},
	{"homie: out of range", homieForm, "fields: {sensor/temperature: {range: [5, 40]}}", "1s homie/therm/sensor/temperature 41", "d field sensor/temperature: fail, out of range"},
	{"homie: a value is missing", homieForm, "fields: {sensor/temperature: {range: [5, 40]}}", "1s homie/therm/sensor/humidity 50\n9s end", "d field sensor/temperature: fail, no value"},
	{"homie: a level above is not the value", homieForm, "fields: {sensor: {}}", "1s homie/therm/sensor/humidity 50\n9s end", "d field sensor: fail, no value"},
	{"homie: a flag is a word", homieForm, "fields: {relay/power: {enum: [true, false], samples: 1}}", "1s homie/therm/relay/power true\n9s end", "d field relay/power: pass, held"},
	{"homie: firmware", homieForm, `firmware: ">=2"`, "1s R homie/therm/$fw/version 2.1.0", "d firmware: pass, fits"},
	{"homie: battery", homieForm, `battery: ">=30"`, "1s homie/therm/$stats/battery 20", "d battery: fail, fits not"},
	{"homie 5", homie5Form, "online: true, fields: {sensor/temperature: {type: number, samples: 1}}", "1s homie/5/therm/$state ready\n1s homie/5/therm/sensor/temperature 4\n2s homie/5/therm/sensor/temperature/$target 9\n9s end", "d online: pass, says online\nd field sensor/temperature: pass, held"},

	{"homie 5: its root is lost", homie5Form, "online: true", "1s R homie/5/therm/$description {\"homie\":\"5.0\",\"root\":\"bridge\"}\n1s homie/5/therm/$state ready\n5s homie/5/bridge/$state lost\n9s end", "d online: fail, gateway offline"},
	{"homie 5: its root is lost, as is known before it", homie5Form, "online: true", "1s homie/5/bridge/$state lost\n2s homie/5/therm/$state ready\n3s R homie/5/therm/$description {\"homie\":\"5.0\",\"root\":\"bridge\"}\n9s end", "d online: fail, gateway offline"},
	{"homie 5: its root is back", homie5Form, "online: true", "1s R homie/5/therm/$description {\"homie\":\"5.0\",\"root\":\"bridge\"}\n1s homie/5/therm/$state ready\n5s homie/5/bridge/$state lost\n6s homie/5/bridge/$state ready\n9s end", "d online: pass, says online"},
	{"homie 5: another root is lost", homie5Form, "online: true", "1s R homie/5/therm/$description {\"homie\":\"5.0\",\"root\":\"bridge\"}\n1s homie/5/therm/$state ready\n5s homie/5/other/$state lost\n9s end", "d online: pass, says online"},
	{"homie 5: it is its own root", homie5Form, "online: true", "1s R homie/5/therm/$description {\"homie\":\"5.0\"}\n1s homie/5/therm/$state ready\n5s homie/5/other/$state lost\n9s end", "d online: pass, says online"},
	{"zigbee2mqtt: the bridge is gone", zigbee, "online: true", "1s zigbee2mqtt/l/availability online\n5s zigbee2mqtt/bridge/state {\"state\":\"offline\"}\n9s end", "d online: fail, gateway offline"},
	{"zigbee2mqtt: the bridge is back", zigbee, "online: true", "1s zigbee2mqtt/l/availability online\n5s zigbee2mqtt/bridge/state offline\n6s zigbee2mqtt/bridge/state online\n9s end", "d online: pass, says online"},
	{"zigbee2mqtt: the bridge was gone before", zigbee, "online: true", "1s R zigbee2mqtt/bridge/state offline\n1s R zigbee2mqtt/l/availability online\n2s zigbee2mqtt/l {}\n9s end", "d online: pass, says online"},

	{"shelly: online", shellyForm, "online: true", "1s shellies/shelly1pm-A4/online true\n9s end", "d online: pass, says online"},
	{"shelly: will", shellyForm, "online: true", "1s shellies/shelly1pm-A4/online true\n2s shellies/shelly1pm-A4/online false\n9s end", "d online: fail, says offline"},
	{"shelly: a command to it", shellyForm, "present: true", "1s shellies/shelly1pm-A4/relay/0/command on\n1s shellies/shelly1pm-A4/command announce\n2s shellies/shelly1pm-A4/online false\n9s end", "d present: fail, never seen"},
	{"shelly: values", shellyForm, "fields: {relay/0: {enum: [\"on\", \"off\"], samples: 1}, relay/0/power: {range: [0, 2500], samples: 1}}", "1s shellies/shelly1pm-A4/relay/0 on\n1s shellies/shelly1pm-A4/relay/0/power 12.5\n1s shellies/shelly1pm-A4/relay/0/command toggle\n9s end", "d field relay/0: pass, held\nd field relay/0/power: pass, held"},
	{"shelly: firmware behind its date", shellyForm, `firmware: ">=1.15"`, "1s shellies/announce {\"id\":\"other\",\"fw_ver\":\"20230913-114008/v1.20.0\"}\n2s shellies/announce {\"id\":\"shelly1pm-A4\",\"fw_ver\":\"20230913-114008/v1.14.0-gcb84623\"}", "d firmware: fail, fits not"},
	{"shelly: firmware", shellyForm, `firmware: ">=1.14"`, "2s shellies/shelly1pm-A4/announce {\"id\":\"shelly1pm-A4\",\"fw_ver\":\"20230913-114008/v1.14.0-gcb84623\"}", "d firmware: pass, fits"},
	{"shelly: battery", shellyForm, `battery: ">=30"`, "1s shellies/shelly1pm-A4/sensor/battery 87", "d battery: pass, fits"},

	{"shelly 2: online", shelly2Form, "online: true", "1s R attic/plug/online true\n2s attic/plug/events/rpc {\"src\":\"shellyplus-1\",\"method\":\"NotifyStatus\",\"params\":{\"ts\":1}}\n9s end", "d online: pass, says online"},
	{"shelly 2: online of before", shelly2Form, "online: true", "1s R attic/plug/online true\n9s end", "d online: fail, only retained"},
	{"shelly 2: what has changed", shelly2Form, `fields: {"switch:0.apower": {range: [0, 2500], samples: 2}}`, "1s attic/plug/events/rpc {\"params\":{\"switch:0\":{\"apower\":12.5}}}\n2s attic/plug/events/rpc {\"params\":{\"switch:0\":{\"output\":true}}}\n3s attic/plug/status/switch:0 {\"id\":0,\"apower\":13}\n4s attic/plug/status/wifi {\"rssi\":-60}\n9s end", "d field switch:0.apower: pass, held"},
	{"shelly 2: out of range", shelly2Form, `fields: {"switch:0.apower": {range: [0, 10]}}`, "1s attic/plug/events/rpc {\"params\":{\"switch:0\":{\"apower\":12.5}}}", "d field switch:0.apower: fail, out of range"},
	{"shelly 2: never there", shelly2Form, `fields: {"switch:1.apower": {range: [0, 10]}}`, "1s attic/plug/events/rpc {\"params\":{\"switch:0\":{\"apower\":12.5}}}\n9s end", "d field switch:1.apower: fail, no value"},
	{"shelly 2: battery", shelly2Form, `battery: ">=30"`, "1s attic/plug/events/rpc {\"params\":{\"devicepower:0\":{\"battery\":{\"percent\":9}}}}", "d battery: fail, fits not"},
	{"shelly 2: a request to it", shelly2Form, "present: true", "1s attic/plug/rpc {\"method\":\"Switch.Set\"}\n9s end", "d present: fail, never seen"},

	{"esphome: online", espHomeForm, "online: true", "1s hall/status online\n9s end", "d online: pass, says online"},
	{"esphome: value", espHomeForm, "fields: {sensor/temp: {range: [5, 40], samples: 1}}", "1s hall/sensor/temp/state 21.50\n2s hall/switch/led/command ON\n9s end", "d field sensor/temp: pass, held"},
	{"esphome: a sensor that is broken", espHomeForm, "fields: {sensor/temp: {range: [5, 40]}}", "1s hall/sensor/temp/state nan", "d field sensor/temp: fail, wrong type"},
	{"esphome: a command to it", espHomeForm, "present: true", "2s hall/switch/led/command ON\n9s end", "d present: fail, never seen"},
	{"esphome: firmware", espHomeForm, `firmware: ">=2024"`, "1s R esphome/discover/hall {\"name\":\"hall\",\"version\":\"2024.6.1\"}", "d firmware: pass, fits"},

	{"ttn: value", ttnForm, "fields: {moisture: {range: [0, 100], samples: 2}}", "1s " + uplink + "{\"uplink_message\":{\"f_port\":2,\"decoded_payload\":{\"moisture\":31.5}}}\n2s " + uplink + "{\"uplink_message\":{\"decoded_payload\":{\"moisture\":32}}}\n9s end", "d field moisture: pass, held"},
	{"ttn: 0 is left out", ttnForm, "fields: {moisture: {range: [0, 100], samples: 1}}", "1s " + uplink + "{\"uplink_message\":{\"decoded_payload\":{\"moisture\":31.5}}}\n2s " + uplink + "{\"uplink_message\":{\"decoded_payload\":{}}}\n9s end", "d field moisture: pass, held"},
	{"ttn: what is left out has a meaning", ttnForm, "fields: {moisture: {range: [1, 100], absent_means: 0}}", "1s " + uplink + "{\"uplink_message\":{\"decoded_payload\":{}}}", "d field moisture: fail, out of range"},
	{"ttn: never there", ttnForm, "fields: {moisture: {range: [0, 100]}}", "1s " + uplink + "{\"uplink_message\":{\"frm_payload\":\"AA==\"}}\n9s end", "d field moisture: fail, no value"},
	{"ttn: simulated in the console", ttnForm, "present: true", "1s " + uplink + "{\"uplink_message\":{\"decoded_payload\":{\"moisture\":31.5}},\"simulated\":true}\n9s end", "d present: fail, never seen"},
	{"ttn: a downlink", ttnForm, "present: true", "1s v3/farm@ttn/devices/soil-01/down/push {}\n1s v3/farm@ttn/devices/soil-01/down/sent {}\n9s end", "d present: fail, never seen"},
	{"ttn: rhythm", ttnForm, "interval: {expect: 15m, samples: 2}", "1s " + uplink + "{}\n901s " + uplink + "{}\n1801s " + uplink + "{}\n1802s end", "d interval: pass, regular"},
	{"ttn: firmware and battery", ttnForm, `firmware: ">=1.1", battery: ">=30"`, "1s " + uplink + "{\"uplink_message\":{\"version_ids\":{\"firmware_version\":\"1.1.4\"},\"last_battery_percentage\":{\"value\":9.4}}}", "d firmware: pass, fits\nd battery: fail, fits not"},

	{"chirpstack: value", chirpForm, "fields: {temperature: {range: [5, 40], samples: 1}}", "1s " + event + "up {\"fPort\":85,\"object\":{\"temperature\":21.4}}\n2s " + event + "up {\"fPort\":1}\n9s end", "d field temperature: pass, held"},
	{"chirpstack: what the gateway says is no sign of life", chirpForm, "present: true", "1s " + event + "txack {}\n9s end", "d present: fail, never seen"},
	{"chirpstack: battery", chirpForm, `battery: ">=30"`, "1s " + event + "status {\"margin\":8,\"batteryLevel\":75.2}", "d battery: pass, fits"},
	{"chirpstack: battery that is none", chirpForm, `battery: ">=30"`, "1s " + event + "status {\"margin\":8,\"externalPowerSource\":true,\"batteryLevel\":0}\n9s end", "d battery: fail, never seen"},

	{"openmqttgateway: several gateways", gatewayForm, "fields: {tempc: {range: [5, 40], samples: 2}}", "1s home/a/BTtoMQTT/A4C138000001 {\"id\":\"A4:C1:38:00:00:01\",\"tempc\":21}\n2s home/b/BTtoMQTT/A4C138000001 {\"id\":\"A4:C1:38:00:00:01\",\"rssi\":-70}\n3s home/b/BTtoMQTT/A4C138000001 {\"tempc\":22}\n9s end", "d field tempc: pass, held"},
	{"openmqttgateway: battery", gatewayForm, `battery: ">=30"`, "1s home/a/BTtoMQTT/A4C138000001 {\"batt\":9}", "d battery: fail, fits not"},
}

func TestDevices(t *testing.T) {
	for _, c := range deviceCases {
		t.Run(c.name, func(t *testing.T) {
			if got := said(play(t, fmt.Sprintf(c.form, c.checks), c.script)); got != c.want {
				t.Errorf("the verdicts are\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}
