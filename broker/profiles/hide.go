package profiles

import (
	"encoding/pem"
	"maps"
	"regexp"
	"strings"
)

// takeSecrets removes from the fields what is a secret, and gives it by name.
func (p *Profile) takeSecrets() map[string]string {
	beheaded := p.takeBeheaded()
	if key := p.takeKey(); key != "" {
		beheaded[SecretKey] = key
	}
	if query := p.takeQuery(); query != "" {
		beheaded[SecretQuery] = query
	}
	maps.Copy(beheaded, p.takeMarked())
	return beheaded
}

// takeBeheaded removes from the fields for paths what is none, and gives what may
// be kept of it by name: people paste a key without its first line, or an archive
// in base64. What it is worth is seen when connecting.
func (p *Profile) takeBeheaded() map[string]string {
	taken := make(map[string]string)
	for _, field := range []struct {
		at   *string
		name string // empty: a certificate, which a secret cannot stand for
	}{{&p.TLS.Key, SecretKey}, {&p.TLS.PKCS12, SecretPKCS12}, {&p.TLS.Certificate, ""}, {&p.TLS.CA, ""}} {
		if IsPEM(*field.at) || IsPath(*field.at) {
			continue
		}
		if field.name != "" {
			taken[field.name] = strings.TrimSpace(*field.at)
		}
		*field.at = ""
	}
	return taken
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

// astray is a line that may be one of a key whose first and last are missing.
var astray = regexp.MustCompile(`(?m)^\s*[A-Za-z0-9+/]{40,}=*\s*$`)

// withoutBlocks is what of a text in PEM stands between the blocks.
func withoutBlocks(text string) string { return wholeBlock.ReplaceAllString(text, "") }

var wholeBlock = regexp.MustCompile(`(?s)-----BEGIN .*?-----END [^-]*-----`)

// takeKey removes a pasted private key from the fields that are written to the
// file, and gives it: people paste a certificate together with its key. What
// begins like a key and cannot be read as one is not written either.
func (p *Profile) takeKey() (key string) {
	for _, field := range []*string{&p.TLS.Key, &p.TLS.Certificate, &p.TLS.CA, &p.TLS.PKCS12} {
		if !IsPEM(*field) {
			continue // a path
		}
		if !strings.Contains(*field, "PRIVATE KEY") && !astray.MatchString(withoutBlocks(*field)) {
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
