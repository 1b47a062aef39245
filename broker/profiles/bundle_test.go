package profiles

import (
	"archive/zip"
	"bytes"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mangrove/broker"
)

// zipped packs a folder.
func zipped(t *testing.T, dir string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	must(t, w.AddFS(os.DirFS(dir)))
	must(t, w.Close())
	path := filepath.Join(t.TempDir(), "bundle.zip")
	must(t, os.WriteFile(path, b.Bytes(), 0o600))
	return path
}

func TestBundlesAreRecognised(t *testing.T) {
	public := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: []byte("x")}))
	for name, files := range map[string]func(*papers) map[string]string{
		"AWS IoT": func(p *papers) map[string]string {
			return map[string]string{
				"abc-certificate.pem.crt": p.certificate, "abc-private.pem.key": p.key, "abc-public.pem.key": public,
				"AmazonRootCA1.pem": p.ca, "AmazonRootCA3.pem": newPapers(t).ca,
			}
		},
		"names that mislead": func(p *papers) map[string]string {
			return map[string]string{"ca.pem": p.key, "key.pem": p.ca, "sub/readme.txt": p.certificate}
		},
		"all in one": func(p *papers) map[string]string {
			return map[string]string{"client.pem": p.certificate + p.key + p.ca}
		},
		"DER": func(p *papers) map[string]string {
			return map[string]string{"c.cer": der(t, p.certificate), "k.key": p.keyDER, "ca.cer": der(t, p.ca)}
		},
		"two clients, one key": func(p *papers) map[string]string {
			return map[string]string{"a.pem": newPapers(t).certificate, "b.pem": p.certificate, "k.pem": p.key, "ca.pem": p.ca}
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPapers(t)
			for name, content := range files(p) {
				p.file(t, name, content)
			}
			for _, path := range []string{p.dir, zipped(t, p.dir)} {
				b, err := OpenBundle(path)
				must(t, err)
				profile := Profile{Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883}}
				secrets := kept(t, &profile, b.Fill(&profile))
				r, err := profile.Runtime(secrets)
				must(t, err)
				if len(r.TLS.Certificates) != 1 || string(r.TLS.Certificates[0].Certificate[0]) != der(t, p.certificate) {
					t.Error("not the client's certificate")
				}
				if r.TLS.RootCAs == nil || profile.Address.String() != "mqtts://h:8883" {
					t.Errorf("authorities %v, address %s", r.TLS.RootCAs, profile.Address)
				}
				if !strings.Contains(b.CA, p.ca) || (name == "AWS IoT") != (len(b.Left) == 1) {
					t.Errorf("left over: %v", b.Left)
				}
			}
		})
	}
}

func TestBundlesWithPassPhrase(t *testing.T) {
	p := newPapers(t)
	modern, _, _ := p.encrypted(t)
	packed := p.pkcs12(t, phrase)
	for name, files := range map[string]map[string]string{
		"key": {"c.pem": p.certificate, "k.pem": modern, "ca.pem": p.ca}, "PKCS#12": {"client.pfx": packed, "ca.pem": p.ca},
	} {
		t.Run(name, func(t *testing.T) {
			q := &papers{dir: t.TempDir()}
			for name, content := range files {
				q.file(t, name, content)
			}
			b, err := OpenBundle(q.dir)
			must(t, err)
			var profile Profile
			profile.Address.Host = "h"
			given := b.Fill(&profile)
			given[SecretPassPhrase] = phrase
			r, err := profile.Runtime(kept(t, &profile, given))
			must(t, err)
			if len(r.TLS.Certificates) != 1 || r.TLS.RootCAs == nil {
				t.Errorf("got %+v", r.TLS)
			}
		})
	}
}

func TestBundlesThatAreNone(t *testing.T) {
	p := newPapers(t)
	empty, many, lone := t.TempDir(), &papers{dir: t.TempDir()}, &papers{dir: t.TempDir()}
	for i := range bundleFiles + 1 {
		many.file(t, fmt.Sprint(i), "x")
	}
	lone.file(t, "k.pem", p.key)
	lone.file(t, "ca.pem", p.ca)
	for path, says := range map[string]string{
		empty:                             "neither a certificate nor a key",
		many.dir:                          "more than 200 files",
		lone.dir:                          "no certificate for it",
		filepath.Join(empty, "x"):         "cannot be opened",
		p.file(t, "c.pem", p.certificate): "not a readable .zip file",
		zipped(t, empty):                  "neither a certificate nor a key",
		zipped(t, filepath.Dir(zipped(t, p.dir))): "neither",
	} {
		if _, err := OpenBundle(path); err == nil || !strings.Contains(told(err), says) {
			t.Errorf("%v, want ... %s ...", err, says)
		}
	}
}
