// Package verify is the page that checks an installation: a checklist is run against the
// current connection, each verdict is shown as it stands with the messages that it rests on,
// and what came of it is saved as reports.
package verify
