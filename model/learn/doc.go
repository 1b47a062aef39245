// Package learn watches a site that is in order and proposes a checklist for it: what its
// devices and topics have done all the time, with how sure that is. It is told the time, keeps
// no more than its limits, and says what it has left out. It knows neither connections nor
// files, and gives codes with values.
package learn
