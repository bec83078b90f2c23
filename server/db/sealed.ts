import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Secrets that must be read again (a webhook's, a mailbox's password) lie in the database sealed by AES-256-GCM with a
 * key of their purpose, derived from the company's sealing key: a copied database gives nothing away, and a sealed text
 * moved to another purpose does not open.
 */
export interface Sealer {
  seal(purpose: string, text: string): string
  /** Throws when the text was sealed with another key or for another purpose, or was changed. */
  open(purpose: string, sealed: string): string
}

const version = 'v1.'

export function sealer(sealingKey: Buffer): Sealer {
  const keyFor = (purpose: string) => Buffer.from(hkdfSync('sha256', sealingKey, '', `seal ${purpose}`, 32))
  return {
    seal(purpose, text) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return version + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    open(purpose, sealed) {
      if (!sealed.startsWith(version)) throw new Error('This is not a sealed text')
      const bytes = Buffer.from(sealed.slice(version.length), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}
