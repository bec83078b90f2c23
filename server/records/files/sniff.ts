/** So much of a file's beginning tells what it is. */
export const sniffed = 65_536

const at = (head: Buffer, offset: number, ...bytes: (number | string)[]): boolean =>
  Buffer.concat(
    bytes.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.of(part))),
  ).equals(
    head.subarray(
      offset,
      offset + bytes.reduce<number>((sum, part) => sum + (typeof part === 'string' ? part.length : 1), 0),
    ),
  )

const endings: Record<string, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  msg: 'application/vnd.ms-outlook',
  csv: 'text/csv',
  md: 'text/markdown',
  json: 'application/json',
  ics: 'text/calendar',
  vcf: 'text/vcard',
  eml: 'message/rfc822',
}
const endingOf = (name: string): string => /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
/** The media type of the ending, if what the content is may be called so. */
const calledSo = (name: string, among: readonly string[], otherwise: string): string => {
  const ending = endingOf(name)
  return among.includes(ending) ? (endings[ending] ?? otherwise) : otherwise
}

/** The container of films and sounds, and of some images. */
function boxed(head: Buffer): string {
  const brand = head.toString('latin1', 8, 12)
  if (/^avi[fs]$/.test(brand)) return 'image/avif'
  if (/^(heic|heix|hevc|mif1|msf1)$/.test(brand)) return 'image/heic'
  if (/^M4[AB] $/.test(brand)) return 'audio/mp4'
  return brand === 'qt  ' ? 'video/quicktime' : 'video/mp4'
}

/** What programs of offices write are archives: the names within tell whose. */
function packed(head: Buffer, name: string): string {
  const text = head.toString('latin1')
  // An OpenDocument says its type first of all, not compressed.
  const [open] =
    /^application\/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)/.exec(text.slice(38, 120)) ?? []
  if (open && head.readUInt16LE(26) === 8 && at(head, 30, 'mimetype')) return open
  if (!text.includes('[Content_Types].xml')) return 'application/zip'
  for (const [folder, ending] of [
    ['word/', 'docx'],
    ['xl/', 'xlsx'],
    ['ppt/', 'pptx'],
  ] as const)
    if (text.includes(folder)) return endings[ending] as string
  return calledSo(name, ['docx', 'xlsx', 'pptx'], 'application/zip')
}

/** Text that nobody would take for anything else is told apart by the file's name, marked-up text never. */
function written(head: Buffer, name: string): string | null {
  const wide = at(head, 0, 0xff, 0xfe) || at(head, 0, 0xfe, 0xff)
  const text = wide
    ? new TextDecoder(head[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(head)
    : head.toString('utf8').replace(/\uFFFD$/, '')
  // oxlint-disable-next-line no-control-regex -- no text holds them
  if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) || (!wide && text.includes('\uFFFD') && !latin(head)))
    return null
  const start = text
    .replace(/^\uFEFF/, '')
    .trimStart()
    .slice(0, 4_096)
  if (start.startsWith('<')) {
    if (/<svg[\s>:]/i.test(start)) return 'image/svg+xml'
    return /^<\?xml/i.test(start) && !/<html[\s>]/i.test(start) ? 'application/xml' : 'text/html'
  }
  if (start.startsWith('{\\rtf')) return 'application/rtf'
  return calledSo(name, ['csv', 'md', 'json', 'ics', 'vcf', 'eml'], 'text/plain')
}

/** Text in an old encoding of Western languages: hardly any other signs than letters. */
const latin = (head: Buffer): boolean =>
  !head.some((byte) => (byte < 0x20 && ![0x09, 0x0a, 0x0d, 0x0c, 0x1b].includes(byte)) || byte === 0x7f)

/**
 * The media type of a file by how it begins; its name only chooses among what the content may be. What nobody knows is
 * `application/octet-stream`. Pure.
 */
export function mediaTypeOf(head: Buffer, name: string): string {
  if (at(head, 0, 0x89, 'PNG\r\n', 0x1a, '\n')) return 'image/png'
  if (at(head, 0, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (at(head, 0, 'GIF87a') || at(head, 0, 'GIF89a')) return 'image/gif'
  if (at(head, 0, 'RIFF') && at(head, 8, 'WEBP')) return 'image/webp'
  if (at(head, 0, 'RIFF') && at(head, 8, 'WAVE')) return 'audio/wav'
  if (at(head, 4, 'ftyp')) return boxed(head)
  if (at(head, 0, '%PDF-')) return 'application/pdf'
  if (at(head, 0, 'PK', 3, 4)) return packed(head, name)
  if (at(head, 0, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1))
    return calledSo(name, ['doc', 'xls', 'ppt', 'msg'], 'application/octet-stream')
  if (at(head, 0, 'ID3') || (head[0] === 0xff && [0xfb, 0xf3, 0xf2].includes(head[1] ?? 0)))
    return 'audio/mpeg'
  if (at(head, 0, 'OggS')) return 'audio/ogg'
  if (at(head, 0, 'fLaC')) return 'audio/flac'
  if (at(head, 0, 0x1a, 0x45, 0xdf, 0xa3)) return 'video/webm'
  if (at(head, 0, 0x1f, 0x8b)) return 'application/gzip'
  return written(head, name) ?? 'application/octet-stream'
}
