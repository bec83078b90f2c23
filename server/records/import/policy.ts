import { declaredTypes, recordTypeOf, type RecordTypes } from '../../../contract/record-types.ts'
import { targetOf } from '../../../contract/records/field.ts'
import type { ImportMapping } from '../../../contract/records/import-mapping.ts'
import { exchangeRate } from '../../../contract/sales/exchange-rate-rows.ts'
import { knowsAll } from '../../../contract/team/role.ts'
import type { Caller } from '../../http/caller.ts'
import { authorise, authoriseRight, reach } from '../../http/policy.ts'
import { forbidden } from '../../http/problem.ts'

/** An import creates and changes whatever its rows name, so it asks for both, for all records of each type. */
export function authoriseImport(
  caller: Caller,
  mapping: ImportMapping,
  known: RecordTypes = declaredTypes,
): void {
  const types = new Set<string>(mapping.creates?.pipelines?.length ? ['pipeline', 'stage'] : [])
  for (const file of mapping.files) {
    const type = known.all.find(({ name }) => name === file.recordType)
    if (!type) continue
    types.add(type.name)
    for (const { field, reference } of file.fields) {
      const declared = type.fields[field]
      const target = declared && reference?.createMissing ? targetOf(declared) : null
      if (target) types.add(target)
    }
  }
  authoriseRight(caller, 'import')
  if (types.delete(exchangeRate.name)) authorise(caller, 'administrator')
  for (const type of types)
    // A file names fields as it likes, and by what it meets tells of those that are there.
    if (
      !knowsAll(caller.role, type) ||
      reach(caller, type, 'create') === 'none' ||
      reach(caller, type, 'edit') !== 'all'
    )
      throw forbidden(
        `Your role may not import ${recordTypeOf(type).label.many.toLowerCase()}. Ask an administrator.`,
      )
}

/** Undoing puts records of these types in the bin, or gives them their former values. */
export function authoriseUndo(caller: Caller, types: readonly string[]): void {
  for (const name of types)
    if (name === exchangeRate.name) authorise(caller, 'administrator')
    else if (reach(caller, name, 'delete') !== 'all' || reach(caller, name, 'edit') !== 'all')
      throw forbidden(
        `Your role may not undo an import of ${recordTypeOf(name).label.many.toLowerCase()}. Ask an administrator.`,
      )
}
