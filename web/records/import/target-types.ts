import { importTargets } from '../../../contract/import-targets.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { types } from '../../shell/types.ts'

/** What the rows of files can be, with the company's own fields as they are now. */
export const targetTypes = (): readonly RecordType[] => importTargets(types()).all
export const targetTypeOf = (name: string): RecordType => importTargets(types()).of(name)
