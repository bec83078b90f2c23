import { CompiledQuery, sql } from 'kysely'
import { checkFormula } from '../../../contract/records/formula/check.ts'
import type { Kind, Node } from '../../../contract/records/formula/node.ts'
import type { FormulaProblem } from '../../../contract/records/formula/problem.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Context } from '../../http/context.ts'
import { transaction } from '../../db/transaction.ts'
import { compileFormula } from './compile.ts'

type Tried = { id: string; title: string; value: unknown }

export interface Preview {
  problem: FormulaProblem | null
  kind: Kind | null
  /** Null when it takes too long. */
  records: Tried[] | null
}

/** What a formula gives for the records changed last. */
const valuesOf = (context: Context, type: RecordType, node: Node): Promise<Tried[]> =>
  transaction(context.database.lists, async (tx) => {
    // Somebody waits for it while typing; a roll-up over very many records is shown once it is calculated.
    await sql`set local statement_timeout = '3s'`.execute(tx)
    const { rows } = await tx.executeQuery<Tried>(
      CompiledQuery.raw(`select id, title, ${compileFormula(node, type, 't')} as value
        from (select * from ${type.plural} where deleted_at is null order by updated_at desc, id desc limit 5) t
        order by updated_at desc, id desc`),
    )
    return rows
  })

/** What a formula would give; nothing is kept. */
export async function previewFormula(context: Context, type: RecordType, text: string): Promise<Preview> {
  const checked = checkFormula(text, type)
  if (checked.problem) return { problem: checked.problem, kind: null, records: [] }
  try {
    const records = await valuesOf(context, type, checked.node)
    return { problem: null, kind: checked.node.kind, records }
  } catch (error) {
    if ((error as { code?: string }).code !== '57014') throw error
    return { problem: null, kind: checked.node.kind, records: null }
  }
}
