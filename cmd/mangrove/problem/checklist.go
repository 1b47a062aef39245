package problem

// Checklists, and runs by one.
const (
	ChecklistUnread Text = "The checklist {file} cannot be read ({why}). Name a file of no more than {limit}."
	NoDeadline      Text = "The checklist has no deadline. Give one with --deadline, such as --deadline 10m."

	NoOutput         Text = "Say which file the checklist goes to: -o site.yaml, or -o - to print it."
	NoFolder         Text = "There is no folder {folder} for the checklist. Make it, or name another one."
	ChecklistThere   Text = "There is a file {file} already. Name another one, or replace it with --force."
	NothingLearned   Text = "Nothing came in {time} that a check can be made of. Listen for longer with --for, or to other topics with --topic."
	ChecklistUnsaved Text = "The checklist {file} was not written: {why}"

	FromAlone      Text = "With --from the checklist is made of the file alone. Leave out the address of the broker."
	FromOneTopic   Text = "With --from only one --topic can be given."
	FromUnread     Text = "{file} cannot be read ({why}). Name a file of no more than {limit}."
	TopicMissing   Text = `A JSON Schema does not say whose payloads it describes. Name their topics with --topic, such as --topic "site/{device}/state".`
	TopicsMissing  Text = `No device of the list has a topic or a convention. Name their topics with --topic, such as --topic "site/{id}/#".`
	TopicNotWanted Text = "An AsyncAPI document names its topics itself. Leave out --topic."

	CompareWrites  Text = "--compare writes no checklist. Leave out -o."
	CompareListens Text = "--compare listens to a site. Leave out --from, or make a checklist with it first."
	CompareTopics  Text = "The checklist is about topics that --topic leaves out. Leave out --topic."
)

// What a run, or a comparison, has come to.
var (
	NotVerified = Pair{
		"The installation is not verified: {fail} failed, {pending} pending, {not verifiable} not verifiable, of {count} check.",
		"The installation is not verified: {fail} failed, {pending} pending, {not verifiable} not verifiable, of {count} checks.",
	}
	StepsLeft = Pair{"{count} step for a person was not done.", "{count} steps for a person were not done."}
	Waived    = Pair{"{count} is waived.", "{count} are waived."}
	Differs   = Pair{
		"The site is not as the checklist has it: {count} difference.",
		"The site is not as the checklist has it: {count} differences.",
	}
	Uncompared = Pair{
		"{count} check could not be compared. Listen for longer with --for, or look at why.",
		"{count} checks could not be compared. Listen for longer with --for, or look at why.",
	}
)
