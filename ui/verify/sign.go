package verify

import (
	"errors"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/broker/verification"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// largestKey is the most in bytes that a key takes.
const largestKey = 64_000

// chooseKeyFile has the file of a private key chosen, and goes on with that key.
func (p *Page) chooseKeyFile(do func(*verification.Key)) {
	p.do.Desk.ChooseFileIn("Private SSH key", sshFolder(), func(path string) {
		go func() { // ends when the file has been read
			file, err := profiles.ReadFile(path, largestKey)
			p.do.Desk.Run(func() {
				if err != nil {
					p.refuseKey("")
					return
				}
				p.signWith(file, "", do)
			})
		}()
	})
}

// sshFolder is where SSH keys are kept; empty: nobody can say.
func sshFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".ssh")
}

// signedWords say which key has signed, and what is needed to check it.
func signedWords(key *verification.Key) string {
	return format.Fill("Signed with {fingerprint}. Give your customer the .pub file; mangrove verify --check checks it.", "fingerprint", key.Fingerprint())
}

// signWith reads a key, beside the goroutine that draws, and goes on with it.
func (p *Page) signWith(file []byte, passphrase string, do func(*verification.Key)) {
	go func() { // ends when the key has been opened, for which there is a bound
		key, err := verification.ParseKey(file, passphrase)
		p.do.Desk.Run(func() {
			if err != nil {
				p.notOpened(file, passphrase, do, err)
				return
			}
			do(key)
		})
	}()
}

// notOpened says why a key is not open. One that is encrypted is asked the pass phrase of.
func (p *Page) notOpened(file []byte, passphrase string, do func(*verification.Key), err error) {
	switch {
	case errors.Is(err, broker.KeyEncrypted):
		p.askPassphrase("", file, do)
	case errors.Is(err, broker.WrongPhrase):
		p.askPassphrase("This is not the pass phrase of the key.", file, do)
	case errors.Is(err, broker.KeyRounds), passphrase != "":
		widgets.ShowToast("The key cannot be used. "+explain.Error(err, broker.Address{}), true)
	default:
		if _, none := verification.KeyNames(file); none == nil {
			p.refuseKey(" This one is public: choose the private one beside it, without .pub.")
			return
		}
		p.refuseKey("")
	}
}

func (p *Page) refuseKey(more string) {
	widgets.ShowToast("This file is not a private SSH key that can be read. Choose one that ssh-keygen made, such as id_ed25519."+more, true)
}

// passphraseWidth is that of the question for a pass phrase.
const passphraseWidth = 420

// askPassphrase asks for the pass phrase of a key.
func (p *Page) askPassphrase(wrong string, file []byte, do func(*verification.Key)) {
	field := widgets.NewEntry("")
	field.Password = true
	words := widgets.NewSentences(format.Excerpt("The key is encrypted. Its pass phrase is used once and not kept."), widget.LowImportance)
	content := container.NewVBox(words, field)
	if wrong != "" {
		content.Add(widgets.NewSentences(format.Excerpt(wrong), widget.DangerImportance))
	}
	var q *desk.Question
	use := widgets.NewButton("Sign", nil, func() {
		typed := field.Value()
		if typed == "" {
			return
		}
		q.Close()
		p.signWith(file, typed, do)
	})
	field.OnSubmitted = func(string) { use.OnTapped() }
	q = p.do.Desk.Ask("Pass phrase of the key", content, use, desk.NamedObject{Name: "pass phrase", Object: field})
	q.Dialog.Resize(fyne.NewSize(p.do.Desk.Width(passphraseWidth), 0))
	p.do.Desk.Focus(field)
}
