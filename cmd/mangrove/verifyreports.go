package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/broker/verification"
	"mangrove/model/printable"
	"mangrove/model/safefile"
	"mangrove/model/wording"
)

// writers are how the reports are written, by kind.
var writers = map[string]func(*verification.Handover, io.Writer) error{
	"html":  (*verification.Handover).HTML,
	"junit": (*verification.Handover).JUnit,
	"csv":   (*verification.Handover).CSV,
	"json":  (*verification.Handover).JSON,
}

// wantedReport is one that is asked for.
type wantedReport struct {
	write func(*verification.Handover, io.Writer) error
	file  string
	bare  func(*verification.Handover, io.Writer) error // without the signature, if it has one
}

// wanted reads what --report says.
func (o *verifyOptions) wanted() (all []wantedReport, err error) {
	for _, r := range o.reports {
		kind, file, ok := strings.Cut(r, "=")
		if !ok || file == "" || writers[kind] == nil {
			return nil, fmt.Errorf("%q is not a report; give html=FILE, junit=FILE, csv=FILE or json=FILE", printable.Line(r))
		}
		all = append(all, wantedReport{write: writers[kind], file: file})
	}
	return all, nil
}

var errNothingSigned = errors.New("--require-signature and --signed-by ask for a signed report; give one with --check REPORT.zip, or two with --compare")

var errNothingToSign = errors.New("--sign signs the bundle; give its file with --bundle FILE.zip")

// withBundle adds the bundle, with its key. What would only be found out after the run, as a
// folder that is not there, is said before it.
func (o *verifyOptions) withBundle(cmd *cobra.Command, all *[]wantedReport) error {
	if o.bundle == "" && o.sign != "" {
		return errNothingToSign
	}
	if o.bundle != "" {
		key, err := o.key(cmd)
		if err != nil {
			return err
		}
		signedBy := func(key *verification.Key) func(*verification.Handover, io.Writer) error {
			return func(h *verification.Handover, w io.Writer) error { return h.Bundle(w, key) }
		}
		*all = append(*all, wantedReport{write: signedBy(key), file: o.bundle, bare: signedBy(nil)})
	}
	for _, r := range *all {
		if info, err := os.Stat(filepath.Dir(r.file)); err != nil || !info.IsDir() {
			return fmt.Errorf("there is no folder %s for the report %s; make it, or name another one", printable.Name(filepath.Dir(r.file)), printable.Name(r.file))
		}
	}
	return nil
}

// largestKey is the most in bytes that a key takes.
const largestKey = 64_000

var errNoPassphrase = errors.New("the key has a pass phrase, and there is no terminal to ask for it on; run the command in one, or give a key without a pass phrase")

// key is the one that signs, nil without --sign.
func (o *verifyOptions) key(cmd *cobra.Command) (*verification.Key, error) {
	if o.sign == "" {
		return nil, nil //nolint:nilnil // none is no error
	}
	content, err := profiles.ReadFile(o.sign, largestKey)
	if err != nil {
		return nil, fmt.Errorf("the key %s cannot be read; name the file of a private SSH key: %w", printable.Name(o.sign), err)
	}
	if _, err := verification.KeyNames(content); err == nil {
		return o.agentKey(content)
	}
	key, err := verification.ParseKey(content, "")
	if errors.Is(err, broker.KeyEncrypted) {
		passphrase, asked := askPassword(cmd, wording.Fill("the key {sign}", "sign", o.sign))
		if errors.Is(asked, errNoTerminal) {
			return nil, errNoPassphrase
		}
		if asked != nil {
			return nil, asked
		}
		key, err = verification.ParseKey(content, passphrase)
	}
	if err != nil {
		return nil, fmt.Errorf("the key %s cannot be used; name the file of a private key that ssh-keygen made, such as id_ed25519: %w", printable.Name(o.sign), err)
	}
	return key, nil
}

var errNoAgent = errors.New("--sign names a public key, and no SSH agent is running that has the private one; start it with ssh-agent and ssh-add, or name the file of the private key")

// agentKey is the one of an SSH agent whose public key a file has.
func (o *verifyOptions) agentKey(public []byte) (*verification.Key, error) {
	socket := os.Getenv("SSH_AUTH_SOCK")
	if socket == "" {
		return nil, errNoAgent
	}
	key, err := verification.AgentKey(public, socket)
	if err != nil {
		return nil, fmt.Errorf("the key %s cannot be used; add the private key with ssh-add, or name its file: %w", printable.Name(o.sign), err)
	}
	return key, nil
}

// writeReports writes all that can be written. A report that cannot be signed is written
// without its signature: the run cannot be had again.
func writeReports(all []wantedReport, h *verification.Handover) (failed error) {
	for _, r := range all {
		err := writeReport(r, h)
		if errors.Is(err, broker.NotSigned) {
			r.write = r.bare
			if again := writeReport(r, h); again == nil {
				failed = errors.Join(failed, fmt.Errorf("the report %s was written, but not signed: %w", printable.Name(r.file), err))
				continue
			}
		}
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("the report %s was not written: %w", printable.Name(r.file), err))
		}
	}
	return failed
}

// writeReport writes a report beside the file that it replaces.
func writeReport(r wantedReport, h *verification.Handover) error {
	f, err := safefile.Create(r.file)
	if err != nil {
		return err
	}
	defer f.Abandon()
	if err := r.write(h, f); err != nil {
		return err
	}
	return f.Close()
}

// only looks at a file: a report is held against its sums, a checklist is read.
func (o *verifyOptions) only(cmd *cobra.Command, path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return o.checkBundle(cmd, path, func() (*verification.Checked, error) { return checkFolder(path) })
	}
	content, err := profiles.ReadFile(path, verification.LargestBundle)
	if err == nil && verification.IsBundle(content) {
		return o.checkBundle(cmd, path, func() (*verification.Checked, error) { return verification.Check(content) })
	}
	if o.signed || o.signers != "" {
		return exit{unusable, errNothingSigned}
	}
	if content, err = readChecklist(path); err != nil {
		return exit{unusable, err}
	}
	list, err := o.checklist(cmd, path, content)
	if err != nil {
		return exit{unusable, err}
	}
	return say(cmd, wording.Count(len(list.Subjects), "The checklist can be used: {count} device or rule.", "The checklist can be used: {count} devices and rules."))
}

// sayDoubts prints what can hardly be fulfilled of a checklist, a line each.
func sayDoubts(cmd *cobra.Command, words string) error {
	for line := range strings.Lines(words) {
		if err := say(cmd, strings.TrimSuffix(line, "\n")); err != nil {
			return err
		}
	}
	return nil
}
