package home

import (
	"io"

	"fyne.io/fyne/v2"

	"mangrove/broker/profiles"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/shelf"
	"mangrove/ui/widgets"
)

// menu is the menu of a stored connection.
func (h *Page) menu(id string, at fyne.Position) {
	p, ok := h.shelf.Get(id)
	if !ok {
		return
	}
	up := fyne.NewMenuItem("Move up", func() { h.move(id, -1) })
	up.Disabled = h.shelf.Beside(id, -1) < 0
	down := fyne.NewMenuItem("Move down", func() { h.move(id, 1) })
	down.Disabled = h.shelf.Beside(id, 1) < 0
	widgets.ShowMenu(h.list.rows, at,
		fyne.NewMenuItem("Connect", func() { h.connectTo(id) }),
		fyne.NewMenuItem("Connection doctor…", func() { h.examine(id) }),
		fyne.NewMenuItem("Duplicate", func() { h.duplicate(id) }),
		up, down,
		fyne.NewMenuItem("Share…", func() { h.share([]profiles.Profile{p}, format.ConnectionName(p)) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Delete", func() { h.remove(id) }))
}

func (h *Page) move(id string, by int) {
	place := h.shelf.Beside(id, by)
	if place < 0 {
		return
	}
	h.shelf.WithoutSecrets(func(s shelf.Stored) (string, error) { return id, s.Book.Move(id, place) }, h.done)
}

func (h *Page) duplicate(id string) {
	h.shelf.WithSecrets(func(s shelf.Stored) (string, error) {
		p, err := s.Book.Duplicate(id, format.CopyName)
		return p.ID, err
	}, h.done)
}

// done shows a connection that something was done to.
func (h *Page) done(id string, err error) {
	if err != nil {
		h.failed(err)
		return
	}
	h.Choose(id)
}

// remove deletes a connection, and offers to bring it back.
func (h *Page) remove(id string) {
	p, ok := h.shelf.Get(id)
	if !ok {
		return
	}
	next := h.shelf.Beside(id, 1)
	if next < 0 {
		next = h.shelf.Beside(id, -1)
	}
	neighbour := ""
	if next >= 0 {
		neighbour = h.shelf.All()[next].ID
	}
	h.shelf.Delete(id, func(err error) {
		if err != nil {
			h.failed(err)
			return
		}
		h.Choose(neighbour)
		h.deleted = append(h.deleted, format.ConnectionName(p))
		h.offerUndo()
	})
}

// offerUndo says which connection was deleted last, and how many before it that
// can be brought back too: a key that is held deletes several.
func (h *Page) offerUndo() {
	before := len(h.deleted) - 1
	if before < 0 {
		return
	}
	words := format.Fill("The connection {deleted} was deleted with its secrets.", "deleted", h.deleted[before])
	if before > 0 {
		words = format.Counted(before, "The connection {deleted} was deleted with its secrets, and {count} connection before it.", "The connection {deleted} was deleted with its secrets, and {count} connections before it.",
			"deleted", h.deleted[before])
	}
	h.notice.Offer(words, "Undo", h.bringBack)
}

func (h *Page) bringBack() {
	h.shelf.WithSecrets(func(s shelf.Stored) (string, error) {
		p, err := s.Book.Undo()
		return p.ID, err
	}, func(id string, err error) {
		h.done(id, err)
		if err == nil && len(h.deleted) > 0 {
			h.deleted = h.deleted[:len(h.deleted)-1]
			h.offerUndo()
		}
	})
}

// share writes connections into a file for others. Certificates may have to be
// read for that, which happens beside the goroutine that draws.
func (h *Page) share(list []profiles.Profile, name string) {
	h.desk.Save(desk.FileName(name, ".mangrove.json"), func(to io.Writer) error { return writeShared(to, list) }, func(path string) {
		h.notice.Say(format.Fill("Saved to {path}. Passwords, private keys and values marked as secret are not included.", "path", path))
	})
}

// writeShared writes connections as a file for others.
func writeShared(to io.Writer, list []profiles.Profile) error {
	content, err := profiles.Export(list)
	if err == nil {
		_, err = to.Write(content)
	}
	return err
}
