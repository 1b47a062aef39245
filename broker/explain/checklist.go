package explain

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"mangrove/broker"
	"mangrove/model/checklist"
	"mangrove/model/columns"
	"mangrove/model/wording"
)

// checklistWords are for what can be wrong in a checklist only, as [yamlWords] has them.
var checklistWords = map[checklist.Code]string{
	checklist.NothingAsked: "there is no check here. Add one, such as present: 5m",
	checklist.NoWhere:      "the topic is missing. Add topic, or use with the name of a convention",
	checklist.NoPath:       "{quoted} is not a path to a value. Write names with dots between them, such as power.total or list.0.id, of no more than 1,000 bytes",
	checklist.NoRange:      "two limits are expected here, the lower one first, such as [0, 40]; null means none",
	checklist.Either:       "exactly one of these is expected: {names}",
	checklist.Together:     "the key {found} works only together with {names}",
	checklist.NotOfUse:     "the key {found} means nothing with use: {names}",
	checklist.NoLevel:      "{quoted} is not one level of a topic: it must have no /, + or #",
	checklist.SameID:       "two devices have the id {found}",
	checklist.NoBound:      "{quoted} is not a comparison. Write it like \">=13.1\"",
	checklist.NoPercent:    "{quoted} is not a percentage. Write it like 20%",
	checklist.NoRate:       "{quoted} is not a rate. Write it like 50/s, 10/min or 4/h",
	checklist.NoSize:       "{quoted} is not a size. Write it like 500B, 16KB or 1MB",
	checklist.NoMembers:    "{quoted} has no level that names the members. Put one in braces, such as site/{meter}/state",
	checklist.NoWords:      "this text is empty. Write what a person is to read here",
	checklist.OwnReply:     "the command itself is published to {found}, so it would be taken for its reply. Give the topic that the device replies on",
	checklist.NoFiles:      "the schema {found} cannot be read, because this checklist is not read from a folder",
	checklist.Elsewhere:    "the schema {found} is not in the folder of the checklist. Put it there",
	checklist.LargeSchemas: "the schema {found} is too large: one may have 4 MB, and all of them {limit} bytes. Put it into a file beside the checklist, or leave out what is not needed",
	checklist.ManySchemas:  "the schema {found} is one too many: a checklist can name {limit}. Combine some",
	checklist.ManyWays:     "the schema {found} applies more than {limit} schemas to one value. Name each fewer times in allOf, anyOf and oneOf",
	checklist.TooNarrow:    "the warning {found} needs all topics of a broker. Ask for it in a rule with topic: \"#\"",
	checklist.BrokersOwn:   "topics like {found} are the broker's own, and no warning is about them. Ask for warnings in a rule for other topics",
	checklist.NoFolder:     "the table {found} cannot be read, because this checklist is not read from a folder",
	checklist.TableOutside: "the table {found} is not in the folder of the checklist. Put it there",
	checklist.ManyTables:   "the table {found} is one too many: a checklist can name {limit}. Combine some",
	checklist.NoSuchColumn: "the table has no column {found}. It has {names}",
	checklist.ColumnTwice:  "two columns of the table are called {found}. Give one another name",
	checklist.NoRow:        "the table {found} names no members below the names of its columns",
	checklist.Guessed:      "the table {found} is not UTF-8, and was read as Windows writes Latin letters. Look at the names with accents, or save it as CSV UTF-8",
	checklist.Question:     "{found} is a question, and a person can only say that a step is done. Write what is to be done, such as: Unplug the boiler plug",
	checklist.Unmatched:    "no topic of {names} can match {found}",
}

// checklistFault is for those that have an error in them, or other values.
func checklistFault(f *checklist.Fault, a broker.Address) string {
	switch f.Code {
	case checklist.TooShort:
		return wording.Fill("the deadline is too short for this: it would take {needed}, and there are {given}",
			"needed", strings.Join(f.Names[1:], ""), "given", f.Names[0])
	case checklist.NoSuchCheck:
		return wording.Fill("there is no check {found} here to be waived. There are: {names}",
			"found", strconv.Quote(broker.Shorten(f.Found)), "names", strings.Join(f.Names, ", "))
	case checklist.NoFilter:
		return wording.Fill("the filter {found} cannot be subscribed to. {why}", "found", strconv.Quote(broker.Shorten(f.Found)), "why", explain(f.Err, a))
	case checklist.NoTopic:
		return wording.Fill("{found} is not a topic. {why}", "found", strconv.Quote(broker.Shorten(f.Found)), "why", explain(f.Err, a))
	case checklist.NoPattern:
		return wording.Fill("{found} is not a regular expression: {why}", "found", strconv.Quote(broker.Shorten(f.Found)), "why", f.Err)
	case checklist.NoTable:
		return memberTable(f.Found, f.Err, a)
	case checklist.SameRow:
		return wording.Fill("{found} is there twice in {cell}. Take one out", "found", strconv.Quote(broker.Shorten(f.Found)), "cell", cellOf(f))
	case checklist.EmptyRow:
		return wording.Fill("the cell in {cell} is empty. Fill it in, or take the row out", "cell", cellOf(f))
	case checklist.LevelRow:
		return wording.Fill("{found} is not one level of a topic, in {cell}: it must have no /, + or #",
			"found", strconv.Quote(broker.Shorten(f.Found)), "cell", cellOf(f))
	case checklist.NoSchema:
		return wording.Fill("the schema {found} cannot be used. {why}", "found", f.Found, "why", explain(f.Err, a))
	}
	return ""
}

// cellOf says where in a table a fault is.
func cellOf(f *checklist.Fault) string {
	names := append(slices.Clone(f.Names), "", "", "")
	return wording.Fill("{file}, line {line}, column {column}", "file", broker.Shorten(names[0]), "line", names[1], "column", broker.Shorten(names[2]))
}

// memberTable says why a table of members cannot be read, and where in it.
func memberTable(file string, err error, a broker.Address) string {
	var at *csv.ParseError
	switch {
	case errors.As(err, &at):
		return wording.Fill("the table {file}, line {line}, column {column}, {fault}",
			"file", broker.Shorten(file), "line", at.Line, "column", at.Column, "fault", rowWords(at))
	case errors.Is(err, io.EOF):
		return wording.Fill("the table {file} is empty. Its first line names the columns", "file", broker.Shorten(file))
	case errors.Is(err, columns.ErrCells):
		return wording.Fill("the table {file} has more than {limit} cells. Leave out the columns that are not needed",
			"file", broker.Shorten(file), "limit", columns.MostCells)
	case errors.Is(err, columns.ErrColumns):
		return wording.Fill("the table {file} has too many columns. Leave out those that are not needed", "file", broker.Shorten(file))
	}
	return wording.Fill("the table {file} cannot be read. {why}", "file", broker.Shorten(file), "why", explain(err, a))
}
