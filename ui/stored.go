package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"mangrove/broker"
	"mangrove/model/printable"
	"mangrove/ui/look"
)

// What the toolkit's file of preferences holds may be anything: somebody may have
// written to it, or another version. Each value comes in through one of these.

// largestWindow is the longest side of a window in the toolkit's units: more than
// any screen has.
const largestWindow = 20_000

// storedLook is the look that was chosen last, the system's if there is no such.
func storedLook(p fyne.Preferences) look.Look {
	kept := look.Look(p.StringWithFallback(lookKey, string(look.System)))
	for _, l := range look.Choices {
		if l.Look == kept {
			return kept
		}
	}
	return look.System
}

// mostLost is how many connections are named of which secrets were not kept.
const mostLost = 20

// storedLost are the connections of which the last run could not keep secrets.
func storedLost() (names []string) {
	for _, name := range fyne.CurrentApp().Preferences().StringList(lostKey) {
		if len(names) < mostLost && len(name) <= longestRecent {
			names = append(names, printable.Name(name))
		}
	}
	return names
}

// longestRecent is the longest address in bytes that is kept as a recent one.
const longestRecent = 1000

// recentAddresses are those that are kept. Earlier ones may have a query, which is
// a secret, and is removed for good.
func recentAddresses() []string {
	prefs := fyne.CurrentApp().Preferences()
	kept := prefs.StringList(recentKey)
	list := withoutQueries(kept)
	if !slices.Equal(list, kept) {
		prefs.SetStringList(recentKey, list)
	}
	return list
}

// withoutQueries are as many recent addresses as are kept, without their queries.
func withoutQueries(recent []string) (list []string) {
	for _, url := range recent[:min(len(recent), mostRecent)] {
		if len(url) > longestRecent {
			continue
		}
		if p, err := broker.ParseURL(url); err == nil {
			url = p.Address.String()
		}
		if !slices.Contains(list, url) {
			list = append(list, url)
		}
	}
	return list
}
