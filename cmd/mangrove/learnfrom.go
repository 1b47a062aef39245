package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"mangrove/broker/explain"
	"mangrove/broker/learning"
	"mangrove/broker/profiles"
	"mangrove/model/blueprint"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

var (
	errNoBroker  = errors.New("with --from the checklist is made of the file alone; leave out the address of the broker")
	errOneTopic  = errors.New("with --from one --topic can be given")
	errWhose     = errors.New("a JSON Schema does not say whose payloads it describes; name their topics with --topic, such as --topic \"site/{device}/state\"")
	errOwnTopics = errors.New("an AsyncAPI document names its topics itself; leave out --topic")
	errTopics    = errors.New("no device of the list has a topic or a convention; name their topics with --topic, such as --topic \"site/{id}/#\"")
)

// mostToldOfFile are the parts without use that are told on the screen.
const mostToldOfFile = 20

// fromFile makes the checklist of a file.
func (o *learnOptions) fromFile(cmd *cobra.Command, args []string) error {
	topic := ""
	if cmd.Flags().Changed("topic") {
		topic = o.filters[0]
	}
	switch {
	case len(args) > 0:
		return exit{unusable, errNoBroker}
	case topic != "" && len(o.filters) > 1:
		return exit{unusable, errOneTopic}
	}
	content, err := profiles.ReadFile(o.from, blueprint.LargestFile)
	if err != nil {
		return exit{unusable, fmt.Errorf("%s cannot be read; name a file of no more than %s: %w", printable.Name(o.from), printable.Size(blueprint.LargestFile), err)}
	}
	d, err := blueprint.Read(content, blueprint.Asked{Name: filepath.Base(o.from), Topic: topic})
	if err != nil {
		return errors.Join(exit{unusable, withTopic(err, d)}, o.sayIgnored(cmd, d))
	}
	if topic != "" && d.Form == blueprint.AsyncAPI {
		return exit{unusable, errOwnTopics}
	}
	s := &learning.Sketch{Draft: d, File: filepath.Base(o.from), Site: o.site}
	if err := o.into(cmd, func(w io.Writer) error { return s.YAML(w) }); err != nil {
		return errors.Join(err, o.sayIgnored(cmd, d))
	}
	devices := 0
	for _, one := range s.Subjects {
		if one.Device {
			devices++
		}
	}
	made := wording.Fill("made {devices} and {rules} of {name}, {form}.",
		"devices", wording.Count(devices, "{count} device", "{count} devices"), "rules", wording.Count(len(s.Subjects)-devices, "{count} rule", "{count} rules"), "name", printable.Name(s.File), "form", explain.BlueprintForm(d))
	return errors.Join(say(cmd, made), o.sayIgnored(cmd, d))
}

// withTopic says how a topic is given where one is missing.
func withTopic(err error, d *blueprint.Draft) error {
	switch {
	case errors.Is(err, blueprint.TopicMissing):
		return errWhose
	case errors.Is(err, blueprint.NothingThere) && d.Form == blueprint.DeviceList:
		return errTopics
	}
	return err
}

// sayIgnored says what of the file is not used.
func (o *learnOptions) sayIgnored(cmd *cobra.Command, d *blueprint.Draft) error {
	if d == nil || len(d.Ignored) == 0 {
		return nil
	}
	var told []error
	for _, line := range explain.IgnoredAll(d, mostToldOfFile) {
		told = append(told, say(cmd, wording.Fill("not used: {line}", "line", line)))
	}
	return errors.Join(told...)
}
