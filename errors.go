package sijill

import "errors"

// Class says what kind of trouble an Error is. The program turns it into an
// exit code; the pages turn it into an HTTP status.
type Class int

const (
	// Failed is trouble with the machine: a disk, a permission, a broken file.
	Failed Class = iota
	// Usage is a call that cannot be understood.
	Usage
	// Wanting is the result of a check that found something wrong.
	Wanting
	// Refused is a call that is understood and that a rule forbids.
	Refused
	// Busy is an archive in which another process is writing.
	Busy
	// NotFound is a number, an index or a file that is not there.
	NotFound
)

// Error is trouble told to two audiences: Message and Hint are for the person
// at the screen, one sentence each, with nothing in them about a source; Err is
// the cause, for whoever looks after the machine.
type Error struct {
	Class   Class
	Message string
	Hint    string
	Err     error
}

// Error gives the message, and the cause where there is one.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Message
	}
	return e.Message + ": " + e.Err.Error()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// ClassOf gives the class of the outermost Error in err's chain, and Failed
// where there is none.
func ClassOf(err error) Class {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Class
	}
	return Failed
}
