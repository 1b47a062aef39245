package explain

import (
	"cmp"
	"errors"
	"strings"

	"mangrove/broker"
	"mangrove/model/checkform"
	"mangrove/model/checklist"
	"mangrove/model/yamledit"
)

// askedWords are what a check is called where it is chosen, and when it passes. A list has its
// own where a map has others.
var askedWords = map[string][2]string{
	"present":      {"Present", "Passes when a live message comes in this time."},
	"online":       {"Online", "Passes when the device says that it is online."},
	"interval":     {"Interval", "How long a silence may be, or how often messages usually come."},
	"fields":       {"Field of the payload", "What a value in the payload must be. Samples are 3 if not given."},
	"types":        {"Types", "The type of each of these values, where nothing else is asked of them."},
	"payload":      {"Whole payload", "What the payload must be, where it is a single value."},
	"metrics":      {"Metric", "What a Sparkplug metric must be, by its name in the birth."},
	"battery":      {"Battery", "The charge, compared with a number."},
	"firmware":     {"Firmware", "The version, compared with another one."},
	"retained":     {"Retained", "Whether the broker must keep a message."},
	"will":         {"Will", "The device must have a will that says when it is lost."},
	"members-list": {"Members, by name", "Each of these must be seen, and no other."},
	"members":      {"Members, from a table", "The names are in a column of a CSV file beside the checklist."},
	"count":        {"Count", "How many members or topics there must be."},
	"naming":       {"Naming", "Each topic must match a regular expression."},
	"schema":       {"JSON Schema", "Each payload must match the schema in a file beside the checklist."},
	"qos":          {"QoS", "The lowest QoS that messages may have."},
	"size":         {"Size", "The largest message."},
	"rate":         {"Rate", "The most messages in a second, a minute or an hour."},
	"seq":          {"Sequence", "The numbers of the messages of the node go up by one."},
	"quality":      {"Quality", "Each metric named here must have good quality."},
	"clock_skew":   {"Clock", "How far the clock of the device may be off."},
	"lint":         {"Warnings", "None of these warnings applies."},
	"lwt_test":     {"Outage test", "Someone cuts the power, and the device's will says that it is gone."},
	"command":      {"Command", "A message is published, and a reply must come. You are asked before it is published."},
	"waive":        {"Waivers", "What is accepted although it does not pass, who accepts it and why."},
}

// nameOfAsked is the key of askedWords.
func nameOfAsked(a *checklist.Asked) string {
	if a.List {
		return a.Key + "-list"
	}
	return a.Key
}

// AskedName is what a check is called where it is chosen.
func AskedName(a *checklist.Asked) string { return cmp.Or(askedWords[nameOfAsked(a)][0], a.Key) }

// AskedMeans says when a check passes.
func AskedMeans(a *checklist.Asked) string { return askedWords[nameOfAsked(a)][1] }

// inputWords are what the fields of the form are called, by the check and the keys; without a
// check, those of any.
var inputWords = map[string]string{
	"site.name": "Site", "site.installer": "Installer", "site.customer": "Customer", "deadline": "Deadline", "settle": "Settle",

	"id": "ID", "use": "Convention", "topic": "Topic", "topic filter": "Topic or filter", "name": "Name", "base": "Base topic", "app": "Application", "group": "Group", "node": "Edge node", "device": "Device", "gateway": "Gateway",
	"availability.topic": "Online by topic", "availability.path": "Online at path", "availability.online": "Word for online", "availability.offline": "Word for offline",

	"present": "Within", "online": "Online", "battery": "Charge", "firmware": "Version", "retained": "Retained", "will": "Will", "members": "Names", "naming": "Pattern", "schema": "File", "seq": "Sequence", "quality": "Quality", "clock_skew": "At most", "waive": "Waivers",

	"interval max": "Longest silence", "interval expect": "Usual time", "interval tolerance": "Tolerance", "samples": "Samples",
	"type": "Type", "range": "Range", "enum": "One of", "equals": "Equals", "pattern": "Pattern", "time": "Is a time", "optional": "Optional", "absent_means": "Absent means",
	"number": "Numbers", "integer": "Whole numbers", "string": "Texts", "boolean": "Booleans", "object": "Objects", "array": "Lists", "types time": "Times", "types optional": "Optional ones",
	"allow": "Violations allowed", "stuck": "Changes within", "skew": "Clock within", "seq of": "Goes up by one",
	"csv": "Table", "column": "Column", "exactly": "Exactly", "min": "At least", "max": "At most", "warnings": "Warnings", "except": "But for",
	"operator": "What to do", "within": "Within", "back": "Back within",
	"publish": "Publish to", "payload": "Payload", "qos": "QoS", "reply": "Reply on", "expect": "Reply is",
}

// InputName is what a field of the form is called, of a check or, where that is nil, of
// something else.
func InputName(a *checklist.Asked, in *checklist.Input) string {
	key := strings.Join(in.Path, ".")
	if a != nil {
		switch key {
		case "":
			key = a.Key
		case "seq":
			key = "seq of"
		}
		if words := inputWords[a.Key+" "+key]; words != "" {
			return words
		}
	}
	return cmp.Or(inputWords[key+" "+string(in.Form)], inputWords[key], key)
}

// inputHints say how each form is written, with its unit.
var inputHints = map[checklist.Form]string{
	checklist.TextForm: "", checklist.TopicForm: "site/device/state", checklist.FilterForm: "site/{device}/state", checklist.FileForm: "a file beside the checklist",
	checklist.FlagForm: "", checklist.WordForm: "", checklist.SpanForm: "time with unit: 500ms, 30s, 5m, 2h", checklist.SoonForm: "30s, 5m, or true: before the deadline",
	checklist.WholeForm: "a whole number", checklist.PercentForm: "20%", checklist.BoundForm: ">=20, <5.1, 13.2", checklist.SizeForm: "bytes with unit: 500B, 16kB, 1MB", checklist.RateForm: "messages per s, min or h: 50/s",
	checklist.RangeForm: "no limit", checklist.PatternForm: "^plant/[a-z0-9/-]+$", checklist.WordsForm: "with commas between", checklist.ValueForm: `5, true, or a text: "ON"`,
	checklist.SequenceForm: "true, or the number that 0 comes after", checklist.YAMLForm: "as YAML writes it",
}

// InputHint says how something is written in a field of the form.
func InputHint(form checklist.Form) string { return inputHints[form] }

// unfilledWords say why a change of a checklist was not made.
var unfilledWords = map[checkform.Fault]string{
	checkform.ErrThere:   "There is one with this name already.",
	checkform.ErrNoValue: "This is not a value as YAML writes them. Put a text with special characters in quotation marks.",
	checkform.ErrNoMap:   "This is not a checklist: it has to begin with keys, such as version: 1.",
}

// uneditedWords say why the YAML of one cannot be changed.
var uneditedWords = map[yamledit.Fault]string{
	yamledit.ErrDocuments: "There is more than one document in this file. Keep one, without a line of ---.",
	yamledit.ErrEmpty:     "There is nothing here yet. Begin with version: 1.",
	yamledit.ErrUnwritten: "This cannot be changed here without changing something else. Change it in the YAML.",
	yamledit.ErrNoPath:    "This part is not there any more.",
}

// NotFilledIn says why a change of a checklist was not made.
func NotFilledIn(err error) string {
	if code := checkform.Fault(""); errors.As(err, &code) {
		return unfilledWords[code]
	}
	if code := yamledit.Fault(""); errors.As(err, &code) {
		return uneditedWords[code]
	}
	return Error(err, broker.Address{})
}
