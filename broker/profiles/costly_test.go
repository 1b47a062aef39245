package profiles

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"testing"
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
		m := material{name: "the file", data: c.data}
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
