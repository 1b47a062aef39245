package device

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// reported is what others have read wrong, by their public reports.
var reported = []struct{ name, script, want string }{
	{
		name: "zigbee2mqtt 5414: the availability of a name of before is kept by the broker, and comes before the list",
		script: `
			0s R zigbee2mqtt/bridge/info {"version":"1.16.2","coordinator":{"type":"zStack3x0"}}
			0s R zigbee2mqtt/old/availability online
			0s R zigbee2mqtt/new/availability offline
			0s R zigbee2mqtt/bridge/devices [{"ieee_address":"0x01","friendly_name":"new"}]`,
		want: `
			zigbee2mqtt 0x01 [new] offline said before 0s | 0 live on 1 ! never heard
			zigbee2mqtt zigbee2mqtt/bridge [zigbee2mqtt/bridge] unknown | zStack3x0 | 1.16.2 | 0 live on 2 ! never heard`,
	},
	{
		name: "zigbee2mqtt 11626: a group has an availability, and speaks before the lists come",
		script: `
			0s R zigbee2mqtt/bridge/info {"version":"1.24.0","coordinator":{"type":"zStack3x0"}}
			0s R zigbee2mqtt/up/all/availability {"state":"online"}
			1s zigbee2mqtt/up/all {"state":"ON"}
			2s R zigbee2mqtt/bridge/devices [{"ieee_address":"0x01","friendly_name":"up"}]
			2s R zigbee2mqtt/bridge/groups [{"friendly_name":"up/all"}]
			3s zigbee2mqtt/up/all {"state":"OFF"}`,
		want: `
			zigbee2mqtt 0x01 [up] unknown | 0 live on 0 ! never heard
			zigbee2mqtt zigbee2mqtt/bridge [zigbee2mqtt/bridge] online heard 1s | zStack3x0 | 1.24.0 | 0 live on 3`,
	},
	{
		name: "Tasmota 9623: the discovery has another order than the device",
		script: `
			0s R tasmota/discovery/A0B1C2D3E4F5/config {"t":"sonoff","ft":"%prefix%/%topic%/","tp":["cmnd","stat","tele"],"mac":"A0B1C2D3E4F5","dn":"Sonoff4CHProR2","fn":["Tasmota",null],"md":"Sonoff 4CH Pro","sw":"9.0.0.2","onln":"Online","ofln":"Offline"}
			0s R sonoff/tele/LWT Online
			1s sonoff/tele/STATE {"Wifi":{"Signal":-50}}`,
		want: `tasmota sonoff [Sonoff4CHProR2] online heard 1s | Sonoff 4CH Pro | 9.0.0.2 | signal -50dBm | 1 live on 2`,
	},
	{
		name: "hatasmota 263: a device that sleeps is not gone each time",
		script: `
			0s tele/s/LWT Online
			1s tele/s/SENSOR {"DHT11":{"Temperature":21}}
			2s tele/s/DeepSleep {"DeepSleep":{"Time":"2026-11-27T12:05:00","DeepSleep":1795780800,"Wakeup":1795781100}}
			20s tele/s/LWT Offline
			300s tele/s/LWT Online
			301s tele/s/SENSOR {"DHT11":{"Temperature":21}}
			302s tele/s/DeepSleep {"DeepSleep":{"Time":"2026-11-27T12:10:00","DeepSleep":1795781100,"Wakeup":1795781400}}
			320s tele/s/LWT Offline
			600s tele/s/LWT Online
			602s tele/s/DeepSleep {"DeepSleep":{"Time":"2026-11-27T12:15:00","DeepSleep":1795781400,"Wakeup":1795781700}}
			620s tele/s/LWT Offline`,
		want: `tasmota s [s] asleep said 10m2s | 5 live on 3`,
	},
	{
		name: "core 84198: asleep when we come, by what the broker keeps",
		script: `
			0s R tele/s/LWT Offline
			0s R tele/s/DeepSleep {"DeepSleep":{"Time":"2026-11-27T12:05:00","DeepSleep":1795780800,"Wakeup":1795781100}}
			0s R tele/awake/LWT Online
			0s R tele/awake/DeepSleep {"DeepSleep":{"Time":"2026-11-27T12:05:00","DeepSleep":1795780800,"Wakeup":1795781100}}`,
		want: `
			tasmota awake [awake] online said before 0s | 0 live on 2 ! never heard
			tasmota s [s] asleep said before 0s | 0 live on 2 ! never heard`,
	},
	{
		name: "core 84198: awake when we come, and then without power, which is no sleep",
		script: `
			0s R tele/s/LWT Online
			0s R tele/s/DeepSleep {"DeepSleep":{"Time":"2026-11-27T12:05:00","DeepSleep":1795780800,"Wakeup":1795781100}}
			5s tele/s/LWT Offline`,
		want: `tasmota s [s] offline said 5s | 0 live on 2`,
	},
	{
		name: "core 84198: asleep, and described after that",
		script: `
			0s tele/s/DeepSleep {"DeepSleep":{"Time":"2026-11-27T12:05:00","DeepSleep":1795780800,"Wakeup":1795781100}}
			1s R tasmota/discovery/A0B1C2D3E4F5/config {"t":"s","ft":"%prefix%/%topic%/","tp":["cmnd","stat","tele"],"mac":"A0B1C2D3E4F5","dn":"S","onln":"Online","ofln":"Offline"}
			5s tele/s/LWT Offline`,
		want: `tasmota s [S] asleep said 0s | 1 live on 2`,
	},
	{
		name: "Frigate 22527: stopped by somebody, not lost",
		script: `
			0s frigate/stats {"cameras":{"door":{}},"service":{"version":"0.18.0"}}
			1s frigate/available online
			2s frigate/available stopped`,
		want: `
			frigate frigate/door [door] offline gateway 2s | 0 live on 0 ! never heard
			frigate frigate [frigate] offline said 2s | Frigate | 0.18.0 | 1 live on 2`,
	},
	{
		name: "ha-shellies-discovery 520: a sensor on a battery is asleep most of the time",
		script: `
			0s shellies/shellyht-AA/online true
			1s shellies/shellyht-AA/sensor/temperature 21
			1s shellies/shellyht-AA/sensor/act_reasons ["sensor"]
			5s shellies/shellyht-AA/online false
			60s shellies/shellyht-AA/online true
			61s shellies/shellyht-AA/sensor/temperature 22
			65s shellies/shellyht-AA/online false
			120s shellies/shellyht-AA/online true
			125s shellies/shellyht-AA/online false`,
		want: `shelly shellyht-AA [shellyht-AA] asleep said 2m5s | 3 live on 3`,
	},
	{
		name: "ha-shellies-discovery-gen2 339: and one of the second generation",
		script: `
			0s R ht/online false
			1s ht/events/rpc {"src":"shellyplusht-AA","method":"NotifyFullStatus","params":{"ts":1.1,"sys":{"wakeup_reason":{"boot":"deepsleep_wake","cause":"periodic"},"wakeup_period":7200},"devicepower:0":{"battery":{"percent":80}}}}
			2s ht/online true
			5s ht/online false`,
		want: `shelly2 ht [shellyplusht-AA] asleep said 5s | Shelly | shellyplusht | battery 80% | 1 live on 2`,
	},
	{
		name: "ioBroker.shelly 1228: parts of a device that are newer than others",
		script: `
			0s presence/status/mqtt {"connected":true}
			1s presence/status/presencezone:200 {"id":200,"value":true,"num_objects":1}
			2s presence/status/matter {"num_fabrics":0}
			3s presence/rpc {"id":1,"src":"me","method":"Shelly.GetStatus"}
			4s presence/command/switch:0 on`,
		want: `shelly2 presence [presence] online heard 0s | Shelly | 3 live on 5`,
	},
	{
		name: "OwnTracks: an encrypted message is one, and a will is not the end",
		script: `
			0s R owntracks/jp/nexus4 {"_type":"lwt","tst":1459198293}
			1s owntracks/jp/nexus4 {"_type":"encrypted","data":"cipher"}`,
		want: `owntracks jp/nexus4 [jp/nexus4] online heard 1s | 1 live on 1`,
	},
	{
		name: "lorawan-stack 4143: what is simulated in the console is no sign of life",
		script: `
			0s v3/a@ttn/devices/d/up {"end_device_ids":{"device_id":"d"},"uplink_message":{"f_port":1,"frm_payload":"AQ=="},"simulated":true}`,
		want: `ttn a@ttn/d [d] unknown | 0 live on 1 ! never heard`,
	},
	{
		name: "lorawan-stack 3869: an uplink with nothing in it is one",
		script: `
			0s v3/a@ttn/devices/d/up {"end_device_ids":{"device_id":"d"},"uplink_message":{"rx_metadata":[{"rssi":-71}]}}`,
		want: `ttn a@ttn/d [d] online heard 0s | signal -71dBm | 1 live on 1`,
	},
	{
		name: "ChirpStack 3: names are where they were, and a battery that is none",
		script: `
			0s application/1/device/0102030405060708/event/up {"applicationID":"1","applicationName":"a","deviceName":"meter","deviceProfileName":"kWh","devEUI":"AQIDBAUGBwg=","rxInfo":[{"rssi":-60}]}
			1s application/1/device/0102030405060708/event/status {"deviceName":"meter","margin":20,"externalPowerSource":true,"batteryLevel":0,"batteryLevelUnavailable":false}`,
		want: `chirpstack 0102030405060708 [meter] online heard 0s | kWh | signal -60dBm | 2 live on 2`,
	},
	{
		name: "pypowerwall-server 33: all of them, and one that never says anything",
		script: `
			0s R homeassistant/sensor/p/battery/config {"stat_t":"pw/battery","avty":[{"t":"pw/default/availability"},{"t":"pw/availability"}],"avty_mode":"all","dev":{"ids":"p","name":"Powerwall"}}
			0s R pw/default/availability online`,
		want: `homeassistant p [Powerwall] unknown | 0 live on 1 ! never heard`,
	},
	{
		name: "core 55090: described again with one topic more",
		script: `
			0s R homeassistant/switch/x/config {"stat_t":"x/s","avty":[{"t":"x/a"}],"avty_mode":"all","dev":{"ids":"x"}}
			1s x/a online
			2s homeassistant/switch/x/config {"stat_t":"x/s","avty":[{"t":"x/a"},{"t":"x/b"}],"avty_mode":"all","dev":{"ids":"x"}}
			3s x/b online`,
		want: `homeassistant x [x] online said 1s | 0 live on 2`,
	},
	{
		name: "core 99566: an entity may be unavailable, and its device is there",
		script: `
			0s R homeassistant/sensor/e/a/config {"stat_t":"e/data","avty":[{"t":"e/status"},{"t":"e/data","val_tpl":"{{'online' if value_json.a is defined else 'offline'}}"}],"avty_mode":"all","dev":{"ids":"e","name":"Boiler"}}
			0s R homeassistant/sensor/e/b/config {"stat_t":"e/data","avty":[{"t":"e/status"},{"t":"e/data","val_tpl":"{{'online' if value_json.b is defined else 'offline'}}"}],"avty_mode":"all","dev":{"ids":"e","name":"Boiler"}}
			1s e/status online
			2s e/data {"b":1}`,
		want: `homeassistant e [Boiler] online said 2s | 1 live on 2`,
	},
	{
		name: "ring-mqtt 710 and others: one availability of several devices",
		script: `
			0s R homeassistant/sensor/a/config {"stat_t":"g/a","avty_t":"g/status","dev":{"ids":"a"}}
			0s R homeassistant/sensor/b/config {"stat_t":"g/b","avty_t":"g/status","dev":{"ids":"b"}}
			1s g/status offline`,
		want: `
			homeassistant a [a] offline said 1s | 0 live on 0
			homeassistant b [b] offline said 1s | 0 live on 0`,
	},
	{
		name: "ESPHome of 2025, whose version does not have its name",
		script: `
			0s R homeassistant/sensor/hall/t/config {"name":"t","stat_t":"home/hall/sensor/t/state","avty_t":"home/hall/status","dev":{"ids":"a0b1","name":"hall","sw":"2025.12.0 (config hash 0x1234abcd)","mdl":"esp32dev","mf":"Espressif"}}
			0s R home/hall/status online
			1s home/hall/sensor/t/state 21.5`,
		want: `esphome home/hall [hall] online heard 1s | Espressif | esp32dev | 2025.12.0 (config hash 0x1234abcd) | 1 live on 2`,
	},
	{
		name: "esphome 966: a status that is a value as well is no sign of life when it is the will",
		script: `
			0s R homeassistant/binary_sensor/m/status/config {"stat_t":"m/status","avty_t":"m/status","dev":{"ids":"m"}}
			1s m/status offline`,
		want: `homeassistant m [status] offline said 1s | 0 live on 1`,
	},
	{
		name: "core 118757: a description that moves to another topic",
		script: `
			0s R homeassistant/sensor/x/a/config {"stat_t":"x/a","dev":{"ids":"x","name":"X"}}
			1s homeassistant/sensor/x/a/config {"migrate_discovery":true}
			2s homeassistant/device/x/config {"dev":{"ids":"x","name":"X"},"o":{"name":"own"},"cmps":{"a":{"p":"sensor","stat_t":"x/a"}}}
			3s homeassistant/sensor/x/a/config ~
			4s x/a 1`,
		want: `homeassistant x [X] online heard 4s | 1 live on 1`,
	},
	{
		name: "openhab-addons 7252: no $name, and the state before the version",
		script: `
			0s R homie/q/$state ready
			0s R homie/q/$homie 4.0.0
			1s homie/q/$state lost`,
		want: `homie homie/q [homie/q] offline said 1s | 0 live on 2`,
	},
	{
		name: "node-red-contrib-mqtt-sparkplug-plus 89: a node that comes and goes, each time under its own number",
		script: `
			0s spBv1.0/G/NBIRTH/N 0x120b0a056264536571200858001800
			1s spBv1.0/G/DBIRTH/N/D 0x1801
			10s spBv1.0/G/NDEATH/N 0x120b0a05626453657120085800
			20s spBv1.0/G/NBIRTH/N 0x120b0a056264536571200858011800
			21s spBv1.0/G/DBIRTH/N/D 0x1801
			25s spBv1.0/G/NDEATH/N 0x120b0a05626453657120085800
			30s spBv1.0/G/NDEATH/N 0x120b0a05626453657120085801
			40s spBv1.0/G/NBIRTH/N 0x120b0a056264536571200858021800
			41s spBv1.0/G/DBIRTH/N/D 0x1801
			50s spBv1.0/G/NDEATH/N 0x120b0a05626453657120085802`,
		want: `
			sparkplug G/N/D [D] offline said 50s | 3 live on 1 ! flapping 3
			sparkplug G/N [N] offline said 50s | 3 live on 2 ! flapping 3`,
	},
}

func TestWhatIsReported(t *testing.T) {
	for _, c := range slices.Concat(reported, lifesigns, gatewaysigns, describedReports) {
		t.Run(c.name, func(t *testing.T) {
			s := New()
			play(t, s, c.script)
			want := strings.TrimSpace(strings.ReplaceAll(c.want, "\t", ""))
			if got := strings.Join(lines(s, 11*time.Minute), "\n"); got != want {
				t.Errorf("there are\n%s\nand should be\n%s", got, want)
			}
		})
	}
}

// TestReportedInAnyOrder: of what a broker keeps, the last may come first.
func TestReportedInAnyOrder(t *testing.T) {
	for _, c := range slices.Concat(reported, lifesigns, gatewaysigns, describedReports) {
		t.Run(c.name, func(t *testing.T) {
			var kept, live []string
			for line := range strings.Lines(c.script) {
				switch line = strings.TrimSpace(line); {
				case strings.HasPrefix(line, "0s R "):
					kept = append([]string{line}, kept...)
				default:
					live = append(live, line)
				}
			}
			s := New()
			play(t, s, strings.Join(append(kept, live...), "\n"))
			want := strings.TrimSpace(strings.ReplaceAll(c.want, "\t", ""))
			if got := strings.Join(lines(s, 11*time.Minute), "\n"); got != want {
				t.Errorf("there are\n%s\nand should be\n%s", got, want)
			}
		})
	}
}
