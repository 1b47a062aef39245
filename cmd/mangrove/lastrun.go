package main

import (
	"log/slog"
	"path/filepath"

	"fyne.io/fyne/v2"

	"mangrove/broker/profiles"
	"mangrove/broker/retained"
	"mangrove/broker/verification"
	"mangrove/ui"
	"mangrove/ui/prefs"
	"mangrove/ui/runs"
)

// keeping is what of the window outlasts the program.
type keeping struct {
	prefs *prefs.Prefs // nil where there is no folder for settings
	run   *runs.Run    // nil where nothing can be written
}

// keep begins to keep how the window is laid out and what is typed in it, and has
// a crash leave a report. The window works without, where there is no place for it.
func keep(a fyne.App, s *ui.Services, log *slog.Logger) (k keeping) {
	folder, err := profiles.Folder()
	if err != nil {
		log.Warn("nothing of the window is kept", "error", err)
		return k
	}
	s.Cleared = retained.NewShelf(filepath.Join(folder, "cleared"))
	s.History = func(checklist string) *verification.History {
		return verification.NewHistory(filepath.Join(folder, "verified"), checklist)
	}
	failed := func(err error) { log.Warn("something of the window could not be kept", "error", err) }
	k.prefs = prefs.Open(filepath.Join(folder, "preferences.json"), failed)
	toolkits := filepath.Join(filepath.FromSlash(a.Storage().RootURI().Path()), "preferences.json")
	prefs.Replace(a, k.prefs, toolkits, ui.TakePreferences)
	if k.run, s.Found, err = runs.Begin(runs.Options{Folder: folder, Version: version, Failed: failed}); err != nil {
		failed(err)
		return k
	}
	s.KeepDraft, s.ForgetFound = k.run.Keep, k.run.Forget
	return k
}

// end writes what has changed last. What was typed is left to the next run, unless
// the user has ended this one.
func (k keeping) end(byUser bool) {
	if k.run != nil {
		k.run.End(!byUser)
	}
	if k.prefs != nil {
		k.prefs.Stop()
	}
}
