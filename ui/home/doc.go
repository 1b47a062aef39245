// Package home is the start page: the stored connections with the form of the chosen one,
// the form for an address, brokers found on the network, and what is imported. What takes
// the window, or a tab, is done by [Actions].
package home
