package verification

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

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
)

// announces begins the first line of a manifest that is signed: that its signature is gone is
// seen then. To sha256sum it is a comment.
const announces = "# signed with "

// partNames are the files that every manifest lists.
var partNames = []string{"report.html", "results.json", "results.xml", "results.csv", evidenceFile, checklistFile}

// part is a file of a bundle.
type part struct {
	name    string
	content []byte
}

// Bundle writes a .zip of all reports, the checklist as it was run, its schemas, and every cited message,
// with a manifest of their SHA-256 sums. A key signs the manifest; nil: nobody does. The same
// run gives the same bytes.
func (h *Handover) Bundle(w io.Writer, key *Key) error {
	parts, err := h.parts()
	if err != nil {
		return err
	}
	manifest := manifestOf(parts)
	if key != nil {
		manifest = append([]byte(announces+key.name()+"\n"), manifest...)
	}
	parts = append(parts, part{manifestFile, manifest})
	if key != nil {
		signature, err := key.sign(manifest)
		if err != nil {
			return err
		}
		parts = append(parts, part{signatureFile, signature})
	}
	z := zip.NewWriter(w)
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: h.Run.Account().Ended.UTC()})
		if err != nil {
			return err
		}
		if _, err := f.Write(p.content); err != nil {
			return err
		}
	}
	return z.Close()
}

// parts are the files that the manifest lists.
func (h *Handover) parts() (all []part, err error) {
	for i, write := range []func(io.Writer) error{h.HTML, h.JSON, h.JUnit, h.CSV, h.Evidence, h.checklist} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			return nil, fmt.Errorf("%s: %w", partNames[i], err)
		}
		all = append(all, part{partNames[i], b.Bytes()})
	}
	return append(all, schemaParts(h.List.Schemas)...), nil
}

// longestSchemaName is the most in bytes of the name of a schema that is kept.
const longestSchemaName = 200

// schemaParts are schemas under names that every program unpacks, in their own folder, and no
// two under one, whatever the case.
func schemaParts(schemas []checklist.File) (all []part) {
	taken := make(map[string]bool)
	for i, s := range schemas {
		name := strings.Map(harmless, strings.ToValidUTF8(filepath.ToSlash(s.Name), "_"))
		if folded := strings.ToLower(name); taken[folded] || len(name) > longestSchemaName || slices.Contains(strings.Split(name, "/"), "..") {
			name = fmt.Sprintf("%d.json", i+1)
		}
		taken[strings.ToLower(name)] = true
		all = append(all, part{schemaFolder + name, s.Content})
	}
	return all
}

// harmless is a character as names of files have it on every system.
func harmless(r rune) rune {
	if strings.ContainsRune(`\:*?"<>|`, r) || printable.Line(string(r)) != string(r) {
		return '_'
	}
	return r
}

// manifestOf lists files with their sums, a line each.
func manifestOf(parts []part) []byte {
	var b strings.Builder
	for _, p := range parts {
		sum := sha256.Sum256(p.content)
		b.WriteString(hex.EncodeToString(sum[:]) + "  " + p.name + "\n")
	}
	return []byte(b.String())
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

// checklist writes the checklist as it was read.
func (h *Handover) checklist(w io.Writer) error {
	_, err := w.Write(h.File)
	return err
}
