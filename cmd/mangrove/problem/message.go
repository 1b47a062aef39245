package problem

// What is published, requested or decoded.
const (
	NoTopic       Text = "Give the topic with --topic."
	NotWritable   Text = "A payload cannot be written as {format}. Use one of: {formats}."
	PayloadTwice  Text = "The payload is given twice. Use one of --payload, --file and --hex."
	NoPayload     Text = `Give the payload with --payload, --file or --hex, or on standard input. An empty one is --payload "".`
	NothingCame   Text = `Nothing came on standard input. To publish an empty message, use --payload "".`
	WouldClear    Text = `The file {file} is empty, and would clear the retained message of the topic. To publish an empty message, use --payload "".`
	BecameEmpty   Text = `The template makes an empty message, which with --retain clears the retained message of the topic. To clear it on purpose, use --payload "", or mangrove retained with --clear.`
	PayloadUnread Text = "The payload cannot be read ({why}). Name a file of no more than {limit}."
	InputUnread   Text = "The payload cannot be read from standard input: {why}"
	InputTooLarge Text = "Standard input has more than {limit}, the most that a message carries."

	NoVariable      Text = "{given} is not a variable. Write it as NAME=VALUE."
	NoProperty      Text = "{given} is not a property. Write it as NAME=VALUE."
	NoUserProperty  Text = "{given} is not a property. Write it as user:NAME=VALUE."
	UnknownProperty Text = "There is no property {name}. Use content-type, response-topic, correlation-data, correlation-hex, expiry, topic-alias, format or user:NAME."
	NoHex           Text = "{given} is not hexadecimal. Write two digits for each byte."
	NoPayloadFormat Text = "The format is text or bytes, not {given}."
	NoExpiry        Text = "{given} is not a number of seconds from 1 to 4,294,967,295."
	NoTopicAlias    Text = "{given} is not a topic alias, which is a number from 1 to 65,535."

	NotAcknowledged    Text = "{unconfirmed} of {all} messages were not acknowledged. They may have arrived or not."
	PublishingStopped  Text = "Interrupted after {published} of {all} messages."
	RequestsUnanswered Text = "{unanswered} of {all} requests got no answer."
	EmptyTable         Text = "The table {file} has no line below the names of its columns."
	NoResponseTopic    Text = "A response topic needs MQTT 5, which this broker does not speak. Give the answer's filter with --reply."

	NotInFormat    Text = "The payload is not in the format of --as. Leave --as out, or name its format."
	NotOfSchema    Text = "The payload does not match the schema. Name another message or another schema."
	UnknownFormat  Text = "There is no format {format}. Use one of: {formats}."
	TwoSchemas     Text = "A payload is read by one schema. Give either --proto or --schema."
	OtherSchema    Text = "{flag} takes other files. .proto files are given with --proto, .avsc files with --schema."
	SchemaNotAsked Text = "{flag} is for {format}, and --as asks for something else."
)

// Simulated devices.
const (
	DevicesUnread Text = "The file {file} cannot be read ({why}). Name a file of no more than {limit}."
)

// DevicesFaulty is for a file of simulated devices whose faults are listed.
var DevicesFaulty = Pair{
	"{file} cannot be simulated. Fix the line listed.",
	"{file} cannot be simulated. Fix the {count} lines listed.",
}
