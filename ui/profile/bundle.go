package profile

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/shelf"
	"mangrove/ui/widgets"
)

// bundlePart fills in the certificates out of a folder or a .zip file, as a
// cloud or an administrator hands them out.
type bundlePart struct {
	*row
	form *Form
}

// bundle adds the button that opens certificates.
func (f *Form) bundle() {
	b := &bundlePart{form: f}
	button := widgets.NewButton("Certificates from a folder or .zip…", theme.FolderOpenIcon(), func() { f.AskBundle("") })
	b.row = newRow("Certificates", container.NewHBox(button))
	f.add("Certificates from a folder or .zip", b, button)
	f.bundles = append(f.bundles, b)
}

func (b *bundlePart) show(p *profiles.Profile) { b.follow(p) }

// forgetBundles says nothing of certificates any more.
func (f *Form) forgetBundles() { f.tellBundle("", widget.LowImportance) }

func (f *Form) tellBundle(words string, importance widget.Importance) {
	for _, b := range f.bundles {
		b.Say(words, importance)
	}
}

// AskBundle asks where the certificates are; at is where they may be.
func (f *Form) AskBundle(at string) {
	about := widgets.NewSentences("Choose the folder or .zip file that the broker's owner or your cloud provider gave you. File names do "+
		"not matter; the contents are checked.", widget.MediumImportance)
	path := widgets.NewFormEntry("path of a folder or a .zip file", 0)
	path.SetText(at)
	problem := widgets.NewSentences("", widget.DangerImportance)
	problem.Hide()
	folder := widgets.NewButton("Folder…", theme.FolderIcon(), func() { f.desk.ChooseFolder(path.SetText) })
	archive := widgets.NewButton(".zip file…", theme.FileIcon(), func() { f.desk.ChooseZip(path.SetText) })
	var q *desk.Question
	confirm := widgets.NewButton("Use them", nil, nil)
	confirm.OnTapped = func() { f.openBundle(path.Value(), problem, q) }
	path.OnSubmitted = func(string) { confirm.OnTapped() }
	q = f.desk.Ask("Certificates from a folder or .zip", container.NewVBox(about,
		container.NewBorder(nil, nil, nil, container.NewHBox(folder, archive), path), problem), confirm,
		desk.NamedObject{Name: "bundle path", Object: path}, desk.NamedObject{Name: "problem", Object: problem})
	q.Dialog.Resize(fyne.NewSize(f.desk.Width(600), 200))
	f.desk.Focus(path)
}

// openBundle puts what is at a path into the profile on view.
func (f *Form) openBundle(path string, problem *widget.Label, q *desk.Question) {
	path = strings.TrimSpace(path)
	id := f.profile.ID
	var found *profiles.Bundle
	f.shelf.WithSecrets(func(s shelf.Stored) (string, error) {
		p, err := s.Book.Get(id)
		if err != nil {
			return id, err
		}
		if found, err = profiles.OpenBundle(path); err != nil {
			return id, err
		}
		was := p
		secrets := found.Fill(&p)
		return id, s.Book.Edit(profiles.Edit{Was: was, Now: p, Secrets: secrets})
	}, func(id string, err error) {
		if err != nil {
			widgets.ShowProblem(problem, explain.Error(err, broker.Address{}))
			return
		}
		q.Close()
		f.do.Choose(id)
		f.tellBundle(bundleWords(found), widget.SuccessImportance)
	})
}

// bundleWords says what was recognised in a bundle, and what was left.
func bundleWords(b *profiles.Bundle) string {
	var parts []string
	if b.CA != "" {
		parts = append(parts, format.Fill("the authority ({CA})", "CA", format.PEM(b.CA)))
	}
	if b.Certificate != "" {
		parts = append(parts, format.Fill("the client certificate ({certificate})", "certificate", format.PEM(b.Certificate)))
	}
	if b.Key != "" {
		parts = append(parts, "its private key")
	}
	if b.PKCS12 != nil {
		parts = append(parts, "a PKCS#12 archive")
	}
	words := format.Fill("Found {parts}.", "parts", strings.Join(parts, ", "))
	if len(b.Left) > 0 {
		words += format.Fill(" Not needed: {left}.", "left", strings.Join(b.Left, ", "))
	}
	return words
}
