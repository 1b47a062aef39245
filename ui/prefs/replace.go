package prefs

import (
	"os"

	"fyne.io/fyne/v2"
)

// Replace has an app use these preferences in place of the toolkit's. What is
// wanted of those is taken over once. The toolkit's file is removed after: it is
// open to all, and earlier versions may have written a secret to it.
func Replace(app fyne.App, p *Prefs, toolkits string, take func(from, to fyne.Preferences)) {
	var err error
	if p.Empty() {
		if take(app.Preferences(), p); !p.Empty() {
			err = p.writeNow() // before what it was taken from goes
		}
	}
	app.SetCloudProvider(provider{p})
	if err == nil {
		_ = os.Remove(toolkits) // as a rule there is none
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
