// Package verification judges a checklist over a connection, and writes what is handed over:
// the results as JSON, CSV, JUnit and HTML. What a verdict means is decided in
// [mangrove/model/verify]; this package brings it the messages and the times without a
// connection, and asks the broker at the end what it keeps.
package verification
