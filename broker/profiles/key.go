package profiles

import (
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"strings"

	"github.com/youmark/pkcs8"

	"mangrove/broker/profiles/finding"
)

// privateKey reads the private key in m, which may be encrypted in any of the
// three ways met with: PKCS#8, the older one of OpenSSL, or not at all.
func (m material) privateKey(passPhrase string) (crypto.Signer, error) {
	blocks := m.blocks()
	if blocks == nil {
		return m.keyOf(&pem.Block{Bytes: m.data}, passPhrase)
	}
	for _, block := range blocks {
		if strings.HasSuffix(block.Type, "PRIVATE KEY") {
			return m.keyOf(block, passPhrase)
		}
	}
	return nil, m.wrong(finding.PrivateKey)
}

func (m material) keyOf(block *pem.Block, passPhrase string) (crypto.Signer, error) {
	if block.Type == "OPENSSH PRIVATE KEY" {
		return nil, m.fault(finding.SSHKey, nil)
	}
	if x509.IsEncryptedPEMBlock(block) { //nolint:staticcheck // weak, but what older tools write, and only read here
		if passPhrase == "" {
			return nil, m.fault(finding.KeyLocked, ErrPassPhrase)
		}
		plain, err := x509.DecryptPEMBlock(block, []byte(passPhrase)) //nolint:staticcheck // as above
		if err == nil {
			if key, err := parseKey(plain); err == nil { // else the padding seemed in order by chance
				return key, nil
			}
		}
		return nil, m.fault(finding.KeyNotOpened, ErrPassPhrase)
	}
	key, err := parseKey(block.Bytes)
	if err == nil {
		return key, nil
	}
	if block.Type != "ENCRYPTED PRIVATE KEY" && block.Type != "" {
		return nil, m.fault(finding.KeyDamaged, err)
	}
	return m.decrypt(block.Bytes, passPhrase)
}

// decrypt opens a key encrypted as PKCS#8 says.
func (m material) decrypt(der []byte, passPhrase string) (crypto.Signer, error) {
	var sealed struct { // RFC 5208, 6: EncryptedPrivateKeyInfo
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte
	}
	_, err := asn1.Unmarshal(der, &sealed)
	switch {
	case err != nil:
		return nil, m.wrong(finding.PrivateKey)
	case passPhrase == "":
		return nil, m.fault(finding.KeyLocked, ErrPassPhrase)
	case !sealed.Algorithm.Algorithm.Equal(pbes2):
		return nil, m.fault(finding.KeyOutdated, nil)
	}
	if len(der) > 2*largestKey { // with what says how it is encrypted
		return nil, m.fault(finding.TooCostly, errCostly)
	}
	if err := checkCost(material{m.from, der}); err != nil {
		return nil, err
	}
	key, err := pkcs8.ParsePKCS8PrivateKey(der, []byte(passPhrase))
	if err != nil && strings.HasPrefix(err.Error(), "pkcs8: unsupported") { // no pass phrase has been tried
		return nil, m.fault(finding.KeyUnusual, err)
	}
	if err != nil {
		return nil, m.fault(finding.KeyNotOpened, ErrPassPhrase)
	}
	return signer(key)
}

// pbes2 is the one way to encrypt keys that is still good (RFC 8018, A.4).
var pbes2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}

// largestKey is the most in bytes that a private key can have: one of RSA with 16,384
// bits, twice what TLS takes, has 9,300. To read a larger one takes hours, as the
// numbers in it are checked.
const largestKey = 16 << 10

// parseKey reads a key that is not encrypted.
func parseKey(der []byte) (crypto.Signer, error) {
	if len(der) > largestKey {
		return nil, errCostly
	}
	if key, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		return signer(key)
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	key, err := x509.ParseECPrivateKey(der)
	if err != nil {
		return nil, err
	}
	return key, nil
}

func signer(key any) (crypto.Signer, error) {
	s, ok := key.(crypto.Signer)
	if !ok {
		return nil, &finding.Fault{Code: finding.KeyCannotSign}
	}
	return s, nil
}

// belongs reports whether a key and a certificate are a pair.
func belongs(key crypto.Signer, certificate *x509.Certificate) bool {
	public, ok := key.Public().(interface{ Equal(x crypto.PublicKey) bool })
	return ok && public.Equal(certificate.PublicKey)
}
