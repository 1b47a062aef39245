package explain

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"mangrove/broker"
	"mangrove/model/checklist"
	"mangrove/model/columns"
)

// checklistWords are for what can be wrong in a checklist only, as [yamlWords] has them.
var checklistWords = map[checklist.Code]string{
	checklist.NothingAsked: "there is no check here. Add one, such as present: 5m",
	checklist.NoWhere:      "the topic is missing. Add topic, or use with the name of a convention",
	checklist.NoPath:       "%[1]q is not a path to a value. Write names with dots between them, such as power.total or list.0.id, of no more than 1,000 bytes",
	checklist.NoRange:      "two limits are expected here, the lower one first, such as [0, 40]; null means none",
	checklist.Either:       "exactly one of these is expected: %[2]s",
	checklist.Together:     "the key %[1]s works only together with %[2]s",
	checklist.NotOfUse:     "the key %[1]s means nothing with use: %[2]s",
	checklist.NoLevel:      "%[1]q is not one level of a topic: it must have no /, + or #",
	checklist.SameID:       "two devices have the id %[1]s",
	checklist.NoBound:      "%[1]q is not a comparison. Write it like \">=13.1\"",
	checklist.NoPercent:    "%[1]q is not a percentage. Write it like 20%%",
	checklist.NoRate:       "%[1]q is not a rate. Write it like 50/s, 10/min or 4/h",
	checklist.NoSize:       "%[1]q is not a size. Write it like 500B, 16KB or 1MB",
	checklist.NoMembers:    "%[1]q has no level that names the members. Put one in braces, such as site/{meter}/state",
	checklist.NoWords:      "this text is empty. Write what a person is to read here",
	checklist.OwnReply:     "the command itself is published to %[1]s, so it would be taken for its reply. Give the topic that the device replies on",
	checklist.NoFiles:      "the schema %[1]s cannot be read, because this checklist is not read from a folder",
	checklist.Elsewhere:    "the schema %[1]s is not in the folder of the checklist. Put it there",
	checklist.LargeSchemas: "the schema %[1]s is too large: one may have 4 MB, and all of them %[4]d bytes. Put it into a file beside the checklist, or leave out what is not needed",
	checklist.ManySchemas:  "the schema %[1]s is one too many: a checklist can name %[4]d. Put some together",
	checklist.ManyWays:     "the schema %[1]s applies more than %[4]d schemas to one value. Name each fewer times in allOf, anyOf and oneOf",
	checklist.TooNarrow:    "the warning %[1]s needs all that a broker has. Ask for it in a rule with topic: \"#\"",
	checklist.BrokersOwn:   "topics like %[1]s are the broker's own, and no warning is about them. Ask for warnings in a rule for other topics",
	checklist.NoFolder:     "the table %[1]s cannot be read, because this checklist is not read from a folder",
	checklist.TableOutside: "the table %[1]s is not in the folder of the checklist. Put it there",
	checklist.ManyTables:   "the table %[1]s is one too many: a checklist can name %[4]d. Put some together",
	checklist.NoSuchColumn: "the table has no column %[1]s. It has %[2]s",
	checklist.ColumnTwice:  "two columns of the table are called %[1]s. Give one another name",
	checklist.NoRow:        "the table %[1]s names no members below the names of its columns",
	checklist.Guessed:      "the table %[1]s is not UTF-8, and was read as Windows writes Latin letters. Look at the names with accents, or save it as CSV UTF-8",
	checklist.Unmatched:    "no topic of %[2]s can match %[1]s",
}

// checklistFault is for those that have an error in them, or other values.
func checklistFault(f *checklist.Fault, a broker.Address) string {
	switch f.Code {
	case checklist.TooShort:
		return "the deadline is too short for this: it would take " + strings.Join(f.Names[1:], "") + ", and there are " + f.Names[0]
	case checklist.NoSuchCheck:
		return fmt.Sprintf("there is no check %q here to be waived. There are: %s", broker.Shorten(f.Found), strings.Join(f.Names, ", "))
	case checklist.NoFilter:
		return fmt.Sprintf("the filter %q cannot be subscribed to. %s", broker.Shorten(f.Found), explain(f.Err, a))
	case checklist.NoTopic:
		return fmt.Sprintf("%q is not a topic. %s", broker.Shorten(f.Found), explain(f.Err, a))
	case checklist.NoPattern:
		return fmt.Sprintf("%q is not a regular expression: %v", broker.Shorten(f.Found), f.Err)
	case checklist.NoTable:
		return memberTable(f.Found, f.Err, a)
	case checklist.SameRow:
		return fmt.Sprintf("%q is there twice in %s. Take one out", broker.Shorten(f.Found), cellOf(f))
	case checklist.EmptyRow:
		return fmt.Sprintf("the cell in %s is empty. Fill it in, or take the row out", cellOf(f))
	case checklist.LevelRow:
		return fmt.Sprintf("%q is not one level of a topic, in %s: it must have no /, + or #", broker.Shorten(f.Found), cellOf(f))
	case checklist.NoSchema:
		return fmt.Sprintf("the schema %s cannot be used. %s", f.Found, explain(f.Err, a))
	}
	return ""
}

// cellOf says where in a table a fault is.
func cellOf(f *checklist.Fault) string {
	names := append(slices.Clone(f.Names), "", "", "")
	return fmt.Sprintf("%s, line %s, column %s", broker.Shorten(names[0]), names[1], broker.Shorten(names[2]))
}

// memberTable says why a table of members cannot be read, and where in it.
func memberTable(file string, err error, a broker.Address) string {
	var at *csv.ParseError
	switch {
	case errors.As(err, &at):
		return fmt.Sprintf("the table %s, line %d, column %d, %s", broker.Shorten(file), at.Line, at.Column, rowWords(at))
	case errors.Is(err, io.EOF):
		return fmt.Sprintf("the table %s is empty. Its first line names the columns", broker.Shorten(file))
	case errors.Is(err, columns.ErrCells):
		return fmt.Sprintf("the table %s has more than %d cells. Leave out the columns that are not needed", broker.Shorten(file), columns.MostCells)
	case errors.Is(err, columns.ErrColumns):
		return fmt.Sprintf("the table %s has too many columns. Leave out those that are not needed", broker.Shorten(file))
	}
	return fmt.Sprintf("the table %s cannot be read. %s", broker.Shorten(file), explain(err, a))
}
