package finding

// Why the file of connections cannot be read or written, or a connection in it found.
const (
	NotThere         Code = "connection unknown"
	DeletedElsewhere Code = "connection deleted elsewhere"
	NewerFile        Code = "newer file"
	InFile           Code = "in file"       // Name is the file that the cause is about
	BrokenFile       Code = "file moved"    // Name is its path now, Count the line
	LeftDamaged      Code = "file damaged"  // Name is its path, Count the line, Parts which file
	FileStays        Code = "file unmoved"  // Name is its path
	StrangeVersion   Code = "version"       // Value is what stands there, Count the newest one known
	StrangeField     Code = "unknown field" // Value is what stands there
	NoVersion        Code = "no version"
	ManyValues       Code = "too many values"      // Limit is how many there may be
	ManyConnections  Code = "too many connections" // Count is how many there are, Limit how many there may be
	LargeFile        Code = "file too large"
	NotRead          Code = "file not read"
	NotWatched       Code = "file not watched"
	NotLocked        Code = "file not locked"
	NotSaved         Code = "file not saved"
	NotKept          Code = "copy not saved"
	NoBook           Code = "no book" // nothing can be stored
	NoFolder         Code = "no folder"
	NoConfigFolder   Code = "no configuration folder"
	Busy             Code = "file busy"
	OnlyRead         Code = "opened read-only"
	NotShared        Code = "connection not shared" // Name is the connection
	ManyCalled       Code = "ambiguous name"        // Name is the name, Count how many have it, Parts which; Limit are more
	NoneCalled       Code = "unknown name"          // Name is the name, Parts which there are; Limit are more
	NoneStored       Code = "none stored"           // Name is the name
)

// Files of this program.
const (
	OfConnections Code = "connections"
	OfSecrets     Code = "secrets"
)

// Why a file that was chosen is not taken.
const (
	NotRegular  Code = "not a file"
	TooLarge    Code = "too large"
	NoPath      Code = "not a path"
	NoSuchFile  Code = "no such file"     // Name is its path
	FileRefused Code = "file refused"     // Name is its path
	NotReadable Code = "file unreadable"  // Name is its path
	EmptyFile   Code = "file empty"       // Name is its path
	NotOpened   Code = "bundle not found" // Name is its path
	Refused     Code = "bundle refused"   // Name is its path
	NotZIP      Code = "not a zip"        // Name is its path
	ManyEntries Code = "too many entries" // Limit is how many there may be
	ManyFiles   Code = "too many files"   // Limit is how many there may be
	LargeBundle Code = "bundle too large" // Limit is how many megabytes there may be
	NoMaterial  Code = "bundle empty"     // Name is its path
	KeyAlone    Code = "key without certificate in bundle"
)
