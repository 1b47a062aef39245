package profiles

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestExportsHoldNoSecretsAndNoPaths(t *testing.T) {
	p := newPapers(t)
	shared := full.clone()
	shared.TLS.CA, shared.TLS.Certificate = p.file(t, "ca.pem", p.ca), p.file(t, "both.pem", p.certificate+p.key)
	shared.TLS.Key, shared.TLS.PKCS12 = p.file(t, "key.pem", p.key), p.file(t, "c.p12", "x")
	shared.Formats[0].Schema, shared.Formats[0].Folders = []string{p.dir + "/a.proto"}, []string{p.dir}
	content, err := Export([]Profile{shared})
	must(t, err)
	for _, hidden := range []string{"PRIVATE KEY", p.dir, shared.ID} {
		if strings.Contains(string(content), hidden) {
			t.Errorf("the export has %q in it:\n%s", hidden, content)
		}
	}
	back, err := decode(content)
	must(t, err)
	for _, name := range []string{SecretKey, SecretPKCS12, SecretPassword} {
		if !slices.Contains(back[0].Kept, name) {
			t.Errorf("the import does not know that the %s is missing", name)
		}
	}
	got, want := back[0], shared.clone()
	if got.TLS.CA != p.ca || got.TLS.Certificate != p.certificate {
		t.Errorf("certificates %q, %q", got.TLS.CA, got.TLS.Certificate)
	}
	want.ID, want.TLS, want.Kept = "", got.TLS, got.Kept
	want.Formats[0].Schema, want.Formats[0].Folders = nil, nil
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	if shared.TLS.Key == "" || len(shared.Kept) != 1 {
		t.Error("exporting changed the profile")
	}
}

func TestExportsThatCannotBe(t *testing.T) {
	shared := full.clone()
	if _, err := Export([]Profile{shared}); err == nil || !strings.Contains(told(err), "full") {
		t.Errorf("a certificate that is not there: %v", err)
	}
}
