package profiles

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"mangrove/broker/profiles/finding"
)

// FuzzProfilesFile: whatever is in the file of profiles, what is read of it is
// the same once it was written and read again, it can be shared, and a scheme that
// is not known connects to nothing.
func FuzzProfilesFile(f *testing.F) {
	whole, err := encode([]Profile{full})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		string(whole), `{"version": 1, "profiles": [{"id": "1", "address": {"scheme": "SSL", "host": "h", "path": "/a?b"}, "kept": ["", "header "]}]}`,
		`{"version": 3}`, `{"version": 2, "profiles": [{"name": "\ud800", "version": "4", "subscriptions": [{"qos": "best"}], "will": null}]}`,
		`{"version": 1, "profiles": [{"tls": {"certificate": "-----BEGIN PRIVATE KEY-----\nhidden"}, "sessionExpiry": -9223372036854775808}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		all, err := decode(content)
		if err != nil {
			return
		}
		written, err := encode(all)
		if err != nil {
			t.Fatal(err)
		}
		again, err := decode(written)
		if err != nil || len(again) != len(all) {
			t.Fatalf("%d of %d, %v: %s", len(again), len(all), err, written)
		}
		for i, p := range all {
			if a, b := mustJSON(t, p), mustJSON(t, again[i]); a != b {
				t.Errorf("read as  %s\nand then %s", a, b)
			}
			checkStored(t, p)
		}
	})
}

// checkStored: a profile keeps to itself what is a secret, and can be used or says
// why not.
func checkStored(t *testing.T, p Profile) {
	t.Helper()
	for _, name := range p.Kept {
		if !KnownSecret(name) {
			t.Errorf("the secret %q is not known", name)
		}
	}
	if !strings.Contains(p.TLS.CA+p.TLS.Certificate+p.TLS.Key+p.TLS.PKCS12, "-----BEGIN") {
		p.TLS.CA, p.TLS.Certificate, p.TLS.Key, p.TLS.PKCS12 = "", "", "", "" // no files of this computer
	}
	taken := p.clone()
	taken.takeSecrets()
	checkHidden(t, taken)
	if shared, err := Export([]Profile{taken}); err == nil && strings.Contains(string(shared), "PRIVATE KEY-----") {
		t.Errorf("a key is shared: %s", shared)
	}
	p.Kept = nil
	if r, err := p.Runtime(new(Memory)); err == nil && (r.Address.CheckScheme() != nil || p.Address.Secure() != (r.TLS != nil)) {
		t.Errorf("it would connect to %+v", r.Address)
	}
}

// checkHidden: nothing is left in the fields that are written which is a secret.
func checkHidden(t *testing.T, p Profile) {
	t.Helper()
	written := mustJSON(t, p.TLS)
	if strings.Contains(written, "PRIVATE KEY-----") {
		t.Errorf("a key is written: %s", written)
	}
	if p.Address.Query != "" || strings.Contains(p.Address.Path, "?") {
		t.Errorf("a query is written: %+v", p.Address)
	}
	again := p.clone()
	for name, value := range again.takeSecrets() {
		if value != "" {
			t.Errorf("more of the %s is found when it is looked for once more: %q", name, value)
		}
	}
	if !reflect.DeepEqual(p, again) {
		t.Errorf("it changes once more: %+v", again)
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// fuzzPapers are certificates, keys and archives as they are met with.
func fuzzPapers(f *testing.F) (all []string) {
	f.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "papers", "*"))
	if err != nil || len(paths) == 0 {
		f.Fatal("no samples", err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		all = append(all, string(content))
	}
	return append(all, "-----BEGIN PRIVATE KEY-----\nhidden", "\xff\xfe-\x00-\x00", `-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----`)
}

// FuzzMaterial reads anything as a certificate, a key and an archive. Errors do not
// repeat it, and what was read can be used.
func FuzzMaterial(f *testing.F) {
	for _, seed := range fuzzPapers(f) {
		f.Add([]byte(seed), "pass phrase")
		f.Add([]byte(seed), "")
	}
	f.Fuzz(func(t *testing.T, data []byte, phrase string) {
		m := material{finding.Part{Value: "the file x"}, data}
		found, err := m.certificates("a certificate")
		if err == nil && len(found) == 0 {
			t.Error("no certificate and no error")
		}
		checkQuiet(t, data, err)
		for _, c := range found {
			if again, err := onlyCertificates(certificateText(c.Raw)); err != nil || again != certificateText(c.Raw) {
				t.Errorf("as text it is %q, %v", again, err)
			}
		}
		if !costly(data, 16) {
			key, err := m.privateKey(phrase)
			if err == nil && key.Public() == nil {
				t.Error("a key without its other half")
			}
			checkQuiet(t, data, err)
		}
		packed := base64.StdEncoding.EncodeToString(data)
		own, err := TLS{}.fromPKCS12(packed, phrase)
		if err == nil && (own.Leaf == nil || own.PrivateKey == nil) {
			t.Error("half of a certificate")
		}
		checkQuiet(t, data, err)
		m.kind()
	})
}

// checkQuiet: an error does not repeat what it is about, which may be a key.
func checkQuiet(t *testing.T, data []byte, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if len(err.Error()) > 2000 {
		t.Errorf("an error of %d bytes", len(err.Error()))
	}
	if len(data) > 40 && strings.Contains(err.Error(), string(data[:40])) {
		t.Errorf("the error repeats what it is given: %v", err)
	}
}

// FuzzPasted: wherever a text is pasted, no key of it is written.
func FuzzPasted(f *testing.F) {
	for _, seed := range fuzzPapers(f) {
		f.Add(seed, uint8(0))
		f.Add(strings.ReplaceAll(seed, "\n", `\n`), uint8(1))
		f.Add(strings.ReplaceAll(seed, "\n", " "), uint8(2))
		f.Add(strings.Replace(seed, "-----BEGIN", "", 1), uint8(3))
	}
	f.Fuzz(func(t *testing.T, text string, field uint8) {
		var p Profile
		*[]*string{&p.TLS.CA, &p.TLS.Certificate, &p.TLS.Key, &p.TLS.PKCS12}[field%4] = text
		p.takeSecrets()
		checkHidden(t, p)
	})
}

// FuzzBundle reads anything as a .zip of certificates, and as one file of it.
func FuzzBundle(f *testing.F) {
	for i, seed := range fuzzPapers(f) {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range []string{"a/../b.pem", "x.p12", "key"} {
			if w, err := z.Create(name); err == nil {
				_, _ = w.Write([]byte(seed))
			}
		}
		_ = z.Close()
		f.Add(b.Bytes(), "x.p12")
		f.Add([]byte(seed), []string{"a.pem", "b.p12"}[i%2])
	}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		if costly(data, 16) {
			return
		}
		one := &sifted{}
		one.file(name, data)
		checkBundle(t, one)
		archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		if all, err := sift(archive); err == nil {
			checkBundle(t, all)
		}
	})
}

func checkBundle(t *testing.T, s *sifted) {
	t.Helper()
	b, err := s.bundle("x")
	if err != nil {
		return
	}
	if strings.Contains(b.CA+b.Certificate, "PRIVATE KEY-----") {
		t.Error("a key stands where certificates stand")
	}
	var p Profile
	secrets := b.Fill(&p)
	if p.TLS.Key != "" || p.TLS.PKCS12 != "" || b.Key != "" && secrets[SecretKey] == "" {
		t.Errorf("the profile is %+v", p.TLS)
	}
	if b.Key == "" {
		return
	}
	secret := func(name string) string { return secrets[name] }
	if _, err := p.TLS.config(secret); err != nil && !errors.Is(err, ErrPassPhrase) && !errors.Is(err, errCostly) {
		t.Logf("it cannot be used: %v", err)
	}
}
