package device

// gatewaysigns are such reports of gateways, and of what is behind them.
var gatewaysigns = []struct{ name, script, want string }{
	{
		name: "zigbee2mqtt 4854: the bridge is said to be offline of before, and its devices speak",
		script: `
			0s R zigbee2mqtt/bridge/info {"version":"1.16.1","coordinator":{"type":"zStack3x0"}}
			0s R zigbee2mqtt/bridge/state offline
			0s R zigbee2mqtt/bridge/devices [{"ieee_address":"0x01","friendly_name":"Wattmetro_Casa"},{"ieee_address":"0x02","friendly_name":"door"}]
			60s zigbee2mqtt/Wattmetro_Casa {"linkquality":87,"power":92,"power_alarm_active":false}`,
		want: `
			zigbee2mqtt 0x01 [Wattmetro_Casa] online heard 1m0s | signal 87lqi | 1 live on 1
			zigbee2mqtt 0x02 [door] unknown | 0 live on 0 ! never heard
			zigbee2mqtt zigbee2mqtt/bridge [zigbee2mqtt/bridge] online heard 1m0s | zStack3x0 | 1.16.1 | 0 live on 3 ! says offline`,
	},
	{
		name: "core 77384: the will of the session before comes after the birth",
		script: `
			0s R zigbee2mqtt/bridge/info {"version":"1.27.0","coordinator":{"type":"zStack3x0"}}
			0s R zigbee2mqtt/bridge/devices [{"ieee_address":"0x01","friendly_name":"lamp"}]
			1s zigbee2mqtt/bridge/state {"state":"online"}
			2s zigbee2mqtt/bridge/state {"state":"offline"}
			2s zigbee2mqtt/lamp {"state":"OFF"}
			30s zigbee2mqtt/lamp {"state":"ON"}`,
		want: `
			zigbee2mqtt 0x01 [lamp] online heard 2s | 2 live on 1
			zigbee2mqtt zigbee2mqtt/bridge [zigbee2mqtt/bridge] online heard 30s | zStack3x0 | 1.27.0 | 0 live on 3 ! says offline`,
	},
	{
		name: "zigbee2mqtt 4283: what it has kept is sent at its start, of devices that are gone as well",
		script: `
			0s R zigbee2mqtt/bridge/info {"version":"1.30.0","coordinator":{"type":"zStack3x0"}}
			0s R zigbee2mqtt/bridge/devices [{"ieee_address":"0x01","friendly_name":"gone"},{"ieee_address":"0x02","friendly_name":"here"},{"ieee_address":"0x03","friendly_name":"old"}]
			5s zigbee2mqtt/gone {"contact":false,"battery":90,"last_seen":"2026-11-20T10:00:00+01:00"}
			5s zigbee2mqtt/here {"contact":true,"last_seen":1795780804000}
			5s zigbee2mqtt/old {"contact":true,"last_seen":1795180804000}`,
		want: `
			zigbee2mqtt 0x01 [gone] unknown | battery 90% | 0 live on 1 ! never heard
			zigbee2mqtt 0x02 [here] online heard 5s | 1 live on 1
			zigbee2mqtt 0x03 [old] unknown | 0 live on 1 ! never heard
			zigbee2mqtt zigbee2mqtt/bridge [zigbee2mqtt/bridge] online heard 5s | zStack3x0 | 1.30.0 | 0 live on 2`,
	},
	{
		name: "zigbee2mqtt 3281: what is asked of the bridge is of no device, and no sign of its life",
		script: `
			0s R zigbee2mqtt/bridge/info {"version":"1.17.0","coordinator":{"type":"zStack3x0"}}
			0s R zigbee2mqtt/lamp/availability online
			1s zigbee2mqtt/bridge/request/permit_join {"value":true}
			2s zigbee2mqtt/bridge/config/devices/get ~
			3s zigbee2mqtt/bridge/config/permit_join true`,
		want: `
			zigbee2mqtt zigbee2mqtt/lamp [lamp] online said before 0s | 0 live on 1 ! never heard
			zigbee2mqtt zigbee2mqtt/bridge [zigbee2mqtt/bridge] unknown | zStack3x0 | 1.17.0 | 0 live on 4 ! never heard`,
	},
	{
		name: "zigbee2mqtt 3281: and its answer is one",
		script: `
			0s R zigbee2mqtt/bridge/info {"version":"1.17.0","coordinator":{"type":"zStack3x0"}}
			1s zigbee2mqtt/bridge/request/permit_join {"value":true}
			2s zigbee2mqtt/bridge/response/permit_join {"data":{"value":true},"status":"ok"}`,
		want: `zigbee2mqtt zigbee2mqtt/bridge [zigbee2mqtt/bridge] online heard 2s | zStack3x0 | 1.17.0 | 1 live on 3`,
	},
	{
		name: "zigbee2mqtt 24420: the list is not kept, and what is kept comes first",
		script: `
			0s R zigbee2mqtt/bridge/info {"version":"1.40.2","coordinator":{"type":"zStack3x0"}}
			0s R zigbee2mqtt/Main-Door/availability {"state":"online"}
			10s zigbee2mqtt/bridge/devices [{"ieee_address":"0x01","friendly_name":"Main-Door"}]`,
		want: `
			zigbee2mqtt 0x01 [Main-Door] online said before 0s | 0 live on 1 ! never heard
			zigbee2mqtt zigbee2mqtt/bridge [zigbee2mqtt/bridge] unknown | zStack3x0 | 1.40.2 | 0 live on 2 ! never heard`,
	},
	{
		name: "zigbee2mqtt 18228, ioBroker.device-watcher 20, 86: a battery that is low by its own word, and one at 0",
		script: `
			0s R zigbee2mqtt/bridge/devices [{"ieee_address":"0x01","friendly_name":"lidl"},{"ieee_address":"0x02","friendly_name":"tuya"},{"ieee_address":"0x03","friendly_name":"trv"},{"ieee_address":"0x04","friendly_name":"zero"}]
			1s zigbee2mqtt/lidl {"battery":100,"battery_low":true,"contact":true,"linkquality":43,"tamper":false}
			1s zigbee2mqtt/tuya/battery_low true
			1s zigbee2mqtt/trv {"battery":55,"battery_low":null}
			1s zigbee2mqtt/zero {"battery":0}`,
		want: `
			zigbee2mqtt 0x01 [lidl] online heard 1s | battery 100% | signal 43lqi | 1 live on 1 ! says low battery
			zigbee2mqtt 0x03 [trv] online heard 1s | battery 55% | 1 live on 1
			zigbee2mqtt 0x02 [tuya] online heard 1s | 1 live on 1 ! says low battery
			zigbee2mqtt 0x04 [zero] online heard 1s | battery 0% | 1 live on 1 ! low battery
			zigbee2mqtt zigbee2mqtt/bridge [zigbee2mqtt/bridge] online heard 1s | 0 live on 1`,
	},
	{
		name: "OpenMQTTGateway 358: the first message of a topic says less than those after it",
		script: `
			0s home/OpenMQTTGateway/BTtoMQTT/C47C8D661011 {"lux":"253"}
			1s home/OpenMQTTGateway/BTtoMQTT/C47C8D661011 {"id":"c4:7c:8d:66:10:11","name":"Flower care","rssi":-82,"distance":11.4949}
			2s home/OpenMQTTGateway/BTtoMQTT/C47C8D661011 {"lux":"253"}`,
		want: `
			openmqttgateway c4:7c:8d:66:10:11 [Flower care] online heard 1s | signal -82dBm | 2 live on 1
			openmqttgateway home/OpenMQTTGateway [home/OpenMQTTGateway] online heard 1s | 0 live on 0`,
	},
	{
		name: "OpenMQTTGateway 601: only the gateway, with nothing near it",
		script: `
			0s R home/OMG_Garage/LWT online
			1s home/OMG_Garage/SYStoMQTT {"uptime":120,"version":"v0.9.4beta","freeMem":53216,"rssi":-24,"SSID":"x","ip":"192.168.0.2","mac":"30:AE:A4:00:00:01","wifiPrt":0,"low_power_mode":0,"modules":"DS1820BTHADiscovery"}`,
		want: `openmqttgateway home/OMG_Garage [home/OMG_Garage] online heard 1s | v0.9.4beta | signal -24dBm | 1 live on 2`,
	},
	{
		name: "Frigate 7277: the statistics up to 0.12 have the cameras among the rest",
		script: `
			0s R frigate/available online
			1s frigate/stats {"3d_printer_camera":{"camera_fps":5.5,"capture_pid":406,"detection_enabled":1,"detection_fps":0,"pid":367,"process_fps":5.5,"skipped_fps":0},"cpu_usages":{"1":{"cpu":"0.0","mem":"0.0"}},"detection_fps":2.5,"detectors":{"coral":{"detection_start":0,"inference_speed":8,"pid":300}},"gpu_usages":{},"service":{"uptime":361,"version":"0.12.1-367d724"}}
			2s frigate/3d_printer_camera/motion ON`,
		want: `
			frigate frigate/3d_printer_camera [3d_printer_camera] online heard 2s | 1 live on 1
			frigate frigate [frigate] online heard 1s | Frigate | 0.12.1-367d724 | 1 live on 2`,
	},
	{
		name: "frigate 4414, advanced-camera-card 2050: what is asked of a server or a camera comes from others",
		script: `
			0s R frigate/available offline
			0s R frigate/stats {"cameras":{"chicken_coop":{"camera_fps":5}},"service":{"version":"0.15.1"}}
			5s frigate/restart ON
			6s frigate/chicken_coop/ptz move_up
			7s frigate/notifications/set OFF
			8s frigate/chicken_coop/detect/set ON`,
		want: `
			frigate frigate/chicken_coop [chicken_coop] offline gateway 0s | 0 live on 2 ! never heard
			frigate frigate [frigate] offline said before 0s | Frigate | 0.15.1 | 0 live on 4 ! never heard`,
	},
	{
		name: "chirpstack-mqtt-forwarder 68: a gateway, whose state is left out when it is none",
		script: `
			0s R eu868/gateway/0102030405060708/state/conn {"gatewayId":"0102030405060708","state":"ONLINE"}
			0s R gateway/0102030405060709/state/conn {"gatewayID":"AQIDBAUGBwk=","state":"OFFLINE"}
			1s eu868/gateway/0102030405060708/event/stats {"gatewayId":"0102030405060708","rxPacketsReceived":4}
			2s eu868/gateway/0102030405060708/command/down {"gatewayId":"0102030405060708"}
			3s eu868/gateway/0102030405060708/state/conn {"gatewayId":"0102030405060708"}`,
		want: `
			chirpstack 0102030405060708 [0102030405060708] offline said 3s | 1 live on 3
			chirpstack 0102030405060709 [0102030405060709] offline said before 0s | 0 live on 1 ! never heard`,
	},
	{
		name: "chirpstack-mqtt-forwarder 68: and in protobuf, as it comes by default",
		script: `
			0s R eu868/gateway/0102030405060708/state/conn 0x10011a1030313032303330343035303630373038
			1s eu868/gateway/0102030405060709/state/conn 0x1a1030313032303330343035303630373039`,
		want: `
			chirpstack 0102030405060708 [0102030405060708] online said before 0s | 0 live on 1 ! never heard
			chirpstack 0102030405060709 [0102030405060709] offline said 1s | 0 live on 1`,
	},
	{
		name: "ruuvi.gateway_esp.c 377: a gateway is said to be offline, and what it hears comes",
		script: `
			0s R ruuvi/GW/gw_status {"state":"online"}
			1s ruuvi/GW/gw_status {"state":"offline"}
			10s ruuvi/GW/CB:B8 {"rssi":-73,"data":"0201061BFF99040512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F"}`,
		want: `
			ruuvi CB:B8 [CB:B8] online heard 10s | Ruuvi | battery 2.977V | signal -73dBm | 1 live on 1
			ruuvi GW [GW] online heard 10s | 0 live on 1 ! says offline`,
	},
}
