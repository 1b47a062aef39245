package profiles

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"math/big"
	"testing"

	"mangrove/broker/profiles/finding"
)

// TestKeysThatCostTooMuch: a file does not choose how long, or with how much
// memory, a pass phrase is tried.
func TestKeysThatCostTooMuch(t *testing.T) {
	encoded := func(v any) []byte {
		b, err := asn1.Marshal(v)
		must(t, err)
		return b
	}
	type rounds struct {
		Salt []byte
		N    int64
	}
	type scrypt struct {
		Salt    []byte
		N, R, P int64
	}
	sealed := func(parameters any) []byte { // an encrypted key, as PKCS#8 has it
		derived := pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 3}, Parameters: asn1.RawValue{FullBytes: encoded(parameters)}}
		scheme := pkix.AlgorithmIdentifier{Algorithm: pbes2, Parameters: asn1.RawValue{FullBytes: encoded(struct{ A pkix.AlgorithmIdentifier }{derived})}}
		return encoded(struct {
			A    pkix.AlgorithmIdentifier
			Data []byte
		}{scheme, []byte("sealed")})
	}
	salt := []byte("12345678")
	for name, c := range map[string]struct {
		data   []byte
		costly bool
	}{
		"usual rounds":    {sealed(rounds{salt, 600_000}), false},
		"endless rounds":  {sealed(rounds{salt, 1 << 40}), true},
		"usual scrypt":    {sealed(scrypt{salt, 1 << 15, 8, 1}), false},
		"all memory":      {sealed(scrypt{salt, 1 << 22, 1024, 1}), true},
		"inside a string": {encoded([][]byte{sealed(rounds{salt, 1 << 40})}), true},
		"an archive's": {encoded(struct {
			Digest []int
			Salt   []byte
			N      int64
		}{[]int{1}, salt, 1 << 31}), true},
		"nothing known": {[]byte("no DER"), false},
	} {
		m := material{from: finding.Part{Value: "the file"}, data: c.data}
		if err := checkCost(m); errors.Is(err, errCostly) != c.costly {
			t.Errorf("%s: %v", name, err)
		}
		if !c.costly {
			continue
		}
		if _, err := m.privateKey("x"); name != "an archive's" && name != "inside a string" && !errors.Is(err, errCostly) {
			t.Errorf("%s, as a key: %v", name, err)
		}
		if isPKCS12("x", c.data) {
			t.Errorf("%s: tried as an archive", name)
		}
	}
}

// TestKeysOfManyBits: to check the numbers of a key takes time that grows faster than
// with the square of their length, and a file may have a million bits of them.
func TestKeysOfManyBits(t *testing.T) {
	number := func(bytes int) *big.Int {
		n := make([]byte, bytes)
		for i := range n {
			n[i] = byte(i*i) | 1
		}
		return new(big.Int).SetBytes(n)
	}
	const half = 20_000
	p, q := number(half), new(big.Int).Add(number(half), big.NewInt(2))
	huge, err := asn1.Marshal(struct {
		Version int
		N       *big.Int
		E       int
		D, P, Q *big.Int
		R, S, U *big.Int
	}{0, new(big.Int).Mul(p, q), 65537, number(2 * half), p, q, number(half), number(half), number(half)})
	must(t, err)
	sealed, err := asn1.Marshal(struct {
		A    pkix.AlgorithmIdentifier
		Data []byte
	}{pkix.AlgorithmIdentifier{Algorithm: pbes2}, huge})
	must(t, err)
	for name, read := range map[string]func() error{
		"a key": func() error {
			_, err := material{finding.Part{Value: "it"}, huge}.keyOf(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: huge}, "")
			return err
		},
		"encrypted": func() error { _, err := material{finding.Part{Value: "it"}, sealed}.privateKey("x"); return err },
		"an archive": func() error {
			_, err := TLS{}.fromPKCS12(base64.StdEncoding.EncodeToString(huge), "x")
			return err
		},
	} {
		if err := read(); !errors.Is(err, errCostly) {
			t.Errorf("%s: %.200v", name, err)
		}
	}
	if isPKCS12("x.key", huge) {
		t.Error("it is taken for an archive")
	}
}
