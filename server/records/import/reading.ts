import { addressSchema, type Address } from '../../../contract/records/value.ts'
import { isChoice, type ChoiceField, type Field } from '../../../contract/records/field.ts'
import type { FieldMapping } from '../../../contract/records/import-mapping.ts'
import { toMajor, type Money } from '../../../contract/values/money.ts'
import { readDomain, readEmail, readLink, readPhone } from './contacts.ts'
import { dateReader, dayIn, momentIn } from './dates.ts'
import { minorUnits, readAmount, readNumber, scaleNumber } from './numbers.ts'
import { bare } from './similarity.ts'
import { readDuration, readList, readYesNo } from './words.ts'

/** Why a cell cannot be read as its field's type. */
export class Refused {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

/** A day of which the file also tells the time. */
export interface DayAndTime {
  day: string
  at: string
}

/**
 * A cell as the API has its field's value; null is a blank. What refers to another record stays the word by which it
 * is to be found, in lower case where case does not matter.
 */
export type Value = string | number | boolean | Money | Address | DayAndTime | readonly string[] | null
export type Read = Value | Refused

export interface Defaults {
  /** Of moments told without an offset. */
  zone: string
  /** The organisation's, in which the day of a moment is taken. */
  home: string
  currency: string
  country?: string
}

export type ReadCell = (raw: string, currency?: string) => Read

const LONGEST = 2_000

/** How a field's cells are read, made once for a file. Throws when the mapping itself makes no sense. */
export function cellReader(field: Field, mapping: FieldMapping, defaults: Defaults): ReadCell {
  const read = readerOf(field, mapping, defaults)
  const meant = new Map(
    Object.entries(mapping.values ?? {}).map(([word, value]) => [word.trim().toLowerCase(), value]),
  )
  return (raw, currency) => {
    let text = raw.trim()
    if (meant.size > 0) {
      const value = meant.get(text.toLowerCase())
      if (value === null) return null
      text = value ?? text
    }
    return text === '' ? null : read(text, currency)
  }
}

function readerOf(field: Field, mapping: FieldMapping, defaults: Defaults): ReadCell {
  switch (field.type) {
    case 'text':
      return (raw) => (raw.length > LONGEST ? new Refused(`is longer than ${LONGEST} characters`) : raw)
    case 'longText':
      return (raw) => (/<\/?[a-z][^>]*>/i.test(raw) ? raw : asParagraphs(raw))
    case 'number':
    case 'percentage':
      return numberReader(field.type === 'percentage', mapping)
    case 'duration':
      return (raw) => readDuration(raw) ?? new Refused('is not a duration, such as 1:30:00 or 90 min')
    case 'money':
      return moneyReader(mapping, defaults)
    case 'date':
    case 'moment':
      return timeReader(field.type, mapping, defaults)
    case 'yesNo':
      return (raw) => readYesNo(raw) ?? new Refused('is neither yes nor no')
    case 'choice':
    case 'choices':
      return choiceReader(field, mapping)
    case 'tags':
      return (raw) => readList(raw, mapping.separator)
    case 'email':
      return (raw) => readEmail(raw) ?? new Refused('is not an e-mail address')
    case 'phone': {
      const country = mapping.country ?? defaults.country
      // A number that cannot be dialled from anywhere is still what the company wrote down.
      return (raw) =>
        readPhone(raw, country) ?? (raw.length > 40 ? new Refused('is too long for a phone number') : raw)
    }
    case 'link':
      return (raw) => readLink(raw) ?? new Refused('is not a web address')
    case 'address':
      return (raw) => (raw.length > 400 ? new Refused('is too long for an address') : { street: raw })
    case 'reference':
    case 'user':
      return referenceReader(mapping)
    // What lies in a file cannot stand in a cell; `planFile` has refused the column.
    case 'file':
    case 'files':
      return () => new Refused('cannot be a file')
    case 'references': {
      const read = referenceReader(mapping)
      return (raw) =>
        readList(raw, mapping.separator)
          .map((part) => read(part))
          .filter((key) => typeof key === 'string')
    }
  }
}

function asParagraphs(text: string): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  return escaped
    .split(/(?:\r?\n){2,}/)
    .map((paragraph) => `<p>${paragraph.replace(/\r?\n/g, '<br />')}</p>`)
    .join('')
}

function numberReader(fraction: boolean, mapping: FieldMapping): ReadCell {
  return (raw) => {
    const percent = fraction && raw.endsWith('%')
    const number = readNumber(percent ? raw.slice(0, -1) : raw, mapping.decimal)
    if (number === null)
      return new Refused(`is not a number written with the decimal sign "${mapping.decimal ?? '.'}"`)
    return Number(scaleNumber(number, percent ? 0.01 : (mapping.scale ?? 1)))
  }
}

function moneyReader(mapping: FieldMapping, defaults: Defaults): ReadCell {
  return (raw, told) => {
    const read = readAmount(raw, mapping.decimal)
    if (!read)
      return new Refused(`is not an amount written with the decimal sign "${mapping.decimal ?? '.'}"`)
    const currency = read.currency ?? (told?.trim().toUpperCase() || (mapping.currency ?? defaults.currency))
    if (!/^[A-Z]{3}$/.test(currency))
      return new Refused(`has the currency "${currency}", which is not a code such as EUR`)
    const minor = minorUnits(read.amount, currency, mapping.scale)
    return minor.length > 16 ? new Refused('is too large') : { amount: toMajor(minor, currency), currency }
  }
}

function timeReader(type: 'date' | 'moment', mapping: FieldMapping, defaults: Defaults): ReadCell {
  const format = mapping.format ?? (type === 'date' ? 'yyyy-MM-dd' : 'iso')
  const read = dateReader(format)
  const moment = momentIn(mapping.zone ?? defaults.zone)
  const dayAtHome = dayIn(defaults.home)
  return (raw) => {
    const told = read(raw)
    if (!told) return new Refused(`is not a date in the format ${format === 'iso' ? 'yyyy-MM-dd' : format}`)
    if (type === 'moment') return moment(told)
    if (told.time === undefined) return told.day
    const at = moment(told)
    return { day: dayAtHome(at), at }
  }
}

function choiceReader(field: ChoiceField, mapping: FieldMapping): ReadCell {
  const byWord = new Map<string, string>()
  for (const option of field.options) byWord.set(bare(option.label), option.value)
  for (const option of field.options) byWord.set(bare(option.value), option.value)
  const one = (raw: string) => byWord.get(bare(raw))
  if (field.type === 'choice')
    return (raw) =>
      one(raw) ?? new Refused(`is not one of ${field.options.map((option) => option.label).join(', ')}`)
  return (raw) => {
    const parts = readList(raw, mapping.separator)
    const unknown = parts.find((part) => one(part) === undefined)
    return unknown === undefined
      ? [...new Set(parts.map((part) => one(part)!))]
      : new Refused(`has "${unknown}", which is no option`)
  }
}

function referenceReader(mapping: FieldMapping): (raw: string) => string | Refused {
  switch (mapping.reference?.by) {
    case 'email':
      return (raw) => readEmail(raw) ?? new Refused('is not an e-mail address')
    case 'domain':
      return (raw) => readDomain(raw) ?? new Refused('is not a domain')
    default:
      return (raw) => raw
  }
}

const addressParts = new Set(Object.keys(addressSchema.shape))

/** The part of an address that a mapping's field names, such as `address.city`. */
export function addressPartOf(name: string): { field: string; part: keyof Address } | null {
  const [field, part, ...rest] = name.split('.')
  return field && part && rest.length === 0 && addressParts.has(part)
    ? { field, part: part as keyof Address }
    : null
}

/** The options a word may be mapped to, by label. */
export const wordsOf = (field: Field): string[] =>
  isChoice(field) ? field.options.map((option) => option.label) : []
