// Package editing is the room in which a checklist is written: its parts, a form for the one
// that is chosen, and beside it the YAML as it will be saved, either of which changes the
// other. It knows nothing of runs and verdicts.
package editing
