# A publisher in the manner of the classic paho-mqtt 1.x samples.
import json
import sys

import paho.mqtt.client as mqtt

client = mqtt.Client()
client.connect(sys.argv[1], int(sys.argv[2]))
client.loop_start()
message = client.publish("sample/topic", json.dumps({"success": "ok"}), 1)
message.wait_for_publish()
client.loop_stop()
client.disconnect()
