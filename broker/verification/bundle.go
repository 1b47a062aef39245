package verification

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"mangrove/model/checklist"
	"mangrove/model/printable"
)

// The files of a bundle, beside those of the reports.
const (
	checklistFile = "checklist.yaml"
	evidenceFile  = "evidence.jsonl"
	manifestFile  = "MANIFEST.sha256" // as sha256sum -c reads it
	signatureFile = manifestFile + ".sig"
	schemaFolder  = "schemas/"
	tableFolder   = "tables/"
)

// announces begins the first line of a manifest that is signed: that its signature is gone is
// seen then. To sha256sum it is a comment.
const announces = "# signed with "

// partNames are the files that every manifest lists.
var partNames = []string{"report.html", "results.json", "results.xml", "results.csv", evidenceFile, checklistFile}

// part is a file of a bundle.
type part struct {
	name  string
	write func(io.Writer) error
}

// Bundle writes a .zip of all reports, the checklist as it was run, its schemas and tables, and every cited message,
// with a manifest of their SHA-256 sums. A key signs the manifest; nil: nobody does. The same
// run gives the same bytes. No report with evidence is ever whole in memory as it is written.
func (h *Handover) Bundle(w io.Writer, key *Key) error {
	z := zip.NewWriter(w)
	var manifest bytes.Buffer
	if key != nil {
		manifest.WriteString(announces + key.name() + "\n")
	}
	for _, p := range h.parts() {
		sum := sha256.New()
		if err := h.add(z, p, sum); err != nil {
			return err
		}
		manifest.WriteString(hex.EncodeToString(sum.Sum(nil)) + "  " + p.name + "\n")
	}
	if err := h.add(z, part{manifestFile, writing(manifest.Bytes())}, io.Discard); err != nil {
		return err
	}
	if key != nil {
		signature, err := key.sign(manifest.Bytes())
		if err != nil {
			return err
		}
		if err := h.add(z, part{signatureFile, writing(signature)}, io.Discard); err != nil {
			return err
		}
	}
	return z.Close()
}

// add writes a file into a .zip, and to where its sum is made.
func (h *Handover) add(z *zip.Writer, p part, sum io.Writer) error {
	f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: fitForZip(h.Run.Account().Ended)})
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(io.MultiWriter(f, sum), 64<<10)
	if err := errors.Join(p.write(out), out.Flush()); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	return nil
}

// fitForZip is a time as a .zip can have it, which begins with 1980 and ends in 2106: a clock
// that was never set would give any date.
func fitForZip(at time.Time) time.Time {
	first := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	last := time.Date(2105, 12, 31, 23, 59, 58, 0, time.UTC)
	switch at = at.UTC(); {
	case at.Before(first):
		return first
	case at.After(last):
		return last
	}
	return at
}

func writing(content []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	}
}

// parts are the files that the manifest lists.
func (h *Handover) parts() (all []part) {
	for i, write := range []func(io.Writer) error{h.HTML, h.JSON, h.JUnit, h.CSV, h.Evidence, writing(h.File)} {
		all = append(all, part{partNames[i], write})
	}
	return append(append(all, schemaParts(h.List.Schemas)...), partsIn(tableFolder, ".csv", h.List.Tables)...)
}

// longestSchemaName is the most in bytes of the name of a schema or a table that is kept.
const longestSchemaName = 200

// schemaParts are schemas in their own folder.
func schemaParts(schemas []checklist.File) []part { return partsIn(schemaFolder, ".json", schemas) }

// partsIn are files that a checklist names, under names that every program unpacks, in a folder
// of their own, and no two under one, whatever the case.
func partsIn(folder, ending string, files []checklist.File) (all []part) {
	taken := make(placesTaken)
	for i, s := range files {
		name := strings.Map(harmless, strings.ToValidUTF8(filepath.ToSlash(s.Name), "_"))
		above := slices.Contains(strings.Split(name, "/"), "..")
		name = strings.TrimPrefix(path.Clean("/"+name), "/")
		for n := i + 1; above || name == "" || len(name) > longestSchemaName || !taken.free(name); n++ {
			name, above = strconv.Itoa(n)+ending, false
		}
		taken.take(name)
		all = append(all, part{folder + name, writing(s.Content)})
	}
	return all
}

// placesTaken are the files there are, and the folders that they are in, in lower case.
type placesTaken map[string]bool // a folder: false

// free reports whether a file may have a name: nothing has, and no file is where a folder of
// it has to be.
func (t placesTaken) free(name string) bool {
	name = strings.ToLower(name)
	if _, there := t[name]; there {
		return false
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if t[dir] {
			return false
		}
	}
	return true
}

func (t placesTaken) take(name string) {
	name = strings.ToLower(name)
	t[name] = true
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		t[dir] = false
	}
}

// harmless is a character as names of files have it on every system.
func harmless(r rune) rune {
	if strings.ContainsRune(`\:*?"<>|`, r) || printable.Line(string(r)) != string(r) {
		return '_'
	}
	return r
}

// Evidence writes every message that a verdict rests on, once, as a line of JSON with its
// exact bytes.
func (h *Handover) Evidence(w io.Writer) error {
	e := json.NewEncoder(w)
	written := make(map[int]bool)
	for _, r := range h.Run.Results() {
		for _, n := range r.Verdict.Evidence {
			if written[n] {
				continue
			}
			written[n] = true
			if err := e.Encode(h.cited(n)); err != nil {
				return err
			}
		}
	}
	return nil
}
