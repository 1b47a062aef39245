package verification

import (
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"mangrove/broker"
)

// TestSigners reads lines as ssh-keygen(1) has them under ALLOWED SIGNERS, with their options.
func TestSigners(t *testing.T) {
	key := parsed(t, testKey(t, ""))
	public := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key.signer.PublicKey())))
	other := "bob@x ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPUnuwN6iIcLbu+g9KTdXmRQEpRmJhKqnrhTBbZBaHs"
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	for line, want := range map[string]struct {
		err   error
		whose string
	}{
		public:                {nil, ""},
		public + " ann's key": {nil, ""},
		"ann@x " + public:     {nil, "ann@x"},
		"ann@x,*@y " + public: {nil, "ann@x,*@y"},
		`"ann@x" ` + public:   {nil, "ann@x"},
		`ann@x namespaces="mangrove-report" ` + public:                        {nil, "ann@x"},
		`ann@x NAMESPACES="git,mangrove-*" ` + public + " c":                  {nil, "ann@x"},
		`ann@x namespaces="git,file" ` + public:                               {broker.KeyElsewhere, ""},
		`ann@x namespaces="mangrove-report,!mangrove-*" ` + public:            {broker.KeyElsewhere, ""},
		`namespaces="git" ` + public:                                          {broker.KeyElsewhere, ""},
		`ann@x valid-after="20260601",valid-before="20260602" ` + public:      {nil, "ann@x"},
		`ann@x valid-after="202606011300Z" ` + public:                         {broker.KeyNotYet, ""},
		`ann@x valid-before="20260601115959Z" ` + public:                      {broker.KeyNoLonger, ""},
		`ann@x valid-before="soon" ` + public:                                 {broker.KeyOption, ""},
		`ann@x no-touch ` + public:                                            {broker.KeyOption, ""},
		`*@x cert-authority ` + public:                                        {broker.KeyAuthority, ""},
		`cert-authority ` + public:                                            {broker.KeyAuthority, ""},
		"# " + public + "\n" + other:                                          {broker.KeyNotListed, ""},
		other + "\n*@x cert-authority " + strings.TrimPrefix(other, "bob@x "): {broker.KeyAuthority, ""},
		`ann@x namespaces="git" ` + public + "\nann@x " + public:              {nil, "ann@x"},
	} {
		all, err := ReadSigners([]byte(line + "\n"))
		if err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		if got, err := all.Of(key.name(), now); !errors.Is(err, want.err) || got.Principals != want.whose {
			t.Errorf("%s: %q, %v", line, got.Principals, err)
		}
	}
	for _, file := range []string{"", "# none\n", "# ann@x " + public + "\n", "ann@x\n", ours, `ann@x namespaces="x ` + public} {
		if all, err := ReadSigners([]byte(file)); !errors.Is(err, broker.NoPublicKeys) {
			t.Errorf("%q: %v, %v", file, all, err)
		}
	}
}
