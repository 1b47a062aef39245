package profiles

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"maps"
	"path/filepath"
	"sync"
	"time"

	"mangrove/broker/profiles/finding"
)

// Vault keeps secrets in a file beside that of the profiles, each sealed with a key
// that is in the key ring: the key ring is asked once for all of them, when the
// vault is opened, and takes 20 ms and more for each question. Without a key ring
// it is a memory that forgets with the program's end, and so it is until the key
// ring has opened; then what it has been given meanwhile is sealed.
type Vault struct {
	opened chan struct{} // closed once the key ring has opened, or has not
	kept   bool          // what it has come to, and why; to be read once opened is closed
	err    error

	mu      sync.Mutex        // guards what follows; held while the file is read and written, not while the key ring is asked
	file    *sealedFile       // nil: in no folder yet
	sealer  cipher.AEAD       // nil: there is no key
	keyID   string            // tells keys apart
	waiting map[Secret]string // not sealed; empty ones are forgotten
	grounds map[string]ground // of the purposes among them, by profile
	old     map[Secret]string // what may be in entries of the key ring, as it was kept before, and what for
	ring    Secrets           // where those are
	moving  sync.WaitGroup    // of those into the file
	closed  bool
	reads   bool // nothing is written; see OpenToRead
}

// What the key ring has of a vault.
const (
	vaultProfile = "secrets"
	vaultName    = "key"
)

// StartSecrets gives the vault of the key ring at once and has it opened meanwhile,
// which may ask the user to unlock the key ring. Without one that works it is a
// memory; [Vault.Opened] tells. Close it.
func StartSecrets() *Vault {
	return startVault(func() (Secrets, bool, error) { return openSecrets(opening{reach, probe, patience}) })
}

func startVault(open func() (Secrets, bool, error)) *Vault {
	v := emptyVault()
	go v.begin(open) // ends with the key ring's patience at the latest
	return v
}

func emptyVault() *Vault {
	return &Vault{opened: make(chan struct{}), waiting: make(map[Secret]string), grounds: make(map[string]ground), old: make(map[Secret]string)}
}

// begin opens the key ring.
func (v *Vault) begin(open func() (Secrets, bool, error)) {
	defer close(v.opened)
	ring, kept, err := open()
	if kept {
		err = v.unlock(ring)
		kept = err == nil
	}
	v.kept, v.err = kept, err
}

// Opened waits until the key ring has opened, or has not. kept is whether secrets
// outlast the program.
func (v *Vault) Opened() (kept bool, err error) {
	<-v.opened
	return v.kept, v.err
}

// Close ends what goes on beside, with the question the key ring is asked now.
func (v *Vault) Close() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.closed = true
}

// unlock takes the key out of the key ring, and makes one for a new vault.
func (v *Vault) unlock(ring Secrets) error {
	text, err := ring.Get(vaultProfile, vaultName)
	if err == nil && text == "" && v.reads {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.ring = ring // it may have entries as they were kept before
		return nil
	}
	if err == nil && text == "" {
		text, err = v.makeKey(ring)
	}
	if err != nil {
		return err
	}
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(key) != 32 {
		return &finding.Fault{Code: finding.VaultKeyDamaged}
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return err
	}
	sealer, err := cipher.NewGCM(block)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(key)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.sealer, v.keyID, v.ring = sealer, hex.EncodeToString(sum[:4]), ring
	return v.settle()
}

// makeKey puts a new key into the key ring. Two programs that begin together come
// to the same one.
func (v *Vault) makeKey(ring Secrets) (string, error) {
	dir, err := Folder()
	v.mu.Lock()
	if v.file != nil {
		dir, err = filepath.Dir(v.file.path), nil
	}
	v.mu.Unlock()
	if err != nil {
		return "", err
	}
	release, err := claim(filepath.Join(dir, secretsName+".key"+lockSuffix), patience)
	if err != nil {
		return "", err
	}
	defer release()
	text, err := ring.Get(vaultProfile, vaultName)
	if err != nil || text != "" {
		return text, err // the other's
	}
	key := make([]byte, 32)
	_, _ = rand.Read(key) // it never fails
	if err := ring.Set(vaultProfile, vaultName, base64.StdEncoding.EncodeToString(key)); err != nil {
		return "", err
	}
	return ring.Get(vaultProfile, vaultName)
}

// attach says in which folder the vault is, and which secrets there are, each with
// what its profile is for; nil: that is not known. Others are removed in time.
func (v *Vault) attach(dir string, kept map[Secret]string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.reads {
		v.attachToRead(dir, kept)
		return nil
	}
	v.file = &sealedFile{path: filepath.Join(dir, secretsName)}
	maps.Copy(v.old, kept)
	if kept == nil {
		return v.settle()
	}
	return errors.Join(v.file.sweep(kept, time.Now()), v.settle())
}

// settle seals what was given before there was a key or a folder, and has what is in
// entries of the key ring moved into the file. The caller holds the mutex.
func (v *Vault) settle() error {
	if v.sealer == nil || v.file == nil || v.reads {
		return nil
	}
	if _, err := v.sealWaiting(nil, nil); err != nil {
		return err
	}
	for secret := range v.old {
		if _, sealed, _ := v.find(secret); sealed {
			delete(v.old, secret)
		}
	}
	if (len(v.old) > 0 || v.file.anyOld()) && !v.closed {
		v.moving.Go(v.move)
	}
	return nil
}

// sealWaiting seals what waits, with more that is given, all of it or nothing, and
// says which entries of the key ring are not needed any more. The caller holds the
// mutex.
func (v *Vault) sealWaiting(more map[Secret]string, why map[string]ground) (old []Secret, err error) {
	all, grounds := maps.Clone(v.waiting), maps.Clone(v.grounds)
	maps.Copy(all, more)
	maps.Copy(grounds, why)
	for secret := range all {
		if _, there := v.old[secret]; there {
			old = append(old, secret)
		}
	}
	if err := v.seal(all, grounds, old); err != nil {
		return nil, err
	}
	for secret := range all {
		delete(v.old, secret)
	}
	for secret := range v.old { // those that are moved later
		if now := all[Secret{secret.Profile, purposeName}]; now != "" {
			v.old[secret] = now
		}
	}
	clear(v.waiting)
	clear(v.grounds)
	return old, nil
}

// forgets reports whether secrets end with the program, for all that is known yet:
// also of those that could not be sealed.
func (v *Vault) forgets() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.sealer == nil || v.file != nil && len(v.waiting) > 0
}

// Get reads a secret, once the key ring has opened.
func (v *Vault) Get(profile, name string) (string, error) {
	<-v.opened
	secret := Secret{profile, name}
	v.mu.Lock()
	value, sealed, err := v.find(secret)
	_, old := v.old[secret]
	ring := v.ring
	v.mu.Unlock()
	if sealed || err != nil || !old || ring == nil {
		return value, err
	}
	if value, err = ring.Get(profile, name); value != "" || err != nil {
		return value, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	value, _, err = v.find(secret) // moved meanwhile
	return value, err
}

// find is a secret that is sealed or waits to be. The caller holds the mutex.
func (v *Vault) find(secret Secret) (value string, found bool, err error) {
	if value, found = v.waiting[secret]; found || v.sealer == nil || v.file == nil {
		return value, found, nil
	}
	if err := v.file.load(); err != nil {
		return "", false, err
	}
	value, found = v.open(secret)
	return value, found, nil
}

// open is a secret that is sealed in the file as it was last read. One that is damaged
// is asked for. The caller holds the mutex.
func (v *Vault) open(secret Secret) (value string, found bool) {
	box := v.box(secret)
	if len(box) < v.sealer.NonceSize() {
		return "", false
	}
	plain, err := v.sealer.Open(nil, box[:v.sealer.NonceSize()], box[v.sealer.NonceSize():], secret.bytes())
	return string(plain), err == nil
}

// box is a secret as it is sealed, nil when it is not. The caller holds the mutex.
func (v *Vault) box(secret Secret) []byte {
	at, found := v.file.index[sealedAt{secret, v.keyID}]
	if !found {
		return nil
	}
	return v.file.content.Secrets[at].Sealed
}

// bytes are sealed with a secret, so that it cannot be given to another profile.
func (s Secret) bytes() []byte { return []byte(s.Profile + "\x00" + s.Name) }

// Set keeps a secret.
func (v *Vault) Set(profile, name, value string) error {
	return v.SetAll(map[Secret]string{{profile, name}: value})
}

// Delete forgets a secret.
func (v *Vault) Delete(profile, name string) error {
	return v.SetAll(map[Secret]string{{profile, name}: ""})
}

// SetAll keeps secrets, all of them or none, and forgets those that are empty. It
// never waits for the key ring.
func (v *Vault) SetAll(all map[Secret]string) error { return v.setOnGrounds(all, nil) }

// setOnGrounds is SetAll, and says on what ground the purposes among all hold for more than what
// is given with them.
func (v *Vault) setOnGrounds(all map[Secret]string, grounds map[string]ground) error {
	if v.reads {
		return errReads
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.sealer == nil || v.file == nil {
		v.wait(all, grounds)
		return nil
	}
	old, err := v.sealWaiting(all, grounds)
	if err != nil {
		return err
	}
	if len(old) > 0 && !v.closed {
		v.moving.Go(v.move)
	}
	return nil
}

// seal writes secrets into the file, and which of the old entries are not needed
// any more. The caller holds the mutex.
func (v *Vault) seal(all map[Secret]string, grounds map[string]ground, old []Secret) error {
	if len(all) == 0 && len(old) == 0 {
		return nil
	}
	return v.file.change(func(c *sealedContent) {
		boxes := make(map[Secret][]byte, len(all))
		given := make(map[string][]string) // sums of them, by profile
		for secret, value := range all {
			if value == "" {
				boxes[secret] = nil
			} else if secret.Name != purposeName {
				boxes[secret] = v.sealOne(secret, value)
				given[secret.Profile] = append(given[secret.Profile], sumOf(boxes[secret]))
			}
		}
		for secret, value := range all {
			if secret.Name != purposeName || value == "" {
				continue
			}
			if others, holds := v.others(secret.Profile, grounds[secret.Profile]); holds {
				boxes[secret] = v.sealOne(secret, sealedPurpose(value, append(others, given[secret.Profile]...)))
			}
		}
		c.put(boxes, v.keyID)
		c.addOld(old)
	})
}

func (v *Vault) sealOne(secret Secret, value string) []byte {
	nonce := make([]byte, v.sealer.NonceSize())
	_, _ = rand.Read(nonce) // it never fails
	return v.sealer.Seal(nonce, nonce, []byte(value), secret.bytes())
}

func (v *Vault) ended() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.closed
}

// errVault says what cannot be done with the file of secrets.
func errVault(err error) error {
	return &finding.Fault{Code: finding.SecretsNotSealed, Err: err}
}
