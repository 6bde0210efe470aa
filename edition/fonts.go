package edition

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"sijill.example/sijill"
)

// `make build` puts the typefaces of the pages into a directory beside the program.
const (
	fontsDir     = "fonts"
	fontList     = "fonts.json"
	fontLicences = "LICENCES.txt"
	maxFont      = 1 << 20 // bytes of a file
)

// Fonts are typefaces that the pages bring themselves, cut to scripts.
type Fonts struct {
	Makers  string // who holds the rights, as it is shown
	Licence string // what it is called
	Faces   []face

	licences []byte
}

// face is one file: the letters of one script.
type face struct {
	File     string `json:"file"`
	Family   string `json:"family"`   // as style.css calls it
	Typeface string `json:"typeface"` // as its makers call it
	Weight   string `json:"weight"`
	Range    string `json:"range"` // of Unicode, as CSS writes it
	// First is the script of whose pages each shows letters of the file.
	First string `json:"first"`

	address string // with a digest of the bytes: what stands there never changes
	bytes   []byte
}

// What the list says is written into a style sheet, so that it may be only this.
var (
	fontFile   = regexp.MustCompile(`^[a-z0-9-]+\.woff2$`)
	fontFamily = regexp.MustCompile(`^[A-Za-z0-9 ]+$`)
	fontWeight = regexp.MustCompile(`^[1-9]00( [1-9]00)?$`)
	fontRange  = regexp.MustCompile(`^U\+[0-9A-F]{4,6}(-[0-9A-F]{4,6})?(,U\+[0-9A-F]{4,6}(-[0-9A-F]{4,6})?)*$`)
)

// LoadFonts reads the typefaces from a directory, "" for the one beside this
// executable. Where none is there, it is nil: then the pages use those of the
// reader's system.
func LoadFonts(dir string) (*Fonts, error) {
	given := dir != ""
	if !given {
		self, err := os.Executable()
		if err != nil {
			return nil, nil
		}
		dir = filepath.Join(filepath.Dir(self), fontsDir)
	}
	f, err := readFonts(dir)
	if errors.Is(err, fs.ErrNotExist) && !given {
		return nil, nil
	}
	if err != nil {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The typefaces of the pages cannot be read.", Hint: "`make build` puts them into build/fonts; without that directory the pages use those of the reader's system.", Err: err}
	}
	return f, nil
}

func readFonts(dir string) (*Fonts, error) {
	b, err := os.ReadFile(filepath.Join(dir, fontList))
	if err != nil {
		return nil, err
	}
	out := &Fonts{}
	if err := json.Unmarshal(b, out); err != nil {
		return nil, err
	}
	for i := range out.Faces {
		f := &out.Faces[i]
		if !fontFile.MatchString(f.File) || !fontFamily.MatchString(f.Family) || !fontFamily.MatchString(f.Typeface) || !fontWeight.MatchString(f.Weight) || !fontRange.MatchString(f.Range) {
			return nil, fmt.Errorf("%s says of a typeface what cannot be: %+q", fontList, f.File)
		}
		f.bytes, err = os.ReadFile(filepath.Join(dir, f.File))
		if err == nil && (len(f.bytes) > maxFont || !bytes.HasPrefix(f.bytes, []byte("wOF2"))) {
			err = errors.New(f.File + " is no WOFF2 file of at most 1 MB")
		}
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(f.bytes)
		f.address = "/" + fontsDir + "/" + strings.TrimSuffix(f.File, ".woff2") + "-" + hex.EncodeToString(sum[:6]) + ".woff2"
	}
	out.licences, err = os.ReadFile(filepath.Join(dir, fontLicences))
	return out, err
}

// css names the files for the style sheet, which stands beside their directory. A page
// never moves once it is shown: a typeface that is late is used from the next page on.
func (f *Fonts) css() []byte {
	if f == nil {
		return nil
	}
	var b bytes.Buffer
	for _, one := range f.Faces {
		fmt.Fprintf(&b, "@font-face { font-family: %q; font-weight: %s; font-display: optional; src: url(%q) format(\"woff2\"); unicode-range: %s; }\n", one.Family, one.Weight, one.address[1:], one.Range)
	}
	return b.Bytes()
}

// typefaces are what the faces are called by those who made them.
func (f *Fonts) typefaces() []string {
	if f == nil {
		return nil
	}
	var out []string
	for _, one := range f.Faces {
		if !slices.Contains(out, one.Typeface) {
			out = append(out, one.Typeface)
		}
	}
	return out
}

// licencesAddress is where the licences of the typefaces stand.
const licencesAddress = "/" + fontsDir + "/licences.txt"

// font answers with what stands below /fonts/.
func (f *Fonts) font(address string) (answer, error) {
	if f == nil {
		return answer{}, notThere
	}
	if address == licencesAddress {
		return answer{Type: "text/plain; charset=utf-8", Body: f.licences}, nil
	}
	for _, one := range f.Faces {
		if one.address == address {
			return answer{Type: "font/woff2", Body: one.bytes, IsLasting: true}, nil
		}
	}
	return answer{}, notThere
}

func (f *Fonts) addresses() []string {
	if f == nil {
		return nil
	}
	out := []string{licencesAddress}
	for _, one := range f.Faces {
		out = append(out, one.address)
	}
	return out
}

// Early are the typefaces that every page of the language shows. A browser asks for
// them at once. A page that was opened from a disk may not ask that way.
func (p *page) Early() []string {
	if p.site.fonts == nil || p.site.isExport {
		return nil
	}
	script := "latin"
	if p.lang == arabic {
		script = "arabic"
	}
	var out []string
	for _, one := range p.site.fonts.Faces {
		if one.First == script {
			out = append(out, one.address)
		}
	}
	return out
}
