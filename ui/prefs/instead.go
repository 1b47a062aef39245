package prefs

import (
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
)

// Instead has an app use these preferences in place of the toolkit's, with what
// those have under the keys. The toolkit's file is removed after: it is open to
// all, and earlier versions may have written a secret to it.
func Instead(app fyne.App, p *Prefs, take func(from, to fyne.Preferences)) {
	if p.Empty() {
		take(app.Preferences(), p)
	}
	app.SetCloudProvider(provider{p})
	if root := app.Storage().RootURI(); root != nil {
		_ = os.Remove(filepath.Join(filepath.FromSlash(root.Path()), "preferences.json"))
	}
}

// provider is the way in which the toolkit lets preferences be replaced. There is
// no cloud.
type provider struct{ prefs *Prefs }

var _ fyne.CloudProviderPreferences = provider{}

// ProviderName implements fyne.CloudProvider.
func (provider) ProviderName() string { return "file" }

// ProviderDescription implements fyne.CloudProvider.
func (provider) ProviderDescription() string { return "a file of this program" }

// ProviderIcon implements fyne.CloudProvider.
func (provider) ProviderIcon() fyne.Resource { return nil }

// Setup implements fyne.CloudProvider.
func (provider) Setup(fyne.App) error { return nil }

// Cleanup implements fyne.CloudProvider.
func (provider) Cleanup(fyne.App) {}

// CloudPreferences implements fyne.CloudProviderPreferences.
func (p provider) CloudPreferences(fyne.App) fyne.Preferences { return p.prefs }
