package problem

// Flags that cannot be used, and flags that do not go with each other.
const (
	FlagBeside Text = "{flag} has no effect together with {other}. Leave one of them out."
	FlagAlone  Text = "{flag} has no effect without {other}. Give that too, or leave it out."
	FlagNeeds  Text = "{flag} has no effect without {other} or {last}. Give one of them too, or leave it out."

	NoFormatText     Text = "{format} is not a format. Use text or json."
	NoFormatTree     Text = "{format} is not a format. Use tree, json or csv."
	NoFormatTable    Text = "{format} is not a format. Use table, json or csv."
	NoFormatDecoding Text = "{format} is not a format to print in. Use json or tree."

	NoQoS       Text = "{QoS} is not a QoS. Use 0, 1 or 2."
	NoQoSOrBest Text = "{QoS} is not a QoS. Use 0, 1, 2 or best."

	NoMegabytes Text = "--{flag} {given} is not a number of MB. Use {least} or more."
	NoHistory   Text = "--history {given} is not a number of MB. Use 0 to keep only the latest values, or more."

	WithinNotPositive Text = "--within must be more than 0."
	QuietNotPositive  Text = "--quiet must be more than 0."
	ForNotPositive    Text = "--for must be more than 0, such as --for 10m."
	TimesNegative     Text = "--for and --every must not be negative."
	PacesNegative     Text = "--every, --jitter and --count must not be negative, and --within must be more than 0."

	FilterInvalid Text = "The filter {filter} cannot be subscribed to: {why}"
	TopicInvalid  Text = "The topic {topic} cannot be published to: {why}"
)
