package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"sync"

	"fyne.io/fyne/v2"

	"mangrove/ui"
)

// reporter keeps the latest report of the window in a file. It replaces the
// file as a whole, so that a reader never sees half of one.
type reporter struct {
	path    string
	log     *slog.Logger
	reports chan ui.Report // holds one; the window's goroutine sends
	ended   sync.WaitGroup
}

// newReporter starts a reporter; it ends when stop is called.
func newReporter(path string, log *slog.Logger) *reporter {
	r := &reporter{path: path, log: log, reports: make(chan ui.Report, 1)}
	r.ended.Add(1)
	go func() {
		defer r.ended.Done()
		for report := range r.reports {
			if err := r.save(report); err != nil {
				r.log.Warn("the report of the window could not be written", "error", err)
			}
		}
	}()
	return r
}

// write takes a report in place of the one not yet written.
func (r *reporter) write(report ui.Report) {
	select {
	case <-r.reports:
	default:
	}
	r.reports <- report
}

func (r *reporter) save(report ui.Report) error {
	b, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	next := r.path + ".next"
	if err := os.WriteFile(next, b, 0o600); err != nil {
		return err
	}
	return os.Rename(next, r.path)
}

func (r *reporter) stop() {
	close(r.reports)
	r.ended.Wait()
}

// stopOnSignal closes the window when the program is told to end.
func stopOnSignal(ctx context.Context, a fyne.App) {
	context.AfterFunc(ctx, func() { ui.Quit(a) })
}
