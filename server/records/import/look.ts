import type { Look } from '../../../contract/records/import.ts'

const NUMBER =
  /^[-+\u2212(]?\s*(?:\p{Sc}|[A-Z]{3}\s?)?\s*\d+(?:[.,'\u00a0\u202f ]\d{3})*(?:[.,]\d+)?\s*(?:\p{Sc}|%)?\)?$/u
const DATE =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ](?:\d{1,2}|\p{L}{3,9})[-/. ]\d{2,4}|\p{L}{3,9} \d{1,2}, \d{4})(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?: ?(?:Z|UTC|[-+]\d{2}:?\d{2}))?)?$/u
const EMAIL = /^[^\s@"'<>,;]+@[^\s@"'<>,;]+\.[^\s@"'<>,;.]{2,}$/
const LINK = /^(?:https?:\/\/\S+|www\.\S+\.\S+)$/i
const PHONE = /^(?:\+|00)?[\d(][\d ()./-]{6,20}\d$/
const PHONE_ABROAD = /^\+[1-9][\d ()./-]{7,20}\d$/
const ID = /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_-]{6,64}$/
const YES_NO = /^(?:true|false|yes|no|y|n)$/i
const TEXT = /^[\p{L}\p{N}][\p{L}\p{N}\p{M} &'’._/()+#?!-]*$/u

/** What one cell looks like, for judging a table and a column: never for parsing it. */
export function looksLike(cell: string): Look {
  const value = cell.trim()
  if (value === '') return 'blank'
  if (DATE.test(value)) return 'date'
  if (PHONE_ABROAD.test(value)) return 'phone'
  if (NUMBER.test(value)) return 'number'
  if (EMAIL.test(value)) return 'email'
  if (LINK.test(value)) return 'link'
  if (YES_NO.test(value)) return 'yesNo'
  if (PHONE.test(value)) return 'phone'
  if (ID.test(value)) return 'id'
  if (TEXT.test(value)) return 'text'
  return 'other'
}
