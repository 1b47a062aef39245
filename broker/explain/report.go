package explain

import (
	"mangrove/broker"
	"mangrove/model/wording"
)

// reportFaults are the words for what stands in the way of a report or its signature, for
// sentences that have named the file.
var reportFaults = map[broker.ReportCode]string{
	broker.KeyEncrypted:  "the key is encrypted with a pass phrase",
	broker.WrongPhrase:   "this is not the pass phrase of the key",
	broker.NoPrivateKey:  "it is not a private SSH key that can be read",
	broker.NoPublicKey:   "it is not a public SSH key",
	broker.NoPublicKeys:  "there is no public SSH key in it",
	broker.AgentUnset:    "no SSH agent is running, or SSH_AUTH_SOCK does not say where",
	broker.NoAgent:       "the SSH agent cannot be reached",
	broker.AgentFailed:   "the connection to the SSH agent failed",
	broker.AgentNotThere: "the SSH agent that SSH_AUTH_SOCK names is not running any more",
	broker.AgentGone:     "the SSH agent ended the connection without an answer",
	broker.AgentRefused:  "the SSH agent refused: it may be locked, or the use of the key was not confirmed",
	broker.AgentTooMuch:  "the SSH agent's answer is too long",
	broker.AgentGarbled:  "what answered is not an SSH agent, or does not follow its protocol",
	broker.AgentEmpty:    "the SSH agent has no key, or shows none because it is locked",
	broker.KeyNotHeld:    "the SSH agent does not hold this key",
	broker.KeyNotListed:  "the key that has signed is not in it",
	broker.KeyNotYet:     "the key is not valid yet (valid-after)",
	broker.KeyNoLonger:   "the key is no longer valid (valid-before)",
	broker.KeyElsewhere:  "the key may not sign reports: the namespaces of its line lack mangrove-report",
	broker.KeyOption:     "the line of the key has an option or a time that is not known",
	broker.KeyAuthority:  "the key that has signed is not in it, and a line with cert-authority is not supported: name the keys themselves",
	broker.NotSigned:     "the key cannot sign",
	broker.SignatureUnfit: "what it made is no signature with SHA-512 that fits the key; use a key of another kind, such as ed25519, " +
		"or another SSH agent",
	broker.NoReport:       "it is not a report, or it is damaged",
	broker.NotUnpacked:    "it is not a report that was unpacked: there is no MANIFEST.sha256 in it that can be read, or there are too many files beside it",
	broker.NoResults:      "the results in it cannot be read",
	broker.ReportTooLarge: "it is larger than any report",
	broker.ReportForm:     "it does not have the form of a report",
}

// reportWords say what is wrong with a report, or with the key that is to sign one.
func reportWords(f *broker.ReportFault) string {
	s := reportFaults[f.Code]
	switch {
	case f.Code == broker.KeyRounds:
		return wording.Fill("it takes {count} rounds to open, and no more than {limit} are tried", "count", f.Count, "limit", f.Limit)
	case f.Code == broker.AgentSlow:
		return wording.Fill("the SSH agent did not answer within {limit} seconds", "limit", f.Limit)
	case f.Code == broker.AgentUnfit:
		return wording.Count(f.Count, "the SSH agent shows {count} key, of a kind that signs no reports: use ed25519, ECDSA or RSA",
			"the SSH agent shows {count} keys, and none is of a kind that signs reports: use ed25519, ECDSA or RSA")
	case f.Code == broker.AgentGarbled:
		return s // the rest is for the log
	case s == "":
		return f.Error()
	case f.Err != nil:
		return wording.Fill("{fault}: {why}", "fault", s, "why", words(f.Err))
	}
	return s
}
