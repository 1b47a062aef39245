package profiles

import (
	"encoding/asn1"
	"math/big"

	"mangrove/broker/profiles/finding"
)

// What the makers of keys choose is far below: 2,048 to 600,000 rounds, and 16 to
// 64 MB for scrypt.
const (
	mostRounds = 10_000_000
	mostMemory = 256 << 20 // bytes
	// largestArchive is the most in bytes of a PKCS#12 file, which may be a key
	// altogether; a certificate of its chain has 2,000.
	largestArchive = 64 << 10
)

var errCostly error = &finding.Fault{Code: finding.Costly}

// checkCost refuses an encrypted key or archive that says that hours of work, or
// all memory, are needed to try a pass phrase (RFC 7292, B; RFC 8018, 5; RFC 7914,
// 7): whoever made the file chose that, and the libraries do as they are told.
func checkCost(m material) error {
	if costly(m.data, 16) {
		return m.fault(finding.TooCostly, errCostly)
	}
	return nil
}

// costly looks through nested DER for a number behind a salt: that of the rounds,
// or, with two more behind it, the costs of scrypt.
func costly(der []byte, depth int) bool {
	var salted bool
	var numbers []*big.Int
	for len(der) > 0 && depth > 0 {
		var one asn1.RawValue
		rest, err := asn1.Unmarshal(der, &one)
		if err != nil {
			return false
		}
		switch {
		case one.Class == asn1.ClassUniversal && one.Tag == asn1.TagInteger && salted:
			n := new(big.Int).SetBytes(one.Bytes)
			if numbers = append(numbers, n); n.Cmp(big.NewInt(mostRounds)) > 0 {
				return true
			}
		case one.IsCompound:
			if costly(one.Bytes, depth-1) {
				return true
			}
		case one.Class == asn1.ClassUniversal && one.Tag == asn1.TagOctetString:
			salted = true
			if costly(one.Bytes, depth-1) {
				return true
			}
		}
		der = rest
	}
	if len(numbers) < 2 {
		return false
	}
	memory := new(big.Int).Mul(numbers[0], numbers[1])
	return memory.Mul(memory, big.NewInt(128)).Cmp(big.NewInt(mostMemory)) > 0
}
