import type { CallError } from '../../contract/http/client.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'

/** A change that was refused, as it was asked for. */
export interface RefusedChange {
  type: RecordType
  record: AnyRecord
  values: Readonly<Record<string, unknown>>
  error: CallError
}

type Asker = (refused: RefusedChange) => boolean

const askers = new Set<Asker>()

/** Offers to ask the reader for what a refused change lacks, instead of telling them. Answers how to stop. */
export function followRefusals(asker: Asker): () => void {
  askers.add(asker)
  return () => void askers.delete(asker)
}

/** Whether somebody asks the reader for what it lacks. */
export const isAskedFor = (refused: RefusedChange): boolean => [...askers].some((asker) => asker(refused))
