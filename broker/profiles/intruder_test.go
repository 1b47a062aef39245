package profiles

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mangrove/broker"
)

// TestTheKeyIsNoOldEntry: whoever can write the file of secrets cannot have the key
// removed that opens all of them, nor what is no secret of a connection.
func TestTheKeyIsNoOldEntry(t *testing.T) {
	ring := ringWithKey()
	must(t, ring.Memory.Set("p", SecretPassword, "old"))
	must(t, ring.Memory.Set("p", "something else", "of others"))
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, secretsName), []byte(`{"version":1,"secrets":[],"old":[
		{"profile":"secrets","name":"key"},{"profile":"p","name":"something else"},{"profile":"","name":""},{"profile":"p","name":"password"}]}`), 0o600))
	v := newVault(t, ring)
	_, err := Open(dir, v)
	must(t, err)
	v.moving.Wait()
	for name, there := range map[Secret]bool{{vaultProfile, vaultName}: true, {"p", "something else"}: true, {"p", SecretPassword}: false} {
		if value, err := ring.Memory.Get(name.Profile, name.Name); err != nil || (value != "") != there {
			t.Errorf("%v: there is %q, %v", name, value, err)
		}
	}
	if old, err := v.file.oldEntries(); err != nil || len(old) != 0 {
		t.Errorf("left to be removed: %v, %v", old, err)
	}
}

// TestValuesOfNothing: a file is not to take a thousand times its size in memory,
// wherever in it small values stand.
func TestValuesOfNothing(t *testing.T) {
	nothing := strings.Repeat(",{}", mostValues)
	for name, content := range map[string]string{
		"subscriptions": `{"version":1,"profiles":[{"subscriptions":[{}` + nothing + `]}]}`,
		"more":          `{"version":99,"more":[{}` + nothing + `]}`,
	} {
		if _, err := decode([]byte(content)); !errors.Is(err, errDense) {
			t.Errorf("%s: %v", name, err)
		}
	}
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, secretsName), []byte(`{"version":1,"secrets":[{}`+nothing+`]}`), 0o600))
	f := &sealedFile{path: filepath.Join(dir, secretsName)}
	must(t, f.load())
	if aside, err := filepath.Glob(f.path + ".broken-*"); len(f.content.Secrets) != 0 || len(aside) != 1 || err != nil {
		t.Errorf("%d secrets; aside %v, %v", len(f.content.Secrets), aside, err)
	}
	must(t, CheckValues([]byte(`"\\",,"`+strings.Repeat(`,{[`, mostValues)+`"`)))
}

// TestSubscriptionsHaveALimit: to connect with a million of them would take hours.
func TestSubscriptionsHaveALimit(t *testing.T) {
	p := Profile{Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883}, Subscriptions: make([]Subscription, mostSubscriptions)}
	if _, err := p.Runtime(new(Memory)); err != nil {
		t.Error(err)
	}
	p.Subscriptions = append(p.Subscriptions, Subscription{})
	if _, err := p.Runtime(new(Memory)); err == nil || !strings.Contains(told(err), "the limit is") {
		t.Errorf("%v", err)
	}
}
