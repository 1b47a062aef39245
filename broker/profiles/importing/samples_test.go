package importing

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
)

// sample reads a file that somebody had.
func sample(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// TestCommandSamples: commands as people paste them, from shells, web pages and
// mails.
func TestCommandSamples(t *testing.T) {
	plain := func(host string, port int) broker.Address {
		return broker.Address{Scheme: "mqtt", Host: host, Port: port}
	}
	secure := func(host string, port int) broker.Address {
		return broker.Address{Scheme: "mqtts", Host: host, Port: port}
	}
	filter := func(f string) []profiles.Subscription { return []profiles.Subscription{{Filter: f, QoS: best}} }
	for _, c := range []struct {
		file     string
		want     profiles.Profile
		password string
		notes    []string
	}{
		{"command-after-and.txt", profiles.Profile{Address: plain("b1.example", 1883), Subscriptions: filter("plant/#")}, "", []string{"-v"}},
		{"command-in-loop.txt", profiles.Profile{Address: plain("b1.example", 1883)}, "", []string{"message to a/b (-m)"}},
		{"command-in-pipe.txt", profiles.Profile{Address: secure("b1.example", 8883), Username: "dev"}, "Stan#56#", []string{"/etc/ssl/certs", "home/lamp/set (-l)"}},
		{"windows-path.txt", profiles.Profile{
			Address: secure("b2.example", 8883), Subscriptions: filter("test"),
			TLS: profiles.TLS{CA: `C:\ssl\new\ca.crt`, Certificate: `C:\ssl\tiny.crt`, Key: `C:\ssl\tiny.key`},
		}, "", nil},
		{"powershell-backticks.txt", profiles.Profile{
			Address: secure("b3.example", 8883), Username: "reader", TLS: profiles.TLS{CA: `C:\certs\ca.crt`}, Subscriptions: filter("plant/#"),
		}, "p w", nil},
		{"cmd-carets.txt", profiles.Profile{Address: plain("b3.example", 8884), Username: "writer"}, "secret", []string{"plant/set (-m)"}},
		{"capital-exe.txt", profiles.Profile{Address: plain("b4.example", 1883), Subscriptions: filter("room/#")}, "", nil},
		{"long-dashes.txt", profiles.Profile{Address: plain("b4.example", 1884), Username: "guest", Subscriptions: filter("room/#")}, "", []string{"word processor"}},
		{"one-long-dash.txt", profiles.Profile{
			Address: secure("b4.example", 8883), Username: "guest", TLS: profiles.TLS{CA: "~/keys/ca.crt"},
		}, "pw", []string{"room/x (-m)", "word processor"}},
		{"tlsv1.txt", profiles.Profile{
			Address: secure("b5.example", 8883), TLS: profiles.TLS{CA: "ca.crt", MinVersion: "1.0", SkipVerify: true}, Subscriptions: filter("room"),
		}, "", []string{"-v"}},
		{"azure-token.txt", profiles.Profile{
			Address: secure("hub1.azure-devices.net", 8883), ClientID: "dev-1", Version: broker.V311,
			Username:      "hub1.azure-devices.net/dev-1/?api-version=2021-04-12",
			Subscriptions: []profiles.Subscription{{Filter: "devices/dev-1/messages/devicebound/#", QoS: 1}},
		}, "SharedAccessSignature sr=hub1.azure-devices.net%2Fdevices%2Fdev-1&sig=ab%2Fcd%2BefGh%3D&se=1999999999", []string{"/etc/ssl/certs"}},
	} {
		t.Run(c.file, func(t *testing.T) {
			got := one(t, string(sample(t, c.file)))
			if !reflect.DeepEqual(got.Profile, c.want) {
				t.Errorf("got  %+v\nwant %+v", got.Profile, c.want)
			}
			if got.Secrets[profiles.SecretPassword] != c.password {
				t.Errorf("secrets %v, want %q", got.Secrets, c.password)
			}
			checkNotes(t, explain.Notes(got.Notes), c.notes)
		})
	}
}

// checkNotes wants a note with each of the words, in this order, and no other.
func checkNotes(t *testing.T, notes, words []string) {
	t.Helper()
	if len(notes) != len(words) {
		t.Fatalf("notes %q, want of %q", notes, words)
	}
	for i, word := range words {
		if !strings.Contains(notes[i], word) {
			t.Errorf("note %q, want one with %q", notes[i], word)
		}
	}
}

// TestMQTTXWithAuthentication: the data of the authentication is bytes as
// Node.js writes them.
func TestMQTTXWithAuthentication(t *testing.T) {
	all, err := Parse(sample(t, "mqttx-authentication.json"))
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	want := profiles.Profile{
		Name: "plain one", Address: broker.Address{Scheme: "mqtt", Host: "b7a.example", Port: 1883}, Version: broker.V5,
		ClientID: "mqttx_a1", KeepAlive: 60, ConnectTimeout: 10,
	}
	if !reflect.DeepEqual(all[0].Profile, want) || all[0].Secrets != nil || all[0].Notes != nil {
		t.Errorf("got %+v", all[0])
	}
	want = profiles.Profile{
		Name: "with enhanced authentication", Address: broker.Address{Scheme: "mqtts", Host: "b7b.example", Port: 8883}, Version: broker.V5,
		ClientID: "mqttx_a2", Username: "u", KeepAlive: profiles.KeepAliveOff, ConnectTimeout: 10, Resume: true, SessionExpiry: profiles.Forever, AuthMethod: "TOKEN",
		Connect:       profiles.Connect{ReceiveMaximum: 100, User: []broker.UserProperty{{Name: "k", Value: "v1"}, {Name: "k", Value: "v2"}}},
		Subscriptions: []profiles.Subscription{{Filter: "$share/g/plant/#", QoS: 1, RetainAsPublished: true, RetainHandling: 1}},
	}
	secrets := map[string]string{profiles.SecretPassword: "p", profiles.SecretAuthData: "abc"}
	if !reflect.DeepEqual(all[1].Profile, want) || !reflect.DeepEqual(all[1].Secrets, secrets) {
		t.Errorf("got %+v", all[1])
	}
	checkNotes(t, explain.Notes(all[1].Notes), nil)
}

func TestExplorerPortAsText(t *testing.T) {
	all, err := Parse(sample(t, "explorer-port-as-text.json"))
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	for i, name := range []string{"good", "port as text"} {
		want := profiles.Profile{
			Name: name, Address: broker.Address{Scheme: "mqtt", Host: "b12.example", Port: []int{1883, 8883}[i]},
			Subscriptions: []profiles.Subscription{{Filter: "#"}},
		}
		if !reflect.DeepEqual(all[i].Profile, want) || all[i].Notes != nil {
			t.Errorf("got %+v", all[i])
		}
	}
}
