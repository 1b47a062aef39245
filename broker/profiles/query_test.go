package profiles

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/brokertest"
)

const signature = "sig=s3cr3t"

// fileOf is the book's file as text.
func fileOf(t *testing.T, dir string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, fileName))
	must(t, err)
	return string(content)
}

// TestQueriesAreSecrets: however one comes into a profile, it is in the secrets
// alone, and a connection has it again after a restart.
func TestQueriesAreSecrets(t *testing.T) {
	whole, err := broker.ParseURL("wss://h/mqtt?" + signature)
	must(t, err)
	inPath := broker.Address{Scheme: "wss", Host: "h", Port: 443, Path: "/mqtt?" + signature}
	bare := broker.Address{Scheme: "wss", Host: "h", Port: 443, Path: "/mqtt"}
	for name, put := range map[string]func(b *Book) error{
		"created": func(b *Book) error { _, err := b.Create(Profile{Address: whole.Address}, nil); return err },
		"in path": func(b *Book) error { _, err := b.Create(Profile{Address: inPath}, nil); return err },
		"updated": func(b *Book) error {
			p, err := b.Create(Profile{}, nil)
			p.Address = whole.Address
			return errors.Join(err, update(b, p))
		},
		"typed": func(b *Book) error {
			p, err := b.Create(Profile{Address: bare}, nil)
			return errors.Join(err, b.SetSecret(p.ID, SecretQuery, "?"+signature))
		},
		"duplicated": func(b *Book) error {
			p, err := b.Create(Profile{Address: whole.Address}, nil)
			_, again := b.Duplicate(p.ID, copyName)
			return errors.Join(err, again, b.Delete(p.ID))
		},
		"brought back": func(b *Book) error {
			p, err := b.Create(Profile{Address: whole.Address}, nil)
			err = errors.Join(err, b.Delete(p.ID))
			_, again := b.Undo()
			return errors.Join(err, again)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, secrets := t.TempDir(), new(Memory)
			must(t, put(open(t, dir, secrets)))
			if content := fileOf(t, dir); strings.Contains(content, "s3cr3t") {
				t.Errorf("the file has it: %s", content)
			}
			p := open(t, dir, secrets).All()[0]
			r, err := p.Runtime(secrets)
			if err != nil || r.Address.RequestURI() != "/mqtt?"+signature || strings.Contains(r.Address.String(), "s3cr3t") {
				t.Errorf("connects to %s (%s), %v", r.Address.RequestURI(), r.Address, err)
			}
			if _, err := p.Runtime(new(Memory)); err == nil || !strings.Contains(told(err), "query of the address") {
				t.Errorf("without it: %v", err)
			}
		})
	}
}

// vault keeps secrets as the key ring does.
type vault struct {
	Memory
	broken error
}

func (v *vault) Set(profile, name, value string) error {
	return errors.Join(v.broken, v.Memory.Set(profile, name, value))
}

// older is a file in which a query still stands.
const older = `{"version": 1, "profiles": [{"id": "1", "name": "a", "version": "5",
	"address": {"scheme": "wss", "host": "h", "port": 443, "path": "/mqtt?` + signature + `"}}]}`

// TestOlderFilesGiveUpTheirQueries when they are opened, unless the key ring does
// not take them.
func TestOlderFilesGiveUpTheirQueries(t *testing.T) {
	for name, secrets := range map[string]*vault{"": {}, "locked": {broken: errors.New("locked")}} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			must(t, os.WriteFile(filepath.Join(dir, fileName), []byte(older), 0o600))
			b, err := Open(dir, secrets)
			if (err == nil) != (secrets.broken == nil) {
				t.Errorf("opened with %v", err)
			}
			if there := strings.Contains(fileOf(t, dir), "s3cr3t"); there != (secrets.broken != nil) {
				t.Errorf("the file has it: %v", there)
			}
			p := b.All()[0]
			r, err := p.Runtime(secrets)
			if err != nil || r.Address.RequestURI() != "/mqtt?"+signature || strings.Contains(p.Address.String()+r.Address.String(), "s3cr3t") {
				t.Errorf("connects to %s, %v", r.Address.RequestURI(), err)
			}
			shared, err := Export(b.All())
			must(t, err)
			if strings.Contains(string(shared), "s3cr3t") || !strings.Contains(string(shared), SecretQuery) {
				t.Errorf("shared as %s", shared)
			}
		})
	}
}

// TestQueriesOutliveAMissingKeyRing: what secrets would forget that end with the
// program is not taken out of the file, whatever else is changed there, until it is
// replaced.
func TestQueriesOutliveAMissingKeyRing(t *testing.T) {
	for name, c := range map[string]struct {
		change func(b *Book, p Profile) error
		want   string // what is kept when there is a key ring again
	}{
		"renamed":          {func(b *Book, p Profile) error { p.Name = "b"; return update(b, p) }, signature},
		"another one made": {func(b *Book, _ Profile) error { _, err := b.Create(Profile{}, nil); return err }, signature},
		"brought back": {func(b *Book, p Profile) error {
			err := b.Delete(p.ID)
			_, again := b.Undo()
			return errors.Join(err, again)
		}, signature},
		"forgotten": {func(b *Book, p Profile) error { return b.SetSecret(p.ID, SecretQuery, "") }, ""},
		"replaced":  {func(b *Book, p Profile) error { return b.SetSecret(p.ID, SecretQuery, "other") }, ""},
		"typed": {func(b *Book, p Profile) error {
			p.Address.Query = "other"
			return update(b, p)
		}, ""},
		"no WebSocket any more": {func(b *Book, p Profile) error {
			p.Address = broker.Address{Scheme: "mqtt", Host: "h", Port: 1883}
			return update(b, p)
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir, ring := t.TempDir(), new(vault)
			must(t, os.WriteFile(filepath.Join(dir, fileName), []byte(older), 0o600))
			b := open(t, dir, new(Memory))
			p := b.All()[0]
			if p.Address.Path != "/mqtt" {
				t.Errorf("the path is %q", p.Address.Path)
			}
			must(t, c.change(b, p))
			for _, p := range open(t, dir, ring).All() {
				if got, _ := ring.Get(p.ID, SecretQuery); p.ID == "1" && got != c.want {
					t.Errorf("kept is %q, want %q", got, c.want)
				}
			}
			if content := fileOf(t, dir); strings.Contains(content, "s3cr3t") {
				t.Errorf("with a key ring the file has it: %s", content)
			}
		})
	}
}

// TestNegativeAuthorities are named, in a file and in a folder, and of no matter
// where nothing is verified.
func TestNegativeAuthorities(t *testing.T) {
	c := brokertest.NewCertificates(t, brokertest.Names{NegativeAuthority: true})
	folder := c.HandOut(t)
	bundle, err := OpenBundle(folder)
	must(t, err)
	var p Profile
	p.Address = broker.Address{Scheme: "mqtts", Host: "h", Port: 8883}
	secrets := kept(t, &p, bundle.Fill(&p))
	inFolder := p.TLS
	for name, tls := range map[string]TLS{"file": {CA: c.CAFile, Certificate: inFolder.Certificate}, "folder": inFolder} {
		p.TLS, p.TLS.SkipVerify = tls, false
		if _, err := p.Runtime(secrets); err == nil || !strings.Contains(told(err), "test authority") || !strings.Contains(told(err), "serial number -") {
			t.Errorf("%s: %v", name, err)
		}
		p.TLS.SkipVerify = true
		if r, err := p.Runtime(secrets); err != nil || r.TLS.RootCAs == nil {
			t.Errorf("%s, not verified: %v", name, err)
		}
	}
	if inFolder.CA == "" {
		t.Error("the authority was not found in the folder")
	}
}
