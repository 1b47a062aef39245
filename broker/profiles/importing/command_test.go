package importing

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
)

const best = profiles.QoS(broker.BestQoS)

var commands = []struct {
	name, line string
	want       profiles.Profile
	secrets    map[string]string
	notes      []string // a word of each
}{
	{"plain", `mosquitto_sub -h h -p 1884 -t 'a/#' -t "b c" -v`, profiles.Profile{
		Address:       broker.Address{Scheme: "mqtt", Host: "h", Port: 1884},
		Subscriptions: []profiles.Subscription{{Filter: "a/#", QoS: best}, {Filter: "b c", QoS: best}},
	}, nil, []string{"-v"}},
	{"a shell's line", "$ sudo /usr/bin/mosquitto_sub \\\n  -h h -t a\\ b -q 1 -C 5 | tee log", profiles.Profile{
		Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883}, Subscriptions: []profiles.Subscription{{Filter: "a b", QoS: 1}},
	}, nil, []string{"-C"}},
	{"Windows", `"C:\Program Files\mosquitto\mosquitto_sub.exe" -h h`, profiles.Profile{
		Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883},
	}, nil, nil},
	{"login", `mosquitto_pub -u user -P 'p"w $x' -t t -m hello -r -q 2 -i me -k 20 -c -V mqttv311`, profiles.Profile{
		Address:  broker.Address{Scheme: "mqtt", Host: "localhost", Port: 1883},
		Username: "user", ClientID: "me", KeepAlive: 20, Resume: true, Version: broker.V311,
	}, map[string]string{profiles.SecretPassword: `p"w $x`}, []string{"message to t (-m, -r)"}},
	{"TLS", `mosquitto_sub -h h --cafile ca.pem --cert c.pem --key k.pem --tls-alpn mqtt --tls-version tlsv1.3 --insecure`, profiles.Profile{
		Address: broker.Address{Scheme: "mqtts", Host: "h", Port: 8883},
		TLS: profiles.TLS{
			CA: "ca.pem", Certificate: "c.pem", Key: "k.pem", ALPN: []string{"mqtt"}, MinVersion: "1.3", SkipVerify: true,
		},
	}, nil, nil},
	{"TLS by its port", `mosquitto_sub --host h --port 8883`, profiles.Profile{
		Address: broker.Address{Scheme: "mqtts", Host: "h", Port: 8883},
	}, nil, nil},
	{"URL", `mosquitto_sub -L mqtts://user:pw@h/a/b --retain-as-published`, profiles.Profile{
		Address: broker.Address{Scheme: "mqtts", Host: "h", Port: 8883}, Username: "user",
		Subscriptions: []profiles.Subscription{{Filter: "a/b", QoS: best, RetainAsPublished: true}},
	}, map[string]string{profiles.SecretPassword: "pw"}, nil},
	{"the broker's own topics", `mosquitto_sub -h h -t $SYS/# -t "$SYS/broker/#" -t \$SYS/a -t '$SYS/b'`, profiles.Profile{
		Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883},
		Subscriptions: []profiles.Subscription{
			{Filter: "$SYS/#", QoS: best}, {Filter: "$SYS/broker/#", QoS: best}, {Filter: "$SYS/a", QoS: best}, {Filter: "$SYS/b", QoS: best},
		},
	}, nil, nil},
	{"URL without TLS", `mosquitto_sub -L mqtt://h:8883/t`, profiles.Profile{
		Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 8883}, Subscriptions: []profiles.Subscription{{Filter: "t", QoS: best}},
	}, nil, nil},
	{"proxy", `mosquitto_sub -h h --proxy socks5h://u:p@proxy:1081`, profiles.Profile{
		Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883},
		Proxy:   profiles.Proxy{Kind: "socks5", Host: "proxy", Port: 1081, Username: "u"},
	}, map[string]string{profiles.SecretProxyPassword: "p"}, nil},
	{"will", `mosquitto_sub -h h --will-topic w --will-payload gone --will-qos 1 --will-retain -V 5 -x 60 ` +
		`-D connect user-property a b -D connect receive-maximum 5 -D will will-delay-interval 7 -D will user-property c d ` +
		`-D connect authentication-method m -D connect authentication-data d`, profiles.Profile{
		Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883}, Version: broker.V5, SessionExpiry: 60, AuthMethod: "m",
		Will:    &profiles.Will{Topic: "w", Payload: []byte("gone"), QoS: 1, Retain: true, Delay: 7, User: []broker.UserProperty{{Name: "c", Value: "d"}}},
		Connect: profiles.Connect{ReceiveMaximum: 5, User: []broker.UserProperty{{Name: "a", Value: "b"}}},
	}, map[string]string{profiles.SecretAuthData: "d"}, nil},
	{"request and response", `mosquitto_rr -h h -t ask -e answer -m hello`, profiles.Profile{
		Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883}, Subscriptions: []profiles.Subscription{{Filter: "answer", QoS: best}},
	}, nil, []string{"message to ask (-m)"}},
	{"lines of Windows", "mosquitto_sub -h h \\\r\n -t a\r\nmosquitto_pub -h h -t b\r\n", profiles.Profile{
		Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883}, Subscriptions: []profiles.Subscription{{Filter: "a", QoS: best}},
	}, nil, []string{"message to b"}},
	{"what is left out", `mosquitto_sub -h h --capath /etc/ssl --psk s3cr3t --psk-identity me -d more s3cr3t -I pre -D publish content-type x -D connect odd 1 -x -1`, profiles.Profile{
		Address: broker.Address{Scheme: "mqtts", Host: "h", Port: 8883}, SessionExpiry: profiles.Forever,
	}, nil, []string{"/etc/ssl", "--psk", "--psk-identity", "belongs to no option", "pre", "content-type", "odd", "-d"}},
}

func TestCommands(t *testing.T) {
	for _, c := range commands {
		t.Run(c.name, func(t *testing.T) {
			got := one(t, c.line)
			if !reflect.DeepEqual(got.Profile, c.want) {
				t.Errorf("got  %+v\nwant %+v", got.Profile, c.want)
			}
			if !reflect.DeepEqual(got.Secrets, c.secrets) {
				t.Errorf("secrets %v, want %v", got.Secrets, c.secrets)
			}
			if strings.Contains(strings.Join(explain.Notes(got.Notes), " "), "s3cr3t") {
				t.Errorf("the notes show a secret: %q", explain.Notes(got.Notes))
			}
			checkNotes(t, explain.Notes(got.Notes), c.notes)
		})
	}
}

// TestMessageIsLeftOutOnce: one thing that is left out is told once.
func TestMessageIsLeftOutOnce(t *testing.T) {
	list, err := Parse([]byte("mosquitto_pub -h h -d -t a --message on -r"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"The message to a (--message, -r) is not part of a connection and was left out.", "Left out, as not part of a connection: -d."}
	if !slices.Equal(explain.Notes(list[0].Notes), want) {
		t.Errorf("%q", explain.Notes(list[0].Notes))
	}
}
