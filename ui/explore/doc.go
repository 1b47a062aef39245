// Package explore is the page of one connection: its tree, its messages and the publish
// panel, and what stands over them. Everything that can be done with the connection is
// in its commands; what takes the window, or the stored connections, is done by [Actions].
package explore
