package profiles

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"slices"

	"software.sslmate.com/src/go-pkcs12"

	"mangrove/broker"
	"mangrove/broker/profiles/finding"
)

// tlsVersions are what MinVersion may say.
var tlsVersions = map[string]uint16{
	"": tls.VersionTLS12, "1.0": tls.VersionTLS10, "1.1": tls.VersionTLS11, "1.2": tls.VersionTLS12, "1.3": tls.VersionTLS13,
}

// config makes of the profile's settings what package tls takes.
func (t TLS) config(secret func(string) string) (*tls.Config, error) {
	version, ok := tlsVersions[t.MinVersion]
	if !ok {
		return nil, &finding.Fault{Code: finding.NoTLSVersion, Value: t.MinVersion}
	}
	if t.ServerName != "" && broker.CheckHost(t.ServerName) != nil { // it would be sent in clear
		return nil, &finding.Fault{Code: finding.ServerNameUnusable, Err: broker.CheckHost(t.ServerName)}
	}
	c := &tls.Config{
		MinVersion: version,
		ServerName: broker.Address{Host: t.ServerName}.CertificateName(),
		NextProtos: slices.Clone(t.ALPN),

		InsecureSkipVerify: t.SkipVerify, //nolint:gosec // the user's decision, which the window marks
	}
	if t.Outdated {
		broker.AllowOutdated(c)
	}
	if t.CA != "" {
		m, err := load(t.CA)
		if err != nil {
			return nil, err
		}
		authorities, err := m.certificates(finding.AuthorityCertificate)
		if err != nil {
			return nil, err
		}
		c.RootCAs = x509.NewCertPool()
		for _, a := range authorities {
			if a.SerialNumber.Sign() < 0 && !t.SkipVerify {
				return nil, &finding.Fault{
					Code: finding.NegativeSerial, Name: a.Subject.CommonName, Value: a.SerialNumber.String(), Parts: []finding.Part{m.from},
				}
			}
			c.RootCAs.AddCert(a)
		}
	}
	own, err := t.client(secret)
	if err != nil {
		return nil, err
	}
	if own != nil {
		c.Certificates = []tls.Certificate{*own}
	}
	return c, nil
}

// client is the client's certificate with its key, nil when there is none.
func (t TLS) client(secret func(string) string) (*tls.Certificate, error) {
	pasted, packed := secret(SecretKey), secret(SecretPKCS12)
	switch {
	case t.PKCS12 != "" || packed != "":
		return t.fromPKCS12(packed, secret(SecretPassPhrase))
	case t.Certificate == "" && t.Key == "" && pasted == "":
		return nil, nil //nolint:nilnil // none is no error
	case t.Certificate == "":
		return nil, &finding.Fault{Code: finding.CertificateMissing}
	}
	m, err := load(t.Certificate)
	if err != nil {
		return nil, err
	}
	chain, err := m.certificates(finding.ClientCertificate)
	if err != nil {
		return nil, err
	}
	k, err := t.keyMaterial(pasted)
	if err != nil {
		return nil, err
	}
	key, err := k.privateKey(secret(SecretPassPhrase))
	if err != nil {
		return nil, err
	}
	return pair(chain, key, k.from)
}

// keyMaterial finds the private key: pasted, in its own file, or in that of the
// certificate.
func (t TLS) keyMaterial(pasted string) (material, error) {
	switch {
	case pasted != "":
		return load(pasted)
	case t.Key != "" && t.Key != t.Certificate:
		return load(t.Key)
	}
	m, err := load(t.Certificate)
	if err == nil && !holdsKey(m) {
		err = &finding.Fault{Code: finding.KeyMissing}
	}
	return m, err
}

func holdsKey(m material) bool {
	return slices.ContainsFunc(m.blocks(), isKey)
}

// fromPKCS12 reads a .p12 or .pfx file, or its content in base64.
func (t TLS) fromPKCS12(packed, passPhrase string) (*tls.Certificate, error) {
	m := material{from: finding.Part{Code: finding.TheArchive}}
	var err error
	if packed != "" {
		m.data, err = base64.StdEncoding.DecodeString(packed)
	} else {
		m, err = load(t.PKCS12)
	}
	if err != nil {
		return nil, err
	}
	if len(m.data) > largestArchive {
		return nil, m.fault(finding.TooCostly, errCostly)
	}
	if err := checkCost(m); err != nil {
		return nil, err
	}
	key, certificate, chain, err := pkcs12.DecodeChain(m.data, passPhrase)
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return nil, m.fault(finding.ArchiveNotOpened, ErrPassPhrase)
	case err != nil:
		return nil, m.fault(finding.NotPKCS12, err)
	}
	s, err := signer(key)
	if err != nil {
		return nil, err
	}
	return pair(append([]*x509.Certificate{certificate}, chain...), s, m.from)
}

// pair puts a key and its certificate together. The certificate need not come
// first in its file; the rest of the file is its chain.
func pair(chain []*x509.Certificate, key crypto.Signer, keyIn finding.Part) (*tls.Certificate, error) {
	own := slices.IndexFunc(chain, func(c *x509.Certificate) bool { return belongs(key, c) })
	if own < 0 {
		return nil, &finding.Fault{
			Code: finding.OtherCertificate, Name: chain[0].Subject.CommonName, Parts: []finding.Part{keyIn}, Err: ErrMismatch,
		}
	}
	all := &tls.Certificate{PrivateKey: key, Leaf: chain[own], Certificate: [][]byte{chain[own].Raw}}
	for i, c := range chain {
		if i != own {
			all.Certificate = append(all.Certificate, c.Raw)
		}
	}
	return all, nil
}
