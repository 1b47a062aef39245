package strictyaml

import "errors"

// Files reads a file beside another one that names it: path is local to its folder, and most
// the bytes that it may have. It fails with [ErrElsewhere] where path leads out of the folder.
type Files func(path string, most int64) ([]byte, error)

// ErrElsewhere is a file that is not in the folder of the one that names it.
var ErrElsewhere = errors.New("not in the folder of the file")
