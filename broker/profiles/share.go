package profiles

import (
	"slices"
	"strings"

	"mangrove/broker/profiles/finding"
)

// Export writes profiles as a file to share. It has no secrets, and no paths of
// this computer: certificates go along as text, a private key does not. Kept
// says in it what whoever imports it must supply.
func Export(all []Profile) ([]byte, error) {
	shared := make([]Profile, len(all))
	for i, p := range all {
		p = p.clone()
		p.ID = ""
		if p.takeQuery() != "" && !slices.Contains(p.Kept, SecretQuery) {
			p.Kept = append(p.Kept, SecretQuery)
		}
		p.takeMarked()
		for name := range p.marked() {
			if !slices.Contains(p.Kept, name) {
				p.Kept = append(p.Kept, name)
			}
		}
		slices.Sort(p.Kept)
		if p.TLS.Key != "" && !slices.Contains(p.Kept, SecretKey) {
			p.Kept = append(p.Kept, SecretKey)
		}
		if p.TLS.PKCS12 != "" && !slices.Contains(p.Kept, SecretPKCS12) {
			p.Kept = append(p.Kept, SecretPKCS12)
		}
		p.TLS.Key, p.TLS.PKCS12 = "", ""
		for i := range p.Formats {
			p.Formats[i].Schema, p.Formats[i].Folders = nil, nil
		}
		var err error
		if p.TLS.CA, err = onlyCertificates(p.TLS.CA); err != nil {
			return nil, &finding.Fault{Code: finding.NotShared, Name: NameOf(p), Err: err}
		}
		if p.TLS.Certificate, err = onlyCertificates(p.TLS.Certificate); err != nil {
			return nil, &finding.Fault{Code: finding.NotShared, Name: NameOf(p), Err: err}
		}
		shared[i] = p
	}
	return encode(shared)
}

// onlyCertificates is a source as text, without a key that is in the same file.
func onlyCertificates(source string) (string, error) {
	if source == "" {
		return "", nil
	}
	m, err := load(source)
	if err != nil {
		return "", err
	}
	all, err := m.certificates(finding.Certificate)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for _, c := range all {
		text.WriteString(certificateText(c.Raw))
	}
	return text.String(), nil
}
