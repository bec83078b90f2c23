import { CompiledQuery, sql } from 'kysely'
import { escapeLiteral } from 'pg'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Db } from '../../db/database.ts'
import { transaction } from '../../db/transaction.ts'
import { conflict } from '../../http/problem.ts'
import { readOwnFields } from '../own/queries.ts'
import { compileFormula } from './compile.ts'
import { calculateAnew } from './fill.ts'
import { planFor, type Formula } from './plan.ts'
import { checkPlan } from './rules.ts'

/** The function that gives a row's own values with its formulas calculated: `update … where custom is distinct from …`. */
export const calculating = ({ plural }: RecordType): string => `formulas_of_${plural}`
const trigger = ({ plural }: RecordType): string => `${plural}_formulas`

/**
 * Each query of a volatile function sees what has been committed until then, also when the row had to be waited for:
 * so what is calculated last is never older than what was calculated before.
 */
function bodyOf(type: RecordType, formulas: readonly Formula[]): string {
  const around = { today: 'today', zone: 'zone', currency: 'currency' }
  const steps = formulas.map(
    ({ name, node }) =>
      `  t.custom := formula_set(t.custom, ${escapeLiteral(name)}, ${compileFormula(node, type, 't', around)});`,
  )
  const uses = (name: string) => steps.some((step) => new RegExp(`\\b${name}\\b`).test(step))
  const asked = [
    uses('zone') ? '  zone text := formula_zone();' : '',
    uses('today') ? '  today date := formula_today();' : '',
    uses('currency') ? '  currency text := formula_currency();' : '',
  ].filter(Boolean)
  return `declare\n${asked.join('\n')}\nbegin\n${steps.join('\n')}\n  return t.custom;\nend`
}

const hasInstalled = async (tx: Db): Promise<boolean> => {
  const { rows } = await sql`select from pg_trigger where tgname like '%\\_formulas' limit 1`.execute(tx)
  return rows.length > 0
}

const run = (tx: Db, text: string) => tx.executeQuery(CompiledQuery.raw(text))

/** Makes the function of a type and its trigger as they are to be; says whether anything is calculated otherwise now. */
async function install(tx: Db, type: RecordType, formulas: readonly Formula[]): Promise<boolean> {
  const name = calculating(type)
  const { rows } = await sql<{ body: string | null; trigger: boolean }>`select
      (select prosrc from pg_proc where proname = ${name} and pronamespace = current_schema()::regnamespace limit 1) as body,
      exists (select from pg_trigger where tgname = ${trigger(type)} and tgrelid = to_regclass(${type.plural})) as trigger`.execute(
    tx,
  )
  const known = rows[0]
  if (formulas.length === 0) {
    await sql`delete from formula_fills where record_type = ${type.name}`.execute(tx)
    if (known?.trigger) await run(tx, `drop trigger ${trigger(type)} on ${type.plural}`)
    if (known?.body != null) {
      await run(tx, `drop function if exists keep_${name}()`)
      await run(tx, `drop function ${name}(${type.plural})`)
    }
    return false
  }
  const body = bodyOf(type, formulas)
  const changed = known?.body !== body
  if (changed)
    await run(
      tx,
      `create or replace function ${name}(t ${type.plural}) returns jsonb language plpgsql volatile as ${escapeLiteral(body)}`,
    )
  if (!known?.trigger) {
    await run(
      tx,
      `create or replace function keep_${name}() returns trigger language plpgsql as
        'begin new.custom := ${name}(new); return new; end'`,
    )
    await run(
      tx,
      `create trigger ${trigger(type)} before insert or update on ${type.plural} for each row execute function keep_${name}()`,
    )
  }
  return changed
}

/**
 * Sees to it that the database calculates the formulas as they are now, and that records whose formulas are new or
 * changed are calculated in the background. Waits only briefly for a table in use. Strictly, it refuses what leads in a
 * circle or breaks another formula; otherwise what makes no sense any more is left as it stands.
 */
export const settleFormulas = (db: Db, strictly = true): Promise<void> =>
  transaction(db, async (tx) => {
    // One after the other: two that each make sense may lead in a circle together.
    await sql`select pg_advisory_xact_lock(hashtext('formulas'))`.execute(tx)
    const { fields } = await readOwnFields(tx)
    const plan = planFor(fields)
    if (plan.formulas.length === 0 && plan.broken.length === 0 && !(await hasInstalled(tx))) return
    if (strictly) checkPlan(plan)
    const changed: string[] = []
    await sql`set local lock_timeout = '5s'`.execute(tx)
    try {
      for (const type of plan.types.all)
        if (
          await install(
            tx,
            type,
            plan.formulas.filter((formula) => formula.type === type),
          )
        )
          changed.push(type.name)
    } catch (error) {
      if ((error as { code?: string }).code !== '55P03') throw error
      throw conflict('The table is being written to without a pause, as by an import. Try again in a minute.')
    }
    await sql`set local lock_timeout = default`.execute(tx)
    await calculateAnew(tx, changed)
  })
