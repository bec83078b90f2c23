import { sql } from 'kysely'
import { deal } from '../../../../contract/sales/deal.ts'
import type { Asked, ExitCriterion } from '../../../../contract/sales/exit-criteria.ts'
import type { Db } from '../../../db/database.ts'
import type { Context } from '../../../http/context.ts'
import { invalidField } from '../../../http/problem.ts'
import { getRecord } from '../../../records/list.ts'
import { typeIn } from '../../../records/types.ts'
import { knows } from '../../../records/visible.ts'
import { stageFacts } from '../../pipelines/queries.ts'
import { asAsked, askedFor, isMet, type Criterion, type ExitFacts } from './rules.ts'

/** What deals have to bring before they leave each stage, each stage's in order. */
export async function exitCriteria(db: Db): Promise<ExitCriterion[]> {
  const { rows } = await sql<ExitCriterion>`
    select id, stage_id as stage, field, label from stage_criteria order by stage_id, position, id`.execute(
    db,
  )
  return rows
}

/** What the rules of moving need to know of some deals; `closed` are those that do not stand in an open stage. */
export async function exitFacts(
  db: Db,
  deals: readonly string[],
  closed: readonly string[],
): Promise<ExitFacts> {
  if (deals.length === 0) return { criteria: [], checked: new Set(), stoodIn: new Map() }
  const { rows } = await sql<{
    criteria: Criterion[] | null
    checked: string[] | null
    stood: Record<string, string> | null
  }>`select
    (select json_agg(json_build_object('id', id, 'stage', stage_id, 'field', field, 'label', label)
      order by stage_id, position, id) from stage_criteria) as criteria,
    (select json_agg(deal_id || ' ' || criterion_id) from deal_checks where deal_id = any(${[...deals]}::uuid[])) as checked,
    (select json_object_agg(one.id, last.stage_id) from unnest(${[...closed]}::uuid[]) as one (id), lateral (
      select stage_id from deal_stage_entries e where e.deal_id = one.id and e.status = 'open'
      order by e.at desc, e.id desc limit 1) last) as stood`.execute(db)
  const [row] = rows
  return {
    criteria: row?.criteria ?? [],
    checked: new Set(row?.checked ?? []),
    stoodIn: new Map(Object.entries(row?.stood ?? {})),
  }
}

/** What a deal is asked for: by the stage that it stands in, or on its way to another. Of a closed deal nothing but that. */
export async function askedOf(context: Context, id: string, to?: string): Promise<Asked[]> {
  const { db } = context.database
  const type = typeIn(context.database, deal.name)
  const record = await getRecord(context, type, id)
  const isClosed = record['status'] !== 'open'
  const [stages, facts, checks] = [
    await stageFacts(db),
    await exitFacts(db, [id], isClosed ? [id] : []),
    await checksOf(db, id),
  ]
  const here = stages.find((stage) => stage.id === record['stage'])
  const target = to === undefined ? undefined : stages.find((stage) => stage.id === to)
  if (to !== undefined && !target) throw invalidField('to', 'There is no such stage. Choose another.')
  const asked = target
    ? askedFor(facts.stoodIn.get(id) ?? here?.id, target, stages, facts)
    : isClosed
      ? []
      : facts.criteria.filter(({ stage }) => stage === here?.id)
  return asked
    .filter(({ field }) => field === null || (type.fields[field] && knows(context.caller, type.name, field)))
    .map((one) => asAsked(one, isMet(one, id, record, facts.checked), checks.get(String(one.id))))
}

async function checksOf(db: Db, id: string): Promise<Map<string, { by: string | null; at: string }>> {
  const { rows } = await sql<{ criterion: string; by: string | null; at: string }>`
    select c.criterion_id as criterion, u.name as by, c.checked_at as at
    from deal_checks c left join users u on u.id = c.checked_by where c.deal_id = ${id}`.execute(db)
  return new Map(rows.map(({ criterion, ...rest }) => [criterion, rest]))
}
