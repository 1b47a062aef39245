package verification

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"

	"mangrove/broker"
)

// The limits of a bundle that is checked, in bytes and files.
const (
	LargestBundle   = 1_300_000_000 // the evidence that a run keeps, in two of its files
	largestUnpacked = 4_000_000_000
	largestManifest = 1_000_000
	mostParts       = 1_100         // as many schemas and tables as a checklist names, and the rest
	largestLoose    = 2_000_000_000 // of a file of a bundle that was unpacked
)

// Checked is what is found out about a bundle.
type Checked struct {
	Files    int      // that are as they were written
	Changed  []string // that are not
	Unread   []Unread // of a folder, that cannot be read: how they are is not known
	Left     []string // by file managers in a folder, which is no change
	Missing  []string // that the manifest lists
	Unlisted []string // that it does not list, or that are there twice
	Form     bool     // the .zip holds its files one after the other and nothing else
	Signed   bool     // there is a signature
	Signer   string   // the key that the manifest says it is signed with, as Key; empty: it says none
	Key      string   // the fingerprint of the key that made it, with its kind; empty: it does not fit
}

// Unread is a file of a folder, or with a slash at its end a folder in it, that cannot be read.
type Unread struct {
	Name string
	Err  error
}

// Intact reports whether everything is as it was written, and the signature fits if there is
// one, or is to be one.
func (c *Checked) Intact() bool { return !c.Altered() && len(c.Unread) == 0 }

// Altered reports whether something of what could be read is not as it was written.
func (c *Checked) Altered() bool {
	signed := !c.Signed && c.Signer == "" || c.Fits() || c.SignatureUnread()
	return !c.Form || len(c.Changed)+len(c.Missing)+len(c.Unlisted) > 0 || !signed
}

// SignatureUnread reports whether there is a signature that cannot be read.
func (c *Checked) SignatureUnread() bool {
	return slices.ContainsFunc(c.Unread, func(u Unread) bool { return u.Name == signatureFile })
}

// Fits reports whether there is a signature that fits, by the key that the manifest names.
// Those of before named none.
func (c *Checked) Fits() bool { return c.Key != "" && (c.Signer == "" || c.Signer == c.Key) }

// IsBundle reports whether a file begins like a bundle.
func IsBundle(file []byte) bool { return bytes.HasPrefix(file, []byte("PK\x03\x04")) }

// Check holds a bundle against its manifest, and the manifest against its signature. A file that
// is none fails with [broker.NoReport].
func Check(bundle []byte) (*Checked, error) {
	z, err := zip.NewReader(bytes.NewReader(bundle), int64(len(bundle)))
	if err != nil || len(z.File) > mostParts {
		return nil, broker.NoReport
	}
	c := &Checked{Form: hasForm(bundle, z)}
	files, names := make(map[string]opener), make([]string, len(z.File))
	for i, f := range z.File {
		if files[f.Name] != nil {
			c.Unlisted = append(c.Unlisted, f.Name)
		}
		files[f.Name] = func(int64) (io.ReadCloser, error) { return f.Open() } // which unpacks as it is read
		names[i] = f.Name
	}
	if !c.holdAll(names, files) {
		return nil, broker.NoReport
	}
	return c, nil
}

// opener opens a file of a bundle, of which no more than so many bytes are read.
type opener func(most int64) (io.ReadCloser, error)

// holdAll holds files against their manifest, and that against its signature. It reports whether
// there is one.
func (c *Checked) holdAll(names []string, files map[string]opener) bool {
	whole, err := wholePart(files[manifestFile])
	if err != nil {
		return false
	}
	room := int64(largestUnpacked)
	signer, lines := announced(whole)
	c.Signer = signer
	sums := listed(lines)
	for _, name := range sums.names {
		c.hold(name, files[name], sums.of[name], &room)
	}
	for _, name := range partNames {
		if sums.of[name] == "" {
			c.Missing = append(c.Missing, name)
		}
	}
	for _, name := range names {
		if sums.of[name] == "" && name != manifestFile && name != signatureFile && !slices.Contains(c.Unlisted, name) {
			c.Unlisted = append(c.Unlisted, name)
		}
	}
	c.signature(whole, files[signatureFile])
	return true
}

// hasForm reports whether a .zip is what its files make when they are put together again:
// with something between them, or behind, other programs may unpack what its list does not
// name.
func hasForm(bundle []byte, z *zip.Reader) bool {
	rest := comparing(bundle)
	again := zip.NewWriter(&rest)
	for _, f := range z.File {
		if !f.Mode().IsRegular() || f.Comment != "" {
			return false
		}
		header := f.FileHeader
		w, err := again.CreateRaw(&header)
		if err != nil {
			return false
		}
		r, err := f.OpenRaw()
		if err != nil {
			return false
		}
		if _, err := io.Copy(w, r); err != nil {
			return false
		}
	}
	return again.Close() == nil && len(rest) == 0
}

// comparing is what has to be written yet.
type comparing []byte

func (c *comparing) Write(b []byte) (int, error) {
	if !bytes.HasPrefix(*c, b) {
		return 0, broker.ReportForm
	}
	*c = (*c)[len(b):]
	return len(b), nil
}

// hold compares a file with its sum.
func (c *Checked) hold(name string, f opener, want string, room *int64) {
	if f == nil {
		if !c.belowUnread(name) {
			c.Missing = append(c.Missing, name)
		}
		return
	}
	switch got, err := sumOf(f, room); {
	case c.unread(name, err):
	case err != nil || got != want:
		c.Changed = append(c.Changed, name)
	default:
		c.Files++
	}
}

// belowUnread reports whether a file would be in a folder that cannot be read.
func (c *Checked) belowUnread(name string) bool {
	return slices.ContainsFunc(c.Unread, func(u Unread) bool { return strings.HasSuffix(u.Name, "/") && strings.HasPrefix(name, u.Name) })
}

// unread takes in an error of a file that cannot be read, and reports whether it is one.
func (c *Checked) unread(name string, err error) bool {
	var e *readError
	if errors.As(err, &e) {
		c.Unread = append(c.Unread, Unread{name, e.err})
	}
	return e != nil
}

// signature finds out who signed the manifest.
func (c *Checked) signature(manifest []byte, f opener) {
	if c.Signed = f != nil; !c.Signed {
		return
	}
	signature, err := wholePart(f)
	if c.unread(signatureFile, err) || err != nil {
		return
	}
	if key, err := signedBy(manifest, signature); err == nil {
		c.Key = nameOf(key)
	}
}

// announced is the key that a manifest says it is signed with, "" where it says nothing, and
// the lines that list files.
func announced(manifest []byte) (signer string, lines []byte) {
	first, rest, _ := bytes.Cut(manifest, []byte("\n"))
	const longest = 200
	if name, ok := bytes.CutPrefix(first, []byte(announces)); ok && len(name) > 0 && len(name) <= longest {
		return string(name), rest
	}
	return "", manifest
}

// sums are what a manifest says, in its order.
type sums struct {
	names []string
	of    map[string]string
}

// listed reads a manifest. A line that is none lists a file that is not there.
func listed(manifest []byte) sums {
	all := sums{of: make(map[string]string)}
	for line := range strings.Lines(string(manifest)) {
		line = strings.TrimSuffix(line, "\n")
		sum, name, ok := strings.Cut(line, "  ")
		if !ok {
			sum, name = "none", line
		}
		if all.of[name] == "" {
			all.names = append(all.names, name)
		} else {
			sum = "twice"
		}
		all.of[name] = sum
	}
	return all
}

// wholePart reads a small file of a bundle.
func wholePart(f opener) ([]byte, error) {
	if f == nil {
		return nil, broker.NoReport
	}
	r, err := f(largestManifest)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	content, err := io.ReadAll(io.LimitReader(r, largestManifest+1))
	if err == nil && len(content) > largestManifest {
		err = broker.ReportTooLarge
	}
	return content, err
}

// sumOf is the sum of a file of a bundle, which takes its size from what may still be
// unpacked.
func sumOf(f opener, room *int64) (string, error) {
	if *room < 0 {
		return "", broker.ReportTooLarge
	}
	r, err := f(*room)
	if err != nil {
		return "", err
	}
	defer r.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, io.LimitReader(r, *room+1))
	if *room -= n; err == nil && *room < 0 {
		err = broker.ReportTooLarge
	}
	return hex.EncodeToString(sum.Sum(nil)), err
}
