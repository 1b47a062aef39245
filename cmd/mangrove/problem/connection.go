package problem

// Which broker is meant, and the password that it is told.
const (
	NothingNamed Text = "Give the broker's address, such as mqtt://host:1883, or a stored connection with --profile."
	BothNamed    Text = "An address and --profile name two connections. Leave one of them out."

	PasswordTwice    Text = "The password is given twice: {places}. Leave one of them out."
	PasswordTooLong  Text = "The password is longer than {limit} bytes, which MQTT does not allow. Use a shorter one."
	PasswordMissing  Text = "The password of {connection} is not stored on this computer. Give it with --ask-password, --password-file or {variable}."
	SecretsMissing   Text = "{connection} needs secrets that are not stored on this computer: {secrets}. Connect with it once in the window, where they can be typed."
	NoPasswordFile   Text = "{file} is not a file. Give the path of a file that holds the password."
	PasswordFileBig  Text = "The file {file} is too large for a password. Give the path of another."
	PasswordUnread   Text = "The password cannot be read from the file {file} ({why}). Check its path and permissions."
	PasswordMarked   Text = "The file {file} begins with a byte order mark, which would be sent with the password. Save it as UTF-8 without one."
	PasswordFileBare Text = "The file {file} is empty. Write the password into it."

	NoTerminal     Text = "There is no terminal to ask for the password on. Use --password-file or MANGROVE_PASSWORD."
	NotTyped       Text = "No password was typed. Type it, or leave out --ask-password to connect without one."
	TypingSeen     Text = "The terminal cannot be kept from showing the password ({why}). Use --password-file."
	TypingUnread   Text = "The password could not be read from the terminal: {why}"
	TypingStopped  Text = "Interrupted before the password was typed."
	ConnectStopped Text = "Interrupted before the broker accepted this client."

	OwnCertificates Text = "A stored connection has its own certificates and rules for TLS. Leave out --{flag}, or give the address instead of --profile."
	NoTLSAsked      Text = "--{flag} is about TLS, which this address does not use. Begin the address with mqtts:// or wss://, or leave out --{flag}."
	Ill             Text = "The connection has a problem. The failed steps say what to do."
)

// The built-in broker.
const (
	BrokerNotSure     Text = "The broker was not started, because others could reach it without a password. Answer yes, add --yes, or listen on 127.0.0.1."
	BrokerUnannounced Text = "A broker on {listen} is for this computer only, so it is not announced. Listen on 0.0.0.0:1883, for example."
)

// The window.
const (
	DemoAddress      Text = "The demo connects to its own broker. Leave out --demo or the address."
	DemoFlags        Text = "The demo connects to its own broker. Leave out --demo or {flags}."
	WindowAsks       Text = "The window asks for missing secrets of a stored connection. Leave out {flag}."
	PasswordAlone    Text = "{flag} gives a password but no broker. Give its address, such as mqtts://user@host."
	ReportUnwritable Text = "The state of the window cannot be written to {file} ({why}). Choose another file with --report."
	NoDisplay        Text = "There is no display for a window here (DISPLAY is not set). Start it in a desktop session or with ssh -X. mangrove snapshot and mangrove doctor need none."
	DisplayShut      Text = "The display {display} cannot be opened. Check that it is running and that this user may use it. mangrove snapshot and mangrove doctor need none."
)
