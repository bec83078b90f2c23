import { legalEntity } from '../../../contract/team/legal-entity.ts'
import type { Context } from '../../http/context.ts'
import { createRecords } from '../../records/write.ts'

/** A company begins as one legal entity of its own name. */
export async function beginEntity(context: Context): Promise<void> {
  await createRecords(context, legalEntity, [{ values: { name: context.organisation.name, standard: true } }])
}
