package problem

// Reports of runs, and the keys that sign them.
const (
	NoReport         Text = "{given} is not a report. Give html=FILE, junit=FILE, csv=FILE or json=FILE."
	NoReportFolder   Text = "There is no folder {folder} for the report {file}. Make it, or name another one."
	ReportUnsigned   Text = "The report {file} was written, but not signed: {why}"
	ReportUnsaved    Text = "The report {file} was not written: {why}"
	ReportUnread     Text = "The report {file} cannot be read ({why}). Name a .zip that --bundle wrote."
	ReportUnfit      Text = "The report {file} cannot be used: {why}"
	ReportChanged    Text = "The report {file} was changed after it was written. Ask for a new copy."
	ReportPartUnread Text = "Not all of the report {file} could be read, so it is not known whether it was changed. Make the files readable, or unpack the .zip again."
	ReportNotSigned  Text = "The report {file} is not signed. Ask for one that was written with --sign."
	OtherSigner      Text = "None of the keys in {keys} has signed the report {file}. Ask who did."
	SignerUnfit      Text = "The report {file} does not count as signed by a key in {keys}: {why}"
	NothingSigned    Text = "--require-signature and --signed-by ask for a signed report. Give one with --check REPORT.zip, or two with --compare."
	SignsBundle      Text = "--sign signs the bundle. Give its file with --bundle FILE.zip."
	CompareOne       Text = "--compare EARLIER.zip compares a report with an earlier one. Give the later one as the only argument, and no --check."
	ComparedChanged  Text = "What was compared is not as it was written. Ask for a new copy."

	KeyUnread      Text = "The key {key} cannot be read ({why}). Name the file of a private SSH key."
	KeyPublic      Text = "The key {key} is public, and the private one cannot be used ({why}). Add it with ssh-add, or name its file."
	KeyUnfit       Text = "The key {key} cannot be used ({why}). Name the file of a private key that ssh-keygen made, such as id_ed25519."
	KeysUnread     Text = "The keys {keys} cannot be read ({why}). Name a file of public SSH keys, such as id_ed25519.pub."
	KeysUnfit      Text = "The keys {keys} cannot be used ({why}). Name a file of public SSH keys, such as id_ed25519.pub."
	NoPassphrase   Text = "The key has a pass phrase, and there is no terminal to ask for it on. Run the command in one, or give a key without a pass phrase."
	AgentUnusable  Text = "No key of the SSH agent can be used ({why}). Add one with ssh-add, or name the file of a private key."
	AgentWithout   Text = "The SSH agent does not hold the key {key}. Give --sign with one that it holds, as above."
	AgentAmbiguous Text = "The SSH agent holds {count} keys. Give --sign with the one that is meant, as above."
)

// Worse is for a comparison that found something worse.
var Worse = Pair{
	"The installation is worse than in the earlier run: {count} check.",
	"The installation is worse than in the earlier run: {count} checks.",
}
