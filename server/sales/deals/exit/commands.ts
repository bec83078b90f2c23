import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { deal } from '../../../../contract/sales/deal.ts'
import type { ExitCriterion } from '../../../../contract/sales/exit-criteria.ts'
import { stage } from '../../../../contract/sales/pipeline.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { conflict, invalid, invalidField } from '../../../http/problem.ts'
import { record } from '../../../ledger/record.ts'
import { allowed, lock } from '../../../records/lock.ts'
import { typeIn } from '../../../records/types.ts'
import { lockDeal } from '../policy.ts'
import { exitCriteria } from './queries.ts'

type Given = { id?: string | undefined } & ({ field: string } | { label: string })

/** What is asked before a stage is left, in place of what was. What keeps its id keeps what was ticked off. */
export const setCriteria = (
  context: Context,
  id: string,
  given: readonly Given[],
): Promise<ExitCriterion[]> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const rows = await lock(db, inner, stage, [id], 'edit')
    const row = allowed(stage, rows.get(id), 'change')
    if (row['kind'] !== 'open' && given.length > 0)
      throw conflict('A deal that is won or lost moves on no further. Ask for it in the stages before.')
    const { fields } = typeIn(inner.database, deal.name)
    const unknown = given.flatMap((one, at) =>
      'field' in one && (!Object.hasOwn(fields, one.field) || fields[one.field]?.readOnly)
        ? [{ path: `criteria.${at}.field`, message: 'There is no such field that can be filled in' }]
        : [],
    )
    if (unknown.length > 0) throw invalid(unknown)
    const asked = given.map((one) => ('field' in one ? one.field : one.label))
    if (new Set(asked).size < asked.length)
      throw invalidField('criteria', 'The same is asked for twice. Leave one of them out.')
    const before = (await exitCriteria(db)).filter((one) => one.stage === id)
    const known = new Set(before.map((one) => one.id))
    const kept = given.flatMap((one) => (one.id !== undefined && known.has(one.id) ? [one.id] : []))
    await sql`delete from stage_criteria where stage_id = ${id} and id <> all(${kept}::uuid[])`.execute(db)
    // The same field may stand at another id now.
    await sql`update stage_criteria set field = null, label = '-' where stage_id = ${id} and field is not null`.execute(
      db,
    )
    const rowsGiven = given.map((one, position) => ({
      id: one.id !== undefined && known.has(one.id) ? one.id : null,
      position,
      field: 'field' in one ? one.field : null,
      label: 'label' in one ? one.label : null,
    }))
    await sql`
      insert into stage_criteria (id, stage_id, position, field, label)
      select coalesce(id, new_id()), ${id}, position, field, label
      from json_to_recordset(${JSON.stringify(rowsGiven)}) as given (id uuid, position int, field text, label text)
      on conflict (id) do update set position = excluded.position, field = excluded.field, label = excluded.label`.execute(
      db,
    )
    const after = (await exitCriteria(db)).filter((one) => one.stage === id)
    const said = (all: readonly ExitCriterion[]) => all.map(({ field, label }) => field ?? label)
    if (!isDeepStrictEqual(said(before), said(after))) {
      await record(db, inner.caller, inner.now, [
        {
          type: 'stage.criteria-set',
          subject: { type: stage.name, id, version: null },
          data: { before: said(before), after: said(after) },
        },
      ])
      inner.database.notify('ledger')
    }
    return after
  })

/** Ticks an item off, or not; who and when stays with it. Ticked off twice it stays the first one's. */
export const checkItem = (context: Context, id: string, criterion: string, checked: boolean): Promise<void> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await lockDeal(inner, id)
    const { rows: items } = await sql<{ label: string }>`
      select label from stage_criteria where id = ${criterion} and label is not null`.execute(db)
    if (!items[0]) throw invalidField('criterion', 'There is no such item on a checklist any more.')
    const { numAffectedRows } = checked
      ? await sql`insert into deal_checks (deal_id, criterion_id, checked_at, checked_by)
          values (${id}, ${criterion}, ${inner.now}, ${inner.caller.userId}) on conflict do nothing`.execute(
          db,
        )
      : await sql`delete from deal_checks where deal_id = ${id} and criterion_id = ${criterion}`.execute(db)
    if (!numAffectedRows) return
    await record(db, inner.caller, inner.now, [
      {
        type: checked ? 'deal.item-checked' : 'deal.item-unchecked',
        subject: { type: deal.name, id, version: null },
        personId: row['person'] as string | null,
        companyId: row['company'] as string | null,
        data: { item: items[0].label },
      },
    ])
    inner.database.notify('ledger')
  })
