package media

import (
	"path"
	"strings"
)

// The formats that are known by name.
var (
	formatEmpty    = Format{"application/x-empty", "empty file", Other}
	formatUnknown  = Format{"application/octet-stream", "unknown bytes", Other}
	formatJPEG     = Format{"image/jpeg", "JPEG", Image}
	formatPNG      = Format{"image/png", "PNG", Image}
	formatGIF      = Format{"image/gif", "GIF", Image}
	formatWebP     = Format{"image/webp", "WebP", Image}
	formatTIFF     = Format{"image/tiff", "TIFF", Image}
	formatHEIC     = Format{"image/heic", "HEIC", Image}
	formatHEIF     = Format{"image/heif", "HEIF", Image}
	formatAVIF     = Format{"image/avif", "AVIF", Image}
	formatBMP      = Format{"image/bmp", "BMP", Image}
	formatSVG      = Format{"image/svg+xml", "SVG", Image}
	formatMP4      = Format{"video/mp4", "MP4", Video}
	formatMOV      = Format{"video/quicktime", "QuickTime", Video}
	format3GP      = Format{"video/3gpp", "3GP", Video}
	formatMKV      = Format{"video/matroska", "Matroska", Video}
	formatWebM     = Format{"video/webm", "WebM", Video}
	formatAVI      = Format{"video/vnd.avi", "AVI", Video}
	formatMPEGTS   = Format{"video/mp2t", "MPEG-TS", Video}
	formatMP3      = Format{"audio/mpeg", "MP3", Audio}
	formatM4A      = Format{"audio/mp4", "M4A", Audio}
	formatOgg      = Format{"audio/ogg", "Ogg", Audio}
	formatOpus     = Format{"audio/ogg; codecs=opus", "Opus", Audio}
	formatWAV      = Format{"audio/vnd.wave", "WAV", Audio}
	formatFLAC     = Format{"audio/flac", "FLAC", Audio}
	formatAMR      = Format{"audio/amr", "AMR", Audio}
	formatPDF      = Format{"application/pdf", "PDF", Document}
	formatDOCX     = Format{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX", Document}
	formatXLSX     = Format{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX", Document}
	formatPPTX     = Format{"application/vnd.openxmlformats-officedocument.presentationml.presentation", "PPTX", Document}
	formatODT      = Format{"application/vnd.oasis.opendocument.text", "ODT", Document}
	formatODS      = Format{"application/vnd.oasis.opendocument.spreadsheet", "ODS", Document}
	formatODP      = Format{"application/vnd.oasis.opendocument.presentation", "ODP", Document}
	formatEPUB     = Format{"application/epub+zip", "EPUB", Document}
	formatHTML     = Format{"text/html", "HTML", Document}
	formatXHTML    = Format{"application/xhtml+xml", "XHTML", Document}
	formatXML      = Format{"application/xml", "XML", Text}
	formatJSON     = Format{"application/json", "JSON", Text}
	formatCSV      = Format{"text/csv", "CSV", Text}
	formatMarkdown = Format{"text/markdown", "Markdown", Text}
	formatText     = Format{"text/plain", "plain text", Text}
	formatZIP      = Format{"application/zip", "ZIP", Archive}
	formatGZIP     = Format{"application/gzip", "GZIP", Archive}
	format7z       = Format{"application/x-7z-compressed", "7z", Archive}
	formatRAR      = Format{"application/vnd.rar", "RAR", Archive}
	formatWARC     = Format{"application/warc", "WARC", Capture}
	formatWARCGZ   = Format{"application/warc+gzip", "WARC (gzip)", Capture}
	formatWACZ     = Format{"application/wacz", "WACZ", Capture}
	formatEML      = Format{"message/rfc822", "EML", Mail}
	formatHLS      = Format{"application/vnd.apple.mpegurl", "HLS playlist", Text}
)

// extensions says which formats a file of an extension may have. An extension
// that is not here says nothing.
func extensions(ext string) []Format {
	switch ext {
	case "jpg", "jpeg", "jpe", "jfif":
		return []Format{formatJPEG}
	case "png":
		return []Format{formatPNG}
	case "gif":
		return []Format{formatGIF}
	case "webp":
		return []Format{formatWebP}
	case "tif", "tiff", "dng":
		return []Format{formatTIFF}
	case "heic", "heif", "hif":
		return []Format{formatHEIC, formatHEIF}
	case "avif":
		return []Format{formatAVIF}
	case "bmp":
		return []Format{formatBMP}
	case "svg":
		return []Format{formatSVG}
	case "mp4", "m4v", "mov", "qt", "3gp", "3g2":
		// Phones mix these names up, and every player reads all of them.
		return []Format{formatMP4, formatMOV, format3GP}
	case "m4a":
		return []Format{formatM4A, formatMP4}
	case "mkv":
		return []Format{formatMKV, formatWebM}
	case "webm":
		return []Format{formatWebM}
	case "avi":
		return []Format{formatAVI}
	case "ts", "mts", "m2ts":
		return []Format{formatMPEGTS}
	case "mp3":
		return []Format{formatMP3}
	case "ogg", "oga", "ogv":
		return []Format{formatOgg, formatOpus}
	case "opus":
		return []Format{formatOpus}
	case "wav":
		return []Format{formatWAV}
	case "flac":
		return []Format{formatFLAC}
	case "amr":
		return []Format{formatAMR}
	case "pdf":
		return []Format{formatPDF}
	case "docx":
		return []Format{formatDOCX}
	case "xlsx":
		return []Format{formatXLSX}
	case "pptx":
		return []Format{formatPPTX}
	case "odt":
		return []Format{formatODT}
	case "ods":
		return []Format{formatODS}
	case "odp":
		return []Format{formatODP}
	case "epub":
		return []Format{formatEPUB}
	case "htm", "html", "xhtml":
		return []Format{formatHTML, formatXHTML, formatText}
	case "xml":
		return []Format{formatXML, formatXHTML, formatSVG}
	case "json":
		return []Format{formatJSON}
	case "csv", "txt", "log", "md", "rst":
		return []Format{formatText, formatCSV, formatMarkdown, formatJSON, formatHTML, formatXML, formatEML}
	case "zip":
		return []Format{formatZIP, formatWACZ}
	case "gz":
		return []Format{formatGZIP, formatWARCGZ}
	case "7z":
		return []Format{format7z}
	case "rar":
		return []Format{formatRAR}
	case "warc":
		return []Format{formatWARC, formatWARCGZ}
	case "wacz":
		return []Format{formatWACZ}
	case "eml":
		return []Format{formatEML, formatText}
	case "m3u8", "m3u":
		return []Format{formatHLS, formatText}
	}
	return nil
}

// extension gives the last extension of a name in small letters, without the dot.
func extension(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	return strings.ToLower(strings.TrimPrefix(path.Ext(path.Base(name)), "."))
}

// checkName says where the extension promises another format than there is.
func (l *look) checkName() {
	ext := extension(l.name)
	may := extensions(ext)
	if len(may) == 0 || l.Format == formatEmpty {
		return
	}
	for _, f := range may {
		if f == l.Format {
			return
		}
	}
	l.NameDoubt = "the name ends in ." + ext + ", the content is " + l.Format.Name
}
