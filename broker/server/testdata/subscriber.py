# A subscriber in the manner of the classic paho-mqtt 1.x samples.
import sys

import paho.mqtt.client as mqtt


def on_connect(client, userdata, flags, rc):
    client.subscribe("sample/topic", qos=1)


def on_message(client, userdata, msg):
    print(msg.payload.decode("utf-8"), flush=True)


client = mqtt.Client()
client.on_connect = on_connect
client.on_message = on_message
client.connect(sys.argv[1], int(sys.argv[2]), 60)
client.loop_forever()
