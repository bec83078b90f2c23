import type { RecordType } from '../../contract/records/record-type.ts'
import { conflict, invalidField } from '../http/problem.ts'
import { columnsOf } from './column.ts'

interface DatabaseError {
  code: string
  constraint?: string
  detail?: string
  column?: string
}

const isDatabaseError = (error: unknown): error is DatabaseError & Error =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(23|22)/.test(error.code)

/** The field that a constraint speaks of, by the name that all our constraints have: table, column, kind. */
function fieldIn(type: RecordType, error: DatabaseError): { path: string; label: string } {
  const text = `${error.constraint ?? ''} ${error.column ?? ''} ${error.detail ?? ''}`
  const columns = [...columnsOf(type)].sort((a, b) => b.name.length - a.name.length)
  const column = columns.find(({ name }) => text.includes(`${type.plural}_${name}_`) || text.includes(`(${name})`) || error.column === name)
  const named = column ?? (error.constraint === 'identities_email_key' ? columns.find(({ name }) => name === 'email') : undefined)
  return { path: named?.field ?? '', label: named?.declared.label ?? type.label.one }
}

/** What the caller is told when an invariant of the database refuses a write; other errors come back as they are. */
export function refusalOf(error: unknown, type: RecordType): unknown {
  if (!isDatabaseError(error)) return error
  const { path, label } = fieldIn(type, error)
  const one = type.label.one.toLowerCase()
  switch (error.code) {
    case '23505':
      return conflict(`Another ${one} already has this ${label.toLowerCase()}; it may be in the bin. Open that one, or use another value.`, [
        { path, message: 'Already taken' },
      ])
    case '23503':
      return /still referenced/.test(error.detail ?? '')
        ? conflict(`Other records still use this ${one}. Move them first.`)
        : invalidField(path, `${label}: there is no such record. Choose another.`)
    case '23502':
      return invalidField(path, `${label} is needed`)
    case '23514':
      return invalidField(path, `${label}: this value is not possible`)
    case '22003':
      return invalidField(path, `${label}: this number is too large`)
    default:
      return error
  }
}
