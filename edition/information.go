package edition

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// registerBody is the body of the page that tells how to check everything.
type registerBody struct {
	Origin      string
	VerifierKey string
	Size        int64
	Root        string // hexadecimal
	Note        string
	IsWhole     bool   // the checkpoint is there and signed by the key
	PublicKey   string // in PEM, for openssl; "" where it is of another kind
	Signature   string // base64
	Signed      string // what was signed
}

func (s *site) register(_ context.Context, p *page) error {
	h := s.edition.Head
	b := registerBody{Origin: h.Origin, VerifierKey: h.VerifierKey, Size: h.Size}
	if _, c, err := s.published(); err == nil {
		b.Note, b.Size, b.Root, b.IsWhole = string(c.Note), c.Size, hex.EncodeToString(c.Root[:]), true
		b.forOpenSSL()
	}
	p.Sheet, p.Title, p.About, p.Body = "register", p.T("register"), p.T("about.register"), b
	return nil
}

// forOpenSSL takes the checkpoint apart so that tools that know nothing of it can
// check the signature.
func (b *registerBody) forOpenSSL() {
	const ed25519 = 1 // of C2SP signed-note
	parts := strings.SplitN(b.VerifierKey, "+", 3)
	if len(parts) != 3 {
		return
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != ed25519 {
		return
	}
	text, signatures, ok := strings.Cut(b.Note, "\n\n")
	if !ok {
		return
	}
	for line := range strings.Lines(signatures) {
		fields := strings.Fields(line)
		if len(fields) != 3 || fields[1] != parts[0] {
			continue
		}
		raw, err := base64.StdEncoding.DecodeString(fields[2])
		if err != nil || len(raw) != 4+64 {
			continue
		}
		// RFC 8410: the DER header of an Ed25519 public key.
		der := append([]byte{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00}, key[1:]...)
		b.PublicKey = "-----BEGIN PUBLIC KEY-----\n" + base64.StdEncoding.EncodeToString(der) + "\n-----END PUBLIC KEY-----\n"
		b.Signature, b.Signed = base64.StdEncoding.EncodeToString(raw[4:]), text+"\n"
	}
}

// about tells of the site, and of the typefaces, whose licence asks for it.
func (s *site) about(_ context.Context, p *page) error {
	list := p.paragraphs("about")
	if names := s.fonts.typefaces(); names != nil {
		text := strings.NewReplacer("{typefaces}", strings.Join(names, p.T("comma")), "{makers}", s.fonts.Makers, "{licence}", s.fonts.Licence)
		list = append(list, paragraph{p.T("about.type.heading"), text.Replace(p.T("about.type")), &link{p.File(licencesAddress), p.T("about.type.licence")}})
	}
	p.Sheet, p.Title, p.About, p.Body = "plain", p.T("about"), p.T("about.about"), list
	return nil
}

// plainPage makes a page of the interface's own words.
func (s *site) plainPage(name string) fill {
	return func(_ context.Context, p *page) error {
		p.Sheet, p.Title, p.About, p.Body = "plain", p.T(name), p.T("about."+name), p.paragraphs(name)
		return nil
	}
}

// paragraph is a part of a plain page.
type paragraph struct {
	Heading string
	Text    string
	Link    *link
}

// link leads from a paragraph to what it speaks of.
type link struct{ Href, Text string }

// paragraphs takes the phrases NAME.1, NAME.2, ...; a phrase NAME.1.heading stands
// above its paragraph.
func (p *page) paragraphs(name string) []paragraph {
	var out []paragraph
	for n := 1; ; n++ {
		key := name + "." + string(rune('0'+n))
		if _, ok := p.site.words[key]; !ok || n > 9 {
			return out
		}
		x := paragraph{Text: p.T(key)}
		if _, ok := p.site.words[key+".heading"]; ok {
			x.Heading = p.T(key + ".heading")
		}
		out = append(out, x)
	}
}

// loss is what somebody gets who takes over a part of the system.
type loss struct{ What, Gets, Not string }

var losses = []string{"site", "archive", "seized", "signing", "few", "enough", "workstation", "reader"}

func (s *site) surrender(_ context.Context, p *page) error {
	var list []loss
	for _, name := range losses {
		list = append(list, loss{p.T("loss." + name), p.T("loss." + name + ".gets"), p.T("loss." + name + ".not")})
	}
	p.Sheet, p.Title, p.About, p.Body = "surrender", p.T("surrender"), p.T("about.surrender"), list
	return nil
}
