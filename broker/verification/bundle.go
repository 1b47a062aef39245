package verification

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// The files of a bundle, beside those of the reports.
const (
	checklistFile = "checklist.yaml"
	evidenceFile  = "evidence.jsonl"
	manifestFile  = "MANIFEST.sha256" // as sha256sum -c reads it
	signatureFile = manifestFile + ".sig"
)

// partNames are the files that every manifest lists.
var partNames = []string{"report.html", "results.json", "results.xml", "results.csv", evidenceFile, checklistFile}

// part is a file of a bundle.
type part struct {
	name    string
	content []byte
}

// Bundle writes a .zip of all reports, the checklist as it was run, and every cited message,
// with a manifest of their SHA-256 sums. A key signs the manifest; nil: nobody does. The same
// run gives the same bytes.
func (h *Handover) Bundle(w io.Writer, key *Key) error {
	parts, err := h.parts()
	if err != nil {
		return err
	}
	manifest := manifestOf(parts)
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
	return all, nil
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
