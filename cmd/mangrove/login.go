package main

import (
	"bytes"
	"errors"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// passwordVariable is the environment variable that a password may be in.
const passwordVariable = "MANGROVE_PASSWORD"

// longestPassword is what MQTT can send, in bytes (MQTT 5, 1.5.6).
const longestPassword = 65_535

// login is what a command is given to connect with, beside the address: where the
// password is, or which stored connection is meant. Everybody on the computer sees
// the arguments of a program, and the shell keeps them.
type login struct {
	stored    string // name of a stored connection
	file      string
	ask       bool
	inherited string // what was in the environment
}

// loginHelp is what the help of the commands says of it.
const loginHelp = "The password of the address's user comes from --ask-password, from --password-file, or from the environment\n" +
	"variable MANGROVE_PASSWORD, and --profile takes a stored connection with its secrets from the key ring. A password in\n" +
	"the address works too, but everyone on this computer can see it, for example with ps, and it stays in the shell's history."

func (l *login) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&l.stored, "profile", "", "use the stored connection with this name, or folder/name, instead of an address")
	f.StringVar(&l.file, "password-file", "", "file that holds the password; a line break at its end is ignored")
	f.BoolVar(&l.ask, "ask-password", false, "ask for the password on the terminal")
}

// inherit takes the password out of the environment, which whatever is started
// from here would have too.
func (l *login) inherit() error {
	l.inherited = os.Getenv(passwordVariable)
	return os.Unsetenv(passwordVariable)
}

// wanted are the flags that were given.
func (l *login) wanted() (flags []string) {
	if l.stored != "" {
		flags = append(flags, "--profile")
	}
	if l.file != "" {
		flags = append(flags, "--password-file")
	}
	if l.ask {
		flags = append(flags, "--ask-password")
	}
	return flags
}

// named is the connection that a command is given: by an address, or stored.
func (l *login) named(cmd *cobra.Command, args []string) (p broker.Profile, stored bool, err error) {
	switch {
	case len(args) > 0 && l.stored != "":
		return p, false, problem.BothNamed
	case len(args) > 0:
		p, err = l.address(cmd, args[0])
		return p, false, err
	case l.stored == "":
		return p, false, problem.NothingNamed
	}
	p, err = l.connection(cmd)
	return p, true, err
}

// address is the connection that a URL stands for, with its password from wherever
// it is.
func (l *login) address(cmd *cobra.Command, url string) (broker.Profile, error) {
	p, err := broker.ParseURL(url)
	if err != nil {
		return p, err
	}
	whose := p.Address.String()
	if p.Username != "" {
		whose = wording.Fill("{user} at {address}", "user", p.Username, "address", whose)
	}
	inURL := ""
	if p.PasswordSet {
		inURL = "in the address"
	}
	password, err := l.password(cmd, whose, inURL, p.Username != "")
	if err != nil {
		return broker.Profile{}, err
	}
	if password != "" {
		p.Password, p.PasswordSet = password, true
	}
	return p, say(cmd, seenByAll(p, inURL != ""))
}

// seenByAll says what of an address everybody on this computer sees, if anything.
func seenByAll(p broker.Profile, inURL bool) string {
	switch {
	case inURL && p.Password != "":
		return wording.Fill("Everyone on this computer can see a password in the address, for example with ps, and the shell's history keeps it; use "+
			"--ask-password, --password-file or {variable}.",
			"variable", passwordVariable)
	case p.Address.Query != "":
		return "Everyone on this computer can see the part of the address after ?, for example with ps, and the shell's history keeps it; if it is a secret, store the connection in the window and use --profile."
	}
	return ""
}

// password is that of the one place that has it, empty when none has. One in the
// environment is for a user: whoever needs none is not to learn it.
func (l *login) password(cmd *cobra.Command, whose, given string, user bool) (string, error) {
	var places []string
	if given != "" {
		places = append(places, given)
	}
	if l.file != "" {
		places = append(places, "with --password-file")
	}
	if l.ask {
		places = append(places, "with --ask-password")
	}
	if l.inherited != "" && user {
		places = append(places, wording.Fill("with the variable {variable}", "variable", passwordVariable))
	}
	switch {
	case len(places) > 1:
		return "", problem.PasswordTwice.With("places", strings.Join(places, ", "))
	case l.file != "":
		return l.fromFile(cmd)
	case l.ask:
		return askPassword(cmd, whose)
	case len(places) == 0 && l.inherited != "":
		return "", say(cmd, wording.Fill("{variable} is not used, because the address names no user; write it as mqtts://user@host.",
			"variable", passwordVariable))
	case given != "":
		return "", nil
	}
	return l.inherited, checkPassword(l.inherited)
}

func checkPassword(password string) error {
	if len(password) > longestPassword {
		return problem.PasswordTooLong.With("limit", longestPassword)
	}
	return nil
}

// fromFile reads the password of a file, and says when others can do so too.
func (l *login) fromFile(cmd *cobra.Command) (string, error) {
	name := printable.Name(l.file)
	content, err := profiles.ReadFile(l.file, longestPassword+int64(len("\r\n")))
	switch {
	case errors.Is(err, profiles.ErrNoFile):
		return "", problem.NoPasswordFile.With("file", name)
	case errors.Is(err, profiles.ErrTooLarge):
		return "", problem.PasswordFileBig.With("file", name)
	case err != nil:
		return "", problem.PasswordUnread.Because(err, "file", name)
	}
	for _, mark := range []string{"\xff\xfe", "\xfe\xff", "\xef\xbb\xbf"} {
		if bytes.HasPrefix(content, []byte(mark)) {
			return "", problem.PasswordMarked.With("file", name)
		}
	}
	if line, ok := bytes.CutSuffix(content, []byte("\n")); ok {
		content = bytes.TrimSuffix(line, []byte("\r"))
	}
	if len(content) == 0 {
		return "", problem.PasswordFileBare.With("file", name)
	}
	if info, err := os.Stat(l.file); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		err := say(cmd, wording.Fill("Others may be able to read the password in {name}; to keep it private: chmod 600 {name}", "name", name))
		return string(content), errors.Join(err, checkPassword(string(content)))
	}
	return string(content), checkPassword(string(content))
}

// connection is the stored connection that --profile names, with its secrets, as
// something beside the window connects with it: under a client id of its own, so
// that the window's connection and what the broker keeps for it stay as they are.
func (l *login) connection(cmd *cobra.Command) (broker.Profile, error) {
	var none broker.Profile
	from, closed := readProfiles()
	if from.Close != nil {
		defer func() { from.Close() }()
	}
	if closed != nil {
		return none, closed
	}
	p, err := profiles.Named(from.Book.All(), l.stored)
	if err != nil {
		return none, err
	}
	password, err := l.password(cmd, l.stored, "", p.Username != "")
	if err != nil {
		return none, err
	}
	secrets := from.Secrets
	if password != "" {
		secrets = profiles.WithPassword(secrets, password)
		if !slices.Contains(p.Kept, profiles.SecretPassword) {
			p.Kept = append(p.Kept, profiles.SecretPassword)
		}
	}
	r, err := p.Runtime(secrets)
	if missing := new(profiles.MissingError); errors.As(err, &missing) {
		_, silent := from.Opened()
		return none, errors.Join(l.missing(missing), silent)
	}
	r.ClientID, r.Resume, r.SessionExpiry = "", false, 0
	return r, err
}

// missing says what a stored connection needs and is not kept here.
func (l *login) missing(err *profiles.MissingError) error {
	if slices.Equal(err.Names, []string{profiles.SecretPassword}) {
		return problem.PasswordMissing.With("connection", printable.Name(l.stored), "variable", passwordVariable)
	}
	names := make([]string, len(err.Names))
	for i, name := range err.Names {
		names[i] = explain.Secret(name)
	}
	return problem.SecretsMissing.With("connection", printable.Name(l.stored), "secrets", strings.Join(names, ", "))
}
