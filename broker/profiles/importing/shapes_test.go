package importing

import (
	"testing"

	"mangrove/broker/explain"
	"mangrove/broker/profiles"
)

const embeddedPEM = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCngKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo="

// shapes are exports as programs of different age write them.
var shapes = map[string]struct {
	file     string
	address  string
	password string
	filters  int
	folder   string
	notes    []string
}{
	"MQTT Explorer 0.2, filters as texts": {
		`{"ConnectionManager_connections":{"mqtt.eclipse.org":{"host":"h","port":1883,"protocol":"mqtt","encryption":false,"certValidation":true,
			"clientId":"mqtt-explorer-ce4f0fc6","id":"mqtt.eclipse.org","name":"n","type":"mqtt","subscriptions":["#","$SYS/#"]}}}`,
		"mqtt://h:1883", "", 2, "", []string{"mqtt-explorer-ce4f0fc6"},
	},
	"MQTT Explorer 0.3 of an add-on": {
		`{"ConnectionManager_connections":{"x":{"configVersion":1,"certValidation":true,"clientId":"mqtt-explorer-shared","id":"x","name":"n",
			"encryption":false,"subscriptions":[{"topic":"#","qos":0},{"topic":"$SYS/#","qos":0}],"type":"mqtt","host":"core-mosquitto.local.hass.io",
			"port":1883,"protocol":"mqtt","changeSet":{"password":""},"username":"","password":""}}}`,
		"mqtt://core-mosquitto.local.hass.io:1883", "", 2, "", nil,
	},
	"MQTT Explorer 0.4 with certificates": {
		`{"Settings":{"theme":"dark"},"ConnectionManager_connections":{"x":{"configVersion":1,"certValidation":false,"clientId":"c","id":"x","name":"n",
			"encryption":true,"subscriptions":[{"topic":"a/#","qos":2}],"type":"mqtt","host":"h","port":8883,"protocol":"mqtt","order":1,"username":"u",
			"password":"s3cr3t","selfSignedCertificate":{"name":"ca.pem","data":"` + embeddedPEM + `"},"clientCertificate":null}}}`,
		"mqtts://h:8883", "s3cr3t", 1, "", nil,
	},
	"MQTT Explorer over WebSocket": {
		`{"ConnectionManager_connections":{"x":{"host":"h","port":443,"protocol":"ws","basePath":"ws","encryption":true,"certValidation":true,"name":"n"}}}`,
		"wss://h:443/ws", "", 0, "", nil,
	},
	"MQTTX 1.3": {
		`[{"clientId":"mqttx_8a1b2c3d","name":"n","clean":true,"host":"h","keepalive":60,"connectTimeout":10,"reconnect":true,"username":"","password":"s3cr3t",
			"path":"/mqtt","port":1883,"ssl":false,"certType":"","ca":"","cert":"","key":"","mqttVersion":"3.1.1","subscriptions":[],"messages":[],
			"unreadMessageCount":0,"client":{"connected":false},"will":{"lastWillTopic":"","lastWillPayload":"","lastWillQos":0,"lastWillRetain":false}}]`,
		"mqtt://h:1883", "s3cr3t", 0, "", []string{"mqttx_8a1b2c3d"},
	},
	"MQTTX 1.5, one connection, properties in it": {
		`{"clientId":"c","name":"n","clean":false,"protocol":"wss","host":"h","keepalive":60,"connectTimeout":10,"reconnect":true,"username":"","password":"",
			"path":"/mqtt","port":8084,"ssl":true,"certType":"server","rejectUnauthorized":false,"ca":"","cert":"","key":"","mqttVersion":"5.0",
			"sessionExpiryInterval":300,"receiveMaximum":null,"topicAliasMaximum":10,"requestResponseInformation":null,"userProperties":null,
			"clientIdWithTime":true,"subscriptions":[{"topic":"a","qos":1,"alias":"x","retain":true,"color":"#fff"}],"messages":[],"will":{}}`,
		"wss://h:8084/mqtt", "", 1, "", []string{"appends the time", "alias"},
	},
	"MQTTX 1.8 with folders": {
		`[{"isCollection":true,"id":"f","name":"hall","parentId":null,"orderId":1},
			{"id":"1","parentId":"f","orderId":2,"isCollection":false,"clientId":"c","name":"n","clean":true,"protocol":"mqtts","host":"h","keepalive":60,
			"connectTimeout":10,"reconnect":false,"reconnectPeriod":4000,"username":"u","password":"s3cr3t","path":"/mqtt","port":8883,"ssl":true,
			"certType":"self","rejectUnauthorized":true,"ca":"/ca.pem","cert":"","key":"","mqttVersion":"5.0","createAt":"2022-01-01 00:00:00:000",
			"updateAt":"2022-01-01 00:00:00:000","messages":[{"id":"m"}],"subscriptions":[{"id":"s","topic":"a","qos":0,"nl":false,"rap":false,"rh":0,
			"disabled":false,"connectionId":"1"}],"will":{"id":"w","lastWillTopic":"","properties":{}},"properties":{"userProperties":{}}}]`,
		"mqtts://h:8883", "s3cr3t", 1, "hall", nil,
	},
	"MQTTX with connections inside folders": {
		`[{"isCollection":true,"id":"f","name":"hall","children":[{"isCollection":true,"name":"line","id":"g","children":[{"host":"h","name":"n","port":1884}]}]}]`,
		"mqtt://h:1884", "", 0, "hall/line", nil,
	},
	"MQTTX 1.11, properties twice": {
		`[{"id":"1","clientId":"c","name":"n","clean":true,"protocol":"mqtt","host":"h","port":1883,"mqttVersion":"5.0","ssl":false,"certType":null,
			"ca":"","cert":"","key":"","ALPNProtocols":null,"rejectUnauthorized":null,"keepalive":60,"sessionExpiryInterval":0,
			"properties":{"sessionExpiryInterval":0,"requestProblemInformation":true},"pushProps":{"contentType":"x"},"subscriptions":null,"will":null}]`,
		"mqtt://h:1883", "", 0, "", nil,
	},
}

// TestShapes: the same few things in exports of different age.
func TestShapes(t *testing.T) {
	for name, c := range shapes {
		t.Run(name, func(t *testing.T) {
			got := one(t, c.file)
			p := got.Profile
			if p.Name != "n" || p.Address.String() != c.address || len(p.Subscriptions) != c.filters || p.Folder != c.folder {
				t.Errorf("got %+v", p)
			}
			if got.Secrets[profiles.SecretPassword] != c.password {
				t.Errorf("secrets %q", got.Secrets)
			}
			checkNotes(t, explain.Notes(got.Notes), c.notes)
		})
	}
}
