package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// chooseFile asks for a file and gives its path.
func (d *desk) chooseFile(chosen func(path string)) {
	ask := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
		if err != nil || f == nil {
			return
		}
		path := f.URI().Path()
		f.Close() // it is read later, by its path
		chosen(filepath.FromSlash(path))
	}, d.window)
	ask.Resize(fyne.NewSize(720, 520))
	d.show(ask)
}

// chooseFolder asks for a folder and gives its path.
func (d *desk) chooseFolder(chosen func(path string)) {
	ask := dialog.NewFolderOpen(func(f fyne.ListableURI, err error) {
		if err == nil && f != nil {
			chosen(filepath.FromSlash(f.Path()))
		}
	}, d.window)
	ask.Resize(fyne.NewSize(720, 520))
	d.show(ask)
}

// chooseZip asks for a .zip file and gives its path.
func (d *desk) chooseZip(chosen func(path string)) {
	ask := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
		if err != nil || f == nil {
			return
		}
		f.Close() // it is read later, by its path
		chosen(filepath.FromSlash(f.URI().Path()))
	}, d.window)
	ask.SetFilter(storage.NewExtensionFileFilter([]string{".zip"}))
	ask.Resize(fyne.NewSize(720, 520))
	d.show(ask)
}
