// Package model is the subscription model of Mangrove: what arrived, on which
// topics, in which order, and how a person looks through it.
//
// It owns topics and filters ([CheckTopic], [CheckFilter], [Match]), the store
// of everything received ([Store]), the tree a window shows of it ([Tree]) and
// the counters that say honestly what came in and what was let go ([Intake]).
//
// It knows nothing of how messages are fetched or shown: no network, no MQTT
// library, no toolkit. Messages come in through [Store.Apply]; everything else
// is asked of it by whoever draws or prints.
package model
