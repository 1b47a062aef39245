package profiles

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mangrove/broker"
)

// TestSchemesThatAreNone: nothing is spoken without TLS because of how a scheme
// is written in a file.
func TestSchemesThatAreNone(t *testing.T) {
	for scheme, want := range map[string]string{
		"MQTTS": "mqtts", "ssl": "mqtts", "tls": "mqtts", "WSS": "wss", "mqtts ": "mqtts", "tcp": "mqtt", "mqtt": "mqtt",
		"https": "", "mqttss": "", "": "", "mqtts:": "",
	} {
		t.Run(scheme, func(t *testing.T) {
			all, err := decode(fmt.Appendf(nil, `{"version":1,"profiles":[{"id":"a","address":{"scheme":%q,"host":"h","port":1}}]}`, scheme))
			must(t, err)
			r, err := all[0].Runtime(new(Memory))
			switch {
			case want == "" && (err == nil || !strings.Contains(told(err), "choose mqtt, mqtts, ws or wss")):
				t.Errorf("connects with %+v, %v", r.Address, err)
			case want != "" && (err != nil || r.Address.Scheme != want):
				t.Errorf("got %q, %v", r.Address.Scheme, err)
			}
		})
	}
	if _, err := (Profile{Address: broker.Address{Scheme: "MQTTS", Host: "h", Port: 1}}).Runtime(new(Memory)); err == nil {
		t.Error("a profile that was not read from a file is not refused")
	}
}

// TestSecretsThatAreNone: the window asks for no secret that there cannot be.
func TestSecretsThatAreNone(t *testing.T) {
	all, err := decode([]byte(`{"version":1,"profiles":[{"id":"a","kept":["","password","header ","header X-Key","lunch"]}]}`))
	must(t, err)
	if want := []string{SecretPassword, HeaderSecret("X-Key")}; !slices.Equal(all[0].Kept, want) {
		t.Errorf("got %q, want %q", all[0].Kept, want)
	}
}

// TestIDsThatAreNone: an entry that was copied in an editor, or written without an
// id, is a connection of its own, which is the same for all who read the file.
func TestIDsThatAreNone(t *testing.T) {
	dir, secrets := t.TempDir(), new(Memory)
	b := open(t, dir, secrets)
	made, err := b.Create(Profile{Name: "first", Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1}}, map[string]string{SecretPassword: "secret"})
	must(t, err)
	other := func(id, name string) Profile {
		p := made.clone()
		p.ID, p.Name = id, name
		return p
	}
	content, err := encode([]Profile{other("", "no id"), other("", "no id either"), made, other(made.ID, "copy"), other(made.ID, "copy again")})
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, fileName), content, 0o600))

	one, two := open(t, dir, secrets), open(t, dir, secrets)
	all := one.All()
	var names, ids []string
	for i, p := range all {
		names = append(names, p.Name)
		if p.ID == "" || slices.Contains(ids, p.ID) || p.ID != two.All()[i].ID {
			t.Errorf("%s has the id %q, and %q for others", p.Name, p.ID, two.All()[i].ID)
		}
		ids = append(ids, p.ID)
	}
	if want := []string{"no id", "no id either", "first", "copy", "copy again"}; !slices.Equal(names, want) || all[2].ID != made.ID {
		t.Fatalf("got %q, and the first has the id %q instead of %q", names, all[2].ID, made.ID)
	}
	for _, p := range all[3:] {
		if got, err := secrets.Get(p.ID, SecretPassword); err != nil || got != "" {
			t.Errorf("%s has the password %q, %v", p.Name, got, err)
		}
	}
	must(t, one.Delete(ids[3]))
	again := open(t, dir, secrets).All()
	if len(again) != 4 || again[2].ID != made.ID || again[3].ID != ids[4] {
		t.Errorf("after the copy was deleted: %+v", again)
	}
	if got, err := secrets.Get(made.ID, SecretPassword); err != nil || got != "secret" {
		t.Errorf("the first has the password %q, %v", got, err)
	}
}

// TestNamesThatNobodyReads are cut, whether they were stored or are imported.
func TestNamesThatNobodyReads(t *testing.T) {
	long := strings.Repeat("Ж語é ", 40_000)
	dir := t.TempDir()
	b := open(t, dir, new(Memory))
	made, err := b.Create(Profile{Name: long, Folder: long, Address: broker.Address{Scheme: "mqtt", Host: strings.Repeat("a", 60_000), Port: 1}}, nil)
	must(t, err)
	content, err := encode([]Profile{{Name: long, Folder: long, Address: broker.Address{Scheme: "mqtt", Host: strings.Repeat("a", 60_000), Port: 1}}})
	must(t, err)
	read, err := decode(content)
	must(t, err)
	for _, p := range []Profile{made, read[0]} {
		if len(p.Name) > LongestName+3 || !strings.HasPrefix(p.Name, "Ж語é") || len(p.Folder) > LongestName+3 || p.Address.Host != "" {
			t.Errorf("%d bytes of name, %d of folder, %d of host", len(p.Name), len(p.Folder), len(p.Address.Host))
		}
	}
}

// TestFilesOfMaterial: what a path leads to is read only where it is a small file.
func TestFilesOfMaterial(t *testing.T) {
	p := newPapers(t)
	key := p.file(t, "key.pem", p.key)
	large := p.file(t, "large", "")
	must(t, os.Truncate(large, LargestMaterial+1))
	for name, c := range map[string]struct{ path, says string }{
		"a key":         {" " + key + "\n", ""},
		"a folder":      {p.dir, "choose a file"},
		"a device":      {os.DevNull, "choose a file"},
		"too large":     {large, "too large"},
		"none":          {filepath.Join(p.dir, "none"), "none"},
		"no path":       {"s3cr3t\nmore", "paste all of it"},
		"a key in base": {base64.StdEncoding.EncodeToString([]byte(p.keyDER)), "paste all of it"},
	} {
		content, err := ReadMaterial(c.path)
		if c.says == "" && (err != nil || string(content) != p.key) {
			t.Errorf("%s: %v", name, err)
		}
		if c.says != "" && (err == nil || !strings.Contains(told(err), c.says) || strings.Contains(err.Error()+told(err), "s3cr3t")) {
			t.Errorf("%s: %d bytes, %v", name, len(content), err)
		}
		if _, loaded := load(c.path); c.says != "" && loaded == nil {
			t.Errorf("%s: it is loaded all the same", name)
		}
	}
	if _, err := OpenBundle(os.DevNull); err == nil || !strings.Contains(told(err), "choose a file") {
		t.Errorf("a device as a bundle: %v", err)
	}
}

// TestBeheadedKeysAreNotWritten: a key is one without its first line too.
func TestBeheadedKeysAreNotWritten(t *testing.T) {
	p := newPapers(t)
	_, body, _ := strings.Cut(p.key, "\n")
	lines, _, _ := strings.Cut(body, "-----END")
	hidden := strings.TrimSpace(lines)[:40]
	bare := base64.StdEncoding.EncodeToString([]byte(p.keyDER))
	for name, pasted := range map[string]string{
		"without its first line":    body,
		"without both":              lines,
		"a part of the first line":  "BEGIN PRIVATE KEY-----\n" + body,
		"four dashes":               "----BEGIN PRIVATE KEY-----\n" + body,
		"base64 in one line":        bare,
		"behind a certificate":      p.certificate + body,
		"bare behind a certificate": p.certificate + lines,
	} {
		for field, settings := range map[string]TLS{
			"CA": {CA: pasted}, "certificate": {Certificate: pasted}, "key": {Certificate: p.certificate, Key: pasted}, "PKCS#12": {PKCS12: pasted},
		} {
			t.Run(name+" as the "+field, func(t *testing.T) {
				dir := t.TempDir()
				b := open(t, dir, new(Memory))
				made := create(t, b, "edited", nil)
				made.TLS = settings
				must(t, update(b, made))
				content, err := os.ReadFile(filepath.Join(dir, fileName))
				must(t, err)
				if strings.Contains(string(content), hidden) {
					t.Errorf("the file holds the key:\n%s", content)
				}
			})
		}
	}
	for _, path := range []string{"/etc/ssl/certs/ca.pem", `C:\certs\client.p12`, "~/keys/MyFirstKeyForTheBrokerAtHomeInTheKitchen", strings.Repeat("/abcdefg", 20)} {
		if !IsPath(path) {
			t.Errorf("%s is taken for no path", path)
		}
	}
}
