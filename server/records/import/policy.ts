import { recordTypeOf } from '../../../contract/record-types.ts'
import { targetOf } from '../../../contract/records/field.ts'
import type { ImportMapping } from '../../../contract/records/import-mapping.ts'
import { recordTypes } from '../../../contract/record-types.ts'
import type { Caller } from '../../http/caller.ts'
import { reach } from '../../http/policy.ts'
import { forbidden } from '../../http/problem.ts'

/** An import creates and changes whatever its rows name, so it asks for both, for all records of each type. */
export function authoriseImport(caller: Caller, mapping: ImportMapping): void {
  const types = new Set<string>(mapping.creates?.pipelines?.length ? ['pipeline', 'stage'] : [])
  for (const file of mapping.files) {
    const type = recordTypes.find((known) => known.name === file.recordType)
    if (!type) continue
    types.add(type.name)
    for (const { field, reference } of file.fields) {
      const declared = recordTypeOf(type.name).fields[field]
      const target = declared && reference?.createMissing ? targetOf(declared) : null
      if (target) types.add(target)
    }
  }
  for (const type of types)
    if (reach(caller, type, 'create') === 'none' || reach(caller, type, 'edit') !== 'all')
      throw forbidden(
        `Your role may not import ${recordTypeOf(type).label.many.toLowerCase()}. Ask an administrator.`,
      )
}
