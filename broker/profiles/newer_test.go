package profiles

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestStrangeFilesStay: a file with a version or a field that is not known is left as it
// is, by who reads and by who would change it, and it is said what to do.
func TestStrangeFilesStay(t *testing.T) {
	const one = `"profiles":[{"id":"a","name":"n"}]}`
	for _, c := range []struct{ content, says string }{
		{`{"version":99,` + one, "install that version to change them"},
		{`{"version":99,"profiles":{"a":1}}`, "install that version to change them"},
		{`{"version":0,` + one, `the version 0, which this Mangrove does not know, so it is left unchanged; install the latest Mangrove or, if it was edited by hand, write "version": 4`},
		{`{"version":-1,` + one, "the version -1,"},
		{`{"version":"1",` + one, `the version "1",`},
		{`{"version":1.5,` + one, "the version 1.5,"},
		{`{"version":99999999999999999999,` + one, "the version 99999999999999999999,"},
		{`{"version":1e400,` + one, "the version 1e400,"},
		{`{"version":{"major":4},` + one, "the version {"},
		{`{"version":4,"more":1,` + one, `the field "more", which this Mangrove does not know`},
		{`{"version":4,"profiles":[{"id":"a","colour2":"x"}]}`, `the field "colour2", which this Mangrove does not know, so it is left unchanged; install the latest Mangrove or, if it was edited by hand, remove that field (in `},
	} {
		files := map[string]string{fileName: c.content}
		dir := folderOf(t, files)
		_, err := OpenToRead(dir, new(Memory))
		fails(t, c.content+" that is read", err, c.says)
		unchanged(t, dir, files)
		b, err := Open(dir, new(Memory))
		fails(t, c.content, err, c.says)
		if _, err := b.Create(Profile{}, nil); !errors.Is(err, ErrNewer) {
			t.Errorf("%s: it is changed: %v", c.content, err)
		}
		if got := contents(t, dir)[fileName]; got != c.content {
			t.Errorf("%s is %s now", c.content, got)
		}
		other := t.TempDir()
		b = open(t, other, new(Memory))
		must(t, os.WriteFile(filepath.Join(other, fileName), []byte(c.content), 0o600))
		_, err = b.Refresh()
		fails(t, c.content+" that came later", err, c.says)
		if _, err := b.Create(Profile{}, nil); !errors.Is(err, ErrNewer) {
			t.Errorf("%s: it is changed: %v", c.content, err)
		}
		if got := contents(t, other)[fileName]; got != c.content {
			t.Errorf("%s that came later is %s now", c.content, got)
		}
	}
}

// TestAStrangeConnectionIsOneOfMany: one that cannot be used, as its scheme is not known,
// is kept as it is, and hides no other.
func TestAStrangeConnectionIsOneOfMany(t *testing.T) {
	dir := folderOf(t, map[string]string{fileName: `{"version":3,"profiles":[{"id":"a","address":{"scheme":"quic","host":"h","port":1}},{"id":"b","address":{"scheme":"mqtt","host":"h","port":1}}]}`})
	b := open(t, dir, new(Memory))
	create(t, b, "another", nil)
	all := open(t, dir, new(Memory)).All()
	if len(all) != 3 || all[0].Address.Scheme != "quic" {
		t.Fatalf("there are %v", all)
	}
	_, err := all[0].Runtime(new(Memory))
	fails(t, "quic", err, "The protocol of the address is unknown")
	_, err = all[1].Runtime(new(Memory))
	fails(t, "mqtt", err, "")
}

// TestStrangeSecretsStay: likewise the file of secrets.
func TestStrangeSecretsStay(t *testing.T) {
	for _, version := range []string{"99", "0", `"1"`, "1.5"} {
		content := `{"version":` + version + `,"secrets":[]}`
		dir := folderOf(t, map[string]string{secretsName: content})
		v := newVault(t, ringWithKey())
		_ = open(t, dir, v)
		if _, err := v.Get("a", SecretPassword); !errors.Is(err, ErrNewer) {
			t.Errorf("%s: it is read: %v", version, err)
		}
		if err := v.Set("a", SecretPassword, "secret"); !errors.Is(err, ErrNewer) {
			t.Errorf("%s: it is changed: %v", version, err)
		}
		if got := contents(t, dir)[secretsName]; got != content {
			t.Errorf("%s is %q now", content, got)
		}
	}
}
