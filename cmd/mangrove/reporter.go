package main

import (
	"context"
	"encoding/json"
	"log/slog"

	"fyne.io/fyne/v2"

	"mangrove/cmd/mangrove/problem"
	"mangrove/model/printable"
	"mangrove/model/safefile"
	"mangrove/ui/loop"
	"mangrove/ui/report"
)

// checkReport says why no report can be kept in a file; without a name none is.
func checkReport(path string) error {
	if path == "" {
		return nil
	}
	f, err := safefile.Create(path)
	if err != nil {
		return problem.ReportUnwritable.Because(err, "file", path)
	}
	f.Abandon()
	return nil
}

// newReporter keeps the latest report of the window in a file, which is replaced
// as a whole: a reader never sees half of one.
func newReporter(path string, log *slog.Logger) *safefile.Latest[report.Report] {
	r := safefile.NewLatest(path, encodeReport, func(err error) {
		log.Warn("the report of the window could not be written", "error", err)
	})
	r.Passing = true
	return r
}

// encodeReport writes a report as JSON that a terminal can show.
func encodeReport(r report.Report) ([]byte, error) {
	content, err := json.MarshalIndent(r, "", "  ")
	return printable.JSON(content), err
}

// stopOnSignal closes the window when the program is told to end.
func stopOnSignal(ctx context.Context, a fyne.App) {
	context.AfterFunc(ctx, func() { loop.Quit(a) })
}
