package main

import (
	"errors"

	"mangrove/broker/profiles"
	"mangrove/ui/shelf"
)

// openProfiles opens the user's connections. The key ring for their secrets is
// opened beside, as it may wait for the user.
func openProfiles() (shelf.Stored, error) {
	secrets := profiles.StartSecrets()
	folder, err := profiles.Folder()
	if err != nil {
		return shelf.Stored{Close: secrets.Close}, err
	}
	book, err := profiles.Open(folder, secrets)
	opened := func() (kept bool, err error) {
		kept, err = secrets.Opened()
		return kept, errors.Join(err, book.MoveQueries())
	}
	return shelf.Stored{Book: book, Secrets: secrets, Messages: shelf.MessagesIn(folder, secrets), Opened: opened, Close: secrets.Close}, err
}

// readProfiles opens the user's connections for a command, which changes nothing of
// them.
func readProfiles() (shelf.Stored, error) {
	secrets := profiles.StartSecretsToRead()
	folder, err := profiles.Folder()
	if err != nil {
		return shelf.Stored{Close: secrets.Close}, err
	}
	book, err := profiles.OpenToRead(folder, secrets)
	return shelf.Stored{Book: book, Secrets: secrets, Opened: secrets.Opened, Close: secrets.Close}, err
}
