// Package verify judges whether an installation fulfils a checklist, by the messages that
// come. A verdict keeps the messages that it rests on; what could not be heard is never
// held against a device, nor taken for right. It knows no connection and no window, and no
// clock: it is told when everything happened.
package verify
