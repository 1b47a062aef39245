package profiles

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"mangrove/broker"
)

// update replaces the profile with the same ID, as a book has it. Its secrets stay.
func update(b *Book, p Profile) error {
	was, err := b.Get(p.ID)
	if err != nil {
		return err
	}
	return b.Edit(Edit{Was: was, Now: p})
}

func TestBookKeepsEveryChange(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	secrets := new(Memory)
	b := open(t, dir, secrets)
	one := create(t, b, "one", map[string]string{SecretPassword: "s3cr3t", SecretKey: ""})
	create(t, b, "two", nil)
	check := func(step, want string) {
		t.Helper()
		if got := names(b); got != want {
			t.Errorf("%s: %s, want %s", step, got, want)
		}
		if got := names(open(t, dir, secrets)); got != want {
			t.Errorf("%s: the file has %s, want %s", step, got, want)
		}
	}
	check("created", "one,two")
	copied, err := b.Duplicate(one.ID, copyName)
	if err != nil || copied.ID == one.ID {
		t.Fatal(copied, err)
	}
	check("duplicated", "one,one copy,two")
	if got, _ := secrets.Get(copied.ID, SecretPassword); got != "s3cr3t" {
		t.Errorf("the copy's password is %q", got)
	}
	must(t, b.Move(one.ID, 2))
	check("moved to the end", "one copy,two,one")
	must(t, b.Move(one.ID, 1))
	check("moved", "one copy,one,two")
	one.Name, one.Kept = "first", nil
	must(t, update(b, one))
	check("edited", "one copy,first,two")
	if got, _ := b.Get(one.ID); !reflect.DeepEqual(got.Kept, []string{SecretPassword}) {
		t.Errorf("an edit lost the secrets: %v", got.Kept)
	}
	must(t, b.Delete(one.ID))
	must(t, b.Delete(copied.ID))
	check("deleted", "two")
	if got, _ := secrets.Get(one.ID, SecretPassword); got != "" {
		t.Error("the secret outlives its profile")
	}
	for _, want := range []string{"one copy,two", "one copy,first,two"} {
		if _, err := b.Undo(); err != nil {
			t.Fatal(err)
		}
		check("undone", want)
	}
	if got, _ := secrets.Get(one.ID, SecretPassword); got != "s3cr3t" {
		t.Error("the secret did not come back")
	}
	if _, err := b.Undo(); !errors.Is(err, ErrUnknown) {
		t.Errorf("one undo too many: %v", err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestBookKnowsItsProfilesOnly(t *testing.T) {
	b := open(t, t.TempDir(), new(Memory))
	_, get := b.Get("x")
	_, duplicate := b.Duplicate("x", copyName)
	for name, err := range map[string]error{
		"get": get, "duplicate": duplicate, "update": update(b, Profile{ID: "x"}), "move": b.Move("x", 0),
		"delete": b.Delete("x"), "secret": b.SetSecret("x", SecretPassword, "y"),
	} {
		if !errors.Is(err, ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// full has something in every field, so that none is forgotten in the file.
var full = Profile{
	ID: "the-id", Name: "full", Color: "#aabbcc", Folder: "plant/hall", Version: broker.V311,
	Address:  broker.Address{Scheme: "wss", Host: "h", Port: 443, Path: "/mqtt"},
	ClientID: "me", Username: "user", EmptyPassword: true,
	TLS: TLS{CA: "ca.pem", Certificate: "c.pem", Key: "k.pem", PKCS12: "c.p12", ServerName: "s",
		ALPN: []string{"mqtt"}, MinVersion: "1.3", SkipVerify: true, Outdated: true},
	Headers: []string{"X-Key"}, Proxy: Proxy{Kind: "socks5", Host: "p", Port: 1, Username: "u"},
	KeepAlive: 5, ConnectTimeout: 6, Resume: true, SessionExpiry: Forever,
	Will: &Will{Topic: "t", Payload: []byte{0, 255}, QoS: 2, Retain: true, Delay: 1, Expiry: 2, Text: true, ContentType: "c",
		ResponseTopic: "r", CorrelationData: []byte{1}, User: []broker.UserProperty{{Name: "a", Value: "b"}}},
	Connect: Connect{ReceiveMaximum: 3, MaximumPacket: 4, ResponseInformation: true, User: []broker.UserProperty{{Name: "c", Value: "d"}}},
	Subscriptions: []Subscription{
		{Filter: "#", QoS: QoS(broker.BestQoS)},
		{Filter: "a/+", QoS: 2, NoLocal: true, RetainAsPublished: true, RetainHandling: 2, Decoder: "cbor"},
	},
	Formats: []PayloadFormat{
		{Filter: "a/+", View: "json", As: []string{"gzip", "protobuf"}, Schema: []string{"a.proto"}, Folders: []string{"protos"}, Message: "p.M"},
		{Filter: "#", View: "hex"},
	},
	AuthMethod: "m", AutoConnect: true, ReadOnly: true, MaxPacket: 9, Kept: []string{SecretPassword},
}

func TestFileHoldsEverything(t *testing.T) {
	v := reflect.ValueOf(full)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("the example leaves out %s", v.Type().Field(i).Name)
		}
	}
	content, err := encode([]Profile{full})
	must(t, err)
	all, err := decode(content)
	must(t, err)
	if !reflect.DeepEqual(all, []Profile{full}) {
		t.Errorf("got %+v", all)
	}
}

func TestProfilesGivenOutAreCopies(t *testing.T) {
	b := open(t, t.TempDir(), new(Memory))
	given, err := b.Create(full, nil)
	must(t, err)
	given.Formats[0].As[0], given.Formats[0].Schema[0], given.Formats[1].Filter = "x", "x", "x"
	given.Will.Payload[0], given.Subscriptions[0].Filter, given.TLS.ALPN[0], given.Connect.User[0].Name = 9, "x", "x", "x"
	if got, _ := b.Get(given.ID); !reflect.DeepEqual(got, full) {
		t.Errorf("the book changed to %+v", got)
	}
}

func TestBrokenFilesArePutAside(t *testing.T) {
	for name, content := range map[string]string{
		"cut off": `{"version": 1, "profiles": [{"id`, "empty": "", "no version": `{"profiles": []}`, "another file": `[1, 2]`,
		"wrong type": `{"version": 1, "profiles": [{"id": 7}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			must(t, os.WriteFile(filepath.Join(dir, fileName), []byte(content), 0o600))
			b, err := Open(dir, new(Memory))
			var broken *BrokenError
			if !errors.As(err, &broken) || !strings.Contains(broken.Aside, ".broken-") {
				t.Fatalf("opened with %v", err)
			}
			create(t, b, "new", nil)
			kept, err := os.ReadFile(broken.Aside)
			if err != nil || string(kept) != content {
				t.Errorf("put aside: %q, %v", kept, err)
			}
		})
	}
}

// TestBrokenFilesSayWhere: who has edited the file looks for one comma.
func TestBrokenFilesSayWhere(t *testing.T) {
	for name, c := range map[string]struct{ content, says string }{
		"a comma too many": {"{\n \"version\": 3,\n \"profiles\": [{\"id\": \"a\"},\n ]\n}", "is damaged at line 4, so"},
		"a wrong type":     {"{\n \"version\": 3,\n \"profiles\": [\n  {\"id\": 7}\n ]\n}", "is damaged at line 4, so"},
		"cut off":          {"{\n \"version\": 3,\n", "is damaged at line 2, so"},
		"empty":            {"", "is damaged, so"},
		"another file":     {"{}", "is damaged, so"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			must(t, os.WriteFile(filepath.Join(dir, fileName), []byte(c.content), 0o600))
			if _, err := Open(dir, new(Memory)); err == nil || !strings.Contains(told(err), c.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestNewerFilesAreLeftAlone(t *testing.T) {
	newer, ours := strconv.Itoa(FileVersion+1), strconv.Itoa(FileVersion)
	for name, content := range map[string]string{
		"version":   `{"version": ` + newer + `, "profiles": []}`,
		"type":      `{"version": ` + newer + `, "profiles": {}}`,
		"new field": `{"version": ` + ours + `, "profiles": [{"id": "1", "name": "a", "version": "5", "address": {}, "quantum": true}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, fileName)
			must(t, os.WriteFile(path, []byte(content), 0o600))
			b, err := Open(dir, new(Memory))
			if !errors.Is(err, ErrNewer) || len(b.All()) != 0 {
				t.Fatalf("opened with %v, %d profiles", err, len(b.All()))
			}
			if _, err := b.Create(Profile{}, map[string]string{SecretPassword: "x"}); !errors.Is(err, ErrNewer) {
				t.Errorf("creating: %v", err)
			}
			if now, _ := os.ReadFile(path); string(now) != content {
				t.Errorf("the file is now %s", now)
			}
		})
	}
}

func TestFailedWritesChangeNothing(t *testing.T) {
	dir := t.TempDir()
	b := open(t, dir, new(Memory))
	p := create(t, b, "one", nil)
	must(t, os.RemoveAll(dir))
	must(t, os.WriteFile(dir, nil, 0o600)) // no folder can be there
	p.Name = "changed"
	if err := update(b, p); err == nil || names(b) != "one" {
		t.Errorf("%v; the book has %s", err, names(b))
	}
}

// TestNoSecretIsWritten looks for every secret in everything on disk.
func TestNoSecretIsWritten(t *testing.T) {
	dir := t.TempDir()
	b := open(t, dir, new(Memory))
	given := make(map[string]string)
	for _, name := range []string{
		SecretPassword, SecretPassPhrase, SecretKey, SecretPKCS12, SecretProxyPassword, SecretAuthData, HeaderSecret("Authorization"),
	} {
		given[name] = "hidden-" + strings.ReplaceAll(name, " ", "-")
	}
	p, err := b.Create(full, given)
	must(t, err)
	must(t, b.SetSecret(p.ID, SecretPassword, "hidden-too"))
	p.Headers = append(p.Headers, "Authorization")
	must(t, update(b, p))
	_, err = b.Duplicate(p.ID, copyName)
	must(t, err)
	must(t, b.Delete(p.ID))
	_, err = b.Undo()
	must(t, err)
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(files) != 2 { // with the lock
		t.Errorf("files left: %v", files)
	}
	for _, path := range files {
		content, err := os.ReadFile(path)
		must(t, err)
		if strings.Contains(string(content), "hidden") {
			t.Errorf("%s holds a secret:\n%s", path, content)
		}
		if info, _ := os.Stat(path); info.Mode().Perm()&0o077 != 0 {
			t.Errorf("others may read it: %v", info.Mode())
		}
	}
}

// TestPastedKeysAreSecrets: wherever a private key was pasted, it is not written,
// and the profile works.
func TestPastedKeysAreSecrets(t *testing.T) {
	papers := newPapers(t)
	modern, _, legacy := papers.encrypted(t)
	for name, pasted := range map[string]TLS{
		"with the certificate": {CA: papers.ca, Certificate: papers.certificate + papers.key},
		"as the key":           {Certificate: papers.certificate, Key: papers.key},
		"with the authority":   {CA: papers.key + papers.ca, Certificate: papers.certificate},
		"encrypted":            {Certificate: modern + papers.certificate},
		"encrypted long ago":   {Certificate: papers.certificate, Key: legacy},
	} {
		t.Run(name, func(t *testing.T) {
			dir, secrets := t.TempDir(), new(Memory)
			b := open(t, dir, secrets)
			phrases := map[string]string{SecretPassPhrase: phrase}
			address := broker.Address{Scheme: "mqtts", Host: "h", Port: 8883}
			created, err := b.Create(Profile{Address: address, TLS: pasted}, phrases)
			must(t, err)
			edited := create(t, b, "edited", phrases)
			edited.Address, edited.TLS = address, pasted
			must(t, update(b, edited))
			content, err := os.ReadFile(filepath.Join(dir, fileName))
			must(t, err)
			if strings.Contains(string(content), "PRIVATE KEY") {
				t.Errorf("the file holds the key:\n%s", content)
			}
			for _, id := range []string{created.ID, edited.ID} {
				p, err := b.Get(id)
				must(t, err)
				if r, err := p.Runtime(secrets); err != nil || len(r.TLS.Certificates) != 1 {
					t.Errorf("it does not work any more: %v", err)
				}
			}
		})
	}
	damaged := Profile{TLS: TLS{Certificate: "-----BEGIN PRIVATE KEY-----\nhidden"}}
	if key := damaged.takeKey(); !strings.Contains(key, "hidden") || damaged.TLS.Certificate != "" {
		t.Errorf("a damaged key: %q stays", damaged.TLS.Certificate)
	}
}

func TestFolderIsTheUsers(t *testing.T) {
	t.Setenv("HOME", "/somewhere")
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("AppData", `C:\somewhere`)
	if dir, err := Folder(); err != nil || filepath.Base(dir) != "mangrove" {
		t.Errorf("%s, %v", dir, err)
	}
}
