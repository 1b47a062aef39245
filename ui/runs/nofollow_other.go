//go:build !unix

package runs

// noFollow is for systems on which links take rights to make.
const noFollow = 0
