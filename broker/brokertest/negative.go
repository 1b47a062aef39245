package brokertest

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"
)

// negate signs a certificate anew with a negative serial number, which package
// x509 does not make.
func negate(tb testing.TB, c *x509.Certificate, key *ecdsa.PrivateKey) *x509.Certificate {
	tb.Helper()
	var parts struct {
		TBS       asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature asn1.BitString
	}
	if _, err := asn1.Unmarshal(c.Raw, &parts); err != nil {
		tb.Fatal(err)
	}
	number := c.SerialNumber.Bytes()
	tbs := bytes.Clone(parts.TBS.FullBytes)
	tbs[bytes.Index(tbs, number)] |= 0x80 // the sign of an INTEGER (X.690, 8.3)
	digest := sha256.Sum256(tbs)
	signature, err := key.Sign(rand.Reader, digest[:], crypto.SHA256)
	if err != nil {
		tb.Fatal(err)
	}
	parts.TBS = asn1.RawValue{FullBytes: tbs}
	parts.Signature = asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)}
	der, err := asn1.Marshal(parts)
	if err != nil {
		tb.Fatal(err)
	}
	negative, err := x509.ParseCertificate(der)
	if err != nil {
		tb.Fatal(err)
	}
	if negative.SerialNumber.Sign() >= 0 {
		tb.Fatalf("the serial number %d is not negative", negative.SerialNumber)
	}
	return negative
}
