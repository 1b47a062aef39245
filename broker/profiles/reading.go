package profiles

import (
	"errors"
	"io/fs"
	"maps"
	"path/filepath"

	"mangrove/broker/profiles/finding"
)

// errReads is a change of what was opened to be read.
var errReads error = &finding.Fault{Code: finding.OnlyRead}

// OpenToRead opens the book in the folder dir for who changes nothing: no file there
// is made, written, moved or removed, whatever is in it. There is always a book.
func OpenToRead(dir string, secrets Secrets) (*Book, error) {
	b := &Book{path: filepath.Join(dir, fileName), secrets: secrets, locked: errReads}
	content, err := readBook(b.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return b, b.attach(true)
	case err != nil:
		return b, &finding.Fault{Code: finding.NotRead, Err: err}
	}
	all, err := decodeBook(content)
	if err != nil {
		return b, leftDamaged(finding.OfConnections, b.path, err)
	}
	b.all = all
	return b, b.attach(true)
}

// leftDamaged says that a file is damaged, which who only reads it leaves as it is.
func leftDamaged(what finding.Code, path string, err error) error {
	if errors.Is(err, ErrNewer) {
		return at(path, err)
	}
	return &finding.Fault{Code: finding.LeftDamaged, Name: path, Count: lineOf(err), Parts: []finding.Part{{Code: what}}, Err: err}
}

// StartSecretsToRead is [StartSecrets] for who changes nothing.
func StartSecretsToRead() *Vault {
	return startVaultToRead(func() (Secrets, bool, error) { return openSecrets(opening{reach, probeReading, patience}) })
}

func startVaultToRead(open func() (Secrets, bool, error)) *Vault {
	v := emptyVault()
	v.reads = true
	go v.begin(open) // ends with the key ring's patience at the latest
	return v
}

// attachToRead is attach for who changes nothing. The caller holds the mutex.
func (v *Vault) attachToRead(dir string, kept map[Secret]string) {
	v.file = &sealedFile{path: filepath.Join(dir, secretsName), reads: true}
	maps.Copy(v.old, kept)
}
