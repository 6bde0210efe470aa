package look

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"strings"
	"time"

	"sijill.example/sijill/derivative"
	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/media"
	"sijill.example/sijill/media/picture"
)

// run gives a tool the source and reads what it writes. A tool that is not there,
// or that the file broke, is told in NotDone; only what stops everything is
// returned.
func (d *Desk) run(ctx context.Context, s Source, r *Result, what, tool string, args []string, limits cage.Limits, read func(io.Reader) error) error {
	notDone := func(why string) error {
		r.Seen.NotDone = append(r.Seen.NotDone, media.NotDone{What: what, Because: why})
		return nil
	}
	path := d.tools[tool]
	if path == "" {
		return notDone(tool + " is not installed")
	}
	in, inMemory, close, err := s.input()
	if err != nil {
		return notDone(err.Error())
	}
	defer close()
	t := cage.Tool{Path: path, Args: args, Limits: limits, InMemory: inMemory}
	err = t.Run(ctx, d.walls, in, read)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, cage.ErrBroken):
		return notDone(tool + ": " + err.Error())
	}
	return notDone(tool + " gave nothing that can be read: " + err.Error())
}

// demuxer is the one container that ffmpeg may take a film or a sound for, so that
// no file is taken for a list of other files.
func demuxer(mediaType string) string {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	switch mediaType {
	case "video/mp4", "video/quicktime", "video/3gpp", "audio/mp4":
		return "mov"
	case "video/matroska", "video/webm":
		return "matroska"
	case "video/vnd.avi":
		return "avi"
	case "video/mp2t":
		return "mpegts"
	case "audio/mpeg":
		return "mp3"
	case "audio/ogg":
		return "ogg"
	case "audio/vnd.wave":
		return "wav"
	case "audio/flac":
		return "flac"
	case "audio/amr":
		return "amr"
	}
	return ""
}

func ffmpegInput(format string) []string {
	return []string{"-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe", "-threads", "2", "-f", format, "-i", cage.InputName}
}

const (
	frameSide = 640
	maxFrames = 3600 // an hour at one a second
	sheetRows = 4
	sheetCols = 4
)

// film looks at a frame a second: for likeness, for a poster and for a contact
// sheet. A film of a second or less gives its first frame.
func (d *Desk) film(ctx context.Context, s Source, r *Result) error {
	format := demuxer(r.Seen.Format.MediaType)
	if format == "" {
		r.Seen.NotDone = append(r.Seen.NotDone, media.NotDone{What: "frames", Because: "this kind of film is not given to ffmpeg"})
		return nil
	}
	args := append(ffmpegInput(format), "-an", "-sn", "-dn", "-map_metadata", "-1",
		"-vf", fmt.Sprintf("fps=1:start_time=0:round=up,scale=w=%d:h=%d:force_original_aspect_ratio=decrease:force_divisible_by=2", frameSide, frameSide),
		"-frames:v", fmt.Sprint(maxFrames), "-pix_fmt", "yuv420p", "-f", "yuv4mpegpipe", "pipe:1")
	limits := cage.Limits{Memory: toolMemory, Time: filmTime, Output: maxFrames * frameSide * frameSide * 2}
	var sheet contactSheet
	var poster *image.YCbCr
	best := -1
	err := d.run(ctx, s, r, "frames", "ffmpeg", args, limits, frameReader(func(n int, img *image.YCbCr) {
		r.Seen.Frames = n + 1
		p := framePrint(img, time.Duration(n)*time.Second)
		r.Prints = append(r.Prints, p)
		if p.Quality > best && n < 30 {
			best, poster = p.Quality, picture.Smaller(img, frameSide)
		}
		sheet.add(n, img)
	}))
	if err != nil || poster == nil {
		return err
	}
	return r.addPictures(poster, sheet.picture())
}

func frameReader(f func(int, *image.YCbCr)) func(io.Reader) error {
	return func(in io.Reader) error {
		return frames(in, func(n int, img *image.YCbCr) error {
			if n < maxFrames {
				f(n, img)
			}
			return nil
		})
	}
}

func (r *Result) addPictures(poster, sheet image.Image) error {
	for _, want := range []struct {
		role string
		img  image.Image
		side int
	}{{derivative.View, poster, picture.ViewSide}, {derivative.Thumb, poster, picture.ThumbSide}, {derivative.Sheet, sheet, picture.ViewSide}} {
		if want.img == nil {
			continue
		}
		c, err := picture.Encode(want.img, want.side)
		if err != nil {
			return err
		}
		r.Copies = append(r.Copies, derivative.Copy{Role: want.role, MediaType: "image/jpeg", Width: c.Width, Height: c.Height, Bytes: c.JPEG})
	}
	return nil
}

// sound draws the loudness of a sound over its time.
func (d *Desk) sound(ctx context.Context, s Source, r *Result) error {
	format := demuxer(r.Seen.Format.MediaType)
	if format == "" {
		r.Seen.NotDone = append(r.Seen.NotDone, media.NotDone{What: "waveform", Because: "this kind of sound is not given to ffmpeg"})
		return nil
	}
	args := append(ffmpegInput(format), "-vn", "-sn", "-dn", "-map_metadata", "-1", "-ac", "1", "-ar", fmt.Sprint(waveRate), "-f", "s16le", "pipe:1")
	var w wave
	if err := d.run(ctx, s, r, "waveform", "ffmpeg", args, cage.Limits{Memory: toolMemory, Time: filmTime, Output: 12 * 3600 * waveRate * 2}, w.read); err != nil || w.samples == 0 {
		return err
	}
	if r.Seen.Duration == 0 {
		r.Seen.Duration = float64(w.samples) / waveRate
	}
	c, err := picture.Encode(w.picture(), picture.ViewSide)
	if err != nil {
		return err
	}
	thumb, err := picture.Encode(w.picture(), picture.ThumbSide)
	r.Copies = append(r.Copies,
		derivative.Copy{Role: derivative.Wave, MediaType: "image/jpeg", Width: c.Width, Height: c.Height, Bytes: c.JPEG},
		derivative.Copy{Role: derivative.Thumb, MediaType: "image/jpeg", Width: thumb.Width, Height: thumb.Height, Bytes: thumb.JPEG})
	return err
}

const maxPages = 20

// document takes the text of a PDF in reading order, and pictures of its first
// pages.
func (d *Desk) document(ctx context.Context, s Source, r *Result) error {
	limits := cage.Limits{Memory: toolMemory, Time: toolTime, Output: maxText}
	err := d.run(ctx, s, r, "text", "pdftotext", []string{"-q", "-enc", "UTF-8", cage.InputName, "-"}, limits, func(in io.Reader) error {
		b, err := io.ReadAll(in)
		r.Text = readingOrder(string(b))
		return err
	})
	if err != nil {
		return err
	}
	limits.Output = maxPages * 3 * maxSide * picture.ViewSide
	return d.run(ctx, s, r, "pages", "pdftoppm", []string{"-q", "-l", fmt.Sprint(maxPages), "-scale-to", "1200", cage.InputName}, limits, func(in io.Reader) error {
		return pixmaps(in, func(n int, img *image.RGBA) error {
			if n >= maxPages {
				return nil
			}
			r.Seen.Pages = n + 1
			page, err := picture.Encode(img, picture.ViewSide)
			if err != nil {
				return err
			}
			r.Copies = append(r.Copies, derivative.Copy{Role: fmt.Sprintf("page-%d", n+1), MediaType: "image/jpeg", Width: page.Width, Height: page.Height, Bytes: page.JPEG})
			if n > 0 {
				return nil
			}
			thumb, err := picture.Encode(img, picture.ThumbSide)
			r.Copies = append(r.Copies, derivative.Copy{Role: derivative.Thumb, MediaType: "image/jpeg", Width: thumb.Width, Height: thumb.Height, Bytes: thumb.JPEG})
			return err
		})
	})
}

// picture has a tool decode what Go has no decoder for, and large JPEGs.
func (d *Desk) picture(ctx context.Context, s Source, r *Result) error {
	var tool string
	var args []string
	orientation := r.Seen.Orientation
	switch r.Seen.Format.MediaType {
	case "image/jpeg":
		if hasFailed(r) {
			return nil
		}
		tool, args = "djpeg", []string{"-scale", scaleFor(r.Seen.Width, r.Seen.Height)}
	case "image/heic", "image/heif", "image/avif":
		// The container says how the picture stands, and its decoder turns it.
		tool, args, orientation = "vipsthumbnail", []string{"stdin", "--size", fmt.Sprint(picture.ViewSide), "-o", ".ppm"}, 1
	default:
		if !hasFailed(r) {
			r.Seen.NotDone = append(r.Seen.NotDone, media.NotDone{What: "copies and likeness", Because: picture.ErrNotDecoded.Error()})
		}
		return nil
	}
	if int64(r.Seen.Width)*int64(r.Seen.Height) > picture.MaxPixels {
		r.Seen.NotDone = append(r.Seen.NotDone, media.NotDone{What: "copies and likeness", Because: (&picture.TooLargeError{Width: r.Seen.Width, Height: r.Seen.Height}).Error()})
		return nil
	}
	return d.run(ctx, s, r, "copies and likeness", tool, args, cage.Limits{Memory: toolMemory, Time: toolTime, Output: 3*maxSide*maxSide + 1<<10}, func(in io.Reader) error {
		return pixmaps(in, func(n int, img *image.RGBA) error {
			if n > 0 {
				return nil
			}
			return copies(img, orientation, r)
		})
	})
}

func hasFailed(r *Result) bool {
	for _, n := range r.Seen.NotDone {
		if strings.HasPrefix(n.What, "copies") || n.What == "everything" {
			return true
		}
	}
	return false
}

// scaleFor is the smallest of libjpeg's scales at which a picture still fills a
// viewing copy.
func scaleFor(w, h int) string {
	for n := 1; n < 8; n++ {
		if max(w, h)*n/8 >= picture.ViewSide {
			return fmt.Sprintf("%d/8", n)
		}
	}
	return "8/8"
}
