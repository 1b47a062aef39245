package profiles

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"mangrove/broker/profiles/finding"
	"mangrove/model/safefile"
)

// secretsName is the name of the file of a vault.
const secretsName = "secrets.json"

// sealedFile is the file of a vault as it was last read, which several programs may
// have open. It has nothing in it that is of use without the key.
type sealedFile struct {
	path    string
	content sealedContent
	info    fs.FileInfo // nil: it was not there
	index   map[sealedAt]int
	reads   bool // it is left as it is
}

// sealedContent is what is in the file.
type sealedContent struct {
	Version int            `json:"version"`
	Secrets []sealedSecret `json:"secrets"`
	// Old are entries of the key ring that are still to be removed.
	Old []Secret `json:"old,omitempty"`
}

type sealedSecret struct {
	Secret

	Key    string `json:"key"`    // which key
	Sealed []byte `json:"sealed"` // the nonce first
	// Astray is since when it belongs to no profile.
	Astray time.Time `json:"astray,omitzero"`
}

// sealedAt is where a secret is found. Of a folder that several computers share
// each has its own key.
type sealedAt struct {
	secret Secret
	key    string
}

const sealedVersion = 1

// A file that is no JSON and was written lately may be written now by a program that does
// not replace it at once, such as version control.
const (
	beingWritten = 2 * time.Second
	readAgain    = 20 * time.Millisecond
	mostReadings = 15
)

// load reads the file, if it is another than the one that was read.
func (f *sealedFile) load() error {
	info, err := os.Stat(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		f.content, f.info, f.index = sealedContent{Version: sealedVersion}, nil, make(map[sealedAt]int)
		return nil
	}
	if err != nil {
		return errVault(err)
	}
	if f.info != nil && os.SameFile(info, f.info) && info.Size() == f.info.Size() && info.ModTime().Equal(f.info.ModTime()) {
		return nil
	}
	content, info, err := f.read(info)
	if content == nil {
		return errVault(err)
	}
	if err == nil && content.Version < 1 {
		err = errNoVersion
	}
	switch {
	case errors.Is(err, ErrNewer):
		return at(f.path, err)
	case err != nil && f.reads:
		return leftDamaged(finding.OfSecrets, f.path, err)
	case err != nil:
		if err := putAside(f.path, err); !errors.As(err, new(*BrokenError)) {
			return err
		}
		content, info = &sealedContent{Version: sealedVersion}, nil // its secrets are asked for
	}
	f.take(content, info)
	return nil
}

// take has the file be what was read.
func (f *sealedFile) take(content *sealedContent, info fs.FileInfo) {
	content.Old = slices.DeleteFunc(content.Old, foreign)
	f.content, f.info = *content, info
	f.index = make(map[sealedAt]int, len(content.Secrets))
	for i, s := range content.Secrets {
		f.index[sealedAt{s.Secret, s.Key}] = i
	}
}

// read gives what is in the file, and what is wrong with it; without a content it cannot be
// read. While somebody may write it, it is read again.
func (f *sealedFile) read(info fs.FileInfo) (content *sealedContent, last fs.FileInfo, err error) {
	for i := 1; ; i++ {
		raw, err := ReadFile(f.path, largestBook)
		if err != nil {
			return nil, info, err
		}
		content = new(sealedContent)
		if err = CheckValues(raw); err == nil {
			err = checkVersion(raw, sealedVersion)
		}
		if err == nil {
			err = json.Unmarshal(raw, content)
		}
		if err == nil || errors.Is(err, ErrNewer) || i == mostReadings || time.Since(info.ModTime()).Abs() > beingWritten {
			return content, info, err
		}
		pause(readAgain)
		if info, err = os.Stat(f.path); err != nil {
			return nil, info, err
		}
	}
}

// pause is how a reading waits; tests have their own.
var pause = time.Sleep

// change makes a change of the file as it is now, and of nothing if it fails.
func (f *sealedFile) change(do func(c *sealedContent)) error {
	release, err := claim(f.path+lockSuffix, lockPatience)
	if err != nil {
		return err
	}
	defer release()
	if err := f.load(); err != nil {
		return err
	}
	now := f.content
	now.Secrets, now.Old = slices.Clone(now.Secrets), slices.Clone(now.Old)
	do(&now)
	was, err := json.Marshal(f.content)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(now)
	if err != nil || bytes.Equal(was, raw) {
		return err
	}
	if len(raw) >= largestBook {
		return errLargeBook
	}
	if err := safefile.Keep(f.path, append(raw, '\n')); err != nil {
		return errVault(err)
	}
	f.info = nil // to be read again
	return nil
}

// put puts in what was sealed with a key, in place of what was; what is nil is
// removed.
func (c *sealedContent) put(boxes map[Secret][]byte, key string) {
	c.Secrets = slices.DeleteFunc(c.Secrets, func(s sealedSecret) bool {
		box, changed := boxes[s.Secret]
		return changed && (box == nil || s.Key == key)
	})
	for secret, box := range boxes {
		if box != nil {
			c.Secrets = append(c.Secrets, sealedSecret{Secret: secret, Key: key, Sealed: box})
		}
	}
	slices.SortFunc(c.Secrets, func(a, b sealedSecret) int {
		return cmp.Or(cmp.Compare(a.Profile, b.Profile), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Key, b.Key))
	})
}

func (c *sealedContent) addOld(old []Secret) {
	for _, secret := range old {
		if !slices.Contains(c.Old, secret) {
			c.Old = append(c.Old, secret)
		}
	}
}

func (c *sealedContent) dropOld(gone []Secret) {
	drop := make(map[Secret]bool, len(gone))
	for _, secret := range gone {
		drop[secret] = true
	}
	c.Old = slices.DeleteFunc(c.Old, func(s Secret) bool { return drop[s] })
}

// oldEntries are the entries of the key ring that are still to be removed.
func (f *sealedFile) oldEntries() ([]Secret, error) {
	err := f.load()
	return slices.Clone(f.content.Old), err
}

// foreign reports whether an entry of the key ring is none of a connection: the key
// of the vault is another one, and would be removed for whoever can write the file.
func foreign(s Secret) bool { return s.Profile == "" || !KnownSecret(s.Name) }

func (f *sealedFile) anyOld() bool {
	old, err := f.oldEntries()
	return err == nil && len(old) > 0
}

// mostAstray is how long what belongs to no profile stays: who has put back an older
// file of profiles may put back the newer one.
const mostAstray = 30 * 24 * time.Hour

// sweep removes what has belonged to no profile for long, which programs have left
// that were killed.
func (f *sealedFile) sweep(kept map[Secret]string, now time.Time) error {
	sweep(f.path)
	if err := f.load(); err != nil || len(f.content.Secrets) == 0 {
		return err
	}
	profiles := make(map[string]bool)
	for secret := range kept {
		profiles[secret.Profile] = true
	}
	belongs := func(s sealedSecret) bool {
		_, there := kept[s.Secret]
		return there || s.Name == purposeName && profiles[s.Profile] || strings.HasPrefix(s.Profile, environmentPrefix)
	}
	if !slices.ContainsFunc(f.content.Secrets, func(s sealedSecret) bool { return belongs(s) != s.Astray.IsZero() || gone(s, now) }) {
		return nil
	}
	return f.change(func(c *sealedContent) {
		c.Secrets = slices.DeleteFunc(c.Secrets, func(s sealedSecret) bool { return gone(s, now) && !belongs(s) })
		for i := range c.Secrets {
			switch s := &c.Secrets[i]; {
			case belongs(*s):
				s.Astray = time.Time{}
			case s.Astray.IsZero():
				s.Astray = now.UTC().Truncate(time.Second)
			}
		}
	})
}

// gone reports whether a secret has belonged to no profile for long.
func gone(s sealedSecret, now time.Time) bool {
	return !s.Astray.IsZero() && now.Sub(s.Astray) > mostAstray
}

// has reports whether any secret of a profile is sealed with a key.
func (f *sealedFile) has(profile, key string) bool {
	return slices.ContainsFunc(f.content.Secrets, func(s sealedSecret) bool { return s.Profile == profile && s.Key == key })
}

// names are those of the secrets of a profile that are sealed with a key.
func (f *sealedFile) names(profile, key string) (all []string) {
	for _, s := range f.content.Secrets {
		if s.Profile == profile && s.Key == key {
			all = append(all, s.Name)
		}
	}
	return all
}
