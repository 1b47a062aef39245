package main

import (
	"errors"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/broker/verification"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// largestKey is the most in bytes that a key takes.
const largestKey = 64_000

// byAgent is what --sign says for a key of the SSH agent; with a colon, for the one that has a
// fingerprint. A file of that name is ./agent.
const byAgent = "agent"

// sshAgent is the agent that the environment names.
func sshAgent() *verification.Agent { return verification.NewAgent(os.Getenv("SSH_AUTH_SOCK")) }

// key is the one that signs, nil without --sign.
func (o *verifyOptions) key(cmd *cobra.Command) (*verification.Key, error) {
	fingerprint, named := strings.CutPrefix(o.sign, byAgent+":")
	switch {
	case o.sign == "":
		return nil, nil //nolint:nilnil // none is no error
	case o.sign == byAgent, named:
		return heldKey(cmd, fingerprint, named)
	}
	content, err := profiles.ReadFile(o.sign, largestKey)
	if err != nil {
		return nil, problem.KeyUnread.Because(err, "key", printable.Name(o.sign))
	}
	if _, err := verification.KeyNames(content); err == nil {
		key, err := sshAgent().Key(cmd.Context(), content)
		if err != nil {
			return nil, problem.KeyPublic.Because(err, "key", printable.Name(o.sign))
		}
		return key, nil
	}
	return o.keyOf(cmd, content)
}

// keyOf is the private key in a file.
func (o *verifyOptions) keyOf(cmd *cobra.Command, content []byte) (*verification.Key, error) {
	key, err := verification.ParseKey(content, "")
	if errors.Is(err, broker.KeyEncrypted) {
		passphrase, asked := askPassword(cmd, wording.Fill("the key {sign}", "sign", o.sign))
		if errors.Is(asked, problem.NoTerminal) {
			return nil, problem.NoPassphrase
		}
		if asked != nil {
			return nil, asked
		}
		key, err = verification.ParseKey(content, passphrase)
	}
	if err != nil {
		return nil, problem.KeyUnfit.Because(err, "key", printable.Name(o.sign))
	}
	return key, nil
}

// heldKey is the one that the SSH agent holds, or the one of those with a fingerprint. Where it
// cannot be told which is meant, they are listed.
func heldKey(cmd *cobra.Command, fingerprint string, named bool) (*verification.Key, error) {
	held, _, err := sshAgent().Keys(cmd.Context())
	if err != nil {
		return nil, problem.AgentUnusable.Because(err)
	}
	for _, k := range held {
		if k.Fingerprint == fingerprint || !named && len(held) == 1 {
			return k.Key, nil
		}
	}
	err = problem.AgentAmbiguous.With("count", len(held))
	if named {
		err = problem.AgentWithout.With("key", printable.Name(fingerprint))
	}
	return nil, errors.Join(listKeys(cmd, held), err)
}

// mostKeysTold are the keys that are listed.
const mostKeysTold = 20

// listKeys prints the keys that an agent holds, as --sign names them.
func listKeys(cmd *cobra.Command, held []verification.HeldKey) (failed error) {
	for _, k := range held[:min(len(held), mostKeysTold)] {
		failed = errors.Join(failed, say(cmd, wording.Fill("--sign {agent}:{fingerprint}  {kind}  {comment}", "agent", byAgent, "fingerprint", k.Fingerprint, "kind", k.Kind, "comment", commentOf(k.Comment))))
	}
	if more := len(held) - mostKeysTold; more > 0 {
		failed = errors.Join(failed, say(cmd, wording.Fill("… and {count} more, which ssh-add -l lists", "count", more)))
	}
	return failed
}

// longestComment is how many bytes of what an agent calls a key are printed.
const longestComment = 100

// commentOf is what an agent calls a key, which may be anything.
func commentOf(comment string) string {
	if len(comment) <= longestComment {
		return printable.Line(comment)
	}
	end := longestComment
	for end > longestComment-utf8.UTFMax && !utf8.RuneStart(comment[end]) {
		end--
	}
	return printable.Line(comment[:end]) + printable.CutMark(len(comment)-end)
}
