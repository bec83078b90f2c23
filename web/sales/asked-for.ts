import type { RefusedChange } from '../records/asking.ts'

/** A deal that is moved without what that needs, or a lead that is put where a reason or a day belongs to it. */
export function isAskedForBySales({ type, values, error }: RefusedChange): boolean {
  const { status, errors = [] } = error.problem
  if (status !== 422 || errors.length === 0) return false
  // A value that does not fit is for the form to say that took it.
  if (type.name === 'deal') return 'stage' in values && errors.every(({ path }) => values[path] == null)
  return type.name === 'lead' && (values['status'] === 'disqualified' || values['status'] === 'recycled')
}
