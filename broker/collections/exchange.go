package collections

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"mangrove/broker/jsonfile"
	"mangrove/broker/kept"
	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
	"mangrove/broker/profiles/importing"
)

// Export writes messages for others, as JSON: without what they are for here.
func Export(all []Message) ([]byte, error) {
	s := stored{Version: version, Messages: make([]Message, len(all))}
	for i, m := range all {
		m.ID, m.Connection = "", ""
		s.Messages[i] = m
	}
	content, err := json.MarshalIndent(s, "", "  ")
	return append(content, '\n'), err
}

// Parse reads an export of this program or of MQTTX, or commands of mosquitto_pub. What
// was left out or changed is in the notes.
func Parse(content []byte) ([]Message, []finding.Note, error) {
	if isOurs(content) {
		f := jsonfile.File{Of: kept.SavedMessages, Version: version, Most: largest}
		var s stored
		if err := f.Decode(content, &s); err != nil {
			return nil, nil, err
		}
		if len(s.Messages) > mostMessages {
			return nil, nil, kept.ErrMany
		}
		for i := range s.Messages {
			s.Messages[i].ID, s.Messages[i].Connection = "", ""
		}
		return mended(s.Messages), telling(s.Messages), nil
	}
	found, notes, err := importing.Messages(content)
	if err != nil {
		return nil, nil, err
	}
	all := make([]Message, len(found))
	for i, m := range found {
		all[i] = Message{Folder: m.Folder, Draft: m.Draft, File: m.File}
	}
	return mended(all), notes, nil
}

// mostTold are the variables that a note names.
const mostTold = 50

// telling is a note on the messages that publish environment variables of the process: who
// wrote the file need not be who publishes them.
func telling(all []Message) []finding.Note {
	n, names := 0, make(map[string]bool)
	for i := range all {
		asked := all[i].Draft.EnvironmentNames()
		for _, name := range asked {
			names[name] = true
		}
		if len(asked) > 0 {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	told := slices.Sorted(maps.Keys(names))
	if len(told) > mostTold {
		told = append(told[:mostTold], "…")
	}
	return []finding.Note{{Code: finding.TellEnvironment, Count: int64(n), Parts: finding.Parts("", told...)}}
}

// isOurs reports whether it is an export of this program, of whatever version.
func isOurs(content []byte) bool {
	var top struct {
		Version  json.RawMessage
		Messages json.RawMessage
		Host     json.RawMessage // MQTTX has it, and a list of messages beside
	}
	return bytes.HasPrefix(bytes.TrimSpace(content), []byte("{")) && profiles.CheckValues(content) == nil &&
		json.Unmarshal(content, &top) == nil && top.Version != nil && top.Messages != nil && top.Host == nil
}

// ReadFile reads a file to import.
func ReadFile(path string) ([]byte, error) {
	content, err := importing.ReadFile(path)
	var fault *finding.Fault
	if errors.As(err, &fault) && fault.Code == finding.ImportTooLarge {
		err = &kept.Error{Code: kept.TooLarge, Of: kept.SavedMessages, Path: path}
	}
	return content, err
}
