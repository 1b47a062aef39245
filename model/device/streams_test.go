package device

import "time"

// streams are messages of each convention as devices send them, and what they come to.
var streams = []struct {
	name      string
	templates []string
	script    string
	after     time.Duration
	want      string
}{
	{
		name: "Zigbee2MQTT: names with levels, availability of both kinds, a group, a device without interview",
		script: `
			0s R zigbee2mqtt/bridge/state {"state":"online"}
			0s R zigbee2mqtt/bridge/info {"version":"1.40.1","coordinator":{"type":"zStack3x0"}}
			0s R zigbee2mqtt/bridge/devices [{"ieee_address":"0x00","type":"Coordinator","friendly_name":"Coordinator"},{"ieee_address":"0x01","type":"EndDevice","friendly_name":"up/hall","supported":true,"interview_completed":true,"software_build_id":"1.2","definition":{"vendor":"Aqara","model":"WSDCGQ11LM"}},{"ieee_address":"0x02","type":"Router","friendly_name":"up","supported":false,"interview_completed":false,"manufacturer":"_TZ","model_id":"TS0001"}]
			0s R zigbee2mqtt/bridge/groups [{"friendly_name":"all"}]
			0s R zigbee2mqtt/up/hall/availability {"state":"online"}
			0s R zigbee2mqtt/up/availability offline
			5s zigbee2mqtt/up/hall {"temperature":21,"battery":12,"linkquality":87}
			6s zigbee2mqtt/all {"state":"ON"}
			7s zigbee2mqtt/up/set {"state":"ON"}`,
		want: `
			zigbee2mqtt 0x00 [Zigbee2MQTT at zigbee2mqtt] online heard 5s | zStack3x0 | 1.40.1 | 0 live on 4
			zigbee2mqtt 0x02 [up] offline said before 0s | _TZ | TS0001 | 0 live on 2 ! not interviewed ! not supported ! never heard
			zigbee2mqtt 0x01 [up/hall] online heard 5s | Aqara | WSDCGQ11LM | 1.2 | battery 12% | signal 87lqi | 1 live on 2 ! low battery 12`,
	},
	{
		name: "Zigbee2MQTT: renamed, then removed",
		script: `
			0s R home/z2m/bridge/devices [{"ieee_address":"0x01","friendly_name":"old"},{"ieee_address":"0x03","friendly_name":"gone"}]
			1s home/z2m/old {"battery":90}
			2s home/z2m/bridge/devices [{"ieee_address":"0x01","friendly_name":"new"}]
			3s home/z2m/new {"battery":80}`,
		want: `
			zigbee2mqtt 0x03 [gone] unknown | 0 live on 0 ! removed ! never heard
			zigbee2mqtt home/z2m/bridge [home/z2m/bridge] online heard 1s | 0 live on 1
			zigbee2mqtt 0x01 [new] online heard 1s | battery 80% | 2 live on 2`,
	},
	{
		name: "Zigbee2MQTT: the bridge is lost, and with it all behind it",
		script: `
			0s R zigbee2mqtt/bridge/devices [{"ieee_address":"0x01","friendly_name":"a"}]
			1s zigbee2mqtt/a {"battery":"90"}
			2s zigbee2mqtt/bridge/state offline`,
		want: `
			zigbee2mqtt 0x01 [a] offline gateway 2s | battery 90% | 1 live on 1
			zigbee2mqtt zigbee2mqtt/bridge [zigbee2mqtt/bridge] offline said 2s | 0 live on 2`,
	},
	{
		name: "Tasmota: as it comes, with values under SENSOR",
		script: `
			0s R tele/plug/LWT Online
			1s tele/plug/STATE {"Time":"2026-11-27T12:00:01","Wifi":{"RSSI":100,"Signal":-47}}
			2s tele/plug/INFO1 {"Info1":{"Module":"Sonoff","Version":"14.3.0(tasmota)"}}
			3s stat/plug/POWER ON
			4s cmnd/plug/POWER TOGGLE`,
		want: `tasmota plug [plug] online heard 1s | Sonoff | 14.3.0(tasmota) | signal -47dBm | 3 live on 4`,
	},
	{
		name: "Tasmota: another order of the topic, other words, described by discovery",
		script: `
			0s R tasmota/discovery/AABBCCDDEEFF/config {"ip":"10.0.0.7","dn":"Boiler","fn":["Boiler",null],"hn":"boiler-7","mac":"AABBCCDDEEFF","md":"Plug S","ofln":"weg","onln":"da","sw":"13.1","t":"boiler","ft":"%topic%/%prefix%/","tp":["cmnd","stat","tele"]}
			0s R boiler/tele/LWT weg
			9s boiler/tele/LWT da
			20s boiler/tele/LWT weg`,
		want: `tasmota boiler [Boiler] offline said 20s | Plug S | 13.1 | 0 live on 1`,
	},
	{
		name: "Shelly of the first generation",
		script: `
			0s R shellies/shellyht-ABC/online true
			1s shellies/announce {"id":"shellyht-ABC","mac":"ABC","model":"SHHT-1","fw_ver":"20230913"}
			2s shellies/shellyht-ABC/sensor/battery 8
			3s shellies/command announce`,
		want: `shelly shellyht-ABC [shellyht-ABC] online heard 1s | Shelly | SHHT-1 | 20230913 | battery 8% | 2 live on 2 ! low battery 8`,
	},
	{
		name: "Shelly of the second generation: only what changes is in a notification",
		script: `
			0s R attic/fan/online true
			1s attic/fan/events/rpc {"src":"shellyplus1pm-a8","dst":"attic/fan/events","method":"NotifyFullStatus","params":{"ts":1,"wifi":{"rssi":-61},"devicepower:0":{"battery":{"V":5.3,"percent":71}}}}
			2s attic/fan/events/rpc {"src":"shellyplus1pm-a8","dst":"attic/fan/events","method":"NotifyStatus","params":{"ts":2,"switch:0":{"output":true}}}
			3s attic/fan/online false`,
		want: `shelly2 attic/fan [shellyplus1pm-a8] offline said 3s | Shelly | shellyplus1pm | battery 71% | signal -61dBm | 2 live on 2`,
	},
	{
		name: "what only looks like a Shelly is none",
		script: `
			0s R shop/online true
			1s shop/events/rpc {"method":"other"}
			2s shop/status/open {"a":1}`,
		want: ``,
	},
	{
		name: "ESPHome: discovered by its own message",
		script: `
			0s R desk/status online
			0s R esphome/discover/desk {"ip":"10.0.0.8","name":"desk","friendly_name":"Desk lamp","mac":"aa","board":"esp32dev","version":"2026.10.0"}
			4s desk/sensor/lux/state 12
			5s desk/light/lamp/command {"state":"ON"}`,
		want: `esphome desk [Desk lamp] online heard 4s | esp32dev | 2026.10.0 | 1 live on 4`,
	},
	{
		name: "ESPHome: known by the discovery of Home Assistant, with a prefix of the user's",
		script: `
			0s R homeassistant/sensor/desk/lux/config {"~":"home/desk","name":"Lux","stat_t":"~/sensor/lux/state","avty_t":"home/desk/status","uniq_id":"x","dev":{"ids":"aa","name":"Desk","sw":"2026.10.0 (ESPHome)","mdl":"esp32dev","mf":"Espressif"}}
			0s R home/desk/status online
			4s home/desk/sensor/lux/state 12`,
		want: `esphome home/desk [Desk] online heard 4s | Espressif | esp32dev | 2026.10.0 (ESPHome) | 1 live on 2`,
	},
	{
		name: "Homie 4: asleep, then an alert",
		script: `
			0s R homie/meter/$homie 4.0.0
			0s R homie/meter/$name Meter
			0s R homie/meter/$state sleeping
			1s homie/meter/power/total 12
			2s homie/meter/power/total/set 13
			3s homie/meter/$state alert`,
		want: `homie homie/meter [Meter] online said 1s | 1 live on 5 ! alert`,
	},
	{
		name: "Homie 5: the root is lost, and its children with it",
		script: `
			0s R homie/5/hub/$state ready
			0s R homie/5/hub/$description {"homie":"5.0","version":1,"name":"Hub","children":["lamp"]}
			0s R homie/5/lamp/$state ready
			0s R homie/5/lamp/$description {"homie":"5.0","version":1,"name":"Lamp","root":"hub","parent":"hub"}
			3s homie/5/hub/$state lost`,
		want: `
			homie homie/5/hub [Hub] offline said 3s | 0 live on 2
			homie homie/5/lamp [Lamp] offline gateway 3s | 0 live on 2 ! never heard`,
	},
	{
		name: "Homie 5: an empty state takes the device away",
		script: `
			0s R homie/5/a/$state ready
			1s homie/5/a/$state ~`,
		want: `homie homie/5/a [homie/5/a] online said before 0s | 0 live on 1 ! removed ! never heard`,
	},
	{
		name: "Sparkplug: nothing is known before a birth",
		script: `
			1s spBv1.0/Plant2/DDATA/Edge1/Press1 0x1801
			2s spBv1.0/Plant2/NCMD/Edge1 0x1801`,
		want: `
			sparkplug Plant2/Edge1 [Edge1] unknown | 0 live on 1 ! awaiting birth ! never heard
			sparkplug Plant2/Edge1/Press1 [Press1] online heard 1s | 1 live on 1 ! awaiting birth`,
	},
	{
		name: "OpenMQTTGateway: two gateways hear one sensor",
		script: `
			0s R home/gw1/LWT online
			1s home/gw1/BTtoMQTT/AABB {"id":"AA:BB","rssi":-70,"brand":"Xiaomi","model":"Mi","model_id":"LYWSD03","tempc":21,"batt":55}
			2s home/gw2/BTtoMQTT/AABB {"id":"AA:BB","rssi":-60,"tempc":21}
			3s home/gw1/SYStoMQTT {"version":"v1.7","env":"esp32","rssi":-50}`,
		want: `
			openmqttgateway AA:BB [AA:BB] online heard 1s | Xiaomi | Mi | battery 55% | signal -60dBm | 2 live on 2
			openmqttgateway home/gw1 [home/gw1] online heard 1s | esp32 | v1.7 | signal -50dBm | 1 live on 2
			openmqttgateway home/gw2 [home/gw2] online heard 2s | 0 live on 0`,
	},
	{
		name: "The Things Network: what goes down is no sign of life",
		script: `
			1s v3/farm@ttn/devices/soil-01/up {"end_device_ids":{"device_id":"soil-01"},"uplink_message":{"f_port":2,"rx_metadata":[{"rssi":-110}],"version_ids":{"brand_id":"dragino","model_id":"lse01"},"last_battery_percentage":{"value":61.5}}}
			2s v3/farm@ttn/devices/soil-02/down/queued {}`,
		want: `
			ttn farm@ttn/soil-01 [soil-01] online heard 1s | dragino | lse01 | battery 61.5% | signal -110dBm | 1 live on 1
			ttn farm@ttn/soil-02 [soil-02] unknown | 0 live on 1 ! never heard`,
	},
	{
		name: "ChirpStack: a battery that is not known is left out",
		script: `
			1s application/6f/device/a840/event/up {"deviceInfo":{"deviceName":"Barn","deviceProfileName":"LHT65"},"rxInfo":[{"rssi":-99}]}
			2s application/6f/device/a840/event/status {"deviceInfo":{"deviceName":"Barn"},"margin":9,"batteryLevel":0,"batteryLevelUnavailable":true}`,
		want: `chirpstack a840 [Barn] online heard 1s | LHT65 | signal -99dBm | 2 live on 2`,
	},
	{
		name: "Ruuvi: the battery out of the advertisement",
		script: `
			1s ruuvi/GW/CB:B8 {"rssi":-73,"data":"0201061BFF99040512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F"}`,
		want: `ruuvi CB:B8 [CB:B8] online heard 1s | Ruuvi | battery 2.977V | signal -73dBm | 1 live on 1`,
	},
	{
		name: "OwnTracks: the will of the app, and back again",
		script: `
			0s R owntracks/ann/phone {"_type":"location","lat":1,"lon":2,"tst":1,"batt":44}
			1s owntracks/ann/phone {"_type":"lwt","tst":1}
			9s owntracks/ann/phone {"_type":"location","lat":1,"lon":2,"tst":9,"batt":43}`,
		want: `owntracks ann/phone [ann/phone] online heard 9s | battery 43% | 1 live on 1`,
	},
	{
		name: "Frigate: cameras by its statistics",
		script: `
			0s R frigate/available online
			1s frigate/stats {"cameras":{"gate":{"camera_fps":5}},"service":{"version":"0.14.1"}}
			2s frigate/gate/person 1
			3s frigate/events {"type":"new"}
			4s frigate/available offline`,
		want: `
			frigate frigate [frigate] offline said 4s | Frigate | 0.14.1 | 2 live on 3
			frigate frigate/gate [gate] offline gateway 4s | 1 live on 1`,
	},
	{
		name: "Home Assistant: a device that is known by its discovery only, all of whose topics must say that it is there",
		script: `
			0s R homeassistant/device/lamp/config {"dev":{"ids":["l1"],"name":"Lamp","mf":"Acme","mdl":"L","sw":"3"},"o":{"name":"acme"},"avty":[{"t":"acme/gw"},{"t":"acme/lamp/here","pl_avail":"yes","pl_not_avail":"no"}],"avty_mode":"all","cmps":{"a":{"p":"light","uniq_id":"1","stat_t":"acme/lamp/state"}}}
			0s R acme/lamp/here yes
			0s R acme/gw offline
			3s acme/lamp/state ON
			4s acme/gw online`,
		want: `homeassistant l1 [Lamp] online said 3s | Acme | L | 3 | 1 live on 3`,
	},
	{
		name: "Home Assistant: it describes what has a convention of its own",
		script: `
			0s R homeassistant/sensor/plug/power/config {"name":"Power","stat_t":"tele/plug/SENSOR","avty_t":"tele/plug/LWT","pl_avail":"Online","pl_not_avail":"Offline","uniq_id":"p","dev":{"ids":["AABB"],"name":"Boiler plug","mf":"Sonoff","mdl":"S31","sw":"14.3"}}
			1s tele/plug/LWT Online
			2s tele/plug/SENSOR {"Time":"x","ENERGY":{"Power":3}}`,
		want: `tasmota plug [Boiler plug] online said 1s | Sonoff | S31 | 14.3 | 1 live on 2`,
	},
	{
		name: "Home Assistant: what was kept is its owner's, who is known later",
		script: `
			0s R homeassistant/sensor/a/t/config {"stat_t":"zigbee2mqtt/a","avty":[{"t":"zigbee2mqtt/bridge/state"},{"t":"zigbee2mqtt/a/availability","val_tpl":"{{ value_json.state }}"}],"avty_mode":"all","uniq_id":"p","dev":{"ids":["zigbee2mqtt_0x01"],"name":"A","mf":"Aqara","mdl":"Sensor (W1)","sw":"1"}}
			0s R zigbee2mqtt/bridge/state {"state":"online"}
			0s R zigbee2mqtt/a/availability {"state":"offline"}
			0s R zigbee2mqtt/bridge/devices [{"ieee_address":"0x01","friendly_name":"a"}]`,
		want: `
			zigbee2mqtt 0x01 [a] offline said before 0s | Aqara | Sensor (W1) | 1 | 0 live on 1 ! never heard
			zigbee2mqtt zigbee2mqtt/bridge [zigbee2mqtt/bridge] online said before 0s | 0 live on 2 ! never heard`,
	},
	{
		name: "Home Assistant: taken back by an empty message",
		script: `
			0s R homeassistant/sensor/x/config {"name":"X","stat_t":"x/y","uniq_id":"p","dev":{"ids":"1","name":"X"}}
			5s homeassistant/sensor/x/config ~`,
		want: `homeassistant 1 [X] unknown | 0 live on 0 ! removed ! never heard`,
	},
	{
		name:      "a template of the user's, with its rhythm and what is late",
		templates: []string{"site/{area}/{device}/#"},
		script: `
			0s R site/north/m1/v 1
			10s site/north/m1/v 1
			20s site/north/m1/v 1
			20s site/north/m1/w 1
			30s site/north/m1/v 1
			41s site/north/m1/v 1
			50s site/north/m1/v 1
			60s site/south/m2/v 1`,
		after: 2 * time.Minute,
		want: `
			template site/north/m1 [m1] online heard 10s | north | 6 live on 2 ! late 1m10s of 10s
			template site/south/m2 [m2] online heard 1m0s | south | 1 live on 1`,
	},
	{
		name:      "silence across a time without a connection is none",
		templates: []string{"s/{device}"},
		script: `
			10s s/a 1
			20s s/a 1
			30s s/a 1
			40s s/a 1
			50s s/a 1
			51s down`,
		after: 9 * time.Minute,
		want:  `template s/a [a] online heard 10s | 5 live on 1`,
	},
	{
		name: "one that comes and goes",
		script: `
			1s tele/p/LWT Online
			2s tele/p/LWT Offline
			3s tele/p/LWT Online
			4s tele/p/LWT Offline
			5s tele/p/LWT Online
			6s tele/p/LWT Offline`,
		want: `tasmota p [p] offline said 6s | 0 live on 1 ! flapping 3`,
	},
	{
		name: "what belongs to nobody",
		script: `
			0s R plant/line1/temp 20
			1s bridge/state online
			2s a/bridge/devices [1,2]
			3s x/tele/y {"Time":1}`,
		want: ``,
	},
}
