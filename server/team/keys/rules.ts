import { hash, randomBytes } from 'node:crypto'

/** A new key. The prefix makes a leaked one recognisable to scanners. */
export const newKey = (): string => `tl_${randomBytes(30).toString('base64url')}`

/** 240 random bits need no slow hash: nobody guesses them, and every request is checked. */
export const hashOf = (key: string): Buffer => hash('sha256', key, 'buffer')
