package desk

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// ChooseFile asks for a file and gives its path.
func (d *Desk) ChooseFile(chosen func(path string)) { d.ChooseFileIn("", "", chosen) }

// ChooseFileIn asks for a file under a title, beginning in a folder where that is there. Empty,
// they are what they always are.
func (d *Desk) ChooseFileIn(title, folder string, chosen func(path string)) {
	ask := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
		if err != nil || f == nil {
			return
		}
		path := f.URI().Path()
		f.Close() // it is read later, by its path
		chosen(filepath.FromSlash(path))
	}, d.window)
	if title != "" {
		ask.SetTitleText(title)
	}
	if folder != "" {
		if list, err := storage.ListerForURI(storage.NewFileURI(folder)); err == nil {
			ask.SetLocation(list)
		}
	}
	ask.Resize(fyne.NewSize(720, 520))
	d.Show(ask)
}

// ChooseFolder asks for a folder and gives its path.
func (d *Desk) ChooseFolder(chosen func(path string)) {
	ask := dialog.NewFolderOpen(func(f fyne.ListableURI, err error) {
		if err == nil && f != nil {
			chosen(filepath.FromSlash(f.Path()))
		}
	}, d.window)
	ask.Resize(fyne.NewSize(720, 520))
	d.Show(ask)
}

// ChooseZip asks for a .zip file and gives its path.
func (d *Desk) ChooseZip(chosen func(path string)) {
	ask := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
		if err != nil || f == nil {
			return
		}
		f.Close() // it is read later, by its path
		chosen(filepath.FromSlash(f.URI().Path()))
	}, d.window)
	ask.SetFilter(storage.NewExtensionFileFilter([]string{".zip"}))
	ask.Resize(fyne.NewSize(720, 520))
	d.Show(ask)
}
