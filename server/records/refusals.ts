import type { RecordType } from '../../contract/records/record-type.ts'
import { conflict, invalidField } from '../http/problem.ts'
import { columnsOf, type Column } from './column.ts'

interface DatabaseError {
  code: string
  constraint?: string
  detail?: string
  column?: string
}

const isDatabaseError = (error: unknown): error is DatabaseError & Error =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(23|22)/.test(error.code)

/** The column that a constraint speaks of, by the name that all our constraints have: table, column or its beginning, kind. */
function columnIn(type: RecordType, error: DatabaseError): Column | undefined {
  const columns = columnsOf(type)
  const constraint = error.constraint ?? ''
  if (constraint === 'identities_email_key') return columns.find(({ name }) => name === 'email')
  const named = (fits: (name: string) => boolean) =>
    columns.filter(({ name }) => fits(name)).sort((a, b) => b.name.length - a.name.length)[0]
  const about = constraint.startsWith(`${type.plural}_`) ? constraint.slice(type.plural.length + 1) : ''
  return (
    named((name) => name === error.column || about.startsWith(`${name}_`)) ??
    named((name) => about !== '' && name.startsWith(`${about.replace(/_(key|check|fkey)$/, '')}_`)) ??
    named((name) => (error.detail ?? '').startsWith(`Key (${name})=`))
  )
}

/**
 * What the caller is told when an invariant of the database refuses a write; other errors come back as they are.
 * `about` is the field, where it is known better than the constraint says.
 */
export function refusalOf(error: unknown, type: RecordType, about?: string): unknown {
  if (!isDatabaseError(error)) return error
  const column = about ? columnsOf(type).find(({ field }) => field === about) : columnIn(type, error)
  const path = column?.field ?? ''
  const label = column?.declared.label ?? type.label.one
  const one = type.label.one.toLowerCase()
  switch (error.code) {
    case '23505':
      return conflict(
        `Another ${one} already has this ${label.toLowerCase()}; it may be in the bin. Open that one, or use another value.`,
        [{ path, message: 'Already taken' }],
      )
    case '23503':
      return /still referenced/.test(error.detail ?? '')
        ? conflict(`Other records still use this ${one}. Move them first.`)
        : invalidField(path, `${label}: there is no such record. Choose another.`)
    case '23502':
      return invalidField(path, `${label} is needed`)
    case '23514':
      if (error.constraint?.endsWith('_erased_check'))
        return conflict(`This ${one} was erased for privacy and stays anonymous. Make a new one instead.`)
      return invalidField(path, `${label}: this value is not possible`)
    case '22003':
      return invalidField(path, `${label}: this number is too large`)
    case '22007':
    case '22008':
      return invalidField(path, 'One of the dates is not possible')
    default:
      return error
  }
}
