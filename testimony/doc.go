// Package testimony computes with what people told and with what others made of
// it in another language: it cuts running text into segments, finds out which
// segments of a translation are made of which of the original, tells when a
// translation has gone stale, and sets two accounts of one witness side by side.
//
// It is pure: it reads no file and knows no store. What it finds out is a
// proposal, with a figure for how sure it is, and a person has the last word.
package testimony
