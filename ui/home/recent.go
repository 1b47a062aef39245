package home

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// recentKey is where the addresses last connected to are kept, without any
// password.
const (
	recentKey     = "recent"
	mostRecent    = 8
	longestRecent = 1000 // in bytes
)

// remember puts an address first among the recent ones.
func (q *quick) remember(p broker.Profile) {
	prefs := fyne.CurrentApp().Preferences()
	list := []string{p.Address.String()}
	for _, old := range recentAddresses() {
		if old != list[0] && len(list) < mostRecent {
			list = append(list, old)
		}
	}
	prefs.SetStringList(recentKey, list)
	q.listRecent()
}

func (q *quick) listRecent() {
	q.recent.RemoveAll()
	defer q.recent.Refresh()
	list := recentAddresses()
	if len(list) == 0 {
		return
	}
	var buttons []fyne.CanvasObject
	for _, url := range list {
		b := widgets.NewButton(format.ExcerptOf(url, 100), theme.HistoryIcon(), func() {
			q.enter(url)
			q.connect()
		})
		b.Alignment = widget.ButtonAlignLeading
		b.Importance = widget.LowImportance
		buttons = append(buttons, b)
	}
	q.recent.Add(widgets.Card("Recent", "", buttons...))
}

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

// TakeRecent takes over the recent addresses of other preferences, if there are any.
func TakeRecent(from, to fyne.Preferences) {
	if list := withoutQueries(from.StringList(recentKey)); len(list) > 0 {
		to.SetStringList(recentKey, list)
	}
}
