package payload

// Plain gives the text of a payload to be searched and compared: without a
// byte order mark before it and zero bytes behind it, and out of UTF-16. What
// is no text is given as it is. It copies nothing but UTF-16.
func Plain(b []byte) []byte {
	n := len(b)
	if n == 0 || b[n-1] != 0 && b[0] != 0 && b[0] != 0xef && b[0] != 0xfe && b[0] != 0xff {
		return b // as nearly all
	}
	w := wrap(b)
	return w.text
}
