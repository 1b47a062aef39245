package profiles

// move takes secrets out of entries of the key ring, where each had its own, into
// the file, and removes the entries. What it has not come to is found the next time.
func (v *Vault) move() {
	v.mu.Lock()
	ring := v.ring
	var list []Secret
	for secret := range v.old {
		list = append(list, secret)
	}
	v.mu.Unlock()
	for _, secret := range list {
		if !v.moveOne(ring, secret) {
			return
		}
	}
	v.mu.Lock()
	left, err := v.file.oldEntries()
	v.mu.Unlock()
	var gone []Secret
	for _, secret := range left {
		if err != nil || v.ended() {
			break
		}
		if err = ring.Delete(secret.Profile, secret.Name); err == nil {
			gone = append(gone, secret)
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(gone) > 0 {
		_ = v.file.change(func(c *sealedContent) { c.dropOld(gone) }) // else they are removed again
	}
}

// moveOne moves the secret of an entry, unless there is another in the file. It
// reports whether to go on.
func (v *Vault) moveOne(ring Secrets, secret Secret) bool {
	v.mu.Lock()
	_, sealed, err := v.find(secret)
	v.mu.Unlock()
	if err != nil || v.ended() {
		return false
	}
	value := ""
	if !sealed {
		if value, err = ring.Get(secret.Profile, secret.Name); err != nil {
			return false
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, there := v.old[secret]; !there {
		return true // moved meanwhile
	}
	if _, sealed, err = v.find(secret); err != nil {
		return false
	}
	if value != "" && !sealed {
		is := v.old[secret]
		err = v.seal(map[Secret]string{secret: value, {secret.Profile, purposeName}: is}, map[string]ground{secret.Profile: {was: is}}, []Secret{secret})
	}
	if err == nil {
		delete(v.old, secret)
	}
	return err == nil
}
