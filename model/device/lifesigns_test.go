package device

// lifesigns are public reports of what was taken for a sign of life and is none, and of
// devices that live and were not seen.
var lifesigns = []struct{ name, script, want string }{
	{
		name: "ioBroker.shelly 501: what is asked of a valve",
		script: `
			0s R shellies/shellytrv-AA/online false
			1s shellies/shellytrv-AA/thermostat/0/command/target_t 21
			2s shellies/shellytrv-AA/thermostat/0/command/schedule 1
			3s shellies/shellytrv-AA/command announce`,
		want: `shelly shellytrv-AA [shellytrv-AA] offline said before 0s | 0 live on 4 ! never heard`,
	},
	{
		name: "homie-esp8266 557, homie-ota 79: version 2 has $online and no $state",
		script: `
			0s R homie/meter/$homie 2.0.1
			0s R homie/meter/$online true
			0s R homie/meter/$name Meter
			0s R homie/meter/$fw/version 1.2
			0s R homie/meter/$stats/signal 80
			1s homie/meter/power/total 12
			2s homie/meter/$online false`,
		want: `homie homie/meter [Meter] offline said 2s | 1.2 | signal 80% | 1 live on 6`,
	},
	{
		name: "balboa_worldwide_app 29: a version with a v",
		script: `
			0s R homie/bwa/$homie v4.0.0
			0s R homie/bwa/$state ready`,
		want: `homie homie/bwa [homie/bwa] online said before 0s | 0 live on 2 ! never heard`,
	},
	{
		name: "homie convention 283: an alert has a topic since version 5, and may be over",
		script: `
			0s R homie/5/a/$state ready
			0s R homie/5/b/$state ready
			0s R homie/5/b/$alert/childlost Sensor gone
			1s homie/5/a/$alert/battery Battery is low, at 8%
			2s homie/5/b/$alert/childlost ~`,
		want: `
			homie homie/5/a [homie/5/a] online said before 0s | 0 live on 2 ! alert ! never heard
			homie homie/5/b [homie/5/b] online said before 0s | 0 live on 2 ! never heard`,
	},
	{
		name: "homie convention 278: a device is taken away topic by topic",
		script: `
			0s R homie/5/a/$state ready
			0s R homie/5/a/n/p 1
			1s homie/5/a/$state ~
			2s homie/5/a/$description ~
			3s homie/5/a/n/p ~`,
		want: `homie homie/5/a [homie/5/a] online said before 0s | 0 live on 3 ! removed ! never heard`,
	},
	{
		name: "Valetudo 859: it leaves with another word than its will has",
		script: `
			0s R valetudo/robot/$homie 4.0.0
			0s R valetudo/robot/$state ready
			0s R homeassistant/vacuum/robot/config {"stat_t":"valetudo/robot/hass/state","avty":[{"t":"valetudo/robot/$state","pl_avail":"ready","pl_not_avail":"lost"}],"dev":{"ids":["robot"],"name":"Robot","mf":"Dreame"}}
			1s valetudo/robot/$state lost
			2s valetudo/robot/$state disconnected`,
		want: `homie valetudo/robot [Robot] offline said 1s | Dreame | 0 live on 2`,
	},
	{
		name: "esphome 317: what it listens to below its prefix comes from others",
		script: `
			0s R esphome/discover/thermometer {"name":"thermometer","board":"d1_mini","version":"2026.1.0"}
			0s R thermometer/status offline
			1s thermometer/ota_mode OFF`,
		want: `esphome thermometer [thermometer] offline said before 0s | d1_mini | 2026.1.0 | 0 live on 3 ! never heard`,
	},
	{
		name: "Tasmota 417: another topic, and the will of the old one is taken back",
		script: `
			0s R tele/old/LWT Online
			1s tele/old/LWT ~
			2s tele/new/LWT Online`,
		want: `
			tasmota new [new] online said 2s | 0 live on 1
			tasmota old [old] online said before 0s | 0 live on 1 ! removed ! never heard`,
	},
	{
		name: "core 106698: another full topic, and it is the same device",
		script: `
			0s R tasmota/discovery/A0B1C2D3E4F5/config {"t":"plug","ft":"%prefix%/%topic%/","tp":["cmnd","stat","tele"],"mac":"A0B1C2D3E4F5","dn":"Plug","md":"S31","sw":"13.3.0"}
			0s R tele/plug/LWT Online
			1s tele/plug/STATE {"Wifi":{"Signal":-50}}
			5s tasmota/discovery/A0B1C2D3E4F5/config {"t":"plug","ft":"home/%topic%/%prefix%/","tp":["cmnd","stat","tele"],"mac":"A0B1C2D3E4F5","dn":"Plug","md":"S31","sw":"13.3.0"}
			6s home/plug/tele/LWT Online
			7s home/plug/tele/STATE {"Wifi":{"Signal":-50}}`,
		want: `tasmota home/plug [Plug] online said 1s | S31 | 13.3.0 | signal -50dBm | 2 live on 4`,
	},
	{
		name: "Sonoff-MQTT-OTA-Arduino 179: a will, and no birth when it is back",
		script: `
			1s tele/s/LWT Offline
			60s tele/s/STATE {"Time":"2026-11-27T12:01:00","Uptime":1}`,
		want: `tasmota s [s] online heard 1m0s | 1 live on 2 ! says offline`,
	},
	{
		name: "Tasmota 37: two devices with one client ID, each of which throws the other off",
		script: `
			1s tele/a/LWT Online
			2s tele/b/LWT Online
			3s tele/a/LWT Online
			4s tele/b/LWT Online
			5s tele/a/LWT Online
			6s tele/b/LWT Online
			7s tele/a/LWT Online
			8s tele/b/LWT Online
			660s tele/b/STATE {"Uptime":0}`,
		want: `
			tasmota a [a] online said 1s | 0 live on 1 ! birth storm 4
			tasmota b [b] online said 2s | 1 live on 2 ! birth storm 4`,
	},
	{
		name: "Tasmota 9051: a full topic without the prefix, and what is behind a bridge",
		script: `
			0s R tasmota/discovery/A4CF12D7F967/config {"t":"A4-CF-12-D7-F9-67","ft":"housematix/zigbee/%topic%/","tp":["cmnd","stat","tele"],"mac":"A4CF12D7F967","dn":"Zigbee","md":"ZbBridge","sw":"9.1.0"}
			0s R housematix/zigbee/A4-CF-12-D7-F9-67/LWT Online
			1s housematix/zigbee/A4-CF-12-D7-F9-67/SENSOR {"00158D00010B2FB5":{"Device":"0x82F2","Name":"00158D00010B2FB5","Power":0,"Endpoint":1,"LinkQuality":116}}
			2s housematix/zigbee/A4-CF-12-D7-F9-67/cmnd/POWER ON`,
		want: `tasmota housematix/zigbee/A4-CF-12-D7-F9-67 [Zigbee] online heard 1s | ZbBridge | 9.1.0 | 1 live on 2`,
	},
	{
		name: "Tasmota 12277: the prefix at the end of a long topic",
		script: `
			0s R NE57/Wohnen/tasmota_AA86F0/tele/LWT Online
			1s NE57/Wohnen/tasmota_AA86F0/tele/INFO1 {"Info1":{"Module":"Sonoff ZbBridge","Version":"9.4.0.4(zbbridge)","FallbackTopic":"cmnd/WE-HT-ZB-01_fb/","GroupTopic":"NE57/Wohnen/tasmotas/cmnd/"}}
			2s NE57/Wohnen/tasmotas/cmnd/POWER ON`,
		want: `tasmota NE57/Wohnen/tasmota_AA86F0 [NE57/Wohnen/tasmota_AA86F0] online heard 1s | Sonoff ZbBridge | 9.4.0.4(zbbridge) | 1 live on 2`,
	},
	{
		name: "Tasmota 9157: the battery of what is behind a bridge is not that of the bridge",
		script: `
			1s tele/zb/SENSOR {"ZbReceived":{"0x1234":{"Device":"0x1234","Name":"Door","BatteryPercentage":5,"Endpoint":1,"LinkQuality":65}}}`,
		want: `tasmota zb [zb] online heard 1s | 1 live on 1`,
	},
	{
		name: "MQTT-Explorer 282: what is cleared is not sent by the device",
		script: `
			0s R tele/gone/LWT Offline
			0s R tele/gone/STATE {"Uptime":1}
			0s R esphome/discover/desk {"name":"desk"}
			0s R desk/sensor/lux/state 12
			0s R shellies/plug/relay/0 on
			0s R homeassistant/sensor/x/config {"stat_t":"x/t","dev":{"ids":"x"},"name":"X"}
			0s R x/t 20
			1s tele/gone/STATE ~
			1s desk/sensor/lux/state ~
			1s shellies/plug/relay/0 ~
			1s x/t ~`,
		want: `
			esphome desk [desk] unknown | 0 live on 2 ! never heard
			homeassistant x [X] unknown | 0 live on 1 ! never heard
			shelly plug [plug] unknown | 0 live on 1 ! never heard
			tasmota gone [gone] offline said before 0s | 0 live on 2 ! never heard`,
	},
	{
		name: "arduino-home-assistant 70: it goes while nobody listens, and the broker has its will",
		script: `
			0s R homeassistant/sensor/x/config {"stat_t":"aha/x/stat_t","avty_t":"aha/x/avty_t","dev":{"ids":"x"},"name":"X"}
			1s aha/x/avty_t online
			2s aha/x/stat_t 20
			3s down
			60s R aha/x/avty_t offline`,
		want: `homeassistant x [X] offline said before 1m0s | 1 live on 2`,
	},
	{
		name: "arduino-home-assistant 70: of every convention",
		script: `
			0s R homie/m/$homie 4.0.0
			0s R zigbee2mqtt/bridge/devices [{"ieee_address":"0x01","friendly_name":"lamp"}]
			1s tele/s/LWT Online
			1s shellies/p/online true
			1s zigbee2mqtt/lamp/availability online
			1s homie/m/$state ready
			1s ruuvi/GW/gw_status {"state":"online"}
			3s down
			60s R tele/s/LWT Offline
			60s R shellies/p/online false
			60s R zigbee2mqtt/lamp/availability offline
			60s R homie/m/$state lost
			60s R ruuvi/GW/gw_status {"state":"offline"}`,
		want: `
			homie homie/m [homie/m] offline said before 1m0s | 0 live on 2 ! never heard
			ruuvi GW [GW] offline said before 1m0s | 0 live on 1 ! never heard
			shelly p [p] offline said before 1m0s | 0 live on 1 ! never heard
			tasmota s [s] offline said before 1m0s | 0 live on 1 ! never heard
			zigbee2mqtt 0x01 [lamp] offline said before 1m0s | 0 live on 1 ! never heard
			zigbee2mqtt zigbee2mqtt/bridge [zigbee2mqtt/bridge] online heard 1s | 0 live on 1`,
	},
	{
		name: "Home-Assistant-Mitsubishi-CN105-to-MQTT 60: its birth is not kept",
		script: `
			0s R homeassistant/sensor/cn105/config {"stat_t":"cn105/t","avty_t":"cn105/LWT","dev":{"ids":"cn105"},"name":"Heat pump"}
			0s R cn105/LWT offline
			5s cn105/t 21`,
		want: `homeassistant cn105 [Heat pump] online heard 5s | 1 live on 2 ! says offline`,
	},
	{
		name: "owntracks/android 349: one will after another",
		script: `
			0s R owntracks/jp/nexus4 {"_type":"lwt","tst":1459198293}
			1s owntracks/jp/nexus4 {"_type":"lwt","tst":1459199004}
			2s owntracks/jp/nexus4 {"_type":"lwt","tst":1459199631}
			3s owntracks/jp/nexus4 {"_type":"lwt","tst":1459200302}`,
		want: `owntracks jp/nexus4 [jp/nexus4] offline said 1s | 0 live on 1`,
	},
	{
		name: "domoticz 6112: a Shelly that does not sleep, on a battery",
		script: `
			1s shellies/shellymotion2-588E81A42833/info {"wifi_sta":{"connected":true,"ssid":"x","rssi":-71},"mqtt":{"connected":true},"sleep_time":0,"lux":{"value":21671},"sensor":{"motion":false,"active":true,"is_valid":true},"bat":{"value":97,"voltage":3.833},"charger":false}
			2s shellies/shellymotion2-588E81A42833/status {"motion":false,"timestamp":1720437261,"active":true,"vibration":false,"lux":61,"bat":15}`,
		want: `shelly shellymotion2-588E81A42833 [shellymotion2-588E81A42833] online heard 1s | battery 15% | signal -71dBm | 2 live on 2 ! low battery 15`,
	},
	{
		name: "node-red-contrib-mqtt-sparkplug-plus 22: a death without the number of its birth, which no host obeys",
		script: `
			0s spBv1.0/G/NBIRTH/N 0x120b0a056264536571200858001800
			1s spBv1.0/G/DBIRTH/N/D 0x1801
			10s spBv1.0/G/NDEATH/N 0x0801`,
		want: `
			sparkplug G/N/D [D] online said 1s | 1 live on 1
			sparkplug G/N [N] online said 0s | 1 live on 2`,
	},
	{
		name: "sparkplug 199: born again under the same number, without having died",
		script: `
			0s spBv1.0/G/NBIRTH/N 0x120b0a056264536571200858001800
			10s spBv1.0/G/NCMD/N 0x120f0a13
			11s spBv1.0/G/NBIRTH/N 0x120b0a056264536571200858001800
			60s spBv1.0/G/NDEATH/N 0x120b0a05626453657120085800`,
		want: `sparkplug G/N [N] offline said 1m0s | 2 live on 3`,
	},
	{
		name: "sparkplug 470: one device goes and comes, and its node stays",
		script: `
			0s spBv1.0/G/NBIRTH/N 0x120b0a056264536571200858001800
			1s spBv1.0/G/DBIRTH/N/D 0x1801
			10s spBv1.0/G/DDEATH/N/D 0x1802
			20s spBv1.0/G/DBIRTH/N/D 0x1803`,
		want: `
			sparkplug G/N/D [D] online said 20s | 2 live on 2
			sparkplug G/N [N] online said 0s | 1 live on 1`,
	},
}
