package format

// ViewNames are what the views of a payload are called, in the order they are offered.
var ViewNames = []string{"Auto", "Tree", "Pretty text", "Text", "Hex", "Image", "Table"}

// RetainChoices are the ways to handle retained messages, by their number.
var RetainChoices = []string{"Send retained messages", "Only if the subscription is new", "No retained messages"}
