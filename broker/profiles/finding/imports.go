package finding

// What of a connection that is imported was left out or changed.
const (
	FilterUnusable      Code = "filter left out"   // Name is the filter
	SharedWithoutLocal  Code = "No Local left out" // Name is the filter
	FileElsewhere       Code = "file elsewhere"    // Name is its path
	CommandLeft         Code = "command left out"  // Err is why
	CommandsLeft        Code = "commands left out" // Limit is how many are read
	OptionUnknown       Code = "unknown option"    // Name is the option
	OptionsLeft         Code = "options left out"  // Parts are the options
	TextLeft            Code = "text left out"
	Unsaid              Code = "value not given"     // Others is which value, Parts what stands there
	FilterUnsaid        Code = "filter not given"    // Parts are what stands there
	PropertyUnsaid      Code = "property not given"  // Parts are what stands there
	PropertyLeft        Code = "property left out"   // Name is the property, Value its packet
	PropertyElsewhere   Code = "property of another" // Name is the property, Value its packet
	WillWithoutTopic    Code = "will without topic"
	Straightened        Code = "signs changed back"
	MessageLeft         Code = "message left out" // Parts are its topics, Others its options
	HostDoubtful        Code = "host doubtful"
	HostInContainer     Code = "host in container" // Name is the host
	HostBySSH           Code = "host by ssh"       // Name is the host, Value the computer it is
	HostAtSSH           Code = "host at ssh"       // Name is the host
	HostAtSocket        Code = "host is a socket"
	HostUnread          Code = "host not read"
	HostReadAs          Code = "host read as" // Name is what stands there, Parts what was found
	HostMissing         Code = "host missing"
	HostByDNS           Code = "host by DNS service"
	QueryDropped        Code = "query dropped"
	LoginFromHost       Code = "login from host"
	ProtocolUnknown     Code = "unknown protocol"  // Name is the protocol
	PortOutside         Code = "port out of range" // Count is the one that is used
	PortFromHost        Code = "port from host"    // Count is the one that is used, Limit the other
	EntryLeft           Code = "entry left out"    // Name is the entry
	EntryNameless       Code = "nameless entry"
	EntryNumbered       Code = "numbered entry"    // Count is the entry
	FieldUnread         Code = "field not read"    // Parts is the field
	FieldUnknown        Code = "field not known"   // Name is the field
	FieldsUnknown       Code = "fields not known"  // Name is the program, Parts are the fields
	SourceUnread        Code = "source not read"   // Parts is what it is for
	ClientIDMadeUp      Code = "client id made up" // Name is the client id, Value the program
	ClientIDTimed       Code = "client id with time"
	ClientIDPrefix      Code = "client id prefix" // Name is the prefix
	VersionUnknown      Code = "unknown version"  // Name is the version
	FilterMissing       Code = "filter missing"
	SubscriptionOff     Code = "subscription off" // Name is the filter
	CertificatesOff     Code = "certificates off"
	AliasesLeft         Code = "aliases left out" // Count is how many
	QUICLeft            Code = "QUIC left out"
	AuthorityFolderLeft Code = "folder left out" // Name is the folder
	CiphersLeft         Code = "ciphers left out"
	KeyLogLeft          Code = "key log left out"
	KeyFormLeft         Code = "key form left out"
	EngineLeft          Code = "engine left out"
	EnginePasswordLeft  Code = "engine password left"
	LocalAddressLeft    Code = "local address left"
	OptionsFileLeft     Code = "options file left"
	SharedKeyLeft       Code = "shared key left"
	SharedKeyNameLeft   Code = "shared key name left"
	SecretsToSupply     Code = "secrets to supply" // Parts are their names
	AutoConnectLeft     Code = "auto-connect left"
	PathLeft            Code = "path left out"   // Parts is what it is for
	SecretLeft          Code = "secret left out" // Name is its name
	SchemasLeft         Code = "schemas left out"
	TLSVersionLeft      Code = "TLS version left"  // Name is what stands there
	WeaknessLeft        Code = "weakness left out" // Err is the weakness
)

// What weakens a connection that somebody else has made.
const (
	WeakUnverified  Code = "weak: not verified"
	WeakOutdated    Code = "weak: outdated TLS"
	WeakVersion     Code = "weak: TLS version"  // Name is the version
	WeakServerName  Code = "weak: server name"  // Name is the name
	WeakProxy       Code = "weak: proxy"        // Name is its host
	WeakFileOpening Code = "weak: file opening" // Name is its path, Parts is what it is for
)

// What is left empty.
const (
	TheValue    Code = "value" // Value is the option
	ThePort     Code = "port"
	TheHost     Code = "host"
	TheUsername Code = "name of the user"
	ThePassword Code = "password of the user"
	TheProxy    Code = "proxy of the connection"
)

// What stands where a value should be, which a text does not give.
const (
	CommandOutput   Code = "output of a command"
	XargsInput      Code = "input of xargs"
	ShellExpression Code = "expression of a shell"
	EndsWord        Code = "sign that ends a word" // Value is the sign
	LongText        Code = "long text"
	BraceList       Code = "list in braces"
	Arithmetic      Code = "arithmetic"
)

// What was read of a host, beside the host.
const (
	ItsPort     Code = "its port"
	ItsProtocol Code = "its protocol"
	ItsPath     Code = "its path"
)

// What fields are of, and what sources are for.
const (
	OfWill         Code = "of the will"
	OfSubscription Code = "of a subscription"
	WholeProfile   Code = "whole profile"
	ForAuthority   Code = "for the authority"
	ForCertificate Code = "for the certificate"
	ForKey         Code = "for the key"
	ForPKCS12      Code = "for the archive"
)

// What a file is that is no text.
const (
	AnExcelOrZIP    Code = "Excel or zip"
	AnExcelFile     Code = "Excel"
	ADatabase       Code = "database"
	ACompressedFile Code = "compressed"
	APDF            Code = "PDF"
	APicture        Code = "picture"
	AProgram        Code = "program"
)

// Why nothing can be imported.
const (
	NothingToImport   Code = "nothing to import"
	NotConnections    Code = "no URL, command or export"
	NoConnections     Code = "no connections"
	CommandTooLong    Code = "command too long"
	NoCommandRun      Code = "no command run"
	NoOptionValue     Code = "option without value" // Name is the option
	NoTopicValue      Code = "topic without value"  // Name is the option
	ValueUnusable     Code = "value unusable"       // Name is the option
	PropertyUnusable  Code = "property unusable"    // Name is the property
	PropertyShort     Code = "property incomplete"
	UserPropertyShort Code = "user property incomplete"
	NoVersionValue    Code = "not a version"     // Value is what stands there
	NoTLSValue        Code = "not a TLS version" // Value is what stands there
	NoHandlingValue   Code = "not a retain handling"
	NoNumber          Code = "not a number"     // Limit is the highest
	ImportTooLarge    Code = "import too large" // Limit is how many megabytes there may be
	ImportNotFile     Code = "import not a file"
	ImportNotRead     Code = "import not read"
	EncodingUnknown   Code = "unknown encoding"
	NotText           Code = "not a text" // Parts is what it is
	IsMaterial        Code = "certificate or key"
	OtherExport       Code = "export in another format" // Value is the format
	ImportTooLong     Code = "list too long"
	NotBegun          Code = "not begun" // Value is what it should begin with
	NoExport          Code = "no known export"
	ExportDamaged     Code = "export damaged"
	QuoteOpen         Code = "quote open"
	EndMissing        Code = "quote open or end missing"
	LineUnread        Code = "line not read" // Count is the line
	CommandUnread     Code = "command not read"
	Placeholder       Code = "placeholder" // Parts are the placeholders
	URLUnread         Code = "URL not read"
	URLScheme         Code = "scheme of the URL not known"
	ProxyScheme       Code = "scheme of the proxy unusable"
)

// Why no messages are imported, and what was left out of those that are.
const (
	NoMessageText   Code = "nothing with messages"
	NoMessages      Code = "no messages"
	MessagesLeft    Code = "messages left out"                   // Limit is how many are read
	NotesLeft       Code = "notes left out"                      // Count is how many there are besides
	TopicUnusable   Code = "topic left out"                      // Name is the topic
	PayloadByInput  Code = "payload by input"                    // Name is the topic
	PayloadUnsaid   Code = "payload not given"                   // Name is the topic, Parts what stands there
	VariablesTaken  Code = "variables of template"               // Name is the topic, Parts are they
	TellEnvironment Code = "messages tell environment variables" // Count messages, Parts the variables
	PayloadMaybeHex Code = "payload may be hexadecimal"          // Name is the topic; taken for text
	PayloadBroken   Code = "payload broken before"               // Name is the topic; bytes of it were replaced by whoever wrote it down
)
