package explain

import "mangrove/broker/profiles/finding"

// fileWords are for the file of connections, and for files that are chosen.
var fileWords = map[finding.Code]string{
	finding.NotThere:         "this connection no longer exists",
	finding.DeletedElsewhere: "another window deleted this connection, so the changes made here are not stored; Undo there restores it",
	finding.NewerFile:        "the connections were written by a newer Mangrove; install that version to change them",
	finding.InFile:           "{cause} (in {name})",
	finding.BrokenFile: "the connections file is damaged, so it was moved to {name} and the list starts empty; " +
		"repair that file or import the connections again",
	finding.LeftDamaged: "the file of {part 1} is damaged and was left unchanged; repair {name}, or start the window, which moves it aside: {cause}",
	finding.FileStays:   "the connections file is damaged and cannot be renamed; move {name} away: {cause}",
	finding.StrangeVersion: "the file has the version {value}, which this Mangrove does not know, so it is left unchanged; " +
		"install the latest Mangrove or, if it was edited by hand, write \"version\": {count}",
	finding.StrangeField: "the file has the field {value}, which this Mangrove does not know, so it is left unchanged; " +
		"install the latest Mangrove or, if it was edited by hand, remove that field",
	finding.NoVersion:       "it has no version",
	finding.ManyValues:      "it has more than {limit} values, too many for a list of connections",
	finding.ManyConnections: "it has {count} connections; the limit is {limit}",
	finding.LargeFile:       "there are too many connections for one file; delete some",
	finding.NotRead:         "the connections cannot be read; check the permissions of the file: {cause}",
	finding.NotWatched:      "the connections file cannot be watched: {cause}",
	finding.NotLocked:       "the connections could not be saved; check the permissions of the folder: {cause}",
	finding.NotSaved:        "the connections could not be saved; is the disk full? {cause}",
	finding.NotKept:         "the profiles could not be written; is the disk full? {cause}",
	finding.NoBook:          "there is nowhere to store connections",
	finding.NoFolder:        "the folder for connections cannot be created: {cause}",
	finding.NoConfigFolder:  "there is no folder for settings; set HOME or XDG_CONFIG_HOME: {cause}",
	finding.Busy:            "another Mangrove is still writing the connections; try again, or close it",
	finding.OnlyRead:        "the connections were opened read-only",
	finding.NotShared:       "the connection {name} cannot be shared: {cause}",
	finding.ManyCalled: "{count} stored connections are called {safe}: {parts}; give the folder too, as in folder/name, " +
		"or rename one of them in the window",
	finding.NoneCalled: "no stored connection is called {safe}; there are: {parts}",
	finding.NoneStored: "no connection is stored, so there is none called {safe}; store one in the window, or give the address",

	finding.FieldReplaced:     "Another window changed the {part 1} of {name}. The later change made here is kept.",
	finding.DamagedElsewhere:  "Another program damaged the connections file, so it was moved to {name} and rewritten with what is shown here.",
	finding.UnknownFieldsKept: "The file of connections had fields that this version of the program does not know. As it was, it is kept as {name}.",

	finding.NotRegular:  "it is a folder or a device; choose a file",
	finding.TooLarge:    "it is too large for such a file; choose another one",
	finding.NoPath:      "the pasted text is not a PEM certificate or key; paste all of it, from the line that begins with -----BEGIN",
	finding.NoSuchFile:  "there is no file {name}; choose another in the connection",
	finding.FileRefused: "the file {name} is not used: {cause}",
	finding.NotReadable: "the file {name} cannot be read; check its permissions: {cause}",
	finding.EmptyFile:   "the file {name} is empty; export it again and choose that",
	finding.NotOpened:   "the path {name} cannot be opened; choose a folder or a .zip file: {cause}",
	finding.Refused:     "the path {name} cannot be opened: {cause}",
	finding.NotZIP:      "the file {name} is not a readable .zip file; choose a folder or a .zip file: {cause}",
	finding.ManyEntries: "there are more than {limit} files and folders; choose the folder with the certificates only",
	finding.ManyFiles:   "there are more than {limit} files; choose the folder with the certificates only",
	finding.LargeBundle: "its files total more than {limit} MB; choose the folder with the certificates only",
	finding.NoMaterial:  "the path {name} contains neither a certificate nor a key; choose the folder or .zip the broker's owner gave you",
	finding.KeyAlone:    "there is a private key, but no certificate for it; add the client certificate to the folder",
}

// certificateWords are for certificates and keys.
var certificateWords = map[finding.Code]string{
	finding.WrongPassPhrase:    "the pass phrase is wrong",
	finding.Mismatch:           "the private key does not belong to the certificate",
	finding.NotExpected:        "{part 1} is not {part 2}; choose one in PEM or DER",
	finding.UnsupportedKind:    "{part 1} is {part 2}, which is not supported; export the certificate in PEM instead",
	finding.ArchiveThere:       "{part 1} is {part 2}; choose it under PKCS#12",
	finding.AnotherKind:        "{part 1} holds {part 2} where {part 3} is expected; choose another file",
	finding.CertificateDamaged: "a certificate in {part 1} is damaged; export it again: {cause}",
	finding.NegativeSerial: "the chosen certificate in {part 1} has the serial number {value}, so it cannot be trusted: " +
		"serial numbers must be positive (RFC 5280, 4.1.2.2); it must be reissued",
	finding.OtherCertificate:   "{cause} chosen: the key in {part 1} belongs to another one; choose a matching pair",
	finding.CertificateMissing: "there is a private key without its certificate; choose the client certificate too",
	finding.KeyMissing:         "there is a client certificate without its private key; choose the key too",
	finding.KeyLocked:          "{cause}: the private key in {part 1} needs a pass phrase; type it under TLS",
	finding.KeyNotOpened:       "{cause}: the private key in {part 1} cannot be opened with this pass phrase; type it again",
	finding.KeyDamaged:         "the private key in {part 1} is damaged or of a kind that TLS does not use; export it again: {cause}",
	finding.KeyOutdated:        "the private key in {part 1} is encrypted in an outdated way; convert it with: openssl pkcs8 -topk8 -v2 aes256",
	finding.KeyUnusual:         "the private key in {part 1} is encrypted in an unusual way; convert it with: openssl pkcs8 -topk8 -v2 aes256: {cause}",
	finding.KeyCannotSign:      "the private key cannot sign; create an RSA, ECDSA or Ed25519 key",
	finding.SSHKey:             "{part 1} holds an SSH key, which TLS cannot use; choose the key that belongs to the certificate",
	finding.ArchiveNotOpened:   "{cause}: {part 1} cannot be opened with this pass phrase; type it again",
	finding.NotPKCS12:          "{part 1} is not a PKCS#12 file with a certificate and its key; choose a .p12 or .pfx: {cause}",
	finding.TooCostly:          "{part 1} is too costly: {cause}",
	finding.Costly:             "its pass phrase takes too much work to check; export it again",
	finding.NoTLSVersion:       "there is no TLS version {quoted}; choose 1.0, 1.1, 1.2 or 1.3",
	finding.ServerNameUnusable: "the server name cannot be used: {cause}",
}
