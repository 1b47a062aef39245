package verification

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"net"
	"slices"
	"syscall"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"mangrove/broker"
)

// Agent is an SSH agent, which keeps private keys and signs with them. Nothing of what it says
// is trusted: it is asked with bounds, and what it has signed is checked. Its errors are of
// [broker.ReportFault], or that of a context that was cancelled.
type Agent struct {
	socket string
	toList time.Duration // how long it may take to tell its keys
	toSign time.Duration
}

// How long an agent may take. It may have to ask for the pass phrase that it keeps its keys
// with, or for a touch of a key.
const (
	longestListing = 20 * time.Second
	longestSigning = 2 * time.Minute
)

// How much an agent may answer: a key has some hundred bytes, and few people have ten.
const (
	largestAnswer = 1 << 20 // bytes
	mostHeld      = 1_000   // keys
)

// NewAgent is the agent at a socket; empty: there is none.
func NewAgent(socket string) *Agent { return &Agent{socket, longestListing, longestSigning} }

// HeldKey is a key that an agent holds.
type HeldKey struct {
	Comment     string // what the agent calls it: anything at all
	Kind        string // as OpenSSH names it
	Fingerprint string // SHA256:…
	Key         *Key
}

// fitKinds are the kinds of keys whose signatures of reports are taken. DSA signs with SHA-1, and
// of certificates nobody knows here who gave them.
var fitKinds = []string{
	ssh.KeyAlgoED25519, ssh.KeyAlgoSKED25519, ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521, ssh.KeyAlgoSKECDSA256, ssh.KeyAlgoRSA,
}

// Keys are the keys that can sign reports, each once, in the order of the agent, and how many
// it holds besides that cannot. With none of the first it fails with [broker.AgentEmpty] or
// [broker.AgentUnfit].
func (a *Agent) Keys(ctx context.Context) (held []HeldKey, unfit int, err error) {
	all, err := a.list(ctx)
	if err != nil {
		return nil, 0, err
	}
	for i, one := range all {
		if slices.ContainsFunc(all[:i], func(k *agent.Key) bool { return bytes.Equal(k.Blob, one.Blob) }) {
			continue
		}
		public, err := ssh.ParsePublicKey(one.Blob)
		if err != nil || !slices.Contains(fitKinds, public.Type()) {
			unfit++
			continue
		}
		held = append(held, HeldKey{one.Comment, public.Type(), ssh.FingerprintSHA256(public), &Key{&agentKey{agent: a, public: public}}})
	}
	switch {
	case len(held) > 0:
		return held, unfit, nil
	case unfit > 0:
		return nil, unfit, &broker.ReportFault{Code: broker.AgentUnfit, Count: int64(unfit)}
	}
	return nil, 0, broker.AgentEmpty
}

// Key is a key that the agent holds, named by its public key. The agent is asked for it now, and
// for a signature when there is one to make.
func (a *Agent) Key(ctx context.Context, public []byte) (*Key, error) {
	key, err := publicKey(public)
	if err != nil {
		return nil, err
	}
	all, err := a.list(ctx)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(all, func(k *agent.Key) bool { return bytes.Equal(k.Blob, key.Marshal()) }) {
		return nil, broker.KeyNotHeld
	}
	return &Key{&agentKey{agent: a, public: key}}, nil
}

func (a *Agent) list(ctx context.Context) (all []*agent.Key, err error) {
	if a == nil || a.socket == "" {
		return nil, broker.AgentUnset
	}
	err = a.ask(ctx, a.toList, func(c agent.ExtendedAgent) error {
		all, err = c.List()
		return err
	})
	if err == nil && len(all) > mostHeld {
		err = broker.AgentTooMuch
	}
	return all, err
}

// ask asks the agent one thing.
func (a *Agent) ask(ctx context.Context, patience time.Duration, about func(agent.ExtendedAgent) error) error {
	ctx, end := context.WithTimeout(ctx, patience)
	defer end()
	var d net.Dialer
	conn, err := d.DialContext(ctx, "unix", a.socket)
	switch {
	case ctx.Err() != nil:
		if conn != nil {
			_ = conn.Close() // nothing was asked
		}
		return tooSlow(ctx, patience)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED): // one that has ended leaves its socket or not
		return broker.AgentNotThere
	case err != nil:
		return &broker.ReportFault{Code: broker.NoAgent, Err: err}
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() }) // which ends what is read and written
	heard := &answer{of: conn, left: lengthSize + largestAnswer}
	err = about(agent.NewClient(heard))
	stop()
	_ = conn.Close() // it was asked all that it is asked
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return tooSlow(ctx, patience)
	}
	return heard.fault(err)
}

// tooSlow is that an agent has not answered in time; or that nobody waits for it any more.
func tooSlow(ctx context.Context, patience time.Duration) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	return &broker.ReportFault{Code: broker.AgentSlow, Limit: int64(patience / time.Second)}
}

// answer is what an agent answers to the one thing that it is asked: its length in four bytes,
// what kind of answer it is, and the rest.
type answer struct {
	of   io.ReadWriter
	left int // bytes that may still come
	head []byte
	err  error // that reading or writing failed with
}

// The head of an answer, and the kind of one with which an agent says no.
const (
	lengthSize = 4
	headSize   = lengthSize + 1
	refusal    = 5
)

// Write implements io.Writer.
func (a *answer) Write(b []byte) (n int, err error) {
	if n, err = a.of.Write(b); err != nil {
		a.err = err
	}
	return n, err
}

// Read implements io.Reader. The library asks for as much as the agent says that there is.
func (a *answer) Read(b []byte) (n int, err error) {
	if len(b) > a.left {
		a.err = broker.AgentTooMuch
		return 0, a.err
	}
	n, err = a.of.Read(b)
	a.left -= n
	a.head = append(a.head, b[:min(n, headSize-len(a.head))]...)
	if err != nil {
		a.err = err
	}
	return n, err
}

// fault is why nothing came of what was asked; err is the library's word for it.
func (a *answer) fault(err error) error {
	switch {
	case errors.Is(a.err, broker.AgentTooMuch), len(a.head) >= lengthSize && binary.BigEndian.Uint32(a.head) > largestAnswer:
		return broker.AgentTooMuch
	case errors.Is(a.err, io.EOF), errors.Is(a.err, syscall.EPIPE), errors.Is(a.err, syscall.ECONNRESET):
		return broker.AgentGone
	case a.err != nil:
		return &broker.ReportFault{Code: broker.AgentFailed, Err: a.err}
	case len(a.head) == headSize && a.head[lengthSize] == refusal:
		return broker.AgentRefused
	}
	return &broker.ReportFault{Code: broker.AgentGarbled, Err: err}
}

// agentKey signs with a key that an agent keeps.
type agentKey struct {
	agent  *Agent
	public ssh.PublicKey
	over   context.Context //nolint:containedctx // whoever signs takes none; nil: nothing ends it but the agent's own bound
}

// Until is the key with which nobody waits for the agent any more once a context is over.
func (k *Key) Until(ctx context.Context) *Key {
	if of, ok := k.signer.(*agentKey); ok {
		return &Key{&agentKey{of.agent, of.public, ctx}}
	}
	return k
}

// PublicKey is the public half.
func (k *agentKey) PublicKey() ssh.PublicKey { return k.public }

// Sign has the agent sign.
func (k *agentKey) Sign(random io.Reader, data []byte) (*ssh.Signature, error) {
	return k.SignWithAlgorithm(random, data, "")
}

// SignWithAlgorithm has the agent sign; an RSA key with SHA-512.
func (k *agentKey) SignWithAlgorithm(_ io.Reader, data []byte, algorithm string) (signature *ssh.Signature, err error) {
	var flags agent.SignatureFlags
	if algorithm == ssh.KeyAlgoRSASHA512 {
		flags = agent.SignatureFlagRsaSha512
	}
	ctx := k.over
	if ctx == nil {
		ctx = context.Background()
	}
	err = k.agent.ask(ctx, k.agent.toSign, func(c agent.ExtendedAgent) error {
		signature, err = c.SignWithFlags(k.public, data, flags)
		return err
	})
	return signature, err
}
