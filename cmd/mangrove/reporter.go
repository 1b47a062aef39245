package main

import (
	"context"
	"encoding/json"
	"log/slog"

	"fyne.io/fyne/v2"

	"mangrove/model/safefile"
	"mangrove/ui"
)

// newReporter keeps the latest report of the window in a file, which is replaced
// as a whole: a reader never sees half of one.
func newReporter(path string, log *slog.Logger) *safefile.Latest[ui.Report] {
	encode := func(r ui.Report) ([]byte, error) { return json.MarshalIndent(r, "", "  ") }
	r := safefile.NewLatest(path, encode, func(err error) {
		log.Warn("the report of the window could not be written", "error", err)
	})
	r.Passing = true
	return r
}

// stopOnSignal closes the window when the program is told to end.
func stopOnSignal(ctx context.Context, a fyne.App) {
	context.AfterFunc(ctx, func() { ui.Quit(a) })
}
