package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/broker/verification"
	"mangrove/cmd/mangrove/problem"
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
			return nil, problem.NoReport.With("given", strconv.Quote(printable.Line(r)))
		}
		all = append(all, wantedReport{write: writers[kind], file: file})
	}
	return all, nil
}

// withBundle adds the bundle, with its key. What would only be found out after the run, as a
// folder that is not there, is said before it.
func (o *verifyOptions) withBundle(cmd *cobra.Command, all *[]wantedReport) error {
	if o.bundle != "" {
		key, err := o.key(cmd)
		if err != nil {
			return err
		}
		signedBy := func(key *verification.Key) func(*verification.Handover, io.Writer) error {
			return func(h *verification.Handover, w io.Writer) error {
				if key == nil {
					return h.Bundle(w, nil)
				}
				ctx, stop := signal.NotifyContext(context.Background(), endings()...) // that of before may have ended the run
				defer stop()
				return h.Bundle(w, key.Until(ctx))
			}
		}
		*all = append(*all, wantedReport{write: signedBy(key), file: o.bundle, bare: signedBy(nil)})
	}
	for _, r := range *all {
		if info, err := os.Stat(filepath.Dir(r.file)); err != nil || !info.IsDir() {
			return problem.NoReportFolder.With("folder", printable.Name(filepath.Dir(r.file)), "file", printable.Name(r.file))
		}
	}
	return nil
}

// writeReports writes all that can be written. A report that cannot be signed is written
// without its signature: the run cannot be had again.
func writeReports(all []wantedReport, h *verification.Handover) (failed error) {
	for _, r := range all {
		err := writeReport(r, h)
		if errors.Is(err, broker.NotSigned) {
			r.write = r.bare
			if again := writeReport(r, h); again == nil {
				failed = errors.Join(failed, problem.ReportUnsigned.Because(err, "file", printable.Name(r.file)))
				continue
			}
		}
		if err != nil {
			failed = errors.Join(failed, problem.ReportUnsaved.Because(err, "file", printable.Name(r.file)))
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
		return exit{unusable, problem.NothingSigned}
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
