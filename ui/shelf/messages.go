package shelf

import (
	"mangrove/broker/collections"
	"mangrove/broker/environments"
	"mangrove/broker/profiles"
	"mangrove/broker/sent"
)

// Messages is what is kept of messages: what was published, what is saved to be published
// again, and the environments of templates. nil: nothing of that is kept.
type Messages struct {
	Sent         *sent.History
	Saved        *collections.Book
	Environments *environments.Book
}

// MessagesIn is what is kept of messages in a folder.
func MessagesIn(dir string, secrets profiles.Secrets) Messages {
	return Messages{sent.NewHistory(dir, sent.Usual), collections.NewBook(dir), environments.NewBook(dir, secrets)}
}

// Messages is what is kept of messages, once the shelf is open.
func (s *Shelf) Messages() Messages { return s.messages }

// Folders are those of the stored connections, each once.
func (s *Shelf) Folders() (all []string) {
	seen := map[string]bool{"": true}
	for _, p := range s.All() {
		if !seen[p.Folder] {
			seen[p.Folder] = true
			all = append(all, p.Folder)
		}
	}
	return all
}
