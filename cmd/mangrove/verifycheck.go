package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/broker/verification"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model/printable"
	"mangrove/model/strictyaml"
	"mangrove/model/wording"
)

// mostInFolder is how many files and folders there may be in one that a report was unpacked
// to: more than any report has, each with what a file manager leaves beside it.
const mostInFolder = 4_000

// checkFolder holds what a report was unpacked to against its sums.
func checkFolder(folder string) (*verification.Checked, error) {
	folder, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return nil, err
	}
	names, unread, err := filesBelow(folder, mostInFolder)
	if err != nil {
		return nil, err
	}
	return verification.CheckUnpacked(names, unread, profiles.Beside(filepath.Join(folder, "report")))
}

// filesBelow are the files of a folder and of those in it, with slashes, and the folders in it
// that cannot be read. Links are files. It fails with [broker.NotUnpacked] where there are more
// files and folders than most, which it does not read.
func filesBelow(folder string, most int) (names []string, unread []verification.Unread, err error) {
	seen := 0
	for within := []string{""}; len(within) > 0; within = within[1:] {
		below := within[0]
		entries, err := someEntries(filepath.Join(folder, filepath.FromSlash(below)), most-seen+1)
		if seen += len(entries); seen > most || err != nil && below == "" {
			return nil, nil, errors.Join(err, broker.NotUnpacked)
		}
		if err != nil {
			unread = append(unread, verification.Unread{Name: below + "/", Err: err})
		}
		for _, e := range entries {
			if name := path.Join(below, e.Name()); e.IsDir() {
				within = append(within, name)
			} else {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names, unread, nil
}

// someEntries are what a folder holds, at the most so many of it, in no order.
func someEntries(folder string, most int) ([]os.DirEntry, error) {
	f, err := os.OpenFile(folder, os.O_RDONLY|syscall.O_NONBLOCK, 0) // which may be a pipe by now
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	entries, err := f.ReadDir(most)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return entries, err
}

// checkBundle says whether a report is as it was written, and who signed it.
func (o *verifyOptions) checkBundle(cmd *cobra.Command, path string, check func() (*verification.Checked, error)) error {
	signers, err := o.wantedSigners()
	if err != nil {
		return exit{unusable, err}
	}
	c, err := check()
	if err != nil {
		return exit{notPassed, problem.ReportUnfit.Because(err, "file", printable.Name(path))}
	}
	for _, line := range append(checkedLines(c), signedWords(c, signers)) {
		if _, err := fmt.Fprintln(cmd.OutOrStdout(), printable.Line(line)); err != nil {
			return err
		}
	}
	switch {
	case c.Altered():
		return exit{notPassed, problem.ReportChanged.With("file", printable.Name(path))}
	case len(c.Unread) > 0:
		return exit{notPassed, problem.ReportPartUnread.With("file", printable.Name(path))}
	}
	if err := o.signedAsWanted(c, path, signers); err != nil {
		return err
	}
	return say(cmd, wording.Count(c.Files, "The report is unchanged: its {count} file matches its checksum.", "The report is unchanged: all {count} files match their checksums."))
}

// checkedLines say what is wrong with the files of a report, a line each.
func checkedLines(c *verification.Checked) (lines []string) {
	for _, of := range []struct {
		what  string
		names []string
	}{{"changed", c.Changed}, {"missing", c.Missing}, {"not in the list of checksums", c.Unlisted}, {"left by a file manager", c.Left}} {
		for _, name := range of.names {
			lines = append(lines, wording.Fill("{what}: {file}", "what", of.what, "file", name))
		}
	}
	for _, u := range c.Unread {
		why := "It is a link that leads out of the folder."
		if !errors.Is(u.Err, strictyaml.ErrElsewhere) {
			why = explain.File(u.Err)
		}
		lines = append(lines, wording.Fill("cannot be read: {name}: {why}", "name", u.Name, "why", why))
	}
	if !c.Form {
		lines = append(lines, "changed: the .zip has data outside its files, which other programs may unpack")
	}
	return lines
}

// signedAsWanted says when a report is not signed, or not by one of the keys, as was asked for.
func (o *verifyOptions) signedAsWanted(c *verification.Checked, path string, signers verification.Signers) error {
	if (o.signed || o.signers != "") && !c.Signed {
		return exit{notPassed, problem.ReportNotSigned.With("file", printable.Name(path))}
	}
	if o.signers == "" {
		return nil
	}
	switch _, err := signers.Of(c.Key, time.Now()); {
	case errors.Is(err, broker.KeyNotListed):
		return exit{notPassed, problem.OtherSigner.With("keys", printable.Name(o.signers), "file", printable.Name(path))}
	case err != nil:
		return exit{notPassed, problem.SignerUnfit.Because(err, "file", printable.Name(path), "keys", printable.Name(o.signers))}
	}
	return nil
}

// wantedSigners are the keys that --signed-by names, none without it.
func (o *verifyOptions) wantedSigners() (verification.Signers, error) {
	if o.signers == "" {
		return nil, nil
	}
	content, err := profiles.ReadFile(o.signers, largestKey)
	if err != nil {
		return nil, problem.KeysUnread.Because(err, "keys", printable.Name(o.signers))
	}
	signers, err := verification.ReadSigners(content)
	if err != nil {
		return nil, problem.KeysUnfit.Because(err, "keys", printable.Name(o.signers))
	}
	return signers, nil
}

// signedWords say who signed a report.
func signedWords(c *verification.Checked, signers verification.Signers) string {
	switch {
	case !c.Signed && c.Signer != "":
		return wording.Fill("the signature is missing: the list of checksums says that it is signed with the key {signer}", "signer", c.Signer)
	case !c.Signed:
		return "not signed: whoever changes a file can change its checksum too"
	case c.SignatureUnread():
		return "it is not known who has signed it"
	case c.Key == "":
		return "the signature does not match"
	case !c.Fits():
		return wording.Fill("signed with the key {key}, but the list of checksums names the key {signer}", "key", c.Key, "signer", c.Signer)
	}
	switch s, err := signers.Of(c.Key, time.Now()); {
	case err != nil:
		return wording.Fill("signed with the key {key}: ask the signer whether it is theirs", "key", c.Key)
	case s.Principals != "":
		return wording.Fill("signed with the key {key}, one of those that were asked for, of {principals}", "key", c.Key, "principals", s.Principals)
	}
	return wording.Fill("signed with the key {key}, one of those that were asked for", "key", c.Key)
}
