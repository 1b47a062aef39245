package verification

import (
	"bytes"
	"crypto/rand"
	"crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"

	"golang.org/x/crypto/ssh"

	"mangrove/broker"
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

// Fingerprint is that of the key, as ssh-keygen tells it: SHA256:…
func (k *Key) Fingerprint() string { return ssh.FingerprintSHA256(k.signer.PublicKey()) }

func nameOf(key ssh.PublicKey) string { return key.Type() + " " + ssh.FingerprintSHA256(key) }

// ParseKey reads a private key in a form that OpenSSH writes. The pass phrase is empty for a
// key without one; [broker.KeyEncrypted] asks for it, [broker.WrongPhrase] for another. Its errors
// are of [broker.ReportFault].
func ParseKey(file []byte, passphrase string) (*Key, error) {
	if rounds := roundsOf(file); rounds > mostRounds {
		return nil, &broker.ReportFault{Code: broker.KeyRounds, Count: int64(rounds), Limit: mostRounds}
	}
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
		return nil, broker.KeyEncrypted
	case wrongPhrase(err) && passphrase != "":
		return nil, broker.WrongPhrase
	case err != nil:
		return nil, &broker.ReportFault{Code: broker.NoPrivateKey, Err: err}
	}
	return &Key{signer}, nil
}

// wrongPhrase reports whether a pass phrase did not open a key. What an old form of keys makes
// of a wrong one is noise, which is mostly found to be none of a key.
func wrongPhrase(err error) bool {
	var noise asn1.SyntaxError
	return errors.Is(err, x509.IncorrectPasswordError) || errors.As(err, &noise)
}

// mostRounds is how much of an effort it may be to try a pass phrase: ssh-keygen makes 16 to
// 24 rounds, and a thousand take some seconds.
const mostRounds = 1_000

// roundsOf is how often the pass phrase of a key is turned over, as its file has it; 0 where it
// does not say so.
func roundsOf(file []byte) uint32 {
	const form = "openssh-key-v1\x00"
	block, _ := pem.Decode(file)
	if block == nil || !bytes.HasPrefix(block.Bytes, []byte(form)) {
		return 0
	}
	var head struct {
		Cipher  string
		Kdf     string
		Options string
		Rest    []byte `ssh:"rest"`
	}
	var options struct {
		Salt   string
		Rounds uint32
	}
	if ssh.Unmarshal(block.Bytes[len(form):], &head) != nil || ssh.Unmarshal([]byte(head.Options), &options) != nil {
		return 0
	}
	return options.Rounds
}

// publicKey reads the first line of a file of public keys.
func publicKey(file []byte) (ssh.PublicKey, error) {
	key, _, _, _, err := ssh.ParseAuthorizedKey(file) //nolint:dogsled // its comment, options and the rest say nothing of it
	if err != nil {
		return nil, &broker.ReportFault{Code: broker.NoPublicKey, Err: err}
	}
	return key, nil
}

// KeyNames are the keys of a file of public keys, as [Checked].Key names them: a key's .pub
// file, or lines that begin with whose it is.
func KeyNames(file []byte) (names []string, err error) {
	for rest := file; ; {
		var key ssh.PublicKey
		if key, _, _, rest, err = ssh.ParseAuthorizedKey(rest); err != nil {
			break
		}
		names = append(names, nameOf(key))
	}
	if len(names) == 0 {
		return nil, &broker.ReportFault{Code: broker.NoPublicKeys, Err: err}
	}
	return names, nil
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

// sign makes the signature that ssh-keygen -Y sign -n mangrove-report makes. It fails with
// [broker.NotSigned]. Some agents make signatures with SHA-1 for RSA keys, whatever they are
// asked for: [broker.SignatureUnfit].
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
		return nil, &broker.ReportFault{Code: broker.NotSigned, Err: err}
	}
	blob := ssh.Marshal(envelope{1, k.signer.PublicKey().Marshal(), namespace, "", hashName, ssh.Marshal(signature)})
	signed := armoured(append([]byte(magic), blob...))
	if _, err := signedBy(message, signed); err != nil {
		return nil, &broker.ReportFault{Code: broker.NotSigned, Err: broker.SignatureUnfit}
	}
	return signed, nil
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

// errSignature is a signature that is none of the message for this purpose.
const errSignature signatureFault = "no such signature"

// signatureFault is a code.
type signatureFault string

// Error is the code.
func (f signatureFault) Error() string { return string(f) }

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
