/** Somebody a message is from or to. */
export interface MailAddress {
  /** As the message calls them; empty where it does not. */
  name: string
  /** In lower case. */
  address: string
}

const shape = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:"]+$/

/** Whether mail may be sent there at all: one @, something before it and a domain behind. */
export const isMailAddress = (text: string): boolean => text.length <= 320 && shape.test(text)

/** The part after the @, in lower case; empty for what is no address. */
export const domainOf = (address: string): string => address.split('@')[1]?.toLowerCase() ?? ''

/** `Ana Duarte <ana@example.com>`; a name with marks of punctuation stands in quotation marks. */
export function writeAddress({ name, address }: MailAddress): string {
  if (!name) return address
  const plain = /^[\p{L}\p{N} .'’_-]+$/u.test(name)
  return `${plain ? name : `"${name.replace(/[\\"]/g, '\\$&')}"`} <${address}>`
}

/** Takes a list apart where commas and semicolons stand outside of quotation marks and angle brackets. */
function split(text: string): string[] {
  const parts: string[] = []
  let part = ''
  let quoted = false
  let inside = false
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string
    if (letter === '\\' && quoted) {
      part += letter + (text[++at] ?? '')
      continue
    }
    if (letter === '"') quoted = !quoted
    else if (!quoted && letter === '<') inside = true
    else if (!quoted && letter === '>') inside = false
    if ((letter === ',' || letter === ';') && !quoted && !inside) {
      parts.push(part)
      part = ''
    } else part += letter
  }
  return [...parts, part].map((one) => one.trim()).filter(Boolean)
}

/** Reads `Ana <ana@example.com>, ines@example.com`. What is no address stays one, so that it can be pointed at. */
export const readAddresses = (text: string): MailAddress[] =>
  split(text).map((part) => {
    const [, name = '', address] = /^(.*)<([^<>]*)>\s*$/s.exec(part) ?? []
    if (address === undefined) return { name: '', address: part.toLowerCase() }
    const quoted = /^"(.*)"$/s.exec(name.trim())?.[1]
    return {
      name: quoted === undefined ? name.trim() : quoted.replace(/\\(.)/gs, '$1'),
      address: address.trim().toLowerCase(),
    }
  })
