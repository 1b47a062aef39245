package problem

// What a broker keeps, and what it sends.
const (
	NoFilter      Text = "Give the topics with --topic, such as --topic 'site/#'."
	SharedFilter  Text = "Brokers send no retained messages for {filter}. Leave $share and the group out."
	NotConfirmed  Text = "Nothing was cleared. Type the words asked for, or use --yes."
	BothWays      Text = "--clear and --restore do opposite things. Use one of them."
	RestoreTopics Text = "--restore takes the topics from its file. Leave out --topic."

	KeepThere      Text = "The file {file} already exists. Give another file with --keep."
	LaterNotKept   Text = "The file {file} has the messages as they were listed, and not those that devices have published since: {why}"
	NotKept        Text = "Nothing was cleared, because the messages cannot be written to {file}: {why}"
	RetainedUnread Text = "The retained messages cannot be read from {file}: {why}"
	NotRestored    Text = "Nothing was restored from {file}: {why}"
	ClearedUnseen  Text = "The broker acknowledged that, but it could not be checked whether it still keeps them: {why}"
	RestoredUnseen Text = "The broker acknowledged that, but it could not be checked whether it keeps them as they were: {why}"

	TopicsFailed  Text = "{failed} of {all} failed, the first on the topic {topic}. {reason}"
	TopicsStopped Text = "Interrupted with {left} of {all} not done."

	TemplateInvalid Text = "The template {template} cannot be used. One level must be {level}, such as {example}."
)

// ToMend is for findings that are listed.
var ToMend = Pair{"There is {count} finding to mend.", "There are {count} findings to mend."}

// Untried is for what could not be looked at.
var Untried = Pair{
	"Nothing was found, but {count} thing could not be tried. The line above says why.",
	"Nothing was found, but {count} things could not be tried. The lines above say why.",
}
