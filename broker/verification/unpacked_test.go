package verification

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"mangrove/broker"
)

// folderOf is what a bundle was unpacked to, as [CheckUnpacked] takes it; what is asked for more
// than once or beyond a limit is noted.
type folderOf struct {
	files map[string][]byte
	most  map[string]int64
}

func newFolder(t *testing.T) *folderOf {
	t.Helper()
	f := &folderOf{map[string][]byte{}, map[string]int64{}}
	for _, p := range unpacked(t, bundled(t, parsed(t, testKey(t, "")))) {
		f.files[p.name] = p.content
	}
	return f
}

func (f *folderOf) names() (all []string) {
	for name := range f.files {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// read gives a file, or fails with what its content says.
func (f *folderOf) read(name string, most int64) ([]byte, error) {
	f.most[name] = most
	content := f.files[name]
	if string(content) == "denied" {
		return nil, fs.ErrPermission
	}
	return content, nil
}

func (f *folderOf) check(t *testing.T, unread ...Unread) *Checked {
	t.Helper()
	c, err := CheckUnpacked(f.names(), unread, f.read)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestUnread: what cannot be read is not known to be changed, and not known to be as it was.
func TestUnread(t *testing.T) {
	f := newFolder(t)
	if c := f.check(t); !c.Intact() || c.Altered() {
		t.Fatalf("%+v", c)
	}
	f.files["results.csv"] = []byte("denied")
	if c := f.check(t); c.Intact() || c.Altered() || len(c.Unread) != 1 || c.Unread[0].Name != "results.csv" || !errors.Is(c.Unread[0].Err, fs.ErrPermission) {
		t.Errorf("a file: %+v", c)
	}
	f = newFolder(t)
	f.files[signatureFile] = []byte("denied")
	if c := f.check(t); c.Intact() || c.Altered() || !c.SignatureUnread() {
		t.Errorf("the signature: %+v", c)
	}
	f.files[manifestFile] = []byte("denied")
	if _, err := CheckUnpacked(f.names(), nil, f.read); !errors.Is(err, broker.NotUnpacked) {
		t.Errorf("the manifest: %v", err)
	}
}

// TestUnreadFolder: what would be in a folder that cannot be read is not missing.
func TestUnreadFolder(t *testing.T) {
	f := newFolder(t)
	f.files[manifestFile] = append(f.files[manifestFile], strings.Repeat("0", 64)+"  schemas/a.json\n"...)
	delete(f.files, signatureFile)
	f.files[manifestFile] = f.files[manifestFile][bytes.IndexByte(f.files[manifestFile], '\n')+1:] // not signed
	if c := f.check(t, Unread{"schemas/", fs.ErrPermission}); c.Intact() || c.Altered() || len(c.Missing) > 0 {
		t.Errorf("a folder: %+v", c)
	}
	if c := f.check(t); !slices.Equal(c.Missing, []string{"schemas/a.json"}) {
		t.Errorf("without it: %+v", c)
	}
}

// TestRoomOfAFolder: a list of sums is read up to its limit, and files up to what is left.
func TestRoomOfAFolder(t *testing.T) {
	f := newFolder(t)
	f.check(t)
	if f.most[manifestFile] != largestManifest || f.most[signatureFile] != largestManifest || f.most["report.html"] > largestLoose {
		t.Errorf("so much is read: %v", f.most)
	}
	asked := int64(-1)
	one := loose("x", func(_ string, most int64) ([]byte, error) { asked = most; return make([]byte, max(0, most)), nil })
	room := int64(10)
	if _, err := sumOf(one, &room); err != nil || asked != 10 || room != 0 {
		t.Errorf("%d of 10 are read, and %d left: %v", asked, room, err)
	}
	asked, room = -1, -1
	if _, err := sumOf(one, &room); !errors.Is(err, broker.ReportTooLarge) || asked != -1 {
		t.Errorf("without room %d are read: %v", asked, err)
	}
}

// TestLeftBehind: what file managers leave is no change, but in a .zip.
func TestLeftBehind(t *testing.T) {
	f := newFolder(t)
	left := []string{".DS_Store", "._report.html", "Thumbs.db", "desktop.ini"}
	for _, name := range left {
		f.files[name] = []byte("denied")
	}
	c := f.check(t)
	slices.Sort(left)
	if slices.Sort(c.Left); !c.Intact() || !slices.Equal(c.Left, left) {
		t.Errorf("%+v", c)
	}
	f.files["x.html"] = nil
	if c := f.check(t); c.Intact() || !slices.Equal(c.Unlisted, []string{"x.html"}) {
		t.Errorf("one more: %+v", c)
	}
	parts := append(unpacked(t, bundled(t, nil)), file{".DS_Store", nil})
	if c := checked(t, parts); c.Intact() {
		t.Errorf("in a .zip: %+v", c)
	}
}
