package explore

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model/decode/sparkplug"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/payloads"
	"mangrove/ui/widgets"
)

// rebirthTimeout is how long the message that asks for a rebirth may take to be written.
const rebirthTimeout = 30 * time.Second

// sparkplugItems are what can be done with the edge node that a topic is of; none when it
// is of none.
func (e *Page) sparkplugItems(topic string) []*fyne.MenuItem {
	group, node, ok := sparkplug.NodeOf(topic)
	if !ok {
		return nil
	}
	rebirth := e.rebirthCommand(topic)
	return []*fyne.MenuItem{
		item("Show the edge node…", true, func() { e.showNode(group, node) }),
		rebirth.Item(),
		fyne.NewMenuItemSeparator(),
	}
}

// rebirthCommand asks the edge node that a topic is of for a rebirth; of none, it cannot
// be done.
func (e *Page) rebirthCommand(topic string) desk.Command {
	c := desk.Command{Name: rebirthNames[published], Group: groupMessages, Can: func() bool { return false }}
	if group, node, ok := sparkplug.NodeOf(topic); ok {
		fixed := e.notPublished(topic)
		c.Name = rebirthNames[fixed]
		c.Can, c.Do = func() bool { return fixed == published }, func() { e.askRebirth(group, node) }
	}
	return c
}

// rebirthRemedy is the same for metrics that have no names.
func (e *Page) rebirthRemedy(topic string) (r payloads.Remedy, ok bool) {
	c := e.rebirthCommand(topic)
	_, _, ok = sparkplug.NodeOf(topic)
	return payloads.Remedy{Name: c.Name, Do: func() {
		e.do.Use(e)
		c.Run()
	}, Can: c.Can()}, ok
}

// showNode shows how an edge node and its devices stand at the moment.
func (e *Page) showNode(group, node string) {
	now := time.Now()
	content := "No message of this edge node has been received yet.\n"
	if units, found := e.Conn.Sparkplug.Node(group, node, now); len(units) > 0 {
		content = format.SparkplugNode(units, found)
	}
	content += format.SparkplugHosts(e.Conn.Sparkplug.Hosts())
	view := widgets.NewTextView(18, 13)
	view.OnColumns = func(columns int) {
		view.SetLines(widgets.NewTextLines([]byte(format.BreakLines(content, columns)), columns, nil), false)
	}
	view.OnColumns(view.Columns())
	copyAll := widgets.NewButton("Copy", theme.ContentCopyIcon(), func() { widgets.CopyText("State of the edge node", content) })
	d := e.desk.NewDialog(format.Fill("Edge node {node} of {group} at {time}",
		"node", format.ExcerptOf(node, 60), "group", format.ExcerptOf(group, 60), "time", format.Clock(now)),
		container.NewBorder(nil, container.NewHBox(copyAll), nil, nil, view))
	d.Resize(fyne.NewSize(e.desk.Width(760), 420))
	e.desk.Show(d)
}

// askRebirth asks whether an edge node is to publish its births again, and tells it so.
func (e *Page) askRebirth(group, node string) {
	c := e.Conn
	if c.Profile.ReadOnly {
		e.Notice.Say(explain.Error(broker.ErrReadOnly, c.Profile.Address))
		return
	}
	name := format.TopicInSentence(node)
	command := c.Sparkplug.AskRebirth(group, node, time.Now())
	words := format.Fill("The edge node {name} of the group {group} is told to publish its births and those of all its devices again. Everyone who has "+
		"subscribed to them gets them.\nThe message goes to {topic} on the broker {address}.",
		"name", name, "group", format.TopicInSentence(group), "topic", format.TopicInSentence(command.Topic), "address", c.Profile.Address.String())
	if u, ok := c.Sparkplug.Unit(command.Topic, time.Now()); ok && u.Status == sparkplug.Offline {
		words += "\nThe node appears to be offline, and would not react."
	}
	e.desk.Confirm(&desk.Confirmation{
		Title: format.Fill("Ask {name} for a rebirth?", "name", format.ExcerptOf(name, 60)), Words: words, Action: "Ask for a rebirth",
		Do: func() { e.publishCommand(command, format.Fill("Asked {name} for a rebirth.", "name", name)) },
	})
}

// publishCommand tells an edge node something, beside the goroutine that draws.
func (e *Page) publishCommand(command sparkplug.Command, done string) {
	if e.Conn.Profile.ReadOnly { // it may have become so while it was asked
		e.Notice.Say(explain.Error(broker.ErrReadOnly, e.Conn.Profile.Address))
		return
	}
	session, address := e.Conn.Session, e.Conn.Profile.Address
	go func() { // ends with the publish, at the latest after rebirthTimeout
		ctx, cancel := context.WithTimeout(context.Background(), rebirthTimeout)
		defer cancel()
		_, err := session.Publish(ctx, broker.Publication{Topic: command.Topic, Payload: command.Payload})
		e.desk.Run(func() {
			if err != nil {
				done = "Not published. " + explain.Error(err, address)
			}
			e.Notice.Say(done)
		})
	}()
}
