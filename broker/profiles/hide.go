package profiles

import (
	"encoding/pem"
	"strings"
)

// takeSecrets removes from the fields what is a secret, and gives it by name.
func (p *Profile) takeSecrets() map[string]string {
	return map[string]string{SecretKey: p.takeKey(), SecretQuery: p.takeQuery()}
}

// takeQuery removes the query from the address, and from the path, where older
// profiles and exports of other programs have it.
func (p *Profile) takeQuery() (query string) {
	if strings.Contains(p.Address.Path, "?") {
		p.Address.SetPath(p.Address.Path)
	}
	query, p.Address.Query = p.Address.Query, ""
	return query
}

// takeKey removes a pasted private key from the fields that are written to the
// file, and gives it: people paste a certificate together with its key. What
// begins like a key and cannot be read as one is not written either.
func (p *Profile) takeKey() (key string) {
	for _, field := range []*string{&p.TLS.Key, &p.TLS.Certificate, &p.TLS.CA, &p.TLS.PKCS12} {
		if !strings.Contains(*field, "-----BEGIN") {
			continue // a path
		}
		if !strings.Contains(*field, "PRIVATE KEY") {
			continue
		}
		var others strings.Builder
		found := false
		for _, block := range (material{data: []byte(*field)}).blocks() {
			if !strings.HasSuffix(block.Type, "PRIVATE KEY") {
				others.Write(pem.EncodeToMemory(block))
				continue
			}
			found = true
			if key == "" {
				key = string(pem.EncodeToMemory(block))
			}
		}
		if !found && key == "" {
			key = *field
		}
		*field = others.String()
	}
	return key
}
