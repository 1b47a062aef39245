package device

// described are public reports of what discovery messages of Home Assistant say.
var describedReports = []struct{ name, script, want string }{
	{
		name: "OpenMQTTGateway 2365: described with a filter, as several gateways may hear it",
		script: `
			0s R homeassistant/sensor/383B26B530AB-batt/config {"stat_t":"+/+/BTtoMQTT/383B26B530AB","dev_cla":"battery","name":"BM6-batt","uniq_id":"383B26B530AB-batt","val_tpl":"{{ value_json.batt | is_defined }}","device":{"ids":["383B26B530AB"],"cns":[["mac","383B26B530AB"]],"mf":"GENERIC","mdl":"BM6","name":"BM6 Battery Monitor-B530AB","via_device":"OMG"}}
			1s home/OMG/BTtoMQTT/383B26B530AB {"id":"38:3B:26:B5:30:AB","name":"Battery Guard","rssi":-88,"brand":"GENERIC","model":"BM6 Battery Monitor","model_id":"BM6","batt":85}`,
		want: `
			openmqttgateway 38:3B:26:B5:30:AB [Battery Guard] online heard 1s | GENERIC | BM6 Battery Monitor | battery 85% | signal -88dBm | 1 live on 1
			openmqttgateway home/OMG [home/OMG] online heard 1s | 0 live on 0`,
	},
	{
		name: "domoticz 5548: a filter of what has no convention of its own",
		script: `
			0s R homeassistant/sensor/x/config {"stat_t":"+/readings/x","avty_t":"+/here","dev":{"ids":["x"],"name":"X"}}
			1s north/readings/x 20
			2s north/readings/y 20
			3s north/here offline`,
		want: `homeassistant x [X] offline said 3s | 1 live on 2`,
	},
	{
		name: "ESPresense-companion 1663: a member that Home Assistant does not know says nothing",
		script: `
			0s R homeassistant/device_tracker/espresense/config {"name":"Phone","state_topic":"espresense/companion/phone","status_topic":"espresense/companion/status","unique_id":"p"}
			1s espresense/companion/status offline`,
		want: `homeassistant homeassistant/device_tracker/espresense/config [Phone] unknown | 0 live on 0 ! never heard`,
	},
	{
		name: "openhab-addons 4863: states beside the description",
		script: `
			0s R homeassistant/binary_sensor/portal/bell/config {"~":"homeassistant/binary_sensor/portal/bell","name":"Portal Bell Btn","avty_t":"~/available","stat_t":"~/state","uniq_id":"be2a4e743fee","pl_avail":"1","pl_not_avail":"0","dev":{"ids":"dc4f22184f81","name":"PortalControler","mf":"KilaProduction","mdl":"DIY","sw":"0.1"}}
			0s R homeassistant/binary_sensor/portal/bell/available 1
			1s homeassistant/binary_sensor/portal/bell/state ON
			2s homeassistant/binary_sensor/portal/bell/available 0`,
		want: `homeassistant dc4f22184f81 [PortalControler] offline said 2s | KilaProduction | DIY | 0.1 | 1 live on 2`,
	},
	{
		name: "ha-shellies-discovery-gen2 561: a description that is no JSON describes nothing",
		script: `
			0s R homeassistant/sensor/s/config {"name":"SSID","stat_t":"s/x","dev":{"ids":["a"],"name":"Calvin"s Study Lights"}}
			1s s/x 1`,
		want: ``,
	},
	{
		name: "esphome feature-requests 1762: the prefix lacks the address that the name has",
		script: `
			0s R esphome/discover/mono-8d5128 {"ip":"10.0.0.9","name":"mono-8d5128","friendly_name":"Mono","port":6053,"version":"2022.5.0","mac":"a0b1c28d5128","board":"esp01_1m"}
			0s R homeassistant/switch/mono-8d5128/relay1/config {"name":"relay1","stat_t":"mono/switch/mono_relay1/state","cmd_t":"mono/switch/mono_relay1/command","avty_t":"mono/status","uniq_id":"x","dev":{"ids":"a0b1c28d5128","name":"mono","sw":"esphome v2022.5.0","mdl":"esp01_1m","mf":"espressif"}}
			0s R mono/status online
			1s mono/switch/mono_relay1/state ON`,
		want: `esphome mono [Mono] online heard 1s | espressif | esp01_1m | 2022.5.0 | 1 live on 3`,
	},
	{
		name: "core 28634, 86992: a state that lasts for a time, and is over",
		script: `
			0s R homeassistant/binary_sensor/b/config {"stat_t":"b/s","exp_aft":60,"dev":{"ids":"b"},"name":"Button"}
			0s R homeassistant/binary_sensor/c/config {"stat_t":"c/s","exp_aft":3600,"dev":{"ids":"c"},"name":"Calm"}
			0s R b/s ON
			1s b/s ON
			1s c/s ON`,
		want: `
			homeassistant b [Button] online heard 1s | 1 live on 1 ! late 10m59s of 1m0s
			homeassistant c [Calm] online heard 1s | 1 live on 1`,
	},
}
