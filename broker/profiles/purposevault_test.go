package profiles

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model/safefile"
)

// boxes are what is in the file of secrets, by name.
func boxes(t *testing.T, dir string) map[string]sealedSecret {
	t.Helper()
	all := make(map[string]sealedSecret)
	for _, s := range sealedIn(t, dir).Secrets {
		all[s.Name] = s
	}
	return all
}

func sealedIn(t *testing.T, dir string) (c sealedContent) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, secretsName))
	must(t, err)
	must(t, json.Unmarshal(raw, &c))
	return c
}

// putBoxes writes the file of secrets as somebody would who has no key.
func putBoxes(t *testing.T, dir string, all ...sealedSecret) {
	t.Helper()
	raw, err := json.Marshal(sealedContent{Version: sealedVersion, Secrets: all})
	must(t, err)
	must(t, safefile.Keep(filepath.Join(dir, secretsName), raw))
}

// TestOldQueriesAllowNothing: a query in the file of profiles becomes a secret when the
// book is opened, without anybody being asked.
func TestOldQueriesAllowNothing(t *testing.T) {
	for _, hidden := range []bool{false, true} {
		dir, ring, p := guarded(t)
		path := filepath.Join(dir, fileName)
		evil := func(query string, kept ...string) {
			raw, err := encode([]Profile{{ID: p.ID, Name: "plant", Address: broker.Address{Scheme: "ws", Host: "evil.example", Port: 80, Path: "/" + query}, Kept: kept}})
			must(t, err)
			must(t, os.WriteFile(path, raw, 0o600))
		}
		was := sealedIn(t, dir).Secrets
		if hidden {
			putBoxes(t, dir)
		}
		evil("?a=b")
		v := newVault(t, ring)
		open(t, dir, v)
		v.moving.Wait()
		now := boxes(t, dir)
		if hidden {
			for _, s := range was {
				if s.Name != purposeName {
					now[s.Name] = s
				}
			}
			putBoxes(t, dir, slices.Collect(maps.Values(now))...)
		}
		evil("", SecretPassword)
		b := open(t, dir, newVault(t, ring))
		if moved(t, b, p.ID) == nil {
			t.Error("the password is sent elsewhere; hidden meanwhile:", hidden)
		}
	}
}

// TestSecretsOfAnotherTime: what the secrets were for before is not taken for those
// that were given after.
func TestSecretsOfAnotherTime(t *testing.T) {
	dir, ring, p := guarded(t)
	before := boxes(t, dir)
	older, err := os.ReadFile(filepath.Join(dir, fileName))
	must(t, err)
	b := open(t, dir, newVault(t, ring))
	p.Address.Host = "new.example"
	must(t, update(b, p))
	must(t, b.SetSecret(p.ID, SecretPassword, "new"))
	after := boxes(t, dir)
	putBoxes(t, dir, before[purposeName], after[SecretPassword], after[HeaderSecret("X-Key")])
	must(t, os.WriteFile(filepath.Join(dir, fileName), older, 0o600))
	b = open(t, dir, newVault(t, ring))
	if moved(t, b, p.ID) == nil {
		t.Fatal("a new password is sent to the old address")
	}
	made, err := b.Duplicate(p.ID, copyName)
	must(t, err)
	if moved(t, b, made.ID) == nil {
		t.Error("the copy is allowed")
	}
	must(t, b.Allow(inBook(t, b, p.ID)))
	if m := moved(t, open(t, dir, newVault(t, ring)), p.ID); m != nil {
		t.Error("after it was allowed:", m)
	}
	putBoxes(t, dir, before[purposeName], before[SecretPassword], before[HeaderSecret("X-Key")])
	if m := moved(t, open(t, dir, newVault(t, ring)), p.ID); m != nil {
		t.Error("an older file as a whole:", m)
	}
}

func inBook(t *testing.T, b *Book, id string) Profile {
	t.Helper()
	p, err := b.Get(id)
	must(t, err)
	return p
}

// TestGivenAnew: secrets that were forgotten and are given for another address.
func TestGivenAnew(t *testing.T) {
	dir, ring, p := guarded(t)
	b := open(t, dir, newVault(t, ring))
	must(t, b.SetSecrets(p.ID, map[string]string{SecretPassword: "", HeaderSecret("X-Key"): ""}))
	p = inBook(t, b, p.ID)
	p.Address.Host = "new.example"
	must(t, update(b, p))
	must(t, b.SetSecret(p.ID, SecretPassword, "new"))
	if m := moved(t, b, p.ID); m != nil {
		t.Error(m)
	}
}

// TestOldQueryBesideAnOldEntry is a profile of before with both, and of a vault with a
// query that an older program has written.
func TestOldQueryBesideAnOldEntry(t *testing.T) {
	dir, ring := t.TempDir(), ringWithKey()
	b := open(t, dir, ring)
	p, err := b.Create(Profile{Name: "p", Address: broker.Address{Scheme: "wss", Host: "a.example", Port: 443, Path: "/mqtt"}}, map[string]string{SecretPassword: "s3cr3t"})
	must(t, err)
	rewrite(t, dir, `"/mqtt"`, `"/mqtt?token=1"`)
	v := newVault(t, ring)
	b = open(t, dir, v)
	v.moving.Wait()
	if m := moved(t, b, p.ID); m != nil {
		t.Error(m)
	}
	rewrite(t, dir, `"/mqtt"`, `"/mqtt?token=2"`)
	b = open(t, dir, newVault(t, ring))
	if m := moved(t, b, p.ID); m != nil {
		t.Error("another query:", m)
	}
}

// TestAuthoritiesAreToldApart by more than somebody can try out.
func TestAuthoritiesAreToldApart(t *testing.T) {
	p := Profile{Address: broker.Address{Scheme: "mqtts", Host: "h", Port: 8883}, TLS: TLS{CA: "/ca.pem"}}
	lines := strings.Split(p.purpose(), "\n")
	i := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "authority") })
	if fields := strings.Fields(lines[i]); len(fields[len(fields)-1]) < 32 {
		t.Error("it is", lines[i])
	}
}

// TestSecretsOfALastWill go to its topic.
func TestSecretsOfALastWill(t *testing.T) {
	dir, ring := t.TempDir(), ringWithKey()
	b := open(t, dir, newVault(t, ring))
	p, err := b.Create(Profile{Name: "p", Address: broker.Address{Scheme: "mqtts", Host: "h", Port: 8883},
		Will: &Will{Topic: "mine/gone", Payload: []byte("s3cr3t"), SecretPayload: true}}, nil)
	must(t, err)
	p.Will.Topic = "mine/left"
	must(t, update(b, p))
	if m := moved(t, b, p.ID); m != nil {
		t.Error(m)
	}
	rewrite(t, dir, "mine/left", "public/x")
	if moved(t, open(t, dir, newVault(t, ring)), p.ID) == nil {
		t.Error("it is sent to another topic")
	}
}

// TestEditsDoNotWaitForOldEntries of a key ring that does not answer any more.
func TestEditsDoNotWaitForOldEntries(t *testing.T) {
	dir, ring := t.TempDir(), ringWithKey()
	b := open(t, dir, ring)
	p := create(t, b, "p", map[string]string{SecretPassword: "s3cr3t", SecretPassPhrase: "s3cr3t"})
	v := newVault(t, ring)
	before := ring.calls
	v.mu.Lock()
	v.closed = true // so that nothing is moved
	v.mu.Unlock()
	b = open(t, dir, v)
	p = inBook(t, b, p.ID)
	p.Address.Port++
	must(t, update(b, p))
	if ring.calls != before {
		t.Error("the key ring was asked")
	}
	v.mu.Lock()
	v.closed = false
	v.mu.Unlock()
	v.move()
	if m := moved(t, open(t, dir, newVault(t, ring)), p.ID); m != nil {
		t.Error(m)
	}
}

// TestTwoWindowsEdit one after the other, and each gives a secret.
func TestTwoWindowsEdit(t *testing.T) {
	dir, ring, p := guarded(t)
	one, two := open(t, dir, newVault(t, ring)), open(t, dir, newVault(t, ring))
	p.Address.Host = "new.example"
	must(t, update(one, p))
	must(t, two.SetSecret(p.ID, SecretPassPhrase, "x"))
	must(t, one.SetSecret(p.ID, HeaderSecret("X-Key"), "y"))
	must(t, two.RenameSecret(p.ID, HeaderSecret("X-Key"), HeaderSecret("X-New")))
	for _, b := range []*Book{one, two} {
		_, err := b.Refresh()
		must(t, err)
		if m := moved(t, b, p.ID); m != nil {
			t.Error(m)
		}
	}
	must(t, two.Delete(p.ID))
	_, err := two.Undo()
	must(t, err)
	made, err := two.Duplicate(p.ID, copyName)
	must(t, err)
	for _, id := range []string{p.ID, made.ID} {
		if m := moved(t, two, id); m != nil {
			t.Error(m)
		}
	}
}

// TestSecretsWhileSomebodyWrites who does not replace the file at once, as version
// control does not.
func TestSecretsWhileSomebodyWrites(t *testing.T) {
	dir, ring, p := guarded(t)
	path := filepath.Join(dir, secretsName)
	raw, err := os.ReadFile(path)
	must(t, err)
	v := newVault(t, ring)
	open(t, dir, v)
	must(t, os.WriteFile(path, raw[:100], 0o600))
	pauses, was := 0, pause
	pause = func(time.Duration) {
		pauses++
		must(t, os.WriteFile(path, raw, 0o600))
	}
	defer func() { pause = was }()
	got, err := v.Get(p.ID, SecretPassword)
	if got != "s3cr3t" || err != nil || pauses != 1 {
		t.Errorf("it is %q, %v after %d pauses", got, err, pauses)
	}
}

// TestHostsThatLookAlike are not shown alike: the second has a Cyrillic letter.
func TestHostsThatLookAlike(t *testing.T) {
	dir, ring, p := guarded(t)
	rewrite(t, dir, "plant.example", "pl\u0430nt.example")
	m := moved(t, open(t, dir, newVault(t, ring)), p.ID)
	if m == nil || strings.Join(explain.Parts(m.Now), "") != "wss://xn--plnt-63d.example:8883" {
		t.Error(m)
	}
}

// TestPurposesThatCouldNotBeSealed are for nothing that was sealed before.
func TestPurposesThatCouldNotBeSealed(t *testing.T) {
	dir, ring, p := guarded(t)
	path := filepath.Join(dir, fileName)
	raw, err := encode([]Profile{{ID: p.ID, Address: broker.Address{Scheme: "ws", Host: "evil.example", Path: "/?a=b"}}})
	must(t, err)
	must(t, os.WriteFile(path, raw, 0o600))
	lock := filepath.Join(dir, secretsName+lockSuffix)
	must(t, os.Remove(lock))
	must(t, os.Mkdir(lock, 0o700))
	b, _ := Open(dir, newVault(t, ring))
	raw, err = encode([]Profile{{ID: p.ID, Address: broker.Address{Scheme: "ws", Host: "evil.example"}, Kept: []string{SecretPassword}}})
	must(t, err)
	must(t, os.WriteFile(path, raw, 0o600))
	_, err = b.Refresh()
	must(t, err)
	if moved(t, b, p.ID) == nil {
		t.Error("the password is sent elsewhere")
	}
}

// TestNoKeyRingAndTwoWindows: what another window has changed before a password is typed
// here is not asked about.
func TestNoKeyRingAndTwoWindows(t *testing.T) {
	dir := t.TempDir()
	one := open(t, dir, new(Memory))
	p := create(t, one, "p", map[string]string{SecretPassword: "s3cr3t"})
	v := startVault(func() (Secrets, bool, error) { return new(Memory), false, nil })
	_, err := v.Opened()
	must(t, err)
	two := open(t, dir, v)
	p.Address.Host = "new.example"
	must(t, update(one, p))
	_, err = two.Refresh()
	must(t, err)
	must(t, two.SetSecret(p.ID, SecretPassword, "typed"))
	if m := moved(t, two, p.ID); m != nil {
		t.Error(m)
	}
	rewrite(t, dir, "new.example", "evil.example")
	_, err = two.Refresh()
	must(t, err)
	if moved(t, two, p.ID) == nil {
		t.Error("it is sent elsewhere")
	}
}

// TestMadeBeforeTheKeyRingOpens: no profile that was made here, or came with a shared
// file, is asked about for its secrets having been typed early.
func TestMadeBeforeTheKeyRingOpens(t *testing.T) {
	for name, kept := range map[string][]string{"new": nil, "shared": {SecretPassword, SecretPassPhrase}} {
		t.Run(name, func(t *testing.T) {
			ring := ringWithKey()
			ring.answer = make(chan struct{})
			v := startVault(func() (Secrets, bool, error) { return ring, true, nil })
			t.Cleanup(func() { v.Close(); v.moving.Wait() })
			b := open(t, t.TempDir(), v)
			p, err := b.Create(Profile{Name: name, Kept: kept}, nil)
			must(t, err)
			p.Address = broker.Address{Scheme: "mqtts", Host: "a.example", Port: 8883}
			must(t, update(b, p))
			must(t, b.SetSecret(p.ID, SecretPassword, "s3cr3t"))
			p.Address.Port = 8884
			must(t, update(b, p))
			must(t, b.SetSecret(p.ID, SecretPassPhrase, "s3cr3t"))
			close(ring.answer)
			if m := moved(t, b, p.ID); m != nil {
				t.Error(m)
			}
		})
	}
}

// TestQueriesBeforeTheKeyRingOpens: an old query beside a sealed password is for what
// that is for, and an edit meanwhile too.
func TestQueriesBeforeTheKeyRingOpens(t *testing.T) {
	for host, want := range map[string]bool{"plant.example": false, "evil.example": true} {
		dir, ring, p := guarded(t)
		rewrite(t, dir, `"port": 8883`, `"port": 8883, "path": "/?token=1"`)
		rewrite(t, dir, "plant.example", host)
		ring.answer = make(chan struct{})
		v := startVault(func() (Secrets, bool, error) { return ring, true, nil })
		b := open(t, dir, v)
		p = inBook(t, b, p.ID)
		p.Address.Port = 9000
		must(t, update(b, p))
		close(ring.answer)
		if m := moved(t, b, p.ID); (m != nil) != want {
			t.Error(host, m)
		}
		v.Close()
		v.moving.Wait()
		if m := moved(t, open(t, dir, newVault(t, ring)), p.ID); (m != nil) != want {
			t.Error("the next time:", host, m)
		}
	}
}

// TestPurposesOfManyLines: what is in the file of profiles is not taken for what stands
// beside it.
func TestPurposesOfManyLines(t *testing.T) {
	ca := Profile{Address: broker.Address{Scheme: "mqtts", Host: "h"}, TLS: TLS{CA: "/ca.pem"}, Will: &Will{Topic: "a", SecretPayload: true}}
	none := ca.clone()
	lines := strings.SplitAfterN(ca.purpose(), "\n", 3)
	none.TLS.CA, none.Will.Topic = "", "a\n"+lines[2]
	if ca.purpose() == none.purpose() {
		t.Error("a topic stands for an authority")
	}
	dir, ring, p := guarded(t)
	b := open(t, dir, newVault(t, ring))
	p.TLS.ServerName = "a\x00b"
	must(t, update(b, p))
	if m := moved(t, b, p.ID); m != nil {
		t.Error(m)
	}
}
