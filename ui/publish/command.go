package publish

import (
	"regexp"
	"strings"

	"mangrove/broker"
	"mangrove/broker/collections"
	"mangrove/broker/explain"
	"mangrove/ui/format"
)

// isCommand is how a command of Mosquitto's clients begins.
var isCommand = regexp.MustCompile(`(?i)(^|[\s/\\])mosquitto_(pub|rr)(\.exe)?\s`)

// namesTopic is an option by which commands that publish name the topic.
var namesTopic = regexp.MustCompile(`\s(-t|--topic)[\s=]`)

// takeCommand takes a command apart that was typed or pasted as the topic, as it stands in
// instructions: what it publishes comes into the fields, and nothing is published yet. It
// reports whether there was one.
func (p *Panel) takeCommand() bool {
	typed := p.topic.Value()
	if !isCommand.MatchString(typed) {
		return false
	}
	all, notes, err := collections.Parse([]byte(typed))
	switch {
	case err != nil:
		p.sayOf(p.topic, "The topic is a command that cannot be read. "+explain.Error(err, broker.Address{}))
		return true
	case len(all) > 1:
		p.sayOf(p.topic, format.Fill("The topic is a command that publishes {count} messages. Paste it into the list of saved messages instead.", "count", format.Count(len(all))))
		return true
	}
	said := make([]string, 0, len(notes)+2)
	for _, note := range notes {
		said = append(said, explain.Note(note))
	}
	if len(all) == 0 {
		p.sayOf(p.topic, sentences(append([]string{"The topic is a command that publishes nothing."}, said...)...))
		return true
	}
	if file := all[0].File; file != "" {
		said = append(said, format.Fill("The payload is in the file {file}. Choose it before you publish.", "file", format.ExcerptOf(file, 200)))
	}
	before := p.typed()
	p.TakeDraft(all[0].Draft)
	p.missing = all[0].File
	p.showOutcome(sentences(append([]string{format.Fill("Nothing was published yet: the topic was a command. Publish sends its message to {address}.", "address", p.conn.Profile.Address)}, said...)...), false)
	p.OnUndo("A command was taken apart in the publish panel.", func() { p.putTyped(before) })
	return true
}

// likeCommand is what is asked before something is published to a topic that looks like a
// command of some other program.
func likeCommand(topic, name string) doubt {
	if !namesTopic.MatchString(topic) || !strings.ContainsAny(strings.TrimSpace(topic), " \t") {
		return doubt{}
	}
	return doubt{"Publish to a topic that looks like a command?", format.Fill("All of {name} would be the topic.", "name", name)}
}
