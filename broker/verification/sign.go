package verification

import (
	"bytes"
	"crypto/rand"
	"crypto/sha512"
	"encoding/pem"
	"errors"
	"fmt"

	"golang.org/x/crypto/ssh"
)

// What the signature of a manifest says that it is for, and how it is made (OpenSSH,
// PROTOCOL.sshsig): a signature for another purpose is none of a report.
const (
	namespace     = "mangrove-report"
	signatureType = "SSH SIGNATURE"
	magic         = "SSHSIG"
	hashName      = "sha512"
)

// Key signs reports.
type Key struct{ signer ssh.Signer }

// name is the kind and the fingerprint of the key.
func (k *Key) name() string { return nameOf(k.signer.PublicKey()) }

func nameOf(key ssh.PublicKey) string { return key.Type() + " " + ssh.FingerprintSHA256(key) }

// ErrPassphrase says that the key is encrypted, and its pass phrase is not given.
var ErrPassphrase = errors.New("the key is encrypted with a pass phrase")

// ParseKey reads a private key in a form that OpenSSH writes. The pass phrase is empty for a
// key without one; [ErrPassphrase] asks for it.
func ParseKey(file []byte, passphrase string) (*Key, error) {
	var signer ssh.Signer
	var err error
	if passphrase == "" {
		signer, err = ssh.ParsePrivateKey(file)
	} else {
		signer, err = ssh.ParsePrivateKeyWithPassphrase(file, []byte(passphrase))
	}
	var missing *ssh.PassphraseMissingError
	switch {
	case errors.As(err, &missing):
		return nil, ErrPassphrase
	case err != nil:
		return nil, fmt.Errorf("it is not a private SSH key that can be read: %w", err)
	}
	return &Key{signer}, nil
}

// envelope is a signature as it is written, after its magic.
type envelope struct {
	Version   uint32
	PublicKey []byte
	Namespace string
	Reserved  string
	Hash      string
	Signature []byte
}

// signedData is what is signed of a message, after the magic.
type signedData struct {
	Namespace string
	Reserved  string
	Hash      string
	Sum       []byte
}

func dataOf(message []byte) []byte {
	sum := sha512.Sum512(message)
	return append([]byte(magic), ssh.Marshal(signedData{namespace, "", hashName, sum[:]})...)
}

// sign makes the signature that ssh-keygen -Y sign -n mangrove-report makes.
func (k *Key) sign(message []byte) ([]byte, error) {
	var signature *ssh.Signature
	var err error
	data := dataOf(message)
	if of, ok := k.signer.(ssh.AlgorithmSigner); ok && k.signer.PublicKey().Type() == ssh.KeyAlgoRSA {
		signature, err = of.SignWithAlgorithm(rand.Reader, data, ssh.KeyAlgoRSASHA512) // with SHA-1 nobody takes it
	} else {
		signature, err = k.signer.Sign(rand.Reader, data)
	}
	if err != nil {
		return nil, fmt.Errorf("the key cannot sign: %w", err)
	}
	blob := ssh.Marshal(envelope{1, k.signer.PublicKey().Marshal(), namespace, "", hashName, ssh.Marshal(signature)})
	return armoured(append([]byte(magic), blob...)), nil
}

// armoured writes a signature as OpenSSH does, in lines of 70 characters.
func armoured(blob []byte) []byte {
	block := pem.EncodeToMemory(&pem.Block{Type: signatureType, Bytes: blob})
	lines := bytes.Split(bytes.TrimSpace(block), []byte("\n"))
	body := bytes.Join(lines[1:len(lines)-1], nil)
	var b bytes.Buffer
	b.Write(append(lines[0], '\n'))
	for len(body) > 0 {
		n := min(len(body), 70)
		b.Write(append(body[:n:n], '\n'))
		body = body[n:]
	}
	b.Write(append(lines[len(lines)-1], '\n'))
	return b.Bytes()
}

// errSignature: it is not one of the message for this purpose.
var errSignature = errors.New("the signature does not match")

// signedBy checks a signature of a message, and returns the key that made it.
func signedBy(message, signature []byte) (ssh.PublicKey, error) {
	block, _ := pem.Decode(signature)
	if block == nil || block.Type != signatureType || !bytes.HasPrefix(block.Bytes, []byte(magic)) {
		return nil, errSignature
	}
	var e envelope
	if err := ssh.Unmarshal(block.Bytes[len(magic):], &e); err != nil || e.Version != 1 || e.Namespace != namespace || e.Hash != hashName {
		return nil, errSignature
	}
	key, err := ssh.ParsePublicKey(e.PublicKey)
	if err != nil {
		return nil, errSignature
	}
	var s ssh.Signature
	if err := ssh.Unmarshal(e.Signature, &s); err != nil || s.Format == ssh.KeyAlgoRSA {
		return nil, errSignature
	}
	if key.Verify(dataOf(message), &s) != nil {
		return nil, errSignature
	}
	return key, nil
}
