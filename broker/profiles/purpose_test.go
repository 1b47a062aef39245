package profiles

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
)

// guarded is a book with one connection that has a password and a header.
func guarded(t *testing.T) (dir string, ring *fakeRing, p Profile) {
	t.Helper()
	dir, ring = t.TempDir(), ringWithKey()
	b := open(t, dir, newVault(t, ring))
	p, err := b.Create(Profile{
		Name: "plant", Headers: []string{"X-Key"}, Username: "u",
		Address: broker.Address{Scheme: "wss", Host: "plant.example", Port: 8883},
	}, map[string]string{SecretPassword: "s3cr3t", HeaderSecret("X-Key"): "k3y"})
	must(t, err)
	return dir, ring, p
}

// rewrite changes the file of profiles as another program would.
func rewrite(t *testing.T, dir, from, to string) {
	t.Helper()
	path := filepath.Join(dir, fileName)
	raw, err := os.ReadFile(path)
	must(t, err)
	if !bytes.Contains(raw, []byte(from)) {
		t.Fatalf("there is no %s in %s", from, raw)
	}
	must(t, os.WriteFile(path, bytes.ReplaceAll(raw, []byte(from), []byte(to)), 0o600))
}

// moved is why the secrets of a profile are not to be sent, nil when they are.
func moved(t *testing.T, b *Book, id string) *MovedError {
	t.Helper()
	p, err := b.Get(id)
	must(t, err)
	_, err = p.read(b.secrets)
	var m *MovedError
	if err != nil && !errors.As(err, &m) {
		t.Fatal(err)
	}
	return m
}

// TestSecretsStayWithWhatTheyWereGivenFor: whoever writes the file of profiles gets
// nothing sent elsewhere, or to somebody who is not known, without a question.
func TestSecretsStayWithWhatTheyWereGivenFor(t *testing.T) {
	for name, c := range map[string]struct{ from, to, was, now string }{
		"another host":           {`"plant.example"`, `"other.example"`, "wss://plant.example:8883", "wss://other.example:8883"},
		"another port":           {`8883`, `8884`, "wss://plant.example:8883", "wss://plant.example:8884"},
		"no TLS":                 {`"wss"`, `"ws"`, "wss://plant.example:8883", "ws://plant.example:8883"},
		"not verified":           {`"headers"`, `"tls": {"skipVerify": true}, "headers"`, "wss://plant.example:8883", "wss://plant.example:8883 without checking the certificate"},
		"another name":           {`"headers"`, `"tls": {"serverName": "a.example"}, "headers"`, "wss://plant.example:8883", "wss://plant.example:8883 with a certificate of \"a.example\""},
		"another authority":      {`"headers"`, `"tls": {"ca": "/tmp/ca.pem"}, "headers"`, "wss://plant.example:8883", "wss://plant.example:8883 with a certificate of the authority"},
		"outdated":               {`"headers"`, `"tls": {"outdated": true}, "headers"`, "wss://plant.example:8883", "wss://plant.example:8883 with outdated TLS"},
		"a proxy":                {`"headers"`, `"proxy": {"kind": "http", "host": "p.example"}, "headers"`, "wss://plant.example:8883", "wss://plant.example:8883 through the proxy \"http://p.example:0\""},
		"nothing of that matter": {`"plant"`, `"PLANT"`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir, ring, p := guarded(t)
			rewrite(t, dir, c.from, c.to)
			b := open(t, dir, newVault(t, ring))
			m := moved(t, b, p.ID)
			if c.now == "" {
				if m != nil {
					t.Error(m)
				}
				return
			}
			if m != nil && strings.Contains(told(m), "other settings") {
				t.Error("what is known is not said:", m)
			}
			if m == nil || strings.Join(explain.Parts(m.Was), " ") != c.was || !strings.HasPrefix(strings.Join(explain.Parts(m.Now), " "), c.now) {
				t.Fatalf("it is sent, or: %v", m)
			}
			now, err := b.Get(p.ID)
			must(t, err)
			must(t, b.Allow(now))
			if m := moved(t, open(t, dir, newVault(t, ring)), p.ID); m != nil {
				t.Error("after it was allowed:", m)
			}
		})
	}
}

// TestAllowedIsWhatWasShown: not what the file has become meanwhile.
func TestAllowedIsWhatWasShown(t *testing.T) {
	dir, ring, p := guarded(t)
	rewrite(t, dir, "plant.example", "other.example")
	b := open(t, dir, newVault(t, ring))
	shown, err := b.Get(p.ID)
	must(t, err)
	rewrite(t, dir, "other.example", "evil.example")
	_, err = b.Refresh()
	must(t, err)
	if b.Allow(shown) == nil || moved(t, b, p.ID) == nil {
		t.Error("what was not shown is allowed")
	}
}

// TestMovedStaysMoved: what is done with a profile that was moved by another program
// does not allow it.
func TestMovedStaysMoved(t *testing.T) {
	for name, do := range map[string]func(b *Book, p Profile) (id string, err error){
		"renamed": func(b *Book, p Profile) (string, error) { p.Name = "new"; return p.ID, update(b, p) },
		"port":    func(b *Book, p Profile) (string, error) { p.Address.Port++; return p.ID, update(b, p) },
		"header":  func(b *Book, p Profile) (string, error) { return p.ID, b.SetSecret(p.ID, HeaderSecret("X-Key"), "new") },
		"copy": func(b *Book, p Profile) (string, error) {
			made, err := b.Duplicate(p.ID, copyName)
			return made.ID, err
		},
		"undo": func(b *Book, p Profile) (string, error) {
			err := b.Delete(p.ID)
			_, undone := b.Undo()
			return p.ID, errors.Join(err, undone)
		},
		"without what it is for": func(b *Book, p Profile) (string, error) {
			path := filepath.Join(filepath.Dir(b.path), secretsName)
			raw, err := os.ReadFile(path)
			var c sealedContent
			err = errors.Join(err, json.Unmarshal(raw, &c))
			c.Secrets = slices.DeleteFunc(c.Secrets, func(s sealedSecret) bool { return s.Name == purposeName })
			raw, _ = json.Marshal(c)
			return p.ID, errors.Join(err, os.WriteFile(path, raw, 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, ring, p := guarded(t)
			rewrite(t, dir, "plant.example", "other.example")
			b := open(t, dir, newVault(t, ring))
			p, err := b.Get(p.ID)
			must(t, err)
			id, err := do(b, p)
			must(t, err)
			if moved(t, b, id) == nil {
				t.Error("it is allowed")
			}
		})
	}
}

// TestMovedBeforeTheKeyRingOpens: what is changed until then allows nothing.
func TestMovedBeforeTheKeyRingOpens(t *testing.T) {
	dir, ring, p := guarded(t)
	rewrite(t, dir, "plant.example", "other.example")
	ring.answer = make(chan struct{})
	v := startVault(func() (Secrets, bool, error) { return ring, true, nil })
	t.Cleanup(func() { v.Close(); v.moving.Wait() })
	b := open(t, dir, v)
	must(t, b.SetSecret(p.ID, HeaderSecret("X-Key"), "new"))
	p, err := b.Get(p.ID)
	must(t, err)
	p.Address.Port++
	must(t, update(b, p))
	close(ring.answer)
	if moved(t, b, p.ID) == nil {
		t.Error("it is allowed")
	}
}

// TestOwnChangesAreNotAskedAbout: here, in another window, and while the key ring does
// not answer.
func TestOwnChangesAreNotAskedAbout(t *testing.T) {
	dir, ring, p := guarded(t)
	b, other := open(t, dir, newVault(t, ring)), open(t, dir, newVault(t, ring))
	for i, b := range []*Book{b, other, b} {
		p, err := b.Get(p.ID)
		must(t, err)
		p.Address.Port = 9000 + i
		p.TLS.SkipVerify = i == 1
		must(t, update(b, p))
		for _, b := range []*Book{b, other} {
			_, err := b.Refresh()
			must(t, err)
			if m := moved(t, b, p.ID); m != nil {
				t.Error(i, m)
			}
		}
	}
	ring.answer = make(chan struct{})
	v := startVault(func() (Secrets, bool, error) { return ring, true, nil })
	t.Cleanup(func() { v.Close(); v.moving.Wait() })
	b = open(t, dir, v)
	made := create(t, b, "new", map[string]string{SecretPassword: "s3cr3t"})
	must(t, b.SetSecret(made.ID, SecretPassPhrase, "s3cr3t"))
	made.Address.Host, made.Kept = "new.example", []string{SecretPassPhrase, SecretPassword}
	must(t, update(b, made))
	close(ring.answer)
	if m := moved(t, b, made.ID); m != nil {
		t.Error("made before the key ring opened:", m)
	}
	shared, err := b.Create(Profile{Name: "shared", Address: p.Address, Kept: []string{SecretPassword, SecretPassPhrase}}, nil)
	must(t, err)
	must(t, b.SetSecret(shared.ID, SecretPassword, "s3cr3t"))
	must(t, b.SetSecret(shared.ID, SecretPassPhrase, "s3cr3t"))
	if m := moved(t, b, shared.ID); m != nil {
		t.Error("given one after the other:", m)
	}
}

// TestEntriesOfTheKeyRingAreForWhatStoodThere when they are moved into the vault.
func TestEntriesOfTheKeyRingAreForWhatStoodThere(t *testing.T) {
	dir, ring := t.TempDir(), ringWithKey()
	p := create(t, open(t, dir, ring), "p", map[string]string{SecretPassword: "s3cr3t", SecretPassPhrase: "s3cr3t"})
	v := newVault(t, ring)
	b := open(t, dir, v)
	if m := moved(t, b, p.ID); m != nil {
		t.Error("while they are moved:", m)
	}
	v.moving.Wait()
	if m := moved(t, open(t, dir, newVault(t, ring)), p.ID); m != nil {
		t.Error("when they have been:", m)
	}
	rewrite(t, dir, `"host": "`, `"host": "x`)
	if moved(t, open(t, dir, newVault(t, ring)), p.ID) == nil {
		t.Error("another address is allowed")
	}
}

// TestPasswordGivenForNow is for the profile as it is, the others are not.
func TestPasswordGivenForNow(t *testing.T) {
	dir, ring, p := guarded(t)
	rewrite(t, dir, "plant.example", "other.example")
	v := newVault(t, ring)
	p, err := open(t, dir, v).Get(p.ID)
	must(t, err)
	if _, err := p.Runtime(WithPassword(v, "typed")); !errors.As(err, new(*MovedError)) {
		t.Error("the header is sent:", err)
	}
	was := p
	was.Address.Host = "plant.example"
	if r, err := was.Runtime(WithPassword(v, "typed")); err != nil || r.Password != "typed" || r.Way.Header.Get("X-Key") != "k3y" {
		t.Error("where it was given for:", r.Password, r.Way.Header, err)
	}
	p.Kept, p.Headers = []string{SecretPassword}, nil
	if r, err := p.Runtime(WithPassword(v, "typed")); err != nil || r.Password != "typed" {
		t.Error(r.Password, err)
	}
}

// TestAnOlderFilePutBack leaves the secrets of what is not in it for a month.
func TestAnOlderFilePutBack(t *testing.T) {
	dir, ring, p := guarded(t)
	path := filepath.Join(dir, fileName)
	newer, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, []byte(`{"version": 2, "profiles": []}`), 0o600))
	v := newVault(t, ring)
	open(t, dir, v)
	must(t, os.WriteFile(path, newer, 0o600))
	v = newVault(t, ring)
	b := open(t, dir, v)
	if m := moved(t, b, p.ID); m != nil {
		t.Error(m)
	}
	must(t, v.file.load())
	if slices.ContainsFunc(v.file.content.Secrets, func(s sealedSecret) bool { return !s.Astray.IsZero() }) {
		t.Error("what was found again counts as astray")
	}
	for _, after := range []struct {
		time time.Duration
		left int
	}{{0, 3}, {mostAstray - time.Hour, 3}, {mostAstray + time.Hour, 0}} {
		must(t, v.file.sweep(map[Secret]string{}, time.Now().Add(after.time)))
		must(t, v.file.load())
		if n := len(v.file.content.Secrets); n != after.left {
			t.Errorf("after %v: %d secrets", after.time, n)
		}
	}
}

// TestSecretsOfEnvironmentsStay though they belong to no profile.
func TestSecretsOfEnvironmentsStay(t *testing.T) {
	dir, ring, _ := guarded(t)
	v := newVault(t, ring)
	open(t, dir, v)
	must(t, v.Set(EnvironmentSecrets("e"), "token", "s3cret"))
	must(t, v.file.sweep(map[Secret]string{}, time.Now()))
	must(t, v.file.sweep(map[Secret]string{}, time.Now().Add(2*mostAstray)))
	if value, err := v.Get(EnvironmentSecrets("e"), "token"); value != "s3cret" || err != nil {
		t.Errorf("got %q, %v", value, err)
	}
}
