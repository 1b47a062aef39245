package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/broker/verification"
	"mangrove/model/printable"
	"mangrove/model/safefile"
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
		passphrase, asked := askPassword(cmd, "the key "+o.sign)
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
	what := "devices and rules"
	if len(list.Subjects) == 1 {
		what = "device or rule"
	}
	return say(cmd, fmt.Sprintf("The checklist can be used: %d %s.", len(list.Subjects), what))
}

// checkFolder holds what a report was unpacked to against its sums.
func checkFolder(folder string) (*verification.Checked, error) {
	const most = 2_000 // files and folders: more than any report has
	var names []string
	seen := 0
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if seen++; err != nil || seen > most {
			return errors.Join(err, broker.NotUnpacked)
		}
		if e.IsDir() {
			return nil
		}
		name, err := filepath.Rel(folder, path)
		names = append(names, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		return nil, err
	}
	return verification.CheckUnpacked(names, profiles.Beside(filepath.Join(folder, "report")))
}

// checkBundle says whether a report is as it was written, and who signed it.
func (o *verifyOptions) checkBundle(cmd *cobra.Command, path string, check func() (*verification.Checked, error)) error {
	signers, err := o.wantedSigners()
	if err != nil {
		return exit{unusable, err}
	}
	c, err := check()
	if err != nil {
		return exit{notPassed, fmt.Errorf("%s: %w", printable.Name(path), err)}
	}
	for _, of := range []struct {
		what  string
		names []string
	}{{"changed", c.Changed}, {"missing", c.Missing}, {"not in the list of checksums", c.Unlisted}} {
		for _, name := range of.names {
			if _, err := fmt.Fprintln(cmd.OutOrStdout(), printable.Line(of.what+": "+name)); err != nil {
				return err
			}
		}
	}
	if !c.Form {
		if _, err := fmt.Fprintln(cmd.OutOrStdout(), "changed: the .zip has data outside its files, which other programs may unpack"); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprintln(cmd.OutOrStdout(), printable.Line(signedWords(c, signers))); err != nil {
		return err
	}
	if !c.Intact() {
		return exit{notPassed, fmt.Errorf("the report %s was changed after it was written; ask for a new copy", printable.Name(path))}
	}
	if err := o.signedAsWanted(c, path, signers); err != nil {
		return err
	}
	return say(cmd, fmt.Sprintf("The report is unchanged: all %s match their checksums.", counted(uint64(c.Files), "file")))
}

// signedAsWanted says when a report is not signed, or not by one of the keys, as was asked for.
func (o *verifyOptions) signedAsWanted(c *verification.Checked, path string, signers []string) error {
	switch {
	case (o.signed || o.signers != "") && !c.Signed:
		return exit{notPassed, fmt.Errorf("the report %s is not signed; ask for one that was written with --sign", printable.Name(path))}
	case o.signers != "" && !slices.Contains(signers, c.Key):
		return exit{notPassed, fmt.Errorf("none of the keys in %s has signed the report %s; ask who did", printable.Name(o.signers), printable.Name(path))}
	}
	return nil
}

// wantedSigners are the keys that --signed-by names, none without it.
func (o *verifyOptions) wantedSigners() ([]string, error) {
	if o.signers == "" {
		return nil, nil
	}
	content, err := profiles.ReadFile(o.signers, largestKey)
	if err != nil {
		return nil, fmt.Errorf("the keys %s cannot be read; name a file of public SSH keys, such as id_ed25519.pub: %w", printable.Name(o.signers), err)
	}
	names, err := verification.KeyNames(content)
	if err != nil {
		return nil, fmt.Errorf("the keys %s cannot be used; name a file of public SSH keys, such as id_ed25519.pub: %w", printable.Name(o.signers), err)
	}
	return names, nil
}

// signedWords say who signed a report.
func signedWords(c *verification.Checked, signers []string) string {
	switch {
	case !c.Signed && c.Signer != "":
		return "the signature is missing: the list of checksums says that it is signed with the key " + c.Signer
	case !c.Signed:
		return "not signed: whoever changes a file can change its checksum too"
	case c.Key == "":
		return "the signature does not match"
	case !c.Fits():
		return "signed with the key " + c.Key + ", but the list of checksums names the key " + c.Signer
	case slices.Contains(signers, c.Key):
		return "signed with the key " + c.Key + ", one of those that were asked for"
	}
	return "signed with the key " + c.Key + ": ask the signer whether it is theirs"
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
