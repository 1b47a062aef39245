package profiles

import (
	"crypto/sha256"
	"crypto/tls"
	"sync"
)

// tlsFiles are the files that settings of TLS are made of, which may change while a
// session goes on: certificates are renewed.
type tlsFiles struct {
	paths  []string
	config func() (*tls.Config, error)

	mu   sync.Mutex // guards what follows
	sum  [sha256.Size]byte
	last *tls.Config // what was made of files with this sum; nil: nothing yet
}

// inFiles gives what reads the files of the settings.
func (t TLS) inFiles(secret func(string) string) *tlsFiles {
	f := &tlsFiles{config: func() (*tls.Config, error) { return t.config(secret) }}
	for _, source := range []string{t.CA, t.Certificate, t.Key, t.PKCS12} {
		if source != "" && !IsPEM(source) {
			f.paths = append(f.paths, source)
		}
	}
	return f
}

// read makes the settings of what is in the files now. Files that are as they were cost
// no more than to be read: to open an archive may take a second.
func (f *tlsFiles) read() (*tls.Config, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	all, whole := sha256.New(), true
	for _, path := range f.paths {
		content, err := ReadMaterial(path)
		whole = whole && err == nil // else config says why
		sum := sha256.Sum256(content)
		_, _ = all.Write(sum[:]) // it never fails
	}
	sum := [sha256.Size]byte(all.Sum(nil))
	if whole && f.last != nil && f.sum == sum {
		return f.last, nil
	}
	config, err := f.config()
	if err != nil {
		return nil, err
	}
	f.sum, f.last = sum, config
	return config, nil
}
