package finding

// What other programs have done to the file of connections.
const (
	// FieldReplaced has the connection in Name and the [Field] in Parts; Others is what
	// stood there, if that can be told.
	FieldReplaced     Code = "field replaced"
	DamagedElsewhere  Code = "file damaged by another program" // Name is its path now
	UnknownFieldsKept Code = "unknown fields kept"             // Name is the path of the copy
)

// Parts of news.
const (
	Field       Code = "field" // Value is its name in the type Profile
	SwitchedOn  Code = "on"
	SwitchedOff Code = "off"
)
