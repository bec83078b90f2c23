import { targetOf } from '../../../contract/records/field.ts'
import { fileMatches } from '../../../contract/records/import-mapping.ts'
import type { FieldMapping, FileMapping, ImportMapping } from '../../../contract/records/import-mapping.ts'
import type { ImportDetail, ImportFile } from '../../../contract/records/import-routes.ts'
import { fieldLabel } from '../../text/labels.ts'
import { targetTypeOf, targetTypes } from './target-types.ts'

/** One reading of a file as records of a type. A file may be read more than once. */
export interface Reading {
  key: string
  file: FileMapping
}

type Terms = Omit<ImportMapping, 'files' | '$schema'>

/** An import as it is being prepared. The files are with the server already; what they mean is still being said. */
export interface Draft {
  terms: Terms
  files: readonly ImportFile[]
  readings: readonly Reading[]
  /** The reading that is open. */
  chosen: string | null
}

export const emptyDraft: Draft = { terms: { name: '', source: '' }, files: [], readings: [], chosen: null }

/** What the server keeps of a draft. */
export const saidOf = (draft: Draft): { mapping: ImportMapping; files: string[] } => ({
  mapping: mappingOf(draft),
  files: draft.files.map(({ id }) => id),
})

export function draftOf({ mapping, files }: Pick<ImportDetail, 'mapping' | 'files'>): Draft {
  const { files: read, $schema: _, ...terms } = mapping as ImportMapping
  return rechosen({
    terms,
    files,
    readings: read.map((file, at) => ({ key: `r${at + 1}`, file })),
    chosen: null,
  })
}

/** What is referred to comes before what refers to it. */
const order = ['user', 'team', 'product', 'company', 'person', 'pipeline', 'stage', 'deal', 'lead']
const rank = (recordType: string) => (order.includes(recordType) ? order.indexOf(recordType) : order.length)

export const readingsOf = (draft: Draft, file: ImportFile): readonly Reading[] =>
  draft.readings.filter((reading) => fileMatches(reading.file.match, file.name))

export const uploadOf = (draft: Draft, reading: Reading): ImportFile | undefined =>
  draft.files.find((file) => fileMatches(reading.file.match, file.name))

const bare = (name: string) => name.replace(/\.[^.]+$/, '')

export const sourceFrom = (name: string): string =>
  bare(name)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40) || 'import'

const namesOf = (files: readonly ImportFile[]) => [...new Set(files.map(({ name }) => bare(name)))].toSorted()
const nameFrom = (files: readonly ImportFile[]): string => namesOf(files).join(', ').slice(0, 200)

const firstSource = (files: readonly ImportFile[]): string =>
  files.length > 0 ? sourceFrom(namesOf(files)[0]!) : ''

/** Customers that a file names and nobody knows yet are made; a misspelt product or member is rather asked about. */
const made = new Set(['company', 'person'])

function withCreation(file: FileMapping): FileMapping {
  const { fields } = targetTypeOf(file.recordType)
  const fieldOf = (mapping: FieldMapping): FieldMapping => {
    const declared = fields[mapping.field]
    const creates =
      mapping.reference &&
      declared &&
      made.has(targetOf(declared) ?? '') &&
      mapping.reference.createMissing === undefined
    return creates && mapping.reference?.by !== 'externalId'
      ? { ...mapping, reference: { by: 'name', ...mapping.reference, createMissing: true } }
      : mapping
  }
  return { ...file, fields: file.fields.map(fieldOf) }
}

/** A deal without a name of its own is called by its product and its customer. */
function withName(file: FileMapping): FileMapping {
  const named = targetTypeOf(file.recordType).fields['name']
  if (!named?.required || file.fields.some(({ field }) => field === 'name')) return file
  const columns = ['product', 'company', 'person'].flatMap(
    (field) => file.fields.find((one) => one.field === field)?.column ?? [],
  )
  const template = (columns.length > 0 ? columns.slice(0, 2) : file.sourceId ? [file.sourceId] : [])
    .map((column) => `{${column}}`)
    .join(' · ')
  return template ? { ...file, fields: [...file.fields, { field: 'name', template }] } : file
}

const newKey = ({ readings }: Pick<Draft, 'readings'>): string =>
  `r${Math.max(0, ...readings.map(({ key }) => Number(key.slice(1)))) + 1}`

export const completed = (file: FileMapping): FileMapping => withName(withCreation(file))

/** A file that has arrived, with the mapping suggested for it. One of the same name takes the place of the other. */
export function withFile(draft: Draft, file: ImportFile, suggested: FileMapping | undefined): Draft {
  const terms: Terms = {
    ...draft.terms,
    // Until it is called something else, it is called by its files.
    name: draft.terms.name === nameFrom(draft.files) ? nameFrom([...draft.files, file]) : draft.terms.name,
    source:
      draft.terms.source === firstSource(draft.files)
        ? firstSource([...draft.files, file])
        : draft.terms.source,
  }
  const arrived: Draft = {
    ...draft,
    terms,
    files: [...draft.files.filter(({ name }) => name !== file.name), file],
  }
  if (!suggested || readingsOf(arrived, file).length > 0)
    return { ...arrived, chosen: arrived.chosen ?? arrived.readings[0]?.key ?? null }
  const reading = { key: newKey(draft), file: completed(suggested) }
  const readings = [...draft.readings, reading].toSorted(
    (a, b) => rank(a.file.recordType) - rank(b.file.recordType),
  )
  return { ...arrived, readings, chosen: arrived.chosen ?? reading.key }
}

export function withoutFile(draft: Draft, id: string): Draft {
  const file = draft.files.find((one) => one.id === id)
  if (!file) return draft
  const gone = new Set(readingsOf(draft, file).map(({ key }) => key))
  const readings = draft.readings.filter(({ key }) => !gone.has(key))
  return rechosen({ ...draft, files: draft.files.filter((one) => one.id !== id), readings })
}

/** A saved mapping says what the files mean; what it does not speak of keeps what was suggested. */
export function withMapping(draft: Draft, mapping: ImportMapping): Draft {
  const { files, $schema: _, ...terms } = mapping
  const kept = draft.readings.filter((reading) => {
    const upload = uploadOf(draft, reading)
    return upload && !files.some(({ match }) => fileMatches(match, upload.name))
  })
  const readings: Reading[] = []
  for (const file of files) readings.push({ key: newKey({ readings: [...kept, ...readings] }), file })
  return rechosen({ ...draft, terms, readings: [...readings, ...kept], chosen: null })
}

const rechosen = (draft: Draft): Draft =>
  draft.readings.some(({ key }) => key === draft.chosen)
    ? draft
    : { ...draft, chosen: draft.readings[0]?.key ?? null }

export const withTerms = (draft: Draft, terms: Partial<Terms>): Draft => ({
  ...draft,
  terms: { ...draft.terms, ...terms },
})

export const withReading = (draft: Draft, key: string, file: FileMapping): Draft => ({
  ...draft,
  readings: draft.readings.map((reading) => (reading.key === key ? { key, file } : reading)),
})

/** Reads a file once more, as something else. */
export function withAnotherReading(draft: Draft, key: string): Draft {
  const at = draft.readings.findIndex((reading) => reading.key === key)
  const reading = draft.readings[at]
  if (!reading) return draft
  const another = { key: newKey(draft), file: { ...reading.file, fields: [], lifecycle: [], where: [] } }
  return {
    ...draft,
    readings: draft.readings.toSpliced(at + 1, 0, another),
    chosen: another.key,
  }
}

export const withoutReading = (draft: Draft, key: string): Draft =>
  rechosen({ ...draft, readings: draft.readings.filter((reading) => reading.key !== key) })

export function withReadingMoved(draft: Draft, key: string, by: -1 | 1): Draft {
  const at = draft.readings.findIndex((reading) => reading.key === key)
  const reading = draft.readings[at]
  const to = at + by
  if (!reading || to < 0 || to >= draft.readings.length) return draft
  return { ...draft, readings: draft.readings.toSpliced(at, 1).toSpliced(to, 0, reading) }
}

export const mappingOf = ({ terms, readings }: Draft): ImportMapping => ({
  ...terms,
  files: readings.map(({ file }) => file),
})

export type Lack =
  | { kind: 'noFiles' | 'noSource' | 'noName' }
  | { kind: 'noReading'; file: ImportFile }
  | { kind: 'noFile'; reading: Reading }
  | { kind: 'noField'; reading: Reading; label: string }
  | { kind: 'twice'; reading: Reading; label: string }

const isSource = /^[a-z0-9][a-z0-9._-]{0,62}$/

/** What still has to be said before the draft can be tried out. */
export function lacksOf(draft: Draft): Lack[] {
  const lacks: Lack[] = []
  if (draft.files.length === 0) return [{ kind: 'noFiles' }]
  if (!draft.terms.name.trim()) lacks.push({ kind: 'noName' })
  if (!isSource.test(draft.terms.source)) lacks.push({ kind: 'noSource' })
  for (const file of draft.files)
    if (readingsOf(draft, file).length === 0) lacks.push({ kind: 'noReading', file })
  for (const reading of draft.readings) {
    if (!uploadOf(draft, reading)) lacks.push({ kind: 'noFile', reading })
    const filled = reading.file.fields.map(({ field }) => field)
    for (const [name, field] of Object.entries(targetTypeOf(reading.file.recordType).fields))
      if (field.required && !('default' in field) && !filled.includes(name))
        lacks.push({ kind: 'noField', reading, label: fieldLabel(field) })
    const twice = filled.find((field, index) => filled.indexOf(field) !== index)
    if (twice) lacks.push({ kind: 'twice', reading, label: labelOf(reading.file.recordType, twice) })
  }
  return lacks
}

/** A field's label, with the part of an address that is meant. */
export function labelOf(recordType: string, path: string): string {
  const [name = '', part] = path.split('.')
  const type = targetTypes().find((known) => known.name === recordType)
  const field = type ? targetTypeOf(type.name).fields[name] : undefined
  const label = field ? fieldLabel(field) : name
  return part ? `${label}: ${part}` : label
}
