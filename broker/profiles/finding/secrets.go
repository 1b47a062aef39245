package finding

// SecretNamed is a part that names a secret of a connection, as it is stored.
const SecretNamed Code = "secret"

// What secrets are for: where they go, and what sees to it that nobody else gets them. An
// address has no code. These codes are sealed with the secrets, so that they stay as they
// are.
const (
	ThroughProxy  Code = "proxy"
	WithWill      Code = "will"
	Unverified    Code = "unverified"
	WithOutdated  Code = "outdated"
	WithName      Code = "server"
	WithAuthority Code = "authority"
)

// Why secrets cannot be had or kept.
const (
	SecretsMissing   Code = "secrets missing" // Parts are their names
	SecretsMoved     Code = "secrets moved"   // Parts are what they were given for, Others what it is now
	Changed          Code = "connection changed"
	NoKeyRing        Code = "no key ring"
	KeyRingClosed    Code = "key ring not opened"
	KeyRingForgets   Code = "key ring forgets"
	KeyRingFails     Code = "key ring fails"
	KeyRingSilent    Code = "key ring silent"
	KeyRingBroke     Code = "key ring broke off" // Value is the cause
	EntryDamaged     Code = "entry damaged"      // Parts name the secret
	EntryTooLong     Code = "entry too long"     // Parts name the secret
	AnswerTooLong    Code = "answer too long"
	VaultKeyDamaged  Code = "key of the vault damaged"
	SecretsNotSealed Code = "secrets not sealed"
)
