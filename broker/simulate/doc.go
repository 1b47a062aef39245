// Package simulate plays devices: what they publish and when, how they answer commands,
// and how they fail. They are described in a small file, so that a dashboard or a list of
// checks can be tried before the devices arrive.
//
// A run is repeated by its seed: the same devices publish the same values in the same
// order, and fail at the same times. The time of a message is the time it was due, as
// jobs have it, so that a busy machine does not change what is published.
package simulate
