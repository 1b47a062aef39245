#!/usr/bin/env python3
"""Writes payloads.jsonl: what devices send, with what each payload means.

The payloads follow the public documentation of the conventions that they are named for;
names, addresses and values are made up. Needs cbor2, msgpack and, for zstd, the command
zstd:

    python3 payloads.py > payloads.jsonl
"""
import base64, datetime, gzip, json, struct, subprocess, zlib
from decimal import Decimal

import cbor2
import msgpack

samples = []


def add(name, payload, as_, because, values=None, **more):
    """A sample: its payload, the formats from the outside to the inside, why each of them,
    and what some nodes say, by path."""
    s = {"name": name}
    if isinstance(payload, str):
        s["text"] = payload
    else:
        s["hex"] = payload.hex()
    s["as"] = as_.split()
    s["because"] = because.split(" | ")
    if values:
        s["values"] = {k: str(v) for k, v in values.items()}
    s.update(more)
    samples.append(s)


def js(name, topic, document, **values):
    """A sample of JSON."""
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    add(name, text, "json", "well-formed", {k.replace("__", "."): v for k, v in values.items()}, topic=topic)


def text(name, topic, payload, as_="text", because="UTF-8", value=None):
    add(name, payload, as_, because, {"": payload.strip() if value is None else value}, topic=topic)


def raw_deflate(b):
    c = zlib.compressobj(wbits=-15)
    return c.compress(b) + c.flush()


def zstd(b):
    return subprocess.run(["zstd", "-q", "-c"], input=b, stdout=subprocess.PIPE, check=True).stdout


# Tasmota
js("tasmota state", "tele/plug_kitchen/STATE", '{"Time":"2026-03-01T12:00:00","Uptime":"1T02:03:04","UptimeSec":93784,"Vcc":3.412,"Heap":26,"SleepMode":"Dynamic","Sleep":50,"LoadAvg":19,"MqttCount":1,"POWER":"ON","Wifi":{"AP":1,"SSId":"villa","BSSId":"AA:BB:CC:DD:EE:FF","Channel":11,"Mode":"11n","RSSI":100,"Signal":-38,"LinkCount":1,"Downtime":"0T00:00:03"}}',
   Wifi__Signal=-38, Vcc="3.412", POWER="ON")
js("tasmota sensor", "tele/plug_kitchen/SENSOR", '{"Time":"2026-03-01T12:00:00","ENERGY":{"TotalStartTime":"2025-01-01T00:00:00","Total":102.345,"Yesterday":1.210,"Today":0.640,"Period":3,"Power":42,"ApparentPower":55,"ReactivePower":36,"Factor":0.76,"Voltage":231,"Current":0.239}}',
   ENERGY__Yesterday="1.210", ENERGY__Power=42)
text("tasmota will", "tele/plug_kitchen/LWT", "Online")
text("tasmota switch", "stat/plug_kitchen/POWER1", "ON")
js("tasmota result", "stat/plug_kitchen/RESULT", '{"POWER1":"OFF"}', POWER1="OFF")
js("tasmota info", "tele/plug_kitchen/INFO1", '{"Info1":{"Module":"Generic","Version":"14.2.0(tasmota)","FallbackTopic":"cmnd/DVES_1A2B3C_fb/","GroupTopic":"cmnd/tasmotas/"}}', Info1__Module="Generic")
js("tasmota discovery", "tasmota/discovery/AABBCCDDEEFF/config", '{"ip":"192.0.2.7","dn":"Kitchen","fn":["Kitchen",null],"hn":"plug-kitchen","mac":"AABBCCDDEEFF","md":"Generic","ofln":"Offline","onln":"Online","sw":"14.2.0","t":"plug_kitchen","ft":"%prefix%/%topic%/","tp":["cmnd","stat","tele"],"rl":[1,0],"so":{"4":0},"ver":1}',
   fn__1="null", tp__2="tele", so__4=0)

# Zigbee2MQTT
js("zigbee2mqtt bridge", "zigbee2mqtt/bridge/state", '{"state":"online"}', state="online")
text("zigbee2mqtt bridge of old", "zigbee2mqtt/bridge/state", "online")
js("zigbee2mqtt sensor", "zigbee2mqtt/hall/climate sensor", '{"battery":97,"humidity":48.31,"last_seen":"2026-03-01T12:00:00.000Z","linkquality":116,"pressure":1009.4,"temperature":21.40,"voltage":2995}',
   temperature="21.40", linkquality=116)
js("zigbee2mqtt last seen in ms", "zigbee2mqtt/door", '{"contact":true,"last_seen":1772366400123,"battery":100}', contact="true", last_seen=1772366400123)
js("zigbee2mqtt devices", "zigbee2mqtt/bridge/devices", [{"ieee_address": "0x00158d0001a2b3c4", "friendly_name": "hall/climate sensor", "type": "EndDevice", "supported": True, "disabled": False, "interview_completed": True, "power_source": "Battery", "model_id": "lumi.weather", "definition": {"model": "WSDCGQ11LM", "vendor": "Aqara", "exposes": [{"type": "numeric", "name": "temperature", "unit": "°C", "value_min": -40, "value_max": 80}]}}],
   **{"0__definition__exposes__0__unit": "°C", "0__ieee_address": "0x00158d0001a2b3c4"})
js("zigbee2mqtt availability", "zigbee2mqtt/door/availability", '{"state":"offline"}', state="offline")

# Home Assistant
js("home assistant discovery", "homeassistant/sensor/0x00158d/temperature/config", {"~": "zigbee2mqtt/hall", "stat_t": "~", "val_tpl": "{{ value_json.temperature }}", "uniq_id": "0x00158d_temperature", "dev_cla": "temperature", "unit_of_meas": "°C", "avty": [{"t": "zigbee2mqtt/bridge/state"}], "dev": {"ids": ["0x00158d"], "mf": "Aqara"}},
   avty__0__t="zigbee2mqtt/bridge/state", dev__ids__0="0x00158d")
js("home assistant device", "homeassistant/device/pump/config", {"dev": {"ids": "pump"}, "o": {"name": "own"}, "cmps": {"flow": {"p": "sensor", "unique_id": "pump_flow", "unit_of_measurement": "L/min"}}, "state_topic": "pump/state"}, cmps__flow__p="sensor")
add("home assistant, deleted", b"", "empty", "no bytes", topic="homeassistant/sensor/old/config")

# Shelly
text("shelly online", "shellies/shelly1pm-A1B2C3/online", "true", "boolean", "boolean")
text("shelly relay", "shellies/shelly1pm-A1B2C3/relay/0", "on")
text("shelly power", "shellies/shelly1pm-A1B2C3/relay/0/power", "56.81", "number", "number")
text("shelly energy in watt-minutes", "shellies/shelly1pm-A1B2C3/relay/0/energy", "1523899", "number", "number")
js("shelly announce", "shellies/announce", '{"id":"shelly1pm-A1B2C3","model":"SHSW-PM","mac":"AABBCCA1B2C3","ip":"192.0.2.9","new_fw":false,"fw_ver":"20230913-112003/v1.14.0-gcb84623"}', new_fw="false")
js("shelly of the second generation", "shellyplus1-a8032abe/events/rpc", '{"src":"shellyplus1-a8032abe","dst":"shellyplus1-a8032abe/events","method":"NotifyStatus","params":{"ts":1772366400.39,"switch:0":{"id":0,"output":true,"source":"button","apower":12.3}}}',
   **{"params__switch:0__apower": "12.3", "params__ts": "1772366400.39"})
js("shelly battery", "shellyht-1/status/devicepower:0", '{"id":0,"battery":{"V":5.26,"percent":81},"external":{"present":false}}', battery__percent=81)

# Homie
text("homie state", "homie/thermostat/$state", "ready")
text("homie names", "homie/thermostat/$nodes", "sensor,heater")
text("homie number", "homie/thermostat/sensor/temperature", "21.5", "number", "number")
text("homie boolean", "homie/thermostat/heater/on", "false", "boolean", "boolean")
text("homie color", "homie/5/lamp/led/color", "rgb,255,128,0")
text("homie duration", "homie/5/timer/run/left", "PT12H5M46S")
add("homie, the text of nothing", b"\x00", "text", "topic", {"": ""}, topic="homie/5/lamp/led/name")
js("homie description", "homie/5/lamp/$description", {"homie": "5.0", "version": 7, "name": "Lamp", "nodes": {"led": {"properties": {"level": {"datatype": "integer", "format": "0:100:1", "unit": "%", "settable": True}}}}}, nodes__led__properties__level__format="0:100:1")

# ESPHome
text("esphome status", "livingroom/status", "online")
text("esphome sensor", "livingroom/sensor/co2/state", "612", "number", "number")
text("esphome not a number", "livingroom/sensor/co2/state", "nan")
js("esphome discover", "esphome/discover/livingroom", '{"ip":"192.0.2.21","name":"livingroom","friendly_name":"Living Room","port":6053,"version":"2025.2.0","mac":"a4cf12f0e1d2","platform":"ESP32","board":"esp32dev","network":"wifi"}', port=6053)

# LoRaWAN
ttn = {"end_device_ids": {"device_id": "soil-1", "application_ids": {"application_id": "farm"}, "dev_eui": "70B3D57ED0000001", "dev_addr": "260B1234"}, "received_at": "2026-03-01T12:00:00.123456789Z",
       "uplink_message": {"f_port": 2, "f_cnt": 1041, "frm_payload": "AQIDBA==", "decoded_payload": {"moisture": 23.5, "temperature": 11.25}, "rx_metadata": [{"gateway_ids": {"gateway_id": "barn"}, "rssi": -104, "snr": 6.5}], "settings": {"data_rate": {"lora": {"bandwidth": 125000, "spreading_factor": 7}}}}}
js("the things network", "v3/farm@ttn/devices/soil-1/up", ttn, uplink_message__decoded_payload__temperature="11.25", uplink_message__rx_metadata__0__rssi=-104, uplink_message__frm_payload="AQIDBA==")
js("the things network join", "v3/farm@ttn/devices/soil-1/join", {"end_device_ids": ttn["end_device_ids"], "join_accept": {"session_key_id": "AX0="}}, join_accept__session_key_id="AX0=")
js("chirpstack", "application/52f14cd4-c6f1-4fbd-8f87-4025e1d49242/device/70b3d57ed0000001/event/up", {"time": "2026-03-01T12:00:00.5+00:00", "deviceInfo": {"deviceName": "soil-1", "devEui": "70b3d57ed0000001", "tags": {"field": "north"}}, "fPort": 2, "fCnt": 7, "data": "AQIDBA==", "object": {"moisture": 23.5}, "rxInfo": [{"gatewayId": "0016c001f1500812", "rssi": -57, "snr": 10.2}]},
   object__moisture="23.5", rxInfo__0__snr="10.2")
js("chirpstack status", "application/52f1/device/70b3/event/status", '{"deviceInfo":{"deviceName":"soil-1"},"margin":10,"externalPowerSource":false,"batteryLevel":98.5}', batteryLevel="98.5")

# Others
js("owntracks location", "owntracks/anna/phone", '{"_type":"location","lat":48.2081743,"lon":16.3738189,"tst":1772366400,"acc":12,"batt":81,"tid":"an"}', lat="48.2081743", tst=1772366400)
js("owntracks will", "owntracks/anna/phone", '{"_type":"lwt","tst":1772360000}', _type="lwt")
tag = "0201061BFF9904" + "0512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F"
air = "06170C5668C79E007000C90501D9FFCD004C884F"
extended = "E1170C5668C79E0065007004BD11CA00C90A0213E0ACFFFFFFDECDEE10FFFFFFFFFFCBB8334C884F"
old = "03291A1ECE1EFC18F94202CA0B53"
sensor = "ruuvi/AA:BB:CC:DD:EE:FF/CB:B8:33:4C:88:4F"
def by_gateway(data): return '{"gw_mac":"AA:BB:CC:DD:EE:FF","rssi":-71,"aoa":[],"gwts":"1772366400","ts":"1772366399","data":"' + data + '","coords":""}'
def ruuvi(name, payload, values, **more): add(name, payload, "ruuvi", "topic", values, **{"topic": sensor, **more})
ruuvi("ruuvi gateway", by_gateway(tag), {"rssi": -71, "ts": 1772366399, "data": tag, "ruuvi.temperature": "24.3", "ruuvi.humidity": "53.49", "ruuvi.pressure": 100044, "ruuvi.battery": 2977, "ruuvi.mac": "CB:B8:33:4C:88:4F"})
ruuvi("ruuvi gateway, format 6", by_gateway("02010617FF9904" + air), {"ruuvi.co2": 201, "ruuvi.pm2_5": "11.2", "ruuvi.luminosity": "13026.67"})
ruuvi("ruuvi gateway, format E1", by_gateway("0201062BFF9904" + extended), {"ruuvi.pm10_0": "455.4", "ruuvi.voc": 20, "ruuvi.sequence": 14601710})
ruuvi("ruuvi gateway, format 3", by_gateway("02010611FF9904" + old), {"ruuvi.temperature": "26.3", "ruuvi.acceleration_x": -1000})
ruuvi("ruuvi in hexadecimal", tag, {"temperature": "24.3", "movements": 66}, type="Ruuvi 5")
ruuvi("ruuvi as it is broadcast", bytes.fromhex(tag), {"temperature": "24.3", "tx_power": 4}, type="Ruuvi 5")
ruuvi("ruuvi, the bytes of the format alone", bytes.fromhex(extended), {"temperature": "29.5"}, type="Ruuvi E1")
ruuvi("ruuvi of a sensor that measures nothing", "990405" + "8000FFFFFFFF800080008000FFFFFFFFFFFFFFFFFFFFFF", {"temperature": "null", "mac": "null"})
add("ruuvi in hexadecimal on another topic", tag, "hex ruuvi", "holds | begins like", {"temperature": "24.3"}, topic="ble/scan", begin=-1)
add("ruuvi, asked for", by_gateway(tag), "ruuvi", "asked", {"ruuvi.temperature": "24.3"}, topic="ble/scan", ask=["ruuvi"])
add("ruuvi, encrypted", by_gateway("0201061BFF990408" + "00" * 23), "json", "well-formed", {"rssi": -71}, topic=sensor, problem="ruuvi", fault="unexpected")
add("another device at a ruuvi gateway", by_gateway("02010603FF4C00"), "json", "well-formed", {"rssi": -71}, topic=sensor)
js("the ruuvi gateway itself", "ruuvi/AA:BB:CC:DD:EE:FF/gw_status", '{"state":"online"}', state="online")
js("theengs", "home/gateway/BTtoMQTT/A4C138000001", '{"id":"A4:C1:38:00:00:01","name":"ATC_000001","rssi":-75,"brand":"Xiaomi","model":"TH Sensor","model_id":"LYWSD03MMC_ATC","tempc":21.4,"tempf":70.52,"hum":48,"batt":88,"volt":2.951}', tempf="70.52")
text("frigate count", "frigate/gate/person", "2", "number", "number")
js("frigate event", "frigate/events", '{"type":"update","before":{"id":"1772366400.1-abc","label":"person","score":0.71},"after":{"id":"1772366400.1-abc","label":"person","score":0.84,"end_time":null}}', after__score="0.84", after__end_time="null")
add("frigate snapshot", bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9"), "image", "begins like", topic="frigate/gate/person/snapshot")
js("meshtastic as json", "msh/EU_868/2/json/LongFast/!a1b2c3d4", '{"channel":0,"from":2712847316,"id":1234567890,"payload":{"text":"hello"},"sender":"!a1b2c3d4","timestamp":1772366400,"to":4294967295,"type":"text"}', to=4294967295)
def pb(n, wire, content): return bytes([n << 3 | wire]) + (bytes([len(content)]) + content if wire == 2 else content)
mesh = pb(1, 5, struct.pack("<I", 0xA1B2C3D4)) + pb(2, 5, struct.pack("<I", 0xFFFFFFFF)) + pb(3, 0, b"\x08") + pb(6, 5, struct.pack("<I", 1430524194)) + pb(7, 5, struct.pack("<I", 1772366400)) + pb(8, 5, struct.pack("<f", 6.25)) + pb(9, 0, b"\x03")
def envelope(variant): return pb(1, 2, mesh + variant) + pb(2, 2, b"LongFast") + pb(3, 2, b"!a1b2c3d4")
def port(n, content): return pb(4, 2, pb(1, 0, bytes([n])) + pb(2, 2, content))
def meshtastic(name, payload, values, topic="msh/EU_868/2/e/LongFast/!a1b2c3d4", **more): add(name, payload, "meshtastic", "topic", values, topic=topic, **more)
meshtastic("meshtastic, encrypted", envelope(pb(5, 2, b"\xde\xad\xbe\xef")), {"packet.from": 0xA1B2C3D4, "packet.to": 0xFFFFFFFF, "packet.rx_snr": "6.25", "channel_id": "LongFast", "gateway_id": "!a1b2c3d4"})
meshtastic("meshtastic, a text", envelope(port(1, "grüß dich".encode())), {"packet.decoded.portnum": "TEXT_MESSAGE_APP", "packet.decoded.payload": "grüß dich"}, type="meshtastic.ServiceEnvelope")
meshtastic("meshtastic, a position", envelope(port(3, pb(1, 5, struct.pack("<i", 482081743)) + pb(2, 5, struct.pack("<i", 163738189)))), {"packet.decoded.payload.latitude_i": 482081743, "packet.decoded.payload.longitude_i": 163738189}, topic="msh/EU_868/AT/2/e/LongFast/!a1b2c3d4")
meshtastic("meshtastic, telemetry", envelope(port(67, pb(1, 5, struct.pack("<I", 1772366400)) + pb(2, 2, pb(1, 0, b"\x5f") + pb(2, 5, struct.pack("<f", 4.125))))), {"packet.decoded.payload.device_metrics.battery_level": 95, "packet.decoded.payload.device_metrics.voltage": "4.125"}, topic="msh/2/c/LongFast/!a1b2c3d4")
add("text where meshtastic is due", "online", "text", "UTF-8", {"": "online"}, topic="msh/EU_868/2/e/LongFast/!a1b2c3d4", problem="meshtastic")
js("a value with its time", "acme/vienna/packing/line1/filler/speed", '{"timestamp":1772366400123,"value":117.0,"quality":192}', value="117.0")
js("sparkplug host state", "spBv1.0/STATE/scada", '{"online":true,"timestamp":1772366400123}', online="true")
text("sparkplug host state of old", "STATE/scada", "ONLINE")
add("text where sparkplug is due", "hello, I am no protobuf", "text", "UTF-8", {"": "hello, I am no protobuf"}, topic="spBv1.0/plant/NDATA/press1", problem="sparkplug")
add("json where sparkplug is due", '{"temperature":21.4}', "json", "well-formed", {"temperature": "21.4"}, topic="spBv1.0/plant/DDATA/press1/pump", problem="sparkplug")
add("sparkplug birth", bytes.fromhex("08fbfb9ba0b632121a0a07412f496e743136100218f8fb9ba0b6322002508080feff0f1807"), "sparkplug", "topic", {"metrics.A/Int16.value": -32768, "seq": 7}, topic="spBv1.0/plant/NBIRTH/press1")
add("sparkplug data without its birth", bytes.fromhex("120d100150ffffffffffffffffff011807"), "sparkplug", "topic", {'metrics."alias 1".alias': 1, "seq": 7}, topic="spBv1.0/plant/DDATA/press1/pump")

# Numbers, booleans, times as text
for name, n in {"a whole number": "42", "a negative number": "-17.25", "many digits": "0.1000000000000000055511151231257827", "large": "123456789012345678901234567890", "with an exponent": "6.02e23", "with a sign": "+3.5", "with zeros before": "0042", "without a zero": ".5", "with a line break": "21.4\r\n", "with blanks": "  7 "}.items():
    text(name, "sensor/value", n, "number", "number")
text("true in capitals", "sensor/ok", "TRUE", "boolean", "boolean", "true")
text("True of Python", "sensor/ok", "True", "boolean", "boolean", "true")
for unit, n in {"s": "1772366400", "ms": "1772366400123", "us": "1772366400123456", "ns": "1772366400123456789"}.items():
    add("time since 1970 in " + unit, n, "number", "epoch", {"": n}, type="epoch " + unit)
for n in ["999999999", "4102444800", "20260301"]:
    text("no time: " + n, "counter", n, "number", "number")
for t in ["2026-03-01T12:00:00Z", "2026-03-01T12:00:00.123+01:00", "2026-03-01T12:00:00", "2026-03-01 12:00:00", "2026-03-01", "20260301T120000Z", "2026-03-01T12:00:00+0100"]:
    text("time " + t, "clock", t, "time", "time")
text("no time", "clock", "2026-13-45T12:00:00Z")
text("a time of day", "clock", "12:30")
text("a number with its unit", "sensor/temperature", "21.4 °C")
text("several numbers", "sensor/values", "21.4,22.5,23.6")
text("decimal comma", "sensor/value", "21,4")
add("a text in quotes", '"ON"', "json", "well-formed", {"": "ON"})
add("null", "null", "json", "well-formed", {"": "null"})
add("lines of JSON", '{"a":1}\n{"a":2}', "text", "UTF-8", problem="json")
add("a text in brackets", "[INFO] started", "text", "UTF-8")
add("xml", "<Sensor id='1'><Value>21.4</Value></Sensor>", "text", "UTF-8")
add("influx line protocol", "weather,location=hall temperature=21.4 1772366400000000000", "text", "UTF-8")

# JSON that is odd
add("doubled names", '{"v":1,"v":2}', "json", "well-formed", {"v": "1"}, flagged=["v"])
add("large numbers", '{"id":12345678901234567890,"x":1.0e-7,"y":0.10}', "json", "well-formed", {"id": "12345678901234567890", "x": "1.0e-7", "y": "0.10"})
add("JSON that is cut off", '{"temperature":21.4,"humidity":4', "text", "UTF-8", problem="json", fault="cut off", offset=32)
add("NaN in JSON", '{"temperature":NaN}', "text", "UTF-8", problem="json", fault="unexpected", offset=15)
add("Infinity in JSON", '{"temperature":-Infinity}', "text", "UTF-8", problem="json", fault="unexpected", offset=15)
add("a tab in a text of JSON", '{"name":"a\tb"}', "text", "UTF-8", problem="json", fault="unexpected", offset=10)
add("quotes of another kind", "{'v': 21.5}", "text", "UTF-8", problem="json", fault="unexpected", offset=1)
add("a zero byte behind", b'{"v":21.5}\x00', "json", "well-formed", {"v": "21.5"}, odd="zeros behind")
add("a byte order mark", b'\xef\xbb\xbf{"v":21.5}', "json", "well-formed", {"v": "21.5"}, odd="byte order mark", begin=3)
add("UTF-16", '{"v":21.5}'.encode("utf-16"), "utf-16 json", "marked UTF-16 | well-formed", {"v": "21.5"}, begin=-1)
add("Latin-1", b'{"u":"\xb0C","v":21.5}', "json", "well-formed", {"v": "21.5"}, odd="Latin-1")

# Compressions
doc = json.dumps(ttn).encode()
gz = gzip.compress(doc, mtime=0)
add("gzip", gz, "gzip json", "begins like | well-formed", {"uplink_message.f_cnt": 1041}, begin=-1)
add("gzip of two members", gzip.compress(b'{"v":', mtime=0) + gzip.compress(b"21.5}", mtime=0), "gzip json", "begins like | well-formed", {"v": "21.5"}, begin=-1)
add("gzip with something behind", gz + b"\x01\x02\x03", "gzip json", "begins like | well-formed", {"uplink_message.f_cnt": 1041}, begin=-1, consumed=len(gz))
add("gzip that is cut off", gz[:-20], "bytes", "not UTF-8", problem="gzip", fault="cut off", offset=len(gz) - 20)
add("gzip with a wrong sum", gz[:-5] + b"\x00" + gz[-4:], "bytes", "not UTF-8", problem="gzip", fault="unexpected")
add("zlib", zlib.compress(doc), "zlib json", "begins like | well-formed", {"uplink_message.f_cnt": 1041}, begin=-1)
add("zlib, fast", zlib.compress(b"21.5", 1), "zlib number", "begins like | number", {"": "21.5"}, begin=-1)
add("zlib, best", zlib.compress(b"21.5", 9), "zlib number", "begins like | number", {"": "21.5"}, begin=-1)
add("zstd", zstd(doc), "zstd json", "begins like | well-formed", {"uplink_message.f_cnt": 1041}, begin=-1)
add("a text that begins like zlib", "x\x01yz", "text", "UTF-8", odd="controls", problem="zlib")
add("a formula that begins like zlib", "x^2+1", "text", "UTF-8")
add("deflate, asked for", raw_deflate(doc), "deflate json", "asked | well-formed", {"uplink_message.f_cnt": 1041}, ask=["deflate"], begin=-1)
add("gzip in zlib", zlib.compress(gz), "zlib gzip json", "begins like | begins like | well-formed", {"uplink_message.f_cnt": 1041}, begin=-1)
add("gzip of CBOR", gzip.compress(cbor2.dumps({"t": 21.5}), mtime=0), "gzip cbor", "begins like | whole object", {"t": "21.5"}, begin=-1)
add("gzip of nothing", gzip.compress(b"", mtime=0), "gzip empty", "begins like | no bytes", begin=-1)
bomb = gzip.compress(b"\0" * 300_000_000, mtime=0)
add("a bomb of gzip", gzip.compress(bomb, mtime=0), "gzip bytes", "begins like | not UTF-8", problem="gzip", fault="too large", begin=-1)
deep = doc
for _ in range(6):
    deep = gzip.compress(deep, mtime=0)
add("gzip six times", deep, "gzip gzip gzip gzip bytes", "begins like | begins like | begins like | begins like | not UTF-8", problem="gzip", begin=-1)

# Encodings
add("base64 of JSON", base64.b64encode(b'{"v":21.5}').decode(), "base64 json", "holds | well-formed", {"v": "21.5"}, begin=-1)
add("base64 of gzip", base64.b64encode(gz).decode(), "base64 gzip json", "holds | begins like | well-formed", {"uplink_message.f_cnt": 1041}, begin=-1)
add("base64 for URLs without filling", base64.urlsafe_b64encode(msgpack.packb({"v": 21.5, "ok": True, "~~": "???>>>"})).decode().rstrip("="), "base64 msgpack", "holds | whole object", {"v": "21.5"}, begin=-1)
add("hex of CBOR", cbor2.dumps({"v": 21.5}).hex(), "hex cbor", "holds | whole object", {"v": "21.5"}, begin=-1)
add("a MAC address", "AABBCCDDEEFF", "text", "UTF-8")
add("a word that is base64", "harmless", "text", "UTF-8")
add("base64 of text", base64.b64encode(b"just a text").decode(), "text", "UTF-8")
add("base64 of text, asked for", base64.b64encode(b"just a text").decode(), "base64 text", "asked | UTF-8", {"": "just a text"}, ask=["base64"], begin=-1)
add("hex, asked for", "01:02:0a FF", "hex bytes", "asked | not UTF-8", ask=["hex"], begin=-1)
add("hex that is none, asked for", "01:0x", "text", "UTF-8", {"": "01:0x"}, ask=["hex"], problem="hex", fault="unexpected", offset=4)

# CBOR and MessagePack
reading = {"id": 7, "temperature": 21.5, "ok": True, "raw": b"\x01\x02", "list": [1, -2, None]}
add("CBOR", cbor2.dumps(reading), "cbor", "whole object", {"temperature": "21.5", "list.1": -2, "raw": "\x01\x02"})
add("CBOR that says so", cbor2.dumps(cbor2.CBORTag(55799, {"t": Decimal("273.15"), "at": cbor2.CBORTag(1, 1772366400), 1: 2 ** 70})), "cbor", "begins like", {"t": "27315e-2", "at": 1772366400, "1": 2 ** 70})
add("CBOR with something behind", cbor2.dumps(reading) + b"\xff", "bytes", "not UTF-8", problem="cbor", fault="unexpected")
add("CBOR with something behind, asked for", cbor2.dumps([1, 2, 3]) + b"\x01", "cbor", "asked", {"2": 3}, ask=["cbor"], consumed=4)
add("CBOR that is cut off, asked for", cbor2.dumps(reading)[:-1], "bytes", "not UTF-8", ask=["cbor"], problem="cbor", fault="cut off")
add("CBOR that is cut off", cbor2.dumps(reading)[:-1], "bytes", "not UTF-8", problem="cbor", fault="cut off", offset=len(cbor2.dumps(reading)) - 1)
add("MessagePack that is cut off", msgpack.dumps({"temp": 21.5, "on": True, "list": [1, 2, 3]})[:-2], "bytes", "not UTF-8", problem="msgpack", fault="cut off", offset=len(msgpack.dumps({"temp": 21.5, "on": True, "list": [1, 2, 3]})) - 2)
add("CBOR of indefinite length", bytes.fromhex("bf6161019fff"), "bytes", "not UTF-8")
add("CBOR that ends", bytes.fromhex("bf616101616280ff"), "cbor", "whole object", {"a": 1})
add("SenML in CBOR", cbor2.dumps([{-2: "urn:dev:mac:0024befffe804ff1/", -3: 1772366400, 0: "temperature", 1: "Cel", 2: 21.5}]), "cbor", "whole list", {"0.0": "temperature", '0."-2"': "urn:dev:mac:0024befffe804ff1/", "0.2": "21.5"})
add("MessagePack", msgpack.packb(reading), "msgpack", "whole object", {"temperature": "21.5", "list.1": -2, "raw": "\x01\x02"})
add("a list of MessagePack", msgpack.packb([1, "two", 3.5, {"four": 4}]), "msgpack", "whole list", {"1": "two", "3.four": 4})
add("MessagePack with a time", msgpack.packb({"at": msgpack.Timestamp(1772366400, 500_000_000)}), "msgpack", "whole object", {"at": "2026-03-01T12:00:00.5Z"})
add("MessagePack with numbers for names", msgpack.packb({1: "a", 2: "b", None: 3}), "msgpack", "whole object", {"1": "a", "null": 3})
add("MessagePack by its content type", msgpack.packb("just text"), "msgpack", "content type", {"": "just text"}, type_="application/x-msgpack")

# What the message says
add("json by its content type", '{"v":1}', "json", "content type", {"v": 1}, type_="application/json; charset=utf-8")
add("senml by its content type", '[{"n":"t","v":1}]', "json", "content type", {"0.v": 1}, type_="application/senml+json")
add("not the json that it says", "ON", "text", "UTF-8", {"": "ON"}, type_="application/json", problem="json", fault="unexpected", offset=0)
add("gzip that is said to be json", gz, "gzip json", "begins like | well-formed", {"uplink_message.f_cnt": 1041}, type_="application/json", begin=-1)
add("text by its content type", "hello", "text", "content type", {"": "hello"}, type_="text/plain")
add("text by its indicator", "hello", "text", "indicator", {"": "hello"}, utf8=True)
add("no text, whatever the indicator", b"\xff\x01\x80", "bytes", "not UTF-8", utf8=True, problem="text", fault="not UTF-8")
add("UTF-16, whatever the indicator", "on".encode("utf-16"), "utf-16 text", "marked UTF-16 | UTF-8", {"": "on"}, utf8=True, problem="text", fault="not UTF-8", begin=-1)
add("bytes that are said to be bytes", b"\xff\x01\x80", "bytes", "not UTF-8", type_="application/octet-stream")
add("an image by its content type that is none", b"\xff\x01\x80", "bytes", "not UTF-8", type_="image/png", problem="image")

def zigzag(n): return pbvar(n * 2 if n >= 0 else -n * 2 - 1)
def pbvar(n): return bytes([n]) if n < 128 else bytes([n & 127 | 128]) + pbvar(n >> 7)
def avro_text(t): return zigzag(len(t.encode())) + t.encode()
sync = bytes(range(16))
reading_schema = '{"type":"record","name":"Reading","fields":[{"name":"id","type":"string"},{"name":"temperature","type":"double"}]}'
records = avro_text("hall") + struct.pack("<d", 21.5) + avro_text("attic") + struct.pack("<d", -3.25)
container = b"Obj\x01" + zigzag(1) + avro_text("avro.schema") + avro_text(reading_schema) + zigzag(0) + sync + zigzag(2) + zigzag(len(records)) + records + sync
message = pb(1, 2, b"hall") + pb(2, 1, struct.pack("<d", 21.5)) + pb(3, 0, b"\x2a")
add("cbor by its content type", cbor2.dumps(7), "cbor", "content type", {"": 7}, type_="application/cbor")
add("senml in cbor by its content type", cbor2.dumps([{0: "t", 2: 1}]), "cbor", "content type", {"0.(0)": "t"}, type_="application/senml+cbor")
add("protobuf by its content type", message, "protobuf", "content type", {"1": "hall", "2": "21.5", "3": 42}, type_="application/protobuf")
add("protobuf that nothing speaks for", message, "protobuf", "whole message", {"1": "hall", "2": "21.5", "3": 42})
add("gzip by its content type", gz, "gzip json", "content type | well-formed", {"uplink_message.f_cnt": 1041}, type_="application/gzip", begin=-1)
add("zlib by its content type", zlib.compress(doc), "zlib json", "content type | well-formed", {"uplink_message.f_cnt": 1041}, type_="application/zlib", begin=-1)
add("deflate by its content type", raw_deflate(doc), "deflate json", "content type | well-formed", {"uplink_message.f_cnt": 1041}, type_="application/x-deflate", begin=-1)
add("zstd by its content type", zstd(doc), "zstd json", "content type | well-formed", {"uplink_message.f_cnt": 1041}, type_="application/zstd", begin=-1)
add("base64 by its content type", base64.b64encode(b"just a text").decode(), "base64 text", "content type | UTF-8", {"": "just a text"}, type_="application/base64", begin=-1)
add("an avro container", container, "avro", "begins like", {"0.id": "hall", "1.temperature": "-3.25"})
add("an avro container by its content type", container, "avro", "content type", type_="application/avro")
add("avro by its content type, without its schema", records, "bytes", "not UTF-8", type_="application/avro")
add("a name that is the number 1, and one that is the text", cbor2.dumps({1: "number", "1": "text"}), "cbor", "whole object", {"(1)": "number", "1": "text"})

# Numbers in bytes
add("a float, bytes", struct.pack(">f", -5.5), "bytes", "not UTF-8")
add("a float, asked for", struct.pack(">f", 21.4), "float32be", "asked", {"": "21.4"}, ask=["float32be"])
add("the other order", struct.pack("<f", 21.4), "float32le", "asked", {"": "21.4"}, ask=["float32le"])
add("a list of numbers", struct.pack(">4h", 1, -2, 300, -400), "int16be", "asked", {"1": -2, "3": -400}, ask=["int16be"])
add("a list with something behind", struct.pack("<2I", 1, 2 ** 32 - 1) + b"\x09", "uint32le", "asked", {"1": 2 ** 32 - 1}, ask=["uint32le"], consumed=8)
add("the largest", struct.pack(">Q", 2 ** 64 - 1), "uint64be", "asked", {"": 2 ** 64 - 1}, ask=["uint64be"])
add("too few bytes", b"\x01\xff", "bytes", "not UTF-8", ask=["int32be"], problem="int32be", fault="cut off")
add("gzip and then a number, asked for", gzip.compress(struct.pack(">d", 0.1), mtime=0), "gzip float64be", "asked | asked", {"": "0.1"}, ask=["gzip", "float64be"], begin=-1)
add("a format that there is not", "21.5", "number", "number", {"": "21.5"}, ask=["morse"], problem="morse", fault="no schema")
add("avro without a schema", "21.5", "number", "number", {"": "21.5"}, ask=["avro"], problem="avro", fault="no schema")

# Images
add("PNG", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image", "begins like", type="PNG")
add("BMP", b"BM" + struct.pack("<IHHI", 70, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, 2, 2, 1, 24, 0, 16, 2835, 2835, 0, 0) + b"\xff" * 16, "image", "begins like", type="BMP")
add("a text that begins like BMP", "BMW i3, 81 %", "text", "UTF-8")
add("WebP", b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image", "begins like", type="WebP")

add("GIF", b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;", "image", "begins like", type="GIF")
add("an image by its content type", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image", "content type", type="PNG", type_="image/png")

# Bytes that are nothing else
add("a zero byte", b"\x00", "bytes", "zero byte", topic="relay")
add("a control character", b"\x07", "text", "UTF-8", odd="controls")
add("more control characters than text", b"\x02\x03\x04a\x05\x06\x07b", "bytes", "many controls")
add("UTF-16 that does not say so", '{"v":21.5,"name":"hall"}'.encode("utf-16-le"), "utf-16 json", "UTF-16 | well-formed", {"v": "21.5"}, begin=-1)
add("modbus", bytes.fromhex("0103040108001bba2d"), "bytes", "not UTF-8")
add("text with bytes that are no UTF-8", b"caf\xff and more", "bytes", "not UTF-8")
add("text, asked for, of bytes that are no UTF-8", b"caf\xff and more", "text", "asked", ask=["text"])

for s in samples:
    print(json.dumps(s, ensure_ascii=False))
