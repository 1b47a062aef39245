package main

import (
	"errors"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"mangrove/broker/explain"
	"mangrove/broker/learning"
	"mangrove/broker/profiles"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model/blueprint"
	"mangrove/model/printable"
	"mangrove/model/wording"
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
		return exit{unusable, problem.FromAlone}
	case topic != "" && len(o.filters) > 1:
		return exit{unusable, problem.FromOneTopic}
	}
	content, err := profiles.ReadFile(o.from, blueprint.LargestFile)
	if err != nil {
		return exit{unusable, problem.FromUnread.Because(err, "file", printable.Name(o.from), "limit", printable.Size(blueprint.LargestFile))}
	}
	d, err := blueprint.Read(content, blueprint.Asked{Name: filepath.Base(o.from), Topic: topic})
	if err != nil {
		return errors.Join(exit{unusable, withTopic(err, d)}, o.sayIgnored(cmd, d))
	}
	if topic != "" && d.Form == blueprint.AsyncAPI {
		return exit{unusable, problem.TopicNotWanted}
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
		return problem.TopicMissing
	case errors.Is(err, blueprint.NothingThere) && d.Form == blueprint.DeviceList:
		return problem.TopicsMissing
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
