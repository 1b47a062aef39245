package main

import (
	"mangrove/broker/profiles"
	"mangrove/ui"
)

// openProfiles opens the user's connections and the key ring for their
// secrets. It may wait for the user.
func openProfiles() (ui.Stored, error) {
	secrets, kept, closed := profiles.OpenSecrets()
	folder, err := profiles.Folder()
	if err != nil {
		return ui.Stored{}, err
	}
	book, err := profiles.Open(folder, secrets)
	if err == nil {
		err = closed
	}
	return ui.Stored{Book: book, Secrets: secrets, Kept: kept}, err
}
