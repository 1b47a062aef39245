package environments

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"mangrove/broker/kept"
	"mangrove/broker/profiles"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// failing is a key ring that keeps nothing more.
type failing struct{ profiles.Memory }

var errFull = errors.New("full")

func (*failing) Set(string, string, string) error { return errFull }

func put(t *testing.T, b *Book, e Environment) Environment {
	t.Helper()
	kept, err := b.Put(e)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func values(t *testing.T, b *Book, e Environment) map[string]string {
	t.Helper()
	got, err := b.Values(&e)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestSecretsAreInTheKeyRingOnly and follow their variable when it is called something
// else, and go with it.
func TestSecretsAreInTheKeyRingOnly(t *testing.T) {
	dir, ring := t.TempDir(), new(profiles.Memory)
	b := NewBook(dir, ring)
	e := put(t, b, Environment{Name: "North", Variables: []Variable{{Name: "site", Value: "n1"}, {Name: "token", Value: "s3cret", Secret: true}}})
	content, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil || strings.Contains(string(content), "s3cret") || !strings.Contains(string(content), "n1") {
		t.Fatalf("the file is %s, %v", content, err)
	}
	all, err := NewBook(dir, ring).All()
	if err != nil || len(all) != 1 || !reflect.DeepEqual(all[0], e) {
		t.Fatalf("got %+v, %v", all, err)
	}
	if got := values(t, b, all[0]); !reflect.DeepEqual(got, map[string]string{"site": "n1", "token": "s3cret"}) {
		t.Errorf("got %v", got)
	}
	e.Variables[1].Name = "key"
	e = put(t, b, e)
	if got := values(t, b, e); got["key"] != "s3cret" {
		t.Errorf("renamed: got %v", got)
	}
	token := e.Variables[1].ID
	e.Variables = e.Variables[:1]
	put(t, b, e)
	if value, err := ring.Get(profiles.EnvironmentSecrets(e.ID), token); value != "" || err != nil {
		t.Errorf("the secret is left: %q, %v", value, err)
	}
}

func TestRemoveAndPutBack(t *testing.T) {
	ring := new(profiles.Memory)
	b := NewBook(t.TempDir(), ring)
	e := put(t, b, Environment{Name: "North", Variables: []Variable{{Name: "token", Value: "s3cret", Secret: true}}})
	put(t, b, Environment{Name: "South"})
	gone, err := b.Remove(e.ID)
	if err != nil {
		t.Fatal(err)
	}
	if value, _ := ring.Get(profiles.EnvironmentSecrets(e.ID), e.Variables[0].ID); value != "" {
		t.Error("the secret is left")
	}
	if err := b.PutBack(gone); err != nil {
		t.Fatal(err)
	}
	all, err := b.All()
	if err != nil || len(all) != 2 || !reflect.DeepEqual(all[0], e) || values(t, b, all[0])["token"] != "s3cret" {
		t.Errorf("got %+v, %v", all, err)
	}
}

// TestWhatTheKeyRingDoesNotTake leaves the file as it was.
func TestWhatTheKeyRingDoesNotTake(t *testing.T) {
	dir := t.TempDir()
	b := NewBook(dir, new(failing))
	if _, err := b.Put(Environment{Name: "a", Variables: []Variable{{Name: "x", Value: "y", Secret: true}}}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
	if all, err := b.All(); err != nil || len(all) > 0 {
		t.Errorf("got %+v, %v", all, err)
	}
	var none *kept.EnvironmentError
	got, err := b.Values(&Environment{Variables: []Variable{{ID: "1", Name: "x", Secret: true}, {Name: "y", Value: "1"}}})
	if !errors.As(err, &none) || none.Code != kept.NoSecret || !reflect.DeepEqual(got, map[string]string{"y": "1"}) {
		t.Errorf("a secret that is not there: %v, %v", got, err)
	}
}

func TestCheck(t *testing.T) {
	variable := func(names ...string) (e Environment) {
		e.Name = "a"
		for _, name := range names {
			e.Variables = append(e.Variables, Variable{Name: name})
		}
		return e
	}
	for _, c := range []struct {
		name string
		e    Environment
		want kept.EnvironmentCode
	}{
		{"fine", variable("a", "b_2", "Größe"), ""},
		{"no name", Environment{Name: " "}, kept.NoName},
		{"hyphen", variable("a-b"), kept.BadVariable},
		{"digit first", variable("1a"), kept.BadVariable},
		{"empty", variable(""), kept.BadVariable},
		{"twice", variable("a", "a"), kept.Twice},
		{"long", Environment{Name: "a", Variables: []Variable{{Name: "a", Value: strings.Repeat("x", LongestValue+1)}}}, kept.TooLong},
	} {
		var wrong *kept.EnvironmentError
		if err := c.e.Check(); c.want == "" && err != nil || c.want != "" && (!errors.As(err, &wrong) || wrong.Code != c.want) {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		e    Environment
		want bool
	}{
		{Environment{}, true},
		{Environment{Connection: "c"}, true},
		{Environment{Connection: "d"}, false},
		{Environment{Folder: "a"}, true},
		{Environment{Folder: "a/b"}, true},
		{Environment{Folder: "a/bc"}, false},
		{Environment{Folder: "a/b/c"}, false},
	} {
		if got := c.e.Fits("c", "a/b"); got != c.want {
			t.Errorf("%+v: got %v", c.e, got)
		}
	}
}

func TestFilesOfOthers(t *testing.T) {
	for content, code := range map[string]kept.Code{
		`{"version":2}`: kept.Newer, `{"version":1,"more":1}`: kept.Newer, `{`: kept.Moved,
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, fileName), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := NewBook(dir, new(profiles.Memory)).Put(Environment{Name: "a"}); !kept.Is(err, code) {
			t.Errorf("%s: got %v", content, err)
		}
	}
	dir := t.TempDir()
	odd := `{"version":1,"environments":[{"name":"a","variables":[{"name":"x","value":"s3cret","secret":true}]},{"name":"b","variables":[{"name":"1"}]}]}`
	if err := os.WriteFile(filepath.Join(dir, fileName), []byte(odd), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := NewBook(dir, new(profiles.Memory)).All()
	if err != nil || len(all) != 1 || all[0].ID == "" || all[0].Variables[0].Value != "" {
		t.Errorf("got %+v, %v", all, err)
	}
}
