/** What only another name for what stands there would be, and signs that turn a name around on a screen. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]/gu
const longestName = 200

/** A file's name as it is kept: without its folders, without signs that cannot be seen, its ending kept. */
export function cleanName(given: string): string {
  const last = given.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const name = last.replace(unseen, '').replace(/\s+/g, ' ').trim().replace(/^\.+/, '')
  if (name === '') return 'file'
  if (name.length <= longestName) return name
  const ending = /\.[^.]{1,20}$/.exec(name)?.[0] ?? ''
  return name.slice(0, longestName - ending.length).toWellFormed() + ending
}

/** `attachment` or `inline` with the name, in ASCII for old readers and in full (RFC 6266). */
export function disposition(kind: 'attachment' | 'inline', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`
}

/** The bytes asked for, both included. */
export interface Span {
  from: number
  to: number
}

/** What a Range header asks of so many bytes: one span, or all; null when there are no such bytes. */
export function spanIn(header: string | undefined, size: number): Span | 'all' | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  // Several spans at once, and what is none, are answered with all.
  if (first === '' && last === '') return 'all'
  if (first === '') return Number(last) > 0 ? { from: Math.max(0, size - Number(last)), to: size - 1 } : null
  const from = Number(first)
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < from) return 'all'
  return from < size ? { from, to } : null
}
